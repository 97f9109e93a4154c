internal import Answers
internal import Foundation
internal import LanguageModels
internal import Sessions
internal import Studies
internal import Understanding

extension Conversation {
    /// A summary in a model's words, where one answers: told like any message of the chat, as data and never as orders; nil:
    /// ours is kept. It has no figure, date or name that the messages do not have.
    ///
    /// Made behind a turn's end, it costs the user's day and no turn.
    func summaryByModel(of messages: [Message]) async throws -> String? {
        guard let assistant, assistant.wording == .always else { return nil }
        let said = messages.filter { $0.role != .summary }
        let language = said.reversed().lazy.compactMap(KeptAnswer.init(of:)).first?.language ?? .en
        var grounds = Grounds(assistant.prompts.prose, language)
        for message in said {
            grounds.add(text: message.text.cut(to: Self.longestMessage), isForeign: true)
            if let symbol = KeptAnswer(of: message)?.study?.symbols.first, let instrument = analyst.instrument(symbol) {
                grounds.add(instrument)
            }
        }
        let told = said.map { message in
            LanguageModels.JSONValue.object([
                .init("from", .string(message.role == .user ? "user" : "program")),
                .init("text", .string(message.text.cut(to: Self.longestMessage))),
            ])
        }
        let request = ModelRequest(
            agent: "summariser",
            user: assistant.user,
            fixed: assistant.prompts["summariser"],
            messages: [
                ChatMessage(
                    .user,
                    LanguageModels.JSONValue.object([
                        .init("language", .string(language.rawValue)), .init("messages", .array(told)),
                    ]).text
                )
            ],
            thinking: .minimal,
            maxOutputTokens: 1024,
            deadline: ContinuousClock.now + .seconds(20)
        )
        do {
            let text = try await assistant.model.reply(to: request).text.trimmed
            return assistant.prompts.prose.faults(in: text, grounds).isEmpty ? text : nil
        } catch {
            // A summary of ours takes its place, and the chat does not wait for another try.
            try Task.checkCancellation()
            return nil
        }
    }

    /// Characters of a message that is summarised.
    private static let longestMessage = 400
}
