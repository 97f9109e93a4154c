import JSONText
import LanguageModels
import ModelServers

/// The calls of `sdk/calls.py`, in its order, by our clients.
enum RecordedCalls {
    static let gemini = [
        "generate", "stream", "schema", "history", "budget", "cache.create", "cached", "cache.list", "cache.update",
        "cache.delete", "count", "model",
    ]
    static let openAI = ["chat", "stream", "schema", "models"]

    private static let rules = "Static rules."
    private static let question = "When is the day's high?"

    static func callGemini(_ server: String, _ clients: Clients) async throws {
        let gemini = try clients.gemini("\(server)/v1")
        _ = try await gemini.reply(to: request())
        _ = try await gemini.reply(to: request(), deltas: { _ in })
        _ = try await gemini.reply(to: request(schema: try schema))
        _ = try await gemini.reply(
            to: request([.init(.user, question), .init(.model, "At 09:31."), .init(.user, "And the low?")])
        )
        _ = try await clients.gemini("\(server)/v1", model: "gemini-2.5-flash").reply(to: request())
        let rules = String(repeating: "rule ", count: 5000)
        let cache = try await gemini.createCache(of: rules, displayName: "rules", lifetime: .seconds(3600))
        var cached = request()
        cached.cachedContent = cache.name
        _ = try await gemini.reply(to: cached)
        _ = try await gemini.caches()
        _ = try await gemini.extendCache(named: cache.name, lifetime: .seconds(3600))
        try await gemini.deleteCache(named: cache.name)
        _ = try await gemini.countTokens(of: Self.rules)
        _ = try await gemini.probe()
    }

    static func callOpenAI(_ server: String, _ clients: Clients) async throws {
        let model = try clients.openAI(server)
        _ = try await model.reply(to: request())
        _ = try await model.reply(to: request(), deltas: { _ in })
        _ = try await model.reply(to: request(schema: try schema))
        _ = try await model.probe()
    }

    private static func request(
        _ messages: [ChatMessage] = [.init(.user, question)],
        schema: JSONValue? = nil
    ) -> ModelRequest {
        ModelRequest(agent: "test", fixed: rules, messages: messages, schema: schema, maxOutputTokens: 256)
    }

    private static var schema: JSONValue {
        get throws {
            try JSONValue(
                parsing: """
                    {"type": "object", "properties": {"intent": {"type": "string", "enum": ["data", "concept"]},
                    "level": {"type": "integer", "minimum": 0, "maximum": 3}}, "required": ["intent", "level"],
                    "additionalProperties": false}
                    """
            )
        }
    }
}
