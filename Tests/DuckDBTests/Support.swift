import DuckDB
import Foundation

/// A database in memory without closed doors.
func scratch() throws -> Database {
    try Database(path: nil, settings: Settings())
}

/// A folder for the duration of `body`.
func withFolder<Answer>(_ body: (URL) async throws -> Answer) async throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // the next test has a folder of its own
    return try await body(folder)
}

/// A database file with the statements run in it, closed again.
func makeFile(_ path: String, _ sql: String) async throws {
    let connection = try Connection(Database(path: path, settings: .importing))
    try await connection.execute(sql)
}

/// The error that `body` throws, if it throws one of the engine's.
func failure(_ body: () async throws -> Void) async -> DuckDBError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? DuckDBError
    }
}

/// Runs for minutes when nobody stops it.
let endless = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE (a.range * b.range) % 7 = 3"
