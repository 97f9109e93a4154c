/// Keeps callers from a server that is ill. Pure: it is told what happened and when.
///
/// Closed, every call goes; `threshold` failures one after the other open it. Open, no call goes but one probe every
/// `interval`; a probe that succeeds closes it.
package struct CircuitBreaker: Sendable, Hashable {
    package enum Permission: Sendable, Hashable {
        case go
        /// Nothing is to be sent; the next probe goes after so long.
        case wait(Duration)
    }

    private enum State: Hashable {
        case closed(failures: Int)
        /// No call goes before `probe`.
        case open(probe: ContinuousClock.Instant)
    }

    private let threshold: Int
    private let interval: Duration
    private var state = State.closed(failures: 0)

    package init(threshold: Int = 5, interval: Duration = .seconds(30)) {
        self.threshold = threshold
        self.interval = interval
    }

    package var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    package mutating func ask(at now: ContinuousClock.Instant) -> Permission {
        guard case .open(let probe) = state else { return .go }
        guard now >= probe else { return .wait(now.duration(to: probe)) }
        // This call is the probe. Should it never tell its end, the next one goes all the same.
        state = .open(probe: now.advanced(by: interval))
        return .go
    }

    package mutating func succeeded() {
        state = .closed(failures: 0)
    }

    /// A failure of the server's; one that is the request's own fault says nothing of its health.
    package mutating func failed(at now: ContinuousClock.Instant) {
        // While it is open the probe's time stands: a call from before that fails late does not move it.
        guard case .closed(let failures) = state else { return }
        state = failures + 1 < threshold ? .closed(failures: failures + 1) : .open(probe: now.advanced(by: interval))
    }
}
