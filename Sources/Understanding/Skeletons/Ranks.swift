internal import Market
internal import Studies

extension Frame {
    /// Groups ranked by a mean: "какой день недели самый волатильный", "час с наибольшим объёмом", "best month".
    func ranks() -> [Candidate] {
        guard let ranked = rankedUnit, task(.correlation) == nil else { return [] }
        // "which comes first, the high or the low of the month": of that bar, and of no group of days.
        if case .unit = line.pieces[ranked.index].sense, superlatives.isEmpty, bests.isEmpty, dayFacts.count == 1,
            isOrder(dayFacts[0].value.condition)
        {
            return []
        }
        // "which hour had the largest volume on the worst day": two ranks, of which one chooses a day.
        guard superlatives.isEmpty || !bests.contains(where: { line.unit($0.index + 1) == .day }) else { return [] }
        var used: Set<Int> = [ranked.index]
        var descending = true
        var quantity: Quantity?
        for superlative in superlatives {
            used.insert(superlative.index)
            switch superlative.value {
            case .max: break
            case .min: descending = false
            case .volatile: quantity = Quantity(.volatility)
            case .calm: (quantity, descending) = (Quantity(.volatility), false)
            case .wide: quantity = Quantity(.range)
            case .narrow: (quantity, descending) = (Quantity(.range), false)
            }
        }
        // "the quietest hour by range": by what is named.
        if quantities.count == 1, line.prep(quantities[0].index) == .by { quantity = nil }
        for best in bests {
            used.insert(best.index)
            descending = best.value
        }
        used.formUnion(often)
        if often.contains(where: { line.has(.seldom, in: line.pieces[$0]) }) { descending = false }
        for index in indices {
            switch line.pieces[index].sense {
            case .order: used.insert(index)
            case .orderWay(let isDescending):
                used.insert(index)
                descending = isDescending
            default: continue
            }
        }
        // "which hour of which weekday": of two that are asked for one is ranked.
        let isOfTwo = task(.timehour) != nil && all { if case .which = $0 { true } else { nil } }.count == 1
        if let time = task(.time, .timehour), !isOfTwo { used.insert(time) }
        if let much = task(.howmuch) { used.insert(much) }
        if let top = task(.top) { used.insert(top) }
        if case .slot = ranked.unit, quantities.isEmpty, quantity == nil, superlatives.count == 1, dayFacts.isEmpty {
            // "which 5-minute candle is the largest": by its range.
            quantity = Quantity(.range)
        }
        for index in indices where line[index] == .verb(.form) && !quantities.isEmpty { used.insert(index) }
        let share = task(.share, .count)
        // "which weekday is best when the day before was red": of such days.
        let before = dayFacts.filter(\.value.condition.isOfDayBefore)
        let isOfSome = before.count < dayFacts.count || !bests.isEmpty || !quantities.isEmpty || quantity != nil
        let chosen = isOfSome ? Condition.every(before.map(\.value.condition)) : nil
        let facts = isOfSome ? dayFacts.filter { fact in !before.contains { $0.index == fact.index } } : dayFacts
        if isOfSome, !before.isEmpty { used.formUnion(before.map(\.index) + marks(.given)) }
        // "в какой день недели чаще всего ставится хай недели": a day's event within its week.
        if let inWeek = extremeOfWeek(ranked, &used) { return inWeek }
        if let extreme = mostOftenExtreme(ranked, used) { return [extreme] }
        var measures: [Measure] = []
        if let share, !facts.isEmpty {
            used.insert(share)
            used.formUnion(facts.map(\.index) + marks(.given))
            // "the highest share of green days on gap up days": of the gap up days.
            let whole = facts.filter { isOn($0.index) }
            let asked = whole.count < facts.count ? facts.filter { !isOn($0.index) } : facts
            measures = [
                .share(
                    of: Condition.every(asked.map(\.value.condition)) ?? .all(of: []),
                    where: asked.count < facts.count ? Condition.every(whole.map(\.value.condition)) : nil,
                    withBase: false
                )
            ]
        } else if !often.isEmpty, bests.isEmpty, superlatives.isEmpty, !facts.isEmpty,
            facts.allSatisfy({ $0.value.ofSession }), quantities.allSatisfy({ $0.value.isGap })
        {
            // "on which weekday do gaps not fill most often": how often they do not.
            used.formUnion(facts.map(\.index) + quantities.map(\.index))
            measures = [
                .share(of: Condition.every(facts.map(\.value.condition)) ?? .all(of: []), where: nil, withBase: false)
            ]
        } else if quantity == nil, countsGaps {
            used.formUnion(facts.map(\.index) + quantities.map(\.index))
            measures = [.count(where: Condition.every(facts.map(\.value.condition)))]
        } else if quantity == nil, let named = quantities.first {
            // A price of a group is a mean of prices only where a mean is asked for.
            guard !named.value.isPrice || !statistics.isEmpty else { return [] }
            // "which month has the most gaps": how many there were, not how large they are.
            if named.value.isGap, line.has(.plural, in: line.pieces[named.index]),
                superlatives.contains(where: {
                    $0.index == named.index - 1 && line.has(.most, in: line.pieces[$0.index])
                })
            {
                return []
            }
            used.insert(named.index)
            used.formUnion(statistics.map(\.index))
            var value = named.value
            if value.base == .move, rankStatistic(value) != .deviation { value.absolute = true }
            quantity = value
            measures = value.measures(rankStatistic(value))
            used.formUnion(facts.map(\.index))
        } else if quantity != nil {
            used.formUnion(statistics.map(\.index))
            measures = quantity?.measures(.mean) ?? []
            used.formUnion(facts.map(\.index))
            for named in quantities where named.value.base == .volatility { used.insert(named.index) }
        } else if countsDays(facts) {
            // "which month had the most red days": how many there were.
            used.formUnion(facts.map(\.index))
            measures = [.count(where: Condition.every(facts.map(\.value.condition)))]
        } else if let fact = facts.first, facts.count == 1, !fact.value.settled, bests.isEmpty, quantities.isEmpty,
            !often.isEmpty && superlatives.isEmpty
                || often.isEmpty && superlatives.count == 1
                    && line.has(.most, in: line.pieces[superlatives[0].index])
        {
            // "on which weekday do inside days happen most": how often, and how many there were.
            used.insert(fact.index)
            for index in indices where line[index] == .verb(.form) { used.insert(index) }
            measures = [
                .share(of: fact.value.condition, where: nil, withBase: false), .count(where: fact.value.condition),
            ]
        } else if let fact = facts.first, facts.count == 1, fact.value.settled {
            // "растёт лучше всего", "самый прибыльный месяц": by the mean return; "чаще растёт": by the share.
            used.insert(fact.index)
            if !often.isEmpty, bests.isEmpty, superlatives.isEmpty {
                measures = [.share(of: fact.value.condition, where: nil, withBase: false)]
            } else {
                quantity = Quantity(.performance)
                measures = Quantity(.performance).measures(.mean)
                used.formUnion(statistics.filter { $0.value == .mean }.map(\.index))
                if fact.value.up == false { descending.toggle() }
            }
        } else if !bests.isEmpty {
            quantity = Quantity(.performance)
            measures = Quantity(.performance).measures(.mean) + Array(Bundle.behaviour.suffix(3))
            used.formUnion(statistics.filter { $0.value == .mean }.map(\.index))
            if let performance = task(.performance) { used.insert(performance) }
        } else {
            return []
        }
        if let performance = task(.performance) { used.insert(performance) }
        guard !measures.isEmpty else { return [] }
        let condition: Condition? =
            quantity != nil && !facts.isEmpty
                && !(facts.count == 1 && facts[0].value.settled && quantity?.base == .performance)
            ? Condition.every(facts.map(\.value.condition)) : nil
        let all = Condition.every([condition, chosen].compactMap(\.self))
        return [groups(by: measures, quantity, ranked.unit, descending, all, used)].compactMap { $0 }
    }

    /// "which weekday most often has the widest range of the week": of the widest day of each.
    private func mostOftenExtreme(_ ranked: (unit: UnitWord, index: Int), _ used: Set<Int>) -> Candidate? {
        let outer =
            units(.day, .week, .month, .year).first { $0.index != ranked.index }
            // "диапазон дня" is one name.
            ?? quantities.first {
                line.has(.perday, in: line.pieces[$0.index]) || line.has(.day, in: line.pieces[$0.index])
            }.map { (UnitWord.day, $0.index) }
        guard !often.isEmpty, let superlative = superlatives.first ?? farthest, dayFacts.isEmpty,
            let outer: (value: UnitWord, index: Int) = outer
        else { return nil }
        var unit = BarUnit.day
        let key: CalendarField
        switch (ranked.unit, outer.value) {
        case (.weekday, .week), (.weekday, .month), (.weekday, .year): key = .weekday
        case (.month, .week), (.month, .year), (.monthofyear, .week), (.monthofyear, .year): key = .month
        // "в какой час чаще всего самый большой объём дня".
        case (.hour, .day), (.hourofday, .day): (unit, key) = (.minutes(count: 60), .hour)
        case (.slot(let count), .day): (unit, key) = (.minutes(count: count), .slot(minutes: count))
        default: return nil
        }
        let quantity: Quantity
        switch superlative.value {
        case .volatile, .calm: quantity = Quantity(.volatility)
        case .wide, .narrow: quantity = Quantity(.range)
        case .max, .min:
            guard let named = quantities.first?.value, named.extreme == nil, unit == .day || !named.isGap else {
                return nil
            }
            quantity = named
        }
        guard case .key(.calendar(let within))? = Line.key(outer.value) else { return nil }
        let largest = superlative.value != .min && superlative.value != .calm && superlative.value != .narrow
        let condition = Condition.extreme(
            of: quantity.series(),
            largest: largest,
            count: 1,
            within: within == .month ? .monthStart : within,
            among: nil
        )
        let summary = Summary(
            measures: [.count(where: nil)],
            keys: [.calendar(field: key)],
            order: MeasureOrder(measure: 0, descending: true)
        )
        // Of bars within the day it is the bar that is the extreme, and not its day.
        var base = study(.summary(summary: summary), unit: unit)
        base.study.condition = Condition.both(base.study.condition, condition)
        return Candidate(
            name: "groups of the extremes",
            study: base.study,
            used: used.union(base.used).union([outer.index, superlative.index]).union(quantities.map(\.index)),
            fit: 33,
            assumptions: base.assumptions
        )
    }

    /// "чаще всего максимальный объём": an end that is named as a statistic.
    private var farthest: (value: Superlative, index: Int)? {
        guard statistics.count == 1, let end = statistics.first else { return nil }
        return switch end.value {
        case .max: (.max, end.index)
        case .min: (.min, end.index)
        default: nil
        }
    }

    /// Days of a kind are what is most or fewest.
    private func countsDays(_ facts: [(value: Fact, index: Int)]) -> Bool {
        guard !facts.isEmpty, let superlative = superlatives.first, bests.isEmpty, often.isEmpty,
            superlative.value == .max || superlative.value == .min
        else { return false }
        if isOfMostDays { return true }
        return facts.contains { fact in
            fact.index == superlative.index + 1
                && (line.has(.day, in: line.pieces[fact.index]) || line.unit(fact.index + 1) == .day
                    || (!fact.value.settled || line.has(.most, in: line.pieces[superlative.index]))
                        && line.has(.plural, in: line.pieces[fact.index]))
        }
    }

    /// The most or fewest of them are asked for, by that word.
    func countsMost(_ facts: [(value: Fact, index: Int)]) -> Bool {
        countsDays(facts) && superlatives.contains { line.has(.most, in: line.pieces[$0.index]) }
    }

    /// "the most unfilled gaps": how many gaps of a kind there were, not how large they are.
    private var countsGaps: Bool {
        guard superlatives.count == 1, bests.isEmpty, often.isEmpty, statistics.isEmpty, quantities.count == 1,
            let gap = quantities.first, gap.value.isGap, gap.value.shift == 0, !dayFacts.isEmpty,
            superlatives[0].index < gap.index,
            line.has(.most, in: line.pieces[superlatives[0].index])
        else { return false }
        return dayFacts.map(\.index) + [gap.index] == Array((superlatives[0].index + 1)...gap.index)
    }

    /// "the most days with a range over 2%": of how many there are, and not of how large anything is.
    var isOfMostDays: Bool {
        superlatives.contains { superlative in
            line.has(.most, in: line.pieces[superlative.index])
                && (line[superlative.index + 1] == .task(.days) || line.unit(superlative.index + 1) == .day)
                && dayFacts.contains { $0.index == superlative.index + 2 }
        }
    }

    private func rankStatistic(_ quantity: Quantity) -> Statistic {
        if quantity.isVolume, statistics.first?.value ?? .mean == .mean { return .perDay }
        return statistics.first?.value ?? .mean
    }

    private func groups(
        by measures: [Measure],
        _ quantity: Quantity?,
        _ word: UnitWord,
        _ descending: Bool,
        _ condition: Condition?,
        _ used: Set<Int>
    ) -> Candidate? {
        guard word != .session else { return nil }
        var unit = BarUnit.day
        let key: Key
        switch word {
        case .hour, .hourofday: (unit, key) = (.minutes(count: 60), .calendar(field: .hour))
        case .slot(let count): (unit, key) = (.minutes(count: count), .calendar(field: .slot(minutes: count)))
        case .minute, .minuteofday: (unit, key) = (.minutes(count: 1), .calendar(field: .slot(minutes: 1)))
        // "which week had the most gap ups": one of all weeks.
        case .week where countsMost(dayFacts): key = .calendar(field: .weekStart)
        case .week, .isoweek: key = .calendar(field: .isoWeek)
        default:
            guard case .key(let made)? = Line.key(word) else { return nil }
            key = made
        }
        // A return of a month is the month's own; a volatility the mean of its days.
        if quantity?.base == .performance {
            switch word {
            case .month, .monthofyear: unit = .month
            case .quarter: unit = .quarter
            case .year: unit = .year
            case .week, .isoweek: unit = .week
            default: break
            }
        }
        var used = used
        // "на какой день недели приходится больше всего падений": the days counted fall on it.
        if quantity == nil { used.formUnion(indices.filter { line[$0] == .verb(.form) }) }
        var limit: Int?
        let places = [task(.top).map { $0 + 1 }, (superlatives.map(\.index) + bests.map(\.index)).first.map { $0 - 1 }]
        for place in places.compactMap(\.self) {
            guard let count = line.whole(place), count > 0 else { continue }
            limit = count
            used.insert(place)
        }
        var made = groupKeys(word, key)
        // "the most volatile month of each year", "best weekday by year": the first of each.
        let outer = keys.filter { !isDateKey($0.value) }
        if outer.count == 1, outer[0].value != key {
            made = [outer[0].value] + made.filter { $0 != outer[0].value }
            used.insert(outer[0].index)
        }
        let isOfEach = made.count > 1 && !outer.isEmpty
        let summary = Summary(
            measures: measures,
            keys: made,
            order: MeasureOrder(measure: 0, descending: descending),
            limit: isOfEach ? nil : limit,
            limitInEach: isOfEach ? limit ?? 1 : nil
        )
        let base = study(.summary(summary: summary), condition: condition, unit: unit)
        return Candidate(
            name: "groups ranked",
            study: base.study,
            used: used.union(base.used),
            fit: 29,
            assumptions: base.assumptions
        )
    }

    private func extremeOfWeek(_ ranked: (unit: UnitWord, index: Int), _ used: inout Set<Int>) -> [Candidate]? {
        guard
            ranked.unit == .weekday || ranked.unit == .dayofmonth || ranked.unit == .month
                || ranked.unit == .monthofyear,
            let extreme = quantities.first(where: { $0.value.extreme != nil }), let event = extreme.value.extreme
        else { return nil }
        let unit: BarUnit
        switch line.unit(extreme.index + 1) ?? line.unit(extreme.index - 1) {
        case .week?: unit = .week
        case .month?: unit = .month
        case .year?: unit = .year
        default:
            guard let own = extreme.value.unit else { return nil }
            unit = own
        }
        used.insert(extreme.index)
        for index in [extreme.index + 1, extreme.index - 1] where line.unit(index) != nil { used.insert(index) }
        for index in indices where line.pieces[index].sense == .verb(.form) { used.insert(index) }
        let field: CalendarField =
            ranked.unit == .weekday ? .weekday : ranked.unit == .dayofmonth ? .dayOfMonth : .month
        let summary = Summary(
            measures: [.count(where: nil)],
            keys: [.eventCalendar(event: event, field: field)],
            order: MeasureOrder(measure: 0, descending: true)
        )
        let base = study(.summary(summary: summary), unit: unit)
        return [
            Candidate(
                name: "day of an extreme",
                study: base.study,
                used: used.union(base.used),
                fit: 33,
                assumptions: base.assumptions
            )
        ]
    }
}
