internal import Crypto
internal import Foundation
internal import Synchronization

/// Keeps static parts at the provider where that costs less than sending them, and never stands in a request's way: what
/// fails here is a request that is sent whole.
///
/// A content is made by one caller of one process: the others send theirs whole until it is there.
package final class ContextCache: Sendable {
    private struct KeyState {
        var demand = CacheDemand()
        var tokens: Int?
        /// Refused, or lost twice: sent whole from then on. A changed prompt has another key.
        var isOff = false
        var losses = 0
        var isBusy = false
    }

    let wire: CacheWire
    private let store: any ContextCacheStore
    private let prices: Prices
    let ledger: UsageLedger?
    /// What our contents' display names begin with. Installations that share a key must have different ones.
    private let owner: String
    private let time: TimeSource
    let report: @Sendable (ModelNotice) -> Void
    private let start: ContinuousClock.Instant
    private let states = Mutex<[String: KeyState]>([:])

    package init(
        wire: CacheWire,
        store: any ContextCacheStore,
        prices: Prices,
        ledger: UsageLedger? = nil,
        owner: String = "barwise",
        time: TimeSource = .system,
        report: @escaping @Sendable (ModelNotice) -> Void = { _ in }
    ) {
        self.wire = wire
        self.store = store
        self.prices = prices
        self.ledger = ledger
        self.owner = owner
        self.time = time
        self.report = report
        start = time.now()
    }

    /// Hash of model and content.
    package static func key(model: String, fixed: String) -> String {
        SHA256.hash(data: Data((model + "\n" + fixed).utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            .joined()
    }

    /// The request as it is to be sent: with the name of a kept content, or whole.
    func prepare(_ request: ModelRequest) async -> ModelRequest {
        let day = Day.of(time.date())
        guard !request.fixed.isEmpty, let terms = prices.cacheTerms(of: wire.model.model),
            let rate = prices.rate(of: wire.model.model, day: day)
        else { return request }
        let key = Self.key(model: wire.model.model, fixed: request.fixed)
        let isOff = update(key) { state in
            state.demand.asked(at: clock)
            return state.isOff
        }
        guard !isOff else { return request }
        var request = request
        do {
            request.cachedContent = try await name(for: request.fixed, key, CacheEconomy(rate: rate, terms: terms))
        } catch let error as ModelError {
            if error.code == .cacheRefused { switchOff(key, error) }
        } catch {
            report(.cacheStoreFailed(cause: "\(error)"))
        }
        return request
    }

    /// A request that used a kept content failed; whether for that reason, the error says.
    func failed(_ name: String, of fixed: String, _ error: ModelError) async {
        guard error.code == .cacheGone || error.code == .cacheRefused else { return }
        await lost(name, Self.key(model: wire.model.model, fixed: fixed), error)
    }

    private func lost(_ name: String, _ key: String, _ error: ModelError) async {
        let losses = update(key) { state in
            state.losses += 1
            return state.losses
        }
        if error.code == .cacheRefused || losses > 1 { switchOff(key, error) }
        do {
            // Another process may have made a new one already: that one's row stays.
            guard try await store.cachedContext(key: key, model: wire.model.model)?.name == name else { return }
            try await store.deleteCachedContext(key: key, model: wire.model.model)
        } catch {
            report(.cacheStoreFailed(cause: "\(error)"))
        }
    }

    /// What the provider's own cache does for requests that are sent whole.
    func succeeded(_ request: ModelRequest, _ usage: Usage) {
        guard request.cachedContent == nil else { return }
        let key = Self.key(model: wire.model.model, fixed: request.fixed)
        update(key) { $0.demand.answered(tokens: usage.input, cached: usage.cached) }
    }

    /// Deletes contents of ours at the provider that no row knows any more: they cost by the hour. For start-up.
    ///
    /// - Returns: how many.
    package func deleteOrphans() async throws -> Int {
        var deleted = 0
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

    private func name(for fixed: String, _ key: String, _ economy: CacheEconomy) async throws -> String? {
        let row = try await store.cachedContext(key: key, model: wire.model.model)
        // The move and the claim to make it are one step, so that of many callers at once one acts.
        let move = update(key) { state in
            let move = self.move(row, state, economy)
            switch move {
            case .none, .use: break
            case .extend, .count, .make: state.isBusy = true
            }
            return move
        }
        switch move {
        case .none: return nil
        case .use(let name): return name
        case .extend, .count, .make: break
        }
        defer { update(key) { $0.isBusy = false } }
        if case .extend(let name) = move, let row { return try await extend(name, key, row, economy) }
        if case .count = move {
            let tokens = try await billed(.countTokens) { () throws(ModelError) in try await wire.count(fixed) }
            let next = update(key) { state in
                state.tokens = tokens
                var free = state
                free.isBusy = false
                return self.move(row, free, economy)
            }
            guard next == .make else { return nil }
        }
        return try await make(fixed, key, economy)
    }

    private func move(_ row: CachedContextRow?, _ state: KeyState, _ economy: CacheEconomy) -> CacheMove {
        CacheMove(
            row: row,
            tokens: state.tokens,
            demand: state.demand,
            economy: economy,
            isBusy: state.isBusy,
            clock: clock,
            now: time.date()
        )
    }

    private func make(_ fixed: String, _ key: String, _ economy: CacheEconomy) async throws -> String? {
        let now = time.date()
        var row = CachedContextRow(
            key: key,
            model: wire.model.model,
            name: nil,
            expiresAt: now.addingTimeInterval(CacheMove.making),
            createdAt: now
        )
        guard try await store.reserve(row, now: now) else { return nil }
        do {
            let tokens = update(key) { $0.tokens ?? 0 }
            let most = (usage: Usage(input: tokens), extra: economy.storage(of: tokens, for: CacheMove.lifetime))
            let content = try await billed(.cacheCreate, most: most) { () throws(ModelError) in
                try await wire.create(fixed, "\(owner)-\(key)", CacheMove.lifetime)
            } counted: { content in
                (Usage(input: content.tokens), economy.storage(of: content.tokens, for: CacheMove.lifetime))
            }
            row.name = content.name
            row.expiresAt = content.expiresAt
            try await store.save(row)
            return content.name
        } catch {
            // Whoever comes next may try; what the provider made without our knowing is deleted as an orphan.
            try await store.deleteCachedContext(key: key, model: wire.model.model)
            throw error
        }
    }

    private func extend(
        _ name: String,
        _ key: String,
        _ row: CachedContextRow,
        _ economy: CacheEconomy
    ) async throws -> String? {
        var row = row
        let left = Duration.seconds(row.expiresAt.timeIntervalSince(time.date()))
        do {
            let content = try await billed(.cacheExtend) { () throws(ModelError) in
                try await wire.extend(name, CacheMove.lifetime)
            } counted: { content in
                (Usage(), economy.storage(of: content.tokens, for: CacheMove.lifetime - left))
            }
            row.expiresAt = content.expiresAt
            try await store.save(row)
        } catch let error as ModelError where error.code == .cacheGone {
            await lost(name, key, error)
            return nil
        } catch is ModelError {
            // It lives for some minutes yet; the next request tries again.
        }
        return name
    }

    private func switchOff(_ key: String, _ error: ModelError) {
        let wasOn = update(key) { state in
            defer { state.isOff = true }
            return !state.isOff
        }
        if wasOn { report(.cacheOff(wire.model, error)) }
    }

    /// Seconds since this value was made.
    private var clock: Double { start.duration(to: time.now()) / .seconds(1) }

    @discardableResult
    private func update<Result: Sendable>(_ key: String, _ change: (inout KeyState) -> Result) -> Result {
        states.withLock { states in
            var state = states[key] ?? KeyState()
            let result = change(&state)
            states[key] = state
            return result
        }
    }
}
