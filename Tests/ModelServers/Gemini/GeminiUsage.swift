/// Token counts as Gemini reports them: the prompt's count includes the cached tokens, and what is zero is left out.
enum GeminiUsage {
    static func json(_ tally: Tally) -> JSON {
        func unlessZero(_ count: Int) -> JSON? { count == 0 ? nil : .count(count) }
        return .present([
            "promptTokenCount": .count(tally.prompt),
            "candidatesTokenCount": unlessZero(tally.output),
            "thoughtsTokenCount": unlessZero(tally.thoughts),
            "totalTokenCount": .count(tally.prompt + tally.output + tally.thoughts),
            "cachedContentTokenCount": unlessZero(tally.cached),
            "promptTokensDetails": details(tally.prompt),
            "cacheTokensDetails": tally.cached == 0 ? nil : details(tally.cached),
        ])
    }

    static func details(_ tokens: Int) -> JSON {
        [["modality": "TEXT", "tokenCount": .count(tokens)]]
    }
}
