internal import Foundation
internal import Synchronization

/// Runs a graph, step by step, each step one transaction of the store.
///
/// Without a store a run lives in this call only: questions, resuming and history need one.
public struct Runtime<G: Graph>: Sendable {
    public typealias Ends = Ending<G.State, G.Question>
    /// Gets every event as it happens, in order; must not block.
    public typealias Show = @Sendable (Event) -> Void

    public let graph: G
    public let store: (any CheckpointStore)?
    public let settings: Settings
    let draining = Flag()

    public init(_ graph: G, store: (any CheckpointStore)?, settings: Settings = Settings()) {
        self.graph = graph
        self.store = store
        self.settings = settings
    }

    /// Stores a turn's input and returns its run, ready to `run`.
    ///
    /// - Parameters:
    ///   - parent: the thread's head as the caller saw it; nil for a thread's first turn.
    ///   - key: the request's name: the same key with an equal request is the same run, however often it is asked for.
    ///   - fingerprint: what makes requests equal; nil: the state. Where the state also holds what the conversation knew,
    ///     a request that is repeated after its turn ended has another state, and needs a fingerprint of its own.
    ///   - attachments: stored with it, such as the user's message.
    ///   - id: the run's, where what is attached names it.
    /// - Throws: `conversationMovedOn`, `runInProgress`, `keyMismatch`.
    public func start(
        _ id: RunID = RunID(),
        on thread: ThreadID,
        after parent: CheckpointID?,
        key: String = RunID().rawValue,
        fingerprint: String? = nil,
        attachments: [Attachment] = [],
        state: G.State
    ) async throws -> RunID {
        try await create(
            id,
            thread,
            key,
            fingerprint,
            state,
            graph.start,
            parent: parent,
            head: parent,
            attachments: attachments
        )
    }

    /// Goes on with a run that was started, answered, stopped, drained, failed or orphaned, until it ends or asks.
    ///
    /// Cancelling the task stops the run: the step at work is not taken, and its journal stays.
    /// - Throws: `unknownRun`, `runEnded`, `runOwned`, `graphVersionGone`, `unknownSchema`, and the store's own errors.
    public func run(_ id: RunID, show: @escaping Show = { _ in }) async throws -> Ends {
        let store = try required()
        try checkVersion(try await store.load(id).record)
        let stored = try await store.claim(id, lease: lease)
        if stored.record.status == .waiting { return .waiting(try pending(stored)) }
        return try await Worker(self, store, try point(stored), show).work()
    }

    /// Runs a turn that nothing is kept of.
    /// - Throws: `noStore` where a node asks.
    public func run(state: G.State, show: @escaping Show = { _ in }) async throws -> Ends {
        try await Worker(self, nil, Point(run: RunID(), thread: ThreadID(), state: state, next: graph.start), show)
            .work()
    }

    /// Stores an answer. Of two that answer the same question, the second is told.
    /// - Returns: the run, and whether it has all its answers and can go on.
    /// - Throws: `unknownQuestion`, `alreadyAnswered`, `runEnded`.
    public func answer(_ question: QuestionID, with answer: G.Answer) async throws -> (run: RunID, isReady: Bool) {
        let run = try await required().answer(question, with: try JSONCoding.encode(answer), at: settings.now())
        return (run.id, run.status == .running)
    }

    /// Ends a run for good; a thread with a run that waits can then hear something else.
    public func abandon(_ run: RunID) async throws { try await required().abandon(run, at: settings.now()) }

    /// Lets the steps at work end, and no other begin.
    public func drain() { draining.raise() }

    var lease: Lease { Lease(owner: settings.owner, duration: settings.lease, isGone: settings.isGone) }

    func required() throws -> any CheckpointStore {
        guard let store else { throw GraphError(.noStore, "this runtime has no store") }
        return store
    }

    func create(
        _ id: RunID,
        _ thread: ThreadID,
        _ key: String,
        _ request: String?,
        _ state: G.State,
        _ next: G.Node,
        parent: CheckpointID?,
        head: CheckpointID?,
        adopts: Bool = true,
        attachments: [Attachment] = []
    ) async throws -> RunID {
        let json = try JSONCoding.encode(state)
        _ = try StateFields(object: json)
        let now = settings.now()
        let record = RunRecord(
            id: id,
            thread: thread,
            key: key,
            fingerprint: request ?? fingerprint(json),
            graphVersion: graph.version,
            schema: graph.schema.number,
            parent: parent,
            adopts: adopts,
            createdAt: now,
            updatedAt: now
        )
        let input = CheckpointRecord(
            step: 0,
            node: nil,
            next: next.rawValue,
            isSnapshot: true,
            state: json,
            at: now
        )
        return try await required().create(record, input: input, head: head, attachments: attachments).id
    }
}

final class Flag: Sendable {
    private let raised = Atomic<Bool>(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
}

/// FNV-1a of the bytes: equal requests have equal ones; no secret depends on it.
private func fingerprint(_ data: Data) -> String {
    let hash = data.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
}
