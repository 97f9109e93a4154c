internal import AgentGraph
package import Foundation
package import Sessions

/// Lets processes hold conversations through a real store, kills each, and looks after every death at what is left.
package struct Rounds: Sendable {
    let program: URL
    let address: String
    let script: Script
    let options: [String]
    let open: @Sendable () async throws -> any SessionStore
    let problems: @Sendable (any SessionStore) async throws -> [String]
    /// Deaths that one conversation goes through.
    let deaths: Int
    let moments: Int

    /// - Parameters:
    ///   - program: speaks when it is called with `speak`.
    ///   - address: of the store, as the program understands it.
    ///   - script: how the conversation reads.
    ///   - options: that the program is called with too.
    ///   - moments: microseconds within which a death at random comes.
    ///   - open: the store, anew.
    ///   - problems: that the store itself finds in its files.
    package init(
        program: URL,
        address: String,
        script: Script = .talk,
        options: [String] = [],
        deaths: Int = 40,
        moments: Int = 50_000,
        open: @escaping @Sendable () async throws -> any SessionStore,
        problems: @escaping @Sendable (any SessionStore) async throws -> [String]
    ) {
        self.program = program
        self.address = address
        self.script = script
        self.options = options
        self.deaths = deaths
        self.moments = moments
        self.open = open
        self.problems = problems
    }

    /// Every other death is at a boundary of a write, each boundary in turn; those between come from outside, at random
    /// moments.
    package func run(count: Int, seed: UInt64) async throws -> Report {
        var random = Chance(seed: seed)
        var report = Report()
        var done = 0
        while done < count {
            let session = ThreadID()
            var ledger = Ledger()
            var turn = 1
            for index in 0..<min(deaths, count - done) {
                let number = done + index
                let (victim, how) =
                    number.isMultiple(of: 2)
                    ? try await atBoundary(number / 2, session, turn)
                    : try await atRandom(.random(in: 0...moments, using: &random), session, turn)
                ledger.note(victim.deeds)
                report.note(victim.deeds, how)
                turn = ledger.said.compactMap { Int($0.dropFirst()) }.max() ?? 1
                // Every third death is left for the next process to recover from.
                guard number % 3 != 2 else { continue }
                report.violations += try await examine(session, ledger, isOver: false).map { "\(how): \($0)" }
            }
            done += min(deaths, count - done)
            let last = try Victim(program, arguments(session, turn, turns: 2))
            if await !last.end() { report.violations.append("the last process of \(session) failed") }
            ledger.note(last.deeds)
            report.note(last.deeds, nil)
            report.violations += try await examine(session, ledger, isOver: true)
        }
        return report
    }

    private func examine(_ session: ThreadID, _ ledger: Ledger, isOver: Bool) async throws -> [String] {
        let store = try await open()
        return try await problems(store)
            + Examination(store, session: session, script: script).violations(of: ledger, isOver: isOver)
    }

    private func atBoundary(_ index: Int, _ session: ThreadID, _ turn: Int) async throws -> (Victim, String) {
        let moment = WatchedStore.Moment.allCases[index % 2]
        let death = Death(moment, nil, 1 + (index / 2) % 30)
        let victim = try Victim(program, arguments(session, turn, turns: 1000) + ["--die", death.description])
        await victim.end()
        guard case .dying(let moment, let write) = victim.deeds.last else { return (victim, "by itself") }
        return (victim, "\(moment) \(write)")
    }

    /// - Parameter moment: microseconds after the store was opened.
    private func atRandom(_ moment: Int, _ session: ThreadID, _ turn: Int) async throws -> (Victim, String) {
        let victim = try Victim(program, arguments(session, turn, turns: 1000))
        await victim.wait { $0 == .ready }
        try await Task.sleep(for: .microseconds(moment))
        victim.signal(SIGKILL)
        let isAlive = await victim.end()
        return (victim, isAlive ? "by itself" : "at a random moment")
    }

    private func arguments(_ session: ThreadID, _ turn: Int, turns: Int) -> [String] {
        ["speak", "--store", address, "--session", session.rawValue, "--from", "\(turn)", "--turns", "\(turns)"]
            + options
    }
}
