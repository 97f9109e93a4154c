import DuckDB
import Testing

struct LimitTests {
    @Test(arguments: [1, 2048, 2049, 10_000, 99_999])
    func `reading stops at the row limit and says so`(_ rows: Int) async throws {
        let connection = try Connection(scratch())
        let table = try await connection.query("FROM range(100000)", limits: Limits(rows: rows))
        #expect(table.rowCount == rows)
        #expect(table.columns[0].count == rows)
        #expect(table.isTruncated)
        #expect(table[rows - 1, 0] == .integer(Int64(rows - 1)))
    }

    @Test func `a result of exactly the limit is whole`() async throws {
        let connection = try Connection(scratch())
        let table = try await connection.query("FROM range(4096)", limits: Limits(rows: 4096))
        #expect(table.rowCount == 4096)
        #expect(!table.isTruncated)
    }

    @Test func `a row limit on an endless result ends at once and leaves the connection free`() async throws {
        let connection = try Connection(Database(path: nil, settings: .sandbox))
        for _ in 0..<200 {
            let table = try await connection.query(
                "SELECT a.range, sqrt(b.range) FROM range(100000000) a, range(10000) b",
                limits: Limits(rows: 3000, seconds: 5)
            )
            #expect(table.rowCount == 3000)
        }
        #expect(try await connection.query("SELECT 42")[0, 0] == .integer(42))
    }

    @Test func `more bytes than the limit are an error`() async throws {
        let connection = try Connection(scratch())
        let error = await failure {
            _ = try await connection.query(
                "SELECT repeat('x', 1000) FROM range(100000)",
                limits: Limits(bytes: 1_000_000)
            )
        }
        #expect(error?.code == .tooLarge)
        #expect(try await connection.query("SELECT 42")[0, 0] == .integer(42))
    }
}
