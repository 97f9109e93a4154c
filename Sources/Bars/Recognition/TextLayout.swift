/// How the rows of a text file are written.
package struct TextLayout: Sendable, Hashable {
    /// How the moment of a row is written.
    package enum Clock: Sendable, Hashable {
        /// Date and time, in one column or two.
        case calendar(DateOrder)
        /// Seconds, milliseconds, microseconds or nanoseconds from 1970, told apart by their size, row by row.
        case epoch
        /// Milliseconds from midnight of a date that the file's name gives, as days since 1970-01-01.
        case millisecondsOfDay(day: Int)
    }

    package var delimiter: UInt8
    /// Physical lines before the first row, blank ones included.
    package var headerLines: Int
    package var headerNames: [String]
    /// Column of each role, from 0.
    package var columns: [ColumnRole: Int]
    package var clock: Clock
    /// The stamps carry an offset from UTC.
    package var stampsHaveOffset: Bool
    package var numbers: NumberStyle
    /// Prices are divided by this.
    package var priceScale: Double
    /// The time column is bare digits (`180000`, `930`).
    package var hasBareTimes: Bool
    package var oldMacLines: Bool

    /// Stamps are moments and need no zone.
    package var isUTC: Bool { clock == .epoch || stampsHaveOffset }
}
