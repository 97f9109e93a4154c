import CrashProof
import Foundation
import Sessions
import SessionsPostgres
import SessionsSQLite

/// Where the conversations are kept.
enum Place: Sendable {
    case file(path: String)
    /// The server of BARWISE_TEST_POSTGRES, as one of its users.
    case postgres(user: UUID)

    /// - Parameter name: a path, or `postgres`.
    init(_ name: String, user: UUID?) {
        switch name {
        case "postgres": self = .postgres(user: user ?? UUID())
        default: self = .file(path: name)
        }
    }

    private static var url: String { ProcessInfo.processInfo.environment["BARWISE_TEST_POSTGRES"] ?? "" }

    /// What a process is called with to find it.
    var name: String {
        switch self {
        case .file(let path): path
        case .postgres: "postgres"
        }
    }

    /// As `barwise --store` takes it.
    var url: String {
        switch self {
        case .file(let path): path
        case .postgres: Self.url
        }
    }

    var options: [String] {
        switch self {
        case .file: []
        case .postgres(let user): ["--user", user.uuidString]
        }
    }

    func prepare() async throws {
        guard case .postgres = self else { return }
        _ = try await Migrator(pool: PostgresPool(url: Self.url, settings: PostgresSettings())).migrate()
    }

    func open() async throws -> any SessionStore {
        switch self {
        case .file(let path): try SQLiteStore(path: path)
        case .postgres(let user): try await PostgresStore.open(url: Self.url, user: user)
        }
    }
}
