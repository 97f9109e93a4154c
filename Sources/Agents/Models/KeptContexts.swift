package import Foundation
package import LanguageModels
package import Sessions

/// A store of conversations as the place where rows of kept contents are.
package struct KeptContexts: ContextCacheStore {
    private let store: any SessionStore

    package init(_ store: any SessionStore) { self.store = store }

    package func cachedContext(key: String, model: String) async throws -> CachedContextRow? {
        try await store.cachedContext(key: key, model: model).map { kept in
            CachedContextRow(
                key: kept.key,
                model: kept.model,
                name: kept.name,
                expiresAt: kept.expiresAt,
                createdAt: kept.createdAt
            )
        }
    }

    package func reserve(_ context: CachedContextRow, now: Date) async throws -> Bool {
        try await store.reserve(Self.kept(context), now: now)
    }

    package func save(_ context: CachedContextRow) async throws { try await store.save(Self.kept(context)) }

    package func deleteCachedContext(key: String, model: String) async throws {
        try await store.deleteCachedContext(key: key, model: model)
    }

    private static func kept(_ row: CachedContextRow) -> CachedContext {
        CachedContext(
            key: row.key,
            model: row.model,
            name: row.name,
            expiresAt: row.expiresAt,
            createdAt: row.createdAt
        )
    }
}
