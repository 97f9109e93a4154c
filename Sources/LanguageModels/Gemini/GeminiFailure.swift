internal import JSONText

/// What an error answer of Gemini's means. Decided by status, reason and quota ids; never by its sentences.
struct GeminiFailure {
    /// HTTP's; nil where the error came as an event behind a 200, which then says its own.
    var status: Int?
    var retryAfter: Duration?
    /// The request was about a kept content, or used one.
    var isCached: Bool
    var key: Key

    func error(_ body: [UInt8]) -> ModelError {
        // An edge may answer in HTML, and a stream asked for without `alt=sse` wraps its error in a list. A body that is
        // no JSON still has a status.
        let document = try? JSONValue(parsing: body)
        let error = (document?.array?.first ?? document)?["error"]
        let status = self.status ?? error?["code"]?.integer ?? 500
        let details = error?["details"]?.array ?? []
        var failure = failure(status: status, name: error?["status"]?.string, details: details)
        failure.status = status
        let text = error?["message"]?.string ?? String(decoding: body.prefix(1200), as: UTF8.self)
        failure.detail = String(key.takenOut(of: text).prefix(300))
        return failure
    }

    private func failure(status: Int, name: String?, details: [JSONValue]) -> ModelError {
        let reason = details.lazy.compactMap { $0["reason"]?.string }.first
        switch status {
        case 400 where reason == "API_KEY_INVALID" || reason == "API_KEY_EXPIRED", 401:
            return ModelError(.badKey, "the provider does not take the key")
        case 400 where name == "FAILED_PRECONDITION":
            return ModelError(.forbidden, "the key's project may not call the model")
        case 400 where isCached:
            return ModelError(.cacheRefused, "the kept content cannot be used")
        // A key that is refused comes with a reason; a kept content that is gone comes without one.
        case 403 where isCached && reason == nil, 404 where isCached:
            return ModelError(.cacheGone, "the kept content is gone")
        case 403: return ModelError(.forbidden, "the key's project may not call the model")
        case 404: return ModelError(.gone, "the provider has no such model")
        case 429: return exhausted(details)
        case 408, 500...: return ModelError(.server, "the provider failed", retry: advice(details))
        default: return ModelError(.badRequest, "the provider does not take the request")
        }
    }

    private func exhausted(_ details: [JSONValue]) -> ModelError {
        let quotas = details.flatMap { $0["violations"]?.array ?? [] }.compactMap { $0["quotaId"]?.string }
        // The wait that comes with a day's quota is seconds, and is not true.
        if quotas.contains(where: { $0.contains("PerDay") }) {
            return ModelError(.quota, "the provider's quota for the day is used up")
        }
        return ModelError(.busy, "too many calls for the provider just now", retry: advice(details))
    }

    private func advice(_ details: [JSONValue]) -> RetryAdvice {
        let told = details.lazy.compactMap { $0["retryDelay"]?.string }.compactMap(seconds).first
        return (told ?? retryAfter).map { .after($0) } ?? .backoff
    }

    /// A protobuf duration: `38.837906927s`.
    private func seconds(_ text: String) -> Duration? {
        guard text.hasSuffix("s"), let seconds = Double(text.dropLast()), (0...86_400).contains(seconds) else {
            return nil
        }
        return .seconds(seconds)
    }
}
