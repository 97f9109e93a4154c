internal import Crypto
internal import Foundation
internal import Synchronization

/// Keeps static parts at the provider where that costs less than sending them, and never stands in a request's way: what
/// fails here is a request that is sent whole.
///
/// A content is made by one caller of one process: the others send theirs whole until it is there.
package final class ContextCache: Sendable {
    struct KeyState {
        var demand = CacheDemand()
        var tokens: Int?
        /// Refused, or lost twice: sent whole from then on. A changed prompt has another key.
        var isOff = false
        var losses = 0
        var isBusy = false
        /// On `clock`: after a failure nothing is tried before.
        var restsUntil = -Double.infinity
    }

    let wire: CacheWire
    let store: any ContextCacheStore
    private let prices: Prices
    let ledger: UsageLedger?
    /// nil: the store's.
    private let given: String?
    let time: TimeSource
    let report: @Sendable (ModelNotice) -> Void
    private let patience: Duration
    private let start: ContinuousClock.Instant
    private let states = Mutex<[String: KeyState]>([:])

    /// - Parameters:
    ///   - owner: what our contents' display names begin with; nil: a name that all who share the store share, and nobody
    ///     else, so that installations with one key leave each other's contents alone.
    ///   - patience: what a request waits at most for its content to be counted, made or extended.
    package init(
        wire: CacheWire,
        store: any ContextCacheStore,
        prices: Prices,
        ledger: UsageLedger? = nil,
        owner: String? = nil,
        patience: Duration = .seconds(5),
        time: TimeSource = .system,
        report: @escaping @Sendable (ModelNotice) -> Void = { _ in }
    ) {
        self.wire = wire
        self.store = store
        self.prices = prices
        self.ledger = ledger
        given = owner
        self.patience = patience
        self.time = time
        self.report = report
        start = time.now()
    }

    /// What our contents' display names begin with: made by the first who asks, and kept in the store.
    package func owner() async throws -> String {
        if let given { return given }
        let now = time.date()
        let row = CachedContextRow(
            key: "owner",
            model: "",
            name: "barwise-" + UUID().uuidString.prefix(8).lowercased(),
            expiresAt: .distantFuture,
            createdAt: now
        )
        if let kept = try await store.cachedContext(key: row.key, model: row.model)?.name { return kept }
        _ = try await store.reserve(row, now: now)
        // Another process may have been first.
        return try await store.cachedContext(key: row.key, model: row.model)?.name ?? row.name ?? ""
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
            // Whoever asks waits for it, so it has a part of the request's time only.
            let end = time.now().advanced(by: patience)
            request.cachedContent = try await name(
                for: request.fixed,
                key,
                CacheEconomy(rate: rate, terms: terms),
                before: request.deadline.map { min($0, end) } ?? end
            )
        } catch let error as ModelError {
            update(key) { $0.restsUntil = clock + CacheMove.making }
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

    func lost(_ name: String, _ key: String, _ error: ModelError) async {
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

    private func name(
        for fixed: String,
        _ key: String,
        _ economy: CacheEconomy,
        before end: CacheWire.End
    ) async throws -> String? {
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
        if case .extend(let name) = move, let row { return try await extend(name, key, row, economy, before: end) }
        if case .count = move {
            let tokens = try await billed(.countTokens) { () throws(ModelError) in try await wire.count(fixed, end) }
            let next = update(key) { state in
                state.tokens = tokens
                var free = state
                free.isBusy = false
                return self.move(row, free, economy)
            }
            guard next == .make else { return nil }
        }
        return try await make(fixed, key, economy, before: end)
    }

    private func move(_ row: CachedContextRow?, _ state: KeyState, _ economy: CacheEconomy) -> CacheMove {
        CacheMove(
            row: row,
            tokens: state.tokens,
            demand: state.demand,
            economy: economy,
            isBusy: state.isBusy || clock < state.restsUntil,
            clock: clock,
            now: time.date()
        )
    }

    func switchOff(_ key: String, _ error: ModelError) {
        let wasOn = update(key) { state in
            defer { state.isOff = true }
            return !state.isOff
        }
        if wasOn { report(.cacheOff(wire.model, error)) }
    }

    /// Seconds since this value was made.
    var clock: Double { start.duration(to: time.now()) / .seconds(1) }

    @discardableResult
    func update<Result: Sendable>(_ key: String, _ change: (inout KeyState) -> Result) -> Result {
        states.withLock { states in
            var state = states[key] ?? KeyState()
            let result = change(&state)
            states[key] = state
            return result
        }
    }
}
