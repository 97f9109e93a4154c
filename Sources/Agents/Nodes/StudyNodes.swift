internal import AgentGraph
internal import Answers
internal import Bars
internal import DuckDB
internal import StudySQL
internal import Understanding

extension AnalystGraph {
    /// Study to SQL: its own, and that of what is told beside it.
    func write(_ turn: inout Turn) -> Node {
        guard let (study, reading) = turn.study else { return .validator }
        let others = turn.work.others ?? analyst.otherReadings(reading, turn.inquiry)
        turn.work.others = others
        do {
            turn.work.plan = try analyst.plan(study, reading, others)
        } catch {
            turn.draft = analyst.refused(error, reading.language) ?? analyst.failed(error, reading.language)
            if case .compile(.unsupported) = error { turn.work.isBeyond = true }
        }
        return .validator
    }

    /// Has the engine bind the SQL against the data before anything runs; what has no SQL is refused with the reason.
    func validate(_ turn: inout Turn, _ context: NodeContext<String>) async throws -> Node {
        try await attempt(&turn, context) { turn in
            guard let plan = planned(&turn) else { return }
            try await analyst.prepare(plan)
        }
        return turn.draft == nil ? .executor : .responder
    }

    /// Runs the study, then what belongs beside its rows, several queries at once, and holds the rows against their sums.
    func execute(_ turn: inout Turn, _ context: NodeContext<String>) async throws -> Node {
        try await attempt(&turn, context) { turn in try await find(&turn, context) }
        return .responder
    }

    func find(_ turn: inout Turn, _ context: NodeContext<String>) async throws {
        guard let reading = turn.reading, let plan = planned(&turn) else { return }
        let (analyst, language) = (analyst, reading.language)
        var findings = try await analyst.run(plan, language)
        let companions = try analyst.companions(of: plan, findings)
        findings.take(
            companions,
            try await context.map("beside", over: companions, limit: Self.queries) { companion, _ in
                try await analyst.find(companion, language)
            }
        )
        try analyst.check(plan, &findings, language)
        findings.take(
            plan.otherwise,
            try await context.map("otherwise", over: plan.otherwise, limit: Self.queries) { [findings] companion, _ in
                try await analyst.compare(companion, with: plan, findings, language)
            }
        )
        try await analyst.derive(plan, &findings, reading)
        turn.work.findings = findings
    }

    /// Queries of one turn at once.
    private static let queries = 3

    /// The plan, made again where another process made it.
    private func planned(_ turn: inout Turn) -> Plan? {
        if turn.work.plan == nil, turn.draft == nil { _ = write(&turn) }
        return turn.work.plan
    }

    /// An error that may pass is thrown as long as there is another attempt; any other becomes what is said.
    private func attempt(
        _ turn: inout Turn,
        _ context: NodeContext<String>,
        _ work: (inout Turn) async throws -> Void
    ) async throws {
        do {
            try await work(&turn)
        } catch {
            try Task.checkCancellation()
            if context.attempt < Self.attempts, Passing.passes(error) { throw error }
            let language = turn.reading?.language ?? .en
            turn.draft =
                (error as? RunError).flatMap { analyst.refused($0, language) } ?? analyst.failed(error, language)
        }
    }
}

/// Errors after which another attempt may do better.
enum Passing {
    /// A file that an import has just replaced.
    static func passes(_ error: any Error) -> Bool {
        if case .engine(let error)? = error as? RunError { error.code == .open } else { false }
    }
}
