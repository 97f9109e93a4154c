internal import Market
internal import Studies

extension Line {
    /// "the 15th of the month", "15 числа месяца", "Friday the 13th": days by their number in the month. A number of trading
    /// days, of weeks or of weekdays within a month is another thing and has its unit between.
    mutating func joinDaysOfMonth() {
        joinSpansOfMonth()
        for index in pieces.indices {
            guard let number = dayNumber(index) else { continue }
            if let fromEnd = edge(index - 1), whole(index) != nil, unit(index + 1) == .dayofmonth {
                // "the first 3 days of the month": so many trading days, and not the one of that number.
                let field = CalendarField.ordinal(within: .month, fromEnd: fromEnd)
                join(
                    (index - 1)...(index + 1),
                    as: .condition(
                        Fact(condition: .calendar(field: field, oneOf: Array(1...number)), isCalendar: true)
                    )
                )
                return
            }
            let days = Sense.condition(
                Fact(condition: .calendar(field: .dayOfMonth, oneOf: [number]), isCalendar: true)
            )
            if unit(index + 1) == .dayofmonth {
                join(index...(index + 1), as: days)
                return
            }
            if case .ordinal? = self[index], unit(index + 1) == .month, !has(.plural, in: pieces[index + 1]),
                !pieces[index + 1].each, prep(index + 1) == .in
            {
                join(index...(index + 1), as: days)
                return
            }
            if case .condition(let fact)? = self[index - 1], case .calendar(.weekday, let weekdays) = fact.condition,
                weekdays.count == 1, !pieces[index].afterStop, endsThere(index + 1)
            {
                pieces[index].sense = days
                return
            }
        }
    }

    /// "10th-20th of the month", "с 10 по 20 число", "27-31 декабря каждый год": days from the one number to the other.
    private mutating func joinSpansOfMonth() {
        for index in pieces.indices.reversed() {
            var (first, last, end): (Int, Int, Int)
            if case .between(let low, let high, nil)? = self[index], let from = Int(exactly: low),
                let to = Int(exactly: high)
            {
                (first, last, end) = (from, to, index)
            } else if let from = dayNumber(index), let to = dayNumber(index + 1), self[index + 1] != nil,
                isOrdinal(index) == isOrdinal(index + 1),
                isOrdinal(index) || (prep(index) == .from || prep(index) == .since) && prep(index + 1) != nil
            {
                (first, last, end) = (from, to, index + 1)
            } else {
                continue
            }
            guard (1...31).contains(first), (1...31).contains(last), first < last else { continue }
            let days = Condition.calendar(field: .dayOfMonth, oneOf: Array(first...last))
            var start = index
            if case .condition(let fact)? = self[index - 1], isOfMonth(fact), prep(index) == nil,
                !pieces[index].afterStop
            {
                // "december 24-31".
                pieces[index - 1].sense = .condition(
                    Fact(condition: .all(of: [fact.condition, days]), isCalendar: true)
                )
                pieces[index - 1].tokens += pieces[index...end].flatMap(\.tokens)
                pieces.removeSubrange(index...end)
                return
            }
            var condition = days
            switch self[end + 1] {
            case .condition(let fact)? where isOfMonth(fact):
                condition = .all(of: [fact.condition, days])
                end += 1
            case .unit(.dayofmonth)?: end += 1
            case .unit(.month)? where !has(.plural, in: pieces[end + 1]) && !pieces[end + 1].each: end += 1
            default:
                guard unit(index - 1) == .day || unit(index - 1) == .dayofmonth || isOrdinal(index) else { continue }
                if unit(index - 1) == .dayofmonth { start -= 1 }
            }
            if unit(start - 1) == .day, self[end] == .unit(.month) { start -= 1 }
            if unit(end + 1) == .month, self[end] == .unit(.dayofmonth) { end += 1 }
            join(start...end, as: .condition(Fact(condition: condition, isCalendar: true)))
            (pieces[start].prep, pieces[start].prepTokens) = (nil, [])
        }
    }

    private func isOrdinal(_ index: Int) -> Bool { if case .ordinal? = self[index] { true } else { false } }

    private func isOfMonth(_ fact: Fact) -> Bool {
        if case .calendar(.month, let months) = fact.condition { months.count == 1 } else { false }
    }

    /// "First" and "last" before so many days; nil for neither.
    private func edge(_ index: Int) -> Bool? {
        switch self[index] {
        case .ordinal(1)?: false
        case .relative(.last)?, .relative(.past)?: true
        default: nil
        }
    }

    private func dayNumber(_ index: Int) -> Int? {
        let number: Int?
        if case .ordinal(let place)? = self[index] { number = place } else { number = whole(index) }
        return number.flatMap { (1...31).contains($0) ? $0 : nil }
    }

    /// Nothing behind it that it could be a number of.
    private func endsThere(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop(":")?, .stop(",")?, .stop("?")?, .stop(".")?, .task(.performance)?, .task(.statistics)?,
            .quantity?,
            .statistic?:
            true
        default: false
        }
    }
}
