import AgentGraph
import CrashProof
import Foundation
import Sessions
import SessionsSQLite
import Testing

/// Processes that are killed or paused at a chosen moment; the ids are those of docs/faults.md.
struct DeathTests {
    let session = ThreadID()
    let path: String

    init() throws { path = try temporaryFolder().appending(path: "sessions.db").path }

    private func speaker(from turn: Int = 1, turns: Int = 1, _ options: String...) throws -> Victim {
        let asked = ["--store", path, "--session", session.rawValue, "--from", "\(turn)", "--turns", "\(turns)"]
        return try Victim(crash, ["speak"] + asked + options)
    }

    /// What one that is to die had done by then.
    private func killed(_ death: Death, from turn: Int = 1, turns: Int = 1) async throws -> [Deed] {
        let victim = try speaker(from: turn, turns: turns, "--die", death.description)
        await victim.end()
        let write = try #require(death.write)
        #expect(victim.deeds.last == .dying(moment: death.moment.rawValue, write: write.rawValue))
        return victim.deeds
    }

    /// What the next one does, which is not to die.
    private func next(from turn: Int = 1, turns: Int = 1) async throws -> [Deed] {
        let victim = try speaker(from: turn, turns: turns)
        #expect(await victim.end())
        return victim.deeds
    }

    private func store() throws -> SQLiteStore { try SQLiteStore(path: path) }

    private func runtime() throws -> Runtime<Talk> {
        Runtime(Talk(), store: try store(), settings: Settings(isGone: ProcessOwner.isGone))
    }

    private func holds(_ deeds: [Deed]..., isOver: Bool = true) async throws {
        var ledger = Ledger()
        for one in deeds { ledger.note(one) }
        let store = try store()
        #expect(try await Examination(store, session: session).violations(of: ledger, isOver: isOver) == [])
        #expect(try await store.integrityProblems() == [])
    }

    @Test func `P01 a turn whose process died before its first step is found and begun`() async throws {
        let first = try await killed(Death(.after, .create))
        let runtime = try runtime()
        let run = try #require(try await runtime.head(of: session).live)
        #expect(try await runtime.orphans() == [run])
        let second = try await next()
        #expect(second.contains(.entered(key: "t1", node: "understand")))
        try await holds(first, second)
    }

    @Test func `P02 a step that was not stored is taken again, and one answer is seen`() async throws {
        let first = try await killed(Death(.before, .commit, 3))
        let second = try await next()
        let respond = Deed.entered(key: "t1", node: "respond")
        #expect(first.contains(respond) && second.contains(respond))
        #expect(!second.contains(.entered(key: "t1", node: "fetch")))
        try await holds(first, second)
    }

    @Test func `P03 a step that was stored is not taken again, and its events are told from the store`() async throws {
        let first = try await killed(Death(.after, .commit, 2))
        let runtime = try runtime()
        let run = try #require(try await runtime.head(of: session).live)
        let stored = try await runtime.events(of: run, after: 0)
        #expect(stored.contains { $0.node == "fetch" && $0.kind == .left(next: "respond") })
        let second = try await next()
        #expect(!second.contains(.entered(key: "t1", node: "fetch")))
        let missed = try await runtime.events(of: run, after: try #require(stored.last).number)
        #expect(missed.first?.kind == .resumed)
        #expect(missed.last?.kind == .finished)
        try await holds(first, second)
    }

    @Test func `P05 a question outlives its process, with its id and its text`() async throws {
        let first = try await killed(Death(.after, .commit), from: 5)
        let runtime = try runtime()
        let run = try #require(try await runtime.head(of: session).live)
        let asked = try #require(try await runtime.pending(of: run).first)
        #expect(asked.question == Talk.question("t5"))
        #expect(try await runtime.pending(of: run) == [asked])
        let second = try await next(from: 5)
        #expect(second.contains(.asked(key: "t5", question: asked.id.rawValue)))
        #expect(!second.contains(.entered(key: "t5", node: "understand")))
        try await holds(first, second)
    }

    @Test func `P06 an answer that was stored is not asked for again`() async throws {
        let first = try await killed(Death(.after, .answer), from: 5)
        let runtime = try runtime()
        #expect(try await runtime.orphans() == [try #require(try await runtime.head(of: session).live)])
        let second = try await next(from: 5)
        #expect(!second.contains { if case .asked = $0 { true } else { false } })
        #expect(second.contains(.entered(key: "t5", node: "hear")))
        try await holds(first, second)
    }

    @Test(arguments: WatchedStore.Moment.allCases)
    func `P07 a summary stands with its messages marked, or not at all`(moment: WatchedStore.Moment) async throws {
        let first = try await killed(Death(moment, .summarise), turns: 20)
        let summaries = try await store().summaries(of: session).count
        #expect(summaries == (moment == .before ? 0 : 1))
        try await holds(first, isOver: false)
        let last = first.compactMap { if case .said(let key) = $0 { Int(key.dropFirst()) } else { nil } }.max()
        let second = try await next(from: try #require(last))
        #expect(try await store().summaries(of: session).count == 1)
        try await holds(first, second)
    }

    @Test func `P10 two processes on one store advance each turn once`() async throws {
        let one = try speaker(turns: 12, "--name", "a")
        let other = try speaker(turns: 12, "--name", "b")
        #expect(await one.end())
        #expect(await other.end())
        let ended = (one.deeds + other.deeds).filter { if case .ended = $0 { true } else { false } }
        #expect(Set(ended).count == 24)
        try await holds(one.deeds, other.deeds)
    }

    @Test func `P11 a process that was paused beyond its lease can no longer write`() async throws {
        let paused = try speaker(turns: 1, "--stop", "understand", "--lease", "200")
        #expect(await paused.wait { $0 == .entered(key: "t1", node: "understand") })
        let second = try await next()
        paused.signal(SIGCONT)
        #expect(await paused.end())
        #expect(paused.deeds.contains(.lost(key: "t1")))
        #expect(second.contains(.ended(key: "t1")))
        try await holds(paused.deeds, second)
    }

    @Test func `many processes make one new file at once`() async throws {
        let first = try (0..<8).map { try speaker(turns: 1, "--name", "p\($0)") }
        for one in first { #expect(await one.end()) }
        try await holds(first.flatMap(\.deeds))
    }
}
