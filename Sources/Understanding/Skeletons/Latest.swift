internal import Market
internal import Studies

extension Frame {
    /// "последние 5 гэпов вниз", "last 10 Fridays", "first red day of 2024", "when did it last fall 2%".
    func latest() -> [Candidate] {
        guard let place = placed, task(.correlation, .compare, .distribution, .runs) == nil, keys.isEmpty,
            slots.isEmpty,
            task(.share) == nil || place.count > 1
        else { return [] }
        if let tallied = talliedOfLast(place) { return [tallied] }
        guard task(.share) == nil else { return [] }
        let facts = dayFacts
        let chosen = facts.map(\.value.condition) + Self.chosenDays(calendarFacts.map(\.value.condition))
        guard let condition = Condition.every(chosen), marks(.after).isEmpty, marks(.next).isEmpty,
            marks(.before).isEmpty
        else { return [] }
        var used = place.used.union(facts.map(\.index)).union(calendarFacts.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            // A mean of the latest is none of times.
            case .task(.time) where statistics.isEmpty: used.insert(index)
            // "the date of the last day with ...": it is told in any case.
            case .unit(.day) where place.isOne && line.has(.dated, in: line.pieces[index]): used.insert(index)
            case .task(.days), .verb(.form),
                .task(.count) where place.isOne:
                used.insert(index)
            default: continue
            }
        }
        let date = Series.calendar(field: .date)
        let extreme = Condition.extreme(
            of: date,
            largest: place.fromEnd,
            count: place.count,
            within: nil,
            among: condition
        )
        let without = Set(calendarFacts.map(\.index)).union(place.used)
        if let statistic = statistics.first, quantities.count == 1, let quantity = quantities.first {
            used.formUnion([statistic.index, quantity.index])
            let summary = Summary(measures: quantity.value.measures(statistic.value) + [.count(where: nil)])
            var base = study(.summary(summary: summary), condition: extreme, without: without)
            if place.fromEnd { base.study.period = upToToday(base.study.period) }
            return [
                Candidate(
                    name: "summary of the last",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 33,
                    assumptions: base.assumptions
                )
            ]
        }
        guard statistics.isEmpty, quantities.count <= 1, superlatives.isEmpty, bests.isEmpty else { return [] }
        var columns: [Series] = []
        for fact in facts {
            for one in fact.value.rank?.columns ?? [] where !columns.contains(one) { columns.append(one) }
        }
        for quantity in quantities {
            used.insert(quantity.index)
            for one in quantity.value.columns where !columns.contains(one) { columns.append(one) }
        }
        if columns.isEmpty { columns = Quantity(.change).columns + Quantity(.range).columns }
        let listing = Listing(columns: columns, order: [Order(by: date, descending: place.fromEnd)], limit: place.count)
        let session = facts.contains { $0.value.ofSession } && facts.contains { $0.value.settled }
        // "the last weekly inside bar": the week of it; of hours, which day it was would not be enough.
        let longer = otherUnit()
        if let longer {
            if case .minutes = longer.unit { return [] }
            used.insert(longer.index)
        }
        var base = study(
            .list(list: listing),
            condition: condition,
            unit: longer?.unit ?? .day,
            without: without,
            sessionEvent: session
        )
        if place.fromEnd { base.study.period = upToToday(base.study.period) }
        return [
            Candidate(
                name: "the last ones",
                study: base.study,
                used: used.union(base.used),
                // "дата последнего дня с ростом": of such days, and not whether the last day is one.
                fit: place.isOne && !units(.day).isEmpty && line.has(.dated) ? 33 : 30,
                assumptions: base.assumptions
            )
        ]
    }

    /// "how many of the last 10 Fridays were red", "of the last 20 gap ups how many filled": a tally of such days.
    private func talliedOfLast(_ place: Place) -> Candidate? {
        guard let asked = task(.count, .share), place.count > 1, !place.isOne, let last = place.used.max(),
            let kind = facts.first(where: { $0.index == last + 1 }), quantities.allSatisfy(\.value.isGap),
            statistics.isEmpty, superlatives.isEmpty, bests.isEmpty, marks(.after).isEmpty, marks(.next).isEmpty
        else { return nil }
        let told = dayFacts.filter { $0.index != kind.index }
        guard !told.isEmpty, told.allSatisfy({ $0.index > kind.index }),
            calendarFacts.allSatisfy({ $0.index == kind.index }),
            let outcome = Condition.every(told.map(\.value.condition))
        else { return nil }
        let among = Self.chosenDays([kind.value.condition])
        let extreme = Condition.extreme(
            of: .calendar(field: .date),
            largest: place.fromEnd,
            count: place.count,
            within: nil,
            among: Condition.every(among)
        )
        var used = place.used.union(facts.map(\.index)).union([asked]).union(often)
        used.formUnion(indices.filter { line.isMark($0, .those) || line.isMark($0, .it) || line[$0] == .verb(.form) })
        var base = study(
            .summary(
                summary: Summary(measures: [.count(where: outcome), .share(of: outcome, where: nil, withBase: false)])
            ),
            condition: extreme,
            without: Set(calendarFacts.map(\.index)).union(place.used),
            sessionEvent: (told + [kind]).contains { $0.value.ofSession }
        )
        if place.fromEnd { base.study.period = upToToday(base.study.period) }
        return Candidate(
            name: "tally of the last",
            study: base.study,
            used: used.union(base.used),
            fit: 33,
            assumptions: base.assumptions
        )
    }

    /// The last ones lie before today, whatever the data hold.
    func upToToday(_ period: Period) -> Period {
        guard let loaded = context.loaded.first(where: { $0.instrument.symbol == symbol }),
            loaded.days.upperBound > context.today
        else { return period }
        return period == .all ? .range(nil, context.today) : period
    }

    struct Place {
        var count: Int
        var fromEnd: Bool
        var used: Set<Int>
        var isOne: Bool
    }

    /// "последние 3 дня с гэпом вниз": the last three of such days, where "за последние 3 дня" is a period.
    private var lastOfSuch: Place? {
        guard dates.count == 1, case .lastDays(let count, context.today) = dates[0].value.period, count > 1,
            line.prep(dates[0].index) == nil, task(.count, .share) == nil, statistics.isEmpty, often.isEmpty,
            dayFacts.count == 1, dayFacts[0].index > dates[0].index
        else { return nil }
        let between = (dates[0].index + 1)..<dayFacts[0].index
        let next = line.pieces[dates[0].index + 1]
        // "где", "с": a word stands between.
        var isClause =
            !next.afterStop && (line.pieces[dates[0].index].tokens.last ?? 0) + 1 < (next.tokens.first ?? 0)
        for index in between {
            switch line.pieces[index].sense {
            case .mark(.given), .task(.time), .when: isClause = true
            // "когда гэп не закрылся".
            case .quantity(let quantity) where isClause && quantity.isGap && dayFacts[0].value.condition.isOfGapFill:
                continue
            case .stop(",") where index == between.lowerBound: continue
            default: return nil
            }
        }
        // "последние 3 дня с гэпом", "без гэпа": of such days, where "последние 3 дня, гэп вниз" says of what is asked.
        let fact = line.pieces[dayFacts[0].index]
        guard isClause || between.isEmpty && !fact.afterStop && line.has(.possessing, in: fact) else { return nil }
        return Place(count: count, fromEnd: true, used: Set([dates[0].index] + between), isOne: false)
    }

    /// "последние 5", "last", "first 3", "последний раз".
    var placed: Place? {
        // "the last day with a drop over 2%": of such days.
        if dates.count == 1, case .lastDays(1, _) = dates[0].value.period, !dates[0].value.assumed, !dayFacts.isEmpty {
            return Place(count: 1, fromEnd: true, used: [dates[0].index], isOne: true)
        }
        // "the last three FOMC days": of those days.
        if dates.count == 1, case .lastDays(let count, context.today) = dates[0].value.period,
            line.prep(dates[0].index) != .in, case .condition(let fact)? = line[dates[0].index + 1],
            case .event = fact.condition
        {
            return Place(count: count, fromEnd: true, used: [dates[0].index], isOne: false)
        }
        if let ones = lastOfSuch { return ones }
        for index in indices {
            let fromEnd: Bool
            switch line.pieces[index].sense {
            case .relative(.past), .relative(.last): fromEnd = true
            case .ordinal(1): fromEnd = false
            default: continue
            }
            if line.unit(index + 1) != nil, line.unit(index + 1) != .day { continue }
            // "the last winter": no day of any winter.
            if case .condition(let fact)? = line[index + 1], case .calendar(.month, _) = fact.condition { continue }
            if let count = line.whole(index + 1), (1...1000).contains(count), line.unit(index + 2) == nil {
                return Place(count: count, fromEnd: fromEnd, used: [index, index + 1], isOne: false)
            }
            guard line.plainNumber(index + 1) == nil else { continue }
            return Place(count: 1, fromEnd: fromEnd, used: [index], isOne: true)
        }
        return nil
    }
}

extension Condition {
    /// A gap filled, or did not.
    fileprivate var isOfGapFill: Bool {
        switch self {
        case .gapFilled, .not(.gapFilled): true
        default: false
        }
    }
}
