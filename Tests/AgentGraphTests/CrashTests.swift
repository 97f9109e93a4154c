import AgentGraph
import CrashProof
import Foundation
import Sessions
import SessionsPostgres
import SessionsSQLite
import Testing

/// The short form of `make crash`.
struct CrashTests {
    @Test(arguments: StoreKind.lasting)
    func `P04 no promise is broken whenever a process is killed`(kind: StoreKind) async throws {
        let rounds: Rounds
        if kind == .postgres {
            let pool = try await TestServer.pool.value, user = UUID()
            rounds = Rounds(
                program: crash,
                address: "postgres",
                options: ["--user", user.uuidString],
                deaths: 13,
                open: { PostgresStore(pool: pool, user: user) },
                problems: { _ in [] }
            )
        } else {
            let path = try temporaryFolder().appending(path: "sessions.db").path
            rounds = Rounds(
                program: crash,
                address: path,
                deaths: 13,
                open: { try SQLiteStore(path: path) },
                problems: { try await ($0 as? SQLiteStore)?.integrityProblems() ?? [] }
            )
        }
        let report = try await rounds.run(count: 26, seed: 7)
        #expect(report.violations == [])
        #expect(report.killed == 26)
        #expect(report.ended > 0)
        #expect(report.resumed > 0)
    }

    @Test func `what a store does not hold is found`() async throws {
        let store = try SQLiteStore(path: try temporaryFolder().appending(path: "sessions.db").path)
        let session = ThreadID()
        try await Speaker(store, session: session) { _ in }.talk("t", from: 1, turns: 2)
        let examination = Examination(store, session: session)
        #expect(try await examination.violations(of: Ledger(), isOver: true) == [])
        var ledger = Ledger()
        ledger.note([.said(key: "t3"), .ended(key: "t4"), .asked(key: "t1", question: "q"), .summarised(first: 1)])
        #expect(
            try await examination.violations(of: ledger, isOver: false) == [
                "lost: t3", "question lost: t1", "answer lost: t4", "summary lost: 1",
            ]
        )
        // A turn whose answer is already there.
        let head = try await store.head(of: session).checkpoint
        let double = Message(session: session, role: .assistant, text: Talk.answer("t2"), at: .now)
        _ = try await Runtime(Talk(), store: store).start(
            on: session,
            after: head,
            attachments: [double.attachment],
            state: Talk.State()
        )
        let found = try await examination.violations(of: Ledger(), isOver: true)
        #expect(found.contains("answered after a turn's end"))
        #expect(found.contains("a run is left"))
        #expect(found.contains("3 answers, but the state has counted 2"))
    }
}

/// The program that speaks and is killed, beside the tests.
let crash = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "crash")

func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "barwise-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}
