internal import Foundation

extension ContextCache {
    /// Deletes contents of ours at the provider that no row knows any more: they cost by the hour. Where it fails, the log
    /// is told, and the next start tries again.
    func sweep() async {
        do {
            _ = try await deleteOrphans()
        } catch let error as ModelError {
            // Called off with the work that it went beside.
            if error.code != .cancelled { report(.orphansLeft(wire.model, error)) }
        } catch {
            if !Task.isCancelled { report(.cacheStoreFailed(cause: "\(error)")) }
        }
    }

    /// - Returns: how many.
    package func deleteOrphans() async throws -> Int {
        var deleted = 0
        let owner = try await owner()
        let contents = try await billed(.cacheList) { () throws(ModelError) in try await wire.list() }
        for content in contents {
            guard content.displayName.hasPrefix(owner + "-"), content.model == "models/" + wire.model.model else {
                continue
            }
            let key = String(content.displayName.dropFirst(owner.count + 1))
            let row = try await store.cachedContext(key: key, model: wire.model.model)
            // A live row without a name is of somebody who is making it just now, perhaps this very content.
            let isBeingMade = row.map { $0.name == nil && $0.expiresAt > time.date() } ?? false
            guard row?.name != content.name, !isBeingMade else { continue }
            try await billed(.cacheDelete) { () throws(ModelError) in try await wire.delete(content.name) }
            deleted += 1
        }
        return deleted
    }
}
