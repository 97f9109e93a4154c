public import Foundation

/// Where runs live. Every call is one transaction: all of it is stored, or nothing.
///
/// A call that has begun is carried out, even where the task is cancelled meanwhile. Leases are judged by the store's
/// own steady clock, so that a wall clock that jumps ends none early.
public protocol CheckpointStore: Sendable {
    /// The thread's head, and the run that is live on it.
    func head(of thread: ThreadID) async throws -> Head

    /// Stores a run with its input as checkpoint 0, and what comes with it. It has no owner yet.
    ///
    /// The same key and fingerprint again give the run that is there.
    /// - Parameter head: what the thread's head must be for the run to be about the conversation as it stands.
    /// - Throws: `conversationMovedOn`; `runInProgress` where another is live; `keyMismatch`.
    func create(
        _ run: RunRecord,
        input: CheckpointRecord,
        head: CheckpointID?,
        attachments: [Attachment]
    ) async throws -> RunRecord

    /// Makes `lease.owner` the owner of a run that has none, whose owner's lease lapsed, or whose owner is known to be
    /// gone. Raises the fence.
    /// - Throws: `unknownRun`, `runEnded`, `runOwned`.
    func claim(_ run: RunID, lease: Lease) async throws -> StoredRun

    /// The run as it stands, without owning it.
    func load(_ run: RunID) async throws -> StoredRun

    /// Stores a step's outcome, and forgets the step's journal. With the end of a run that is adopted, runs of its
    /// thread that were stopped or failed are abandoned: they are about a conversation that has moved on.
    /// - Throws: `staleOwner` where the fence has grown, or the run is not at work under this owner: nothing is stored
    ///   over an end or a question.
    func commit(_ commit: Commit) async throws

    /// Stores one part of the step at work.
    /// - Throws: `staleOwner`.
    func journal(_ entry: JournalRecord, of run: RunID, fence: Int) async throws

    /// Prolongs the lease of a run at work; one that its owner has let go stays free.
    /// - Throws: `staleOwner`.
    func renew(_ run: RunID, fence: Int, lease: Lease) async throws

    /// Stores an answer; with the last one the run is ready to go on.
    /// - Throws: `unknownQuestion`, `alreadyAnswered`, `runEnded`.
    func answer(_ question: QuestionID, with answer: Data, at: Date) async throws -> RunRecord

    /// Ends a run for good, whoever owns it.
    func abandon(_ run: RunID, at: Date) async throws

    func question(_ id: QuestionID) async throws -> QuestionRecord

    /// Stored events with a larger number, in order.
    func events(of run: RunID, after number: Int64, limit: Int) async throws -> [Event]

    /// A thread's runs with their checkpoints, oldest first; states are left out.
    func history(of thread: ThreadID) async throws -> [StoredRun]

    /// Checkpoints that lead to the state at `checkpoint`: the latest snapshot at or before it, and what follows.
    func checkpoints(upTo checkpoint: CheckpointID) async throws -> StoredRun

    /// Runs at work whose owner is lost.
    func orphans(limit: Int, isGone: @Sendable (String) -> Bool) async throws -> [RunID]

    func delete(_ thread: ThreadID) async throws
}

/// A thread's state of affairs.
public struct Head: Hashable, Sendable {
    /// The end of the last finished run that was adopted.
    public var checkpoint: CheckpointID?
    public var live: RunID?

    public init(checkpoint: CheckpointID?, live: RunID?) {
        self.checkpoint = checkpoint
        self.live = live
    }
}

/// Who wants to own a run, for how long without a sign of life, and whom they know to be dead.
public struct Lease: Sendable {
    public var owner: String
    public var duration: Duration
    /// Whether that owner certainly no longer lives: a process of this machine that is gone, say.
    public var isGone: @Sendable (String) -> Bool

    public init(owner: String, duration: Duration, isGone: @escaping @Sendable (String) -> Bool = { _ in false }) {
        self.owner = owner
        self.duration = duration
        self.isGone = isGone
    }
}

/// What one step leaves behind, or what a run ends with between steps.
public struct Commit: Sendable {
    public var run: RunID
    public var fence: Int
    /// nil where the step at work was not taken.
    public var checkpoint: CheckpointRecord?
    public var status: RunRecord.Status
    public var questions: [QuestionRecord]
    public var events: [Event]
    public var attachments: [Attachment]
    public var spending: Spending
    public var error: String?
    public var lease: Lease
    public var retention: Retention
    public var at: Date

    public init(
        run: RunID,
        fence: Int,
        checkpoint: CheckpointRecord?,
        status: RunRecord.Status,
        questions: [QuestionRecord] = [],
        events: [Event],
        attachments: [Attachment] = [],
        spending: Spending,
        error: String? = nil,
        lease: Lease,
        retention: Retention,
        at: Date
    ) {
        self.run = run
        self.fence = fence
        self.checkpoint = checkpoint
        self.status = status
        self.questions = questions
        self.events = events
        self.attachments = attachments
        self.spending = spending
        self.error = error
        self.lease = lease
        self.retention = retention
        self.at = at
    }
}

/// What is kept of finished runs.
public struct Retention: Codable, Hashable, Sendable {
    /// Ended runs of a thread, the newest ones, whose steps and events are kept; of older ones nothing but the thread's
    /// head is left. nil: all.
    public var runs: Int?

    public init(runs: Int? = 20) { self.runs = runs }
}
