internal import AgentGraph
internal import Answers
internal import Sessions
internal import Understanding

extension AnalystGraph {
    /// Question, or the answer to a question back, to reading. What is undone is not read.
    func understand(_ turn: inout Turn, _ context: NodeContext<String>) async throws -> Outcome<Node, Clarification> {
        guard turn.undoes == nil else { return .next(.responder) }
        let clock = ContinuousClock()
        let began = clock.now
        turn.work.began = turn.work.began ?? began
        if let words = context.answers.first {
            if isKept { try context.attach(message(.user, words, context).attachment) }
            turn.inquiry.text = analyst.question(from: words, replyingTo: turn.reading, turn.inquiry)
            turn.inquiry.isOpen = turn.inquiry.text == words ? true : nil
            turn.draft = nil
            turn.spoken = turn.reading?.language ?? turn.spoken
            let chosen = turn.choices?.first { $0.question == turn.inquiry.text }
            turn.reading = chosen?.reading
            turn.remarks = chosen?.remark.map { [$0] }
            turn.choices = nil
        }
        turn.inquiry = analyst.caughtUp(turn.inquiry)
        if turn.reading == nil {
            turn.reading = analyst.read(turn.inquiry)
            if let assistant { try await readByModel(&turn, assistant, context) }
        }
        if let spoken = turn.spoken, !turn.inquiry.text.contains(where: \.isLetter) { turn.reading?.language = spoken }
        turn.spoken = turn.reading?.language
        turn.work.understood = clock.now - began
        return .next(.router)
    }

    /// What was read to the one who can answer it.
    func route(_ turn: Turn) -> Node {
        switch turn.reading?.intent {
        case .study: analyst.loaded.isEmpty ? .decline : .sqlAgent
        case .clarify, nil: mayWriteSQL(turn.reading) ? .sqlAgent : .clarifier
        case .explain: .concept
        case .chat: .smallTalk
        case .scan: .scanner
        case .backtest: .backtester
        case .cannot, .noData: .decline
        }
    }
}
