import AgentGraph
import Foundation
import Sessions

/// A turn of ten nodes, each of which changes one member of the state; the last one attaches the answer.
struct ChatGraph: Graph {
    enum Node: String, CaseIterable { case one, two, three, four, five, six, seven, eight, nine, ten }

    struct State: Codable, Sendable {
        var question = ""
        var members: [String]
        var second = ""
        var third = ""
        var fourth = ""
        var fifth = ""
        var counts: [Int] = []

        init(question: String = "") {
            self.question = question
            members = []
        }
    }

    let version = 1
    let schema = StateSchema(number: 1)
    let start = Node.one
    let exhausted = Node.ten
    /// Said in an answer.
    let answer: String?

    func routes(from node: Node) -> Routes<Node> {
        next(node).map { Routes(to: [$0]) } ?? Routes(finishes: true)
    }

    private func next(_ node: Node) -> Node? {
        let all = Node.allCases
        guard let place = all.firstIndex(of: node), place + 1 < all.count else { return nil }
        return all[place + 1]
    }

    func run(_ node: Node, _ state: inout State, _ context: NodeContext<String>) async throws -> Outcome<Node, String> {
        switch node {
        case .one: state.members = [state.question]
        case .two: state.second = state.question
        case .three: state.third = "read"
        case .four: state.fourth = "compiled"
        case .five: state.fifth = "run"
        default: state.counts.append(context.step)
        }
        if node == .ten, let answer {
            let message = Message(session: context.thread, role: .assistant, text: answer, run: context.run, at: Date())
            context.attach(try message.attachment)
        }
        return next(node).map(Outcome.next) ?? .finish
    }
}

/// One node that maps over so many items.
struct MapGraph: Graph {
    enum Node: String, CaseIterable { case map }
    struct State: Codable, Sendable { var results: [Int] = [] }

    let version = 1
    let schema = StateSchema(number: 1)
    let start = Node.map
    let exhausted = Node.map
    let width: Int

    func routes(from node: Node) -> Routes<Node> { Routes(finishes: true) }

    func run(_ node: Node, _ state: inout State, _ context: NodeContext<String>) async throws -> Outcome<Node, String> {
        state.results = try await context.map("item", over: Array(0..<width), limit: width) { item, _ in item * item }
        return .finish
    }
}
