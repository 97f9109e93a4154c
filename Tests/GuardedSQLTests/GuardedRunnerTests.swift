import DuckDB
import Foundation
import GuardedSQL
import Testing

@Suite struct GuardedRunnerTests {
    private let runner: GuardedRunner

    init() throws { runner = try .ofThisProgram() }

    @Test func givesTheRowsOfAQuery() async throws {
        let file = try await BarsFile(minutes: 10)
        let sql = "SELECT count(*) AS n, max(close) AS high, min(day) AS first FROM minutes"
        let table = try await runner.run(Work(files: [file.path], sql: sql, seconds: patience))
        #expect(table.columns.map(\.name) == ["n", "high", "first"])
        #expect([table[0, 0], table[0, 1], table[0, 2]] == [.integer(10), .double(9), .date(days: 0)])
    }

    @Test func severalFilesAreOneTable() async throws {
        let (one, other) = (try await BarsFile(minutes: 10), try await BarsFile(minutes: 5))
        let work = Work(files: [one.path, other.path], sql: "SELECT count(*) FROM minutes", seconds: patience)
        #expect(try await runner.run(work)[0, 0] == .integer(15))
    }

    @Test func rowsBeyondTheLimitAreCutAndItSaysSo() async throws {
        let file = try await BarsFile(minutes: 100)
        let table = try await runner.run(
            Work(files: [file.path], sql: "SELECT * FROM minutes", rows: 7, seconds: patience)
        )
        #expect(table.rowCount == 7)
        #expect(table.isTruncated)
    }

    @Test(arguments: [
        ("SELECT nothing FROM minutes", Refusal.Code.bind), ("SELECT CAST(symbol AS INTEGER) FROM minutes", .failed),
    ])
    func saysWhyThereAreNoRows(_ sql: String, _ code: Refusal.Code) async throws {
        let file = try await BarsFile(minutes: 3)
        let error = await #expect(throws: Refusal.self) {
            _ = try await runner.run(Work(files: [file.path], sql: sql, seconds: patience))
        }
        #expect(error?.code == code)
        #expect(error?.detail.contains("SECRET") == false, "a cell's text may not leave in an error")
    }

    @Test func aProgramThatIsNoWorkerIsAnErrorAndNoHang() async throws {
        let broken = try GuardedRunner(executable: "/bin/cat", arguments: [])
        await #expect(throws: Refusal.self) { try await broken.run(Work(files: [], sql: "SELECT 1")) }
    }
}

/// Seconds for what ends by itself, however busy the machine is.
private let patience = 300.0

extension GuardedRunner {
    /// The program that was built beside the tests.
    fileprivate static func ofThisProgram() throws -> GuardedRunner {
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "barwise")
        return try GuardedRunner(executable: program.path, arguments: ["sql-worker"])
    }
}

/// What is held against the clock: run by itself (`scripts/test.sh`).
@Suite struct GuardedStoppingTests {
    private let runner: GuardedRunner

    init() throws { runner = try .ofThisProgram() }

    /// Of statements that pass the gate, each ends by itself or is ended, and the next one is answered.
    @Test func nothingThatPassesTheGateOutlivesItsTime() async throws {
        let file = try await BarsFile(minutes: 200_000)
        let gate = try Gate()
        var admitted = 0
        for statement in HostileStatement.all where statement.outcome == .bounded {
            guard (try? await gate.check(statement.sql)) != nil else { continue }  // refused: as well
            admitted += 1
            let start = ContinuousClock.now
            let work = Work(files: [file.path], sql: statement.sql, seconds: 1)
            let table = try? await runner.run(work)  // rows or a refusal, but within its time
            #expect(ContinuousClock.now - start < .seconds(10), "\(statement.id)")
            #expect((table?.rowCount ?? 0) <= 10_000)
        }
        #expect(admitted > 3)
        #expect(try await runner.run(Work(files: [file.path], sql: "SELECT 1"))[0, 0] == .integer(1))
    }

    @Test func cancellingEndsTheProcess() async throws {
        let file = try await BarsFile(minutes: 200_000)
        let sql = "SELECT count(*) FROM minutes a JOIN minutes b ON a.close < b.close"
        let task = Task { try await runner.run(Work(files: [file.path], sql: sql, seconds: 60)) }
        try await Task.sleep(for: .milliseconds(300))
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: Refusal.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}

/// A file with the two tables of a symbol, removed when it goes.
private final class BarsFile: Sendable {
    let path: String

    init(minutes: Int) async throws {
        path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).duckdb").path
        let connection = try Connection(try Database(path: path, settings: .importing))
        try await connection.execute(
            """
            CREATE TABLE minutes AS SELECT 'SECRET' AS symbol, DATE '1970-01-01' AS day, i::INTEGER AS minute,
                i::DOUBLE AS close FROM range(\(minutes)) AS t(i);
            CREATE TABLE sessions AS SELECT 'SECRET' AS symbol, 'RTH' AS session, DATE '1970-01-01' AS day, 1.0 AS close
            """
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }  // a temporary file that may be gone already
}
