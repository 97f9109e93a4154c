internal import JSONText

/// What an error answer of an OpenAI-compatible server means. Decided by status and code; never by its sentences.
struct OpenAIFailure {
    /// HTTP's; nil where the error came behind a 200.
    var status: Int?
    var retryAfter: Duration?
    var key: Key?

    func error(_ body: [UInt8]) -> ModelError {
        // Servers differ: an object under `error`, a string under it, vLLM's bare object, FastAPI's `detail`, or HTML.
        let document = try? JSONValue(parsing: body)
        let error = document?["error"].flatMap { $0.members == nil ? nil : $0 } ?? document
        let code = error?["code"]?.string ?? error?["type"]?.string
        let status = self.status ?? error?["code"]?.integer ?? 500
        var failure = failure(status: status, code: code)
        failure.status = status
        let text = error?["message"]?.string ?? String(decoding: body.prefix(1200), as: UTF8.self)
        failure.detail = String((key?.takenOut(of: text) ?? text).prefix(300))
        return failure
    }

    private func failure(status: Int, code: String?) -> ModelError {
        switch (status, code) {
        case (401, _), (400, "invalid_api_key"): return ModelError(.badKey, "the server does not take the key")
        case (403, _), (402, _): return ModelError(.forbidden, "the key may not call the model")
        case (404, _), (400, "model_not_found"), (410, _): return ModelError(.gone, "the server has no such model")
        case (429, "insufficient_quota"), (429, "billing_hard_limit_reached"):
            return ModelError(.quota, "the account's quota is used up")
        case (429, _): return ModelError(.busy, "too many calls for the server just now", retry: advice)
        case (501, _):
            // Of a method that is there, this says that something asked for is not built.
            return ModelError(.badRequest, "the server does not know what the request asks for")
        case (408, _), (500..., _): return ModelError(.server, "the server failed", retry: advice)
        case (_, "context_length_exceeded"):
            return ModelError(.promptTooLong, "the prompt is larger than the model can take")
        default: return ModelError(.badRequest, "the server does not take the request")
        }
    }

    private var advice: RetryAdvice { retryAfter.map { .after($0) } ?? .backoff }
}
