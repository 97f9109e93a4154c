import DuckDB
import Testing

struct TypeTests {
    /// SQL of a value, the values of a column that holds it between two nulls.
    static let types: [(String, Column.Values)] = [
        ("true", .booleans([false, true, false])),
        ("(-5)::TINYINT", .integers([0, -5, 0])),
        ("(-500)::SMALLINT", .integers([0, -500, 0])),
        ("(-70000)::INTEGER", .integers([0, -70000, 0])),
        ("9223372036854775807::BIGINT", .integers([0, .max, 0])),
        ("250::UTINYINT", .integers([0, 250, 0])),
        ("65000::USMALLINT", .integers([0, 65000, 0])),
        ("4000000000::UINTEGER", .integers([0, 4_000_000_000, 0])),
        ("5::UBIGINT", .integers([0, 5, 0])),
        ("18446744073709551615::UBIGINT", .doubles([0, 18_446_744_073_709_551_616, 0])),
        ("(-9223372036854775808)::HUGEINT", .integers([0, .min, 0])),
        ("9223372036854775808::HUGEINT", .doubles([0, 9_223_372_036_854_775_808, 0])),
        ("7::UHUGEINT", .integers([0, 7, 0])),
        ("1.5::FLOAT", .doubles([0, 1.5, 0])),
        ("'-inf'::DOUBLE", .doubles([0, -.infinity, 0])),
        ("12.25::DECIMAL(4,2)", .doubles([0, 12.25, 0])),
        ("-12.25::DECIMAL(9,2)", .doubles([0, -12.25, 0])),
        ("12.25::DECIMAL(18,2)", .doubles([0, 12.25, 0])),
        ("-12.25::DECIMAL(38,2)", .doubles([0, -12.25, 0])),
        ("'short'", .texts(["", "short", ""])),
        ("'двенадцать букв и ещё 🎉'", .texts(["", "двенадцать букв и ещё 🎉", ""])),
        ("'calm'::ENUM ('wild', 'calm')", .texts(["", "calm", ""])),
        ("DATE '1969-12-30'", .dates([0, -2, 0])),
        ("TIMESTAMP '1970-01-01 00:00:01.5'", .timestamps([0, 1_500_000, 0])),
        ("TIMESTAMPTZ '1970-01-01 01:00:00+01'", .timestamps([0, 0, 0])),
        ("'1970-01-01 00:00:02'::TIMESTAMP_S", .timestamps([0, 2_000_000, 0])),
        ("'1970-01-01 00:00:00.25'::TIMESTAMP_MS", .timestamps([0, 250_000, 0])),
        ("'1969-12-31 23:59:59.999999500'::TIMESTAMP_NS", .timestamps([0, -1, 0])),
        ("'infinity'::TIMESTAMP_S", .timestamps([0, .max, 0])),
        ("TIME '00:01:00'", .times([0, 60_000_000, 0])),
    ]

    @Test(arguments: types)
    func `a value of every type comes back between nulls`(_ type: (sql: String, values: Column.Values)) async throws {
        let connection = try Connection(scratch())
        let table = try await connection.query(
            "SELECT CASE WHEN i = 1 THEN \(type.sql) END AS x FROM range(3) t(i) ORDER BY i"
        )
        #expect(table.columns == [Column(name: "x", values: type.values, nulls: [true, false, true])])
    }

    @Test(arguments: types)
    func `a column without nulls has no null flags, and an empty one keeps its type`(
        _ type: (sql: String, values: Column.Values)
    ) async throws {
        let connection = try Connection(scratch())
        let full = try await connection.query("SELECT \(type.sql) AS x")
        #expect(full.columns[0].nulls == nil)
        let empty = try await connection.query("SELECT \(type.sql) AS x WHERE false")
        #expect(empty.rowCount == 0)
        #expect(empty.columns[0].count == 0)
    }

    @Test(arguments: ["INTERVAL 1 DAY", "[1, 2]", "{'a': 1}", "'x'::BLOB", "uuid()"])
    func `a type that no column holds is refused by the column's name`(_ sql: String) async throws {
        let connection = try Connection(scratch())
        let error = await failure { _ = try await connection.query("SELECT 1 AS one, \(sql) AS odd") }
        #expect(error?.code == .unsupportedType)
        #expect(error?.message.contains("odd") == true)
    }

    @Test func `a sum that leaves 64 bits in a later chunk turns the whole column into doubles`() async throws {
        let connection = try Connection(scratch())
        let table = try await connection.query(
            "SELECT CASE WHEN i = 5000 THEN 10::HUGEINT ** 20 ELSE i END::HUGEINT AS x FROM range(6000) t(i) ORDER BY i"
        )
        #expect(table[4999, 0] == .double(4999))
        #expect(table[5000, 0] == .double(1e20))
        #expect(table.rowCount == 6000)
    }

    @Test func `many chunks keep order, values and nulls`() async throws {
        let connection = try Connection(scratch())
        let table = try await connection.query(
            """
            SELECT i, i / 2.0 AS half, 'row number ' || i AS name, CASE WHEN i % 3 > 0 THEN i END AS gaps
            FROM range(100000) t(i) ORDER BY i
            """,
            limits: .none
        )
        #expect(table.rowCount == 100_000)
        let rows = 0..<100_000
        #expect(table.column(named: "i")?.values == .integers(rows.map { Int64($0) }))
        #expect(table.column(named: "half")?.values == .doubles(rows.map { Double($0) / 2 }))
        #expect(table.column(named: "name")?.values == .texts(rows.map { "row number \($0)" }))
        #expect(table.column(named: "gaps")?.nulls == rows.map { $0 % 3 == 0 })
    }

    @Test func `nulls that begin in a later chunk are flagged at their rows`() async throws {
        let connection = try Connection(scratch())
        let table = try await connection.query(
            "SELECT CASE WHEN i <> 9000 THEN i END FROM range(9002) t(i) ORDER BY i"
        )
        #expect((0..<9002).filter { table.columns[0].isNull($0) } == [9000])
    }
}
