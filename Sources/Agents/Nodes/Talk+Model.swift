internal import AgentGraph
internal import Answers
internal import JSONText
internal import LanguageModels
internal import Understanding

extension AnalystGraph {
    /// Says something in a model's words where the glossary has no entry, or talk is no more than talk: marked as such, and
    /// without a figure, a date or an instrument of ours, of which a model knows nothing.
    func talk(_ turn: inout Turn, _ context: NodeContext<String>) async throws {
        guard let assistant, assistant.wording != .never, let reading = turn.reading, let draft = turn.draft,
            let agent = agent(for: reading)
        else { return }
        var grounds = Grounds(assistant.prompts.prose, reading.language)
        if case .explain(let terms) = reading.intent { for term in terms { grounds.add(name: term) } }
        let writer = ProseWriter(assistant: assistant, context: context, agent: agent)
        let data: JSONValue = .object([
            .init("language", .string(reading.language.rawValue)),
            .init("question", .string(turn.inquiry.text.cut(to: Reader.longest))),
        ])
        let outcome = try await writer.write(data, grounds)
        guard let text = outcome.text else { return turn.remark(ModelRemark(outcome.failure)) }
        turn.draft = Draft(draft.status, text)
        turn.remark(.said)
    }

    /// The prompt for what our own words do not cover; nil: they do.
    private func agent(for reading: Reading) -> String? {
        switch reading.intent {
        case .explain(let terms): terms.contains { !analyst.isKnown(term: $0) } ? "concept" : nil
        case .chat(.smallTalk): "talk"
        default: nil
        }
    }
}
