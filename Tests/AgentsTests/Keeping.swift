import Foundation
import Sessions
import SessionsPostgres
import SessionsSQLite
import Testing

/// What conversations are kept in; PostgreSQL where `scripts/test.sh` names its server in BARWISE_TEST_POSTGRES.
enum Keeping: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case sqlite, postgres

    static let allCases: [Keeping] = server == nil ? [.sqlite] : [.sqlite, .postgres]

    private static let server = ProcessInfo.processInfo.environment["BARWISE_TEST_POSTGRES"]

    /// The server's own database with today's tables.
    private static let pool = Task {
        let pool = PostgresPool(url: server ?? "", settings: PostgresSettings(connections: 12, wait: .seconds(120)))
        _ = try await Migrator(pool: pool).migrate()
        return pool
    }

    /// Opened anew each time, as another process would.
    /// - Parameters:
    ///   - file: SQLite's.
    ///   - user: whose conversations they are on PostgreSQL.
    func open(_ file: String, _ user: UUID) async throws -> any SessionStore {
        switch self {
        case .sqlite: try SQLiteStore(path: file)
        case .postgres: PostgresStore(pool: try await Self.pool.value, user: user)
        }
    }

    var testDescription: String { rawValue }
}
