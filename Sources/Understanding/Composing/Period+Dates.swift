internal import Market
internal import Studies

extension Period {
    static func day(_ date: CivilDate) -> Period { .ranges(ranges: [DateRange(first: date, last: date)]) }

    static func range(_ first: CivilDate?, _ last: CivilDate?) -> Period {
        .ranges(ranges: [DateRange(first: first, last: last)])
    }

    static func year(_ year: Int) -> Period { months(1...12, of: year) }

    static func months(_ months: ClosedRange<Int>, of year: Int) -> Period {
        let last = months.upperBound
        return range(
            CivilDate(year: year, month: months.lowerBound, day: 1),
            CivilDate(year: year, month: last, day: CivilDate.daysIn(month: last, of: year))
        )
    }

    static func quarter(_ quarter: Int, of year: Int) -> Period { months((quarter * 3 - 2)...(quarter * 3), of: year) }

    static func half(_ half: Int, of year: Int) -> Period { months((half * 6 - 5)...(half * 6), of: year) }

    /// Months of one year in whole stretches: winter of 2024 is January, February and December of that year.
    static func monthList(_ months: [Int], of year: Int) -> Period {
        let sorted = months.sorted()
        if let first = sorted.first, let last = sorted.last, last - first == sorted.count - 1 {
            return .months(first...last, of: year)
        }
        return .ranges(ranges: sorted.compactMap { Period.months($0...$0, of: year).dateRange })
    }

    /// The only range, if it is one.
    var dateRange: DateRange? {
        guard case .ranges(let ranges) = self, ranges.count == 1 else { return nil }
        return ranges[0]
    }

    /// The one day that is asked about.
    var singleDay: CivilDate? {
        guard let range = dateRange, let first = range.first, first == range.last else { return nil }
        return first
    }

    /// One trading day, named by its date or by its place before today.
    var spansOneDay: Bool {
        if case .lastDays(1, _) = self { true } else { singleDay != nil }
    }

    /// Every range has both ends.
    var isClosed: Bool {
        guard case .ranges(let ranges) = self else { return true }
        return ranges.allSatisfy { $0.first != nil && $0.last != nil }
    }

    /// Whether a date lies in it; so many days are not counted out.
    func holds(_ date: CivilDate) -> Bool {
        switch self {
        case .all: true
        case .ranges(let ranges): ranges.contains { $0.contains(date) }
        case .lastDays(_, let upTo): date <= upTo
        case .firstDays(_, let from): from.map { $0 <= date } ?? true
        }
    }

    /// Days of both.
    static func union(_ left: Period, _ right: Period) -> Period? {
        guard case .ranges(let a) = left, case .ranges(let b) = right else { return nil }
        return .ranges(ranges: a + b)
    }

    /// Days that both hold; nil where that cannot be said.
    static func intersection(_ left: Period, _ right: Period) -> Period? {
        guard case .ranges(let a) = left, case .ranges(let b) = right else { return nil }
        var ranges: [DateRange] = []
        for x in a {
            for y in b {
                let first = [x.first, y.first].compactMap { $0 }.max()
                let last = [x.last, y.last].compactMap { $0 }.min()
                if let first, let last, first > last { continue }
                ranges.append(DateRange(first: first, last: last))
            }
        }
        return ranges.isEmpty ? nil : .ranges(ranges: ranges)
    }
}
