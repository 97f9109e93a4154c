import DuckDB
import GuardedSQL
import Testing

@Suite struct GateTests {
    private let gate: Gate

    init() throws { gate = try Gate() }

    @Test func aHundredHostileStatementsAreThere() {
        #expect(HostileStatement.all.filter { $0.outcome == .refused }.count > 100)
    }

    @Test(arguments: HostileStatement.all.filter { $0.outcome == .refused })
    func refusesWhatIsNotAPlainQueryOverTheBars(_ statement: HostileStatement) async {
        await #expect(throws: Refusal.self) { try await gate.check(statement.sql) }
    }

    @Test(arguments: [
        "SELECT day, high - low AS range FROM sessions WHERE session = 'RTH' ORDER BY range DESC LIMIT 10",
        """
        WITH d AS (SELECT day, close, lag(close) OVER (ORDER BY day) AS prev FROM sessions WHERE session = 'RTH')
        SELECT extract(year FROM day) AS y, 100 * avg(close / prev - 1), count(*) FILTER (WHERE close > prev),
            quantile_cont(close / prev, 0.9)
        FROM d WHERE prev IS NOT NULL GROUP BY ALL HAVING count(*) > 5 ORDER BY y
        """,
        """
        SELECT day + INTERVAL 5 DAY, date_trunc('month', day), CASE WHEN close > open THEN 'up' ELSE 'down' END,
            close::DECIMAL(10, 2), try_cast(symbol AS INTEGER), EXISTS (SELECT 1),
            avg(close) OVER (ORDER BY day ROWS BETWEEN 19 PRECEDING AND CURRENT ROW)
        FROM sessions WHERE symbol LIKE 'N%' AND day IN (SELECT day FROM sessions) AND day >= DATE '2024-01-01'
        """,
        "SELECT i, (SELECT count(*) FROM sessions WHERE high_at = i) FROM range(570, 960) AS t(i)",
        "SELECT m.day, max(m.high) FROM minutes AS m JOIN sessions AS s USING (symbol, day) GROUP BY m.day",
        "SELECT session FROM sessions UNION ALL VALUES ('x')",
        "SELECT ';' AS \"DROP TABLE\" -- read_text('/etc/passwd')",
    ])
    func admitsWhatAnAnalystWrites(_ sql: String) async throws {
        try await gate.check(sql)
    }

    @Test(arguments: [
        ("SELECT * FROM (SELECT * FROM other)", Refusal.Code.table),
        ("SELECT * FROM main.sessions", .table),
        ("WITH sessions AS (SELECT 1) SELECT * FROM sessions", .table),
        ("WITH a AS (WITH minutes AS (SELECT 1) SELECT * FROM minutes) SELECT * FROM a", .table),
        ("SELECT * FROM range(1000000000)", .size),
        ("SELECT * FROM range(-9, 1000000000)", .size),
        ("SELECT * FROM generate_series(1, (SELECT 5))", .function),
        ("SELECT range(5)", .function),
        ("SELECT sum(hash(close)) FROM sessions", .function),
        ("SELECT list(close) FROM sessions", .function),
        ("SELECT mode(close) OVER () FROM sessions", .function),
        ("SELECT close::JSON FROM sessions", .type),
        ("SELECT close::INTEGER[] FROM sessions", .type),
        ("SELECT COLUMNS(*) FROM sessions", .construct),
        ("SELECT [1, 2][1]", .construct),
        ("SELECT ?", .construct),
        ("SELECT 1; SELECT 2", .notOneStatement),
        ("", .notOneStatement),
        ("DELETE FROM sessions", .notSelect),
        ("WITH d AS (DELETE FROM sessions RETURNING *) SELECT * FROM d", .notSelect),
        ("SELECT FROM WHERE", .parse),
        ("SELECT 1 \u{202e}", .text),
        ("SELECT\u{a0}1", .text),
    ])
    func saysWhatItRefuses(_ sql: String, _ code: Refusal.Code) async {
        let error = await #expect(throws: Refusal.self) { try await gate.check(sql) }
        #expect(error?.code == code, "\(sql): \(error?.detail ?? "")")
    }
}
