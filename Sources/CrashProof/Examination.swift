package import AgentGraph
package import Sessions

/// Holds what a store has against what it promised.
package struct Examination: Sendable {
    let store: any SessionStore
    let session: ThreadID
    let script: Script

    package init(_ store: any SessionStore, session: ThreadID, script: Script = .talk) {
        self.store = store
        self.session = session
        self.script = script
    }

    /// What does not hold; none if all does.
    /// - Parameter isOver: whether every turn must have ended.
    package func violations(of ledger: Ledger, isOver: Bool) async throws -> [String] {
        // A server may still be at the last write that a killed client sent: what is read must be of one moment.
        var found: [String] = []
        for _ in 0..<10 {
            let before = try await store.head(of: session)
            found = try await violationsNow(of: ledger, isOver: isOver)
            if try await store.head(of: session) == before { break }
        }
        return found
    }

    private func violationsNow(of ledger: Ledger, isOver: Bool) async throws -> [String] {
        let messages = try await store.messages(of: session, last: nil)
        var found = script.violations(in: messages, of: ledger, isOver: isOver)
        found += try await summaries(messages, ledger)
        found += try await questions(ledger)
        found += try await runs(isOver)
        let head = try await store.head(of: session)
        if isOver, head.live != nil { found.append("a run is left") }
        if let checkpoint = head.checkpoint, let turns = try await script.turns?(store, checkpoint) {
            let answers = script.parts(messages).count { $0 == .answered }
            if turns != answers { found.append("\(answers) answers, but the state has counted \(turns)") }
        }
        return found
    }

    private func summaries(_ messages: [Message], _ ledger: Ledger) async throws -> [String] {
        var found: [String] = []
        let ranges = try await store.summaries(of: session).compactMap(\.summarises)
        for (one, next) in zip(ranges, ranges.dropFirst()) where one.overlaps(next) {
            found.append("two summaries of \(next.lowerBound)")
        }
        for first in ledger.summarised where !ranges.contains(where: { $0.lowerBound == first }) {
            found.append("summary lost: \(first)")
        }
        for message in messages where message.isSummarised != ranges.contains(where: { $0.contains(message.number) }) {
            found.append("message \(message.number) is marked against its summaries")
        }
        return found
    }

    private func questions(_ ledger: Ledger) async throws -> [String] {
        var found: [String] = []
        for (key, questions) in ledger.asked {
            if questions.count > 1 { found.append("asked \(questions.count) times: \(key)") }
            for id in questions {
                // Old turns are pruned with their questions.
                guard let kept = try? await store.question(QuestionID(rawValue: id)) else { continue }
                if ledger.answered.contains(id), kept.answer == nil { found.append("reply lost: \(key)") }
            }
        }
        return found
    }

    /// Of the runs that are kept: each step once, numbers that grow, an end where there is one.
    private func runs(_ isOver: Bool) async throws -> [String] {
        var found: [String] = []
        for run in try await store.history(of: session) {
            let key = run.record.key
            let steps = run.checkpoints.map(\.step)
            if steps != Array(0..<steps.count) { found.append("steps \(steps) of \(key)") }
            let events = try await store.events(of: run.record.id, after: 0, limit: .max)
            if zip(events, events.dropFirst()).contains(where: { $0.number >= $1.number }) {
                found.append("events of \(key) are not in order")
            }
            let taken = events.filter(\.isStep).map(\.step)
            if taken != Array(steps.dropFirst()) { found.append("steps \(steps), events of \(taken): \(key)") }
            if isOver, run.record.status != .finished { found.append("\(key) is \(run.record.status.rawValue)") }
        }
        return found
    }
}

extension Script {
    /// What does not hold of a conversation's messages, in their order: each turn was said once, perhaps asked something
    /// back and replied to, and answered, before the next one.
    package func violations(in messages: [Message], of ledger: Ledger, isOver: Bool) -> [String] {
        var found: [String] = []
        if messages.map(\.number) != Array(1..<(messages.count + 1)) { found.append("messages are numbered with gaps") }
        var said: Set<String> = [], asked: Set<String> = [], answered: Set<String> = []
        var open: (key: String, isAsked: Bool)?
        for part in parts(messages) {
            switch (part, open) {
            case (.said(let key), nil):
                if !said.insert(key).inserted { found.append("said again: \(key)") }
                open = (key, false)
            case (.asked, (let key, false)?):
                asked.insert(key)
                open = (key, true)
            case (.replied, (_, true)?): break
            case (.answered, (let key, _)?):
                answered.insert(key)
                open = nil
            default: found.append("\(part) \(open.map { "within \($0.key)" } ?? "after a turn's end")")
            }
        }
        if isOver, let open { found.append("no answer to \(open.key)") }
        found += ledger.said.subtracting(said).sorted().map { "lost: \($0)" }
        found += Set(ledger.asked.keys).subtracting(asked).sorted().map { "question lost: \($0)" }
        found += ledger.ended.subtracting(answered).sorted().map { "answer lost: \($0)" }
        return found
    }
}

extension Event {
    /// Whether it says that a step was taken.
    fileprivate var isStep: Bool {
        switch kind {
        case .left, .asked, .finished: true
        default: false
        }
    }
}
