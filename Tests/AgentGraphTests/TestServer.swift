import Foundation
import SessionsPostgres
import Testing

/// The PostgreSQL server that `scripts/test.sh` starts and names in BARWISE_TEST_POSTGRES. Tests that need it fail where
/// it is named and not there; they are left out where it is not named.
enum TestServer {
    static let url = ProcessInfo.processInfo.environment["BARWISE_TEST_POSTGRES"] ?? ""
    static var isNamed: Bool { !url.isEmpty }

    /// The server's own database, with today's tables; every test is a user of its own in it.
    static let pool = Task {
        let pool = PostgresPool(url: url, settings: PostgresSettings(connections: 12, wait: .seconds(120)))
        _ = try await Migrator(pool: pool).migrate()
        return pool
    }
}
