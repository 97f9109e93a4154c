internal import Foundation

extension ContextCache {
    /// Makes the content, if nobody else does just now.
    ///
    /// - Returns: its name at the provider; nil: somebody else makes it.
    func make(
        _ fixed: String,
        _ key: String,
        _ economy: CacheEconomy,
        before end: CacheWire.End
    ) async throws -> String? {
        let now = time.date()
        var row = CachedContextRow(
            key: key,
            model: wire.model.model,
            name: nil,
            expiresAt: now.addingTimeInterval(CacheMove.making),
            createdAt: now
        )
        let owner = try await owner()
        guard try await store.reserve(row, now: now) else { return nil }
        do {
            let tokens = update(key) { $0.tokens ?? 0 }
            let most = (usage: Usage(input: tokens), extra: economy.storage(of: tokens, for: CacheMove.lifetime))
            let content = try await billed(.cacheCreate, most: most) { () throws(ModelError) in
                try await wire.create(fixed, "\(owner)-\(key)", CacheMove.lifetime, end)
            } counted: { content in
                (Usage(input: content.tokens), economy.storage(of: content.tokens, for: CacheMove.lifetime))
            }
            row.name = content.name
            row.expiresAt = content.expiresAt
            try await store.save(row)
            return content.name
        } catch let error as ModelError where error.code == .cacheRefused {
            try await store.deleteCachedContext(key: key, model: wire.model.model)
            throw error
        }
        // After any other failure the row stays until its minute is over, so that no process tries again at once. What
        // the provider made without our knowing is deleted as an orphan.
    }

    /// Lets a content live longer.
    ///
    /// - Returns: its name, if it is still there.
    func extend(
        _ name: String,
        _ key: String,
        _ row: CachedContextRow,
        _ economy: CacheEconomy,
        before end: CacheWire.End
    ) async throws -> String? {
        var row = row
        let left = Duration.seconds(row.expiresAt.timeIntervalSince(time.date()))
        do {
            let content = try await billed(.cacheExtend) { () throws(ModelError) in
                try await wire.extend(name, CacheMove.lifetime, end)
            } counted: { content in
                (Usage(), economy.storage(of: content.tokens, for: CacheMove.lifetime - left))
            }
            row.expiresAt = content.expiresAt
            try await store.save(row)
        } catch let error as ModelError where error.code == .cacheGone {
            await lost(name, key, error)
            return nil
        } catch is ModelError {
            // It lives for some minutes yet; another request tries again.
            update(key) { $0.restsUntil = clock + CacheMove.making }
        }
        return name
    }
}
