internal import CDuckDB

/// A result whose rows are being read, destroyed when it goes.
struct Rows: ~Copyable {
    private var result: duckdb_result

    init(owning result: duckdb_result) {
        self.result = result
    }

    deinit {
        var result = result
        duckdb_destroy_result(&result)
    }

    var errorMessage: String? {
        var result = result
        return duckdb_result_error(&result).map { String(cString: $0) }
    }

    /// Blocks until the last row, or the row limit.
    mutating func read(_ limits: Limits, _ sql: String) throws(DuckDBError) -> Table {
        var readers: [ColumnReader] = []
        for index in 0..<duckdb_column_count(&result) {
            readers.append(try ColumnReader(&result, index, sql))
        }
        var rowCount = 0
        var byteCount = 0
        var isTruncated = false
        while !isTruncated, let chunk = duckdb_fetch_chunk(result) {
            defer { destroy(chunk) }
            var count = Int(duckdb_data_chunk_get_size(chunk))
            if count == 0 { break }
            if let most = limits.rows, rowCount + count > most {
                count = most - rowCount
                isTruncated = true
            }
            for index in readers.indices {
                byteCount += readers[index].append(duckdb_data_chunk_get_vector(chunk, idx_t(index)), count)
            }
            rowCount += count
            if let most = limits.bytes, byteCount > most {
                throw DuckDBError(.tooLarge, "the result has more than \(most) bytes", sql: sql)
            }
        }
        if let message = errorMessage {
            throw DuckDBError(.execute, message, sql: sql)
        }
        return Table(columns: readers.map(\.column), rowCount: rowCount, isTruncated: isTruncated)
    }
}

private func destroy(_ chunk: duckdb_data_chunk) {
    var optional: duckdb_data_chunk? = chunk
    duckdb_destroy_data_chunk(&optional)
}
