package import DuckDB

/// What a process of its own is asked to run.
package struct Work: Codable, Hashable, Sendable {
    /// Paths of symbols' files.
    package var files: [String]
    package var sql: String
    package var rows: Int
    package var bytes: Int
    /// After which the process stops its query.
    package var seconds: Double

    package init(files: [String], sql: String, rows: Int = 10_000, bytes: Int = 8_000_000, seconds: Double = 3) {
        self.files = files
        self.sql = sql
        self.rows = rows
        self.bytes = bytes
        self.seconds = seconds
    }
}

/// What it answers.
package enum WorkReply: Codable, Hashable, Sendable {
    case rows(table: Table)
    case refused(refusal: Refusal)
}
