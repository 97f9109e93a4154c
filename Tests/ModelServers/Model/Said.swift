/// What the scripted model says.
package struct Said: Sendable {
    /// Text parts of the answer; joined they are the answer. Streamed one event each.
    package var parts: [String]
    /// Summary of the thinking; sent only to a client that asks for thoughts, counted always.
    package var thoughts: String
    /// Thinking tokens beside those of the summary.
    package var hiddenThoughtTokens: Int
    /// The wire's word for why it ended: of the Gemini wire, where the other one's is looked up.
    package var finishReason: String

    package init(
        parts: [String],
        thoughts: String = "",
        hiddenThoughtTokens: Int = 0,
        finishReason: String = "STOP"
    ) {
        self.parts = parts
        self.thoughts = thoughts
        self.hiddenThoughtTokens = hiddenThoughtTokens
        self.finishReason = finishReason
    }

    package static func text(_ text: String) -> Said { Said(parts: [text]) }

    package var text: String { parts.joined() }
    package var thoughtTokens: Int { Tokens.count(thoughts) + hiddenThoughtTokens }

    /// The reply as far as `limit` tokens of thinking and text go; thinking comes first and counts against the limit.
    package func limited(to limit: Int?) -> Said {
        guard let limit, thoughtTokens + Tokens.count(text) > limit else { return self }
        var reply = self
        reply.finishReason = "MAX_TOKENS"
        var left = limit - thoughtTokens
        if left <= 0 {
            reply.thoughts = ""
            reply.hiddenThoughtTokens = limit
            reply.parts = []
            return reply
        }
        reply.parts = parts.compactMap { part in
            let pieces = Tokens.pieces(of: part).prefix(left)
            left -= pieces.count
            return pieces.isEmpty ? nil : pieces.joined()
        }
        return reply
    }
}

/// The model behind a server: request in, reply out.
package typealias Script = @Sendable (Ask) -> Said

/// Replies in order; the last one is given again when the others are spent.
package func replies(_ first: Said, _ others: Said...) -> Script {
    let queue = Spent([first] + others)
    return { _ in queue.next() ?? (others.last ?? first) }
}
