internal import AgentGraph
internal import Answers
internal import Sessions
internal import Studies
internal import Understanding

extension AnalystGraph {
    /// Findings, or what is said instead of them, to the answer.
    func respond(_ turn: inout Turn, _ context: NodeContext<String>) async throws -> Outcome<Node, Clarification> {
        if let undone = turn.undoes {
            if isKept { try context.attach(undoing(undone, context).attachment) }
            return .finish
        }
        let reading = turn.reading ?? analyst.read(turn.inquiry)
        if turn.draft == nil, turn.work.findings == nil, turn.written == nil {
            // Over its budget, or taken up from a process that is gone and took the rows with it.
            if context.spending.exhaustedAt != nil {
                turn.draft = analyst.exhausted(reading.language)
            } else {
                _ = try await execute(&turn, context)
            }
        }
        var answer =
            if turn.draft == nil, let written = turn.written { try await self.answer(written, &turn, reading) } else {
                self.answer(turn, reading)
            }
        answer.id = turn.inquiry.id
        async let summaries = summaries(context)
        try await reword(&answer, &turn, reading, context)
        turn.work.summaries = try await summaries
        answer.count(context, assistant)
        answer.timing.understand = turn.work.understood / .milliseconds(1)
        answer.remarks += said(turn.remarks, reading.language)
        if let began = turn.work.began { answer.timing.total = (ContinuousClock.now - began) / .milliseconds(1) }
        turn.work.answer = answer
        if let memory = Memory(turn.inquiry.text, reading, after: turn.inquiry.memory) { turn.inquiry.memory = memory }
        if isKept {
            let status: Message.Status = answer.status == .failed ? .failed : .complete
            try context.attach(message(.assistant, answer.text, context, status: status, answer: answer).attachment)
        }
        return .finish
    }

    func said(_ remarks: [ModelRemark]?, _ language: Language) -> [String] {
        (remarks ?? []).map { analyst.say(language)($0.key) }
    }

    private func answer(_ turn: Turn, _ reading: Reading) -> Answers.Answer {
        if turn.draft == nil, let plan = turn.work.plan, let findings = turn.work.findings {
            return analyst.answer(plan, findings, reading, turn.work.others ?? [], turn.inquiry)
        }
        let others = turn.work.others ?? []
        return analyst.answer(turn.draft ?? analyst.draft(reading), reading, others)
    }
}

extension Turn {
    /// What is to be run, with the reading that it comes from.
    var study: (Study, Reading)? {
        guard let reading, case .study(let study) = reading.intent else { return nil }
        return (study, reading)
    }
}
