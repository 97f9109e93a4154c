import Market

extension VariantName {
    /// A stable English name, as it stands in the rows.
    public var label: String {
        switch self {
        case .symbol(let symbol): symbol
        case .span(let span): span.label
        case .period(let period): period.label
        case .weekday(let day):
            Self.name(day, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
        case .month(let month):
            Self.name(
                month,
                [
                    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                    "November", "December",
                ]
            )
        case .quarter(let quarter): "Q\(quarter)"
        case .year(let year): String(year)
        case .condition: "chosen"
        case .rest: "rest"
        case .text(let text): text
        }
    }

    private static func name(_ number: Int, _ names: [String]) -> String {
        names.indices.contains(number - 1) ? names[number - 1] : String(number)
    }
}

extension Span {
    /// A stable English name.
    public var label: String {
        switch self {
        case .wholeDay: "whole day"
        case .session(let name): name.key
        case .clock(let window): window.label
        case .opening(let minutes): "first \(minutes) minutes"
        case .closing(let minutes): "last \(minutes) minutes"
        case .afterOpening(let minutes): "after the first \(minutes) minutes"
        }
    }
}

extension Period {
    /// A stable name: `2024`, `2024-03-01..2024-03-31`, `last 20 days to 2024-06-14`.
    public var label: String {
        switch self {
        case .all: "all"
        case .ranges(let ranges): ranges.map(\.label).joined(separator: ", ")
        case .lastDays(let count, let date): "last \(count) days to \(date)"
        case .firstDays(let count, let date): "first \(count) days" + (date.map { " from \($0)" } ?? "")
        }
    }
}

extension DateRange {
    /// `2024`, `2024-03`, `2024-03-14` or both ends.
    public var label: String {
        guard let first, let last else {
            return (first?.description ?? "") + ".." + (last?.description ?? "")
        }
        if first == last { return first.description }
        if first.day == 1, last == first.adding(months: 12).adding(days: -1), first.month == 1 {
            return String(first.year)
        }
        if first.day == 1, last == first.adding(months: 1).adding(days: -1) {
            return String(first.description.prefix(7))
        }
        return "\(first)..\(last)"
    }
}
