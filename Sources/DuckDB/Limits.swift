/// How much of a result is read, and for how long a query may run. `nil` is no limit.
package struct Limits: Sendable, Hashable {
    /// Reading stops here; the table then says `isTruncated`. The query is stopped, not run to its end.
    package var rows: Int?
    /// Bytes of the cells (16 for a text, plus its UTF-8). More is the error `tooLarge`.
    package var bytes: Int?
    /// Seconds from the start of preparing to the last row. More is the error `deadline`.
    package var seconds: Double?

    package init(rows: Int? = nil, bytes: Int? = nil, seconds: Double? = nil) {
        self.rows = rows
        self.bytes = bytes
        self.seconds = seconds
    }

    /// 10 000 rows, 8 MB, 30 seconds: what is shown to a person.
    package static let standard = Limits(rows: 10_000, bytes: 8_000_000, seconds: 30)
    package static let none = Limits()
}
