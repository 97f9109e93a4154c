public import Foundation

/// Something that happened in a run. Numbers grow through the run, with gaps where an owner was lost: what it had shown
/// but not stored is void, which `.resumed` tells.
public struct Event: Codable, Hashable, Sendable {
    public var number: Int64
    public var step: Int
    /// The node at work; nil for what concerns the whole run.
    public var node: String?
    /// From 1.
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
    }

    public init(
        number: Int64,
        step: Int,
        node: String?,
        attempt: Int = 1,
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
