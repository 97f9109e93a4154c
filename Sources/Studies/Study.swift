public import Market

/// A typed analysis: a table whose rows are units of time and whose columns are named quantities; a condition chooses
/// rows; the result lists, groups, summarises, correlates or counts them.
///
/// Quantities that look back or ahead are computed over the whole history; the period and the condition choose rows
/// afterwards, so the first day of a period has a previous day if the data hold one.
public struct Study: Hashable, Codable, Sendable {
    /// The instruments, at least one. Rows are units of the first; quantities of others join on the trading day, and only
    /// days that all have are rows.
    public var symbols: [String]
    public var unit: BarUnit
    /// The window of the day that a unit's bar is built from, unless a series names its own.
    public var span: Span
    public var period: Period
    /// Which units are looked at; nil is all of the period.
    public var condition: Condition?
    public var result: StudyResult

    public init(
        symbols: [String],
        unit: BarUnit = .day,
        span: Span,
        period: Period = .all,
        condition: Condition? = nil,
        result: StudyResult
    ) {
        self.symbols = symbols
        self.unit = unit
        self.span = span
        self.period = period
        self.condition = condition
        self.result = result
    }
}

/// What a row is.
public enum BarUnit: Hashable, Codable, Sendable {
    /// A bar of `count` minutes, starting on the clock (00:00, 00:05 …); `count` divides 1440.
    case minutes(count: Int)
    case day, week, month, quarter, year
}

/// A part of the trading day, named or by the clock; what it is in minutes depends on the instrument.
public enum Span: Hashable, Codable, Sendable {
    /// The whole trading day (also what `eth` means).
    case wholeDay
    case session(name: SessionName)
    case clock(window: Window)
    /// The first (last) minutes of RTH; of the trading day where there is no RTH.
    case opening(minutes: Int)
    case closing(minutes: Int)
    /// From the end of the opening range to the end of RTH.
    case afterOpening(minutes: Int)
}

/// Which trading days are asked about. Dates are inclusive at both ends.
public enum Period: Hashable, Codable, Sendable {
    /// All that is loaded.
    case all
    /// Days in any of the ranges.
    case ranges(ranges: [DateRange])
    /// The last trading days up to a date, that date included.
    case lastDays(count: Int, upTo: CivilDate)
    /// The first trading days from a date on (nil: of the data).
    case firstDays(count: Int, from: CivilDate?)
}

/// Days from `first` to `last`, both included; nil is open.
public struct DateRange: Hashable, Codable, Sendable {
    public var first: CivilDate?
    public var last: CivilDate?

    public init(first: CivilDate?, last: CivilDate?) {
        self.first = first
        self.last = last
    }

    public func contains(_ date: CivilDate) -> Bool {
        if let first, date < first { return false }
        if let last, date > last { return false }
        return true
    }
}
