import AgentGraph
import Foundation
import Testing

/// The twelve scenarios that LangGraph 1.2.22 was run through: the same order of nodes and the same final state, and
/// better where that one loses, doubles or ends in a silent success.
struct ScenarioTests {
    let thread = ThreadID()

    private func runtime(
        _ graph: Scripted,
        _ store: any CheckpointStore,
        budget: Budget = Budget()
    ) -> Runtime<Scripted> {
        Runtime(graph, store: store, settings: Settings(budget: budget))
    }

    @Test(arguments: StoreKind.allCases)
    func `1: a line of nodes, and a second turn that goes on from the first, one checkpoint a step`(
        kind: StoreKind
    ) async throws {
        let store = try await kind.open()
        let graph = Scripted([.a: goes(to: .b), .b: goes(to: .c), .c: goes(to: nil)])
        let runtime = runtime(graph, store)
        let first = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(first).finished?.x == 3)
        let head = try #require(try await runtime.head(of: thread).checkpoint)
        var state = try await runtime.state(at: head)
        state.x += 7
        let second = try await runtime.start(on: thread, after: head, state: state)
        let end = try #require(try await runtime.run(second).finished)
        #expect(end.x == 13)
        #expect(end.log == ["to b", "to c", "end", "to b", "to c", "end"])
        #expect(graph.entered.all == ["a", "b", "c", "a", "b", "c"])
        // The input and three steps, twice: nothing for a start node.
        #expect(try await runtime.history(of: thread).map(\.checkpoints.count) == [4, 4])
    }

    @Test(arguments: StoreKind.allCases)
    func `2: a route that is not declared fails the step instead of ending as a success`(kind: StoreKind) async throws {
        let store = try await kind.open()
        var graph = Scripted([.a: { state, _ in state.x < 0 ? .next(.b) : .next(.c) }, .b: goes(to: nil)])
        graph.declared = [.a: Routes(to: [.b]), .b: Routes(finishes: true)]
        let runtime = runtime(graph, store)
        let good = try await runtime.start(on: thread, after: nil, state: .init(x: -1))
        #expect(try await runtime.run(good).finished?.log == ["end"])
        let head = try await runtime.head(of: thread).checkpoint
        let bad = try await runtime.start(on: thread, after: head, state: .init())
        #expect((try await runtime.run(bad).failure as? GraphError)?.code == .undeclaredRoute)
    }

    @Test(arguments: StoreKind.allCases, [10, 5, 4])
    func `3: a loop within its budget ends, also where the budget is just used up`(
        kind: StoreKind,
        steps: Int
    ) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { state, _ in
                state.x += 1
                return state.x < 4 ? .next(.a) : .finish
            }
        ])
        let runtime = runtime(graph, store, budget: Budget(steps: steps))
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).finished?.x == 4)
        #expect(graph.entered.all == ["a", "a", "a", "a"])
    }

    @Test(arguments: StoreKind.allCases)
    func `3: a loop over its budget ends in an answer that says so`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: goes(to: .a),
            .sorry: { state, context in
                state.note = "\(context.spending.steps) steps"
                return .finish
            },
        ])
        let shown = Shown()
        let runtime = runtime(graph, store, budget: Budget(steps: 3))
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run, show: shown.show).finished?.note == "3 steps")
        #expect(shown.kinds.contains(.overBudget(limit: "steps")))
    }

    @Test(arguments: StoreKind.allCases)
    func `3: a graph that does not end within its grace fails`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([.a: goes(to: .a), .sorry: goes(to: .sorry)])
        let runtime = runtime(graph, store, budget: Budget(steps: 2, grace: 2))
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect((try await runtime.run(run).failure as? GraphError)?.code == .budgetExhausted)
        #expect(graph.entered.all == ["a", "a", "sorry", "sorry"])
    }

    @Test(arguments: StoreKind.allCases)
    func `4: branches that finish in another order are joined in their own, once`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { state, context in
                state.log = try await context.map("fetch", over: [3, 2, 1, 0], limit: 4) { item, _ in
                    try await Task.sleep(for: .milliseconds(15 * item))
                    return "\(item)"
                }
                return .next(.b)
            },
            .b: goes(to: nil),
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).finished?.log == ["3", "2", "1", "0", "end"])
        #expect(graph.entered.all == ["a", "b"])
    }

    @Test(arguments: StoreKind.allCases)
    func `5: a question runs nothing twice, and its answer goes to the next node`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: goes(to: .b),
            .b: { state, _ in
                state.log.append("effect")
                return .ask("which?", then: .c)
            },
            .c: { state, context in
                state.note = context.answers.first
                return .finish
            },
        ])
        let run = try await runtime(graph, store).start(on: thread, after: nil, state: .init())
        let asked = try #require(try await runtime(graph, store).run(run).questions.first)
        #expect(asked.question == "which?")
        // Asking again gives the same question, and runs nothing.
        #expect(try await runtime(graph, store).run(run).questions == [asked])
        #expect(graph.entered.all == ["a", "b"])
        // Another runtime, as another process would have.
        let answered = try await runtime(graph, store).answer(asked.id, with: "NQ")
        #expect(answered.isReady)
        let end = try #require(try await runtime(graph, store).run(run).finished)
        #expect(end.note == "NQ")
        #expect(end.log == ["to b", "effect"])
        #expect(graph.entered.all == ["a", "b", "c"])
    }

    @Test(arguments: StoreKind.allCases)
    func `5: C11 an answer to a question that has one, or that nobody asked, is an error`(kind: StoreKind) async throws
    {
        let store = try await kind.open()
        let graph = Scripted([.a: { _, _ in .ask("which?", then: .b) }, .b: goes(to: nil)])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let asked = try #require(try await runtime.run(run).questions.first)
        _ = try await runtime.answer(asked.id, with: "NQ")
        await fails(.alreadyAnswered) { _ = try await runtime.answer(asked.id, with: "ES") }
        await fails(.unknownQuestion) { _ = try await runtime.answer(QuestionID(), with: "ES") }
    }

    @Test(arguments: StoreKind.allCases)
    func `5: a new turn does not drop a question unasked`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([.a: { _, _ in .ask("which?", then: .b) }, .b: goes(to: nil)])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        _ = try await runtime.run(run)
        await fails(.runInProgress) { _ = try await runtime.start(on: thread, after: nil, state: .init()) }
        try await runtime.abandon(run)
        _ = try await runtime.start(on: thread, after: nil, state: .init())
    }

    @Test(arguments: StoreKind.allCases)
    func `6: two questions one after the other, each effect once`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { state, _ in
                state.log.append("e0")
                return .ask("a?", then: .b)
            },
            .b: { state, context in
                state.log += ["e1"] + context.answers
                return .ask("b?", then: .c)
            },
            .c: { state, context in
                state.log += ["e2"] + context.answers
                return .finish
            },
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        for answer in ["AAPL", "1y"] {
            let asked = try #require(try await runtime.run(run).questions.first)
            _ = try await runtime.answer(asked.id, with: answer)
        }
        #expect(try await runtime.run(run).finished?.log == ["e0", "e1", "AAPL", "e2", "1y"])
    }

    @Test(arguments: StoreKind.allCases)
    func `6: two questions at once are answered by their ids, in any order`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { _, _ in .ask(["a?", "b?"], then: .b) },
            .b: { state, context in
                state.log = context.answers
                return .finish
            },
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let asked = try await runtime.run(run).questions
        #expect(asked.map(\.question) == ["a?", "b?"])
        let first = try await runtime.answer(asked[1].id, with: "second")
        #expect(!first.isReady)
        #expect(try await runtime.run(run).questions == [asked[0]])
        let last = try await runtime.answer(asked[0].id, with: "first")
        #expect(last.isReady)
        #expect(try await runtime.run(run).finished?.log == ["first", "second"])
        #expect(graph.entered.all == ["a", "b"])
    }

    @Test(arguments: StoreKind.allCases)
    func `7: after a branch failed, only what is missing is done again`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let done = Entered()
        let graph = Scripted([
            .a: { state, context in
                state.log = try await context.map("part", over: ["ok", "bad"], limit: 1) { item, _ in
                    done.add(item)
                    if item == "bad", done.all.filter({ $0 == "bad" }).count == 1 { throw Broken() }
                    return item
                }
                return .finish
            }
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).failure is Broken)
        #expect(try await runtime.run(run).finished?.log == ["ok", "bad"])
        #expect(done.all == ["ok", "bad", "bad"])
    }

    @Test(arguments: StoreKind.allCases)
    func `8: retries are numbered, and what a failed attempt noted is marked void`(kind: StoreKind) async throws {
        let store = try await kind.open()
        var graph = Scripted([
            .a: { state, context in
                try context.note("attempt \(context.attempt)")
                state.log.append("tried")
                if context.attempt < 3 { throw Broken() }
                return .finish
            }
        ])
        graph.policies[.a] = NodePolicy(attempts: 3, backoff: Backoff(first: .milliseconds(1)))
        let shown = Shown()
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        // What failed attempts did to their copy of the state is gone.
        #expect(try await runtime.run(run, show: shown.show).finished?.log == ["tried"])
        #expect(graph.entered.all == ["a", "a", "a"])
        let notes = shown.all.filter { if case .note = $0.kind { true } else { false } }
        #expect(notes.map(\.attempt) == [1, 2, 3])
        let failed = shown.all.filter { if case .attemptFailed = $0.kind { true } else { false } }
        #expect(failed.map(\.attempt) == [1, 2])
    }

    @Test(arguments: StoreKind.allCases)
    func `8: a node over its deadline is cancelled and tried again`(kind: StoreKind) async throws {
        let store = try await kind.open()
        var graph = Scripted([
            .a: { _, context in
                if context.attempt == 1 { try await Task.sleep(for: .seconds(60)) }
                return .finish
            }
        ])
        graph.policies[.a] = NodePolicy(
            deadline: .milliseconds(500),
            attempts: 20,
            backoff: Backoff(first: .milliseconds(1))
        )
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).finished != nil)
        #expect(graph.entered.all.count > 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `9: where a node leads is the only place it leads to`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let graph = Scripted([
            .a: { state, _ in
                state.note = "why"
                return .next(.b)
            },
            .b: goes(to: nil),
            .c: goes(to: nil),
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).finished?.note == "why")
        #expect(graph.entered.all == ["a", "b"])
    }

    @Test(arguments: StoreKind.allCases)
    func `10: a turn is run again from an earlier point with another input, and both are kept`(
        kind: StoreKind
    ) async throws {
        let store = try await kind.open()
        let step: @Sendable (String, Scripted.Name?) -> Scripted.Body = { name, next in
            { state, _ in
                state.log.append("\(name)\(state.x)")
                state.x += 1
                return next.map(Outcome.next) ?? .finish
            }
        }
        let graph = Scripted([.a: step("a", .b), .b: step("b", .c), .c: step("c", nil)])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        #expect(try await runtime.run(run).finished?.log == ["a0", "b1", "c2"])
        let head = try #require(try await runtime.head(of: thread).checkpoint)
        let afterA = CheckpointID(run: run, step: 1)
        let trial = try await runtime.branch(from: afterA) { $0.x = 100 }
        #expect(try await runtime.run(trial).finished?.log == ["a0", "b100", "c101"])
        // A trial is not the conversation.
        #expect(try await runtime.head(of: thread).checkpoint == head)
        let again = try await runtime.branch(from: afterA) { _ in }
        #expect(try await runtime.run(again).finished?.log == ["a0", "b1", "c2"])
        let edited = try await runtime.branch(from: afterA, replacing: head) { $0.x = 7 }
        #expect(try await runtime.run(edited).finished?.log == ["a0", "b7", "c8"])
        #expect(try await runtime.head(of: thread).checkpoint?.run == edited)
        #expect(try await runtime.state(at: head).log == ["a0", "b1", "c2"])
        #expect(graph.entered.all == ["a", "b", "c", "b", "c", "b", "c", "b", "c"])
    }

    @Test(arguments: StoreKind.allCases)
    func `11: a cancelled run keeps what was ready, and its notes stay on record`(kind: StoreKind) async throws {
        let store = try await kind.open()
        let began = Gate()
        let graph = Scripted([
            .a: { state, context in
                if state.x == 0, context.attempt == 1, began.isFirst {
                    _ = try await context.once("quick") { _ in "quick" }
                    try context.note("tick")
                    began.open()
                    try await Task.sleep(for: .seconds(60))
                }
                state.note = try await context.once("quick") { _ in "again" }
                return .finish
            }
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let work = Task { try await runtime.run(run) }
        await began.pass()
        work.cancel()
        #expect(try await work.value.isStopped)
        let events = try await runtime.events(of: run, after: 0)
        #expect(events.contains { $0.kind == .note(json: #""tick""#) })
        #expect(try await runtime.run(run).finished?.note == "quick")
        #expect(graph.entered.all == ["a", "a"])
    }

    @Test(arguments: StoreKind.allCases)
    func `11: a draining runtime ends its step, begins no other, and another takes up the run`(
        kind: StoreKind
    ) async throws {
        let store = try await kind.open()
        let began = Gate()
        let finish = Gate()
        let graph = Scripted([
            .a: { state, _ in
                began.open()
                await finish.pass()
                state.log.append("a")
                return .next(.b)
            },
            .b: goes(to: nil),
        ])
        let first = runtime(graph, store)
        let run = try await first.start(on: thread, after: nil, state: .init())
        async let ending = first.run(run)
        await began.pass()
        first.drain()
        finish.open()
        #expect(try await ending.isDrained)
        #expect(graph.entered.all == ["a"])
        #expect(try await runtime(graph, store).run(run).finished?.log == ["a", "end"])
        #expect(graph.entered.all == ["a", "b"])
    }

    @Test(arguments: StoreKind.allCases)
    func `12: a graph within a graph asks without running its nodes again, and doubles nothing`(
        kind: StoreKind
    ) async throws {
        let store = try await kind.open()
        let inner: @Sendable (Scripted.Name, inout Scripted.Log, [String]) -> Outcome<Scripted.Name, String> = {
            node,
            state,
            answers in
            state.log.append(node == .b ? "s1" : "s2=\(answers.first ?? "")")
            return node == .b ? .ask("inner?", then: .c) : .finish
        }
        let graph = Scripted([
            .a: { state, _ in
                state.log.append("p1")
                return .next(.b)
            },
            .b: { state, context in
                inner(.b, &state, context.answers).within({ $0 }, { "from inside: \($0)" }, finish: .next(.d))
            },
            .c: { state, context in
                inner(.c, &state, context.answers).within({ $0 }, { $0 }, finish: .next(.d))
            },
            .d: { state, _ in
                state.log.append("p2")
                return .finish
            },
        ])
        let runtime = runtime(graph, store)
        let run = try await runtime.start(on: thread, after: nil, state: .init())
        let asked = try #require(try await runtime.run(run).questions.first)
        #expect(asked.question == "from inside: inner?")
        _ = try await runtime.answer(asked.id, with: "yes")
        #expect(try await runtime.run(run).finished?.log == ["p1", "s1", "s2=yes", "p2"])
        #expect(graph.entered.all == ["a", "b", "c", "d"])
    }

    @Test func `12: a question without a store is an error, not an end`() async throws {
        let graph = Scripted([.a: { _, _ in .ask("which?", then: .b) }])
        let runtime = Runtime(graph, store: nil)
        #expect((try await runtime.run(state: .init()).failure as? GraphError)?.code == .noStore)
    }
}

/// Expects a `GraphError` of this code.
func fails(
    _ code: GraphError.Code,
    _ work: () async throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
) async {
    do {
        try await work()
        Issue.record("expected \(code.rawValue)", sourceLocation: sourceLocation)
    } catch let error as GraphError {
        #expect(error.code == code, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}
