package import Market

/// What to import, and what the user says about it; the rest is recognised.
package struct ImportRequest: Sendable {
    /// Files and folders, in order: for a minute in two of them the later one counts. `-` is standard input.
    package var files: [String]
    package var symbol: String?
    package var instrumentClass: InstrumentClass?
    /// Zone of the files' stamps, as `ZoneTable` reads it: `America/New_York`, `UTC+2`, `EST`, `America/New_York+7`.
    package var timezone: String?
    /// The vendor whose habits count.
    package var format: Vendor?
    /// Roles of the columns from the left, `-` for one that is not read: `date,time,open,high,low,close,volume`.
    package var columns: String?
    /// Any rejected row is an error, and nothing is written.
    package var strict: Bool
    /// Reads and reports, and writes nothing.
    package var dryRun: Bool

    package init(
        files: [String],
        symbol: String? = nil,
        instrumentClass: InstrumentClass? = nil,
        timezone: String? = nil,
        format: Vendor? = nil,
        columns: String? = nil,
        strict: Bool = false,
        dryRun: Bool = false
    ) {
        self.files = files
        self.symbol = symbol
        self.instrumentClass = instrumentClass
        self.timezone = timezone
        self.format = format
        self.columns = columns
        self.strict = strict
        self.dryRun = dryRun
    }
}

/// Where an import is; for a line on stderr.
package struct ImportProgress: Sendable, Equatable {
    package enum Stage: String, Sendable {
        case recognising, reading, merging, writing, done
    }

    package var stage: Stage
    /// File that is read, or symbol that is written.
    package var subject: String
    /// Files done, of how many.
    package var done: Int
    package var total: Int
}
