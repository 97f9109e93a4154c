internal import CDuckDB

/// One connection to a database, on a thread of its own. Calls wait for one another; a caller whose task is
/// cancelled, or whose deadline passes, stops its own query only.
package actor Connection {
    private let database: Database
    private let handle: ConnectionHandle
    private let thread: ConnectionThread

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        thread.asUnownedSerialExecutor()
    }

    package init(_ database: Database) throws(DuckDBError) {
        self.database = database
        handle = try database.connect()
        thread = try ConnectionThread()
    }

    deinit {
        thread.stop()
    }

    /// Runs one statement, with `bindings` for `$1`, `$2` and so on, and reads its rows.
    package func query(
        _ sql: String,
        _ bindings: [Value] = [],
        limits: Limits = .standard
    ) async throws(DuckDBError) -> Table {
        try await stoppable(sql, seconds: limits.seconds) { handle, running throws(DuckDBError) in
            try handle.query(sql, bindings, limits: limits, running: running)
        }
    }

    /// Parses and binds one statement without running it; `query` then finds it prepared.
    /// - Throws: `prepare`, `bind`.
    package func prepare(_ sql: String, _ bindings: [Value] = []) throws(DuckDBError) {
        try handle.prepare(sql, bindings)
    }

    /// Runs any number of statements and drops their rows. Each that has parameters gets all the bindings.
    package func execute(
        _ sql: String,
        _ bindings: [Value] = [],
        seconds: Double? = nil
    ) async throws(DuckDBError) {
        try await stoppable(sql, seconds: seconds) { handle, running throws(DuckDBError) in
            try handle.execute(sql, bindings, running: running)
        }
    }

    /// Adds rows to a table, matching columns by name: all of them, or after an error or a cancellation none
    /// (within a transaction of the caller's, it is the caller who rolls back).
    package func append(to table: String, _ columns: [Column]) async throws(DuckDBError) {
        try await stoppable(nil, seconds: nil) { handle, running throws(DuckDBError) in
            try handle.transaction { () throws(DuckDBError) in
                let appender = try Appender.open(table, columns, on: handle.pointer)
                try appender.append(columns, running: running)
                if running.stop != nil {
                    throw DuckDBError(.cancelled, "stopped while rows were appended to \(table)")
                }
            }
        }
    }

    private func stoppable<Answer: Sendable>(
        _ sql: String?,
        seconds: Double?,
        _ body: (ConnectionHandle, RunningQuery) throws(DuckDBError) -> Answer
    ) async throws(DuckDBError) -> Answer {
        let running = RunningQuery(on: handle.pointer, seconds: seconds)
        defer { running.finish() }
        // The operation stays on this actor's thread because it captures `self`.
        let answer: Result<Answer, DuckDBError> = await withTaskCancellationHandler {
            if running.stop != nil { return .failure(DuckDBError(.cancelled, "cancelled before it began", sql: sql)) }
            do throws(DuckDBError) {
                return .success(try body(self.handle, running))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            running.cancel()
        }
        switch running.stop {
        case nil: return try answer.get()
        case .cancelled: throw DuckDBError(.cancelled, "the caller no longer wants the answer", sql: sql)
        case .deadline: throw DuckDBError(.deadline, "not done within \(seconds ?? 0) seconds", sql: sql)
        }
    }
}
