package import JSONText

/// A whole answer that ended as it should.
package struct ModelReply: Sendable, Hashable {
    /// Without thoughts. With a schema asked for: JSON text that keeps to it.
    package var text: String
    /// `text` parsed, where a schema was asked for.
    package var json: JSONValue?
    /// What the model showed of its thinking; never part of the answer.
    package var thoughts: String
    /// The answer to be sent back as a `.model` message, signatures included.
    package var parts: [ChatMessage.Part]
    package var usage: Usage
    /// What the ledger has for all calls that the answer took, in millionths of a dollar; 0 where no price is known.
    package var microdollars = 0
    /// The model that answered, by its own word; it may be newer than the one asked for.
    package var version: String

    package init(
        text: String,
        json: JSONValue? = nil,
        thoughts: String = "",
        parts: [ChatMessage.Part]? = nil,
        usage: Usage = Usage(),
        version: String = ""
    ) {
        self.text = text
        self.json = json
        self.thoughts = thoughts
        self.parts = parts ?? [ChatMessage.Part(text: text)]
        self.usage = usage
        self.version = version
    }

    package var message: ChatMessage { ChatMessage(.model, parts: parts) }
}

/// Tokens of one call, as the provider counted them.
package struct Usage: Sendable, Hashable, Codable {
    /// The whole prompt, the cached part included.
    package var input: Int
    /// Of the input, read from a cache.
    package var cached: Int
    /// Without thinking.
    package var output: Int
    /// Billed as output.
    package var thinking: Int

    package init(input: Int = 0, cached: Int = 0, output: Int = 0, thinking: Int = 0) {
        self.input = input
        self.cached = cached
        self.output = output
        self.thinking = thinking
    }

    package var uncached: Int { max(0, input - cached) }

    package static func + (a: Usage, b: Usage) -> Usage {
        Usage(
            input: a.input + b.input,
            cached: a.cached + b.cached,
            output: a.output + b.output,
            thinking: a.thinking + b.thinking
        )
    }
}
