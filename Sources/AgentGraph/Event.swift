public import Foundation

/// Something that happened in a run. Numbers grow through the run, with gaps where an owner was lost: what it had shown
/// but not stored is void, which `.resumed` tells.
public struct Event: Codable, Hashable, Sendable {
    public var number: Int64
    public var step: Int
    /// The node at work; nil for what concerns the whole run.
    public var node: String?
    /// From 1; 0 for what is no attempt's.
    public var attempt: Int
    /// Names of the journaled parts inside the node that it came from, outermost first.
    public var path: [String]
    public var at: Date
    public var kind: Kind

    public enum Kind: Codable, Hashable, Sendable {
        case entered
        /// What a node tells while it works; the application's own JSON.
        case note(json: String)
        /// The attempt's notes are void; nil: it was the last.
        case attemptFailed(error: String, retryAfterSeconds: Double?)
        case left(next: String)
        case asked(questions: [QuestionID])
        case overBudget(limit: String)
        case resumed
        case finished
        case failed(error: String)
        /// Cancelled from outside; the step at work was not taken.
        case stopped
        case abandoned
        /// The program is ending; the run can be taken up again.
        case drained

        fileprivate var usualAttempt: Int {
            switch self {
            case .entered, .note, .attemptFailed: 1
            case .left, .asked, .overBudget, .resumed, .finished, .failed, .stopped, .abandoned, .drained: 0
            }
        }
    }

    private enum CodingKeys: String, CodingKey { case number, step, node, attempt, path, at, kind }

    /// What is not written is a first attempt, or none, outside of any part.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        number = try container.decode(Int64.self, forKey: .number)
        step = try container.decode(Int.self, forKey: .step)
        node = try container.decodeIfPresent(String.self, forKey: .node)
        path = try container.decodeIfPresent([String].self, forKey: .path) ?? []
        at = try container.decode(Date.self, forKey: .at)
        kind = try container.decode(Kind.self, forKey: .kind)
        attempt = try container.decodeIfPresent(Int.self, forKey: .attempt) ?? kind.usualAttempt
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(number, forKey: .number)
        try container.encode(step, forKey: .step)
        try container.encodeIfPresent(node, forKey: .node)
        if attempt != kind.usualAttempt { try container.encode(attempt, forKey: .attempt) }
        if !path.isEmpty { try container.encode(path, forKey: .path) }
        try container.encode(at, forKey: .at)
        try container.encode(kind, forKey: .kind)
    }

    public init(
        number: Int64,
        step: Int,
        node: String?,
        attempt: Int,
        path: [String] = [],
        at: Date,
        kind: Kind
    ) {
        self.number = number
        self.step = step
        self.node = node
        self.attempt = attempt
        self.path = path
        self.at = at
        self.kind = kind
    }
}
