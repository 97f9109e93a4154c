/// What went wrong in the engine, or on the way to it.
package struct DuckDBError: Error, Sendable, Hashable {
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case open, prepare, bind, execute, append, cancelled, deadline, tooLarge, unsupportedType, nulCharacter
        }

        private var kind: Kind

        /// The file could not be opened, or a setting was refused.
        package static let open = Code(kind: .open)
        /// The SQL does not parse, or names what is not there.
        package static let prepare = Code(kind: .prepare)
        /// The number of values is not the number of parameters.
        package static let bind = Code(kind: .bind)
        package static let execute = Code(kind: .execute)
        package static let append = Code(kind: .append)
        /// The caller's task was cancelled.
        package static let cancelled = Code(kind: .cancelled)
        package static let deadline = Code(kind: .deadline)
        package static let tooLarge = Code(kind: .tooLarge)
        /// A result's column has a type that no `Column.Values` holds.
        package static let unsupportedType = Code(kind: .unsupportedType)
        /// C strings end at a NUL, so the engine would see less than the checker.
        package static let nulCharacter = Code(kind: .nulCharacter)

        package var description: String { kind.rawValue }
    }

    package var code: Code
    /// The engine's own text where it has one. It may quote cells and paths: for the log, not for a user.
    package var message: String
    /// With parameters as `$1`, never with their values.
    package var sql: String?

    package init(_ code: Code, _ message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }
}

extension DuckDBError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Hides values: the engine's text is given only for what fails before any value is bound.
    package var description: String {
        code == .execute || code == .append || code == .open ? "DuckDB: \(code)" : "DuckDB: \(code): \(message)"
    }

    package var debugDescription: String {
        "DuckDB: \(code): \(message)" + (sql.map { "\n\($0)" } ?? "")
    }
}
