internal import Market
internal import Studies

extension Frame {
    /// Named variants side by side: periods, weekdays, sessions, instruments, a part against the rest.
    func comparisons() -> [Candidate] {
        let said = task(.compare) ?? marks(.vs).first ?? separated
        let chooses =
            said == nil
                && (!bests.isEmpty || !often.isEmpty || has(.or) && !asksForDays && dayFacts.isEmpty || has(.both))
            ? bests.first?.index ?? often.first ?? marks(.or).first : nil
        guard task(.correlation) == nil, let found = variants() else { return [] }
        let asked = said ?? comparative(found) ?? whichIsMore ?? moreOfKind
        guard asked != nil || chooses != nil || named.count > 1 || found.exclusive || isListOfSpans(found) else {
            return []
        }
        var used = found.used
        for index in indices {
            switch line.pieces[index].sense {
            // "Gold's best days": no choice between two instruments.
            case .best where found.kind == .symbols && line.unit(index + 1) == .day: return []
            case .task(.compare), .mark(.vs), .mark(.or), .mark(.and), .often, .mark(.separately), .best,
                .task(.performance), .mark(.those):
                used.insert(index)
            // "насколько 2024 волатильнее 2023": both are told.
            case .task(.howmuch) where !quantities.isEmpty: used.insert(index)
            case .relation where comparesWords(index): used.insert(index)
            case .which(let unit) where Self.isKind(unit, found): used.insert(index)
            // "when is volume higher, in the morning or in the afternoon".
            case .when where found.kind == .spans || found.kind == .periods: used.insert(index)
            // "when is the range larger, ...": before what is compared it asks which; "how early" asks for a time.
            case .task(.time)
            where asked ?? chooses != nil && found.kind == .spans && spans.allSatisfy({ index < $0.index })
                && quantities.allSatisfy({ index < $0.index }) && !line.has(.how, in: line.pieces[index]):
                used.insert(index)
            case .superlative(.max) where chooses != nil || asked != nil: used.insert(index)
            case .prep: used.insert(index)
            // "volume 2025 vs 2024, %": of what has no percent of its own it is how much more there was, which is told.
            case .measure(.percent)
            where found.variants.count == 2 && !quantities.isEmpty && quantities.allSatisfy(\.value.isVolume):
                used.insert(index)
            case .mark(.between) where task(.compare) != nil || separated != nil: used.insert(index)
            case .way where line.isForm(index, .comparative): used.insert(index)
            // "who moved more", "which one moves more, Tuesday or Thursday".
            case .mark(.more)
            where (found.kind == .symbols || has(.or))
                && (line.isQuantity(index - 1) || line.isFact(index - 1) || line.isQuantity(index + 1)):
                used.insert(index)
            // "which session has more volume, Asia or Europe".
            case .mark(.more) where chooses != nil && line.isQuantity(index + 1): used.insert(index)
            default: continue
            }
        }
        var facts = dayFacts.filter { !found.used.contains($0.index) }
        if found.exclusive, Set(facts.map(\.value.condition)).count == 1 {
            // "green Mondays and green Fridays": said once more.
            used.formUnion(facts.map(\.index))
            facts = Array(facts.prefix(1))
        }
        var measures: [Measure] = []
        var sessionEvent = false
        // "... vs above: how did they close": which way, not at what price.
        let asksHow = task(.performance) != nil && statistics.isEmpty
        let values = quantities.filter {
            !found.used.contains($0.index) && !($0.value.isGap && dayFacts.contains { $0.value.ofSession })
                && !((asksHow || found.kind == .facts && line.prep($0.index) == .by)
                    && $0.value.base == .metric(.close))
        }
        for quantity in quantities where !values.contains(where: { $0.index == quantity.index }) {
            used.insert(quantity.index)
        }
        let shareTask = task(.share)
        if let shareTask { used.insert(shareTask) }
        if let count = task(.count) { used.insert(count) }
        if (shareTask != nil || !often.isEmpty || task(.count) != nil) && values.isEmpty, let outcome = facts.first {
            // "share of gap ups filled and unfilled": what is told of gaps is no choice of them.
            if found.kind == .facts, !outcome.value.isOutcome, outcome.value.ofSession, !line.has(.among),
                found.variants.allSatisfy({ $0.condition?.atoms == [.gapFilled] })
            {
                return []
            }
            measures = [.share(of: outcome.value.condition, where: nil, withBase: false)]
            if task(.count) != nil { measures.append(.count(where: outcome.value.condition)) }
            used.insert(outcome.index)
            sessionEvent = outcome.value.ofSession
            facts.removeFirst()
        }
        if values.isEmpty, measures.isEmpty,
            found.kind == .periods || found.kind == .symbols || found.kind == .calendar,
            let most = facts.firstIndex(where: { countedMore($0.index) != nil })
        {
            // "зелёных дней больше в 2023 или в 2024": how many there were, and how often, as the sides are not as long.
            let fact = facts.remove(at: most)
            measures = [
                .count(where: fact.value.condition), .share(of: fact.value.condition, where: nil, withBase: false),
            ]
            used.insert(fact.index)
            if let more = countedMore(fact.index) { used.insert(more) }
            sessionEvent = fact.value.ofSession
        }
        if values.isEmpty, measures.isEmpty,
            let fill = facts.firstIndex(where: { fact in
                fact.value.condition == .gapFilled
                    // "compare Fridays and Tuesdays by gap fill rate".
                    && (line.prep(fact.index) == .by || found.variants.allSatisfy { $0.condition?.isOfGap ?? false })
            })
        {
            // "Compare the fill of gaps up and down": how often each was filled.
            measures = [.share(of: .gapFilled, where: nil, withBase: false)]
            used.insert(facts.remove(at: fill).index)
        }
        // "the largest range: red days vs green days"; but of "which has the largest range" it asks which.
        let isExtreme = said != nil || whichIsMore != nil
        for (quantity, index) in values {
            used.insert(index)
            var statistic = statistic(for: index)
            if isExtreme, statistics.isEmpty, case .superlative(let end)? = line[index - 1], !asksForDays {
                switch end {
                case .max: statistic = .max
                case .min: statistic = .min
                default: return []
                }
                used.insert(index - 1)
            }
            // "mean and median range, Wednesdays and Thursdays": both of the one quantity.
            let told: [Statistic?] = values.count == 1 && statistics.count > 1 ? statistics.map(\.value) : []
            for statistic in told.isEmpty ? [statistic] : told {
                for one in quantity.measures(statistic) where !measures.contains(one) { measures.append(one) }
            }
        }
        if let shareTask, !values.isEmpty,
            let outcome = facts.firstIndex(where: { $0.index > shareTask && $0.index - shareTask < 3 })
        {
            // "range, volume and share of green days": a share beside the means.
            let fact = facts.remove(at: outcome)
            measures.append(.share(of: fact.value.condition, where: nil, withBase: false))
            used.insert(fact.index)
            sessionEvent = sessionEvent || fact.value.ofSession
        }
        if values.isEmpty, measures.isEmpty,
            let best = bests.first(where: { line.unit($0.index + 1) == .day }), found.kind != .symbols,
            !line.has(.plural, in: line.pieces[best.index + 1])
        {
            // "worst day: Mondays vs Fridays": the farthest move of each.
            measures = Quantity(.change).measures(best.value ? .max : .min)
            // "best day: Monday or Friday": which of them is, too.
            if found.kind == .calendar { measures += Quantity(.change).measures(.mean) }
        }
        // What one is of another is no mean of the other.
        if shareTask != nil, !values.isEmpty, !spans.isEmpty, found.kind != .spans { return [] }
        // A share is asked for: no mean is one.
        if shareTask != nil, !values.isEmpty, measures.count > 0, values.allSatisfy({ $0.value.isPrice }) { return [] }
        // "more often" compares frequencies, not means.
        if !often.isEmpty, !values.isEmpty, bests.isEmpty { return [] }
        used.formUnion(statistics.map(\.index))
        if let both = indices.first(where: { line.pieces[$0].sense == .highLow }) {
            used.insert(both)
            measures += Quantity(.range).measures(.mean)
        }
        if let statistics = task(.statistics) { used.insert(statistics) }
        if measures.isEmpty, found.kind == .facts || found.kind == .calendar,
            let gap = quantities.first(where: \.value.isGap),
            let asked = statistics.first?.value
        {
            // "mean gap that filled against those that did not": the facts are of the gap that is measured.
            measures = gap.value.measures(asked)
        }
        if measures.isEmpty {
            // "avg up day vs avg down day": the mean of the facts' own moves.
            guard found.kind != .facts || statistics.isEmpty else { return [] }
            // "first hour green share vs last hour green share": how often each is, and no figure of such days.
            if found.kind == .facts, shareTask != nil { return [] }
            // "best days of 2022 and 2023": those days, and no figure of all.
            if bests.contains(where: { line.unit($0.index + 1) != nil }) { return [] }
            // "how many green days vs red days": how many of each.
            measures = found.kind == .facts && task(.count) != nil ? [.count(where: nil)] : Bundle.behaviour
            if found.kind == .periods {
                measures.insert(
                    .statistic(statistic: .compounded, of: .metric(metric: .changePct, of: .own), where: nil),
                    at: 1
                )
            }
            let isOfGaps = found.kind == .facts && found.variants.allSatisfy { $0.condition?.isOfGap ?? false }
            if isOfGaps, task(.count) == nil {
                measures.append(.share(of: .gapFilled, where: nil, withBase: false))
            }
            if found.kind == .spans, surroundingsVolume {
                measures.append(.statistic(statistic: .mean, of: .metric(metric: .volume, of: .own), where: nil))
            }
        }
        if found.kind == .facts {
            // Green days are green: what the sides settle tells nothing of them.
            let sides = found.variants.map { Premises($0.condition) }
            measures.removeAll { measure in
                guard case .share(let of, nil, _) = measure else { return false }
                return sides.contains { $0.imply(of) || $0.exclude(of) }
            }
            guard !measures.isEmpty else { return [] }
        }
        used.formUnion(facts.map(\.index))
        sessionEvent = sessionEvent || found.ofSession
        if found.kind == .symbols, values.isEmpty, facts.count == 1, facts[0].value.settled, facts[0].value.run == nil,
            facts[0].value.up != nil,
            !marks(.more).isEmpty || task(.howmuch) != nil || !bests.isEmpty
                || facts.contains(where: { isMoreOf($0.index) }),
            keys.isEmpty
        {
            // "which rose more in 2024": how far each went, and no kind of days.
            measures = [.statistic(statistic: .compounded, of: .metric(metric: .changePct, of: .own), where: nil)]
            facts = []
        }
        // A condition on one instrument is not the other's.
        if found.kind == .symbols, !facts.isEmpty || hasFiguresApart { return [] }
        let condition = Condition.every(facts.map(\.value.condition))
        let grouping = keys.filter { !isDateKey($0.value) }
        if !grouping.isEmpty, grouping.contains(where: { Self.isGroup($0.value, found) }) {
            used.formUnion(grouping.map(\.index))
        } else if !grouping.isEmpty {
            return crossed(found, measures, condition, grouping, used, sessionEvent)
        }
        // "this week's range vs the average week": of such bars.
        let bars =
            (found.kind == .periods || found.kind == .symbols) && barUnits.count == 1 ? barUnits.first : nil
        if let bars { used.insert(bars.index) }
        var base = study(
            .comparison(variants: found.variants, measures: measures),
            condition: condition,
            unit: bars?.value ?? .day,
            without: found.used,
            sessionEvent: sessionEvent
        )
        if found.kind == .symbols {
            base.study.symbols = named
            for index in indices { if case .symbol = line.pieces[index].sense { used.insert(index) } }
        }
        return [
            Candidate(
                name: "comparison",
                study: base.study,
                used: used.union(base.used),
                fit: asked == nil && !found.exclusive && bests.isEmpty ? 22 : 31,
                assumptions: base.assumptions
            )
        ]
    }

    /// "средний рендж азии, европы и америки": each of them.
    private func isListOfSpans(_ found: Variants) -> Bool {
        guard found.kind == .spans, !quantities.isEmpty, dayFacts.isEmpty, task(.share, .count) == nil,
            Set(quantities.map(\.value.base)).count == 1 || !hasQuantityBetween(found)
        else {
            return false
        }
        let places = found.used.sorted()
        return zip(places, places.dropFirst()).allSatisfy { left, right in
            (left + 1..<right).allSatisfy {
                switch line.pieces[$0].sense {
                case .mark(.and), .stop(","), .stop("/"), .statistic: true
                // "morning range and afternoon range": one quantity, said of each.
                case .quantity(let quantity): quantity.base == quantities[0].value.base
                default: false
                }
            }
        }
    }

    private func hasQuantityBetween(_ found: Variants) -> Bool {
        guard let first = found.used.min(), let last = found.used.max() else { return false }
        return quantities.contains { first < $0.index && $0.index < last }
    }

    /// "overnight range vs RTH range by year": a column for each of them in every group.
    private func crossed(
        _ found: Variants,
        _ measures: [Measure],
        _ condition: Condition?,
        _ grouping: [(value: Key, index: Int)],
        _ used: Set<Int>,
        _ sessionEvent: Bool
    ) -> [Candidate] {
        var columns: [Measure] = []
        for measure in measures {
            let sides = found.variants.compactMap { measure.of($0.ofYear) }
            guard sides.count == found.variants.count else { return [] }
            columns += sides
        }
        // Over the days of both, no move of a longer time is whole.
        let isWhole = measures.contains {
            switch $0 {
            case .statistic(.compounded, _, _), .statistic(.sum, _, _): true
            default: false
            }
        }
        guard slots.isEmpty, task(.share, .count) == nil else { return [] }
        if found.kind == .symbols, isWhole { return returns(of: found, condition, used) }
        var base = study(
            .summary(summary: Summary(measures: columns, keys: grouping.map(\.value))),
            condition: condition,
            span: found.kind == .spans ? defaultSpan : nil,
            without: found.used,
            sessionEvent: sessionEvent
        )
        if found.kind == .symbols { base.study.symbols = named }
        return [
            Candidate(
                name: "comparison in groups",
                study: base.study,
                used: used.union(base.used).union(grouping.map(\.index)),
                fit: 31,
                assumptions: base.assumptions
            )
        ]
    }

    /// "returns of NQ and gold by year": of each one's own years.
    private func returns(of found: Variants, _ condition: Condition?, _ used: Set<Int>) -> [Candidate] {
        var used = used
        let (key, unit) = grouping(&used, returns: true)
        guard unit.isLongerThanDays, condition == nil, statistics.isEmpty else { return [] }
        let measures = found.variants.map {
            Measure.statistic(statistic: .mean, of: .metric(metric: .changePct, of: Bar(symbol: $0.symbol)), where: nil)
        }
        var base = study(.summary(summary: Summary(measures: measures, keys: key)), unit: unit, without: found.used)
        base.study.symbols = named
        return [
            Candidate(
                name: "returns side by side",
                study: base.study,
                used: used.union(base.used),
                fit: 31,
                assumptions: base.assumptions
            )
        ]
    }

    var surroundingsVolume: Bool { context.loaded.first { $0.instrument.symbol == symbol }?.hasVolume ?? true }
    var separated: Int? { marks(.separately).first }

    /// "is Tuesday more volatile than Monday", "вторник волатильнее понедельника": a word that compares the two.
    private func comparative(_ found: Variants) -> Int? {
        guard found.kind == .calendar || found.kind == .periods, found.variants.count == 2, !quantities.isEmpty,
            let first = found.used.min(), let last = found.used.max()
        else { return nil }
        // "which day is more volatile: Tuesday or Thursday".
        if (first..<last).contains(where: { line.isMark($0, .or) }),
            let word = indices.first(where: { line.has(.comparative, in: line.pieces[$0]) })
        {
            return word
        }
        return (first..<last).first { line.has(.comparative, in: line.pieces[$0]) }
    }

    /// "In which year was it higher, 2022 or 2023": what is chosen from is named.
    private static func isKind(_ unit: UnitWord, _ found: Variants) -> Bool {
        if found.kind == .spans { return unit == .session }
        return found.variants.allSatisfy { variant in
            if case .calendar(let field, _)? = variant.condition {
                switch (unit, field) {
                case (.weekday, .weekday), (.day, .weekday), (.month, .month), (.season, .month), (.quarter, .quarter):
                    true
                default: false
                }
            } else if let range = variant.period?.dateRange, let first = range.first, let last = range.last {
                switch unit {
                case .year: first == CivilDate(year: first.year, month: 1, day: 1) && last.year == first.year
                case .quarter: first.year == last.year && first.quarter == last.quarter && first.month != last.month
                case .month: first.year == last.year && first.month == last.month && first.day == 1
                default: false
                }
            } else {
                false
            }
        }
    }

    /// "по годам: 2020, 2022, 2024": the key says what the variants are.
    static func isGroup(_ key: Key, _ found: Variants) -> Bool {
        guard case .calendar(let field) = key else { return false }
        let areYears = found.variants.allSatisfy { if case .year = $0.name { true } else { false } }
        switch (field, found.kind) {
        // "2023 and 2024 by month": within each of them.
        case (.month, .periods), (.quarter, .periods): return !areYears
        case (.year, .periods), (.weekday, .calendar), (.month, .calendar):
            return true
        default: return false
        }
    }

    /// "где больше волатильность": the relation is the comparison.
    func comparesWords(_ index: Int) -> Bool {
        if case .number? = line[index + 1] { return false }
        return true
    }
}
