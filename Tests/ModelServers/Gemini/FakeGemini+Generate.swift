import Foundation
import Synchronization

extension FakeGemini {
    func generate(
        _ request: WireRequest,
        _ route: GeminiRoute,
        _ fault: Fault?
    ) throws(GeminiError) -> WireReply {
        let model = try model(route)
        let json = try body(request, as: GeminiFields.generate)
        let configuration = json["generationConfig"]
        try check(configuration, model)
        let cache = try namedCache(json, model)
        let prompt = try GeminiPrompt(json, cache: cache)
        let cached: Int
        if let cache {
            cached = cache.tokens.count
        } else {
            let now = time.now
            cached = prefixes.withLock {
                $0.cached(prompt.tokens, model: model.name, minimum: model.minimumCacheTokens, now: now)
            }
        }
        let thinking = configuration?["thinkingConfig"]
        let limit = configuration?["maxOutputTokens"]?.integer
        let said = script(
            Ask(
                model: model.name,
                system: prompt.system,
                turns: prompt.turns,
                schema: prompt.schema,
                maximumOutputTokens: limit,
                thinking: thinking?["thinkingLevel"]?.string ?? thinking?["thinkingBudget"]?.text,
                streams: route.operation == .stream
            )
        )
        var answer = GeminiAnswer(
            said: said,
            tally: Tally(prompt: prompt.tokens.count, cached: cached),
            model: model.name,
            request: request.number,
            showsThoughts: thinking?["includeThoughts"]?.bool ?? false
        )
        answer.apply(fault, limit: limit)
        var reply = route.operation == .generate ? answer.whole() : answer.stream(request.queryItems["alt"] == "sse")
        reply.charge = Charge(
            request: request.number,
            operation: route.operation,
            model: model.name,
            worked: answer.tally
        )
        if case .stream(.writes(let bytes)) = fault { reply = reply.split(into: bytes) }
        return reply
    }

    /// What the reference says that generationConfig may not hold.
    private func check(_ configuration: JSON?, _ model: GeminiModel) throws(GeminiError) {
        let thinking = configuration?["thinkingConfig"]
        let level = thinking?["thinkingLevel"]?.string
        let budget = thinking?["thinkingBudget"]
        switch model.thinking {
        case _ where level != nil && budget != nil:
            throw .invalid("You can only set only one of thinking budget and thinking level.")
        case .levels where budget != nil:
            throw .invalid("Thinking budget is not supported for this model.")
        case .levels(let levels):
            if let level, !levels.contains(level.lowercased()) {
                throw .invalid("Thinking level \(level) is not supported for this model.")
            }
        case .budget where level != nil: throw .invalid("Thinking level is not supported for this model.")
        case .budget: break
        }
        let schemas = ["responseSchema", "responseJsonSchema"].compactMap { configuration?[$0] }
        guard schemas.count < 2 else {
            throw .invalid("Only one of response_schema and response_json_schema can be set.")
        }
        if !schemas.isEmpty, configuration?["responseMimeType"]?.string != "application/json" {
            throw .invalid("A response schema needs response_mime_type application/json.")
        }
        if let schema = configuration?["responseJsonSchema"], let complaint = GeminiSchema.complaint(about: schema) {
            throw .invalid(complaint)
        }
    }

    private func namedCache(_ json: JSON, _ model: GeminiModel) throws(GeminiError) -> GeminiCache? {
        guard let name = json["cachedContent"]?.string else { return nil }
        guard ["systemInstruction", "tools", "toolConfig"].allSatisfy({ json[$0] == nil }) else {
            throw .cacheWithSystemInstruction
        }
        let now = time.now
        guard let cache = caches.withLock({ $0.find(name, now: now) }) else { throw .cacheGone }
        guard cache.model == model.name else {
            throw .cacheOfOtherModel(asked: model.name, cached: cache.model)
        }
        return cache
    }
}
