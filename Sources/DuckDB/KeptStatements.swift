internal import CDuckDB

/// A prepared statement that several owners may hold.
final class KeptStatement {
    let statement: Statement

    init(_ statement: consuming Statement) {
        self.statement = statement
    }
}

/// The prepared statements of a connection's last queries, by their SQL.
struct KeptStatements {
    private static let most = 32
    private var statements: [(sql: String, kept: KeptStatement)] = []

    /// Prepares a query, or takes it up again.
    mutating func statement(_ sql: String, on connection: duckdb_connection) throws(DuckDBError) -> KeptStatement {
        if let place = statements.firstIndex(where: { $0.sql == sql }) {
            statements.append(statements.remove(at: place))
        } else {
            let kept = KeptStatement(try Statement.prepare(sql, on: connection))
            statements.append((sql, kept))
            if statements.count > Self.most { statements.removeFirst() }
        }
        return statements[statements.count - 1].kept
    }
}
