/// Why a model's answer is not to be had.
package struct ModelError: Error, Sendable, Hashable {
    package var code: Code
    /// One sentence of ours for logs and `barwise doctor`: no key, no prompt, nothing that a server wrote.
    package var message: String
    package var retry: RetryAdvice
    /// HTTP's, where there was one.
    package var status: Int?
    /// What the server wrote, shortened, the key taken out. For the log only.
    package var detail: String?
    /// Counted by the provider although the call failed; nil: it said nothing.
    package var usage: Usage?
    /// What the ledger has for all calls of the request, in millionths of a dollar; 0 where no price is known.
    package var microdollars = 0
    /// The answer that was refused by us, so that the model can be asked to repair it.
    package var rejected: Rejected?

    /// An answer that broke the schema, and where.
    package struct Rejected: Sendable, Hashable {
        package var text: String
        package var violation: String

        package init(text: String, violation: String) {
            self.text = text
            self.violation = violation
        }
    }

    package init(
        _ code: Code,
        _ message: String,
        retry: RetryAdvice? = nil,
        status: Int? = nil,
        detail: String? = nil,
        usage: Usage? = nil,
        rejected: Rejected? = nil
    ) {
        self.code = code
        self.message = message
        self.retry = retry ?? code.usualAdvice
        self.status = status
        self.detail = detail
        self.usage = usage
        self.rejected = rejected
    }
}

extension ModelError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}

/// What a server or the kind of an error says of trying again.
package enum RetryAdvice: Sendable, Hashable {
    case never
    /// The server gave no time: wait by our own rule.
    case backoff
    /// Not before so long.
    case after(Duration)
}

extension ModelError {
    /// Stable names.
    package enum Code: String, Sendable, Hashable, CaseIterable, Codable {
        /// No connection: refused, no such host, TLS.
        case unreachable = "model.unreachable"
        /// The connection broke before the answer was whole.
        case broken = "model.broken"
        case timeout = "model.timeout"
        case cancelled = "model.cancelled"
        /// Too many calls just now (429).
        case busy = "model.busy"
        /// The day's or the account's quota is used up.
        case quota = "model.quota"
        /// The server failed or is overloaded (5xx).
        case server = "model.server"
        case badKey = "model.bad_key"
        case forbidden = "model.forbidden"
        /// The model is retired, or there never was one of that name.
        case gone = "model.gone"
        /// A request that the server will never take.
        case badRequest = "model.bad_request"
        /// The prompt is larger than the model can take.
        case promptTooLong = "model.prompt_too_long"
        /// The server does not know this way of asking for a schema; a plainer way is taken from now on.
        case schemaUnknown = "model.schema_unknown"
        case cacheGone = "model.cache_gone"
        /// Too small, of another model, or together with what it must not be with.
        case cacheRefused = "model.cache_refused"
        /// The provider's filters, or the model itself, refused to answer.
        case refused = "model.refused"
        /// The token limit ended the answer.
        case truncated = "model.truncated"
        /// It ended well and says nothing.
        case empty = "model.empty"
        /// It ended without saying that it ended, or for a reason we do not know.
        case unfinished = "model.unfinished"
        case tooLarge = "model.too_large"
        /// Not the wire's form: HTML, half a document, no JSON.
        case malformed = "model.malformed"
        /// The answer is not JSON of the schema.
        case wrongShape = "model.wrong_shape"
        /// The user's or the day's budget is used up. Nothing was sent.
        case budget = "model.budget"
        /// The circuit breaker is open. Nothing was sent.
        case unavailable = "model.unavailable"
        /// The ledger could not be written. Nothing was sent.
        case ledger = "model.ledger"
    }
}

extension ModelError.Code {
    var usualAdvice: RetryAdvice {
        switch self {
        case .broken, .busy, .server, .unfinished, .malformed, .empty: .backoff
        case .unreachable, .timeout, .cancelled, .quota, .badKey, .forbidden, .gone, .badRequest, .promptTooLong,
            .schemaUnknown, .cacheGone, .cacheRefused, .refused, .truncated, .tooLarge, .wrongShape, .budget,
            .unavailable, .ledger:
            .never
        }
    }

    /// Calls in one turn that may end so, the first included.
    var tries: Int {
        switch self {
        case .busy, .server: 3
        case .broken, .unfinished, .malformed, .empty: 2
        default: 1
        }
    }

    /// The server is ill, so the breaker counts it.
    var isServerFailure: Bool {
        switch self {
        case .unreachable, .broken, .timeout, .server, .malformed, .unfinished: true
        default: false
        }
    }

    /// Nothing was sent, or nobody knows how the call ended: it says nothing of the server's health.
    var saysNothingOfServer: Bool {
        switch self {
        case .cancelled, .budget, .unavailable, .ledger: true
        default: false
        }
    }

    /// A person must do something: said once, not with every call.
    var needsSomebody: Bool {
        switch self {
        case .badKey, .forbidden, .gone, .quota, .badRequest: true
        default: false
        }
    }
}
