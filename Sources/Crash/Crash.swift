import AgentGraph
import CrashProof
import Foundation
import Sessions
import SessionsSQLite

/// `crash [--analyst] [--store PATH|postgres] [--count 300] [--seed 1]`: processes that hold conversations are killed, at every write's
/// boundary and at random moments; prints how many died how, and each promise of the store that was broken. Ends with 1
/// if one was, if fewer died than were to, or if no question was asked back and replied to. `postgres` is the server of
/// BARWISE_TEST_POSTGRES; only its clients are killed. `--analyst`: they talk with the real agents, over a few days of bars.
/// `--program`: it is `barwise ask` itself that is killed, each turn a process; `--barwise FILE`: not the one beside.
///
/// `crash speak --store PATH|postgres --session ID [--user UUID] [--data DIRECTORY]`: is such a process. `--from N --turns N --name t`: its turns; `--die
/// before:commit:2`: kills itself before its second commit; `--stop NODE`: stops itself within that node; `--lease MS`; `--space BYTES`: no
/// file may grow beyond them, until that has been refused once.
@main
struct Crash {
    static func main() async throws {
        if CommandLine.arguments.dropFirst().first == "speak" { return try await speak() }
        let scratch = FileManager.default.temporaryDirectory.appending(path: "barwise-crash-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }  // left to the system's own tidying
        let place = Place(option("--store") ?? scratch.appending(path: "sessions.db").path, user: nil)
        try await place.prepare()
        let count = number("--count") ?? 300
        let seed = UInt64(number("--seed") ?? 1)
        let report =
            CommandLine.arguments.contains("--program")
            ? try await killProgram(place, in: scratch, count: count, seed: seed)
            : try await killSpeakers(place, in: scratch, count: count, seed: seed)
        print(report.table)
        for violation in report.violations { print(violation) }
        let isAsking = report.asked > 0 && report.answered > 0
        if !isAsking { print("nothing was asked back: questions and replies were not killed through") }
        if !report.violations.isEmpty || report.killed < count || !isAsking { exit(1) }
    }

    private static func killSpeakers(_ place: Place, in scratch: URL, count: Int, seed: UInt64) async throws -> Report {
        let isAnalyst = CommandLine.arguments.contains("--analyst")
        let data = isAnalyst ? ["--data", try await AnalystSpeaker.makeBars(in: scratch).path] : []
        let rounds = Rounds(
            program: itself,
            address: place.name,
            script: isAnalyst ? AnalystSpeaker.script : .talk,
            options: place.options + data,
            moments: isAnalyst ? 300_000 : 50_000,
            open: { try await place.open() },
            problems: problems
        )
        return try await rounds.run(count: count, seed: seed)
    }

    private static func killProgram(_ place: Place, in scratch: URL, count: Int, seed: UInt64) async throws -> Report {
        let beside = itself.deletingLastPathComponent().appending(path: "barwise")
        let data = try await AnalystSpeaker.makeBars(in: scratch)
        let rounds = ProgramRounds(
            options: ["--data", data.path, "--store", place.url] + place.options,
            program: BarwiseProgram(file: option("--barwise").map { URL(filePath: $0) } ?? beside),
            examine: { session, ledger in
                let store = try await place.open()
                return try await problems(of: store)
                    + Examination(store, session: session, script: AnalystSpeaker.script)
                    .violations(of: ledger, isOver: true)
            }
        )
        return try await rounds.run(count: count, seed: seed)
    }

    private static var itself: URL { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath() }

    /// What a store finds in its own files.
    private static func problems(of store: any SessionStore) async throws -> [String] {
        try await (store as? SQLiteStore)?.integrityProblems() ?? []
    }

    private static func speak() async throws {
        guard let store = option("--store"), let session = option("--session") else {
            throw SessionError(.failed, "speak needs --store and --session")
        }
        let tell: @Sendable (Deed) -> Void = { FileHandle.standardOutput.write(Data("\($0.line)\n".utf8)) }
        let plain = try await Place(store, user: option("--user").flatMap(UUID.init)).open()
        let watched: any SessionStore = option("--die").flatMap(Death.init)?.awaiting(plain, tell: tell) ?? plain
        let first = number("--from") ?? 1, turns = number("--turns") ?? 1
        if let data = option("--data") {
            let session = ThreadID(rawValue: session)
            return try await AnalystSpeaker(watched, session: session, data: URL(filePath: data), tell: tell)
                .talk(first..<(first + turns))
        }
        let speaker = Speaker(
            watched,
            session: ThreadID(rawValue: session),
            meanwhile: { [node = option("--stop")] in if $0.rawValue == node { raise(SIGSTOP) } },
            lease: .milliseconds(number("--lease") ?? 30_000),
            tell: tell
        )
        let name = option("--name") ?? "t"
        let space = number("--space")
        if let space { limitFiles(to: rlim_t(space)) }
        do {
            try await speaker.talk(name, from: first, turns: turns)
        } catch let error as SessionError where space != nil {
            tell(.refused(code: error.code.rawValue))
            let kept = try await plain.messages(of: ThreadID(rawValue: session), last: nil).count { $0.role == .user }
            limitFiles(to: .max)
            try await speaker.talk(name, from: max(1, kept), turns: 3)
        }
    }

    /// A write beyond them is refused, as on a disk that is full.
    private static func limitFiles(to bytes: rlim_t) {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = min(bytes, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }

    private static func number(_ name: String) -> Int? { option(name).flatMap { Int($0) } }

    private static func option(_ name: String) -> String? {
        let arguments = CommandLine.arguments
        guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
        return arguments[place + 1]
    }
}
