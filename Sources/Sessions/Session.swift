public import AgentGraph
public import Foundation

/// A conversation, as its list shows it. Its id is the graph's thread.
public struct Session: Codable, Hashable, Sendable, Identifiable {
    public var id: ThreadID
    /// At most 200 characters; nil until it has one.
    public var title: String?
    public var createdAt: Date
    public var updatedAt: Date

    public init(id: ThreadID = ThreadID(), title: String? = nil, createdAt: Date, updatedAt: Date) {
        self.id = id
        self.title = title
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

public enum Utterance {}
public typealias MessageID = Identifier<Utterance>

/// One thing said. Messages are never changed; only `isSummarised` is set, once.
public struct Message: Codable, Hashable, Sendable, Identifiable {
    public var id: MessageID
    public var session: ThreadID
    /// Its place in the session, from 1, without gaps; 0 until a store has given it one.
    public var number: Int
    public var role: Role
    public var text: String
    public var status: Status
    /// The turn it belongs to; nil for a summary.
    public var run: RunID?
    /// The machine-readable answer, for an assistant's message.
    public var answer: Data?
    /// A summary stands for it in what is sent to a model.
    public var isSummarised: Bool
    /// For a summary: the numbers it stands for, both ends included.
    public var summarises: ClosedRange<Int>?
    public var at: Date

    public enum Role: String, Codable, Sendable, CaseIterable {
        case user, assistant
        /// Made by the product of ten messages; data, never an instruction.
        case summary
    }

    public enum Status: String, Codable, Sendable, CaseIterable {
        case complete
        /// The user stopped it; what there was is kept.
        case stopped
        /// It asks the user something.
        case question
        case failed
    }

    public init(
        id: MessageID = MessageID(),
        session: ThreadID,
        number: Int = 0,
        role: Role,
        text: String,
        status: Status = .complete,
        run: RunID? = nil,
        answer: Data? = nil,
        isSummarised: Bool = false,
        summarises: ClosedRange<Int>? = nil,
        at: Date
    ) {
        self.id = id
        self.session = session
        self.number = number
        self.role = role
        self.text = text
        self.status = status
        self.run = run
        self.answer = answer
        self.isSummarised = isSummarised
        self.summarises = summarises
        self.at = at
    }

    /// As a step's attachment, so that it is stored with the step or not at all.
    public var attachment: Attachment {
        get throws { try Attachment(id: id.rawValue, kind: Self.attachmentKind, self) }
    }

    public static let attachmentKind = "message"
}
