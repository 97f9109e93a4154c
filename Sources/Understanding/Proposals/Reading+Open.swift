extension Reading {
    /// Something of the question was left unbound or open, so that another reader may know better. What only a person can
    /// say (which instrument, a change of nothing) is not; nor is a question bound whole.
    package var isOpen: Bool {
        switch intent {
        case .clarify(.unreadWords, _), .clarify(.ambiguous, _): true
        case .clarify(.openTask("symbol"), _): false
        // More was said than the subject.
        case .clarify(.openTask(let subject), _): bindings.contains { !subject.contains($0.words) }
        case .clarify(.emptyQuestion, _), .clarify(.tooLong, _), .clarify(.editWithoutStudy, _),
            .clarify(.leftOut, _):
            false
        case .study: aside != nil
        case .explain, .chat, .scan, .backtest, .cannot, .noData: false
        }
    }
}
