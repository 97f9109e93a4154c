internal import AgentGraph
internal import Answers
internal import Foundation
internal import JSONText
internal import LanguageModels
internal import Sessions
internal import Studies
internal import Understanding

extension AnalystGraph {
    /// Seconds for the summaries of a turn.
    private static let patience = 20
    /// Characters of a message that is summarised.
    private static let longestMessage = 400

    /// Summaries in a model's words of the messages that are due, by the first one's number: told like any message of the
    /// chat, as data and never as orders. What is missing is summarised in our own words.
    func summaries(_ context: NodeContext<String>) async throws -> [Int: String] {
        guard let assistant, summarisesByModel, context.spending.exhaustedAt == nil else { return [:] }
        // Nothing hangs on it: what cannot be read now is summarised after another turn.
        guard let blocks = try? await unsummarised() else { return [:] }
        let end = ContinuousClock.now + .seconds(Self.patience)
        var texts: [Int: String] = [:]
        for block in blocks {
            let first = block.range.lowerBound
            let (request, grounds) = request(of: block.messages, assistant, before: end)
            let heard = try await assistant.ask(request, as: "summary[\(first)]", context)
            guard heard.failure == nil else { break }
            let text = heard.text.trimmed
            if assistant.prompts.prose.faults(in: text, grounds).isEmpty { texts[first] = text }
        }
        return texts
    }

    /// Summaries are kept, and a model words whatever is said.
    var summarisesByModel: Bool { isKept && assistant?.wording == .always }

    /// What the model is told, and what it may say: no figure, date or name that the messages do not have.
    private func request(
        of messages: [Message],
        _ assistant: Assistant,
        before end: ContinuousClock.Instant
    ) -> (ModelRequest, Grounds) {
        let language = messages.reversed().lazy.compactMap(KeptAnswer.init(of:)).first?.language ?? .en
        var grounds = Grounds(assistant.prompts.prose, language)
        for message in messages {
            grounds.add(text: message.text.cut(to: Self.longestMessage), isForeign: true)
            if let symbol = KeptAnswer(of: message)?.study?.symbols.first, let instrument = analyst.instrument(symbol) {
                grounds.add(instrument)
            }
        }
        let told = messages.map { message in
            JSONValue.object([
                .init("from", .string(message.role == .user ? "user" : "program")),
                .init("text", .string(message.text.cut(to: Self.longestMessage))),
            ])
        }
        let data = JSONValue.object([
            .init("language", .string(language.rawValue)), .init("messages", .array(told)),
        ])
        let request = ModelRequest(
            agent: "summariser",
            fixed: assistant.prompts["summariser"],
            messages: [ChatMessage(.user, data.text)],
            thinking: .minimal,
            maxOutputTokens: 1024,
            deadline: end
        )
        return (request, grounds)
    }
}
