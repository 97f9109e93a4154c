internal import JSONText

/// Puts an answer together from chat completions: one without a stream, many chunks with one. Pure.
struct OpenAIAnswer: WireAnswer {
    private let key: Key?
    private let schema: JSONValue?
    private let depth: Int
    private var text = ""
    private var thoughts = ""
    private var refusal = false
    private(set) var usage: Usage?
    private var version = ""
    private var finish: String?
    private(set) var isDone = false

    init(_ request: ModelRequest, key: Key?) {
        self.key = key
        schema = request.schema
        depth = request.limits.depth
    }

    mutating func add(_ document: [UInt8]) throws(ModelError) -> [ModelDelta] {
        if document == Array("[DONE]".utf8) {
            isDone = true
            return []
        }
        let chunk: JSONValue
        do {
            chunk = try JSONValue(parsing: document, depth: depth)
        } catch {
            throw ModelError(.malformed, "the server's answer cannot be read: \(error)", usage: usage)
        }
        if let counted = chunk["usage"], counted.members != nil { usage = Usage(openAI: counted) }
        if chunk["error"].map({ $0 != .null }) ?? false {
            var failure = OpenAIFailure(status: nil, retryAfter: nil, key: key).error(document)
            failure.usage = usage
            throw failure
        }
        if let version = chunk["model"]?.string { self.version = version }
        guard let choice = chunk["choices"]?.array?.first else { return [] }
        let deltas = take(choice["delta"] ?? choice["message"] ?? .null)
        if let reason = choice["finish_reason"]?.string { finish = reason }
        return deltas
    }

    func ended() throws(ModelError) -> ModelReply {
        // The usage comes behind the last choice, so the reason is looked at here only.
        switch finish {
        case _ where refusal: throw ModelError(.refused, "the model refused to answer", usage: usage)
        case "stop": break
        case "length": throw ModelError(.truncated, "the answer did not fit its token limit", usage: usage)
        case "content_filter":
            throw ModelError(.refused, "the provider's filter refused the answer", usage: usage)
        case nil:
            throw ModelError(.unfinished, "the answer ended without saying that it is whole", usage: usage)
        default: throw ModelError(.unfinished, "the answer ended for a reason that is not known", usage: usage)
        }
        let reply = ModelReply(text: text, thoughts: thoughts, usage: usage ?? Usage(), version: version)
        return try reply.checked(by: schema, depth: depth)
    }

    private mutating func take(_ message: JSONValue) -> [ModelDelta] {
        var deltas: [ModelDelta] = []
        // Servers name it either way.
        if let thought = message["reasoning_content"]?.string ?? message["reasoning"]?.string, !thought.isEmpty {
            thoughts += thought
            deltas.append(.thought(thought))
        }
        if let piece = message["content"]?.string, !piece.isEmpty {
            text += piece
            deltas.append(.text(piece))
        }
        if message["refusal"]?.string?.isEmpty == false { refusal = true }
        return deltas
    }
}

extension Usage {
    /// From `usage`: the prompt's count includes the cached tokens, the completion's count the reasoning.
    init(openAI counted: JSONValue) {
        func count(_ value: JSONValue?) -> Int { min(max(value?.integer ?? 0, 0), 1_000_000_000) }
        let input = count(counted["prompt_tokens"])
        let output = count(counted["completion_tokens"])
        let thinking = min(count(counted["completion_tokens_details"]?["reasoning_tokens"]), output)
        self.init(
            input: input,
            cached: min(count(counted["prompt_tokens_details"]?["cached_tokens"]), input),
            output: output - thinking,
            thinking: thinking
        )
    }
}
