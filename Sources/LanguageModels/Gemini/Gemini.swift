internal import JSONText

/// Google's models over REST: `generateContent` and its stream, which also know cached contents.
package struct Gemini: ChatModel {
    package let name: ModelName
    /// With the version's path: `https://generativelanguage.googleapis.com/v1beta`.
    let base: String
    let key: Key
    let connections: Connections
    let families: ModelFamilies
    let time: TimeSource

    /// - Throws: `AddressError` where the address would send the key in the clear.
    package init(
        _ address: ModelAddress,
        key: Key,
        connections: Connections,
        families: ModelFamilies,
        time: TimeSource = .system
    ) throws(AddressError) {
        precondition(address.provider == .gemini, "the address is another provider's")
        guard address.protectsKey else { throw AddressError(problem: .plain) }
        name = address.name
        base = address.base
        self.key = key
        self.connections = connections
        self.families = families
        self.time = time
    }

    /// The same server and key with another model.
    package func with(model: String) -> Gemini {
        Gemini(copying: self, model: model)
    }

    private init(copying other: Gemini, model: String) {
        name = ModelName(provider: other.name.provider, model: model)
        base = other.base
        key = other.key
        connections = other.connections
        families = other.families
        time = other.time
    }

    package func reply(to request: ModelRequest, deltas: DeltaSink?) async throws(ModelError) -> ModelReply {
        let method = deltas == nil ? "generateContent" : "streamGenerateContent?alt=sse"
        let reader = AnswerReader(answer: GeminiAnswer(request, key: key), deltas: deltas, limits: request.limits) {
            error($0, $1, isCached: request.cachedContent != nil)
        }
        return try await exchange(request.limits, deadline: request.deadline)
            .run(call(.post, "models/\(name.model):\(method)", body: body(of: request)), reader)
    }

    func exchange(_ limits: CallLimits, deadline: ContinuousClock.Instant?) -> Exchange {
        Exchange(connections: connections, time: time, limits: limits, deadline: deadline)
    }

    /// The key goes into a header, never into the URL.
    func call(_ method: HTTPCall.Method, _ path: String, body: JSONValue? = nil) -> HTTPCall {
        HTTPCall(method, "\(base)/\(path)", headers: [("x-goog-api-key", key.forHeader())], body: body)
    }

    func error(_ head: HTTPHead, _ body: [UInt8], isCached: Bool) -> ModelError {
        GeminiFailure(status: head.status, retryAfter: head.retryAfter, isCached: isCached, key: key).error(body)
    }
}
