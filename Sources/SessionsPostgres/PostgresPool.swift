internal import Sessions
internal import Synchronization

/// Connections to one database, each on a thread of its own, shared by all users of a program. A call takes the next
/// free one, or waits its turn.
///
/// Every transaction says as whom it is done, and a connection that is left in a transaction or with a role or claims
/// set is closed. A server that went away is looked for with growing pauses. A transaction whose end was not seen is
/// tried again: every write has a name, by which a second one is known.
public final class PostgresPool: Sendable {
    public let settings: PostgresSettings
    private let jobs: JobQueue
    private let url: String
    private let acquaintance = Acquaintance()
    private let losesAnswer: @Sendable (Bool) -> Bool

    /// Connects to nothing yet.
    /// - Parameter url: as libpq reads it, `postgres://user:password@host:port/database`.
    public convenience init(url: String, settings: PostgresSettings = PostgresSettings()) {
        self.init(url: url, settings: settings, losesAnswer: { _ in false })
    }

    /// - Parameter losesAnswer: whether the connection breaks after a COMMIT, before its answer is seen; is given whether
    ///   the transaction is repeated. For tests.
    init(url: String, settings: PostgresSettings, losesAnswer: @Sendable @escaping (Bool) -> Bool) {
        self.url = url
        self.settings = settings
        self.losesAnswer = losesAnswer
        jobs = JobQueue(threads: settings.connections)
    }

    deinit { jobs.close() }

    /// Carried out even where the task is cancelled.
    /// - Throws: what `work` throws, and `SessionError`.
    @discardableResult
    package func transaction<Result: Sendable>(
        as identity: Identity,
        _ access: Access,
        _ work: @Sendable @escaping (Transaction) throws -> Result
    ) async throws -> Result {
        let attempts = Attempts(
            url: url,
            settings: settings,
            opening: identity.opening(access, settings),
            losesAnswer: losesAnswer,
            acquaintance: acquaintance
        )
        return try await withCheckedThrowingContinuation { (done: CheckedContinuation<Result, any Error>) in
            jobs.add(
                JobQueue.Job(
                    deadline: .now + settings.wait,
                    run: { slot in done.resume(with: Swift.Result { try attempts.run(work, on: slot) }) },
                    expire: { done.resume(throwing: SessionError(.busy, "no connection was free in time")) }
                )
            )
        }
    }
}

/// What a thread of the pool keeps between jobs.
final class Slot {
    var connection: Connection?
}

/// Whether the server let the pool in before, so that its absence may be a short one.
final class Acquaintance: Sendable {
    private let hasMet = Atomic<Bool>(false)

    var isMade: Bool { hasMet.load(ordering: .relaxed) }
    func make() { hasMet.store(true, ordering: .relaxed) }
}
