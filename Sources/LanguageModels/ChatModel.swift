/// What answers a prompt: Gemini, a server that speaks as OpenAI does, or a script in tests.
///
/// One call of `reply` is one call of the wire: waiting and trying again, the circuit breaker, the cached context and
/// the ledger are `ReliableModel`'s, which is a `ChatModel` too and is what agents are given.
package protocol ChatModel: Sendable {
    var name: ModelName { get }

    /// Asks once and waits for the whole answer. Cancelling the task closes the connection at once.
    ///
    /// - Parameter deltas: where pieces of the answer go as they come, the usage last; nil asks for the answer in one
    ///   piece. What was delivered is void if the call throws.
    /// - Throws: also where a server said 200: an answer that was refused, cut short, or is not of the schema is an
    ///   error, and carries the usage that was counted.
    func reply(to request: ModelRequest, deltas: DeltaSink?) async throws(ModelError) -> ModelReply

    /// Asks the server, at no or the least cost, whether it would answer: for `barwise doctor` and at start.
    func probe() async throws(ModelError) -> ProbeReport
}

extension ChatModel {
    package func reply(to request: ModelRequest) async throws(ModelError) -> ModelReply {
        try await reply(to: request, deltas: nil)
    }
}

/// Called one at a time and in order; the next piece is read when it returns.
package typealias DeltaSink = @Sendable (ModelDelta) async -> Void

/// A piece of an answer that is still being written.
package enum ModelDelta: Sendable, Hashable {
    case text(String)
    /// Never part of the answer's text.
    case thought(String)
    /// All text so far is void: it was refused midway, or the connection broke. Another try may follow.
    case withdrawn
    /// Once, at the end.
    case usage(Usage)
}

/// A provider's model, as one writes it in BARWISE_MODEL: `gemini:gemini-3.8-flash`.
package struct ModelName: Sendable, Hashable, CustomStringConvertible {
    /// `gemini`, `openai`, `scripted`.
    package var provider: String
    package var model: String

    package init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    package var description: String { "\(provider):\(model)" }
}

/// What a probe found.
package struct ProbeReport: Sendable, Hashable {
    package var name: ModelName
    package var latency: Duration
    /// The server does not list the model, though it answers: some local servers list other names.
    package var isListed: Bool

    package init(name: ModelName, latency: Duration, isListed: Bool) {
        self.name = name
        self.latency = latency
        self.isListed = isListed
    }
}
