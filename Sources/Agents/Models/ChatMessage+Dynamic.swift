package import LanguageModels
package import Market
package import Understanding

extension ChatMessage {
    /// What of a prompt changes: today, what is loaded, the chat's last messages in short, and what is asked.
    ///
    /// - Parameters:
    ///   - said: the chat's messages before, oldest first; the newest five are told.
    ///   - text: of the user, as data.
    package static func dynamic(
        today: CivilDate,
        loaded: [ReadContext.Loaded],
        said: [Said] = [],
        _ text: String
    ) -> ChatMessage {
        let coverage = loaded.filter { Vocabulary.isPlain($0.instrument.symbol) }.map { item in
            "\(item.instrument.symbol) \(item.days.lowerBound)..\(item.days.upperBound)"
                + (item.hasVolume ? "" : " no volume")
        }
        var lines = ["today \(today)", "loaded " + coverage.joined(separator: ", ")]
        lines += said.suffix(Said.told).map { ($0.isUser ? "user: " : "you: ") + $0.text.cut(to: Said.longest) }
        lines.append("question: " + text.cut(to: Reader.longest))
        return ChatMessage(.user, lines.joined(separator: "\n"))
    }
}

/// A message of the chat as a model is told of it.
package struct Said: Hashable, Sendable {
    package static let told = 5
    /// Characters of one.
    static let longest = 80

    package var isUser: Bool
    package var text: String

    package init(isUser: Bool, _ text: String) {
        self.isUser = isUser
        self.text = text
    }
}
