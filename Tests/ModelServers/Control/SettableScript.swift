package import Foundation
import Synchronization

/// A script that is set from outside: replies in order, then rules by the words of the question, then an answer made
/// from the schema.
package final class SettableScript: Sendable {
    private struct State {
        var queue: [Said] = []
        var rules: [(words: String, said: Said)] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var answer: Script { { self.reply(to: $0) } }

    /// - Parameter json: `[{"when": words, "text": text, "thoughts": text}]`; the first rule whose words occur in the
    ///   last message is taken.
    package func setRules(from json: Data) throws {
        guard let rules = JSON(json)?.elements else { throw BadScript() }
        let read = try rules.map { rule in
            guard let words = rule["when"]?.string else { throw BadScript() }
            return (words, try said(rule))
        }
        state.withLock { $0.rules = read }
    }

    /// - Parameter json: `[{"text": text or "parts": [texts], "thoughts": text}]`, said in this order, once each.
    package func queue(_ json: JSON) throws {
        guard let replies = json.elements else { throw BadScript() }
        let read = try replies.map(said)
        state.withLock { $0.queue += read }
    }

    private func said(_ json: JSON) throws -> Said {
        let parts = json["parts"]?.elements?.compactMap(\.string) ?? json["text"]?.string.map { [$0] }
        guard let parts else { throw BadScript() }
        return Said(parts: parts, thoughts: json["thoughts"]?.string ?? "")
    }

    private func reply(to ask: Ask) -> Said {
        state.withLock { state in
            if !state.queue.isEmpty { return state.queue.removeFirst() }
            if let rule = state.rules.first(where: { ask.last.contains($0.words) }) { return rule.said }
            guard let schema = ask.schema else { return .text("You said: \(ask.last)") }
            return .text(schema.instance(of: schema).text)
        }
    }
}

/// The file of replies is not as the option's help says.
private struct BadScript: Error {}
