internal import Synchronization

/// One server's circuit breaker, for all who call it.
package final class SharedBreaker: Sendable {
    private let breaker: Mutex<CircuitBreaker>

    package init(_ breaker: CircuitBreaker = CircuitBreaker()) {
        self.breaker = Mutex(breaker)
    }

    package var isOpen: Bool { breaker.withLock { $0.isOpen } }

    func ask(at now: ContinuousClock.Instant) -> CircuitBreaker.Permission { breaker.withLock { $0.ask(at: now) } }
    func succeeded() { breaker.withLock { $0.succeeded() } }
    func failed(at now: ContinuousClock.Instant) { breaker.withLock { $0.failed(at: now) } }
}
