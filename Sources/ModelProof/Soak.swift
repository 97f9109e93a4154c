internal import AgentGraph
internal import Agents
package import Foundation
internal import LanguageModels
internal import ModelServers
internal import Sessions

/// Many turns of real conversations whose model fails by chance: what was written down is what the server counted,
/// memory does not grow, and no conversation is left in the middle of a turn.
package struct Soak: Sendable {
    package struct Report: Sendable {
        package var turns = 0
        /// Turns that ended with an answer of any kind, and those that ended with a question back.
        package var answered = 0
        package var asked = 0
        /// Calls of the wire, and of them those that met a fault.
        package var calls = 0
        package var failures = 0
        package var tokens = 0
        /// Megabytes after a tenth of the turns and at the end; nil where the system does not tell.
        package var early: Double?
        package var late: Double?
        package var seconds = 0.0
        /// What must not be; empty where all is well.
        package var violations: [String] = []

        package var text: String {
            let memory = [early, late].compactMap { $0.map { "\(Int($0)) MB" } }.joined(separator: " to ")
            return """
                \(turns) turns in \(Int(seconds)) s: \(answered) answered, \(asked) asked back
                \(calls) calls, \(failures) of them failed; \(tokens) tokens, as they are written down
                memory from a tenth of the turns to the end: \(memory)
                """
        }
    }

    private let folder: URL
    private let turns: Int
    private let seed: UInt64

    /// Conversations at once.
    private static let speakers = 4
    /// Turns of one conversation.
    private static let length = 25
    /// Growth from a tenth of the turns to the end that is put down to caches that fill up: megabytes.
    private static let growth = 48.0

    /// Not those that end by a timer, which would make this as long as the timers, nor those after which nobody can say
    /// whether the usage was seen; their own tests have them.
    private static let faults = Fault.named.filter { named in
        !["silence", "drip", "stall", "huge", "broken-body", "deep-body", "not-utf8"].contains(named.name)
    }.map(\.fault)

    /// - Parameter folder: takes the bars and the store.
    package init(folder: URL, turns: Int, seed: UInt64) {
        self.folder = folder
        self.turns = turns
        self.seed = seed
    }

    package func run(tell: @Sendable (String) -> Void = { _ in }) async throws -> Report {
        try await ModelDesk.with(folder: folder, symbols: ["NQ"], script: Trader.model) { desk in
            var report = Report()
            var server = Counted()
            var sessions: [ThreadID] = []
            let began = ContinuousClock.now
            var round: UInt64 = 0
            while report.turns < turns {
                round += 1
                desk.server.traffic.faults = .random(seed: seed &+ round, share: 0.4, among: Self.faults, on: .any)
                for told in try await talk(desk, round) {
                    report.turns += told.turns
                    report.answered += told.answered
                    report.asked += told.asked
                    sessions.append(told.session)
                }
                // The server would keep every request otherwise.
                server.add(desk.server.traffic)
                desk.server.traffic.forget()
                if report.early == nil, report.turns * 10 >= turns { report.early = Self.megabytes() }
                tell("\(report.turns) turns, \(server.calls) calls, \(Self.megabytes().map { "\(Int($0)) MB" } ?? "")")
            }
            report.late = Self.megabytes()
            report.seconds = began.duration(to: .now) / .seconds(1)
            try await judge(desk, server, sessions, &report)
            return report
        }
    }

    private struct Told: Sendable {
        var session: ThreadID
        var turns = 0
        var answered = 0
        var asked = 0
    }

    /// One conversation of each speaker.
    private func talk(_ desk: ModelDesk, _ round: UInt64) async throws -> [Told] {
        try await withThrowingTaskGroup(of: Told.self) { group in
            for speaker in 0..<Self.speakers {
                group.addTask {
                    var chance = Chance(seed: seed &+ round &* 1000 &+ UInt64(speaker))
                    let chat = desk.chat()
                    var told = Told(session: chat.session)
                    var isAsked = false
                    for _ in 0..<Self.length {
                        // Half of the questions back are replied to, the others talked over.
                        let isReply = isAsked && Bool.random(using: &chance)
                        let text = isReply ? "1" : Trader.line(using: &chance).text
                        let reply = try await chat.say(text, symbol: "NQ")
                        told.turns += 1
                        switch reply.kind {
                        case .answered: (told.answered, isAsked) = (told.answered + 1, false)
                        case .asked: (told.asked, isAsked) = (told.asked + 1, true)
                        case .undone, .stopped, .drained: throw SessionError(.failed, "a turn ended without a reply")
                        }
                    }
                    return told
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// What the server counted.
    private struct Counted {
        var calls = 0
        var tally = Tally()

        mutating func add(_ traffic: Traffic) {
            calls += traffic.requests.count
            tally = tally + traffic.ledger.reported
        }
    }

    private func judge(
        _ desk: ModelDesk,
        _ server: Counted,
        _ sessions: [ThreadID],
        _ report: inout Report
    ) async throws {
        let calls = try await desk.calls()
        let ours = calls.map(\.usage).reduce(Usage(), +)
        let theirs = Usage(
            input: server.tally.prompt,
            cached: server.tally.cached,
            output: server.tally.output,
            thinking: server.tally.thoughts
        )
        report.calls = calls.count
        report.failures = calls.count { $0.outcome != CallRecord.ok }
        report.tokens = calls.reduce(0) { $0 + $1.tokens }
        if calls.count != server.calls {
            report.violations.append("\(calls.count) calls are written down, the server saw \(server.calls)")
        }
        if ours != theirs { report.violations.append("written down \(ours), counted by the server \(theirs)") }
        let open = calls.count { $0.outcome == nil }
        if open > 0 { report.violations.append("\(open) calls were never settled") }
        for session in sessions {
            let chat = Conversation(desk.analyst, assistant: desk.assistant, store: desk.store, session: session)
            if case .unfinished = try await chat.standing() {
                report.violations.append("the conversation \(session.rawValue) is stuck")
            }
            let said = try await desk.store.messages(of: session, last: nil)
            if said.map(\.number) != Array(1...max(1, said.count)) || said.count != 2 * Self.length {
                report.violations.append("the conversation \(session.rawValue) has \(said.count) messages")
            }
        }
        if let early = report.early, let late = report.late, late > early + Self.growth {
            report.violations.append("memory grew from \(Int(early)) to \(Int(late)) MB")
        }
    }

    /// Resident memory of this process.
    private static func megabytes() -> Double? {
        // Other systems than Linux do not tell in this way.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }
}

/// SplitMix64.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
