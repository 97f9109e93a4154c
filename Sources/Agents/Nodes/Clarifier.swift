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
