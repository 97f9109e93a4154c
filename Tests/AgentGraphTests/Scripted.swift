import AgentGraph
import Foundation
import Synchronization

/// A graph whose nodes are closures, and which writes down the bodies entered.
struct Scripted: Graph {
    typealias Body = @Sendable (inout Log, NodeContext<String>) async throws -> Outcome<Name, String>

    enum Name: String, CaseIterable { case a, b, c, d, done, sorry }

    struct Log: Codable, Hashable, Sendable {
        var x = 0
        var log: [String] = []
        var note: String?
    }

    var version = 1
    var schema = StateSchema(number: 1)
    let start = Name.a
    let exhausted = Name.sorry
    var bodies: [Name: Body]
    var declared: [Name: Routes<Name>]?
    var policies: [Name: NodePolicy] = [:]
    let entered = Entered()

    init(_ bodies: [Name: Body]) { self.bodies = bodies }

    /// Everything is allowed where a test is not about routes.
    func routes(from node: Name) -> Routes<Name> {
        if let declared { return declared[node] ?? Routes() }
        return Routes(to: Name.allCases, answered: Name.allCases, finishes: true)
    }

    func policy(for node: Name) -> NodePolicy { policies[node] ?? NodePolicy() }

    func run(_ node: Name, _ state: inout Log, _ context: NodeContext<String>) async throws -> Outcome<Name, String> {
        entered.add(node.rawValue)
        return try await bodies[node]?(&state, context) ?? .finish
    }
}

final class Entered: Sendable {
    private let names = Mutex<[String]>([])
    func add(_ name: String) { names.withLock { $0.append(name) } }
    var all: [String] { names.withLock { $0 } }
}

/// Events in the order in which they were shown.
final class Shown: Sendable {
    private let events = Mutex<[Event]>([])
    var show: Runtime<Scripted>.Show { { event in self.events.withLock { $0.append(event) } } }
    var all: [Event] { events.withLock { $0 } }
    var kinds: [Event.Kind] { all.map(\.kind) }
}

/// A node that logs its name, adds to x and leads on.
func goes(to next: Scripted.Name?, adding: Int = 1) -> Scripted.Body {
    { state, context in
        state.x += adding
        state.log.append(next == nil ? "end" : "to \(next?.rawValue ?? "")")
        return next.map(Outcome.next) ?? .finish
    }
}

extension Ending {
    var finished: State? {
        if case .finished(let state) = self { return state }
        return nil
    }

    var questions: [PendingQuestion<Question>] {
        if case .waiting(let questions) = self { return questions }
        return []
    }

    var failure: (any Error)? {
        if case .failed(let error) = self { return error }
        return nil
    }

    var isStopped: Bool {
        if case .stopped = self { return true }
        return false
    }

    var isDrained: Bool {
        if case .drained = self { return true }
        return false
    }
}

struct Broken: Error {}

/// Something that a test waits for.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let asked = Atomic<Bool>(false)

    /// True once.
    var isFirst: Bool { !asked.exchange(true, ordering: .relaxed) }

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }
    func pass() async { for await _ in stream {} }
}
