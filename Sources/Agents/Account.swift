internal import AgentGraph
internal import Answers
internal import Foundation
internal import Sessions
internal import Studies
internal import StudySQL
internal import Understanding

/// What a node did, for the trace and for whoever looks on: short texts, whatever the size of what they tell.
package struct Account {
    /// Characters of a text that is told.
    static let longest = 160

    var input: [String: String]
    var output: [String: String]
    var time: Duration

    /// Shown while the turn goes on.
    package struct Note: Codable, Hashable, Sendable {
        package var milliseconds: Double
        package var did: String

        /// nil for another kind of note.
        package init?(json: String) {
            // Other notes are somebody else's.
            guard let note = try? JSONDecoder().decode(Note.self, from: Data(json.utf8)) else { return nil }
            self = note
        }

        init(milliseconds: Double, did: String) {
            self.milliseconds = milliseconds
            self.did = did
        }
    }

    var note: Note {
        let did = output.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: " · ")
        return Note(milliseconds: rounded, did: did.cut(to: Self.longest / 2))
    }

    private var rounded: Double { (time / .milliseconds(1) * 1000).rounded() / 1000 }

    func trace(_ node: AnalystGraph.Node, _ context: NodeContext<String>, at: Date) -> Sessions.Trace {
        Sessions.Trace(
            session: context.thread,
            run: context.run,
            step: context.step,
            agent: node.rawValue,
            attempt: context.attempt,
            input: Self.json(input),
            output: Self.json(output),
            milliseconds: rounded,
            inputTokens: context.spent[Assistant.Spent.input] ?? 0,
            cachedTokens: context.spent[Assistant.Spent.cached] ?? 0,
            outputTokens: context.spent[Assistant.Spent.output] ?? 0,
            at: at.addingTimeInterval(-(time / .seconds(1)))
        )
    }

    static func json(_ texts: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts by name always have a JSON.
        return (try? encoder.encode(texts.mapValues { $0.cut(to: longest) })).map {
            String(decoding: $0, as: UTF8.self)
        } ?? "{}"
    }

    static func input(
        _ node: AnalystGraph.Node,
        _ turn: Turn,
        _ context: NodeContext<String>
    ) -> [String: String] {
        switch node {
        case .understander:
            if let run = turn.undoes { return ["undo": run.rawValue] }
            return context.answers.first.map { ["reply": $0] } ?? ["question": turn.inquiry.text]
        case .router, .clarifier, .concept, .scanner, .backtester, .smallTalk, .decline:
            return ["intent": turn.intent]
        case .sqlAgent: return ["study": turn.study.map { Answer.json($0.0) } ?? ""]
        case .validator, .executor: return [:]  // What the SQL agent's line tells.
        case .responder: return turn.work.findings.map { ["rows": "\($0.table.rows.count)"] } ?? ["intent": turn.intent]
        }
    }

    static func output(
        _ node: AnalystGraph.Node,
        _ turn: Turn,
        _ outcome: Outcome<AnalystGraph.Node, Clarification>
    ) -> [String: String] {
        if let draft = turn.draft, draft.status == .failed { return ["failure": draft.failure?.code.rawValue ?? ""] }
        switch node {
        case .understander:
            guard let reading = turn.reading else { return [:] }
            return ["intent": turn.intent, "words": "\(reading.bindings.count)"]
        case .router:
            guard case .next(let next) = outcome else { return [:] }
            return ["to": next.rawValue]
        case .sqlAgent: return ["sql": turn.work.plan?.query.sql ?? turn.draft?.text ?? ""]
        case .validator: return ["queries": turn.draft?.text ?? "\(turn.work.plan?.all ?? 0)"]
        case .executor:
            guard let findings = turn.work.findings else { return [:] }
            return ["rows": "\(findings.table.rows.count)", "checks": "\(findings.checks.count)"]
        case .clarifier:
            return ["asks": turn.draft?.text ?? "", "options": "\(turn.draft?.options.count ?? 0)"]
        case .concept, .scanner, .backtester, .smallTalk, .decline: return ["text": turn.draft?.text ?? ""]
        case .responder: return ["text": turn.work.answer?.text ?? ""]
        }
    }
}

extension Turn {
    /// The name of what was read.
    fileprivate var intent: String { reading?.intent.name ?? "none" }
}

extension Plan {
    /// Queries in all.
    fileprivate var all: Int { 1 + companions.count + otherwise.count }
}

extension String {
    /// In one line, and not longer.
    package func cut(to length: Int) -> String {
        let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > length ? line.prefix(length - 1) + "…" : line
    }
}
