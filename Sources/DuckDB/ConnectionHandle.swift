internal import CDuckDB

/// An open connection, closed in deinit. Blocks; used by one thread at a time.
final class ConnectionHandle {
    let pointer: duckdb_connection
    /// Statements of the last queries: the engine plans one both when it is prepared and when it is run.
    private var kept = KeptStatements()

    init(to database: duckdb_database?) throws(DuckDBError) {
        var connection: duckdb_connection?
        guard duckdb_connect(database, &connection) == DuckDBSuccess, let connection else {
            throw DuckDBError(.open, "no connection to the database")
        }
        pointer = connection
    }

    deinit {
        kept = KeptStatements()
        var connection: duckdb_connection? = pointer
        duckdb_disconnect(&connection)
    }

    /// Runs one statement and reads its rows.
    func query(
        _ sql: String,
        _ bindings: [Value] = [],
        limits: Limits,
        running: RunningQuery? = nil
    ) throws(DuckDBError) -> Table {
        let statement = try kept.statement(sql, on: pointer)
        try statement.statement.bind(bindings)
        var rows = try statement.statement.run(on: pointer, isStreaming: true, running: running)
        return try rows.read(limits, sql)
    }

    /// Parses and binds one statement, and keeps it for `query`.
    func prepare(_ sql: String, _ bindings: [Value]) throws(DuckDBError) {
        try kept.statement(sql, on: pointer).statement.bind(bindings)
    }

    /// Commits what `body` did, or after an error nothing of it. A transaction that is already open stays as it is.
    func transaction(_ body: () throws(DuckDBError) -> Void) throws(DuckDBError) {
        // Fails only within a transaction.
        let isOurs = (try? execute("BEGIN TRANSACTION")) != nil
        do throws(DuckDBError) {
            try body()
        } catch {
            if isOurs { try execute("ROLLBACK") }
            throw error
        }
        if isOurs { try execute("COMMIT") }
    }

    /// Runs any number of statements and drops their rows. Each that has parameters gets all the bindings.
    func execute(_ sql: String, _ bindings: [Value] = [], running: RunningQuery? = nil) throws(DuckDBError) {
        // What was kept may name what these statements change.
        kept = KeptStatements()
        let statements = try ExtractedStatements.extract(sql, on: pointer)
        for index in 0..<statements.count {
            let statement = try statements.prepare(index, on: pointer)
            if bindings.isEmpty || statement.parameterCount > 0 || statements.count == 1 {
                try statement.bind(bindings)
            }
            _ = try statement.run(on: pointer, isStreaming: false, running: running)
        }
    }
}

func refuseNUL(_ text: String, sql: String? = nil) throws(DuckDBError) {
    if text.utf8.contains(0) {
        throw DuckDBError(.nulCharacter, "a text holds a NUL character", sql: sql)
    }
}
