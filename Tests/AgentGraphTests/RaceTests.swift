import AgentGraph
import CrashProof
import Foundation
import Sessions
import Testing

/// What happens where two things happen at once, or a store fails in the middle.
struct RaceTests {
    let thread = ThreadID()
    let line = Scripted([.a: goes(to: .b), .b: goes(to: nil)])

    @Test(arguments: StoreKind.allCases)
    func `a turn that failed does not come back once the conversation went on`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let broken = Scripted([.a: { _, _ in throw Broken() }])
        let failed = try await Runtime(broken, store: store).start(on: thread, after: nil, state: .init())
        #expect(try await Runtime(broken, store: store).run(failed).failure is Broken)
        let runtime = Runtime(line, store: store)
        let next = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(next).finished != nil)
        await fails(.runEnded) { _ = try await runtime.run(failed) }
        #expect(try await runtime.head(of: thread).checkpoint?.run == next)
    }

    @Test(arguments: StoreKind.allCases)
    func `a turn that was stopped goes on as long as no other ended`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let broken = Scripted([.a: { _, _ in throw Broken() }])
        let first = try await Runtime(broken, store: store).start(on: thread, after: nil, state: .init())
        _ = try await Runtime(broken, store: store).run(first)
        let second = try await Runtime(broken, store: store).start(on: thread, after: nil, state: .init())
        await fails(.runInProgress) { _ = try await Runtime(line, store: store).run(first) }
        _ = try await Runtime(broken, store: store).run(second)
        #expect(try await Runtime(line, store: store).run(first).finished != nil)
        await fails(.runEnded) { _ = try await Runtime(line, store: store).run(second) }
    }

    @Test(arguments: StoreKind.allCases)
    func `a request that is repeated after its turn ended is that turn`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let runtime = Runtime(line, store: store)
        let run = try await runtime.start(on: thread, after: nil, key: "k", fingerprint: "f", state: .init())
        let end = try #require(try await runtime.run(run).finished)
        let head = try await runtime.head(of: thread).checkpoint
        let again = try await runtime.start(on: thread, after: head, key: "k", fingerprint: "f", state: end)
        #expect(again == run)
        await fails(.keyMismatch) {
            _ = try await runtime.start(on: thread, after: head, key: "k", fingerprint: "g", state: end)
        }
    }

    @Test(arguments: StoreKind.lasting)
    func `what a finished part attached is stored although its node had to be run again`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let done = Entered()
        var graph = Scripted([
            .a: { [thread] _, context in
                _ = try await context.map("part", over: ["one", "two"], limit: 1) { item, context in
                    done.add(item)
                    let said = Message(
                        id: MessageID(rawValue: "\(context.run) \(item) \(done.all.count)"),
                        session: thread,
                        role: .assistant,
                        text: item,
                        at: .now
                    )
                    context.attach(try said.attachment)
                    if item == "two", context.attempt == 1 { throw Broken() }
                    return item
                }
                return .finish
            }
        ])
        graph.policies[.a] = NodePolicy(attempts: 2, backoff: Backoff(first: .zero))
        let runtime = Runtime(graph, store: store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).finished != nil)
        #expect(done.all == ["one", "two", "two"])
        #expect(try await store.messages(of: thread, last: nil).map(\.text) == ["one", "two"])
    }

    @Test(arguments: StoreKind.allCases)
    func `what a turn used is counted once, also where the turn fails after its step`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { _, context in
                context.spend(1, of: "calls")
                return .next(.a)
            },
            .sorry: { _, context in
                context.spend(1, of: "calls")
                return .next(.sorry)
            },
        ])
        let settings = Settings(budget: Budget(steps: 2, grace: 1))
        let runtime = Runtime(graph, store: store, settings: settings)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).failure != nil)
        #expect(try await store.load(run).record.spending.amounts == ["calls": 3])
    }

    @Test(arguments: StoreKind.lasting)
    func `a step that the store refuses leaves a run that can be taken up at once`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let refused = Gate()
        let watched = WatchedStore(store) { moment, write in
            if moment == .before, write == .commit, refused.isFirst { throw SessionError(.full, "no space") }
        }
        let run = try await Runtime(line, store: watched).start(on: thread, after: nil, state: .init())
        await #expect(throws: SessionError.self) { try await Runtime(line, store: watched).run(run) }
        #expect(try await Runtime(line, store: store).run(run).finished?.x == 2)
    }

    @Test(arguments: StoreKind.lasting)
    func `a commit whose outcome was lost is not undone by letting the run go`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let lost = Gate()
        let watched = WatchedStore(store) { moment, write in
            if moment == .after, write == .commit, lost.isFirst { throw SessionError(.unreachable, "gone") }
        }
        let short = Scripted([.a: goes(to: nil)])
        let run = try await Runtime(short, store: watched).start(on: thread, after: nil, state: .init())
        await #expect(throws: SessionError.self) { try await Runtime(short, store: watched).run(run) }
        #expect(try await store.load(run).record.status == .finished)
        #expect(try await store.head(of: thread).checkpoint?.run == run)
    }

    @Test(arguments: StoreKind.lasting)
    func `a store that is busy when the lease is renewed does not end the step at work`(kind: StoreKind) async throws {
        let store = try await kind.openSessions()
        let renewed = Gate()
        let busy = Gate()
        let watched = WatchedStore(store) { moment, write in
            guard write == .renew, moment == .before else { return }
            if busy.isFirst { throw SessionError(.busy, "locked") }
            renewed.open()
        }
        let graph = Scripted([
            .a: { _, _ in
                await renewed.pass()
                try Task.checkCancellation()
                return .finish
            }
        ])
        let runtime = Runtime(graph, store: watched, settings: Settings(lease: .milliseconds(60)))
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let work = Task { try await runtime.run(run) }
        #expect(try await work.value.finished != nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a state that cannot be written fails the run, and does not hold it`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let runtime = Runtime(Unwritable(), store: store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).failure is EncodingError)
        #expect(try await runtime.head(of: thread).live == nil)
        #expect(try await store.load(run).record.status == .failed)
    }

    @Test(arguments: StoreKind.allCases)
    func `a conversation that is deleted while a turn is at work stays deleted`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { [thread] _, _ in
                try await store.delete(thread)
                return .next(.b)
            },
            .b: goes(to: nil),
        ])
        let runtime = Runtime(graph, store: store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        await fails(.unknownRun) { _ = try await runtime.run(run) }
        #expect(graph.entered.all == ["a"])
        #expect(try await runtime.history(of: thread).isEmpty)
        #expect(try await runtime.head(of: thread) == Head(checkpoint: nil, live: nil))
    }

    @Test(arguments: StoreKind.allCases)
    func `of an answer and an abandoning at once the run ends abandoned, whoever was first`(
        kind: StoreKind
    ) async throws {
        let store = try await kind.open()
        let graph = Scripted([.a: { _, _ in .ask("which?", then: .b) }, .b: goes(to: nil)])
        let runtime = Runtime(graph, store: store)
        for _ in 0..<10 {
            let run = try await runtime.start(on: thread, after: nil, state: .init())
            let asked = try #require(try await runtime.run(run).questions.first)
            async let answered: Bool = {
                do {
                    return try await runtime.answer(asked.id, with: "NQ").isReady
                } catch let error as GraphError where error.code == .runEnded {
                    return false
                }
            }()
            async let abandoned: Void = runtime.abandon(run)
            _ = try await (answered, abandoned)
            #expect(try await store.load(run).record.status == .abandoned)
            await fails(.runEnded) { _ = try await runtime.run(run) }
        }
    }
}

/// A graph whose state is refused by the encoder after its first step.
private struct Unwritable: Graph {
    enum Node: String, CaseIterable { case only }

    struct State: Codable, Sendable {
        var isSpoilt = false

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            guard !isSpoilt else {
                throw EncodingError.invalidValue(isSpoilt, .init(codingPath: [], debugDescription: "spoilt"))
            }
            try container.encode(isSpoilt, forKey: .isSpoilt)
        }
    }

    let version = 1
    let schema = StateSchema(number: 1)
    let start = Node.only
    let exhausted = Node.only

    func routes(from node: Node) -> Routes<Node> { Routes(to: [.only]) }

    func run(_ node: Node, _ state: inout State, _ context: NodeContext<String>) async throws -> Outcome<Node, String> {
        state.isSpoilt = true
        return .next(.only)
    }
}
