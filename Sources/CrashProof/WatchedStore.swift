public import AgentGraph
public import Foundation
public import Sessions

/// A store whose writes are told before and after they are carried out, so that a process can be killed at each
/// boundary and a test can make one fail. Reads go through untold.
public struct WatchedStore: SessionStore {
    /// A transaction that changes something.
    public enum Write: String, CaseIterable, Sendable {
        case session, create, claim, commit, journal, renew, answer, abandon, summarise, delete, other
    }

    public enum Moment: String, CaseIterable, Sendable { case before, after }

    /// Told of each write; what it throws takes the write's place, or its result's.
    public typealias Watch = @Sendable (Moment, Write) async throws -> Void

    let store: any SessionStore
    let watch: Watch

    public init(_ store: any SessionStore, watch: @escaping Watch) {
        self.store = store
        self.watch = watch
    }

    private func told<Result>(_ write: Write, _ work: () async throws -> Result) async throws -> Result {
        try await watch(.before, write)
        let result = try await work()
        try await watch(.after, write)
        return result
    }
}

extension WatchedStore {
    public func head(of thread: ThreadID) async throws -> Head { try await store.head(of: thread) }

    public func create(
        _ run: RunRecord,
        input: CheckpointRecord,
        head: CheckpointID?,
        attachments: [Attachment]
    ) async throws -> RunRecord {
        try await told(.create) {
            try await store.create(run, input: input, head: head, attachments: attachments)
        }
    }

    public func claim(_ run: RunID, lease: Lease) async throws -> StoredRun {
        try await told(.claim) { try await store.claim(run, lease: lease) }
    }

    public func load(_ run: RunID) async throws -> StoredRun { try await store.load(run) }

    public func commit(_ commit: Commit) async throws { try await told(.commit) { try await store.commit(commit) } }

    public func journal(_ entry: JournalRecord, of run: RunID, fence: Int) async throws {
        try await told(.journal) { try await store.journal(entry, of: run, fence: fence) }
    }

    public func renew(_ run: RunID, fence: Int, lease: Lease) async throws {
        try await told(.renew) { try await store.renew(run, fence: fence, lease: lease) }
    }

    public func answer(_ question: QuestionID, with answer: Data, at: Date) async throws -> RunRecord {
        try await told(.answer) { try await store.answer(question, with: answer, at: at) }
    }

    public func abandon(_ run: RunID, at: Date) async throws {
        try await told(.abandon) { try await store.abandon(run, at: at) }
    }

    public func question(_ id: QuestionID) async throws -> QuestionRecord { try await store.question(id) }

    public func events(of run: RunID, after number: Int64, limit: Int) async throws -> [Event] {
        try await store.events(of: run, after: number, limit: limit)
    }

    public func history(of thread: ThreadID) async throws -> [StoredRun] { try await store.history(of: thread) }

    public func checkpoints(upTo checkpoint: CheckpointID) async throws -> StoredRun {
        try await store.checkpoints(upTo: checkpoint)
    }

    public func orphans(limit: Int, isGone: @Sendable (String) -> Bool) async throws -> [RunID] {
        try await store.orphans(limit: limit, isGone: isGone)
    }

    public func delete(_ thread: ThreadID) async throws { try await told(.delete) { try await store.delete(thread) } }
}

extension WatchedStore {
    public func create(_ session: Session) async throws {
        try await told(.session) { try await store.create(session) }
    }

    public func session(_ id: ThreadID) async throws -> Session? { try await store.session(id) }

    public func sessions(limit: Int, offset: Int) async throws -> [Session] {
        try await store.sessions(limit: limit, offset: offset)
    }

    public func rename(_ id: ThreadID, to title: String, at: Date) async throws {
        try await told(.session) { try await store.rename(id, to: title, at: at) }
    }

    public func messages(of session: ThreadID, last: Int?) async throws -> [Message] {
        try await store.messages(of: session, last: last)
    }

    public func message(_ id: MessageID) async throws -> Message? { try await store.message(id) }

    public func summaries(of session: ThreadID) async throws -> [Message] { try await store.summaries(of: session) }

    public func summarise(_ summary: Message) async throws -> Bool {
        try await told(.summarise) { try await store.summarise(summary) }
    }

    public func traces(of run: RunID) async throws -> [Trace] { try await store.traces(of: run) }

    public func save(_ strategy: Strategy) async throws { try await told(.other) { try await store.save(strategy) } }
    public func strategies() async throws -> [Strategy] { try await store.strategies() }

    public func deleteStrategy(_ id: Identifier<Strategy>) async throws {
        try await told(.other) { try await store.deleteStrategy(id) }
    }

    public func cachedContext(key: String, model: String) async throws -> CachedContext? {
        try await store.cachedContext(key: key, model: model)
    }

    public func reserve(_ context: CachedContext, now: Date) async throws -> Bool {
        try await told(.other) { try await store.reserve(context, now: now) }
    }

    public func save(_ context: CachedContext) async throws {
        try await told(.other) { try await store.save(context) }
    }

    public func deleteCachedContext(key: String, model: String) async throws {
        try await told(.other) { try await store.deleteCachedContext(key: key, model: model) }
    }
}
