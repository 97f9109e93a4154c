internal import Market
internal import Studies

extension Line {
    /// "the 15th of the month", "15 числа месяца", "Friday the 13th": days by their number in the month. A number of trading
    /// days, of weeks or of weekdays within a month is another thing and has its unit between.
    mutating func joinDaysOfMonth() {
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
