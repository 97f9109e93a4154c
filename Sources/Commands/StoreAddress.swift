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

    /// - Returns: nil for what is neither, and for a connection string or a URL that is not quite one: taken for a
    ///   file's name it would be shown with its password.
    init?(_ text: String, user: UUID?) {
        if let url = PostgresURL(text) {
            self = .postgres(url: url.text, user: user)
        } else if text.contains("://") || text.lowercased().hasPrefix("postgres") && text.contains(":")
            || text.contains("password=")
        {
            return nil
        } else {
            self = .file(URL(fileURLWithPath: text))
        }
    }

    /// For people; without the password.
    var description: String {
        switch self {
        case .file(let url): url.path
        case .postgres(let url, _): PostgresURL(url)?.description ?? "postgres://…"
        }
    }

    /// Who pays for the models' calls that are made with it: the file's user, or the one of the claims.
    var payer: String {
        switch self {
        case .file: "local"
        case .postgres(_, let user): user?.uuidString.lowercased() ?? ""
        }
    }

    /// Opens it, for one user's conversations.
    /// - Throws: `SessionError`.
    func open() async throws -> any Store {
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
