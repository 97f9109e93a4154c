extension FakeGemini {
    /// The request's body with members in the names of the documentation and words in lower case, whichever of the
    /// forms that the server takes it was sent in; nil without a body.
    package static func documented(_ request: WireRequest) throws -> JSON? {
        guard let json = request.json else { return nil }
        let fields: [WireOperation: Fields] = [
            .generate: GeminiFields.generate, .stream: GeminiFields.generate, .countTokens: GeminiFields.count,
            .createCache: GeminiFields.createCache, .updateCache: GeminiFields.updateCache,
        ]
        return try (fields[request.operation] ?? .any).read(json)
    }
}
