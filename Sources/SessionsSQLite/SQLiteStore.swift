internal import Foundation
internal import GRDB
public import Sessions
internal import Synchronization

/// Conversations in one SQLite file, for one user on one machine; many processes may use it at once.
///
/// Write-ahead logging: a process killed at any moment loses nothing that was acknowledged. Questions, answers and ends
/// of turns are also synced to the disk, so that they outlive a power cut; the steps in between may be lost to one, and
/// are taken again.
public final class SQLiteStore: SessionStore {
    let pool: DatabasePool
    /// Whether the writing connection syncs its commits; nil until it was told.
    private let isSyncing = Mutex<Bool?>(nil)
    let clock = SteadyClock()

    /// Opens the file, made on first use, and brings its tables up to date.
    ///
    /// - Parameter patience: how long a call waits for another process that holds the file.
    /// - Throws: `SessionError`: `corrupt` for what is no database, `readOnly`, `full`, `busy`, `schema` for a file of a
    ///   newer program.
    public init(path: String, patience: Duration = .seconds(15)) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience.seconds)
        configuration.foreignKeysEnabled = true
        configuration.label = "barwise.sessions"
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            let migrator = Self.migrator
            if try pool.read(migrator.hasBeenSuperseded) {
                throw SessionError(.schema, "the file was written by a newer program")
            }
            try Self.migrate(pool, migrator)
        } catch {
            throw SessionError(sqlite: error)
        }
    }

    private static func migrate(_ pool: DatabasePool, _ migrator: DatabaseMigrator) throws {
        for _ in migrator.migrations {
            do { return try migrator.migrate(pool) } catch {
                // Another process may have taken the same step just before; then it is done, and the next one is ours.
                guard try pool.read(migrator.appliedIdentifiers).count > 0 else { throw error }
            }
        }
        try migrator.migrate(pool)
    }

    /// One transaction, carried out even where the task is cancelled.
    /// - Parameter isSynced: on the disk before it returns.
    func write<Result: Sendable>(
        isSynced: Bool = false,
        _ work: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Result, any Error>) in
            pool.asyncWriteWithoutTransaction { [self] db in
                do {
                    if isSyncing.withLock({ $0 != isSynced }) {
                        try db.execute(sql: "PRAGMA synchronous = \(isSynced ? "FULL" : "NORMAL")")
                        isSyncing.withLock { $0 = isSynced }
                    }
                    var result: Result?
                    try db.inTransaction(.immediate) {
                        result = try work(db)
                        return .commit
                    }
                    guard let result else { throw SessionError(.failed, "a transaction without a result") }
                    done.resume(returning: result)
                } catch {
                    done.resume(throwing: SessionError.passing(error))
                }
            }
        }
    }

    func read<Result: Sendable>(
        _ work: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Result, any Error>) in
            pool.asyncRead { db in
                do {
                    done.resume(returning: try work(try db.get()))
                } catch {
                    done.resume(throwing: SessionError.passing(error))
                }
            }
        }
    }
}
