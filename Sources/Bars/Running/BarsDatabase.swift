package import DuckDB

/// Opens symbols' files for reading, as the views `minutes` and `sessions` over all of them.
///
/// - Parameter files: paths of symbols' files, each once.
package func openBars(_ files: [String], _ settings: Settings = .sandbox) throws(DuckDBError) -> Database {
    if files.count == 1 { return try Database(path: files[0], settings: settings) }
    return try Database(
        path: nil,
        settings: settings,
        attaching: files.enumerated().map { (name: "symbol_\($0 + 1)", path: $1) },
        setup: ["minutes", "sessions"].map { table in
            let parts = files.indices.map { "SELECT * FROM symbol_\($0 + 1).\(table)" }
            return "CREATE VIEW \(table) AS " + parts.joined(separator: " UNION ALL ")
        }
    )
}
