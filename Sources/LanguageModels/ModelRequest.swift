package import JSONText

/// What a model is asked. Static text first and the same bytes on every call, so that providers' caches hit it; what
/// changes comes last.
package struct ModelRequest: Sendable, Hashable {
    /// Who asks, for the ledger and the traces: `understander`, `responder`.
    package var agent: String
    /// Whose budget pays; nil: nobody's (start-up, tests).
    package var user: String?
    /// Role, catalogue, schema in words, definitions. Holds no user's text.
    package var fixed: String
    /// Oldest first; the last one is the user's. Today's date and the question belong in it.
    package var messages: [ChatMessage]
    /// A JSON Schema that the answer must keep to; nil: plain text.
    package var schema: JSONValue?
    package var thinking: ThinkingLevel
    /// Of the answer, thinking included.
    package var maxOutputTokens: Int
    package var limits: CallLimits
    /// The turn's own end; the earlier of it and the limits' total counts.
    package var deadline: ContinuousClock.Instant?
    /// The provider's name of a kept static part: sent in place of `fixed`. Set by `ContextCache` alone.
    package var cachedContent: String?

    package init(
        agent: String,
        user: String? = nil,
        fixed: String,
        messages: [ChatMessage],
        schema: JSONValue? = nil,
        thinking: ThinkingLevel = .low,
        maxOutputTokens: Int = 2048,
        limits: CallLimits = CallLimits(),
        deadline: ContinuousClock.Instant? = nil
    ) {
        self.agent = agent
        self.user = user
        self.fixed = fixed
        self.messages = messages
        self.schema = schema
        self.thinking = thinking
        self.maxOutputTokens = maxOutputTokens
        self.limits = limits
        self.deadline = deadline
    }
}

/// A message of a conversation.
package struct ChatMessage: Sendable, Hashable {
    package enum Role: String, Sendable, Hashable {
        case user
        case model
    }

    /// A piece of a message, with what its provider wants to get back with it.
    package struct Part: Sendable, Hashable {
        package var text: String
        /// Opaque; sent back unchanged, and only to the provider that made it.
        package var signature: String?

        package init(text: String, signature: String? = nil) {
            self.text = text
            self.signature = signature
        }
    }

    package var role: Role
    package var parts: [Part]

    package init(_ role: Role, _ text: String) {
        self.init(role, parts: [Part(text: text)])
    }

    package init(_ role: Role, parts: [Part]) {
        self.role = role
        self.parts = parts
    }

    package var text: String { parts.map(\.text).joined() }
}

/// How much a model may think before it answers. A model that lacks a level gets the next higher one it has.
package enum ThinkingLevel: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
    case off
    case minimal
    case low
    case medium
    case high

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The next level down, `off` at the end.
    package var lower: ThinkingLevel { Self.allCases[max(0, rank - 1)] }

    package static func < (a: ThinkingLevel, b: ThinkingLevel) -> Bool { a.rank < b.rank }
}

/// Limits of one call, by the monotonic clock.
package struct CallLimits: Sendable, Hashable {
    /// From the start to the response's first byte. A call that is not streamed and thinks long needs more.
    package var firstByte: Duration
    /// Between two bytes.
    package var idle: Duration
    /// From the start to the end, tries included.
    package var total: Duration
    /// Of a response's body.
    package var bytes: Int
    /// Of JSON, arrays and objects within one another.
    package var depth: Int

    package init(
        firstByte: Duration = .seconds(20),
        idle: Duration = .seconds(20),
        total: Duration = .seconds(60),
        bytes: Int = 1 << 20,
        depth: Int = 64
    ) {
        self.firstByte = firstByte
        self.idle = idle
        self.total = total
        self.bytes = bytes
        self.depth = depth
    }
}
