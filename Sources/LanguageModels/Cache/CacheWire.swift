/// What a provider can do with kept contents.
package struct CacheWire: Sendable {
    package var model: ModelName
    package var count: @Sendable (_ fixed: String) async throws(ModelError) -> Int
    package var create:
        @Sendable (_ fixed: String, _ displayName: String, Duration) async throws(ModelError) ->
            CachedContentInfo
    package var extend: @Sendable (_ name: String, Duration) async throws(ModelError) -> CachedContentInfo
    package var delete: @Sendable (_ name: String) async throws(ModelError) -> Void
    package var list: @Sendable () async throws(ModelError) -> [CachedContentInfo]
}

extension Gemini {
    package var cacheWire: CacheWire {
        CacheWire(
            model: name,
            count: { fixed throws(ModelError) in try await countTokens(of: fixed) },
            create: { fixed, displayName, lifetime throws(ModelError) in
                try await createCache(of: fixed, displayName: displayName, lifetime: lifetime)
            },
            extend: { name, lifetime throws(ModelError) in try await extendCache(named: name, lifetime: lifetime) },
            delete: { name throws(ModelError) in try await deleteCache(named: name) },
            list: { () throws(ModelError) in try await caches() }
        )
    }
}
