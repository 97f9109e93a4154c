public import Foundation

/// How a runtime goes about its work; time and chance are parameters.
public struct Settings: Sendable {
    public var budget: Budget
    public var retention: Retention
    /// Of this process, as stores name it.
    public var owner: String
    /// Without a sign of life; renewed at a third of it while a step is at work.
    public var lease: Duration
    /// Whether a named owner certainly no longer lives.
    public var isGone: @Sendable (String) -> Bool
    public var now: @Sendable () -> Date
    /// For deadlines, waits and durations.
    public var clock: any Clock<Duration>
    /// From 0 to 1, for jitter.
    public var random: @Sendable () -> Double

    public init(
        budget: Budget = Budget(),
        retention: Retention = Retention(),
        owner: String = "process-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString.lowercased())",
        lease: Duration = .seconds(30),
        isGone: @escaping @Sendable (String) -> Bool = { _ in false },
        now: @escaping @Sendable () -> Date = { Date() },
        clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.budget = budget
        self.retention = retention
        self.owner = owner
        self.lease = lease
        self.isGone = isGone
        self.now = now
        self.clock = clock
        self.random = random
    }
}
