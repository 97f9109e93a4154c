package import Market
package import Studies

/// Dates and stretches of dates in words.
package struct DateWords: Sendable {
    private let say: Sentences

    package init(_ say: Sentences) {
        self.say = say
    }

    /// `14 March 2024`.
    package func day(_ date: CivilDate) -> String {
        let (year, month, day) = date.components
        return say("date.day", ["day": "\(day)", "month": .text(say("month.of.\(month)")), "year": "\(year)"])
    }

    /// `March 2024`.
    package func month(_ month: Int, of year: Int) -> String {
        say("date.month", ["month": .text(say("month.\(month)")), "year": "\(year)"])
    }

    /// A stretch by the largest units that it fills: `2020–2025`, `March 2024`, `3–14 March 2024`.
    package func range(_ range: DateRange) -> String {
        switch (range.first, range.last) {
        case (nil, nil): say("period.all")
        case (let first?, nil): say("period.since", ["date": .text(day(first))])
        case (nil, let last?): say("period.until", ["date": .text(day(last))])
        case (let first?, let last?): self.range(first, last)
        }
    }

    private func range(_ first: CivilDate, _ last: CivilDate) -> String {
        let (a, b) = (first.components, last.components)
        let startsMonth = a.day == 1
        let endsMonth = b.day == CivilDate.daysIn(month: b.month, of: b.year)
        if first == last { return day(first) }
        if startsMonth, endsMonth, a.month == 1, b.month == 12 {
            return a.year == b.year ? "\(a.year)" : "\(a.year)–\(b.year)"
        }
        if startsMonth, endsMonth, a.year == b.year, a.month == b.month { return month(a.month, of: a.year) }
        if startsMonth, endsMonth, a.year == b.year, (a.month - 1) % 3 == 0, b.month == a.month + 2 {
            return say("date.quarter", ["quarter": "\(first.quarter)", "year": "\(a.year)"])
        }
        if startsMonth, endsMonth {
            let from = a.year == b.year ? say("month.\(a.month)") : month(a.month, of: a.year)
            return from + " – " + month(b.month, of: b.year)
        }
        if a.year == b.year, a.month == b.month { return "\(a.day)–" + day(last) }
        if a.year == b.year {
            let from = say("date.dayOfMonth", ["day": "\(a.day)", "month": .text(say("month.of.\(a.month)"))])
            return from + " – " + day(last)
        }
        return day(first) + " – " + day(last)
    }
}
