import DuckDB
import Testing

struct AppendTests {
    @Test func `300 000 rows are appended with narrower types and nulls`() async throws {
        let connection = try Connection(scratch())
        try await connection.execute(
            "CREATE TABLE t(ts TIMESTAMP, start SMALLINT, high DOUBLE, name VARCHAR, day DATE, up BOOLEAN, spare INTEGER)"
        )
        let rows = 0..<300_000
        try await connection.append(
            to: "t",
            [
                Column(name: "start", values: .integers(rows.map { Int64($0 % 1380) })),
                Column(name: "ts", values: .timestamps(rows.map { Int64($0) * 60_000_000 })),
                Column(name: "high", values: .doubles(rows.map { Double($0) / 4 }), nulls: rows.map { $0 % 7 == 0 }),
                Column(name: "name", values: .texts(rows.map { "имя строки \($0)" })),
                Column(name: "day", values: .dates(rows.map { Int32($0 / 1380) })),
                Column(name: "up", values: .booleans(rows.map { $0 % 2 == 0 })),
            ]
        )
        let table = try await connection.query(
            """
            SELECT count(*), count(high), sum(start), max(name), max(ts) = TIMESTAMP '1970-01-01' + INTERVAL 299999 MINUTE,
                   max(day) = DATE '1970-01-01' + 217, count(*) FILTER (up), count(spare)
            FROM t
            """
        )
        #expect(table[0, 0] == .integer(300_000))
        #expect(table[0, 1] == .integer(Int64(rows.count { $0 % 7 != 0 })))
        #expect(table[0, 2] == .integer(rows.reduce(0) { $0 + Int64($1 % 1380) }))
        #expect(table[0, 3] == .text("имя строки 99999"))
        #expect(table[0, 4] == .boolean(true))
        #expect(table[0, 5] == .boolean(true))
        #expect(table[0, 6] == .integer(150_000))
        #expect(table[0, 7] == .integer(0))
    }

    @Test func `what is read can be appended again`() async throws {
        let connection = try Connection(scratch())
        try await connection.execute(
            """
            CREATE TABLE t AS SELECT i, i::DOUBLE AS x, 't' || i AS name, TIME '00:00:01' AS start
            FROM range(5000) t(i); CREATE TABLE u AS FROM t LIMIT 0
            """
        )
        try await connection.append(to: "u", connection.query("FROM t ORDER BY i").columns)
        let table = try await connection.query("SELECT count(*) FROM (FROM t EXCEPT FROM u)")
        #expect(table[0, 0] == .integer(0))
        #expect(try await connection.query("SELECT count(*) FROM u")[0, 0] == .integer(5000))
    }

    @Test func `a refused append adds nothing and keeps the engine's text`() async throws {
        let connection = try Connection(scratch())
        try await connection.execute("CREATE TABLE t(start SMALLINT)")
        let wide = Column(name: "start", values: .integers(Array(repeating: 1, count: 300_000) + [70_000]))
        let error = await failure { try await connection.append(to: "t", [wide]) }
        #expect(error?.code == .append)
        #expect(error?.message.contains("SMALLINT") == true)
        #expect(try await connection.query("SELECT count(*) FROM t")[0, 0] == .integer(0))

        let none = Column(name: "none", values: .integers([1]))
        #expect(await failure { try await connection.append(to: "t", [none]) }?.code == .append)
        #expect(await failure { try await connection.append(to: "nowhere", [wide]) }?.code == .append)
        let uneven = Column(name: "start", values: .integers([1, 2]), nulls: [true])
        #expect(await failure { try await connection.append(to: "t", [uneven]) }?.code == .append)
    }

    @Test func `no rows are no error`() async throws {
        let connection = try Connection(scratch())
        try await connection.execute("CREATE TABLE t(start SMALLINT)")
        try await connection.append(to: "t", [Column(name: "start", values: .integers([]))])
        #expect(try await connection.query("SELECT count(*) FROM t")[0, 0] == .integer(0))
    }
}
