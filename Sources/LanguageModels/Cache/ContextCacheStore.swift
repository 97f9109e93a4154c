package import Foundation

/// A row for a static part that a provider keeps. No user's text is ever in it.
package struct CachedContextRow: Sendable, Hashable {
    /// Hash of model and content.
    package var key: String
    package var model: String
    /// The provider's name for it; nil while somebody is making it.
    package var name: String?
    package var expiresAt: Date
    package var createdAt: Date

    package init(key: String, model: String, name: String?, expiresAt: Date, createdAt: Date) {
        self.key = key
        self.model = model
        self.name = name
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}

/// Where the rows are, for all processes that share a store. The program's session stores have these four already.
package protocol ContextCacheStore: Sendable {
    func cachedContext(key: String, model: String) async throws -> CachedContextRow?
    /// Makes the row if there is none that lives at `now`: of many callers one gets true, and makes the content.
    func reserve(_ context: CachedContextRow, now: Date) async throws -> Bool
    /// New, or in the place of the one with that key and model.
    func save(_ context: CachedContextRow) async throws
    func deleteCachedContext(key: String, model: String) async throws
}
