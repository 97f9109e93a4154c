import AgentGraph
import CrashProof
import Foundation
import GRDB
import Sessions
import SessionsSQLite
import Testing

/// Disks that are full, locked, damaged or closed; the ids are those of docs/faults.md.
struct DiskTests {
    let session = ThreadID()
    let path: String

    init() throws { path = try temporaryFolder().appending(path: "sessions.db").path }

    /// A file with a few turns in it, closed.
    private func filled(_ turns: Int = 30) async throws {
        let victim = try Victim(
            crash,
            ["speak", "--store", path, "--session", session.rawValue, "--turns", "\(turns)"]
        )
        #expect(await victim.end())
        // The last one to close a file takes its log into it; a store closes some time behind its last use.
        let last = try DatabaseQueue(path: path)
        #expect(try await last.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sessions") } == 1)
        try last.close()
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    }

    private func code(_ work: () async throws -> Void) async -> SessionError.Code? {
        do {
            try await work()
            return nil
        } catch {
            return (error as? SessionError)?.code
        }
    }

    @Test func `D01 a full disk is told, reading goes on, and so does the conversation once there is space`()
        async throws
    {
        let victim = try Victim(
            crash,
            [
                "speak", "--store", path, "--session", session.rawValue, "--turns", "200", "--space", "300000",
                "--lease", "500",
            ]
        )
        #expect(await victim.end())
        let refused = try #require(victim.deeds.firstIndex(of: .refused(code: SessionError.Code.full.rawValue)))
        #expect(victim.deeds[refused...].contains { if case .ended = $0 { true } else { false } })
        var ledger = Ledger()
        ledger.note(victim.deeds)
        let store = try SQLiteStore(path: path)
        #expect(try await Examination(store, session: session).violations(of: ledger, isOver: true) == [])
        #expect(try await store.integrityProblems() == [])
    }

    @Test func `D02 a file that another holds for longer than we wait is said to be busy, and nothing is stored`()
        async throws
    {
        let store = try SQLiteStore(path: path, patience: .milliseconds(50))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        let line = Scripted([.a: goes(to: nil)])
        let runtime = Runtime(line, store: store)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await code { _ = try await runtime.start(on: session, after: nil, state: .init()) } == .busy)
        #expect(try await store.sessions(limit: 1, offset: 0).isEmpty)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        let run = try await runtime.start(on: session, after: nil, state: .init())
        #expect(try await runtime.run(run).finished != nil)
        #expect(try await runtime.history(of: session).count == 1)
    }

    @Test func `D02 a file that another holds for a moment is waited for`() async throws {
        let store = try SQLiteStore(path: path, patience: .seconds(60))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let begun = Task {
            try await Runtime(Scripted([:]), store: store).start(on: session, after: nil, state: .init())
        }
        try await Task.sleep(for: .milliseconds(100))
        try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
        _ = try await begun.value
    }

    @Test(arguments: [0.3, 0.7, 1])
    func `D03 a file that was cut short is refused and left as it is`(share: Double) async throws {
        try await filled()
        let whole = try Data(contentsOf: URL(filePath: path))
        // The last page is always missing.
        let cut = whole.prefix(Int(Double(whole.count) * share) - 4096)
        try cut.write(to: URL(filePath: path))
        #expect(await code { _ = try SQLiteStore(path: path) } == .corrupt)
        #expect(try Data(contentsOf: URL(filePath: path)) == cut)
    }

    @Test func `D03 a file whose pages were overwritten is found damaged, and its turns are not made up`() async throws
    {
        try await filled()
        var bytes = try Data(contentsOf: URL(filePath: path))
        let page = 4096
        // All but the first page, which names the tables.
        for start in stride(from: page, to: bytes.count, by: page) {
            bytes.replaceSubrange(start..<(start + page), with: Data(repeating: 0xFF, count: page))
        }
        try bytes.write(to: URL(filePath: path))
        let opened = await code {
            let store = try SQLiteStore(path: path)
            _ = try await store.messages(of: session, last: nil)
        }
        #expect(opened == .corrupt)
        #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
    }

    @Test func `D03 one damaged page is found by the examination of the whole file`() async throws {
        try await filled()
        var bytes = try Data(contentsOf: URL(filePath: path))
        let page = 4096, last = bytes.count / page - 1
        bytes.replaceSubrange((last * page)..<(last * page + page), with: Data(repeating: 0xFF, count: page))
        try bytes.write(to: URL(filePath: path))
        let found = await code {
            if try await !SQLiteStore(path: path).integrityProblems().isEmpty { throw SessionError(.corrupt, "found") }
        }
        #expect(found == .corrupt)
    }

    @Test func `D05 a place that is no folder is refused`() async throws {
        try Data().write(to: URL(filePath: path))
        #expect(await code { _ = try SQLiteStore(path: path + "/sessions.db") } == .readOnly)
    }

    /// The system's own folder, into which not even root can write.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
    func `D05 a folder in which nobody may write is refused`() async throws {
        #expect(await code { _ = try SQLiteStore(path: "/proc/self/sessions.db") } == .readOnly)
    }

    /// Whoever may write everywhere finds no folder read-only.
    @Test(.disabled(if: geteuid() == 0)) func `D05 a read-only folder is refused`() async throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        #expect(chmod(folder, 0o555) == 0)
        defer { chmod(folder, 0o755) }
        #expect(await code { _ = try SQLiteStore(path: path) } == .readOnly)
    }
}
