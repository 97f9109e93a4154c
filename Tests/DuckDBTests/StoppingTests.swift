import DuckDB
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StoppingTests {
    /// A running query of each kind: aggregating, sorting, streaming rows, sleeping in one call.
    static let queries = [
        endless,
        "SELECT a.range FROM range(3000000) a, range(1000) b ORDER BY hash(a.range + b.range) LIMIT 5",
        "SELECT a.range FROM range(10000000) a, range(10000) b WHERE a.range * b.range % 1000003 = 1000002",
    ]

    @Test(arguments: queries)
    func `cancelling the task stops its query within 100 ms`(_ sql: String) async throws {
        let connection = try Connection(Database(path: nil, settings: .sandbox))
        let delay = try await shortest {
            let query = Task { try await connection.query(sql, limits: .none) }
            try await Task.sleep(for: .milliseconds(100))
            let start = ContinuousClock.now
            query.cancel()
            #expect(await failure { _ = try await query.value }?.code == .cancelled)
            return start.duration(to: .now)
        }
        #expect(delay < .milliseconds(100))
        #expect(try await connection.query("SELECT 42")[0, 0] == .integer(42))
    }

    @Test func `a cancellation at any moment is obeyed`() async throws {
        let connection = try Connection(Database(path: nil, settings: .sandbox))
        for microseconds in stride(from: 0, through: 20_000, by: 500) {
            let query = Task { try await connection.query(endless) }
            try await Task.sleep(for: .microseconds(microseconds))
            query.cancel()
            #expect(await failure { _ = try await query.value }?.code == .cancelled)
        }
        #expect(try await connection.query("SELECT 42")[0, 0] == .integer(42))
    }

    @Test(arguments: queries)
    func `a deadline stops the query within 100 ms of it`(_ sql: String) async throws {
        let connection = try Connection(Database(path: nil, settings: .sandbox))
        let time = try await shortest {
            let start = ContinuousClock.now
            #expect(
                await failure { _ = try await connection.query(sql, limits: Limits(seconds: 0.2)) }?.code == .deadline
            )
            return start.duration(to: .now)
        }
        #expect(time < .milliseconds(300))
    }

    @Test func `another caller of the same connection gets its answer`() async throws {
        let connection = try Connection(scratch())
        let first = Task { try await connection.query(endless) }
        try await Task.sleep(for: .milliseconds(50))
        async let second = connection.query("SELECT count(*) FROM range(50000000) t(i) WHERE i % 3 = 0")
        first.cancel()
        #expect(try await second[0, 0] == .integer(16_666_667))
        #expect(await failure { _ = try await first.value }?.code == .cancelled)
    }

    @Test func `another connection of the same database is not disturbed`() async throws {
        let database = try scratch()
        let (one, other) = (try Connection(database), try Connection(database))
        async let answer = other.query("SELECT count(*) FROM range(100000000) t(i) WHERE i % 3 = 0")
        let error = await failure { _ = try await one.query(endless, limits: Limits(seconds: 0.1)) }
        #expect(error?.code == .deadline)
        #expect(try await answer[0, 0] == .integer(33_333_334))
    }

    @Test func `a task that was cancelled before never begins`() async throws {
        let connection = try Connection(scratch())
        let task = Task {
            try? await Task.sleep(for: .seconds(60))  // ends at once when cancelled
            try await connection.execute("CREATE TABLE t(i INTEGER)")
        }
        task.cancel()
        #expect(await failure { try await task.value }?.code == .cancelled)
        #expect(await failure { _ = try await connection.query("FROM t") }?.code == .prepare)
    }

    @Test func `queries that block leave the cooperative pool free`() async throws {
        let database = try Database(path: nil, settings: .sandbox)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                let connection = try Connection(database)
                group.addTask { _ = try await connection.query(endless) }
            }
            try await Task.sleep(for: .milliseconds(200))
            let others = await withTaskGroup(of: Int.self) { tasks in
                for index in 0..<20 {
                    tasks.addTask { index }
                }
                return await tasks.reduce(0, +)
            }
            #expect(others == 190)
            group.cancelAll()
            while let result = await group.nextResult() {
                #expect(throws: DuckDBError.self) { try result.get() }
            }
        }
    }

    @Test func `connections can go away while a cancelled query still ends`() async throws {
        for _ in 0..<20 {
            let task = Task {
                let connection = try Connection(try scratch())
                return try await connection.query(endless)
            }
            try await Task.sleep(for: .milliseconds(5))
            task.cancel()
            #expect(await failure { _ = try await task.value }?.code == .cancelled)
        }
    }

    /// Of a few runs, since other tests keep the processors busy; one is enough when it is short.
    private func shortest(_ run: () async throws -> Duration) async throws -> Duration {
        var least = Duration.seconds(60)
        for _ in 0..<10 where least > .milliseconds(50) {
            least = min(least, try await run())
        }
        return least
    }
}
