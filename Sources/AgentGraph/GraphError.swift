/// Why a run could not be started, continued or answered.
public struct GraphError: Error, Sendable, CustomStringConvertible {
    public var code: Code
    /// For developers; no state and no user's text in it.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code.rawValue): \(message)" }

    /// Stable names.
    public enum Code: String, Codable, Sendable, CaseIterable {
        /// The thread's head is not the one expected: somebody else spoke in between.
        case conversationMovedOn = "conversation.moved_on"
        /// The thread has a run that is at work or waits for an answer.
        case runInProgress = "run.in_progress"
        case unknownRun = "run.unknown"
        /// Finished or abandoned: there is nothing to go on with.
        case runEnded = "run.ended"
        /// Somebody else's lease on the run has not lapsed.
        case runOwned = "run.owned"
        /// The run was taken over; this owner may no longer write.
        case staleOwner = "run.stale_owner"
        /// The same key with another request.
        case keyMismatch = "run.key_mismatch"
        case unknownQuestion = "question.unknown"
        case alreadyAnswered = "question.answered"
        case unknownCheckpoint = "checkpoint.unknown"
        /// The run was made by a graph that this program no longer holds.
        case graphVersionGone = "graph.version_gone"
        case unknownSchema = "state.unknown_schema"
        case unreadableState = "state.unreadable"
        /// A node led where its routes do not.
        case undeclaredRoute = "graph.undeclared_route"
        case deadlineExceeded = "node.deadline"
        /// Over budget, and the grace was not enough to end in an answer.
        case budgetExhausted = "budget.exhausted"
        /// A question without a store could never be answered.
        case noStore = "store.none"
    }
}
