package import AgentGraph
internal import Foundation
internal import Sessions

/// A turn as an agent would take it: it understands, asks a question where it has to, fetches in parallel, answers. What
/// it answers is known beforehand, so that a lost or doubled step shows.
package struct Talk: Graph {
    package enum Node: String, CaseIterable, Sendable { case understand, hear, fetch, respond }

    package struct State: Codable, Hashable, Sendable {
        /// The turn's name, and what the user said.
        package var key = ""
        package var asks = false
        package var heard: String?
        package var parts: [String] = []
        /// Turns that the conversation had, this one included once it has ended.
        package var turns = 0

        package init() {}
    }

    package let version = 1
    package let schema = StateSchema(number: 1)
    package let start = Node.understand
    package let exhausted = Node.respond
    /// What happens in the middle of a node's work.
    let meanwhile: @Sendable (Node) -> Void

    package init(meanwhile: @escaping @Sendable (Node) -> Void = { _ in }) { self.meanwhile = meanwhile }

    package func routes(from node: Node) -> Routes<Node> {
        switch node {
        case .understand: Routes(to: [.fetch], answered: [.hear])
        case .hear: Routes(to: [.fetch])
        case .fetch: Routes(to: [.respond])
        case .respond: Routes(finishes: true)
        }
    }

    package func run(
        _ node: Node,
        _ state: inout State,
        _ context: NodeContext<String>
    ) async throws -> Outcome<Node, String> {
        meanwhile(node)
        switch node {
        case .understand:
            guard state.asks else { return .next(.fetch) }
            context.attach(try said(Self.question(state.key), .question, context))
            return .ask(Self.question(state.key), then: .hear)
        case .hear:
            state.heard = context.answers.first
            return .next(.fetch)
        case .fetch:
            state.parts = try await context.map("part", over: [1, 2, 3], limit: 2) { [key = state.key] part, _ in
                "\(key) \(part)"
            }
            return .next(.respond)
        case .respond:
            state.turns += 1
            context.attach(try said(Self.answer(state.key), .complete, context))
            return .finish
        }
    }

    package static func question(_ key: String) -> String { "which, \(key)?" }
    package static func answer(_ key: String) -> String { "answer \(key)" }

    private func said(
        _ text: String,
        _ status: Message.Status,
        _ context: NodeContext<String>
    ) throws -> AgentGraph.Attachment {
        try Message(session: context.thread, role: .assistant, text: text, status: status, run: context.run, at: Date())
            .attachment
    }
}
