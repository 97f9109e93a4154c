package import DuckDB
package import StudySQL

/// What came of a study.
package struct StudyRows: Sendable {
    package var query: CompiledQuery
    package var table: Table
    package var checks: [Check]
    package var queryTime: Duration

    /// A number counted another way, for a column to be held against.
    package struct Check: Hashable, Sendable {
        package var subject: CheckQuery.Subject
        package var number: Int
    }
}

/// Why a study gave no rows.
package enum RunError: Error, Sendable {
    case notLoaded(symbol: String, loaded: [String])
    case compile(CompileError)
    case engine(DuckDBError)
    case directory(ImportError)
}
