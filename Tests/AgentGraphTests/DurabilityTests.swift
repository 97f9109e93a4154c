import AgentGraph
import Foundation
import Sessions
import Testing

/// What a store must hold, whoever writes and whenever somebody dies.
struct DurabilityTests {
    let thread = ThreadID()
    let line = Scripted([.a: goes(to: .b), .b: goes(to: .c), .c: goes(to: nil)])

    private func runtime(
        _ graph: Scripted,
        _ store: any CheckpointStore,
        owner: String = "one",
        lease: Duration = .seconds(30)
    ) -> Runtime<Scripted> {
        Runtime(graph, store: store, settings: Settings(owner: owner, lease: lease, isGone: { $0 == "dead" }))
    }

    @Test(arguments: StoreKind.allCases)
    func `a second turn on the same head is told that the conversation moved on`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let runtime = runtime(line, store)
        _ = try await runtime.run(try await runtime.start(on: thread, after: nil, state: .init()))
        await fails(.conversationMovedOn) { _ = try await runtime.start(on: thread, after: nil, state: .init()) }
    }

    @Test(arguments: StoreKind.allCases)
    func `C09 of many turns at once on one head exactly one begins`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let runtime = runtime(line, store)
        let begun = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<16 {
                group.addTask {
                    (try? await runtime.start(on: thread, after: nil, state: .init(x: index))) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(begun == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `C07 C08 the same request twice is one run, and one key is not two requests`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let runtime = runtime(line, store)
        let first = try await runtime.start(on: thread, after: nil, key: "k", state: .init(x: 1))
        #expect(try await runtime.start(on: thread, after: nil, key: "k", state: .init(x: 1)) == first)
        await fails(.keyMismatch) {
            _ = try await runtime.start(on: thread, after: nil, key: "k", state: .init(x: 2))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `C10 of many answers to one question exactly one is taken`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([.a: { _, _ in .ask("which?", then: .b) }, .b: goes(to: nil)])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let asked = try #require(try await runtime.run(run).questions.first)
        let taken = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                group.addTask { (try? await runtime.answer(asked.id, with: "\(index)")) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a run at work belongs to one owner until the lease lapses`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let run = try await runtime(line, store).start(on: thread, after: nil, state: .init())
        _ = try await store.claim(run, lease: Lease(owner: "one", duration: .seconds(3600)))
        await fails(.runOwned) { _ = try await runtime(line, store, owner: "two").run(run) }
        #expect(try await runtime(line, store, owner: "two").orphans().isEmpty)
        try await store.renew(run, fence: 1, lease: Lease(owner: "one", duration: .milliseconds(1)))
        try await Task.sleep(for: .milliseconds(20))
        #expect(try await runtime(line, store, owner: "two").orphans() == [run])
        #expect(try await runtime(line, store, owner: "two").run(run).finished?.x == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `a late sign of life does not take back a run that was let go`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([.a: { state, _ in if state.x == 0 { throw Broken() } else { .finish } }])
        let run = try await runtime(graph, store).start(on: thread, after: nil, state: .init())
        #expect(try await runtime(graph, store).run(run).failure is Broken)
        try await store.renew(run, fence: 1, lease: Lease(owner: "one", duration: .seconds(3600)))
        #expect(try await runtime(graph, store, owner: "two").run(run).failure is Broken)
    }

    @Test(arguments: StoreKind.allCases)
    func `an owner known to be dead need not be waited for`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let run = try await runtime(line, store).start(on: thread, after: nil, state: .init())
        _ = try await store.claim(run, lease: Lease(owner: "dead", duration: .seconds(600)))
        #expect(try await runtime(line, store).orphans() == [run])
        #expect(try await runtime(line, store).run(run).finished?.x == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `P11 an owner that was paused beyond its lease can no longer write`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let paused = Gate()
        let entered = Gate()
        let slow = Scripted([
            .a: { _, _ in
                if paused.isFirst {
                    entered.open()
                    await paused.pass()
                }
                return .finish
            }
        ])
        let run = try await runtime(slow, store, owner: "dead").start(on: thread, after: nil, state: .init())
        let stale = Task { try await runtime(slow, store, owner: "dead").run(run) }
        await entered.pass()
        #expect(try await runtime(slow, store, owner: "two").run(run).finished != nil)
        paused.open()
        await fails(.staleOwner) { _ = try await stale.value }
        #expect(try await store.history(of: thread).map(\.checkpoints.count) == [2])
    }

    @Test(arguments: StoreKind.allCases)
    func `events are numbered, stored with their step, and replayed from any number`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { _, context in
                for index in 1...3 { try context.note(index) }
                return .finish
            }
        ])
        let runtime = runtime(graph, store)
        let shown = Shown()
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        _ = try await runtime.run(run, show: shown.show)
        let stored = try await runtime.events(of: run, after: 0)
        #expect(stored == shown.all)
        #expect(zip(stored, stored.dropFirst()).allSatisfy { $0.number < $1.number })
        #expect(try await runtime.events(of: run, after: stored[1].number) == Array(stored[2...]))
        #expect(try await runtime.events(of: run, after: stored[1].number, limit: 1) == [stored[2]])
    }

    @Test(arguments: StoreKind.allCases)
    func `numbers that a lost owner showed and did not store are not used again`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let shown = Shown()
        let hangs = Scripted([
            .a: { _, context in
                try context.note("half")
                try await Task.sleep(for: .seconds(60))
                return .finish
            }
        ])
        let run = try await runtime(hangs, store).start(on: thread, after: nil, state: .init())
        let lost = Task { try await runtime(hangs, store, owner: "dead").run(run, show: shown.show) }
        while shown.all.count < 2 { await Task.yield() }
        let late = Shown()
        _ = try await runtime(line, store, owner: "two").run(run, show: late.show)
        lost.cancel()
        _ = try? await lost.value
        let last = try #require(shown.all.filter { $0.kind != .stopped }.last).number
        #expect(late.kinds.first == .resumed)
        #expect(late.all.allSatisfy { $0.number > last })
        #expect(try await runtime(line, store).events(of: run, after: last) == late.all)
    }

    @Test(arguments: StoreKind.allCases)
    func `a step stores what it changed, and the last one everything`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { state, _ in
                state.log = (0..<100).map { "line \($0)" }
                return .next(.b)
            },
            .b: goes(to: .c),
            .c: { state, _ in
                state.x += 1
                return .ask("?", then: .d)
            },
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        _ = try await runtime.run(run)
        let checkpoints = try await store.load(run).checkpoints
        #expect(checkpoints.map(\.isSnapshot) == [true, false, false, false])
        #expect(checkpoints[3].state.count < 60)
        #expect(try await runtime.state(at: CheckpointID(run: run, step: 3)).x == 2)
        #expect(try await runtime.state(at: CheckpointID(run: run, step: 1)).x == 0)
        await fails(.unknownCheckpoint) { _ = try await runtime.state(at: CheckpointID(run: run, step: 9)) }
    }

    @Test(arguments: StoreKind.allCases)
    func `old runs go, the newest stay, and the head goes on`(kind: StoreKind) async throws {
        let store = try await kind.open()
        var settings = Settings()
        settings.retention = Retention(runs: 2)
        let runtime = Runtime(line, store: store, settings: settings)
        var ids: [RunID] = []
        for _ in 0..<5 {
            let head = try await runtime.head(of: thread).checkpoint
            ids.append(try await runtime.start(on: thread, after: head, state: .init()))
            _ = try await runtime.run(ids[ids.count - 1])
        }
        #expect(try await runtime.history(of: thread).map(\.record.id) == Array(ids.suffix(2)))
        #expect(try await runtime.head(of: thread).checkpoint?.run == ids.last)
    }

    @Test(arguments: StoreKind.allCases)
    func `P12 a run of another graph version or an unknown schema is refused, not guessed`(kind: StoreKind) async throws
    {
        let store = try await kind.open()
        let graph = Scripted([.a: { _, _ in .ask("which?", then: .b) }, .b: goes(to: nil)])
        let run = try await runtime(graph, store).start(on: thread, after: nil, state: .init(x: 5))
        let asked = try #require(try await runtime(graph, store).run(run).questions.first)
        _ = try await runtime(graph, store).answer(asked.id, with: "NQ")
        var newer = graph
        newer.version = 2
        await fails(.graphVersionGone) { _ = try await runtime(newer, store, owner: "two").run(run) }
        var changed = graph
        changed.schema = StateSchema(number: 3)
        await fails(.unknownSchema) {
            _ = try await runtime(changed, store).state(at: CheckpointID(run: run, step: 1))
        }
        changed.schema = StateSchema(number: 2, migrations: [1: { Data(String(decoding: $0, as: UTF8.self).utf8) }])
        #expect(try await runtime(changed, store).state(at: CheckpointID(run: run, step: 1)).x == 5)
    }

    @Test(arguments: StoreKind.allCases)
    func `a thread is deleted with all that was kept of it`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let runtime = runtime(line, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        _ = try await runtime.run(run)
        try await store.delete(thread)
        #expect(try await runtime.history(of: thread).isEmpty)
        #expect(try await runtime.head(of: thread) == Head(checkpoint: nil, live: nil))
        await fails(.unknownRun) { _ = try await runtime.events(of: run, after: 0) }
    }

    @Test(arguments: StoreKind.lasting)
    func `what comes with a step is stored once, and not at all with a failed attempt`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let said: @Sendable (String) throws -> AgentGraph.Attachment = { [thread] id in
            let id = MessageID(rawValue: id)
            return try Message(id: id, session: thread, role: .user, text: "?", at: .now).attachment
        }
        var graph = Scripted([
            .a: { _, context in
                context.attach(try said("try \(context.attempt)"))
                if context.attempt == 1 { throw Broken() }
                context.attach(try said("try 2"))
                return .finish
            }
        ])
        graph.policies[.a] = NodePolicy(attempts: 2, backoff: Backoff(first: .zero))
        let runtime = runtime(graph, store)
        let input = try said("asked")
        let run = try await runtime.start(on: thread, after: nil, attachments: [input], state: .init())
        _ = try await runtime.run(run)
        let messages = try await store.messages(of: thread, last: nil)
        #expect(messages.map(\.id.rawValue) == ["asked", "try 2"])
        #expect(messages.map(\.number) == [1, 2])
    }
}
