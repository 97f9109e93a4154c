package import Market

/// What an import found and changed (with `dryRun`: would change).
package struct ImportReport: Sendable {
    /// One file, or one member of an archive.
    package struct File: Sendable {
        package var name: String
        package var symbol: String
        package var recognition: Recognition
        package var rows: RowCounts
        /// First and last bar, minutes from 1970-01-01 00:00 of the instrument's wall clock; nil without a bar.
        package var firstMinute: Int32?
        package var lastMinute: Int32?
    }

    /// One symbol's bars after the import.
    package struct Symbol: Sendable {
        package var symbol: String
        package var instrumentClass: InstrumentClass
        /// Zone of the stored wall clock.
        package var zone: String
        package var added: Int
        package var replaced: Int
        package var unchanged: Int
        package var coverage: Coverage
    }

    package var files: [File] = []
    package var symbols: [Symbol] = []
    /// Files of a folder that are not bars, and why.
    package var skipped: [(file: String, reason: String)] = []
    /// Nothing was written: a dry run, or nothing new.
    package var wroteNothing = true
    package var dryRun = false
    package var seconds: Double = 0

    package init() {}

    package var rejectedRows: Int { files.reduce(0) { $0 + $1.rows.rejectedRows } }
    /// Findings that are guesses, file by file.
    package var assumptions: [(file: String, finding: Finding)] {
        files.flatMap { file in
            file.recognition.findings.filter(\.isAssumption).map { (file: file.name, finding: $0) }
        }
    }
}
