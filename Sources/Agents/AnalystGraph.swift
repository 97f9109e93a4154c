package import AgentGraph
package import Answers
package import Foundation
internal import Sessions

/// The agents and their ways: a question is understood, routed to who can answer it, and answered; or it goes back to the
/// user.
package struct AnalystGraph: Graph {
    package enum Node: String, CaseIterable, Sendable {
        case understander, router, sqlAgent, validator, executor
        case clarifier, concept, scanner, backtester, smallTalk, decline
        case responder
    }

    package typealias State = Turn
    package typealias Question = Clarification
    /// An option's number, its text, or free words.
    package typealias Answer = String

    let analyst: Analyst
    /// nil: no model is asked anything.
    let assistant: Assistant?
    /// Turns are stored: messages and traces are kept, and a question waits for its answer.
    let isKept: Bool
    let now: @Sendable () -> Date
    /// The chat's last messages, oldest first, for a model that was not there; so many at most, those of a run left out.
    let recall: @Sendable (_ last: Int, _ besides: RunID) async throws -> [Said]
    /// What of the chat is to be summarised when the answer at work is said.
    var unsummarised: @Sendable () async throws -> [Unsummarised] = { [] }

    package init(
        _ analyst: Analyst,
        assistant: Assistant? = nil,
        isKept: Bool,
        now: @escaping @Sendable () -> Date = { Date() },
        recall: @escaping @Sendable (_ last: Int, _ besides: RunID) async throws -> [Said] = { _, _ in [] }
    ) {
        self.analyst = analyst
        self.assistant = assistant
        self.isKept = isKept
        self.now = now
        self.recall = recall
    }

    package var version: Int { 1 }
    package var schema: StateSchema { StateSchema(number: 1) }
    package var start: Node { .understander }
    package var exhausted: Node { .responder }

    package func routes(from node: Node) -> Routes<Node> {
        switch node {
        case .understander: Routes(to: [.router, .responder])
        case .router: Routes(to: [.sqlAgent, .clarifier, .concept, .scanner, .backtester, .smallTalk, .decline])
        case .sqlAgent: Routes(to: [.validator, .responder, .clarifier])
        case .validator: Routes(to: [.executor, .responder])
        case .executor: Routes(to: [.responder])
        case .clarifier: Routes(to: [.responder], answered: [.understander])
        case .concept, .scanner, .backtester, .smallTalk, .decline: Routes(to: [.responder])
        case .responder: Routes(finishes: true)
        }
    }

    /// Only what touches the data may fail for a moment: files that an import replaces.
    package func policy(for node: Node) -> NodePolicy {
        switch node {
        case .validator, .executor:
            NodePolicy(deadline: .seconds(100)) { failure in
                failure.attempt < Self.attempts && Passing.passes(failure.error) ? .milliseconds(50) : nil
            }
        // A model reads, or writes, here, with time to spare before the node is cut off.
        case .understander where assistant != nil, .responder where assistant != nil, .concept where assistant != nil,
            .smallTalk where assistant != nil:
            NodePolicy(deadline: .seconds(90))
        case .sqlAgent where assistant?.sql != nil: NodePolicy(deadline: .seconds(150))
        default: NodePolicy(deadline: .seconds(30))
        }
    }

    static let attempts = 3

    package func run(
        _ node: Node,
        _ turn: inout Turn,
        _ context: NodeContext<String>
    ) async throws -> Outcome<Node, Clarification> {
        let clock = ContinuousClock()
        let began = clock.now
        let input = Account.input(node, turn, context)
        let outcome = try await work(node, &turn, context)
        let account = Account(input: input, output: Account.output(node, turn, outcome), time: clock.now - began)
        try context.note(account.note)
        if isKept { try context.attach(account.trace(node, context, at: now()).attachment) }
        if case .finish = outcome { turn = turn.rest }
        return outcome
    }

    private func work(
        _ node: Node,
        _ turn: inout Turn,
        _ context: NodeContext<String>
    ) async throws -> Outcome<Node, Clarification> {
        switch node {
        case .understander: return try await understand(&turn, context)
        case .router: return .next(route(turn))
        case .sqlAgent:
            if turn.study == nil { return .next(try await writeByModel(&turn, context, else: .clarifier)) }
            let next = write(&turn)
            guard turn.work.isBeyond, assistant?.sql != nil else { return .next(next) }
            return .next(try await writeByModel(&turn, context, else: .responder))
        case .validator: return .next(try await validate(&turn, context))
        case .executor: return .next(try await execute(&turn, context))
        case .clarifier: return try clarify(&turn, context)
        case .concept, .scanner, .backtester, .smallTalk, .decline:
            turn.draft = turn.reading.map(analyst.draft)
            try await talk(&turn, context)
            return .next(.responder)
        case .responder: return try await respond(&turn, context)
        }
    }
}
