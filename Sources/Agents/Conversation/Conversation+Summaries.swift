internal import AgentGraph
internal import Answers
internal import Foundation
package import Sessions
internal import Studies
internal import Understanding

extension Conversation {
    /// What of the chat is told to whoever reads it without having been there, a model say: the newest messages in full,
    /// older ones as summaries, as many as fit.
    /// - Parameters:
    ///   - limit: tokens in all.
    ///   - tokens: of a message.
    package func told(limit: Int, tokens: (Message) -> Int) async throws -> [Message] {
        History.told(
            try await messages(last: History.reach),
            try await store.summaries(of: session),
            limit: limit,
            tokens: tokens
        )
    }

    /// Makes the summaries that are due. Nothing hangs on it: what is not made now is made after the next turn.
    func tidy() async { try? await summarise() }

    /// Each in one transaction: killed in between, there are either the messages alone or their summary too.
    private func summarise() async throws {
        let newest = try await store.messages(of: session, last: 1).last?.number ?? 0
        guard newest >= History.full + History.block else { return }
        let summarised = try await store.summaries(of: session).compactMap(\.summarises?.upperBound).max() ?? 0
        let due = History.due(count: newest, summarised: summarised)
        guard !due.isEmpty else { return }
        let messages = try await store.messages(of: session, last: History.reach)
        for block in due {
            let said = messages.filter { block.contains($0.number) }
            let summary = Message(
                session: session,
                role: .summary,
                text: try await text(of: Self.standing(said)),
                summarises: block,
                at: runtime.settings.now()
            )
            _ = try await store.summarise(summary)
        }
    }

    private func text(of messages: [Message]) async throws -> String {
        if let text = try await summaryByModel(of: messages) { return text }
        return Self.summary(of: messages, analyst)
    }

    /// Questions, what was done with each, and the headline of its answer, a line each.
    static func summary(of messages: [Message], _ analyst: Analyst) -> String {
        var lines: [String] = []
        for message in messages {
            switch message.role {
            case .user: lines.append("? " + message.text.cut(to: longest))
            case .assistant:
                let kept = KeptAnswer(of: message)
                let task = kept.flatMap { kept in kept.study.map { analyst.task(of: $0, kept.language) } }
                lines.append(
                    "= " + [task, message.text].compactMap(\.self).joined(separator: " ").cut(to: 2 * longest)
                )
            case .summary: break
            }
        }
        return lines.joined(separator: "\n")
    }

    private static let longest = 200
}

/// What is read again of an answer that a message keeps.
struct KeptAnswer: Decodable {
    var language: Language
    var study: Study?

    /// nil for a message without an answer, or with one of another program.
    init?(of message: Message) {
        guard let json = message.answer, let kept = try? JSONDecoder().decode(KeptAnswer.self, from: json) else {
            return nil
        }
        self = kept
    }
}
