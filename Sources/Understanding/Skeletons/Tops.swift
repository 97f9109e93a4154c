internal import Market
internal import Studies

extension Frame {
    /// "Топ 5 самых волатильных дней", "biggest gap downs", "which day had the lowest range".
    func tops() -> [Candidate] {
        guard let rank = ranking() else { return [] }
        // Groups are ranked elsewhere.
        guard rankedUnit == nil else { return [] }
        // "Mondays better than Fridays": a comparison.
        if task(.top) == nil, superlatives.isEmpty, variants() != nil { return [] }
        var used = rank.used
        let facts = dayFacts
        used.formUnion(facts.map(\.index))
        let condition = Condition.every(facts.filter { !rank.implied.contains($0.index) }.map(\.value.condition))
        let series = rank.columns[0]
        let limit = rank.limit
        let session = facts.contains { $0.value.ofSession } && facts.contains { $0.value.settled }
        for index in indices {
            if case .verb(.form) = line.pieces[index].sense { used.insert(index) }
            if case .mark(.but) = line.pieces[index].sense { used.insert(index) }
            if case .quantity(let quantity) = line.pieces[index].sense, quantity.isGap,
                facts.contains(where: { $0.value.ofSession })
            {
                used.insert(index)
            }
        }
        if let rest = afterTop(series, rank, condition, used, session) { return rest }
        // "for each year": the first of each.
        if let key = keys.first, keys.count == 1, case .calendar(let field) = key.value, !isDateKey(key.value) {
            used.insert(key.index)
            let extreme = Condition.extreme(
                of: series,
                largest: rank.descending,
                count: rank.limitAssumed ? 1 : limit ?? 1,
                within: field,
                among: condition
            )
            var columns = rank.columns
            if let ahead = aheadSeries(&used) { columns.append(ahead) }
            let base = study(
                .list(list: Listing(columns: columns)),
                condition: extreme,
                unit: rank.unit,
                sessionEvent: session
            )
            return [
                Candidate(
                    name: "top of each",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 32,
                    assumptions: base.assumptions
                )
            ]
        }
        var columns = rank.columns
        for extra in quantities where !rank.used.contains(extra.index) && extra.value.shift == 0 {
            columns += extra.value.columns.filter { !columns.contains($0) }
            used.insert(extra.index)
        }
        if let ahead = aheadSeries(&used) { columns.append(ahead) }
        if rank.columns.count == 1, case .metric(.high, _) = series { columns.append(.time(event: .high, of: .own)) }
        if rank.columns.count == 1, case .metric(.low, _) = series { columns.append(.time(event: .low, of: .own)) }
        if let time = task(.time) { used.insert(time) }
        if let much = task(.howmuch) { used.insert(much) }
        let listing = Listing(columns: columns, order: [Order(by: series, descending: rank.descending)], limit: limit)
        let base = study(.list(list: listing), condition: condition, unit: rank.unit, sessionEvent: session)
        let assumed: [Assumption.Kind] = rank.limitAssumed ? [.limit(count: limit ?? 10)] : []
        return [
            Candidate(
                name: "top",
                study: base.study,
                used: used.union(base.used),
                fit: 28 - (rank.weak ? 12 : 0),
                assumptions: base.assumptions + assumed
            )
        ]
    }

    /// "... how many were on Monday", "... and their mean change": a number about the top.
    private func afterTop(
        _ series: Series,
        _ rank: Ranking,
        _ condition: Condition?,
        _ used: Set<Int>,
        _ session: Bool
    ) -> [Candidate]? {
        var used = used
        let extreme = Condition.extreme(
            of: series,
            largest: rank.descending,
            count: rank.limit ?? 10,
            within: nil,
            among: condition
        )
        if let asked = task(.count), let calendar = calendarFacts.last, calendar.index > asked {
            used.formUnion([asked, calendar.index])
            let measures: [Measure] = [.count(where: calendar.value.condition), .count(where: nil)]
            let base = study(
                .summary(summary: Summary(measures: measures)),
                condition: extreme,
                without: [calendar.index],
                sessionEvent: session
            )
            return [
                Candidate(
                    name: "count within the top",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 32,
                    assumptions: base.assumptions
                )
            ]
        }
        guard let statistic = statistics.last, let quantity = quantities.first(where: { $0.index > statistic.index }),
            rank.used.min() ?? 0 < statistic.index,
            !rank.used.contains(quantity.index)
        else { return nil }
        used.formUnion([statistic.index, quantity.index])
        let summary = Summary(measures: quantity.value.measures(statistic.value) + [.count(where: nil)])
        let base = study(.summary(summary: summary), condition: extreme, sessionEvent: session)
        return [
            Candidate(
                name: "summary of the top",
                study: base.study,
                used: used.union(base.used),
                fit: 32,
                assumptions: base.assumptions
            )
        ]
    }

    /// "over the 5 days following": the move ahead as a column.
    func aheadSeries(_ used: inout Set<Int>) -> Series? {
        guard let ahead = horizons().first else { return nil }
        used.formUnion(ahead.used)
        if let performance = task(.performance) { used.insert(performance) }
        return .move(rows: ahead.days)
    }

    struct Ranking {
        var columns: [Series]
        var descending: Bool
        var limit: Int?
        var used: Set<Int>
        /// Facts that only say what is ranked.
        var implied: Set<Int> = []
        var unit: BarUnit = .day
        var limitAssumed = false
        var weak = false
    }

    /// What a list is ranked by, which way, and how many.
    func ranking() -> Ranking? {
        var used: Set<Int> = []
        var limit: Int?
        var asked = false
        if let top = task(.top) {
            used.insert(top)
            asked = true
            if let number = line.whole(top + 1), number > 0 {
                limit = number
                used.insert(top + 1)
            }
        }
        var descending: Bool?
        var chosen: (Quantity, Int?)?
        let superlative = superlatives.first
        if let when = self.task(.time), superlative != nil { used.insert(when) }
        if let superlative {
            used.insert(superlative.index)
            asked = true
            if limit == nil, let number = line.whole(superlative.index - 1), number > 0 {
                limit = number
                used.insert(superlative.index - 1)
            }
            // "quietest 5 days", "15 дней с наименьшим объёмом".
            if limit == nil, let number = line.whole(superlative.index + 1), number > 0, line.unit(superlative.index + 2) != nil {
                limit = number
                used.insert(superlative.index + 1)
            }
            if limit == nil, let place = indices.first(where: { line.whole($0) != nil && line.unit($0 + 1) == .day && !line.isMark($0 + 2, .next) && !line.isMark($0 + 2, .after) }), let number = line.whole(place),
                place < superlative.index, number > 0
            {
                limit = number
                used.insert(place)
            }
            switch superlative.value {
            case .max: descending = true
            case .min: descending = false
            case .volatile: (descending, chosen) = (true, (Quantity(.volatility), nil))
            case .calm: (descending, chosen) = (false, (Quantity(.volatility), nil))
            case .wide: (descending, chosen) = (true, (Quantity(.range), nil))
            case .narrow: (descending, chosen) = (false, (Quantity(.range), nil))
            }
        }
        for best in bests {
            used.insert(best.index)
            asked = true
            if limit == nil, let number = line.whole(best.index - 1), number > 0 {
                limit = number
                used.insert(best.index - 1)
            }
            descending = best.value
            if quantities.isEmpty { chosen = (Quantity(.change), nil) }
        }
        let order = indices.first { line.pieces[$0].sense == .order }
        if let order {
            used.insert(order)
            asked = asked || limit != nil
        }
        for index in indices {
            if case .orderWay(let isDescending) = line.pieces[index].sense {
                descending = isDescending
                used.insert(index)
                asked = true
            }
        }
        guard asked else { return nil }
        // "наибольший гэп", "by volume", "most volatile": the quantity nearest after; "drops", "gap downs": the fact's own.
        var implied: Set<Int> = []
        if chosen == nil {
            let anchor = superlative?.index ?? task(.top) ?? order ?? bests.first?.index ?? 0
            if let by = quantities.first(where: { line.prep($0.index) == .by }) ?? quantities.first(where: {
                $0.index > anchor
            }) ?? quantities.last,
                by.value.shift == 0, !(by.value.isGap && dayFacts.contains { $0.value.rank?.isGap ?? false })
            {
                chosen = (by.value, by.index)
                used.insert(by.index)
            }
            if let fact = dayFacts.first(where: { $0.value.rank != nil && $0.index > (superlative?.index ?? -1) })
                ?? dayFacts.first(where: { $0.value.rank != nil }),
                chosen == nil || line.prep(chosen?.1 ?? 0) != .by && task(.top) != nil && (chosen?.1 ?? 0) > fact.index
            {
                if let index = chosen?.1 { used.remove(index) }
                chosen = fact.value.rank.map { ($0, nil) }
                let away = superlative?.value == .min
                descending = away ? !fact.value.rankDescending : fact.value.rankDescending
                if isPlainDirection(fact.value), !fact.value.ofSession || true { implied = [] }
                _ = implied
            }
        }
        // "biggest 5-minute candle": by its range.
        if chosen == nil, let bars = barUnits.first, bars.value != .day, superlative != nil {
            chosen = (Quantity(.range), nil)
        }
        guard var (quantity, _) = chosen else { return nil }
        // "biggest gap": by size; "largest change": by size too, unless a side is named.
        if quantity.isGap, !dayFacts.contains(where: { $0.value.ofSession }) { quantity.absolute = true }
        if quantity.base == .move { quantity.absolute = true }
        for index in indices {
            guard case .measure(let scale) = line.pieces[index].sense, scale == .points || scale == .percent else {
                continue
            }
            quantity.percent = scale == .percent
            used.insert(index)
        }
        var ranking = Ranking(
            columns: quantity.columns,
            descending: descending ?? true,
            limit: limit,
            used: used,
            implied: implied
        )
        if quantity.absolute {
            var signed = quantity
            signed.absolute = false
            ranking.columns.append(contentsOf: signed.columns)
        }
        if limit == nil {
            let one = task(.days) != nil && superlative != nil || isSingular
            ranking.limit = one ? 1 : 10
            ranking.limitAssumed = !one
        }
        if !units(.minute).isEmpty || barUnits.contains(where: { $0.value == .minutes(count: 1) }) {
            ranking.unit = .minutes(count: 1)
            ranking.used.formUnion(units(.minute).map(\.index))
            for index in indices where line.plainNumber(index) == 1 { ranking.used.insert(index) }
            if limit == nil { (ranking.limit, ranking.limitAssumed) = (1, false) }
        }
        if barUnits.isEmpty, keys.isEmpty, task(.top) != nil || limit != nil {
            for (word, index) in units(.week, .month, .quarter)
            where line.prep(index) != .by && !line.pieces[index].each {
                ranking.unit = word == .week ? .week : word == .month ? .month : .quarter
                ranking.used.insert(index)
            }
        }
        for (unit, index) in barUnits where unit != .day {
            ranking.unit = unit
            ranking.used.insert(index)
        }
        return ranking
    }

    private func isPlainDirection(_ fact: Fact) -> Bool { fact.settled }

    /// "best day", "самый волатильный день", "the largest gap": one is asked for.
    private var isSingular: Bool {
        let words = Set(line.tokens.map(\.text))
        let plural: Set<String> = [
            "days", "дней", "дни", "самых", "самые", "drops", "gaps", "gainers", "losers", "лучшие", "худшие", "лучших",
            "худших",
            "гэпов", "гэпы", "падений", "наибольшие", "движений", "gains", "moves", "rallies", "declines",
        ]
        if task(.top) != nil { return false }
        return words.isDisjoint(with: plural)
    }

    /// The unit whose groups are ranked: "which month", "самый волатильный год", "день недели с наименьшим range".
    var rankedUnit: (unit: UnitWord, index: Int)? {
        let which = all { if case .which(let unit) = $0 { unit } else { nil } }
        if let first = which.first { return (first.value, first.index) }
        let sorts = indices.contains { line.pieces[$0].sense == .order }
        guard !superlatives.isEmpty || !bests.isEmpty || !often.isEmpty || sorts else { return nil }
        if let hour = task(.timehour), timedOnly { return (.hour, hour) }
        if task(.top) != nil { return nil }
        if let unit = units(
            .weekday,
            .hour,
            .hourofday,
            .halfhour,
            .week,
            .month,
            .monthofyear,
            .quarter,
            .year,
            .isoweek,
            .quarterhour,
            .session
        ).first(where: {
            line.plainNumber($0.index - 1) == nil && !line.pieces[$0.index].each
        }) {
            return (unit.value, unit.index)
        }
        return nil
    }

    private var timedOnly: Bool { !quantities.contains { $0.value.extreme != nil } }
}
