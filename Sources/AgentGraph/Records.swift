public import Foundation

/// A run as a store keeps it.
public struct RunRecord: Codable, Hashable, Sendable {
    public var id: RunID
    public var thread: ThreadID
    /// The caller's name for the request: asking twice with one key is asking once.
    public var key: String
    /// Of the request, so that one key cannot stand for two.
    public var fingerprint: String
    public var graphVersion: Int
    public var schema: Int
    public var status: Status
    /// What it went on from; nil for a thread's first.
    public var parent: CheckpointID?
    /// Whether its end becomes the thread's head. One that does not is a trial beside the conversation.
    public var adopts: Bool
    /// Grows with every owner; only the latest may write.
    public var fence: Int
    public var owner: String?
    public var spending: Spending
    public var error: String?
    public var createdAt: Date
    public var updatedAt: Date

    public enum Status: String, Codable, Sendable, CaseIterable {
        /// At work, or orphaned once its lease lapsed.
        case running
        /// For a person's answer.
        case waiting
        /// Cancelled or drained between two steps; it can go on.
        case stopped
        /// A node failed for good; it can be tried again.
        case failed
        case finished
        case abandoned

        /// A thread has at most one such run.
        public var isLive: Bool { self == .running || self == .waiting }
        public var isEnded: Bool { self == .finished || self == .abandoned }
    }

    public init(
        id: RunID,
        thread: ThreadID,
        key: String,
        fingerprint: String,
        graphVersion: Int,
        schema: Int,
        status: Status = .running,
        parent: CheckpointID?,
        adopts: Bool = true,
        fence: Int = 0,
        owner: String? = nil,
        spending: Spending = Spending(),
        error: String? = nil,
        createdAt: Date,
        updatedAt: Date
    ) {
        self.id = id
        self.thread = thread
        self.key = key
        self.fingerprint = fingerprint
        self.graphVersion = graphVersion
        self.schema = schema
        self.status = status
        self.parent = parent
        self.adopts = adopts
        self.fence = fence
        self.owner = owner
        self.spending = spending
        self.error = error
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// One step's result: what changed, and where it leads.
public struct CheckpointRecord: Codable, Hashable, Sendable {
    public var step: Int
    /// The node that did it; nil for the input.
    public var node: String?
    /// The node to run next, or that takes the answers; nil after the end.
    public var next: String?
    /// The whole state, or a delta to the step before.
    public var isSnapshot: Bool
    public var state: Data
    public var at: Date

    public init(step: Int, node: String?, next: String?, isSnapshot: Bool, state: Data, at: Date) {
        self.step = step
        self.node = node
        self.next = next
        self.isSnapshot = isSnapshot
        self.state = state
        self.at = at
    }
}

/// A question, and its answer once there is one.
public struct QuestionRecord: Codable, Hashable, Sendable {
    public var id: QuestionID
    public var run: RunID
    /// The step whose result it is.
    public var step: Int
    /// Its place among the questions of that step.
    public var index: Int
    public var question: Data
    public var answer: Data?
    public var answeredAt: Date?

    public init(
        id: QuestionID,
        run: RunID,
        step: Int,
        index: Int,
        question: Data,
        answer: Data? = nil,
        answeredAt: Date? = nil
    ) {
        self.id = id
        self.run = run
        self.step = step
        self.index = index
        self.question = question
        self.answer = answer
        self.answeredAt = answeredAt
    }
}

/// The result of a part of a step that is not over, kept so that a second try of the step need not repeat it.
public struct JournalRecord: Codable, Hashable, Sendable {
    public var step: Int
    public var name: String
    public var result: Data

    public init(step: Int, name: String, result: Data) {
        self.step = step
        self.name = name
        self.result = result
    }
}

/// All that is needed to go on with a run.
public struct StoredRun: Hashable, Sendable {
    public var record: RunRecord
    /// From the latest snapshot on, by step.
    public var checkpoints: [CheckpointRecord]
    /// Of the latest step, in their order.
    public var questions: [QuestionRecord]
    /// Of the step that is not over.
    public var journal: [JournalRecord]

    public init(
        record: RunRecord,
        checkpoints: [CheckpointRecord],
        questions: [QuestionRecord] = [],
        journal: [JournalRecord] = []
    ) {
        self.record = record
        self.checkpoints = checkpoints
        self.questions = questions
        self.journal = journal
    }
}
