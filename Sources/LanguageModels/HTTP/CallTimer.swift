/// When one call has taken too long. Pure: it is told what happens and says when to look next.
struct CallTimer: Sendable, Hashable {
    enum Limit: String, Sendable {
        case firstByte = "no first byte"
        case idle = "nothing more"
        case total = "not done"
    }

    private let total: ContinuousClock.Instant
    private let idle: Duration
    private var next: ContinuousClock.Instant
    private var hasBytes = false

    /// - Parameter deadline: the turn's; the earlier of it and the limits' total counts.
    init(limits: CallLimits, deadline: ContinuousClock.Instant?, now: ContinuousClock.Instant) {
        let own = now.advanced(by: limits.total)
        total = deadline.map { min($0, own) } ?? own
        idle = limits.idle
        next = now.advanced(by: limits.firstByte)
    }

    mutating func received(at now: ContinuousClock.Instant) {
        hasBytes = true
        next = now.advanced(by: idle)
    }

    /// The earliest moment at which the call may be over its time.
    var deadline: ContinuousClock.Instant { min(next, total) }

    /// The limit that is passed at `now`; nil: none.
    func passed(at now: ContinuousClock.Instant) -> Limit? {
        if now >= total { return .total }
        guard now >= next else { return nil }
        return hasBytes ? .idle : .firstByte
    }
}
