/// A model that the fake Gemini serves.
package struct GeminiModel: Sendable {
    /// Which of the two fields of thinkingConfig the model takes.
    package enum Thinking: Sendable {
        case levels(Set<String>)
        case budget
    }

    /// Without "models/".
    package var name: String
    /// Least tokens of an explicit cache, and of a prefix that is cached implicitly.
    package var minimumCacheTokens: Int
    package var thinking: Thinking
    /// False for models that cache only implicitly.
    package var createsCaches: Bool

    package init(
        _ name: String,
        minimumCacheTokens: Int = 4096,
        thinking: Thinking = .levels(["minimal", "low", "medium", "high"]),
        createsCaches: Bool = true
    ) {
        self.name = name
        self.minimumCacheTokens = minimumCacheTokens
        self.thinking = thinking
        self.createsCaches = createsCaches
    }

    /// As of November 2026.
    package static let current = [
        GeminiModel("gemini-3.8-flash"),
        GeminiModel("gemini-3.5-flash-lite"),
        GeminiModel("gemini-4-argon", thinking: .levels(["low", "medium", "high"]), createsCaches: false),
        GeminiModel("gemini-2.5-flash", minimumCacheTokens: 2048, thinking: .budget),
    ]

    var json: JSON {
        var methods: [JSON] = ["generateContent", "countTokens"]
        if createsCaches { methods.append("createCachedContent") }
        return [
            "name": .string("models/\(name)"),
            "version": "001",
            "displayName": .string(name),
            "inputTokenLimit": 1_048_576,
            "outputTokenLimit": 65_536,
            "supportedGenerationMethods": .array(methods),
            "thinking": true,
        ]
    }
}
