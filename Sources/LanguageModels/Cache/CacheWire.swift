/// What a provider can do with kept contents. The ends are the monotonic clock's.
package struct CacheWire: Sendable {
    package typealias End = ContinuousClock.Instant

    package var model: ModelName
    package var count: @Sendable (_ fixed: String, End) async throws(ModelError) -> Int
    package var create:
        @Sendable (_ fixed: String, _ displayName: String, Duration, End) async throws(ModelError) -> CachedContentInfo
    package var extend: @Sendable (_ name: String, Duration, End) async throws(ModelError) -> CachedContentInfo
    package var delete: @Sendable (_ name: String) async throws(ModelError) -> Void
    package var list: @Sendable () async throws(ModelError) -> [CachedContentInfo]
}

extension Gemini {
    package var cacheWire: CacheWire {
        CacheWire(
            model: name,
            count: { fixed, end throws(ModelError) in try await countTokens(of: fixed, deadline: end) },
            create: { fixed, displayName, lifetime, end throws(ModelError) in
                try await createCache(of: fixed, displayName: displayName, lifetime: lifetime, deadline: end)
            },
            extend: { name, lifetime, end throws(ModelError) in
                try await extendCache(named: name, lifetime: lifetime, deadline: end)
            },
            delete: { name throws(ModelError) in try await deleteCache(named: name) },
            list: { () throws(ModelError) in try await caches() }
        )
    }
}
