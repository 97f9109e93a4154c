import Synchronization

/// A Gemini API on the loopback: models, generateContent and its stream, countTokens and cachedContents, under `/v1beta`
/// and `/v1`. A script says what the model says; caches, token counts and refusals of bad requests are the server's own.
///
/// Implicit caching: the longest prefix that a prompt shares with one of the last 64 prompts to the same model within
/// five minutes counts as cached where it reaches the model's minimum. A prompt is the schema, the system text and the
/// contents in this order.
package final class FakeGemini: FakeServer {
    package let traffic: Traffic
    package let time: ServerTime
    package let models: [GeminiModel]
    let script: Script
    private let key: String?
    let caches = Mutex(GeminiCaches())
    let prefixes = Mutex(RecentPrompts())

    /// - Parameters:
    ///   - key: The only key that is taken; nil takes every one, but none is still refused.
    package init(
        models: [GeminiModel] = GeminiModel.current,
        key: String? = nil,
        faults: Faults = .none,
        time: ServerTime = ServerTime(),
        script: @escaping Script
    ) {
        self.models = models
        self.key = key
        self.time = time
        self.script = script
        traffic = Traffic(faults)
    }

    package func operation(of request: WireRequest) -> WireOperation {
        GeminiRoute(request)?.operation ?? .unknown
    }

    package func answer(_ request: WireRequest, fault: Fault?) -> WireReply {
        guard let route = GeminiRoute(request) else {
            return WireReply(status: 404, type: "text/html; charset=UTF-8", pieces: [.init(.init("Not Found".utf8))])
        }
        if case .refuse(let refusal) = fault {
            return refusal.gemini(model: route.model ?? "gemini-3.8-flash", version: route.version)
        }
        do throws(GeminiError) {
            try authorize(request)
            switch route.operation {
            case .generate, .stream: return try generate(request, route, fault)
            case .countTokens: return try countTokens(request, route)
            case .getModel: return WireReply(json: try model(route).json)
            case .listModels: return WireReply(json: ["models": .array(models.map(\.json))])
            default: return try answerCaches(request, route)
            }
        } catch {
            // Without alt=sse a stream is one array, its error included.
            let inArray = route.operation == .stream && request.queryItems["alt"] != "sse"
            return inArray ? WireReply(status: error.code, json: [error.json]) : error.reply
        }
    }

    func model(_ route: GeminiRoute) throws(GeminiError) -> GeminiModel {
        guard let found = models.first(where: { $0.name == route.model }) else {
            throw .unknownModel(route.model ?? "", version: route.version)
        }
        return found
    }

    /// The body as an object that has the members of this message only.
    func body(_ request: WireRequest, as fields: Fields) throws(GeminiError) -> JSON {
        guard let json = request.json else { throw .invalid("Invalid JSON payload received.") }
        do {
            return try fields.read(json)
        } catch {
            throw .invalid("Invalid JSON payload received. \(error.text)")
        }
    }

    private func authorize(_ request: WireRequest) throws(GeminiError) {
        guard let sent = request.headers["x-goog-api-key"] ?? request.queryItems["key"], !sent.isEmpty else {
            throw .noKey
        }
        if let key, sent != key { throw .badKey }
    }

    private func countTokens(_ request: WireRequest, _ route: GeminiRoute) throws(GeminiError) -> WireReply {
        let model = try model(route)
        let json = try body(request, as: GeminiFields.count)
        var counted = json
        if let inner = json["generateContentRequest"] {
            guard json["contents"] == nil else {
                throw .invalid("Only one of contents and generate_content_request can be set.")
            }
            guard inner["model"]?.string == "models/\(model.name)" else {
                throw .invalid("generate_content_request.model has to be the model of the path.")
            }
            counted = inner
        }
        let tokens = try GeminiPrompt(counted, cache: nil).tokens.count
        return WireReply(json: [
            "totalTokens": .count(tokens), "promptTokensDetails": GeminiUsage.details(tokens),
        ])
    }
}
