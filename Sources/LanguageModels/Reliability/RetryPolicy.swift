/// Whether and when to try a failed call again. A pure function.
package struct RetryPolicy: Sendable, Hashable {
    package enum Decision: Sendable, Hashable {
        case wait(Duration)
        case giveUp
    }

    /// The first wait is up to this, and each further one up to twice the one before.
    package var base: Duration
    package var longest: Duration
    /// What another try needs at least: a wait that leaves less of the budget is not begun.
    package var reserve: Duration

    package init(
        base: Duration = .milliseconds(500),
        longest: Duration = .seconds(8),
        reserve: Duration = .seconds(1)
    ) {
        self.base = base
        self.longest = longest
        self.reserve = reserve
    }

    /// - Parameters:
    ///   - attempt: calls that failed so far, this one included; from 1.
    ///   - left: of the request's time.
    ///   - random: from 0 up to 1.
    package func decide(_ error: ModelError, attempt: Int, left: Duration, random: Double) -> Decision {
        guard attempt < error.code.tries else { return .giveUp }
        let wait: Duration
        switch error.retry {
        case .never: return .giveUp
        // Full jitter: callers that failed together do not come back together.
        case .backoff: wait = min(longest, base * (1 << min(attempt - 1, 10))) * random
        // Never earlier than told, and not all at the same moment.
        case .after(let told): wait = told + base * random
        }
        return wait + reserve <= left ? .wait(wait) : .giveUp
    }
}
