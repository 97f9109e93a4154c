import Foundation
import ModelServers
import Synchronization
import Testing

@testable import LanguageModels

/// A fake Gemini, our client of it, and everything that stands around the client in the program.
struct Rig: Sendable {
    var gemini: Gemini
    var reliable: ReliableModel
    var store: MemoryUsageStore
    var breaker: SharedBreaker
    /// The reliable model's clock: retries wait on it, the wire does not.
    var time: JumpingTime
    var notices: Collected<ModelNotice>

    func calls() -> [CallRecord] { store.calls(from: "0", through: "9") }
}

func withGemini<Result: Sendable>(
    _ server: FakeGemini,
    model: String = "gemini-3.8-flash",
    other: String? = nil,
    budget: UsageBudget = UsageBudget(),
    breaker: CircuitBreaker = CircuitBreaker(),
    contexts: MemoryContexts? = nil,
    _ body: (Rig) async throws -> Result
) async throws -> Result {
    let families = try Fixtures.families()
    let prices = try Fixtures.prices()
    return try await server.serve { base in
        try await Connections.with { connections in
            let key = try #require(Key("test-key-0123456789"))
            let address = try ModelAddress(parsing: "gemini:\(model)@\(base)")
            let gemini = try Gemini(
                address,
                key: key,
                connections: connections,
                families: families,
                time: .standing
            )
            let store = MemoryUsageStore()
            let time = JumpingTime()
            let notices = Collected<ModelNotice>()
            let ledger = UsageLedger(store: store, prices: prices, budget: budget, time: time.source)
            let shared = SharedBreaker(breaker)
            let cache = contexts.map {
                ContextCache(
                    wire: gemini.cacheWire,
                    store: $0,
                    prices: prices,
                    ledger: ledger,
                    owner: "barwise",
                    patience: .seconds(60),
                    time: time.source,
                    report: notices.add
                )
            }
            let reliable = ReliableModel(
                .init(gemini, breaker: shared, cache: cache),
                other: other.map { .init(gemini.with(model: $0), breaker: shared) },
                ledger: ledger,
                families: families,
                time: time.source,
                report: notices.add
            )
            return try await body(
                Rig(gemini: gemini, reliable: reliable, store: store, breaker: shared, time: time, notices: notices)
            )
        }
    }
}

func withOpenAI<Result: Sendable>(
    _ server: FakeOpenAI,
    model: String = "local",
    _ body: (OpenAICompatible, ReliableModel) async throws -> Result
) async throws -> Result {
    let families = try Fixtures.families()
    return try await server.serve { base in
        try await Connections.with { connections in
            let address = try ModelAddress(parsing: "openai:\(model)@\(base)/v1")
            let model = try OpenAICompatible(
                address,
                key: nil,
                connections: connections,
                families: families,
                time: .standing
            )
            let reliable = ReliableModel(.init(model), families: families, time: JumpingTime().source)
            return try await body(model, reliable)
        }
    }
}

/// Rows of kept contents in memory, as the program's stores keep them.
final class MemoryContexts: ContextCacheStore {
    private let rows = Mutex<[String: CachedContextRow]>([:])

    var all: [CachedContextRow] { rows.withLock { Array($0.values) } }

    func cachedContext(key: String, model: String) -> CachedContextRow? { rows.withLock { $0[key + model] } }

    func reserve(_ context: CachedContextRow, now: Date) -> Bool {
        rows.withLock { rows in
            if let row = rows[context.key + context.model], row.expiresAt > now { return false }
            rows[context.key + context.model] = context
            return true
        }
    }

    func save(_ context: CachedContextRow) { rows.withLock { $0[context.key + context.model] = context } }

    func deleteCachedContext(key: String, model: String) { rows.withLock { $0[key + model] = nil } }
}
