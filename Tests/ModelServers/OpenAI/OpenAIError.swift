/// An error as OpenAI answers it.
struct OpenAIError: Error {
    var status: Int
    var message: String
    var type = "invalid_request_error"
    var parameter: String?
    var code: String?

    var json: JSON {
        [
            "error": [
                "message": .string(message), "type": .string(type), "param": parameter.map(JSON.string) ?? .null,
                "code": code.map(JSON.string) ?? .null,
            ]
        ]
    }

    var reply: WireReply { WireReply(status: status, json: json) }

    static func invalid(_ message: String, parameter: String? = nil, code: String? = nil) -> OpenAIError {
        OpenAIError(status: 400, message: message, parameter: parameter, code: code)
    }

    static let noKey = OpenAIError(
        status: 401,
        message: "You didn't provide an API key. You need to provide your API key in an Authorization header "
            + "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
    )

    static let badKey = OpenAIError(status: 401, message: "Incorrect API key provided.", code: "invalid_api_key")

    static func unknownModel(_ name: String) -> OpenAIError {
        OpenAIError(
            status: 404,
            message: "The model `\(name)` does not exist or you do not have access to it.",
            code: "model_not_found"
        )
    }

    static func unknownPath(_ request: WireRequest) -> OpenAIError {
        OpenAIError(status: 404, message: "Invalid URL (\(request.method) \(request.path))")
    }

    static let overloaded = OpenAIError(
        status: 503,
        message: "The engine is currently overloaded, please try again later",
        type: "server_error",
        code: "server_overloaded"
    )
}

extension Refusal {
    /// The same trouble in the words of the OpenAI API; caches, which it does not have, are a bad request.
    func openAI(model: String) -> WireReply {
        switch self {
        case .rateLimited(let delay):
            return OpenAIError(
                status: 429,
                message: "Rate limit reached for \(model). Please try again in \(delay).",
                type: "tokens",
                code: "rate_limit_exceeded"
            ).reply
        case .dailyQuota:
            return OpenAIError(
                status: 429,
                message: "You exceeded your current quota, please check your plan and billing details.",
                type: "insufficient_quota",
                code: "insufficient_quota"
            ).reply
        case .exhausted, .wrappedInArray: return limited.reply
        case .retryAfter(let seconds):
            return WireReply(status: 429, headers: ["retry-after": "\(seconds)"], json: limited.json)
        case .internalError:
            return OpenAIError(
                status: 500,
                message: "The server had an error while processing your request. Sorry about that!",
                type: "server_error"
            ).reply
        case .overloaded: return OpenAIError.overloaded.reply
        case .deadlineExceeded:
            return OpenAIError(status: 504, message: "Request timed out.", type: "timeout").reply
        case .badGateway: return badGatewayPage
        case .badKey: return OpenAIError.badKey.reply
        case .retiredModel: return OpenAIError.unknownModel(model).reply
        case .schemaTooComplex:
            return OpenAIError.invalid("Invalid schema for response_format.", parameter: "response_format").reply
        case .noResponseFormat: return OpenAIError.noResponseFormat.reply
        case .cacheForbidden, .cacheNotFound, .cacheTooSmall, .cacheWithSystemInstruction, .cacheOfOtherModel:
            return OpenAIError.invalid("There are no caches here.").reply
        }
    }

    private var limited: OpenAIError {
        OpenAIError(status: 429, message: "Rate limit reached.", type: "requests", code: "rate_limit_exceeded")
    }
}

extension OpenAIError {
    static let noResponseFormat = invalid(
        "This server does not support response_format.",
        parameter: "response_format",
        code: "unsupported_parameter"
    )
}
