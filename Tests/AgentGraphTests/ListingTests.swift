import Foundation
import GRDB
import Sessions
import Testing

@testable import SessionsSQLite

struct ListingTests {
    @Test func `of ten thousand sessions the latest are found without looking at the others`() async throws {
        let path = try temporaryFolder().appending(path: "sessions.db").path
        let store = try SQLiteStore(path: path)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            for number in 0..<10_000 {
                try db.execute(
                    sql: "INSERT INTO sessions (id, created_at, updated_at) VALUES (?, ?, ?)",
                    arguments: ["s\(number * 7919 % 10_000)", 0, number]
                )
            }
        }
        let latest = try await store.sessions(limit: 3, offset: 1)
        #expect(latest.map(\.updatedAt.timeIntervalSince1970) == [9998, 9997, 9996])
        let plan = try await queue.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + SQLiteStore.latestSessions, arguments: [20, 0])
                .map { $0["detail"] as String }
        }
        #expect(plan == ["SCAN sessions USING INDEX sessions_latest"])
    }
}
