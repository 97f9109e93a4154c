import AgentGraph
import Foundation
import Sessions
import Synchronization
import Testing

/// Clocks that jump; the ids are those of docs/faults.md.
struct ClockTests {
    let thread = ThreadID()

    /// A wall clock that is set by so many seconds each time it is looked at.
    private func clock(jumping seconds: Double) -> @Sendable () -> Date {
        let now = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
        let jump = seconds
        return {
            now.withLock { now in
                now += jump
                return now
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `C01 a wall clock that jumps ahead ends no lease, deadline or budget`(kind: StoreKind) async throws {
        let store = try await kind.open()
        var graph = Scripted([.a: goes(to: .b), .b: goes(to: nil)])
        graph.policies[.a] = NodePolicy(deadline: .seconds(3600))
        let settings = Settings(owner: "one", lease: .seconds(3600), now: clock(jumping: 7200))
        let runtime = Runtime(graph, store: store, settings: settings)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        _ = try await store.claim(run, lease: Lease(owner: "two", duration: .seconds(3600)))
        await fails(.runOwned) { _ = try await runtime.run(run) }
        #expect(try await runtime.orphans().isEmpty)
        try await store.renew(run, fence: 1, lease: Lease(owner: "two", duration: .zero))
        #expect(try await runtime.run(run).finished?.x == 2)
        #expect(try await store.load(run).record.spending.seconds < 3600)
    }

    @Test(arguments: StoreKind.allCases)
    func `C02 a wall clock that jumps back makes no duration negative and no event precede another`(
        kind: StoreKind
    ) async throws {
        let store = try await kind.open()
        var graph = Scripted([
            .a: { _, context in
                if context.attempt == 1 { throw Broken() }
                return .ask("?", then: .b)
            },
            .b: goes(to: nil),
        ])
        graph.policies[.a] = NodePolicy(attempts: 2, backoff: Backoff(first: .milliseconds(1)))
        let runtime = Runtime(graph, store: store, settings: Settings(now: clock(jumping: -7200)))
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let asked = try #require(try await runtime.run(run).questions.first)
        _ = try await runtime.answer(asked.id, with: "!")
        #expect(try await runtime.run(run).finished != nil)
        #expect(try await store.load(run).record.spending.seconds >= 0)
        let events = try await runtime.events(of: run, after: 0)
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.number < $1.number })
        #expect(events.last?.kind == .finished)
    }

    @Test(arguments: StoreKind.lasting)
    func `C02 messages keep their order whatever the clock says`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let runtime = Runtime(
            Scripted([.a: goes(to: nil)]),
            store: store,
            settings: Settings(now: clock(jumping: -7200))
        )
        for index in 1...5 {
            let head = try await runtime.head(of: thread).checkpoint
            let said = Message(session: thread, role: .user, text: "\(index)", at: runtime.settings.now())
            let run = try await runtime.start(on: thread, after: head, attachments: [said.attachment], state: .init())
            _ = try await runtime.run(run)
        }
        #expect(try await store.messages(of: thread, last: nil).map(\.text) == ["1", "2", "3", "4", "5"])
        #expect(try await runtime.history(of: thread).count == 5)
    }

    @Test(arguments: StoreKind.lasting)
    func `C02 a cached context that was made before the clock was set back ends at its time`(
        kind: StoreKind
    )
        async throws
    {
        let store = try await kind.openSessions()
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let made = CachedContext(key: thread.rawValue, model: "m", name: "one", expiresAt: now + 60, createdAt: now)
        #expect(try await store.reserve(made, now: now))
        let later = now - 7200
        #expect(try await !store.reserve(made, now: later))
        #expect(try await store.reserve(made, now: now + 61))
    }
}
