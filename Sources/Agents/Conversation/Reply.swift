package import AgentGraph
package import Answers
package import Sessions

/// What came of something said.
package struct Reply: Sendable {
    package enum Kind: Sendable {
        case answered(Answers.Answer)
        /// A question back, as an answer to be shown; the chat waits.
        case asked(Answers.Answer, QuestionID)
        /// The last turn was taken back.
        case undone
        /// By the user; what was said is kept.
        case stopped
        /// The program is ending; the turn goes on when it is resumed.
        case drained
    }

    package var kind: Kind
    /// nil where nothing was kept.
    package var run: RunID?
    /// Why the answer is not in the store.
    package var unsaved: SessionError?

    init(_ kind: Kind, run: RunID? = nil, unsaved: SessionError? = nil) {
        self.kind = kind
        self.run = run
        self.unsaved = unsaved
    }

    package var answer: Answers.Answer? {
        switch kind {
        case .answered(let answer), .asked(let answer, _): answer
        case .undone, .stopped, .drained: nil
        }
    }
}
