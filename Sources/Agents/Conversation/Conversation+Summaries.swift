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
    /// - Parameter texts: of a model's, by the first message's number.
    func tidy(_ texts: [Int: String] = [:]) async { try? await summarise(texts) }

    /// Each in one transaction: killed in between, there are either the messages alone or their summary too.
    private func summarise(_ texts: [Int: String]) async throws {
        for block in try await Self.unsummarised(in: session, store) {
            let summary = Message(
                session: session,
                role: .summary,
                text: texts[block.range.lowerBound] ?? Self.summary(of: block.messages, analyst),
                summarises: block.range,
                at: runtime.settings.now()
            )
            _ = try await store.summarise(summary)
        }
    }

    /// What is due, oldest first.
    /// - Parameter coming: messages that will have been added when the summaries are kept.
    static func unsummarised(
        in session: ThreadID,
        _ store: any SessionStore,
        coming: Int = 0
    ) async throws -> [Unsummarised] {
        let newest = (try await store.messages(of: session, last: 1).last?.number ?? 0) + coming
        guard newest >= History.full + History.block else { return [] }
        let summarised = try await store.summaries(of: session).compactMap(\.summarises?.upperBound).max() ?? 0
        let due = History.due(count: newest, summarised: summarised)
        guard !due.isEmpty else { return [] }
        let messages = try await store.messages(of: session, last: History.reach)
        return due.map { range in
            let said = standing(messages.filter { range.contains($0.number) })
            return Unsummarised(range: range, messages: said.filter { $0.role != .summary })
        }
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

/// Messages that have no summary yet.
struct Unsummarised: Sendable {
    /// Their numbers.
    var range: ClosedRange<Int>
    /// Those that stand.
    var messages: [Message]
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
