package import AgentGraph
package import Sessions

/// Holds what a store has against what it promised.
package struct Examination: Sendable {
    let store: any SessionStore
    let session: ThreadID

    package init(_ store: any SessionStore, session: ThreadID) {
        self.store = store
        self.session = session
    }

    /// What does not hold; none if all does.
    /// - Parameter isOver: whether every turn must have ended.
    package func violations(of ledger: Ledger, isOver: Bool) async throws -> [String] {
        let messages = try await store.messages(of: session, last: nil)
        var found = said(messages, ledger, isOver)
        found += try await summaries(messages, ledger)
        found += try await questions(ledger)
        found += try await runs(isOver)
        let head = try await store.head(of: session)
        if isOver, head.live != nil { found.append("a run is left") }
        if let checkpoint = head.checkpoint {
            let turns = try await Runtime(Talk(), store: store).state(at: checkpoint).turns
            let answers = messages.count { $0.role == .assistant && $0.status == .complete }
            if turns != answers { found.append("\(answers) answers, but the state has counted \(turns)") }
        }
        return found
    }

    private func said(_ messages: [Message], _ ledger: Ledger, _ isOver: Bool) -> [String] {
        var found: [String] = []
        if messages.map(\.number) != Array(1..<(messages.count + 1)) { found.append("messages are numbered with gaps") }
        let places = Dictionary(grouping: messages.indices) { messages[$0].text }
        let keys = Set(messages.filter { $0.role == .user }.map(\.text))
        for (text, places) in places where places.count > 1 { found.append("\(places.count) times: \(text)") }
        for key in ledger.said where !keys.contains(key) { found.append("lost: \(key)") }
        for key in ledger.ended.union(isOver ? keys : []) where places[Talk.answer(key)] == nil {
            found.append("no answer to \(key)")
        }
        for key in ledger.asked.keys where places[Talk.question(key)] == nil { found.append("question lost: \(key)") }
        for key in keys {
            let order = [key, Talk.question(key), Talk.answer(key)].compactMap { places[$0]?.first }
            if order != order.sorted() { found.append("out of order: \(key)") }
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
                if ledger.answered.contains(id), kept.answer == nil { found.append("answer lost: \(key)") }
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

extension Event {
    /// Whether it says that a step was taken.
    fileprivate var isStep: Bool {
        switch kind {
        case .left, .asked, .finished: true
        default: false
        }
    }
}
