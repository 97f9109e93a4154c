internal import AgentGraph
internal import Answers
internal import Sessions
internal import Understanding

extension AnalystGraph {
    /// Asks back. Where nothing is kept the question is the answer: nobody could come back to it.
    func clarify(_ turn: inout Turn, _ context: NodeContext<String>) throws -> Outcome<Node, Clarification> {
        guard let reading = turn.reading else { return .next(.responder) }
        let draft = analyst.draft(reading)
        turn.draft = draft
        guard isKept else { return .next(.responder) }
        var answer = analyst.answer(draft, reading, [])
        answer.remarks += said(turn.remarks, reading.language)
        answer.count(context, assistant)
        try context.attach(message(.assistant, answer.text, context, status: .question, answer: answer).attachment)
        return .ask(Clarification(answer), then: .understander)
    }
}

extension Analyst {
    /// The question that a reply to a question back stands for: the option with that number or text; free words by
    /// themselves where they are a whole question, else worked into the question that was asked back, else as they are:
    /// a follow-up, perhaps.
    func question(from words: String, replyingTo reading: Reading?, _ inquiry: Inquiry) -> String {
        let reply = words.plain
        guard case .clarify(let reason, let options)? = reading?.intent else { return words }
        if let number = Int(reply), options.indices.contains(number - 1) { return options[number - 1].question }
        if let option = options.first(where: { [$0.label, $0.question].contains { $0.plain == reply } }) {
            return option.question
        }
        var alone = inquiry
        alone.memory = nil
        alone.history = []
        func isWhole(_ text: String) -> Bool {
            alone.text = text
            switch read(alone).intent {
            case .clarify: return false
            case .study, .explain, .chat, .scan, .backtest, .cannot, .noData: return true
            }
        }
        func isStudy(_ text: String) -> Bool {
            alone.text = text
            if case .study = read(alone).intent { return true }
            return false
        }
        // Said again, it is no more of a reply than before.
        guard reply != inquiry.text.plain, !isWhole(words) else { return words }
        var joined: [String] = []
        if case .unreadWords(let unread) = reason, unread.count == 1, let first = unread.first {
            joined.append(inquiry.text.replacing(first, with: words))
        }
        joined.append(inquiry.text + ", " + words)
        return joined.first(where: isStudy) ?? words
    }
}

extension String {
    /// Without the signs that people put around a choice: `2)`, `"…?"`.
    fileprivate var plain: String {
        let isMark = { (character: Character) in character.isWhitespace || character.isPunctuation }
        let tail = drop(while: isMark)
        guard let last = tail.lastIndex(where: { !isMark($0) }) else { return "" }
        return tail[...last].lowercased()
    }
}
