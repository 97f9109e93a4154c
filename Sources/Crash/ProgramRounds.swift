import AgentGraph
import CrashProof
import Foundation
import Sessions

/// Kills the program itself: each turn is a process of `barwise ask` that is killed at a random moment of its life. What
/// is kept is read back with `barwise sessions export`, as a person would, and at each conversation's end also from the
/// store. The next `ask` goes on, without words, with the reply, or, where a turn was cut off, now and then with the next
/// question at once.
struct ProgramRounds {
    /// The options that name the store, its user and the data.
    let options: [String]
    let program: BarwiseProgram
    let script = AnalystSpeaker.script
    /// What the store itself has against a conversation that is over.
    let examine: @Sendable (ThreadID, Ledger) async throws -> [String]
    /// Deaths that one conversation goes through.
    let deaths = 40

    func run(count: Int, seed: UInt64) async throws -> Report {
        var random = Chance(seed: seed)
        var report = Report()
        while report.killed < count, report.violations.isEmpty {
            var talk = ProgramTalk()
            let began = ContinuousClock.now
            try await ask(AnalystSpeaker.question(1), nil, &talk, &report, after: nil)
            let lifetime = ContinuousClock.now - began
            guard let session = try await latest() else { throw SessionError(.failed, "no conversation was kept") }
            try await read(session, &talk, &report)
            let last = min(count, report.killed + deaths)
            while report.killed < last, report.violations.isEmpty {
                let moment = lifetime * (Double.random(in: 0...1.2, using: &random))
                let isHasty = Bool.random(using: &random)
                try await ask(talk.next(isHasty), session, &talk, &report, after: moment)
                try await read(session, &talk, &report)
            }
            // Nobody kills any more: what is open is finished, and the next question is answered.
            for _ in 0..<3 where !talk.isOver {
                try await ask(talk.next(false), session, &talk, &report, after: nil)
                try await read(session, &talk, &report)
            }
            try await ask(talk.next(false), session, &talk, &report, after: nil)
            try await read(session, &talk, &report)
            if !talk.isOver { try await ask(AnalystSpeaker.choice, session, &talk, &report, after: nil) }
            try await read(session, &talk, &report)
            report.violations += try await examine(session, talk.ledger)
        }
        return report
    }

    /// - Parameter words: nil: what is unanswered is gone on with.
    private func ask(
        _ words: String?,
        _ session: ThreadID?,
        _ talk: inout ProgramTalk,
        _ report: inout Report,
        after moment: Duration?
    ) async throws {
        var arguments = ["ask", "--json", "--symbol", "NQ"] + options
        if let session { arguments += ["--session", session.rawValue] }
        if let words { arguments.append(words) }
        let end = try await program.run(arguments, killedAfter: moment)
        if case .failed(let code) = end.way { report.violations.append("\(words ?? "no words") ended with \(code)") }
        let deeds = talk.deeds(words, printed: end.lines.first)
        talk.ledger.note(deeds)
        report.note(deeds, moment == nil ? nil : end.way == .killed ? "program, at a random moment" : "by itself")
    }

    private func read(_ session: ThreadID, _ talk: inout ProgramTalk, _ report: inout Report) async throws {
        let end = try await program.run(["sessions", "export", session.rawValue] + options)
        if end.way != .ended { report.violations.append("the export failed") }
        let messages = try end.lines.compactMap(ExportedMessage.init).map { $0.message(of: session) }
        if !messages.map(\.id).starts(with: talk.messages.map(\.id)) {
            report.violations.append("messages that were shown before are gone")
        }
        talk.messages = messages
        report.violations += script.violations(in: messages, of: talk.ledger, isOver: false)
    }

    private func latest() async throws -> ThreadID? {
        struct Listed: Decodable { var id: String }
        let end = try await program.run(["sessions", "list", "--json", "--limit", "1"] + options)
        let list = try JSONDecoder().decode([Listed].self, from: Data(end.lines.joined().utf8))
        return list.first.map { ThreadID(rawValue: $0.id) }
    }
}

/// What is known of a conversation, and what a person would say next in it.
private struct ProgramTalk {
    var ledger = Ledger()
    /// As the last export told them.
    var messages: [Message] = []

    private var last: (part: Script.Part?, key: String) {
        let parts = AnalystSpeaker.script.parts(messages)
        let keys = parts.compactMap { if case .said(let key) = $0 { key } else { nil } }
        return (parts.last, keys.last ?? AnalystSpeaker.key(0))
    }

    private var number: Int { Int(last.key.dropFirst()) ?? 0 }

    var isOver: Bool { last.part == .answered }

    /// nil: no words.
    /// - Parameter isHasty: the next question is asked although the last one was cut off.
    func next(_ isHasty: Bool) -> String? {
        switch last.part {
        case nil, .answered: AnalystSpeaker.question(number + 1)
        case .asked: AnalystSpeaker.choice
        case .said where isHasty && !AnalystSpeaker.isVague(number): AnalystSpeaker.question(number + 1)
        case .said, .replied, .strange: nil
        }
    }

    /// What a printed answer acknowledges; a line that was cut off acknowledges nothing.
    func deeds(_ words: String?, printed line: String?) -> [Deed] {
        struct Printed: Decodable { var status: String }
        let data = Data((line ?? "").utf8)
        // Whatever is no whole answer is as good as nothing.
        guard let printed = try? JSONDecoder().decode(Printed.self, from: data) else { return [] }
        let isNew = words != nil && words != AnalystSpeaker.choice
        let key = isNew ? AnalystSpeaker.key(number + 1) : last.key
        var deeds: [Deed] = [isNew ? .said(key: key) : .resumed(key: key)]
        if words == AnalystSpeaker.choice { deeds.append(.answered(key: key, question: "latest")) }
        deeds.append(printed.status == "needs_clarification" ? .asked(key: key, question: "latest") : .ended(key: key))
        return deeds
    }
}

/// A line of an export.
private struct ExportedMessage: Decodable {
    var id: String
    var number: Int
    var role: Message.Role
    var status: Message.Status
    var text: String

    /// nil for a line of another kind.
    init?(line: String) throws {
        struct Line: Decodable { var kind: String }
        let data = Data(line.utf8)
        guard try JSONDecoder().decode(Line.self, from: data).kind == "message" else { return nil }
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    func message(of session: ThreadID) -> Message {
        Message(
            id: MessageID(rawValue: id),
            session: session,
            number: number,
            role: role,
            text: text,
            status: status,
            at: .distantPast
        )
    }
}
