internal import Foundation

/// How a pool of connections goes about its work.
public struct PostgresSettings: Hashable, Sendable {
    /// Connections at most; each is made when it is first needed, and has a thread of its own.
    public var connections: Int
    /// How long a call waits for a connection before it fails with `store.busy`.
    public var wait: Duration
    /// Of one statement, by the server; and, with a few seconds more, of one exchange with a server that no longer
    /// answers.
    public var statementTimeout: Duration
    /// How long a server that was reached before is tried again once it is gone.
    public var reconnecting: Duration
    /// How often a transaction is tried that the server broke off for others' sake (40001, 40P01).
    public var attempts: Int

    public init(
        connections: Int = 8,
        wait: Duration = .seconds(5),
        statementTimeout: Duration = .seconds(10),
        reconnecting: Duration = .seconds(15),
        attempts: Int = 3
    ) {
        self.connections = connections
        self.wait = wait
        self.statementTimeout = statementTimeout
        self.reconnecting = reconnecting
        self.attempts = attempts
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
    /// Rounded up, so that a limit is never none.
    var milliseconds: Int { Int((seconds * 1000).rounded(.up)) }
}
