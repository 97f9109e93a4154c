internal import GRDB

extension SQLiteStore {
    /// What SQLite's own examination of the whole file finds; reads all of it.
    public func integrityProblems() async throws -> [String] {
        try await read { db in
            let found = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let dangling = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map {
                "dangling row in \($0[0] ?? "")"
            }
            return found + dangling
        }
    }

    /// Of the tables and indexes, what is free in the file left out.
    public func storedBytes() async throws -> Int {
        try await read { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            return (pages - free) * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        }
    }
}
