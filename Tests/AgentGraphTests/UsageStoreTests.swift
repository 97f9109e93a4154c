import AgentGraph
import Foundation
import LanguageModels
import Sessions
import SessionsPostgres
import SessionsSQLite
import Testing

/// What every ledger promises, whatever it is kept in.
struct UsageStoreTests {
    /// A user and a day of this test's own: the server is every test's.
    private let user = UUID()
    private let day = "\(Int.random(in: 3000...9999))-01-01"

    private func open(_ kind: StoreKind, as user: UUID? = nil) async throws -> any UsageStore {
        switch kind {
        case .memory: MemoryUsageStore()
        case .sqlite: try SQLiteStore(path: folder().appending(path: "sessions.db").path)
        case .postgres: PostgresStore(pool: try await TestServer.pool.value, user: user ?? self.user)
        }
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func call(
        _ tokens: Int = 100,
        user: UUID?? = .none,
        day: String? = nil,
        microdollars: Int? = 10,
        at seconds: Double = 0
    ) -> CallRecord {
        let payer: UUID? = user ?? self.user
        return CallRecord(
            id: UUID().uuidString,
            day: day ?? self.day,
            user: payer?.uuidString.lowercased(),
            model: "gemini:gemini-3.8-flash",
            agent: "understander",
            operation: .answer,
            usage: Usage(input: tokens - 30, cached: 5, output: 20, thinking: 10),
            microdollars: microdollars,
            outcome: nil,
            startedAt: Date(timeIntervalSince1970: 1_790_000_000 + seconds)
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `a call comes back as it was settled, in the order of its beginning`(kind: StoreKind) async throws {
        let store = try await open(kind)
        var first = call(at: 0)
        let second = call(microdollars: nil, at: 1)
        #expect(try await store.reserve(first, within: UsageBudget()))
        #expect(try await store.reserve(second, within: UsageBudget()))
        first.usage = Usage(input: 9, cached: 3, output: 2, thinking: 1)
        first.microdollars = 4
        first.outcome = CallRecord.ok
        try await store.settle(first)
        try await store.settle(first)
        #expect(try await store.calls(from: day, through: day) == [first, second])
        #expect(try await store.calls(from: "2025-01-01", through: "2025-12-31").isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a call that was not reserved is written down when it is settled`(kind: StoreKind) async throws {
        let store = try await open(kind)
        let late = call()
        try await store.settle(late)
        #expect(try await store.calls(from: day, through: day) == [late])
    }

    @Test(arguments: StoreKind.allCases)
    func `of many reservations at once just those pass that the user's tokens allow`(kind: StoreKind) async throws {
        let store = try await open(kind)
        let budget = UsageBudget(tokensOfUser: 1000)
        let passed = try await passing(40, store) { _ in
            call(100)
        } within: { _ in
            budget
        }
        #expect(passed == 10)
        let used = try await store.calls(from: day, through: day).reduce(0) { $0 + $1.tokens }
        #expect(used == 1000)
    }

    @Test(arguments: StoreKind.allCases)
    func `of many reservations of many users at once all together keep to the day's money`(kind: StoreKind) async throws
    {
        let store = try await open(kind)
        let budget = UsageBudget(microdollarsOfUser: 1000, microdollarsOfAll: 100)
        let users = (0..<5).map { _ in UUID() }
        let passed = try await passing(40, store) {
            call(user: users[$0 % 5])
        } within: { _ in
            budget
        }
        #expect(passed == 10)
        // What no user pays counts for all.
        #expect(try await !store.reserve(call(user: .some(nil), microdollars: 1), within: budget))
    }

    @Test(arguments: StoreKind.allCases)
    func `one user's calls leave another's budget alone, and one day's another day's`(kind: StoreKind) async throws {
        let store = try await open(kind)
        let budget = UsageBudget(tokensOfUser: 100, microdollarsOfUser: 10)
        #expect(try await store.reserve(call(), within: budget))
        #expect(try await !store.reserve(call(), within: budget))
        #expect(try await store.reserve(call(user: UUID()), within: budget))
        #expect(try await store.reserve(call(day: "2999-01-01"), within: budget))
        #expect(try await store.reserve(call(user: .some(nil)), within: budget))
    }

    @Test(arguments: StoreKind.allCases)
    func `what was reserved and not used is free again, and the same call twice counts once`(
        kind: StoreKind
    )
        async throws
    {
        let store = try await open(kind)
        let budget = UsageBudget(tokensOfUser: 100)
        var first = call()
        #expect(try await store.reserve(first, within: budget))
        #expect(try await store.reserve(first, within: budget))
        #expect(try await !store.reserve(call(), within: budget))
        first.usage = Usage(input: 1)
        try await store.settle(first)
        #expect(try await store.reserve(call(99), within: budget))
        #expect(try await !store.reserve(call(30), within: budget))
    }

    @Test func `two processes with one file never spend more than there is`() async throws {
        let path = try folder().appending(path: "sessions.db").path
        let stores = try (0..<4).map { _ in try SQLiteStore(path: path) }
        let passed = try await passing(40, stores[0]) { _ in
            call(100)
        } within: { _ in
            UsageBudget(tokensOfUser: 1000)
        } by: {
            stores[$0 % 4]
        }
        #expect(passed == 10)
    }

    @Test(.enabled(if: TestServer.isNamed))
    func `a user sees their own calls, and who runs the server everybody's`() async throws {
        let pool = try await TestServer.pool.value
        let (alice, bob) = (PostgresStore(pool: pool, user: user), PostgresStore(pool: pool, user: UUID()))
        #expect(try await alice.reserve(call(), within: UsageBudget()))
        #expect(try await bob.reserve(call(user: bob.user), within: UsageBudget()))
        #expect(try await bob.reserve(call(user: .some(nil)), within: UsageBudget()))
        #expect(try await alice.calls(from: day, through: day).map(\.user) == [user.uuidString.lowercased()])
        let all = try await alice.callsOfAll(from: day, through: day).map(\.user)
        #expect(all.count(where: { $0 == nil }) == 1 && Set(all).count == 3)
    }

    /// How many of so many reservations at once are allowed.
    private func passing(
        _ count: Int,
        _ store: any UsageStore,
        _ call: (Int) -> CallRecord,
        within budget: (Int) -> UsageBudget,
        by other: (Int) -> (any UsageStore)? = { _ in nil }
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<count {
                let (call, budget, store) = (call(index), budget(index), other(index) ?? store)
                group.addTask { try await store.reserve(call, within: budget) }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }
}
