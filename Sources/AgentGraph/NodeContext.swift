internal import Foundation
internal import Synchronization

/// What a node has beside its state.
public struct NodeContext<Answer: Codable & Sendable>: Sendable {
    public let run: RunID
    public let thread: ThreadID
    public let step: Int
    /// From 1.
    public let attempt: Int
    /// To the questions of the step before, in their order; empty where it asked none.
    public let answers: [Answer]
    /// Used by the turn before this step.
    public let spending: Spending
    let log: StepLog
    let path: [String]

    /// Tells something while at work: shown at once, stored with the step. The notes of an attempt that fails are void.
    public func note(_ value: some Encodable) throws {
        let json = String(decoding: try JSONCoding.encode(value), as: UTF8.self)
        log.add(.note(json: json), attempt: attempt, path: path)
    }

    /// Stores something of the application's with the step, in its transaction; not at all if the attempt fails. What
    /// a finished `once` attached comes again with its stored result.
    public func attach(_ attachment: Attachment) { log.attach(attachment, path) }

    /// Counts something against the turn's budget. What a failed attempt used is used.
    public func spend(_ amount: Int, of name: String) { log.spend(amount, of: name, path) }

    /// Counted so far in this step, by this part of it.
    public var spent: [String: Int] { log.spent(under: path) }

    /// Work that is not done again when the step is: its result is stored at once, under this name.
    ///
    /// A node whose body runs a second time, after a crash or a failed attempt, gets the stored result. Names must be
    /// the same in every run of the body; two parts of one step need two names. What it spent is counted once.
    public func once<Result: Codable & Sendable>(
        _ name: String,
        _ work: (NodeContext) async throws -> Result
    ) async throws -> Result {
        let inner = path + [name]
        let full = inner.joined(separator: "/")
        if let stored = log.journaled(full) {
            let part = try JSONCoding.decode(Part<Result>.self, from: stored)
            for attachment in part.attachments ?? [] { log.attach(attachment, inner) }
            log.count(part.spent ?? [:], of: inner)
            return part.result
        }
        try Task.checkCancellation()
        let result = try await work(inside(inner))
        let attached = log.attachments(under: inner)
        let spent = log.spent(under: inner)
        let part = Part(
            result: result,
            attachments: attached.isEmpty ? nil : attached,
            spent: spent.isEmpty ? nil : spent
        )
        try await log.journal(full, try JSONCoding.encode(part))
        return result
    }

    /// Runs `work` for every item, at most `limit` at once, and returns the results in the items' order, whichever was
    /// ready first. Each result is stored when it is there: after a failure only what is missing is done again. Items
    /// that have begun when one fails are cancelled.
    public func map<Item: Sendable, Result: Codable & Sendable>(
        _ name: String,
        over items: [Item],
        limit: Int,
        _ work: @Sendable @escaping (Item, NodeContext) async throws -> Result
    ) async throws -> [Result] {
        var results = [Result?](repeating: nil, count: items.count)
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var waiting = Array(items.enumerated()).makeIterator()
            func addNext() {
                guard let (index, item) = waiting.next() else { return }
                group.addTask { (index, try await once("\(name)[\(index)]") { try await work(item, $0) }) }
            }
            for _ in 0..<max(1, limit) { addNext() }
            while let (index, result) = try await group.next() {
                results[index] = result
                addNext()
            }
        }
        return results.compactMap { $0 }
    }

    private func inside(_ path: [String]) -> NodeContext {
        NodeContext(
            run: run,
            thread: thread,
            step: step,
            attempt: attempt,
            answers: answers,
            spending: spending,
            log: log,
            path: path
        )
    }
}

/// A finished part of a step as its journal keeps it.
private struct Part<Result: Codable>: Codable {
    var result: Result
    var attachments: [Attachment]?
    /// What it used, which the process that takes the step up again has to count.
    var spent: [String: Int]?
}

/// What a step's node says and uses while it works.
final class StepLog: Sendable {
    private struct Content {
        var events: [Event] = []
        var attachments: [(path: [String], attachment: Attachment)] = []
        var spent: [(path: [String], name: String, amount: Int)] = []
        var journal: [String: Data]
        var nextNumber: Int64
    }

    private let content: Mutex<Content>
    private let step: Int
    private let node: String
    private let now: @Sendable () -> Date
    private let show: @Sendable (Event) -> Void
    private let store: @Sendable (JournalRecord) async throws -> Void

    init(
        step: Int,
        node: String,
        journal: [JournalRecord],
        nextNumber: Int64,
        now: @escaping @Sendable () -> Date,
        show: @escaping @Sendable (Event) -> Void,
        store: @escaping @Sendable (JournalRecord) async throws -> Void
    ) {
        self.step = step
        self.node = node
        self.now = now
        self.show = show
        self.store = store
        let known = Dictionary(journal.map { ($0.name, $0.result) }, uniquingKeysWith: { _, last in last })
        content = Mutex(Content(journal: known, nextNumber: nextNumber))
    }

    var events: [Event] { content.withLock { $0.events } }
    var attachments: [Attachment] { attachments(under: []) }
    var spent: [String: Int] { spent(under: []) }
    var nextNumber: Int64 { content.withLock { $0.nextNumber } }

    func add(_ kind: Event.Kind, attempt: Int, path: [String] = []) {
        content.withLock { content in
            let event = Event(
                number: content.nextNumber,
                step: step,
                node: node,
                attempt: attempt,
                path: path,
                at: now(),
                kind: kind
            )
            content.nextNumber += 1
            content.events.append(event)
            // Inside the lock, so that events are shown in the order of their numbers.
            show(event)
        }
    }

    func attach(_ attachment: Attachment, _ path: [String]) {
        content.withLock { $0.attachments.append((path, attachment)) }
    }

    /// Those of a part and of the parts inside it.
    func attachments(under path: [String]) -> [Attachment] {
        content.withLock { $0.attachments.filter { $0.path.starts(with: path) }.map(\.attachment) }
    }

    /// Of an attempt that failed.
    func dropAttachments() { content.withLock { $0.attachments = [] } }

    func spend(_ amount: Int, of name: String, _ path: [String]) {
        content.withLock { $0.spent.append((path, name, amount)) }
    }

    /// By a part and the parts inside it.
    func spent(under path: [String]) -> [String: Int] {
        content.withLock { content in
            content.spent.filter { $0.path.starts(with: path) }
                .reduce(into: [:]) { $0[$1.name, default: 0] += $1.amount }
        }
    }

    /// What a finished part used in a process that is gone; nothing where this one did the work and has counted it.
    func count(_ spent: [String: Int], of path: [String]) {
        content.withLock { content in
            guard !content.spent.contains(where: { $0.path.starts(with: path) }) else { return }
            content.spent += spent.map { (path, $0.key, $0.value) }
        }
    }

    func journaled(_ name: String) -> Data? { content.withLock { $0.journal[name] } }

    func journal(_ name: String, _ result: Data) async throws {
        content.withLock { $0.journal[name] = result }
        try await store(JournalRecord(step: step, name: name, result: result))
    }
}
