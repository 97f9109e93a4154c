import AgentGraph
import Foundation
import Sessions
import SessionsPostgres
import SessionsSQLite
import Testing

/// The stores that one suite of tests holds to the same promises.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite, postgres

    static var allCases: [StoreKind] { [.memory] + lasting }

    /// Those that outlive the process.
    static let lasting: [StoreKind] = TestServer.isNamed ? [.sqlite, .postgres] : [.sqlite]

    /// An empty one.
    func open() async throws -> any CheckpointStore {
        switch self {
        case .memory: MemoryStore()
        case .sqlite, .postgres: try await openSessions()
        }
    }

    func openSessions() async throws -> any SessionStore {
        switch self {
        case .memory: throw SessionError(.failed, "memory keeps no sessions")
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try SQLiteStore(path: folder.appending(path: "sessions.db").path)
        case .postgres: return PostgresStore(pool: try await TestServer.pool.value, user: UUID())
        }
    }

    var testDescription: String { rawValue }
}
