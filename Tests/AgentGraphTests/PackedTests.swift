import AgentGraph
import Foundation
import GRDB
import Testing

@testable import Sessions
@testable import SessionsSQLite

/// Texts as stores keep them, and files of older programs.
struct PackedTests {
    static let texts = [
        "", "{}", "x", "\0", "\0\u{1}{\"a\":1}", #"{"agent":"router","input":"{}","milliseconds":0.1}"#,
        String(repeating: "\u{10FFFF}«?» ", count: 100_000),
    ]

    @Test(arguments: texts)
    func `what is packed comes back byte for byte, and is never longer but by its mark`(text: String) throws {
        let data = Data(text.utf8)
        let packed = Packed.pack(data)
        #expect(try Packed.unpack(packed) == data)
        #expect(packed.count <= data.count || data.first == 0)
        #expect(Packed.pack(Data((0...255).map { UInt8($0) })).first == 0)
    }

    /// Rows refer to the words by place: they can never be changed, only be followed by others.
    @Test func `what an earlier program packed is read`() throws {
        let text =
            #"[{"at":1,"kind":{"entered":{}},"node":"understander","number":4294967296,"step":1},"#
            + #"{"question":"","answers":[],"results":null}]"#
        let earlier = try #require(Data(base64Encoded: "AAGDxi+wwQFzBBUiGLXQxN2HrY0FAA=="))
        #expect(try Packed.unpack(earlier) == Data(text.utf8))
    }

    @Test func `a damaged text and one of a newer program are told`() throws {
        var packed = Packed.pack(Data(String(repeating: "mean range by weekday", count: 40).utf8))
        packed[1] = 9
        #expect { try Packed.unpack(packed) } throws: { ($0 as? SessionError)?.code == .schema }
        #expect { try Packed.unpack(Data([0, 1, 255, 255])) } throws: { ($0 as? SessionError)?.code == .corrupt }
        #expect { try Packed.unpack(Data([0, 1])) } throws: { ($0 as? SessionError)?.code == .corrupt }
    }

    @Test func `a file of the first program keeps its traces`() async throws {
        let path = try temporaryFolder().appending(path: "sessions.db").path
        let traces = [1, 2].map { step in
            Trace(
                session: ThreadID(rawValue: "s"),
                run: RunID(rawValue: "r"),
                step: step,
                agent: "router",
                attempt: step,
                input: "{}",
                output: "«\n»",
                milliseconds: 1,
                inputTokens: step,
                at: Date(timeIntervalSince1970: 1)
            )
        }
        do {
            let queue = try DatabaseQueue(path: path)
            try SQLiteStore.migrator.migrate(queue, upTo: "1 sessions, runs, messages, traces")
            try await queue.write { db in
                try db.execute(sql: "INSERT INTO sessions (id, created_at, updated_at) VALUES ('s', 1, 1)")
                for trace in traces.reversed() {
                    try db.execute(
                        sql: "INSERT INTO traces (id, session, run, step, trace) VALUES (?, 's', 'r', ?, ?)",
                        arguments: [trace.id.rawValue, trace.step, try JSONEncoder().encode(trace)]
                    )
                }
            }
            try queue.close()
        }
        let store = try SQLiteStore(path: path)
        #expect(try await store.traces(of: RunID(rawValue: "r")) == traces)
        try await store.delete(ThreadID(rawValue: "s"))
        #expect(try await store.traces(of: RunID(rawValue: "r")).isEmpty)
    }

    @Test func `D13 a file of a newer program is refused and left as it is`() async throws {
        let path = try temporaryFolder().appending(path: "sessions.db").path
        _ = try SQLiteStore(path: path)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 of a program to come')")
        }
        #expect { try SQLiteStore(path: path) } throws: { ($0 as? SessionError)?.code == .schema }
        let steps = try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM grdb_migrations") }
        #expect(steps == SQLiteStore.migrator.migrations.count + 1)
    }
}
