import Foundation
import ModelServers
import Synchronization
import Testing

@testable import LanguageModels

struct CacheEconomyTests {
    /// The worked figures of the 3.8 model: 0.75, 0.075 and 1.00 dollars.
    private let economy = CacheEconomy(
        rate: .init(input: 750, cached: 75, output: 3750),
        terms: .init(minimum: 4096, storage: 1000)
    )

    @Test(arguments: [(1.0, 0.0, 2.6), (0.0, 0.0, 1.5), (0.0, 0.8, 7.4), (0.0, 0.95, 29.6)])
    func `break-even is what the formula gives`(creations: Double, hits: Double, requests: Double) {
        let found = economy.breakEven(creations: creations, implicitHits: hits)
        #expect(abs(found - requests) < 0.05)
    }

    @Test func `where the provider's own cache hits everything, keeping never pays`() {
        #expect(economy.breakEven(creations: 1, implicitHits: 1) == .infinity)
    }

    @Test func `keeping is paid by the hour`() {
        #expect(economy.storage(of: 4912, for: .seconds(3600)) == 4912)
        #expect(economy.storage(of: 4912, for: .seconds(1800)) == 2456)
        #expect(economy.storage(of: 4912, for: .seconds(-5)) == 0)
    }

    @Test func `a few questions at the start are no rush, and old ones are forgotten`() {
        var demand = CacheDemand()
        for second in 0..<10 { demand.asked(at: Double(second)) }
        #expect(demand.perHour(at: 10) == 60)
        #expect(demand.perHour(at: 3600) == 9)
        #expect(demand.perHour(at: 8000) == 0)
    }

    @Test func `the implicit hit rate is assumed until enough is seen`() {
        var demand = CacheDemand()
        for _ in 0..<9 { demand.answered(tokens: 5000, cached: 0) }
        #expect(demand.implicitHits == 0.8)
        demand.answered(tokens: 5000, cached: 5000)
        #expect(demand.implicitHits == 0.1)
    }
}

struct CacheMoveTests {
    private let now = Date(timeIntervalSince1970: 1_795_600_000)
    private let economy = CacheEconomy(
        rate: .init(input: 750, cached: 75, output: 3750),
        terms: .init(minimum: 4096, storage: 1000)
    )

    private func move(_ row: CachedContextRow?, tokens: Int?, asked: Int, isBusy: Bool = false) -> CacheMove {
        var demand = CacheDemand()
        for second in 0..<asked { demand.asked(at: Double(second)) }
        return CacheMove(
            row: row,
            tokens: tokens,
            demand: demand,
            economy: economy,
            isBusy: isBusy,
            clock: Double(asked),
            now: now
        )
    }

    private func row(_ name: String?, left: Double) -> CachedContextRow {
        CachedContextRow(key: "k", model: "m", name: name, expiresAt: now.addingTimeInterval(left), createdAt: now)
    }

    @Test func `nothing is made before the rate pays for it`() {
        #expect(move(nil, tokens: nil, asked: 1) == .none)
        #expect(move(nil, tokens: nil, asked: 10) == .count)
        #expect(move(nil, tokens: 4095, asked: 10) == .none)
        #expect(move(nil, tokens: 4096, asked: 10) == .make)
        #expect(move(nil, tokens: 4096, asked: 10, isBusy: true) == .none)
        #expect(move(row("c", left: -1), tokens: 4096, asked: 10) == .make)
    }

    @Test func `what lives is used, shortly before its end extended if it still pays, and at its end not used`() {
        #expect(move(row("c", left: 3000), tokens: 4096, asked: 1) == .use(name: "c"))
        #expect(move(row("c", left: 500), tokens: 4096, asked: 10) == .extend(name: "c"))
        #expect(move(row("c", left: 500), tokens: 4096, asked: 1) == .use(name: "c"))
        #expect(move(row("c", left: 500), tokens: 4096, asked: 10, isBusy: true) == .use(name: "c"))
        #expect(move(row("c", left: 20), tokens: 4096, asked: 10) == .none)
    }

    @Test func `what somebody else is making is not made twice`() {
        #expect(move(row(nil, left: 30), tokens: 4096, asked: 10) == .none)
    }
}

struct ContextCacheTests {
    private static let long = String(repeating: "A day's high is the highest price of its bars. ", count: 450)

    private func ask(_ rig: Rig, times: Int) async throws {
        for _ in 0..<times { _ = try await rig.reliable.reply(to: Fixtures.request(fixed: Self.long)) }
    }

    private func server(_ faults: Faults = .none) -> FakeGemini {
        FakeGemini(faults: faults) { _ in .text("ok") }
    }

    @Test func `a static part is kept once asking for it pays, used from then on, and every call is in the ledger`()
        async throws
    {
        let server = server()
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { rig async throws in
            try await ask(rig, times: 12)
            #expect(server.traffic.requests(.createCache).count == 1)
            #expect(server.traffic.requests(.countTokens).count == 1)
            let bodies = server.traffic.requests(.generate).compactMap(\.json)
            #expect(bodies.first?["cachedContent"] == nil)
            #expect(bodies.last?["cachedContent"] != nil)
            #expect(bodies.last?["systemInstruction"] == nil)
            #expect(contexts.all.count == 1)
            let calls = rig.calls()
            #expect(calls.count == server.traffic.requests.count)
            let created = try #require(calls.first { $0.operation == .cacheCreate })
            #expect(created.agent == "cache")
            #expect(created.usage.input >= 4096)
            #expect(rig.time.waits.isEmpty)
        }
    }

    @Test func `many callers at once make one content`() async throws {
        let server = server()
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { rig async throws in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        do { try await ask(rig, times: 1) } catch { Issue.record(error) }
                    }
                }
            }
            #expect(server.traffic.requests(.createCache).count == 1)
            #expect(server.traffic.requests(.generate).count == 40)
        }
    }

    @Test func `a short static part is never kept`() async throws {
        let server = server()
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { rig async throws in
            for _ in 0..<20 { _ = try await rig.reliable.reply(to: Fixtures.request()) }
            #expect(server.traffic.requests(.createCache).isEmpty)
            #expect(contexts.all.isEmpty)
        }
    }

    @Test(arguments: [Refusal.cacheForbidden, .cacheNotFound])
    func `L18: a kept content that is gone loses its row, the same request goes whole, and it is rebuilt once`(
        refusal: Refusal
    ) async throws {
        let server = server()
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { rig async throws in
            try await ask(rig, times: 12)
            let name = try #require(contexts.all.first?.name)
            server.traffic.faults = Faults { request in
                request.json?["cachedContent"]?.string == name ? .refuse(refusal) : nil
            }
            let before = server.traffic.requests(.generate).count
            try await ask(rig, times: 1)
            let after = server.traffic.requests(.generate).dropFirst(before)
            #expect(after.map { $0.json?["cachedContent"] == nil } == [false, true])
            #expect(contexts.all.isEmpty)
            try await ask(rig, times: 5)
            #expect(server.traffic.requests(.createCache).count == 2)
            // Lost again: no third time.
            server.traffic.faults = Faults { $0.json?["cachedContent"] != nil ? .refuse(refusal) : nil }
            try await ask(rig, times: 5)
            #expect(server.traffic.requests(.createCache).count == 2)
        }
    }

    @Test func `L18: a row that another process has renewed meanwhile stays`() async throws {
        let server = server()
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { rig async throws in
            try await ask(rig, times: 12)
            let old = try #require(contexts.all.first)
            server.traffic.faults = Faults { request in
                guard request.json?["cachedContent"]?.string == old.name else { return nil }
                var row = old
                row.name = "cachedContents/renewed"
                contexts.save(row)
                return .refuse(.cacheForbidden)
            }
            try await ask(rig, times: 1)
            #expect(contexts.all.map(\.name) == ["cachedContents/renewed"])
        }
    }

    @Test(arguments: [Refusal.cacheTooSmall, .cacheWithSystemInstruction, .cacheOfOtherModel])
    func `L19: a refused content is not asked for again, and the request is answered`(refusal: Refusal) async throws {
        let contexts = MemoryContexts()
        let isCreation = refusal == .cacheTooSmall
        let server = server(
            Faults { request in
                let isMeant = isCreation ? request.operation == .createCache : request.json?["cachedContent"] != nil
                return isMeant ? .refuse(refusal) : nil
            }
        )
        try await withGemini(server, contexts: contexts) { rig async throws in
            try await ask(rig, times: 20)
            #expect(server.traffic.requests(.createCache).count == 1)
            #expect(server.traffic.requests(.generate).count == (isCreation ? 20 : 21))
            #expect(contexts.all.isEmpty)
            #expect(rig.notices.all.contains { if case .cacheOff = $0 { true } else { false } })
        }
    }

    @Test(arguments: [WireOperation.countTokens, .createCache])
    func `a provider that cannot keep a content just now is left alone for a minute`(
        operation: WireOperation
    ) async throws {
        let server = server(.always(.refuse(.overloaded), on: [operation]))
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { rig async throws in
            try await ask(rig, times: 15)
            #expect(server.traffic.requests(operation).count == 1)
            #expect(server.traffic.requests(.generate).count == 15)
            rig.time.pass(.seconds(61))
            server.traffic.faults = .none
            try await ask(rig, times: 2)
            #expect(contexts.all.first?.name != nil)
        }
    }

    @Test func `a content is extended before it expires, and not extended when nobody asks`() async throws {
        let server = server()
        let contexts = MemoryContexts()
        try await withGemini(server, contexts: contexts) { rig async throws in
            try await ask(rig, times: 12)
            let end = try #require(contexts.all.first).expiresAt
            rig.time.pass(.seconds(3300))
            server.time.advance(by: 3300)
            try await ask(rig, times: 1)
            #expect(server.traffic.requests(.updateCache).isEmpty)
            try await ask(rig, times: 11)
            #expect(server.traffic.requests(.updateCache).count == 1)
            #expect(server.traffic.requests(.createCache).count == 1)
            #expect(contexts.all.first.map { $0.expiresAt > end } == true)
        }
    }

    @Test func `orphans of ours are deleted, and nobody else's`() async throws {
        let server = server()
        let contexts = MemoryContexts()
        let prices = try Fixtures.prices()
        try await withGemini(server, contexts: contexts) { rig async throws in
            let hour = Duration.seconds(3600)
            let known = try await rig.gemini.createCache(of: Self.long, displayName: "barwise-k1", lifetime: hour)
            _ = try await rig.gemini.createCache(of: Self.long, displayName: "barwise-k2", lifetime: hour)
            _ = try await rig.gemini.createCache(of: Self.long, displayName: "other-k3", lifetime: hour)
            _ = try await rig.gemini.createCache(of: Self.long, displayName: "barwise-k4", lifetime: hour)
            let now = Date()
            func row(_ key: String, _ name: String?) -> CachedContextRow {
                CachedContextRow(
                    key: key,
                    model: "gemini-3.8-flash",
                    name: name,
                    expiresAt: now.addingTimeInterval(60),
                    createdAt: now
                )
            }
            contexts.save(row("k1", known.name))
            // Somebody is making this one just now.
            contexts.save(row("k4", nil))
            let cache = ContextCache(wire: rig.gemini.cacheWire, store: contexts, prices: prices, owner: "barwise")
            #expect(try await cache.deleteOrphans() == 1)
            let left = try await rig.gemini.caches().map(\.displayName).sorted()
            #expect(left == ["barwise-k1", "barwise-k4", "other-k3"])
        }
    }

    @Test func `installations with one key and a store each leave each other's contents alone`() async throws {
        let server = server()
        let prices = try Fixtures.prices()
        try await withGemini(server) { rig async throws in
            let contexts = [MemoryContexts(), MemoryContexts()]
            let caches = contexts.map { ContextCache(wire: rig.gemini.cacheWire, store: $0, prices: prices) }
            let owners = [try await caches[0].owner(), try await caches[1].owner()]
            #expect(owners[0] != owners[1])
            // Another process with the first one's store.
            let same = ContextCache(wire: rig.gemini.cacheWire, store: contexts[0], prices: prices)
            #expect(try await same.owner() == owners[0])
            for owner in owners {
                _ = try await rig.gemini.createCache(
                    of: Self.long,
                    displayName: owner + "-k",
                    lifetime: .seconds(3600)
                )
            }
            #expect(try await same.deleteOrphans() == 1)
            #expect(try await rig.gemini.caches().map(\.displayName) == [owners[1] + "-k"])
        }
    }
}
