internal import Foundation

/// What to do about one static part before a request. Pure.
enum CacheMove: Sendable, Hashable {
    /// Send it whole.
    case none
    case use(name: String)
    /// Use it, and let it live longer.
    case extend(name: String)
    /// Count its tokens, then decide again.
    case count
    case make

    /// A content is not used so shortly before its end that the request could find it gone.
    static let margin = 30.0
    static let lifetime = Duration.seconds(3600)
    /// Before its end, in seconds, from which on it is extended.
    static let renewal = 600.0
    /// Somebody who makes a content has so many seconds before another may.
    static let making = 60.0

    /// - Parameters:
    ///   - tokens: nil: not counted yet.
    ///   - isBusy: somebody in this process makes or extends it just now.
    init(
        row: CachedContextRow?,
        tokens: Int?,
        demand: CacheDemand,
        economy: CacheEconomy,
        isBusy: Bool,
        clock: Double,
        now: Date
    ) {
        let perHour = demand.perHour(at: clock)
        func pays(creations: Double) -> Bool {
            perHour > economy.breakEven(creations: creations, implicitHits: demand.implicitHits)
        }
        if let row, row.expiresAt > now {
            let left = row.expiresAt.timeIntervalSince(now)
            // Without a name it is being made, here or in another process.
            guard let name = row.name, left > Self.margin else {
                self = .none
                return
            }
            self = left < Self.renewal && !isBusy && pays(creations: 0) ? .extend(name: name) : .use(name: name)
            return
        }
        guard !isBusy, pays(creations: 1) else {
            self = .none
            return
        }
        guard let tokens else {
            self = .count
            return
        }
        self = tokens >= economy.terms.minimum ? .make : .none
    }
}
