internal import CDuckDB

/// A prepared statement, destroyed when it goes.
struct Statement: ~Copyable {
    private let handle: duckdb_prepared_statement?
    private let sql: String

    static func prepare(_ sql: String, on connection: duckdb_connection) throws(DuckDBError) -> Statement {
        try refuseNUL(sql)
        var handle: duckdb_prepared_statement?
        let state = duckdb_prepare(connection, sql, &handle)
        let statement = Statement(owning: handle, sql)
        try statement.check(state)
        return statement
    }

    fileprivate static func prepare(
        _ statements: duckdb_extracted_statements?,
        _ index: Int,
        _ sql: String,
        on connection: duckdb_connection
    ) throws(DuckDBError) -> Statement {
        var handle: duckdb_prepared_statement?
        let state = duckdb_prepare_extracted_statement(connection, statements, idx_t(index), &handle)
        let statement = Statement(owning: handle, sql)
        try statement.check(state)
        return statement
    }

    private init(owning handle: duckdb_prepared_statement?, _ sql: String) {
        self.handle = handle
        self.sql = sql
    }

    deinit {
        var handle = handle
        duckdb_destroy_prepare(&handle)
    }

    var parameterCount: Int { Int(duckdb_nparams(handle)) }

    func bind(_ values: [Value]) throws(DuckDBError) {
        guard values.count == parameterCount else {
            throw DuckDBError(.bind, "\(values.count) values for \(parameterCount) parameters", sql: sql)
        }
        for (index, value) in values.enumerated() where try bind(value, idx_t(index + 1)) != DuckDBSuccess {
            throw DuckDBError(.bind, "parameter \(index + 1) was refused", sql: sql)
        }
    }

    private func bind(_ value: Value, _ index: idx_t) throws(DuckDBError) -> duckdb_state {
        switch value {
        case .null: return duckdb_bind_null(handle, index)
        case .boolean(let cell): return duckdb_bind_boolean(handle, index, cell)
        case .integer(let cell): return duckdb_bind_int64(handle, index, cell)
        case .double(let cell): return duckdb_bind_double(handle, index, cell)
        case .text(let cell):
            try refuseNUL(cell, sql: sql)
            return duckdb_bind_varchar_length(handle, index, cell, idx_t(cell.utf8.count))
        case .date(let days): return duckdb_bind_date(handle, index, duckdb_date(days: days))
        case .timestamp(let microseconds):
            return duckdb_bind_timestamp(handle, index, duckdb_timestamp(micros: microseconds))
        case .time(let microseconds): return duckdb_bind_time(handle, index, duckdb_time(micros: microseconds))
        }
    }

    /// Runs the statement task by task on this thread. A streaming result computes its rows while they are read.
    func run(
        on connection: duckdb_connection,
        isStreaming: Bool,
        running: RunningQuery?
    ) throws(DuckDBError) -> Rows {
        var pending = Pending(handle, isStreaming: isStreaming)
        return try pending.run(on: connection, running, sql)
    }

    private func check(_ state: duckdb_state) throws(DuckDBError) {
        guard state == DuckDBSuccess else {
            let message = duckdb_prepare_error(handle).map { String(cString: $0) }
            throw DuckDBError(.prepare, message ?? "the statement could not be prepared", sql: sql)
        }
    }
}

/// The statements of a text, parsed but not yet prepared: one may need what the one before it makes.
struct ExtractedStatements: ~Copyable {
    private let handle: duckdb_extracted_statements?
    private let sql: String
    let count: Int

    static func extract(_ sql: String, on connection: duckdb_connection) throws(DuckDBError) -> ExtractedStatements {
        try refuseNUL(sql)
        var handle: duckdb_extracted_statements?
        let count = Int(duckdb_extract_statements(connection, sql, &handle))
        let statements = ExtractedStatements(handle: handle, sql: sql, count: count)
        if count == 0, let message = duckdb_extract_statements_error(handle) {
            throw DuckDBError(.prepare, String(cString: message), sql: sql)
        }
        return statements
    }

    private init(handle: duckdb_extracted_statements?, sql: String, count: Int) {
        self.handle = handle
        self.sql = sql
        self.count = count
    }

    deinit {
        var handle = handle
        duckdb_destroy_extracted(&handle)
    }

    func prepare(_ index: Int, on connection: duckdb_connection) throws(DuckDBError) -> Statement {
        try Statement.prepare(handle, index, sql, on: connection)
    }
}
