internal import AgentGraph
internal import Answers
internal import Foundation
internal import LanguageModels
internal import Studies
internal import Understanding

extension AnalystGraph {
    /// Seconds for all that a model reads in a turn.
    private static let patience = 60

    /// Has the model read what the built-in reader left open. Its reading counts only where it passes every check that the
    /// built-in one's passes; it is told once what is wrong with it.
    func readByModel(_ turn: inout Turn, _ assistant: Assistant, _ context: NodeContext<String>) async throws {
        guard let own = turn.reading, own.isOpen, !analyst.loaded.isEmpty else { return }
        let said = try await recall(Said.told, context.run)
        let message = ChatMessage.dynamic(
            today: analyst.today(of: turn.inquiry),
            loaded: analyst.loaded,
            said: said,
            turn.inquiry.text
        )
        var request = ModelRequest(
            agent: "understander",
            fixed: assistant.prompts["understander"],
            messages: [message],
            schema: assistant.prompts.proposal.json,
            deadline: ContinuousClock.now + .seconds(Self.patience)
        )
        var left: [String] = []
        for name in ["read", "read again"] {
            let heard = try await assistant.ask(request, as: name, context)
            if let failure = heard.failure {
                turn.remark(ModelRemark(failure))
                return
            }
            switch judged(heard, turn.inquiry) {
            case .reading(let reading):
                take(reading, beside: own, &turn)
                return
            case .refused(let refusal):
                left = refusal.left
                guard !refusal.errors.isEmpty else { return }
                // Both read the same, and the model too has no place for what was set aside.
                if case .study = own.intent, !left.isEmpty { return }
                let errors = refusal.errors.prefix(8).map { "- " + $0 }.joined(separator: "\n")
                let repair = assistant.prompts["understander.repair"].replacing("{errors}", with: errors)
                request.messages = [message, ChatMessage(.model, heard.text), ChatMessage(.user, repair)]
            }
        }
        if !left.isEmpty { turn.reading = analyst.asking(about: left, instead: own) }
    }

    private func judged(_ heard: Assistant.Heard, _ inquiry: Inquiry) -> Judgement {
        let proposal: Proposal
        do {
            proposal = try JSONDecoder().decode(Proposal.self, from: Data(heard.text.utf8))
        } catch {
            return .refused(.init([error.told]))
        }
        return analyst.judge(proposal, inquiry)
    }

    /// A reading that passed, unless the built-in reader has one too and it is another: then the user chooses.
    private func take(_ reading: Reading, beside own: Reading, _ turn: inout Turn) {
        guard case .study(let mine) = own.intent else {
            turn.reading = reading
            turn.remark(.read)
            return
        }
        guard case .study(let other) = reading.intent, mine != other else { return }
        let choices = [(mine, own, nil), (other, reading, ModelRemark.read)].map { study, reading, remark in
            Turn.Choice(question: analyst.label(of: study, own.language), reading: reading, remark: remark)
        }
        var asking = own
        asking.intent = .clarify(
            question: .ambiguous(words: [own.aside ?? turn.inquiry.text]),
            options: choices.map { Option(label: $0.question, question: $0.question) }
        )
        asking.aside = nil
        turn.reading = asking
        turn.choices = choices
        turn.remark(.read)
    }
}

extension Error {
    /// What is wrong with a proposal that could not be decoded, without its text.
    fileprivate var told: String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        }
        switch self as? DecodingError {
        case .dataCorrupted(let context)?: return "\(path(context)): \(context.debugDescription.cut(to: 80))"
        case .keyNotFound(let key, let context)?: return "\(path(context)): \(key.stringValue) is missing"
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?:
            return "\(path(context)): is of another type"
        default: return "the document cannot be read"
        }
    }
}
