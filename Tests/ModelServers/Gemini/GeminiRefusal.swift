extension Refusal {
    /// - Parameters:
    ///   - model: That the request names, for the messages that repeat it.
    func gemini(model: String, version: String) -> WireReply {
        switch self {
        case .rateLimited(let delay):
            return quota("GenerateContentPaidTierInputTokensPerModelPerMinute", delay, model).reply
        case .dailyQuota: return quota("GenerateRequestsPerDayPerProjectPerModel", "45s", model).reply
        case .exhausted: return exhausted.reply
        case .retryAfter(let seconds):
            return WireReply(status: 429, headers: ["retry-after": "\(seconds)"], json: exhausted.json)
        case .wrappedInArray: return WireReply(status: 429, json: [exhausted.json])
        case .internalError:
            return GeminiError(
                code: 500,
                status: "INTERNAL",
                message: "An internal error has occurred. Please retry or report in "
                    + "https://developers.generativeai.google/guide/troubleshooting"
            ).reply
        case .overloaded: return GeminiError.overloaded.reply
        case .deadlineExceeded:
            return GeminiError(
                code: 504,
                status: "DEADLINE_EXCEEDED",
                message: "The request timed out. Please try again."
            ).reply
        case .badGateway: return badGatewayPage
        case .badKey: return GeminiError.badKey.reply
        case .retiredModel: return GeminiError.unknownModel(model, version: version).reply
        case .cacheForbidden: return GeminiError.cacheGone.reply
        case .cacheNotFound:
            return GeminiError.notFound("Not found: cached content metadata for 1234567890123456789.").reply
        case .cacheTooSmall: return GeminiError.cacheTooSmall(1503, minimum: 4096).reply
        case .cacheWithSystemInstruction: return GeminiError.cacheWithSystemInstruction.reply
        case .cacheOfOtherModel:
            return GeminiError.cacheOfOtherModel(asked: model, cached: "gemini-3.5-flash-lite").reply
        case .schemaTooComplex:
            return GeminiError.invalid("The specified schema produces a constraint that has too many states.").reply
        case .noResponseFormat: return GeminiError.invalid("JSON mode is not enabled for this model").reply
        }
    }

    /// What an edge in front of a server says.
    var badGatewayPage: WireReply {
        WireReply(
            status: 502,
            type: "text/html; charset=UTF-8",
            pieces: [
                .init(
                    .init(
                        """
                        <html><head><title>502 Server Error</title></head><body><h1>Error: Server Error</h1></body></html>
                        """.utf8
                    )
                )
            ]
        )
    }

    private var exhausted: GeminiError {
        GeminiError(
            code: 429,
            status: "RESOURCE_EXHAUSTED",
            message: "Resource has been exhausted (e.g. check quota)."
        )
    }

    private func quota(_ id: String, _ delay: String, _ model: String) -> GeminiError {
        GeminiError(
            code: 429,
            status: "RESOURCE_EXHAUSTED",
            message: "You exceeded your current quota, please check your plan and billing details.",
            details: [
                [
                    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
                    "violations": [
                        [
                            "quotaMetric":
                                "generativelanguage.googleapis.com/generate_content_paid_tier_input_token_count",
                            "quotaId": .string(id),
                            "quotaDimensions": ["location": "global", "model": .string(model)],
                            "quotaValue": "1000000",
                        ]
                    ],
                ],
                [
                    "@type": "type.googleapis.com/google.rpc.Help",
                    "links": [
                        [
                            "description": "Learn more about Gemini API quotas",
                            "url": "https://ai.google.dev/gemini-api/docs/rate-limits",
                        ]
                    ],
                ],
                ["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string(delay)],
            ]
        )
    }
}

extension GeminiError {
    static let overloaded = GeminiError(
        code: 503,
        status: "UNAVAILABLE",
        message: "The model is overloaded. Please try again later."
    )
}
