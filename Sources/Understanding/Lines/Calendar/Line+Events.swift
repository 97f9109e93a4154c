internal import Market
internal import Studies

extension Line {
    /// Days that the calendar names: weekdays, months, places in a month, events and the days beside them.
    mutating func joinCalendar(_ frame: Surroundings) {
        joinBetweenEvents(frame)
        joinCalendarRanges()
        joinPlaces()
        joinDaysBesideEvents()
        joinNeighboursOfEvents()
        joinEvents()
        var index = 0
        while index < count {
            defer { index += 1 }
            switch pieces[index].sense {
            case .weekdays(let days): calendar(index, .weekday, days)
            case .months(let months): calendar(index, .month, months)
            case .quarter(let quarter): calendar(index, .quarter, [quarter])
            case .half(let half): calendar(index, .month, half == 1 ? [1, 2, 3, 4, 5, 6] : [7, 8, 9, 10, 11, 12])
            default: continue
            }
        }
        settleTurnsOfYear()
        dropEach()
    }

    /// "New Year's Eve": the last trading day of every year, also of one whose first day of the next fell on a Saturday, for
    /// which no day is closed; the day after it likewise.
    private mutating func settleTurnsOfYear() {
        for index in pieces.indices {
            guard case .condition(var fact)? = self[index],
                case .event(.holiday(let name), let offset) = fact.condition,
                name == "newYearsDay", abs(offset) == 1
            else { continue }
            fact.condition = .all(of: [
                .calendar(field: .month, oneOf: [offset < 0 ? 12 : 1]),
                .calendar(field: .ordinal(within: .month, fromEnd: offset < 0), oneOf: [1]),
            ])
            pieces[index].sense = .condition(fact)
        }
    }

    /// "every January", "каждую пятницу" among figures over all of them say no more than the day itself.
    private mutating func dropEach() {
        let isOverAll = pieces.contains {
            switch $0.sense {
            case .statistic, .task(.share), .task(.count), .task(.time), .task(.distribution), .often: true
            default: false
            }
        }
        guard isOverAll else { return }
        for index in pieces.indices.reversed() where isMark(index, .each) {
            if case .condition(let fact)? = self[index + 1], fact.isCalendar { drop(index) }
        }
    }

    /// "с понедельника по среду", "Q1 thru Q4", "январь-март".
    private mutating func joinCalendarRanges() {
        var index = 0
        while index < count {
            defer { index += 1 }
            let dash = self[index + 1] == .stop("-")
            let next = dash ? index + 2 : index + 1
            guard dash || prep(next) == .to || prep(next) == .by && prep(index) == .from else { continue }
            switch (self[index], self[next]) {
            case (.weekdays(let a)?, .weekdays(let b)?) where a.count == 1 && b.count == 1 && a[0] < b[0]:
                join(index...next, as: .weekdays(Array(a[0]...b[0])))
            case (.months(let a)?, .months(let b)?) where a.count == 1 && b.count == 1:
                join(index...next, as: .months(a[0] < b[0] ? Array(a[0]...b[0]) : Array(a[0]...12) + Array(1...b[0])))
            case (.quarter(let a)?, .quarter(let b)?) where a < b:
                join(
                    index...next,
                    as: .condition(Fact(condition: .calendar(field: .quarter, oneOf: Array(a...b)), isCalendar: true))
                )
            default: continue
            }
        }
    }

    private mutating func calendar(_ index: Int, _ field: CalendarField, _ values: [Int]) {
        pieces[index].sense = .condition(Fact(condition: .calendar(field: field, oneOf: values), isCalendar: true))
    }

    /// "first trading day of the month", "last 3 trading days of the month", "first Friday of the month".
    private mutating func joinPlaces() {
        var saysMonth = false
        var index = 0
        while index < count {
            defer { index += 1 }
            let fromEnd: Bool
            var places: [Int]
            var next = index + 1
            switch self[index] {
            case .ordinal(let value)?: (fromEnd, places) = (false, [value])
            case .relative(.last)?, .relative(.past)?: (fromEnd, places) = (true, [1])
            default: continue
            }
            if let number = whole(next), (1...23).contains(number), isDay(next + 1) {
                places = Array(1...number)
                next += 1
            }
            // "в первых числах": how many is not said.
            if whole(index + 1) == nil, has(.several, in: pieces[index]) { continue }
            if unit(next) == .dayofmonth {
                let field = CalendarField.ordinal(within: .month, fromEnd: fromEnd)
                join(
                    index...next,
                    as: .condition(Fact(condition: .calendar(field: field, oneOf: places), isCalendar: true))
                )
                elided(after: index, within: .month)
                continue
            }
            let isDay = isDay(next)
            if isDay, let (within, place) = unitNamedApart(next) {
                // "для каждого месяца покажи первый торговый день".
                let field = CalendarField.ordinal(within: within, fromEnd: fromEnd)
                pieces[index].each = true
                join(
                    index...next,
                    as: .condition(Fact(condition: .calendar(field: field, oneOf: places), isCalendar: true))
                )
                drop(place)
                continue
            }
            if isDay, case .months(let months)? = self[next + 1] {
                // "последние 5 дней декабря": of every December.
                let condition = Condition.all(of: [
                    .calendar(field: .ordinal(within: .month, fromEnd: fromEnd), oneOf: places),
                    .calendar(field: .month, oneOf: months),
                ])
                join(index...(next + 1), as: .condition(Fact(condition: condition, isCalendar: true)))
                continue
            }
            if isDay, let within = barUnit(within: next + 1) {
                let field = CalendarField.ordinal(within: within, fromEnd: fromEnd)
                if case .key? = self[next + 1] { pieces[index].each = true }
                join(
                    index...(next + 1),
                    as: .condition(Fact(condition: .calendar(field: field, oneOf: places), isCalendar: true))
                )
                elided(after: index, within: within)
            } else if case .weekdays(let days)? = self[next], days.count == 1,
                barUnit(within: next + 1) == .month || isOfMonths(next, places), places.count == 1, !fromEnd
            {
                let last = barUnit(within: next + 1) == .month ? next + 1 : next
                join(index...last, as: weekday(days, place: places[0]))
                saysMonth = true
            }
        }
        // "first Friday of the month vs third Friday": the month is said once.
        for index in pieces.indices.reversed() where saysMonth {
            guard case .ordinal(let place)? = self[index], (1...5).contains(place),
                case .weekdays(let days)? = self[index + 1], days.count == 1
            else { continue }
            join(index...(index + 1), as: weekday(days, place: place))
        }
    }

    /// The unit in each of which such a day is asked for, where nothing is told by it.
    private func unitNamedApart(_ day: Int) -> (BarUnit, Int)? {
        let asksElse = pieces.contains { piece in
            switch piece.sense {
            case .quantity, .statistic, .superlative, .best, .task(.count), .task(.share), .often, .task(.compare): true
            default: false
            }
        }
        let keys = pieces.indices.filter { if case .key? = self[$0] { true } else { false } }
        guard !asksElse, keys.count == 1, let place = keys.first, place != day + 1,
            case .key(.calendar(let field))? = self[place], barUnit(within: day + 1) == nil
        else { return nil }
        switch self[day + 1] {
        case nil, .stop?, .dates?: break
        default: return nil
        }
        switch field {
        case .month, .monthStart: return (.month, place)
        case .quarter, .quarterStart: return (.quarter, place)
        case .year, .yearStart: return (.year, place)
        case .weekStart: return (.week, place)
        default: return nil
        }
    }

    /// "the first session of every month" is its first trading day.
    /// "... days were FOMC days": a verb says it of the days before.
    private func isSaidOf(_ index: Int) -> Bool {
        guard let first = pieces[index].tokens.first, let last = pieces[index - 1].tokens.last, last < first else {
            return false
        }
        return tokens[(last + 1)..<first].contains { forms.contains($0.text, .falls) }
    }

    private func isDay(_ index: Int) -> Bool { unit(index) == .day || unit(index) == .session }

    /// So many'th such weekday of a month.
    private func weekday(_ days: [Int], place: Int) -> Sense {
        let first = place * 7 - 6
        let condition = Condition.all(of: [
            .calendar(field: .weekday, oneOf: days),
            .calendar(field: .dayOfMonth, oneOf: Array(first...(first + 6))),
        ])
        return .condition(Fact(condition: condition, isCalendar: true))
    }

    /// "Third Fridays": a month has it, where no other stretch of time is named that could.
    private func isOfMonths(_ index: Int, _ places: [Int]) -> Bool {
        guard let place = places.first, (2...5).contains(place) else { return false }
        switch self[index + 1] {
        case .months?, .dates?: return false
        case .unit?, .key?: return prep(index + 1) == .by
        case .mark(.consecutive)?: return false
        default: return true
        }
    }

    private func barUnit(within index: Int) -> BarUnit? {
        // "Of each month" has become a key of its own.
        if case .key(.calendar(let field))? = self[index], prep(index) != .by, pieces[index].tokens.count > 1 {
            switch field {
            case .month: return .month
            case .quarter: return .quarter
            case .year: return .year
            case .weekStart: return .week
            default: return nil
            }
        }
        return switch unit(index) {
        case .week: .week
        case .month: .month
        case .quarter: .quarter
        case .year: .year
        default: nil
        }
    }

    /// "... месяца против последнего": the second place says only its end.
    private mutating func elided(after index: Int, within: BarUnit) {
        guard isMark(index + 1, .vs) || isMark(index + 1, .and) || isMark(index + 1, .or) else { return }
        let next = index + 2
        let fromEnd: Bool
        switch self[next] {
        case .relative(.last)?, .relative(.past)?: fromEnd = true
        case .ordinal(1)?: fromEnd = false
        default: return
        }
        guard unit(next + 1) != .day, unit(next + 1) == nil else { return }
        // "the first and the last" are two kinds of days, no day is both.
        if isMark(index + 1, .and) { pieces[index + 1].sense = .mark(.vs) }
        // "... versus the last one".
        if spoken(next + 1) == 1 { join(next...(next + 1), as: self[next] ?? .empty) }
        pieces[next].sense = .condition(
            Fact(condition: .calendar(field: .ordinal(within: within, fromEnd: fromEnd), oneOf: [1]), isCalendar: true)
        )
    }

    /// Events with what stands beside them: "OPEX week", "day after memorial day", "independence day eve".
    private mutating func joinEvents() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .event(let event)? = self[index] else { continue }
            var condition = Condition.event(event: event, offset: 0)
            var (first, last) = (index, index)
            if unit(last + 1) == .week {
                condition = .holdsEvent(event: event, unit: .week)
                last += 1
            } else if case .weekdays([5])? = self[last + 1], !pieces[last + 1].afterStop {
                last += 1
            } else if unit(last + 1) == .day, prep(last + 1) == nil || prep(last + 1) == .in,
                !pieces[last + 1].afterStop
            {
                last += 1
            }
            if unit(first - 1) == .day, prep(first) == nil || prep(first) == .in, self[first - 2] != .mark(.after),
                isGeneric(first - 1), !isSaidOf(first)
            {
                first -= 1
            }
            if unit(first - 1) == .week, prep(first) == .in || prep(first) == nil {
                condition = .holdsEvent(event: event, unit: .week)
                first -= 1
            }
            if case .holdsEvent = condition {
                // "after labor day week" is no day beside the event.
                if isMark(first - 1, .after) || isMark(first - 1, .before) { pieces[first - 1].sense = .unknown }
            } else if isMark(first - 1, .next), pieces[first - 1].tokens.count == 1 {
                // The next one lies ahead.
                pieces[first - 1].sense = .unknown
            } else if isMark(last + 1, .eve) {
                condition = .event(event: event, offset: -1)
                last += 1
            } else if isMark(first - 1, .eve) || isMark(first - 1, .before)
                || isMark(first - 1, .previous) && unit(first) != .day
            {
                condition = .event(event: event, offset: -1)
                first -= 1
                first = withDay(first, holiday: isHoliday(event))
            } else if unit(first - 1) == .day, isMark(first - 2, .after), !isHorizon(first - 2),
                !isWeekLater(first - 3),
                plainNumber(first - 4) == nil
            {
                // "после дня NFP": the day behind it.
                condition = .event(event: event, offset: 1)
                first = withDay(first - 2, holiday: isHoliday(event))
            } else if isMark(first - 1, .after), isWeekLater(first - 2) {
                // "the week after FOMC": how far it went since, of which afters tell.
            } else if isMark(first - 1, .after) || isMark(first - 1, .next) {
                condition = .event(event: event, offset: 1)
                first -= 1
                first = withDay(first, holiday: isHoliday(event))
            } else if isMark(last + 1, .next) || isMark(last + 1, .previous) {
                condition = .event(event: event, offset: isMark(last + 1, .next) ? 1 : -1)
                last += 1
            } else if isMark(first - 1, .around) {
                let offsets: [Condition] = [-1, 0, 1].map { .event(event: event, offset: $0) }
                condition = .any(of: offsets)
                first -= 1
            }
            join(first...last, as: .condition(Fact(condition: condition, isCalendar: true)))
            index = first
        }
        joinSecondSide()
        joinFirstSide()
    }

    /// A week or month without a number, of which a move is asked.
    private func isWeekLater(_ index: Int) -> Bool {
        guard unit(index) == .week || unit(index) == .month, plainNumber(index - 1) == nil, prep(index) != .by else {
            return false
        }
        switch self[index - 1] {
        case .quantity(let quantity)?:
            return quantity.isSigned || quantity.base == .performance || quantity.base == .move
        case .task(.performance)?: return true
        default: return false
        }
    }

    private func isGeneric(_ index: Int) -> Bool { plainNumber(index - 1) == nil && !isMark(index - 1, .each) }

    private func isHoliday(_ event: CalendarEvent) -> Bool {
        if case .holiday = event { true } else { false }
    }

    /// "(last) trading day before a holiday", "the day after": the day is the event's neighbour itself.
    private func withDay(_ first: Int, holiday: Bool) -> Int {
        var first = first
        if unit(first - 1) == .day, plainNumber(first - 2) == nil { first -= 1 }
        switch self[first - 1] {
        case .ordinal(1)?, .relative(.last)?, .relative(.past)?, .mark(.next)?, .mark(.previous)?:
            if unit(first) == .day { first -= 1 }
        default: break
        }
        return first
    }

    /// "the day before and the day after Juneteenth": the event is named once.
    private mutating func joinFirstSide() {
        for index in pieces.indices.reversed() {
            guard case .condition(let fact)? = self[index], case .event(let event, let offset) = fact.condition,
                offset == 1, isMark(index - 1, .and) || isMark(index - 1, .vs) || isMark(index - 1, .or)
            else { continue }
            let place = index - 2
            guard isMark(place, .eve) || isMark(place, .before) else { continue }
            let first = unit(place - 1) == .day && plainNumber(place - 2) == nil ? place - 1 : place
            let before = Fact(condition: .event(event: event, offset: -1), isCalendar: true)
            join(first...place, as: .condition(before))
        }
    }

    /// "... before a holiday and on the first day after": the second side of the same event.
    private mutating func joinSecondSide() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index], case .event(let event, let offset) = fact.condition,
                offset != 0
            else { continue }
            var next = index + 1
            guard isMark(next, .and) || isMark(next, .vs) || isMark(next, .or) else { continue }
            next += 1
            let begin = next
            if self[next] == .ordinal(1) || self[next] == .relative(.past) || self[next] == .relative(.last) {
                next += 1
            }
            if unit(next) == .day { next += 1 }
            guard isMark(next, .after) || isMark(next, .before), (offset < 0) == isMark(next, .after) else { continue }
            join(begin...next, as: .condition(Fact(condition: .event(event: event, offset: -offset), isCalendar: true)))
        }
    }
}
