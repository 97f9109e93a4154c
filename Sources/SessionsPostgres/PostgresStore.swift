internal import AgentGraph
public import Foundation
public import Sessions

/// One user's conversations in PostgreSQL 15 or later, Supabase included.
///
/// Every transaction is done as role `authenticated` with the user's claims, so that row-level security shows nothing
/// of others. A step is committed in one round trip. Leases go by the server's clock, which all programs share; dates
/// are kept to the microsecond. Text with a NUL, which PostgreSQL cannot hold outside JSON, is refused.
public struct PostgresStore: SessionStore {
    let pool: PostgresPool
    public let user: UUID

    /// A store with a pool of its own, once the server was reached and its tables are those that this program knows.
    ///
    /// - Parameter url: as libpq reads it; its role logs in and may become `authenticated` and `barwise_worker`.
    /// - Throws: `SessionError`: `unreachable`, `denied`, `schema` where `barwise store migrate` is due.
    public static func open(
        url: String,
        user: UUID,
        settings: PostgresSettings = PostgresSettings()
    ) async throws -> PostgresStore {
        let store = PostgresStore(pool: PostgresPool(url: url, settings: settings), user: user)
        try await store.checkVersion()
        return store
    }

    /// One of many users' stores on one pool; asks the server nothing.
    public init(pool: PostgresPool, user: UUID) {
        self.pool = pool
        self.user = user
    }

    /// - Throws: `SessionError.schema` where the tables are older or newer than the program.
    public func checkVersion() async throws {
        let version = try await read { tx in
            try tx.commit([Statement("SELECT coalesce(max(version), 0) AS version FROM barwise.migrations")])
                .first?.first?.integer("version") ?? 0
        }
        guard version != Schema.version else { return }
        throw SessionError(
            .schema,
            version < Schema.version
                ? "the tables are of version \(version), this program needs \(Schema.version): barwise store migrate"
                : "the tables are of version \(version), this program knows \(Schema.version): a newer barwise is needed"
        )
    }

    @discardableResult
    func write<Result: Sendable>(_ work: @Sendable @escaping (Transaction) throws -> Result) async throws -> Result {
        try await pool.transaction(as: .user(user), .write, work)
    }

    func read<Result: Sendable>(_ work: @Sendable @escaping (Transaction) throws -> Result) async throws -> Result {
        try await pool.transaction(as: .user(user), .read, work)
    }
}

extension Transaction {
    /// A write that an earlier attempt may have carried out, as the server then says.
    func commitOnce(_ statements: [Statement]) throws {
        do {
            try commit(statements)
        } catch let error where error.sqlstate == PostgresError.alreadyDone {
            try rollback()
        }
    }
}
