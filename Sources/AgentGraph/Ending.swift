/// How far a run came.
public enum Ending<State: Sendable, Question: Sendable>: Sendable {
    case finished(State)
    /// It goes on once every question has its answer.
    case waiting([PendingQuestion<Question>])
    /// Cancelled between or in steps; `resume` goes on with the step that was not taken.
    case stopped
    /// The runtime was asked to drain; as `stopped`.
    case drained
    case failed(any Error)
}

public struct PendingQuestion<Question: Sendable>: Sendable {
    public var id: QuestionID
    public var question: Question

    public init(id: QuestionID, question: Question) {
        self.id = id
        self.question = question
    }
}

extension PendingQuestion: Equatable where Question: Equatable {}
