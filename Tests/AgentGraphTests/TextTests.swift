import AgentGraph
import Foundation
import Sessions
import Testing

/// Texts that a store cannot keep are refused before anything is written; all others come back as they were.
struct TextTests {
    let thread = ThreadID()
    let now = Date(timeIntervalSince1970: 1_790_000_000)
    let graph = Scripted([.a: goes(to: nil)])

    private func refuses(_ work: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) async {
        do {
            try await work()
            Issue.record("expected a refusal", sourceLocation: sourceLocation)
        } catch {
            #expect((error as? SessionError)?.code == .text, sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: StoreKind.lasting)
    func `NUL in a message is refused with its turn, and nothing is kept of it`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let runtime = Runtime(graph, store: store)
        let said = Message(session: thread, role: .user, text: "a\u{0}b", at: now)
        await refuses {
            _ = try await runtime.start(on: thread, after: nil, attachments: [said.attachment], state: .init())
        }
        #expect(try await store.session(thread) == nil)
        #expect(try await runtime.history(of: thread).isEmpty)
    }

    @Test(arguments: StoreKind.lasting)
    func `NUL in a name is refused`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let runtime = Runtime(graph, store: store)
        try await store.create(Session(id: thread, createdAt: now, updatedAt: now))
        let bad = "a\u{0}b"
        await refuses { _ = try await runtime.start(on: ThreadID(rawValue: bad), after: nil, state: .init()) }
        await refuses { _ = try await runtime.start(on: thread, after: nil, key: bad, state: .init()) }
        await refuses { try await store.create(Session(title: bad, createdAt: now, updatedAt: now)) }
        await refuses { try await store.rename(thread, to: bad, at: now) }
        await refuses {
            try await store.save(Strategy(name: bad, conditions: Data("{}".utf8), createdAt: now, updatedAt: now))
        }
        await refuses {
            _ = try await store.reserve(
                CachedContext(key: "k", model: bad, name: nil, expiresAt: now, createdAt: now),
                now: now
            )
        }
        #expect(try await store.sessions(limit: 10, offset: 0).map(\.title) == [nil])
        #expect(try await store.strategies().isEmpty)
    }

    @Test(arguments: StoreKind.lasting)
    func `an error's text with NUL is kept without it`(kind: StoreKind) async throws {
        struct Strange: Error, CustomStringConvertible { let description = "a\u{0}b" }
        let store = try await kind.openSessions()
        let runtime = Runtime(Scripted([.a: { _, _ in throw Strange() }]), store: store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).failure is Strange)
        #expect(try await store.load(run).record.error == "a\u{FFFD}b")
    }

    @Test(arguments: StoreKind.lasting, ["строка 🙂 \u{2028}\u{FEFF}", "'; DROP TABLE runs; --", "e\u{301}\r\n\t", ""])
    func `any other text comes back as it was`(kind: StoreKind, text: String) async throws {
        let store = try await kind.openSessions()
        let runtime = Runtime(graph, store: store)
        let said = Message(session: thread, role: .user, text: text, answer: Data(text.utf8), at: now)
        let run = try await runtime.start(
            on: thread,
            after: nil,
            attachments: [said.attachment],
            state: .init(note: text)
        )
        let kept = try #require(try await store.messages(of: thread, last: nil).first)
        #expect(Array(kept.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(kept.answer == Data(text.utf8))
        #expect(
            try await runtime.run(run).finished?.note.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars)
        )
    }

    @Test(arguments: StoreKind.allCases)
    func `a state of ten megabytes comes back as it was`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let text = String(repeating: "{\"\\[🙂", count: 1_000_000)
        let graph = Scripted([
            .a: { state, _ in
                state.note = text
                return .ask("?", then: .b)
            },
            .b: goes(to: nil),
        ])
        let runtime = Runtime(graph, store: store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let asked = try #require(try await runtime.run(run).questions.first)
        _ = try await runtime.answer(asked.id, with: "!")
        #expect(try await Runtime(graph, store: store).run(run).finished?.note == text)
    }
}
