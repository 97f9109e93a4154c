import AgentGraph
import Foundation
import Sessions
import SessionsSQLite
import Testing

struct SessionTests {
    let thread = ThreadID()
    let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func say(_ count: Int, in store: any SessionStore) async throws {
        let graph = Scripted([.a: { _, _ in .finish }])
        let runtime = Runtime(graph, store: store)
        for index in 0..<count {
            let head = try await runtime.head(of: thread).checkpoint
            let said = Message(session: thread, role: .user, text: "message \(index + 1)", at: now)
            let run = try await runtime.start(on: thread, after: head, attachments: [said.attachment], state: .init())
            _ = try await runtime.run(run)
        }
    }

    @Test(arguments: StoreKind.lasting)
    func `a thread's first turn makes its session, and messages are numbered without gaps`(kind: StoreKind) async throws
    {
        let store = try await kind.openSessions()
        try await say(5, in: store)
        #expect(try await store.sessions(limit: 10, offset: 0).map(\.id) == [thread])
        #expect(try await store.messages(of: thread, last: nil).map(\.number) == [1, 2, 3, 4, 5])
        #expect(try await store.messages(of: thread, last: 2).map(\.text) == ["message 4", "message 5"])
    }

    @Test(arguments: StoreKind.lasting)
    func `a message that comes with a turn's input is that turn's`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        try await say(1, in: store)
        let run = try #require(try await store.head(of: thread).checkpoint?.run)
        #expect(try await store.messages(of: thread, last: nil).map(\.run) == [run])
    }

    @Test(arguments: StoreKind.lasting)
    func `a block is summarised once, with what it stands for marked`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        try await say(12, in: store)
        let made = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask { [thread, now] in
                    let summary = Message(session: thread, role: .summary, text: "ten", summarises: 1...10, at: now)
                    return (try? await store.summarise(summary)) ?? false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 1)
        #expect(try await store.summaries(of: thread).map(\.summarises) == [1...10])
        #expect(try await store.messages(of: thread, last: nil).map(\.isSummarised).filter { $0 }.count == 10)
        let beyond = Message(session: thread, role: .summary, text: "ten", summarises: 11...20, at: now)
        await #expect(throws: SessionError.self) { try await store.summarise(beyond) }
        #expect(try await store.summaries(of: thread).count == 1)
    }

    @Test(arguments: StoreKind.lasting)
    func `a session is renamed, listed latest first, and deleted with all of it`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        try await say(1, in: store)
        let other = Session(title: "other", createdAt: now, updatedAt: .distantFuture)
        try await store.create(other)
        await #expect(throws: SessionError.self) { try await store.create(other) }
        try await store.rename(thread, to: "gaps", at: now)
        #expect(try await store.sessions(limit: 10, offset: 0).map(\.title) == ["other", "gaps"])
        #expect(try await store.sessions(limit: 1, offset: 1).map(\.title) == ["gaps"])
        try await store.delete(thread)
        #expect(try await store.session(thread) == nil)
        #expect(try await store.messages(of: thread, last: nil).isEmpty)
        await #expect(throws: SessionError.self) { try await store.rename(thread, to: "gone", at: now) }
    }

    @Test(arguments: StoreKind.lasting)
    func `traces come back by step, once each, with all that they had`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let made = (1...3).map { attempt in
            Trace(
                session: thread,
                run: RunID(rawValue: "r"),
                step: 1,
                agent: "understander",
                attempt: attempt,
                input: "\u{0} «?»\n",
                output: "{}",
                milliseconds: 1.5,
                inputTokens: attempt == 2 ? 7 : 0,
                cachedTokens: attempt == 2 ? 5 : 0,
                outputTokens: attempt == 2 ? 3 : 0,
                error: attempt == 3 ? "store.busy" : nil,
                at: now
            )
        }
        let graph = Scripted([
            .a: { _, context in
                for trace in made + made { context.attach(try trace.attachment) }
                return .finish
            }
        ])
        let runtime = Runtime(graph, store: store)
        _ = try await runtime.run(try await runtime.start(RunID(rawValue: "r"), on: thread, after: nil, state: .init()))
        #expect(try await store.traces(of: RunID(rawValue: "r")).sorted { $0.attempt < $1.attempt } == made)
    }

    @Test(arguments: StoreKind.lasting)
    func `of many callers one makes the cached context, and an expired one is made again`(kind: StoreKind) async throws
    {
        let store = try await kind.openSessions()
        var context = CachedContext(key: "k", model: "m", name: nil, expiresAt: now + 60, createdAt: now)
        #expect(try await store.reserve(context, now: now))
        #expect(try await !store.reserve(context, now: now + 30))
        context.name = "cachedContents/1"
        try await store.save(context)
        #expect(try await store.cachedContext(key: "k", model: "m")?.name == "cachedContents/1")
        #expect(try await store.reserve(context, now: now + 61))
        try await store.deleteCachedContext(key: "k", model: "m")
        #expect(try await store.cachedContext(key: "k", model: "m") == nil)
    }

    @Test(arguments: StoreKind.lasting)
    func `strategies are kept by id and named once`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        var strategy = Strategy(name: "gap", conditions: Data("{}".utf8), createdAt: now, updatedAt: now)
        try await store.save(strategy)
        strategy.results = Data("[]".utf8)
        try await store.save(strategy)
        #expect(try await store.strategies() == [strategy])
        let double = Strategy(name: "gap", conditions: Data("{}".utf8), createdAt: now, updatedAt: now)
        await #expect(throws: SessionError.self) { try await store.save(double) }
        try await store.deleteStrategy(strategy.id)
        #expect(try await store.strategies().isEmpty)
    }

    @Test func `a file that is no database is refused and left as it was`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString).db")
        try Data("no database, whatever its name says".utf8).write(to: path)
        #expect(throws: SessionError.self) { _ = try SQLiteStore(path: path.path) }
        #expect(try Data(contentsOf: path) == Data("no database, whatever its name says".utf8))
    }
}
