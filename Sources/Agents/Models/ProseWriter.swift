internal import AgentGraph
internal import Answers
internal import Foundation
internal import JSONText
internal import LanguageModels

/// Has a model put something into sentences, of which none is shown that is not known to be true of its grounds.
struct ProseWriter {
    /// Seconds for both tries.
    static let patience = 45

    let assistant: Assistant
    let context: NodeContext<String>
    /// Of the prompt, and in the ledger.
    let agent: String

    struct Outcome {
        /// nil: the model gave nothing, or nothing that may be shown.
        var text: String?
        /// Why there was no answer at all.
        var failure: ModelError.Code?
    }

    /// - Parameters:
    ///   - data: what is to be put into words, as JSON: a user's text in it is a string among others.
    ///   - grounds: what may be said.
    func write(_ data: JSONValue, _ grounds: Grounds) async throws -> Outcome {
        let message = ChatMessage(.user, data.text)
        var request = ModelRequest(
            agent: agent,
            fixed: assistant.prompts[agent],
            messages: [message],
            thinking: .minimal,
            maxOutputTokens: 1024,
            deadline: ContinuousClock.now + .seconds(Self.patience)
        )
        var outcome = Outcome()
        for name in [agent, agent + " again"] {
            let shown = ShownProse(assistant.prompts.prose, grounds, context)
            let heard = try await assistant.ask(request, as: name, context) { delta in shown.take(delta) }
            outcome.failure = heard.failure
            guard heard.failure == nil else {
                try shown.withdraw()
                return outcome
            }
            let text = heard.text.trimmed
            let faults = assistant.prompts.prose.faults(in: text, grounds)
            if faults.isEmpty {
                try shown.finish(text)
                outcome.text = text
                return outcome
            }
            try shown.withdraw()
            let told = faults.map { "- \($0.kind.rawValue)\($0.words.isEmpty ? "" : ": " + $0.words.cut(to: 60))" }
            let again = assistant.prompts["prose.repair"].replacing("{faults}", with: told.joined(separator: "\n"))
            // What it wrote is not sent back whole: it may be of any length.
            request.messages = [
                message, ChatMessage(.model, String(heard.text.prefix(2000))), ChatMessage(.user, again),
            ]
        }
        return outcome
    }
}

/// Sentences of a model, told as events while it writes, each once it has been found true.
package struct ProseNote: Codable, Hashable, Sendable {
    /// To be shown behind what was told before; empty where everything so far is void.
    package var prose: String

    /// nil for another kind of note.
    package init?(json: String) {
        // Other notes are somebody else's.
        guard let note = try? JSONDecoder().decode(ProseNote.self, from: Data(json.utf8)) else { return nil }
        self = note
    }

    init(_ prose: String) { self.prose = prose }
}

extension String {
    /// Without spaces at its ends.
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
