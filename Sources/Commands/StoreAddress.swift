internal import Foundation
internal import Sessions
internal import SessionsPostgres
internal import SessionsSQLite

/// Where conversations are kept, and for PostgreSQL also whose they are.
enum StoreAddress: Hashable, Sendable, CustomStringConvertible {
    /// An SQLite file of one user, made on first use.
    case file(URL)
    /// As libpq reads it; it may hold a password.
    case postgres(url: String, user: UUID?)

    /// - Returns: nil for a scheme that is neither.
    init?(_ text: String, user: UUID?) {
        let scheme = text.range(of: "://").map { text[..<$0.lowerBound].lowercased() }
        switch scheme {
        case nil: self = .file(URL(fileURLWithPath: text))
        case "postgres", "postgresql": self = .postgres(url: text, user: user)
        default: return nil
        }
    }

    /// For people; without the password.
    var description: String {
        switch self {
        case .file(let url): return url.path
        case .postgres(let url, _):
            guard let parts = URLComponents(string: url) else { return "postgres://…" }
            var shown = URLComponents()
            shown.scheme = parts.scheme
            shown.user = parts.user
            shown.host = parts.host
            shown.port = parts.port
            shown.path = parts.path
            return shown.string ?? "postgres://…"
        }
    }

    /// Opens it, for one user's conversations.
    /// - Throws: `SessionError`.
    func open() async throws -> any SessionStore {
        switch self {
        case .file(let url):
            let folder = url.deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            } catch {
                throw SessionError(.readOnly, "\(folder.path) cannot be made")
            }
            return try SQLiteStore(path: url.path)
        case .postgres(_, nil): throw SessionError(.denied, "whose conversations is not said")
        case .postgres(let url, let user?): return try await PostgresStore.open(url: url, user: user)
        }
    }
}
