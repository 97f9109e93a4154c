internal import CDuckDB

/// Adds many rows to a table, a vector's worth at a time. The engine casts to the table's types.
struct Appender: ~Copyable {
    private let handle: duckdb_appender?
    private let table: String

    /// Columns of the table that are not named get their defaults.
    static func open(
        _ table: String,
        _ columns: [Column],
        on connection: duckdb_connection
    ) throws(DuckDBError) -> Appender {
        try refuseNUL(table)
        var handle: duckdb_appender?
        let state = duckdb_appender_create(connection, nil, table, &handle)
        let appender = Appender(handle: handle, table: table)
        try appender.check(state)
        for column in columns {
            try refuseNUL(column.name)
            try appender.check(duckdb_appender_add_column(handle, column.name))
        }
        return appender
    }

    private init(handle: duckdb_appender?, table: String) {
        self.handle = handle
        self.table = table
    }

    deinit {
        var handle = handle
        // Destroying writes what is left, which after `append` is nothing, or the rows of a failed one.
        duckdb_appender_clear(handle)
        duckdb_appender_destroy(&handle)
    }

    func append(_ columns: [Column], running: RunningQuery?) throws(DuckDBError) {
        let rowCount = columns.first?.count ?? 0
        guard columns.allSatisfy({ $0.count == rowCount && ($0.nulls?.count ?? rowCount) == rowCount }) else {
            throw DuckDBError(.append, "the columns for \(table) differ in length")
        }
        var types = columns.map { duckdb_create_logical_type($0.values.engineType) }
        defer {
            for index in types.indices {
                duckdb_destroy_logical_type(&types[index])
            }
        }
        var chunk = duckdb_create_data_chunk(&types, idx_t(types.count))
        defer { duckdb_destroy_data_chunk(&chunk) }
        let most = Int(duckdb_vector_size())
        for start in stride(from: 0, to: rowCount, by: most) where running?.stop == nil {
            let rows = start..<min(start + most, rowCount)
            duckdb_data_chunk_reset(chunk)
            for (index, column) in columns.enumerated() {
                column.copy(rows, to: duckdb_data_chunk_get_vector(chunk, idx_t(index)))
            }
            duckdb_data_chunk_set_size(chunk, idx_t(rows.count))
            try check(duckdb_append_data_chunk(handle, chunk))
        }
        if running?.stop == nil {
            try check(duckdb_appender_close(handle))
        }
    }

    private func check(_ state: duckdb_state) throws(DuckDBError) {
        guard state == DuckDBSuccess else {
            let message = duckdb_appender_error(handle).map { String(cString: $0) }
            throw DuckDBError(.append, message ?? "rows could not be appended to \(table)")
        }
    }
}

extension Column.Values {
    fileprivate var engineType: duckdb_type {
        switch self {
        case .booleans: DUCKDB_TYPE_BOOLEAN
        case .integers: DUCKDB_TYPE_BIGINT
        case .doubles: DUCKDB_TYPE_DOUBLE
        case .texts: DUCKDB_TYPE_VARCHAR
        case .dates: DUCKDB_TYPE_DATE
        case .timestamps: DUCKDB_TYPE_TIMESTAMP
        case .times: DUCKDB_TYPE_TIME
        }
    }
}

extension Column {
    /// Writes the rows to the start of a writable vector of the column's engine type.
    fileprivate func copy(_ rows: Range<Int>, to vector: duckdb_vector?) {
        guard let data = duckdb_vector_get_data(vector) else { return }
        switch values {
        case .booleans(let cells): cells.copy(rows, to: data)
        case .integers(let cells), .timestamps(let cells), .times(let cells): cells.copy(rows, to: data)
        case .doubles(let cells): cells.copy(rows, to: data)
        case .dates(let cells): cells.copy(rows, to: data)
        case .texts(let cells):
            for (index, row) in rows.enumerated() {
                let cell = cells[row]
                duckdb_vector_assign_string_element_len(vector, idx_t(index), cell, idx_t(cell.utf8.count))
            }
        }
        guard let nulls else { return }
        duckdb_vector_ensure_validity_writable(vector)
        let mask = duckdb_vector_get_validity(vector)
        for (index, row) in rows.enumerated() where nulls[row] {
            duckdb_validity_set_row_invalid(mask, idx_t(index))
        }
    }
}

extension Array where Element: BitwiseCopyable {
    fileprivate func copy(_ rows: Range<Int>, to data: UnsafeMutableRawPointer) {
        withUnsafeBytes { bytes in
            let stride = MemoryLayout<Element>.stride
            let source = UnsafeRawBufferPointer(rebasing: bytes[rows.lowerBound * stride..<rows.upperBound * stride])
            data.copyMemory(from: source.baseAddress ?? UnsafeRawPointer(data), byteCount: source.count)
        }
    }
}
