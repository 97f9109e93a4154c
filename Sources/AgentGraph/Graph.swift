/// Nodes over one typed state: what an agent may do, and where each step may lead.
///
/// One `Node` enum, one `State`, one `switch` in `run`. A node gets its own copy of the state; what a failed attempt did
/// to that copy is gone.
public protocol Graph: Sendable {
    associatedtype Node: RawRepresentable<String>, CaseIterable, Hashable, Sendable
    associatedtype State: Codable, Sendable
    /// What a person is asked, and what they may reply.
    associatedtype Question: Codable, Sendable
    associatedtype Answer: Codable, Sendable

    /// Grows when a run that waits in a store could no longer go on: a node renamed or gone, a route that means
    /// something else.
    var version: Int { get }
    /// The shape of `State` in a store, and how older shapes become it.
    var schema: StateSchema { get }
    var start: Node { get }
    /// Where a turn goes that has used up its budget; it gets `Budget.grace` steps to end in an answer.
    var exhausted: Node { get }

    /// Where `node` may lead. Going elsewhere fails the step, so the drawing of the graph is never wrong.
    func routes(from node: Node) -> Routes<Node>
    func policy(for node: Node) -> NodePolicy
    func run(
        _ node: Node,
        _ state: inout State,
        _ context: NodeContext<Answer>
    ) async throws -> Outcome<Node, Question>

    /// What is stored with the ending of a run that was stopped or failed for good, such as what there is of a reply.
    /// A run that is drained leaves nothing: it goes on elsewhere.
    ///
    /// - Parameters:
    ///   - node: the one at work.
    ///   - state: before that node.
    func parting(
        _ node: Node,
        _ state: State,
        _ context: NodeContext<Answer>,
        _ reason: Parting
    ) throws -> [Attachment]
}

extension Graph {
    public func policy(for node: Node) -> NodePolicy { NodePolicy() }

    public func parting(
        _ node: Node,
        _ state: State,
        _ context: NodeContext<Answer>,
        _ reason: Parting
    ) throws -> [Attachment] { [] }
}

/// Why a run ends without having finished.
public enum Parting: Sendable {
    case stopped
    /// The node's error, after its last attempt.
    case failed(any Error)
}

/// What follows a node's work. There is no fourth possibility: a graph that merely has nothing left to do cannot be
/// written.
public enum Outcome<Node: Sendable, Question: Sendable>: Sendable {
    case next(Node)
    /// The run stops until every question has its answer; the answers are the input of `then`, in this order, and
    /// nothing runs twice.
    case ask([Question], then: Node)
    case finish

    public static func ask(_ question: Question, then node: Node) -> Outcome { .ask([question], then: node) }

    /// A smaller graph's outcome as one of the graph that holds it: its nodes and questions renamed, its end led on.
    public func within<Outer, Asked>(
        _ node: (Node) -> Outer,
        _ question: (Question) -> Asked,
        finish: Outcome<Outer, Asked>
    ) -> Outcome<Outer, Asked> {
        switch self {
        case .next(let inner): .next(node(inner))
        case .ask(let questions, let inner): .ask(questions.map(question), then: node(inner))
        case .finish: finish
        }
    }
}

/// Declared ways on from a node.
public struct Routes<Node: Hashable & Sendable>: Sendable {
    public var next: [Node]
    /// Nodes that a person's answer leads to.
    public var answered: [Node]
    public var finishes: Bool

    public init(to next: [Node] = [], answered: [Node] = [], finishes: Bool = false) {
        self.next = next
        self.answered = answered
        self.finishes = finishes
    }

    func allow<Question>(_ outcome: Outcome<Node, Question>) -> Bool {
        switch outcome {
        case .next(let node): next.contains(node)
        case .ask(let questions, let node): answered.contains(node) && !questions.isEmpty
        case .finish: finishes
        }
    }
}
