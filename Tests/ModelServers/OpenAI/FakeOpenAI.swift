import Synchronization

/// An OpenAI-compatible API on the loopback: chat completions and the list of models, under `/v1`. A script says what
/// the model says; token counts and refusals of bad requests are the server's own.
package final class FakeOpenAI: FakeServer {
    /// What the server takes as response_format.
    package enum ResponseFormat: String, Sendable, CaseIterable {
        /// json_schema in the strict form: every property required, no others allowed.
        case strictSchema = "strict"
        /// json_schema with any schema.
        case schema = "any"
        /// json_object only; a schema is answered with 400.
        case object
        /// Nothing: every response_format is answered with 400.
        case none
    }

    package let traffic: Traffic
    let script: Script
    let models: [String]
    let responseFormat: ResponseFormat
    /// False for servers that ignore members that they do not know.
    let refusesUnknownMembers: Bool
    let time: ServerTime
    let prefixes = Mutex(RecentPrompts())
    private let key: String?

    /// Least tokens of a prefix that counts as cached.
    static let minimumCachedTokens = 1024

    /// - Parameters:
    ///   - key: The only key that is taken; nil takes every one, and none.
    package init(
        models: [String] = ["local"],
        responseFormat: ResponseFormat = .schema,
        refusesUnknownMembers: Bool = true,
        key: String? = nil,
        faults: Faults = .none,
        time: ServerTime = ServerTime(),
        script: @escaping Script
    ) {
        self.models = models
        self.responseFormat = responseFormat
        self.refusesUnknownMembers = refusesUnknownMembers
        self.key = key
        self.time = time
        self.script = script
        traffic = Traffic(faults)
    }

    package func operation(of request: WireRequest) -> WireOperation {
        switch (request.method, request.path) {
        case ("GET", "/v1/models"): .listModels
        case ("POST", "/v1/chat/completions"): request.json?["stream"]?.bool == true ? .stream : .generate
        case ("GET", let path) where path.hasPrefix("/v1/models/"): .getModel
        default: .unknown
        }
    }

    package func answer(_ request: WireRequest, fault: Fault?) -> WireReply {
        if case .refuse(let refusal) = fault {
            return refusal.openAI(model: request.json?["model"]?.string ?? models.first ?? "")
        }
        do throws(OpenAIError) {
            try authorize(request)
            switch request.operation {
            case .generate, .stream: return try chat(request, fault)
            case .listModels: return WireReply(json: ["object": "list", "data": .array(models.map(described))])
            case .getModel:
                let name = String(request.path.dropFirst("/v1/models/".count))
                guard models.contains(name) else { throw OpenAIError.unknownModel(name) }
                return WireReply(json: described(name))
            default: throw OpenAIError.unknownPath(request)
            }
        } catch {
            return error.reply
        }
    }

    private func authorize(_ request: WireRequest) throws(OpenAIError) {
        guard let key else { return }
        guard let sent = request.headers["authorization"] else { throw .noKey }
        if sent != "Bearer \(key)" { throw .badKey }
    }

    private func described(_ model: String) -> JSON {
        ["id": .string(model), "object": "model", "created": 1_795_000_000, "owned_by": "tests"]
    }
}
