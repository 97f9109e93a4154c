import DuckDB
import Testing

struct StatementTests {
    @Test func `bound values of every kind come back as they were`() async throws {
        let connection = try Connection(scratch())
        let values: [Value] = [
            .null, .boolean(true), .integer(.min), .double(-0.1), .text("it's; -- \"x\" 🎉"), .text(""),
            .date(days: -1), .timestamp(microseconds: 1), .time(microseconds: 2),
        ]
        let parameters = (1...values.count).map { "$\($0)" }.joined(separator: ", ")
        let table = try await connection.query("SELECT \(parameters)", values)
        #expect((0..<values.count).map { table[0, $0] } == values)
    }

    @Test(arguments: [[], [Value.integer(1), .integer(2)]])
    func `a wrong number of values is refused`(_ values: [Value]) async throws {
        let connection = try Connection(scratch())
        let error = await failure { _ = try await connection.query("SELECT $1", values) }
        #expect(error?.code == .bind)
    }

    @Test func `an error keeps the engine's text and the SQL, and its description hides values`() async throws {
        let connection = try Connection(scratch())
        let unknown = await failure { _ = try await connection.query("SELECT nowhere FROM range(3)") }
        #expect(unknown?.code == .prepare)
        #expect(unknown?.message.contains("\"nowhere\" not found") == true)
        #expect(unknown?.sql == "SELECT nowhere FROM range(3)")

        let late = await failure { _ = try await connection.query("SELECT ($1::VARCHAR)::INTEGER", [.text("CANARY")]) }
        #expect(late?.code == .execute)
        #expect(late?.message.contains("CANARY") == true)
        #expect(late.map { String(describing: $0) }?.contains("CANARY") == false)
    }

    @Test func `an error in the middle of the rows is thrown, and the connection goes on`() async throws {
        let connection = try Connection(scratch())
        let error = await failure {
            _ = try await connection.query(
                "SELECT CASE WHEN i = 90000 THEN 'x' ELSE '1' END::INTEGER FROM range(100000) t(i)",
                limits: .none
            )
        }
        #expect(error?.code == .execute)
        #expect(try await connection.query("SELECT 42")[0, 0] == .integer(42))
    }

    @Test func `a NUL is refused in SQL, in a text and in a path`() async throws {
        let connection = try Connection(scratch())
        #expect(await failure { _ = try await connection.query("SELECT 1 \0 2") }?.code == .nulCharacter)
        #expect(await failure { _ = try await connection.query("SELECT $1", [.text("a\0b")]) }?.code == .nulCharacter)
        #expect(await failure { try await connection.execute("SELECT 1;\0") }?.code == .nulCharacter)
        #expect(await failure { _ = try Database(path: "/tmp/a\0b", settings: .sandbox) }?.code == .nulCharacter)
    }

    @Test func `several statements run one after another, each knowing what the one before made`() async throws {
        let connection = try Connection(scratch())
        try await connection.execute(
            "CREATE TABLE t(i INTEGER); INSERT INTO t VALUES ($1); INSERT INTO t SELECT i + $1 FROM t",
            [.integer(4)]
        )
        #expect(try await connection.query("SELECT sum(i) FROM t")[0, 0] == .integer(12))
    }

    @Test func `a query is one statement`() async throws {
        let connection = try Connection(scratch())
        #expect(await failure { _ = try await connection.query("SELECT 1; SELECT 2") }?.code == .prepare)
        #expect(await failure { _ = try await connection.query("") }?.code == .prepare)
    }

    @Test func `bindings reach a table's filter`() async throws {
        let connection = try Connection(scratch())
        try await connection.execute("CREATE TABLE t AS SELECT i::SMALLINT AS start FROM range(2000) t(i)")
        let table = try await connection.query(
            "SELECT count(*) FROM t WHERE start >= $1 AND start < $2",
            [.integer(360), .integer(960)]
        )
        #expect(table[0, 0] == .integer(600))
    }
}
