import Foundation
import Testing

@testable import SessionsPostgres

/// The PostgreSQL server that `scripts/test.sh` starts and names in BARWISE_TEST_POSTGRES. Tests that need it fail where
/// it is named and not there; they are left out where it is not named.
enum TestServer {
    static let url = ProcessInfo.processInfo.environment["BARWISE_TEST_POSTGRES"] ?? ""
    static var isNamed: Bool { !url.isEmpty }

    /// Of the roles that tests log in as.
    static let password = UUID().uuidString

    /// The server's own database, with today's tables, as the program logs in; a test that needs nothing else is a user
    /// of its own in it.
    static let pool = Task {
        _ = try await Migrator(pool: PostgresPool(url: url)).migrate()
        // As on Supabase: PostgREST's login, and a role that policies do not bind.
        try await script(
            """
            ALTER ROLE barwise_server PASSWORD '\(password)';
            DO $$ BEGIN
                IF to_regrole('authenticator') IS NULL THEN CREATE ROLE authenticator LOGIN NOINHERIT; END IF;
            END $$;
            ALTER ROLE authenticator PASSWORD '\(password)';
            GRANT anon, authenticated, service_role TO authenticator;
            ALTER ROLE service_role BYPASSRLS;
            """,
            at: url
        )
        return PostgresPool(url: own, settings: PostgresSettings(connections: 12, wait: .seconds(120)))
    }

    /// As a real deployment logs in: nobody's rights, and policies bind it. The pool is made first.
    static var own: String { address(as: "barwise_server") }

    /// A migrated database for one test; it goes with the server.
    static func database() async throws -> String {
        _ = try await pool.value
        let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try await script("CREATE DATABASE \(name)", at: url)
        let own = address(database: name)
        _ = try await Migrator(pool: PostgresPool(url: own)).migrate()
        return own
    }

    /// - Parameter role: nil: the superuser.
    static func address(_ url: String = url, as role: String? = nil, database: String? = nil) -> String {
        guard var parts = URLComponents(string: url) else { return url }
        if let database { parts.path = "/" + database }
        if let role {
            parts.user = role
            parts.password = password
        }
        return parts.string ?? url
    }

    /// A connection outside any pool.
    static func connect(_ url: String) throws -> Connection {
        try Connection(url: url, timeout: .seconds(30), answerTimeout: .seconds(60))
    }

    static func script(_ sql: String, at url: String) async throws {
        try connect(url).script(sql)
    }
}

/// A server that one test may stop and kill.
struct OwnServer {
    let folder: URL

    private init() {
        // A short name: the server's socket lies in it.
        folder = FileManager.default.temporaryDirectory.appending(path: "own-\(UUID().uuidString.prefix(8))")
    }

    /// - Returns: what it prints.
    @discardableResult
    func ask(_ command: String) async throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = root.deletingLastPathComponent().appending(path: "scripts/postgres.sh")
        process.arguments = [command, folder.path]
        let output = Pipe()
        process.standardOutput = output
        await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
            process.terminationHandler = { _ in ended.resume() }
            do { try process.run() } catch { ended.resume() }
        }
        #expect(process.terminationStatus == 0)
        let said = await withCheckedContinuation { done in
            // On a thread of its own, since it blocks where nothing was printed, until nobody holds the other end.
            Thread.detachNewThread { done.resume(returning: output.fileHandleForReading.availableData) }
        }
        let text = String(decoding: said, as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The server and its folder are gone afterwards, however the test ends.
    static func with(_ body: (OwnServer) async throws -> Void) async throws {
        let server = OwnServer()
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(server))
        } catch {
            outcome = .failure(error)
        }
        try await server.ask("kill")
        try FileManager.default.removeItem(at: server.folder)
        try outcome.get()
    }
}
