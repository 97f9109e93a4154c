/// An error as Gemini answers it.
struct GeminiError: Error {
    var code: Int
    var status: String
    var message: String
    var details: [JSON] = []

    var json: JSON {
        [
            "error": .present([
                "code": .count(code), "status": .string(status), "message": .string(message),
                "details": details.isEmpty ? nil : .array(details),
            ])
        ]
    }

    var reply: WireReply { WireReply(status: code, json: json) }

    static func invalid(_ message: String, details: [JSON] = []) -> GeminiError {
        GeminiError(code: 400, status: "INVALID_ARGUMENT", message: message, details: details)
    }

    static func notFound(_ message: String) -> GeminiError {
        GeminiError(code: 404, status: "NOT_FOUND", message: message)
    }

    static let noKey = GeminiError(
        code: 403,
        status: "PERMISSION_DENIED",
        message: "Method doesn't allow unregistered callers (callers without established identity). "
            + "Please use API Key or other form of API consumer identity to call this API."
    )

    static let badKey = invalid(
        "API key not valid. Please pass a valid API key.",
        details: [
            [
                "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID",
                "domain": "googleapis.com", "metadata": ["service": "generativelanguage.googleapis.com"],
            ],
            [
                "@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US",
                "message": "API key not valid. Please pass a valid API key.",
            ],
        ]
    )

    static func unknownModel(_ name: String, version: String) -> GeminiError {
        notFound(
            "models/\(name) is not found for API version \(version), or is not supported for generateContent. "
                + "Call ListModels to see the list of available models and their supported methods."
        )
    }

    static let cacheGone = GeminiError(
        code: 403,
        status: "PERMISSION_DENIED",
        message: "CachedContent not found (or permission denied)"
    )

    static func cacheTooSmall(_ tokens: Int, minimum: Int) -> GeminiError {
        invalid(
            "Cached content is too small. total_token_count=\(tokens), min_total_token_count=\(minimum)"
        )
    }

    static let cacheWithSystemInstruction = invalid(
        "CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config."
            + "\n\nProposed fix: move those values to CachedContent from GenerateContent request."
    )

    static func cacheOfOtherModel(asked: String, cached: String) -> GeminiError {
        invalid(
            "Model used by GenerateContent request (models/\(asked)) and CachedContent (models/\(cached)) "
                + "has to be the same."
        )
    }
}
