internal import Market
internal import Studies

extension Change {
    /// "а после inside day?": another event, the same thing after it.
    mutating func follow(_ fact: Fact) -> Bool {
        switch study.result {
        case .summary, .comparison, .distribution, .correlation: break
        case .list, .runs, .standing: return false
        }
        var fact = fact
        if study.span.isPartOfDay, frame.spans.isEmpty, let ofDay = fact.condition.within(frame.defaultSpan) {
            fact.condition = ofDay
        }
        var parts = study.condition?.parts ?? []
        let shifts = parts.contains { if case .shifted = $0 { true } else { false } }
        if case .summary(let summary) = study.result, summary.isCount {
            // "how many red days", then "after a red day": those that came after one.
            parts.append(fact.shifted(-1).condition)
        } else if shifts {
            parts.removeAll { if case .shifted = $0 { true } else { false } }
            parts.append(fact.shifted(-1).condition)
        } else if parts.isEmpty || parts.allSatisfy(\.isOfCalendar) || !study.looksAhead {
            // "share of green days that gap up", then "after inside days": those that came after one, a whole day.
            if study.span != frame.defaultSpan, frame.spans.isEmpty,
                let ofDay = fact.condition.within(frame.defaultSpan)
            {
                fact.condition = ofDay
            }
            parts.append(fact.shifted(-1).condition)
        } else {
            // The event itself is chosen; calendar conditions stay.
            guard let last = parts.last, !last.isOfCalendar else { return false }
            parts[parts.count - 1] = fact.condition
        }
        study.condition = Condition.every(parts)
        return true
    }

    /// "покажи ещё", "and the next 5"; "добавь объём" shows one thing more of the same.
    mutating func more() -> Bool {
        use(frame.marks(.more) + frame.marks(.next) + frame.marks(.add))
        if !frame.quantities.isEmpty { return add(frame.quantities.map(\.value), frame.quantities.map(\.index)) }
        guard case .list(var list) = study.result, let limit = list.limit else { return false }
        list.skip += limit
        if let place = frame.indices.first(where: { frame.line.whole($0) != nil }), let count = frame.line.whole(place),
            (1...1000).contains(count)
        {
            list.limit = count
            use([place])
        }
        study.result = .list(list: list)
        return true
    }

    /// Columns or figures beside those that were shown.
    private mutating func add(_ quantities: [Quantity], _ indices: [Int]) -> Bool {
        use(indices)
        let statistic = frame.statistics.first
        if let statistic { use([statistic.index]) }
        switch study.result {
        case .list(var list):
            guard statistic == nil else { return false }
            list.columns += quantities.flatMap(\.columns).filter { !list.columns.contains($0) }
            study.result = .list(list: list)
        case .summary(var summary):
            let new = quantities.flatMap { $0.measures(statistic?.value ?? summary.statistic) }
            summary.measures += new.filter { !summary.measures.contains($0) }
            study.result = .summary(summary: summary)
        case .comparison(let variants, var measures):
            let new = quantities.flatMap { $0.measures(statistic?.value) }
            measures += new.filter { !measures.contains($0) }
            study.result = .comparison(variants: variants, measures: measures)
        case .distribution, .runs, .correlation, .standing: return false
        }
        return true
    }

    /// "какие из них самые волатильные", "сколько из них красных", "их средний объём": the rows that were listed.
    mutating func those() -> Bool {
        use(frame.marks(.those) + frame.marks(.it))
        // "only the ones with a gap" chooses rows, by nothing that is said.
        guard !frame.has(.only) || !frame.quantities.contains(where: { $0.value.isGap }) else { return false }
        guard !study.unit.isLongerThanDays || !frame.line.has(.day) else { return false }
        guard case .list(var list) = study.result else { return showCounted() }
        if let asked = frame.task(.count, .share, .howmuch) {
            guard chooseListed(list) else { return false }
            return count(asked)
        }
        if let statistic = frame.statistics.first {
            guard let quantity = frame.quantities.first, frame.quantities.count == 1, chooseListed(list) else {
                return false
            }
            use([statistic.index, quantity.index])
            study.result = .summary(
                summary: Summary(measures: quantity.value.measures(statistic.value) + [.count(where: nil)])
            )
            return true
        }
        if !frame.facts.isEmpty, frame.quantities.isEmpty {
            // "which of those were fridays": fewer of the same rows.
            let wanted =
                Frame.chosenDays(frame.calendarFacts.map(\.value.condition)) + frame.dayFacts.map(\.value.condition)
            guard chooseListed(list) else { return false }
            use(frame.facts.map(\.index) + [frame.task(.days)].compactMap { $0 })
            study.condition = Condition.every([study.condition].compactMap { $0 } + wanted)
            (list.limit, list.skip) = (nil, 0)
            study.result = .list(list: list)
            return true
        }
        if let ranking = frame.ranking() {
            use(ranking.used)
            var columns = ranking.columns
            columns += list.columns.filter { !columns.contains($0) }
            let order = [Order(by: ranking.columns[0], descending: ranking.descending)]
            guard chooseListed(list) else { return false }
            study.result = .list(
                list: Listing(columns: columns, order: order, limit: ranking.limitAssumed ? nil : ranking.limit)
            )
            return true
        }
        guard !frame.quantities.isEmpty else { return false }
        return add(frame.quantities.map(\.value), frame.quantities.map(\.index))
    }

    /// How many of the chosen days, and how many of them are such.
    mutating func count(_ asked: Int) -> Bool {
        let wanted =
            Frame.chosenDays(frame.calendarFacts.map(\.value.condition)) + frame.dayFacts.map(\.value.condition)
        use(frame.facts.map(\.index) + [asked])
        guard let outcome = Condition.every(wanted) else {
            study.result = .summary(summary: Summary(measures: [.count(where: nil)]))
            return frame.task(.share) == nil
        }
        study.result = .summary(
            summary: Summary(measures: [
                .count(where: outcome), .count(where: nil), .share(of: outcome, where: nil, withBase: false),
            ])
        )
        return true
    }

    /// "show them": the days that were counted.
    mutating func showCounted() -> Bool {
        guard case .summary(let summary) = study.result, summary.keys.isEmpty, frame.statistics.isEmpty,
            let measure = summary.measures.first
        else { return false }
        if frame.task(.count, .share, .howmuch) == nil, frame.facts.isEmpty, frame.quantities.isEmpty,
            let columns = summary.plainColumns
        {
            // The days that a mean is of, with what it is of.
            guard study.condition != nil || study.period != .all else { return false }
            use([frame.task(.days)].compactMap { $0 })
            study.result = .list(list: Listing(columns: columns))
            return true
        }
        guard summary.measures.count == 1 else { return false }
        switch measure {
        case .count(let condition): study.condition = Condition.every([study.condition, condition].compactMap { $0 })
        case .share(let of, let limit, _):
            study.condition = Condition.every([study.condition, limit, of].compactMap { $0 })
        case .statistic, .ratio, .correlation: return false
        }
        guard study.condition != nil else { return false }
        if let asked = frame.task(.count, .share, .howmuch), !frame.facts.isEmpty { return count(asked) }
        guard frame.facts.isEmpty else { return false }
        let columns =
            frame.quantities.isEmpty
            ? Quantity(.change).columns + Quantity(.range).columns : frame.quantities.flatMap(\.value.columns)
        use(frame.quantities.map(\.index) + [frame.task(.days)].compactMap { $0 })
        study.result = .list(list: Listing(columns: columns))
        return true
    }

    /// "the largest range", then "and the average": of all the days that it is the largest of.
    func asksOfAll(_ list: Listing, _ figures: Summary) -> Bool {
        guard list.limit != nil, !listsSoMany, let ranked = list.order.first?.by.metric?.family else { return false }
        let isShare = figures.measures.contains { if case .share = $0 { true } else { false } }
        let isSame = figures.measures.contains { measure in
            if case .statistic(_, let series, _) = measure { series.metric?.family == ranked } else { false }
        }
        return isShare || isSame || list.limit == 1 && !frame.statistics.isEmpty
    }

    /// Makes the listed rows those that the study chooses; false where that cannot be said. What is told of them is told of
    /// the whole day, whichever hours they were ranked by.
    mutating func chooseListed(_ list: Listing) -> Bool {
        guard let limit = list.limit else { return true }
        guard list.skip == 0, list.order.count == 1, let order = list.order.first else { return false }
        var chosen = Condition.extreme(
            of: order.by,
            largest: order.descending,
            count: limit,
            within: nil,
            among: study.condition
        )
        if study.span.isPartOfDay, frame.spans.isEmpty, let ofSpan = chosen.within(study.span) {
            (chosen, study.span) = (ofSpan, frame.defaultSpan)
        }
        study.condition = chosen
        return true
    }

    /// A fact of the edit: another weekday, the other outcome, another run, or one condition more.
    mutating func put(_ fact: Fact, _ index: Int) -> Bool {
        var fact = fact
        if case .event(let event, 1) = fact.condition, study.looksAhead, !frame.has(.only), frame.facts.count == 1,
            let parts = study.condition?.parts, parts.contains(where: { !$0.isOfCalendar })
        {
            // "what happens after an inside day", then "after FOMC": another event, the same thing after it.
            use([index])
            study.condition = Condition.every(parts.filter(\.isOfCalendar) + [.event(event: event, offset: 0)])
            return true
        }
        if fact.isCalendar {
            let together = Frame.chosenDays(frame.calendarFacts.map(\.value.condition))
            guard let all = Condition.every(together) else { return false }
            use(frame.calendarFacts.map(\.index))
            fact.condition = all
        } else if let up = fact.up, turnBound(up: up, fact) {
            return true
        } else if case .runs(var runs) = study.result, fact.isOutcome, fact.run == nil {
            guard runs.of.isOfPartOfDay || !fact.condition.isOfPartOfDay else { return false }
            runs.of = fact.condition
            study.result = .runs(runs: runs)
            return true
        } else if case .summary(var summary) = study.result,
            let place = summary.measures.firstIndex(where: {
                $0.outcome.map { Self.isOther(fact.condition, $0) } ?? false
            }),
            case .share(_, let limit, let base) = summary.measures[place], !frame.has(.only)
        {
            summary.measures = summary.measures.filter { $0.outcome == nil || $0 == summary.measures[place] }
                .map { $0.outcome == nil ? $0 : .share(of: fact.condition, where: limit, withBase: base) }
            study.result = .summary(summary: summary)
            return true
        }
        // "if it is also NR7": both.
        if frame.line.has(.also), !frame.has(.given) { return join(fact) }
        guard !asksBesides(fact, index) else { return false }
        add(fact)
        return true
    }

    /// "и пятницы тоже": days of either kind.
    private mutating func join(_ fact: Fact) -> Bool {
        var parts = study.condition?.parts ?? []
        guard let place = parts.firstIndex(where: { Self.replaces(fact.condition, $0) }) else { return false }
        let both = Frame.chosenDays([parts[place], fact.condition])
        parts[place] = both.count == 1 ? both[0] : .any(of: both)
        study.condition = Condition.every(parts)
        return true
    }

    /// The same quantity on the other side.
    private static func isOther(_ new: Condition, _ old: Condition) -> Bool {
        guard case .compare(let a, _, .number) = new, case .compare(let b, _, .number) = old else { return false }
        return a == b
    }

    /// "а медиана?": the same quantities by another statistic.
    mutating func set(_ statistic: Statistic) -> Bool {
        func changed(_ measures: [Measure]) -> [Measure]? {
            guard measures.contains(where: { if case .statistic = $0 { true } else { false } }) else { return nil }
            return measures.map { measure in
                guard case .statistic(_, let of, let limit) = measure else { return measure }
                return .statistic(statistic: statistic, of: of, where: limit)
            }
        }
        switch study.result {
        case .summary(var summary):
            guard let measures = changed(summary.measures) else { return false }
            summary.measures = measures
            study.result = .summary(summary: summary)
        case .comparison(let variants, let measures):
            guard let measures = changed(measures) else { return false }
            study.result = .comparison(variants: variants, measures: measures)
        default: return false
        }
        return true
    }

    /// "по 15 минуткам": other buckets of the same times, or slots of the day.
    mutating func cut(into minutes: Int) -> Bool {
        guard case .distribution(var distribution) = study.result, distribution.of.allSatisfy({ $0.unit == .time })
        else {
            // "and for 30 minutes?": of the opening range.
            guard let changed = study.replacingOpening(minutes) else { return false }
            study = changed
            replaced.formUnion(frame.slots.map(\.index))
            return true
        }
        distribution.buckets = .minutes(count: minutes)
        study.result = .distribution(distribution: distribution)
        return true
    }
}

extension Study {
    /// It tells of days that come after those it chooses.
    fileprivate var looksAhead: Bool {
        if case .summary(let summary) = result { summary.measures.contains(where: \.looksAhead) } else { false }
    }
}

extension Summary {
    /// What its figures are statistics of, day by day; nil where it tells anything else.
    var plainColumns: [Series]? {
        var columns: [Series] = []
        for measure in measures {
            switch measure {
            case .statistic(_, let of, nil): if !columns.contains(of) { columns.append(of) }
            case .count(nil): continue
            default: return nil
            }
        }
        return columns.isEmpty ? nil : columns
    }
}

extension Condition {
    /// What must all hold.
    var parts: [Condition] { if case .all(let parts) = self { parts } else { [self] } }

    /// It chooses days by the calendar alone.
    var isOfCalendar: Bool {
        switch self {
        case .calendar, .event, .holdsEvent: true
        case .not(let inner), .shifted(let inner, _): inner.isOfCalendar
        case .all(let parts), .any(let parts): parts.allSatisfy(\.isOfCalendar)
        default: false
        }
    }
}

extension Metric {
    /// Up and down are told apart.
    var hasSign: Bool {
        switch self {
        case .change, .changePct, .body, .bodyPct, .gap, .gapPct: true
        default: false
        }
    }
}

extension Measure {
    /// The outcome of a share.
    fileprivate var outcome: Condition? { if case .share(let of, _, _) = self { of } else { nil } }
}
