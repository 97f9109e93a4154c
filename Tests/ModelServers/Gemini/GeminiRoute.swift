/// What a method and a path ask of the Gemini API.
struct GeminiRoute {
    var operation: WireOperation
    /// "v1beta" or "v1".
    var version: String
    /// Without "models/".
    var model: String?
    /// "cachedContents/…".
    var cache: String?

    /// Nil for what is no path of the API.
    init?(_ request: WireRequest) {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count >= 2, ["v1beta", "v1"].contains(parts[0]) else { return nil }
        version = parts[0]
        switch (parts[1], parts.count) {
        case ("models", 2):
            guard request.method == "GET" else { return nil }
            operation = .listModels
        case ("models", 3):
            let pair = parts[2].split(separator: ":", maxSplits: 1).map(String.init)
            model = pair[0]
            let operations: [String: WireOperation] = [
                "POST generateContent": .generate, "POST streamGenerateContent": .stream,
                "POST countTokens": .countTokens, "GET": .getModel,
            ]
            let method = ([request.method] + pair.dropFirst()).joined(separator: " ")
            guard let found = operations[method] else { return nil }
            operation = found
        case ("cachedContents", 2):
            guard let found = ["POST": WireOperation.createCache, "GET": .listCaches][request.method] else {
                return nil
            }
            operation = found
        case ("cachedContents", 3):
            cache = "cachedContents/\(parts[2])"
            let operations: [String: WireOperation] = ["GET": .getCache, "PATCH": .updateCache, "DELETE": .deleteCache]
            guard let found = operations[request.method] else { return nil }
            operation = found
        default: return nil
        }
    }
}
