internal import JSONText

/// Puts an answer together from the documents that Gemini sends: one without a stream, many with one. Pure.
struct GeminiAnswer: WireAnswer {
    private let key: Key
    private let schema: JSONValue?
    private let depth: Int
    private var parts: [ChatMessage.Part] = []
    private var thoughts = ""
    private(set) var usage: Usage?
    private var version = ""
    private var finish: String?

    /// Gemini marks no end of a stream: its last document names a reason, and the body ends.
    var isDone: Bool { false }

    init(_ request: ModelRequest, key: Key) {
        self.key = key
        schema = request.schema
        depth = request.limits.depth
    }

    mutating func add(_ document: [UInt8]) throws(ModelError) -> [ModelDelta] {
        let chunk: JSONValue
        do {
            chunk = try JSONValue(parsing: document, depth: depth)
        } catch {
            throw ModelError(.malformed, "the server's answer cannot be read: \(error)", usage: usage)
        }
        if chunk["error"] != nil || chunk.array != nil {
            var failure = GeminiFailure(status: nil, retryAfter: nil, isCached: false, key: key).error(document)
            failure.usage = usage
            throw failure
        }
        if let counted = chunk["usageMetadata"] { usage = Usage(gemini: counted) }
        if let version = chunk["modelVersion"]?.string { self.version = version }
        if chunk["promptFeedback"]?["blockReason"] != nil {
            throw ModelError(.refused, "the provider's filter refused the question", usage: usage)
        }
        guard let candidate = chunk["candidates"]?.array?.first else { return [] }
        let deltas = (candidate["content"]?["parts"]?.array ?? []).compactMap { take($0) }
        if let reason = candidate["finishReason"]?.string {
            finish = reason
            if let failure = failure(of: reason) { throw failure }
        }
        return deltas
    }

    func ended() throws(ModelError) -> ModelReply {
        guard finish != nil else {
            throw ModelError(.unfinished, "the answer ended without saying that it is whole", usage: usage)
        }
        let reply = ModelReply(
            text: parts.map(\.text).joined(),
            thoughts: thoughts,
            parts: parts,
            usage: usage ?? Usage(),
            version: version
        )
        return try reply.checked(by: schema, depth: depth)
    }

    private mutating func take(_ part: JSONValue) -> ModelDelta? {
        let text = part["text"]?.string ?? ""
        if part["thought"]?.bool == true {
            thoughts += text
            return text.isEmpty ? nil : .thought(text)
        }
        let signature = part["thoughtSignature"]?.string
        // A part that is to be sent back with its signature stays by itself; the rest is one text.
        if signature == nil, let last = parts.indices.last, parts[last].signature == nil {
            parts[last].text += text
        } else if signature != nil || !text.isEmpty {
            parts.append(ChatMessage.Part(text: text, signature: signature))
        }
        return text.isEmpty ? nil : .text(text)
    }

    /// A reason that is not known is a failure: it may mean that half of the answer is missing.
    private func failure(of reason: String) -> ModelError? {
        switch reason {
        case "STOP": nil
        case "MAX_TOKENS": ModelError(.truncated, "the answer did not fit its token limit", usage: usage)
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "OTHER", "ESCALATION",
            "PUP_LIMITED_DISABLED", "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK":
            ModelError(.refused, "the provider's filter refused the answer", usage: usage)
        default: ModelError(.unfinished, "the answer ended for a reason that is not known", usage: usage)
        }
    }
}

extension Usage {
    /// From `usageMetadata`: the prompt's count includes the cached tokens, the candidates' count no thoughts. On a miss
    /// the cache's field is absent.
    init(gemini counted: JSONValue) {
        func count(_ name: String) -> Int { min(max(counted[name]?.integer ?? 0, 0), 1_000_000_000) }
        let input = count("promptTokenCount") + count("toolUsePromptTokenCount")
        self.init(
            input: input,
            cached: min(count("cachedContentTokenCount"), input),
            output: count("candidatesTokenCount"),
            thinking: count("thoughtsTokenCount")
        )
    }
}
