internal import Market
internal import Studies

extension Line {
    /// Bars longer than a day, by their word.
    static func longer(_ unit: UnitWord?) -> BarUnit? {
        switch unit {
        case .week?: .week
        case .month?: .month
        case .quarter?: .quarter
        case .year?: .year
        default: nil
        }
    }

    private func isExtreme(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index] else { return false }
        return quantity.extreme != nil && quantity.shift == 0 && quantity.span == nil
    }

    /// "last week's high", "лой прошлого месяца", where it is a level that is broken, touched or closed beyond: of the unit
    /// before, which is that of the rows; of days, the one before the day's own.
    mutating func joinEarlierUnits() {
        joinOpensOfUnits()
        dropEndOfWeek()
        guard
            pieces.indices.contains(where: { isEarlierUnit($0) && Self.longer(unit($0 + 1)) != nil })
        else { return }
        let isMet = pieces.contains {
            switch $0.sense {
            case .verb(.break), .verb(.touch), .verb(.hold): true
            default: false
            }
        }
        let isTallied = pieces.contains {
            switch $0.sense {
            case .often, .task(.share), .task(.count): true
            default: false
            }
        }
        // "how many times did the price close above last week's high": no longer unit is what closes.
        let isOfPrice = isTallied && !pieces.indices.contains { Self.longer(unit($0)) != nil && !isEarlierUnit($0 - 1) }
        let ofDays = isOfDays
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isEarlierUnit(index), let unit = Self.longer(unit(index + 1)) else { continue }
            let place = isLevel(index + 2) ? index + 2 : isLevel(index - 1) ? index - 1 : nil
            guard let place, case .quantity(var level)? = self[place] else { continue }
            // "break yesterday's high last week": the level has its day, the week is when.
            if place < index, namesDayBefore(place - 1), prep(index) == .in || self[index] == .relative(.last) {
                continue
            }
            let first = min(place, index)
            let isBeyond = isRelation(first - 1)
            if ofDays && (isBeyond || isMet) || isOfPrice && isBeyond && !isMet {
                level.within = unit
            } else if isMet, isTallied, level.extreme != nil {
                level.unit = unit
            } else {
                continue
            }
            level.shift = -1
            join(first...max(place, index + 1), as: .quantity(level))
        }
    }

    /// "how often is last week's high broken by Friday": within the week, whose last day it is.
    private mutating func dropEndOfWeek() {
        guard let verb = pieces.firstIndex(where: { $0.sense == .verb(.break) }),
            let end = pieces.indices.last(where: { self[$0] == .weekdays([5]) }), end > verb,
            prep(end) == .by || prep(end) == .to, !has(.plural, in: pieces[end]),
            pieces.indices.contains(where: { isEarlierUnit($0) && unit($0 + 1) == .week })
        else { return }
        pieces[verb].tokens = (pieces[verb].tokens + pieces[end].tokens + pieces[end].prepTokens).sorted()
        pieces.remove(at: end)
    }

    /// "yesterday's", "the previous day's" before a level.
    private func namesDayBefore(_ index: Int) -> Bool {
        if self[index] == .relative(.yesterday) || isMark(index, .previous) { return true }
        return self.unit(index) == .day && isEarlierUnit(index - 1)
    }

    private func isEarlierUnit(_ index: Int) -> Bool {
        isMark(index, .previous) || self[index] == .relative(.last) || self[index] == .relative(.previous)
    }

    private func isLevel(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index] else { return false }
        return quantity.isPrice && quantity.shift == 0 && quantity.span == nil
    }

    /// Days are what is spoken of.
    private var isOfDays: Bool {
        pieces.contains {
            switch $0.sense {
            case .unit(.day), .unit(.calendarday), .task(.days), .weekdays, .event: true
            // "on days that".
            case .mark(.given): has(.day, in: $0)
            default: false
            }
        }
    }

    /// "Friday closes above the week's open": of the week that the day lies in.
    private mutating func joinOpensOfUnits() {
        guard isOfDays else { return }
        for index in pieces.indices.dropFirst() {
            guard let unit = Self.longer(unit(index)), !isEarlierUnit(index - 1) else { continue }
            let place = self[index + 1] == .quantity(Quantity(.open)) ? index + 1 : index - 1
            guard self[place] == .quantity(Quantity(.open)), isRelation(min(place, index) - 1),
                case .quantity(var level)? = self[place]
            else { continue }
            level.within = unit
            join(min(place, index)...max(place, index), as: .quantity(level))
            return
        }
    }

    /// "% of weeks that break Monday's low", "Monday's high broken by Friday", "хай понедельника пробивают на неделе": of the
    /// weeks with such a day, those that go beyond its end later.
    mutating func joinWeeksBeyondMonday() {
        for index in pieces.indices {
            guard case .quantity(let own)? = self[index], isExtreme(index), own.unit == nil, own.within == nil,
                let day = [index - 1, index + 1].first(where: { place in
                    guard case .condition(let fact)? = self[place] else { return false }
                    return fact.condition == .calendar(field: .weekday, oneOf: [1])
                        && !pieces[max(place, index)].afterStop
                }),
                let verb = pieces.indices.first(where: { self[$0] == .verb(.break) }),
                pieces.count(where: { $0.sense == .verb(.break) }) == 1,
                pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) == 1
            else { continue }
            let weeks = pieces.indices.filter { unit($0) == .week && prep($0) != .by }
            let later = pieces.indices.filter { place in
                if place != day, place > index, case .condition(let fact)? = self[place] {
                    return fact.condition == .calendar(field: .weekday, oneOf: [5])
                }
                return place != day
                    && (has(.later, in: pieces[place]) || isMark(place, .before) && isWeekdays(place + 1))
            }
            guard weeks.count + later.count > 0, weeks.count < 2 else { return }
            var level = own
            level.within = .week
            let windows = pieces.compactMap { if case .span(let span) = $0.sense { span } else { nil } }
            if windows.count == 1, level.span == nil { level.span = windows[0] }
            let said = [index, verb] + weeks + later
            let condition = Condition.holds(
                level.series(),
                own.extreme == .high ? .greater : .less,
                own.series()
            )
            pieces[index].sense = .condition(Fact(condition: condition, isOutcome: true))
            pieces[index].tokens = Set(said.flatMap { pieces[$0].tokens + pieces[$0].prepTokens }).sorted()
            for place in Set(said).subtracting([index]).sorted(by: >) { pieces.remove(at: place) }
            return
        }
    }

    /// "the weekly high is made on Friday", "в понедельник ставится лой недели": the day of a longer unit's extreme.
    mutating func joinDaysOfExtremes() {
        joinUnitsOfExtremes()
        joinEndsOfDaysOfUnits()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], let event = quantity.extreme, let unit = quantity.unit,
                quantity.shift == 0
            else { continue }
            var (first, last) = (index, index)
            var next = index + 1
            while self[next] == .verb(.form) || isMark(next, .given) && self[next - 1] == .verb(.form) { next += 1 }
            let days: [Int]
            if let found = weekdays(from: next) {
                (days, last) = (found.days, found.last)
            } else {
                var place = index - 1
                while self[place] == .verb(.form) { place -= 1 }
                guard let found = weekdays(from: place), found.last == place else { continue }
                (days, first) = (found.days, place)
            }
            var fact = Fact(
                condition: .eventCalendar(event: event, field: .weekday, oneOf: days.sorted()),
                isOutcome: true
            )
            fact.unit = unit
            join(first...last, as: .condition(fact))
            index = first
        }
    }

    /// "Monday's low is the low of the week", "лой понедельника становится лоем недели", "the first day of the month's low is
    /// the low of the month": a day's own end, which is that of the longer unit it lies in. Of a weekday that is said of the
    /// weeks, of a day by its number within the unit of such days.
    private mutating func joinEndsOfDaysOfUnits() {
        for index in pieces.indices {
            guard case .quantity(let own)? = self[index], isExtreme(index), own.unit == nil, own.within == nil else {
                continue
            }
            let isBehind = isDayOfCalendar(index - 1) && !pieces[index].afterStop
            let day = isBehind ? index - 1 : index + 1
            guard isDayOfCalendar(day), case .condition(let fact)? = self[day] else { continue }
            var next = max(day, index) + 1
            while self[next] == .verb(.form) || isMark(next, .it) { next += 1 }
            guard case .quantity(let whole)? = self[next], whole.extreme == own.extreme, let unit = whole.unit,
                whole.shift == 0, whole.span == nil, !pieces[next].afterStop
            else { continue }
            if case .calendar(.weekday, _) = fact.condition {
                pieces[day].tokens = (pieces[day].tokens + pieces[index].tokens).sorted()
                pieces.remove(at: index)
                return
            }
            var level = own
            level.within = unit
            let outcome = Condition.holds(
                own.series(),
                own.extreme == .high ? .greaterOrEqual : .lessOrEqual,
                level.series()
            )
            let tokens = pieces[index].tokens
            join((max(day, index) + 1)...next, as: .condition(Fact(condition: outcome, isOutcome: true)))
            pieces[max(day, index) + 1].tokens = (pieces[max(day, index) + 1].tokens + tokens).sorted()
            pieces.remove(at: index)
            return
        }
    }

    /// A weekday, or a day by its number within a longer unit.
    private func isDayOfCalendar(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], fact.isCalendar else { return false }
        if case .calendar(.ordinal, _) = fact.condition { return true }
        return fact.isWeekdays
    }

    /// "weekly high", "low of the month": where the day it falls on is spoken of.
    private mutating func joinUnitsOfExtremes() {
        let speaksOfDays = pieces.contains {
            switch $0.sense {
            case .which(.weekday), .which(.dayofmonth), .task(.days), .task(.timehour), .which(.hour), .which(.slot),
                .key(.calendar(.weekday)), .key(.calendar(.dayOfMonth)), .unit(.weekday), .unit(.dayofmonth):
                true
            case .condition(let fact):
                if case .calendar(.ordinal, _) = fact.condition { true } else { fact.isWeekdays }
            default: false
            }
        }
        guard speaksOfDays else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isExtreme(index), case .quantity(var quantity)? = self[index] else { continue }
            if isMark(index - 1, .given), let unit = Self.longer(unit(index - 2)), isWeekdays(index + 1) {
                // "share of weeks with the high on Friday".
                quantity.unit = unit
                join((index - 2)...index, as: .quantity(quantity))
                index -= 2
            } else if let unit = Self.longer(unit(index + 1)), !pieces[index + 1].afterStop, prep(index + 1) != .by {
                quantity.unit = unit
                join(index...(index + 1), as: .quantity(quantity))
            } else if let unit = adjective(index - 1) {
                quantity.unit = unit
                join((index - 1)...index, as: .quantity(quantity))
                index -= 1
            }
        }
    }

    private func isWeekdays(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index] { fact.isWeekdays } else { false }
    }

    /// "weekly", which as an adverb groups by weeks.
    private func adjective(_ index: Int) -> BarUnit? {
        guard prep(index) != .by else { return nil }
        switch self[index] {
        case .key(.calendar(.weekStart))?, .barUnit(.week)?: return .week
        case .key(.calendar(.month))? where isAdverb(index), .barUnit(.month)?: return .month
        default: return Self.longer(unit(index))
        }
    }

    private func weekdays(from index: Int) -> (days: [Int], last: Int)? {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, var days) = fact.condition else {
            return nil
        }
        var last = index
        while isMark(last + 1, .or) || self[last + 1] == .stop(","), case .condition(let other)? = self[last + 2],
            case .calendar(.weekday, let more) = other.condition
        {
            days += more
            last += 2
        }
        return (days, last)
    }
}
