package import DuckDB

/// Lets a text through as SQL only if it is one SELECT made of known parts over the known tables.
///
/// It is judged by the tree of the engine's own parser, in an instance that holds no data, so that comments, quoting and
/// case hide nothing. Nothing is bound or run here.
package struct Gate: Sendable {
    private let connection: Connection

    package init() throws(DuckDBError) {
        connection = try Connection(try Database(path: nil, settings: .sandbox(memoryLimit: "128MB", threads: 1)))
    }

    /// - Throws: `Refusal`, with what was refused.
    package func check(_ sql: String) async throws(Refusal) {
        try LexicalScan.check(sql)
        let tree: SyntaxTree
        do {
            let limits = Limits(rows: 1, bytes: 8_000_000, seconds: 3)
            let table = try await connection.query("SELECT json_serialize_sql($1)", [.text(sql)], limits: limits)
            guard table.rowCount == 1, case .text(let json) = table[0, 0] else {
                throw Refusal(.parse, "it does not parse")
            }
            tree = try SyntaxTree(json: json)
        } catch let refusal as Refusal {
            throw refusal
        } catch let error as DuckDBError where error.code == .deadline || error.code == .tooLarge {
            throw Refusal(.tooHeavy, "reading it takes too long")
        } catch {
            throw Refusal(.parse, "it does not parse")
        }
        try LookThrough.check(tree)
    }
}
