import Agents
import Foundation
import Knowledge
import Sessions
import SessionsPostgres
import SessionsSQLite
import Synchronization
import Testing

@testable import LanguageModels

/// The static part of a prompt that a provider keeps: one for all processes that share a store.
struct KeptContextTests {
    /// What the provider made.
    private final class Provider: Sendable {
        let made = Mutex<[String]>([])

        var wire: CacheWire {
            CacheWire(
                model: ModelName(provider: "gemini", model: "gemini-3.8-flash"),
                count: { _, _ in 5000 },
                create: { [self] _, _, lifetime, _ throws(ModelError) in
                    // Long enough for everybody else to come meanwhile.
                    do { try await Task.sleep(for: .milliseconds(50)) } catch {
                        throw ModelError(.cancelled, "stopped")
                    }
                    let name = made.withLock { made in
                        made.append("cachedContents/\(made.count)")
                        return made[made.count - 1]
                    }
                    return CachedContentInfo(
                        name: name,
                        displayName: "",
                        model: "models/gemini-3.8-flash",
                        expiresAt: Date(timeIntervalSinceNow: lifetime / .seconds(1)),
                        tokens: 5000
                    )
                },
                extend: { _, _, _ throws(ModelError) in throw ModelError(.cacheGone, "is not extended here") },
                delete: { _ in },
                list: { [] }
            )
        }
    }

    /// As so many processes open it: each by itself.
    private func stores(_ kind: StoreKind, _ count: Int) async throws -> [any SessionStore] {
        guard kind == .sqlite else {
            _ = try await TestServer.pool.value
            return (0..<count).map { _ in
                PostgresStore(pool: PostgresPool(url: TestServer.own), user: UUID())
            }
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try (0..<count).map { _ in try SQLiteStore(path: folder.appending(path: "sessions.db").path) }
    }

    @Test(arguments: StoreKind.lasting)
    func `many callers in many processes make one content, which all of them then use`(kind: StoreKind) async throws {
        let provider = Provider()
        let prices = try Prices(KnowledgeDirectory.locate())
        let request = ModelRequest(agent: "understander", fixed: "rules \(UUID())", messages: [ChatMessage(.user, "?")])
        let caches = try await stores(kind, 4).map { store in
            ContextCache(wire: provider.wire, store: KeptContexts(store), prices: prices, patience: .seconds(60))
        }
        let used = await withTaskGroup(of: String?.self) { group in
            for cache in caches {
                for _ in 0..<16 { group.addTask { await cache.prepare(request).cachedContent } }
            }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(provider.made.withLock { $0 } == ["cachedContents/0"])
        #expect(used.isSubset(of: [nil, "cachedContents/0"]))
        for cache in caches { #expect(await cache.prepare(request).cachedContent == "cachedContents/0") }
    }

    @Test(arguments: StoreKind.lasting)
    func `a row holds a hash and nothing of the content`(kind: StoreKind) async throws {
        let store = try #require(try await stores(kind, 1).first)
        let contexts = KeptContexts(store)
        let fixed = "rules \(UUID())"
        let key = ContextCache.key(model: "m", fixed: fixed)
        let row = CachedContextRow(key: key, model: "m", name: "n", expiresAt: .now + 60, createdAt: .now)
        #expect(try await contexts.reserve(row, now: .now))
        let kept = try #require(try await contexts.cachedContext(key: key, model: "m"))
        #expect(kept.key.count == 64 && kept.key.allSatisfy(\.isHexDigit))
        #expect(!"\(kept)".contains("rules"))
        try await contexts.deleteCachedContext(key: key, model: "m")
        #expect(try await contexts.cachedContext(key: key, model: "m") == nil)
    }
}
