package import Foundation

/// Clock, waiting and chance, so that tests decide them.
package struct TimeSource: Sendable {
    /// Monotonic; for deadlines and waits.
    package var now: @Sendable () -> ContinuousClock.Instant
    package var sleep: @Sendable (ContinuousClock.Instant) async throws -> Void
    /// The wall clock; for prices, days and expiries that servers tell.
    package var date: @Sendable () -> Date
    /// From 0 up to 1, 1 excluded.
    package var random: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        sleep: @escaping @Sendable (ContinuousClock.Instant) async throws -> Void,
        date: @escaping @Sendable () -> Date,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.date = date
        self.random = random
    }

    package static let system = TimeSource(
        now: { ContinuousClock.now },
        sleep: { try await Task.sleep(until: $0, clock: .continuous) },
        date: { Date() },
        random: { Double.random(in: 0..<1) }
    )
}
