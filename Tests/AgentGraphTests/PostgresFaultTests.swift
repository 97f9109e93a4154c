import AgentGraph
import Foundation
import Sessions
import Synchronization
import Testing

@testable import SessionsPostgres

/// Faults of the store and its server, by the ids of the list that the product is held to.
@Suite(.enabled(if: TestServer.isNamed))
struct PostgresFaultTests {
    let thread = ThreadID()
    let line = Scripted([.a: goes(to: .b), .b: goes(to: .c), .c: goes(to: nil)])

    /// A turn with one message, begun again as often as the store cannot be reached.
    private func turn(_ index: Int, _ store: any SessionStore) async throws {
        let runtime = Runtime(line, store: store)
        let id = MessageID(rawValue: "m\(index)")
        let said = Message(id: id, session: thread, role: .user, text: "\(index)", at: .now)
        let run = try await runtime.start(
            on: thread,
            after: try await runtime.head(of: thread).checkpoint,
            key: "\(index)",
            attachments: [said.attachment],
            state: .init()
        )
        #expect(try await runtime.run(run).finished != nil)
    }

    private func isWhole(_ store: any SessionStore, turns: Int) async throws {
        let messages = try await store.messages(of: thread, last: nil)
        #expect(messages.map(\.id.rawValue) == (0..<turns).map { "m\($0)" })
        #expect(messages.map(\.number) == Array(1...turns))
        let runs = try await store.history(of: thread)
        #expect(runs.count == min(turns, 20) && runs.allSatisfy { $0.record.status == .finished })
        #expect(runs.allSatisfy { $0.checkpoints.map(\.step) == [0, 1, 2, 3] })
    }

    @Test(arguments: ["stop", "kill"])
    func `D06, D07: a server that is restarted or killed while turns run costs none and doubles none`(
        fault: String
    ) async throws {
        try await OwnServer.with { server in
            let url = try await server.ask("start")
            _ = try await Migrator(pool: PostgresPool(url: url)).migrate()
            try await TestServer.script("ALTER ROLE barwise_server PASSWORD '\(TestServer.password)'", at: url)
            let pool = PostgresPool(
                url: TestServer.address(url, as: "barwise_server"),
                settings: PostgresSettings(connections: 4, reconnecting: .seconds(60))
            )
            let store = PostgresStore(pool: pool, user: UUID())
            let done = Atomic<Int>(0)
            let (turns, faults) = (60, 2)
            let isOver = Atomic<Bool>(false)
            async let work: Void = {
                defer { isOver.store(true, ordering: .relaxed) }
                for index in 0..<turns {
                    try await turn(index, store)
                    done.add(1, ordering: .relaxed)
                }
            }()
            for round in 1...faults {
                while done.load(ordering: .relaxed) < round * 15, !isOver.load(ordering: .relaxed) {
                    try await Task.sleep(for: .milliseconds(2))
                }
                try await server.ask(fault)
                try await server.ask("start")
            }
            try await work
            try await isWhole(store, turns: turns)
        }
    }

    @Test func `D07: a COMMIT whose answer is lost is tried again, and nothing is there twice`() async throws {
        _ = try await TestServer.pool.value
        // Every first attempt at everything.
        let settings = PostgresSettings(connections: 2, wait: .seconds(60))
        let pool = PostgresPool(url: TestServer.own, settings: settings, losesAnswer: { !$0 })
        let store = PostgresStore(pool: pool, user: UUID())
        for index in 0..<3 { try await turn(index, store) }
        try await isWhole(store, turns: 3)

        let asks = Scripted([.a: { _, _ in .ask("?", then: .b) }, .b: goes(to: nil)])
        let runtime = Runtime(asks, store: store)
        let other = ThreadID()
        let session = Session(id: other, createdAt: .now, updatedAt: .now)
        try await store.create(session)
        let run = try await runtime.start(on: other, after: nil, state: .init())
        let asked = try #require(try await runtime.run(run).questions.first)
        #expect(try await runtime.answer(asked.id, with: "1").isReady)
        await fails(.alreadyAnswered) { _ = try await runtime.answer(asked.id, with: "2") }
        try await runtime.abandon(run)
        await fails(.runEnded) { try await runtime.abandon(run) }
        let context = CachedContext(
            key: UUID().uuidString,
            model: "m",
            name: nil,
            expiresAt: .now + 60,
            createdAt: .now
        )
        #expect(try await store.reserve(context, now: .now))
        #expect(try await !store.reserve(context, now: .now))
        try await store.deleteCachedContext(key: context.key, model: "m")
        let summary = Message(session: thread, role: .summary, text: "", summarises: 1...3, at: .now)
        #expect(try await store.summarise(summary))
        let again = Message(session: thread, role: .summary, text: "", summarises: 1...3, at: .now)
        #expect(try await !store.summarise(again))
    }

    @Test func `D08: who finds no connection free is told so in time, and the others are not hurt`() async throws {
        _ = try await TestServer.pool.value
        let settings = PostgresSettings(connections: 1, wait: .milliseconds(200))
        let pool = PostgresPool(url: TestServer.own, settings: settings)
        let (began, mayEnd) = (Gate(), DispatchSemaphore(value: 0))
        async let holder = pool.transaction(as: .login, .write) { tx in
            _ = try tx.run([])
            began.open()
            mayEnd.wait()
            return 1
        }
        await began.pass()
        let store = PostgresStore(pool: pool, user: UUID())
        await refused(.busy) { _ = try await store.sessions(limit: 1, offset: 0) }
        mayEnd.signal()
        #expect(try await holder == 1)
        #expect(try await store.sessions(limit: 1, offset: 0).isEmpty)
    }

    @Test func `D08: a server that has no connection left is waited for, and then is busy`() async throws {
        let url = try await TestServer.database()
        let name = try #require(URLComponents(string: url)).path.dropFirst()
        try await TestServer.script("ALTER DATABASE \(name) CONNECTION LIMIT 1", at: TestServer.url)
        let own = TestServer.address(url, as: "barwise_server")
        let first = PostgresStore(pool: PostgresPool(url: own), user: UUID())
        #expect(try await first.sessions(limit: 1, offset: 0).isEmpty)
        let settings = PostgresSettings(wait: .milliseconds(300))
        let second = PostgresStore(pool: PostgresPool(url: own, settings: settings), user: UUID())
        await refused(.busy) { _ = try await second.sessions(limit: 1, offset: 0) }
        #expect(try await first.sessions(limit: 1, offset: 0).isEmpty)
    }

    @Test func `D09: a statement that takes too long is a timeout`() async throws {
        _ = try await TestServer.pool.value
        let settings = PostgresSettings(statementTimeout: .milliseconds(100))
        let pool = PostgresPool(url: TestServer.own, settings: settings)
        await refused(.timeout) {
            try await pool.transaction(as: .user(UUID()), .read) { tx in
                _ = try tx.run([Statement("SELECT pg_sleep(60)")])
            }
        }
    }

    @Test(arguments: [(2, true), (3, false)])
    func `D09: a serialization failure is tried three times in all`(failures: Int, isCarriedOut: Bool) async throws {
        let pool = try await TestServer.pool.value
        let attempts = Atomic<Int>(0)
        let work: @Sendable (Transaction) throws -> Int = { tx in
            if attempts.add(1, ordering: .relaxed).newValue <= failures {
                _ = try tx.run([Statement("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")])
            }
            return 1
        }
        if isCarriedOut {
            #expect(try await pool.transaction(as: .user(UUID()), .write, work) == 1)
        } else {
            await refused(.busy) { try await pool.transaction(as: .user(UUID()), .write, work) }
        }
        #expect(attempts.load(ordering: .relaxed) == 3)
    }

    @Test func `D09: of two in a deadlock both get through`() async throws {
        _ = try await TestServer.pool.value
        let pool = PostgresPool(url: TestServer.own, settings: PostgresSettings(connections: 2))
        let key = Int.random(in: 0..<(1 << 40))
        let (one, two) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let lock: @Sendable (Transaction, Int) throws -> Void = { tx, key in
            _ = try tx.run([Statement("SELECT pg_advisory_xact_lock($1)", [.integer(key)])])
        }
        let firstTries = Atomic<Int>(0)
        let secondTries = Atomic<Int>(0)
        async let first: Void = pool.transaction(as: .login, .write) { tx in
            try lock(tx, key)
            if firstTries.add(1, ordering: .relaxed).newValue == 1 {
                one.signal()
                two.wait()
            }
            try lock(tx, key + 1)
        }
        async let second: Void = pool.transaction(as: .login, .write) { tx in
            try lock(tx, key + 1)
            if secondTries.add(1, ordering: .relaxed).newValue == 1 {
                two.signal()
                one.wait()
            }
            try lock(tx, key)
        }
        _ = try await (first, second)
        #expect(firstTries.load(ordering: .relaxed) + secondTries.load(ordering: .relaxed) == 3)
    }

    @Test func `D10: where the server has become read-only, writes are refused and reads go on`() async throws {
        let url = try await TestServer.database()
        let name = try #require(URLComponents(string: url)).path.dropFirst()
        let user = UUID()
        let own = TestServer.address(url, as: "barwise_server")
        let before = PostgresStore(pool: PostgresPool(url: own), user: user)
        try await turn(0, before)
        try await TestServer.script("ALTER DATABASE \(name) SET default_transaction_read_only = on", at: url)
        let store = PostgresStore(pool: PostgresPool(url: own), user: user)
        await refused(.readOnly) { try await store.rename(thread, to: "x", at: .now) }
        #expect(try await store.messages(of: thread, last: nil).count == 1)
    }

    @Test(arguments: [
        "SELECT set_config('role', 'authenticated', false)",
        "SELECT set_config('request.jwt.claims', '{}', false)",
        "SELECT set_config('request.jwt.claim.sub', 'somebody', false)",
    ])
    func `D11: a connection that comes back with a role or claims is closed`(poison: String) async throws {
        _ = try await TestServer.pool.value
        let pool = PostgresPool(url: TestServer.own, settings: PostgresSettings(connections: 1))
        let look: @Sendable (Transaction) throws -> (Int, Bool) = { tx in
            let row = try tx.run([
                Statement(
                    """
                    SELECT pg_backend_pid() AS pid, current_user = session_user
                        AND coalesce(current_setting('request.jwt.claims', true), '') = ''
                        AND coalesce(current_setting('request.jwt.claim.sub', true), '') = '' AS is_clean
                    """
                )
            ])[0].first
            return try (row?.integer("pid") ?? 0, row?.bool("is_clean") ?? false)
        }
        let first = try await pool.transaction(as: .login, .write, look)
        let same = try await pool.transaction(as: .login, .write, look)
        #expect(first == same)
        try await pool.transaction(as: .login, .write) { tx in _ = try tx.run([Statement(poison)]) }
        let next = try await pool.transaction(as: .login, .write, look)
        #expect(next.0 != first.0)
        #expect(next.1)
    }

    @Test func `D11: a connection left in a transaction is closed`() async throws {
        _ = try await TestServer.pool.value
        let pool = PostgresPool(url: TestServer.own, settings: PostgresSettings(connections: 1))
        let pid: @Sendable (Transaction) throws -> Int? = { tx in
            try tx.run([Statement("SELECT pg_backend_pid() AS pid")])[0].first?.integer("pid")
        }
        let first = try await pool.transaction(as: .login, .write, pid)
        try await pool.transaction(as: .login, .write) { tx in
            try tx.commit([Statement("COMMIT"), Statement("BEGIN"), Statement("SAVEPOINT a")])
            try tx.script("BEGIN")
        }
        #expect(try await pool.transaction(as: .login, .write, pid) != first)
    }

    @Test func `P10: of two programs on one store, one advances a run`() async throws {
        _ = try await TestServer.pool.value
        let user = UUID()
        let programs = (0..<2).map { _ in
            PostgresStore(
                pool: PostgresPool(url: TestServer.own, settings: PostgresSettings(connections: 2)),
                user: user
            )
        }
        for _ in 0..<10 {
            let run = try await Runtime(line, store: programs[0]).start(on: ThreadID(), after: nil, state: .init())
            let owners = await withTaskGroup(of: Bool.self) { group in
                for (index, store) in programs.enumerated() {
                    let lease = Lease(owner: "\(index)", duration: .seconds(60))
                    group.addTask { (try? await store.claim(run, lease: lease)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(owners == 1)
        }
    }

    @Test func `P11: an owner that slept through its lease is refused by the fence`() async throws {
        let store = PostgresStore(pool: try await TestServer.pool.value, user: UUID())
        let run = try await Runtime(line, store: store).start(on: thread, after: nil, state: .init())
        let asleep = try await store.claim(run, lease: Lease(owner: "asleep", duration: .milliseconds(1)))
        try await Task.sleep(for: .milliseconds(20))
        #expect(try await Runtime(line, store: store).run(run).finished?.x == 3)
        let late = Commit(
            run: run,
            fence: asleep.record.fence,
            checkpoint: CheckpointRecord(step: 1, node: "a", next: "b", isSnapshot: true, state: Data(), at: .now),
            status: .running,
            events: [],
            spending: Spending(),
            lease: Lease(owner: "asleep", duration: .seconds(60)),
            retention: Retention(),
            at: .now
        )
        await fails(.staleOwner) { try await store.commit(late) }
        await fails(.staleOwner) {
            try await store.journal(
                JournalRecord(step: 1, name: "n", result: Data()),
                of: run,
                fence: asleep.record.fence
            )
        }
        #expect(try await store.history(of: thread).map(\.checkpoints.count) == [4])
    }

    @Test func `C10: of two tabs in two programs that answer one question, one wins`() async throws {
        _ = try await TestServer.pool.value
        let user = UUID()
        let graph = Scripted([.a: { _, _ in .ask("which?", then: .b) }, .b: goes(to: nil)])
        let programs = (0..<2).map { _ in
            Runtime(graph, store: PostgresStore(pool: PostgresPool(url: TestServer.own), user: user))
        }
        let run = try await programs[0].start(on: thread, after: nil, state: .init())
        let asked = try #require(try await programs[0].run(run).questions.first)
        let told = await withTaskGroup(of: GraphError.Code?.self) { group in
            for index in 0..<8 {
                group.addTask {
                    do {
                        _ = try await programs[index % 2].answer(asked.id, with: "\(index)")
                        return nil
                    } catch {
                        return (error as? GraphError)?.code
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(told.count { $0 == nil } == 1)
        #expect(told.count { $0 == .alreadyAnswered } == 7)
    }

    private func refused(_ code: SessionError.Code, _ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("nothing was thrown, \(code) was due")
        } catch {
            #expect((error as? SessionError)?.code == code)
        }
    }
}
