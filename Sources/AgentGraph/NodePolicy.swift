/// How long a node may take, and how often it is tried.
public struct NodePolicy: Sendable {
    /// Of one attempt. A node that is over it is cancelled, which counts as a failed attempt.
    public var deadline: Duration?
    /// The wait before another attempt, or nil for none. Cancellation never asks.
    public var retry: @Sendable (_ failure: Failure) -> Duration?

    public init(deadline: Duration? = nil, retry: @escaping @Sendable (Failure) -> Duration? = { _ in nil }) {
        self.deadline = deadline
        self.retry = retry
    }

    /// At most `attempts` in all, whatever the error.
    public init(deadline: Duration? = nil, attempts: Int, backoff: Backoff = Backoff()) {
        self.init(deadline: deadline) { failure in
            failure.attempt < attempts ? backoff.wait(after: failure.attempt, random: failure.random) : nil
        }
    }

    public struct Failure: Sendable {
        public var error: any Error
        /// The one that failed, from 1.
        public var attempt: Int
        /// From 0 to 1, for jitter.
        public var random: Double
    }
}

/// Waits between attempts: exponential, capped, with full jitter.
public struct Backoff: Sendable {
    public var first: Duration
    public var factor: Double
    public var cap: Duration

    public init(first: Duration = .milliseconds(200), factor: Double = 2, cap: Duration = .seconds(20)) {
        self.first = first
        self.factor = factor
        self.cap = cap
    }

    /// - Parameters:
    ///   - attempt: the one that failed, from 1.
    ///   - random: from 0 to 1; 1 is the longest wait.
    public func wait(after attempt: Int, random: Double) -> Duration {
        var longest = first.seconds
        for _ in 1..<max(1, attempt) where longest < cap.seconds { longest *= factor }
        return .seconds(min(longest, cap.seconds) * random)
    }
}
