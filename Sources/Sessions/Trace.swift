public import AgentGraph
public import Foundation

/// One agent's work in a turn.
public struct Trace: Codable, Hashable, Sendable, Identifiable {
    public var id: Identifier<Trace>
    public var session: ThreadID
    public var run: RunID
    public var step: Int
    public var agent: String
    /// From 1.
    public var attempt: Int
    /// JSON texts, cut to a size that a person can read.
    public var input: String
    public var output: String
    public var milliseconds: Double
    public var inputTokens: Int
    public var cachedTokens: Int
    public var outputTokens: Int
    public var error: String?
    public var at: Date

    public init(
        id: Identifier<Trace> = Identifier(),
        session: ThreadID,
        run: RunID,
        step: Int,
        agent: String,
        attempt: Int = 1,
        input: String,
        output: String,
        milliseconds: Double,
        inputTokens: Int = 0,
        cachedTokens: Int = 0,
        outputTokens: Int = 0,
        error: String? = nil,
        at: Date
    ) {
        self.id = id
        self.session = session
        self.run = run
        self.step = step
        self.agent = agent
        self.attempt = attempt
        self.input = input
        self.output = output
        self.milliseconds = milliseconds
        self.inputTokens = inputTokens
        self.cachedTokens = cachedTokens
        self.outputTokens = outputTokens
        self.error = error
        self.at = at
    }

    public var attachment: Attachment {
        get throws { try Attachment(id: id.rawValue, kind: Self.attachmentKind, self) }
    }

    public static let attachmentKind = "trace"
}
