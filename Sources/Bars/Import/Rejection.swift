/// Why a row of a file was left out.
package enum Rejection: String, Codable, Sendable, CaseIterable {
    /// A field that should be a stamp, a price or a volume is not one, or fields are missing.
    case unparsable
    /// The stamp is not on a minute.
    case notAMinute
    /// A price is zero, negative or not finite.
    case nonPositivePrice
    /// high < max(open, close).
    case highBelowBody
    /// low > min(open, close).
    case lowAboveBody
    /// A minute that the file has already; the first is kept.
    case duplicateMinute
    /// A local time that the clock change skips.
    case skippedLocalTime
    /// A minute that the instrument's wall clock shows twice; the first is kept.
    case repeatedLocalTime
}

/// Where the rows of a file went. `lines` equals the sum of all the others.
package struct RowCounts: Codable, Sendable, Equatable {
    /// Rows left out for one reason.
    package struct Rejected: Codable, Sendable, Equatable {
        package var count: Int
        /// 1 is the file's first line (row, for a table file).
        package var firstLine: Int
    }

    /// Lines of a text file (a last one without a line end included), or rows of a table file.
    package var lines = 0
    package var blank = 0
    /// Header lines and comments.
    package var header = 0
    /// Rows of other symbols in the same file, where one was chosen.
    package var otherSymbols = 0
    package var kept = 0
    package var rejected: [Rejection: Rejected] = [:]

    package init() {}

    package var rejectedRows: Int { rejected.values.reduce(0) { $0 + $1.count } }

    /// Whether every line is accounted for.
    package var reconciles: Bool { lines == blank + header + otherSymbols + kept + rejectedRows }

    mutating func reject(_ reason: Rejection, line: Int) {
        if let seen = rejected[reason] {
            rejected[reason] = Rejected(count: seen.count + 1, firstLine: min(seen.firstLine, line))
        } else {
            rejected[reason] = Rejected(count: 1, firstLine: line)
        }
    }
}
