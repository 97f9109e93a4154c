/// The prompt of a request, as text and in tokens.
struct GeminiPrompt {
    var system: String
    var turns: [Ask.Turn]
    var schema: JSON?
    var tokens: Tokens

    /// - Parameter cache: That the request names; its tokens come first.
    init(_ json: JSON, cache: GeminiCache?) throws(GeminiError) {
        let configuration = json["generationConfig"]
        schema = configuration?["responseJsonSchema"] ?? configuration?["responseSchema"]
        system = Self.text(json["systemInstruction"])
        guard let contents = json["contents"]?.elements, !contents.isEmpty else {
            throw .invalid("* GenerateContentRequest.contents: contents is not specified\n")
        }
        turns = contents.map { Ask.Turn(role: $0["role"]?.string ?? "user", text: Self.text($0)) }
        guard turns.last?.role == "user" else {
            throw .invalid("Please ensure that multiturn requests end with a user role or a function response.")
        }
        for content in contents where (content["parts"]?.elements ?? []).isEmpty {
            throw .invalid("* GenerateContentRequest.contents.parts: contents.parts must not be empty.\n")
        }
        tokens = cache?.tokens ?? Tokens()
        if let schema { tokens.append(schema.text) }
        tokens.append(system)
        for turn in turns { tokens.append("\(turn.role):\(turn.text)") }
        if let cache {
            system = cache.system
            turns = cache.turns + turns
        }
    }

    /// The texts of a content's parts, thoughts left out.
    static func text(_ content: JSON?) -> String {
        (content?["parts"]?.elements ?? []).filter { $0["thought"]?.bool != true }
            .compactMap { $0["text"]?.string }.joined()
    }
}
