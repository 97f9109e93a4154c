internal import Market
internal import Studies

/// The unit that a ranking is of, and what is asked of a top.
extension Frame {
    /// The unit whose groups are ranked: "which month", "самый волатильный год", "день недели с наименьшим range".
    var rankedUnit: (unit: UnitWord, index: Int)? {
        guard let unit = ungroupedUnit, rankPlace == nil, unit.index != askedOfTop?.index else { return nil }
        return ranksInstances == nil || ranksByMean ? unit : nil
    }

    /// "top 10 gainers, what weekday were they", "топ 10 падений, какой это день недели": a column of those days.
    var askedOfTop: (field: CalendarField, index: Int)? {
        if let told = askedBeforeTop { return told }
        let counted = superlatives.first { line.whole($0.index - 1) != nil }.map { $0.index - 2 }
        guard let top = task(.top).flatMap({ line.whole($0 + 1) == nil ? nil : $0 }) ?? counted else { return nil }
        let those = marks(.those).last
        for index in indices where index > top + 2 {
            switch line.pieces[index].sense {
            case .which(let unit):
                // "top 10 drops which weekdays": the rows are named before, and nothing else is asked of them.
                let isLast =
                    index == indices.last
                    && (dayFacts.contains { $0.index > top && $0.index < index }
                        || line.isStop(index - 1) && units(.day).contains { $0.index > top && $0.index < index })
                guard isLast || those.map({ abs(index - $0) <= 2 }) ?? false,
                    case .key(.calendar(let field))? = Line.key(unit)
                else { continue }
                return (field, index)
            case .unit(let unit)
            where index == indices.last && line.isMark(index - 1, .and) && line.prep(index) == nil && unit == .weekday
                && dayFacts.contains { $0.index > top && $0.index < index }:
                // "top 10 drops and the weekday".
                return (.weekday, index)
            case .unit(.weekday) where index == indices.last && line.unit(top + 2) == .day && line.prep(index) != .by:
                // "топ 10 дней по объёму с днями недели".
                return (.weekday, index)
            case .key(.calendar(let field)):
                guard line.prep(index) == nil, !line.pieces[index].each, line[index - 1] == .stop(",") else { continue }
                return (field, index)
            default: continue
            }
        }
        return nil
    }

    /// Hours or parts of them are ranked.
    var ranksHours: Bool {
        guard let unit = rankedUnit?.unit else { return false }
        return switch unit {
        case .hour, .hourofday, .slot, .minuteofday: true
        default: false
        }
    }

    /// "what weekdays were the top 10 volume days": so many days are named, and
    /// the unit is asked of them.
    private var askedBeforeTop: (field: CalendarField, index: Int)? {
        guard let asked = indices.first(where: { if case .which? = line[$0] { true } else { false } }),
            case .which(let unit)? = line[asked], case .key(.calendar(let field))? = Line.key(unit),
            let number = indices.first(where: { place in
                place > asked && (line.whole(place) ?? 0) > 1
                    && (line[place - 1] == .task(.top) || superlatives.contains { $0.index == place + 1 })
            }), (line.whole(number) ?? 0) > 1
        else { return nil }
        let isOfDays =
            dayFacts.contains { $0.index > number && $0.value.rank != nil }
            || units(.day).contains { $0.index > number }
        return isOfDays ? (field, asked) : nil
    }

    var ungroupedUnit: (unit: UnitWord, index: Int)? {
        let which = all { if case .which(let unit) = $0 { unit } else { nil } }
        if let first = which.first { return (first.value, first.index) }
        let sorts = indices.contains { line.pieces[$0].sense == .order }
        guard !superlatives.isEmpty || task(.top) != nil || !bests.isEmpty || !often.isEmpty || sorts else {
            return nil
        }
        if let hour = task(.timehour), timedOnly { return (.hour, hour) }
        // "at what time are the moves the biggest": a time of the day, and no day.
        if let time = task(.time), asksForClock(time) || asksForHabit, timedOnly, !superlatives.isEmpty, !singleDay,
            barUnits.isEmpty, units(.minute, .minuteofday).isEmpty
        {
            if !line.has(.aminute, in: line.pieces[time]) { return (.hour, time) }
            if dates.isEmpty, !line.has(.past) || !often.isEmpty { return (.minuteofday, time) }
        }
        // "самая тихая минута": among so many minutes one of no range is no answer.
        if !statistics.isEmpty || superlatives.contains(where: { $0.value == .calm || $0.value == .volatile }),
            let minute = units(.minute).first, dates.isEmpty, line.plainNumber(minute.index - 1) == nil
        {
            return (.minuteofday, minute.index)
        }
        let isTop = task(.top) != nil
        // "лучший день месяца по среднему изменению": a number of the month, where a mean is ranked.
        let ranksDates = statistics.contains { $0.value == .mean || $0.value == .median }
        if let unit = all({
            if case .unit(let unit) = $0, unit.isGroup || unit == .dayofmonth && ranksDates { unit } else { nil }
        }).first(where: {
            (line.plainNumber($0.index - 1) == nil || isTop) && !line.pieces[$0.index].each
                // "with their weekday": a column of what is ranked.
                && !line.isMark($0.index - 1, .it) && !isAheadOfDay($0.index)
                && (!isTop || ranksByMean || !Self.isLong($0.value))
        }) {
            return (unit.value, unit.index)
        }
        return nil
    }

    /// "the worst day and the week after": a time behind the day that is ranked.
    func isAheadOfDay(_ unit: Int) -> Bool {
        (line.isMark(unit + 1, .after) || line.isMark(unit - 1, .after) || line.isMark(unit - 1, .next))
            && units(.day).contains { $0.index < unit }
    }

    /// "Во сколько", "at what time", "when in the day": a time of the clock, where "when" alone may be a date.
    private func asksForClock(_ time: Int) -> Bool {
        line.pieces[time].tokens.count > 1 || line.has(.time, in: line.pieces[time])
    }

    /// "When is volume the lowest": of any day, where "when was" asks for a date.
    var asksForHabit: Bool {
        guard let time = task(.time), line.pieces[time].tokens.first == 0, dates.isEmpty,
            line.tokens.indices.contains(1)
        else { return false }
        let second = line.tokens[1].text
        guard !line.has(.past), !line.forms.contains(second, .once) else { return false }
        if line.forms.contains(second, .asks) { return true }
        // "когда рынок самый волатильный": neither a verb nor a day that it was.
        return line.pieces[time].tokens.count == 1 && dayFacts.isEmpty
            && units(.day, .week, .month, .quarter, .year).isEmpty
            && !quantities.contains { $0.value.isGap }
    }

    var timedOnly: Bool { !quantities.contains { $0.value.extreme != nil } }

    /// "which three Fridays rose the most", "5 weeks with the widest range", "..., five of them" at the end: how many of what
    /// the calendar names.
    var countOfNamed: (Int, Int)? {
        for index in indices {
            guard let number = line.whole(index), (1...1000).contains(number), line.year(index) == nil else { continue }
            switch line[index + 1] {
            case .condition(let fact)? where !line.pieces[index + 1].afterStop:
                if case .calendar(.weekday, _) = fact.condition { return (number, index) }
            case .unit(.week)?, .unit(.month)?, .unit(.quarter)?, .unit(.year)?:
                // "the last 5 weeks", "5 weeks after": a time.
                let isTime = line.isRelative(index - 1) || line.isMark(index + 2, .after) || line.isRelation(index - 1)
                if line.prep(index) == nil, !isTime { return (number, index) }
            case nil where line.pieces[index].afterStop || line[index - 1] == .stop(":"): return (number, index)
            default: continue
            }
        }
        return nil
    }

    /// "the second biggest", "третий по величине": a place other than the first.
    var rankPlace: (value: Int, index: Int)? {
        for (value, index) in all({ if case .ordinal(let place) = $0, place > 1 { place } else { nil } }) {
            switch line[index + 1] {
            case .superlative?, .best?: return (value, index)
            case .quantity? where line.prep(index + 1) == .by: return (value, index)
            default: continue
            }
        }
        return nil
    }

    func isSizeOfDays(_ index: Int) -> Bool {
        if case .size? = line[index] { line.unit(index + 1) == .day } else { false }
    }

    /// "best day", "самый волатильный день", "the largest gap": one is asked for.
    var isSingular: Bool {
        task(.top) == nil && !line.has(.plural)
    }
}

extension UnitWord {
    /// Days, or parts of them, fall into such groups.
    fileprivate var isGroup: Bool {
        switch self {
        case .weekday, .hour, .hourofday, .slot, .week, .month, .monthofyear, .quarter, .year, .isoweek, .minuteofday,
            .session:
            true
        case .minute, .day, .calendarday, .fortnight, .tendays, .halfyear, .decade, .season, .dayofmonth, .weekofmonth:
            false
        }
    }
}
