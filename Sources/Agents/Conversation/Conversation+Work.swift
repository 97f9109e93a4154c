internal import AgentGraph
internal import Answers
internal import Sessions
internal import Understanding

extension Conversation {
    /// Works on a turn to its end or its question; where another is at work on it, looks on.
    func finish(_ run: RunID, _ show: @escaping @Sendable (Event) -> Void) async throws -> Reply {
        do {
            return try await work(run, show)
        } catch let error as GraphError where [.runOwned, .staleOwner, .runEnded].contains(error.code) {
            return try await follow(run, show)
        }
    }

    /// What comes of a turn that another is at work on, or has ended. One whose owner is gone is worked on.
    ///
    /// Cancelling the task ends the looking on, and not the turn: it comes back as `drained`.
    func follow(_ run: RunID, _ show: @escaping @Sendable (Event) -> Void) async throws -> Reply {
        var number: Int64 = -1
        while true {
            let status = try await store.load(run).record.status
            if status == .running {
                do {
                    return try await work(run, show)
                } catch let error as GraphError where [.runOwned, .staleOwner, .runEnded].contains(error.code) {
                    // Somebody's: told as far as it has come.
                }
            }
            for event in try await events(of: run, after: number) {
                show(event)
                number = event.number
            }
            if status == .waiting, let asked = try await pendingReply(), asked.run == run { return asked }
            if status != .running { return try await retold(run, status, show) }
            do {
                try await runtime.settings.clock.sleep(for: .milliseconds(100))
            } catch {
                return Reply(.drained, run: run)
            }
        }
    }

    /// The turn that a request's name stands for; nil where it stands for none while another turn is at work or waits.
    func repeated(_ turn: Turn, _ key: String, after head: CheckpointID?) async throws -> RunID? {
        do {
            return try await start(turn, after: head, saying: turn.inquiry.text, key: key)
        } catch let error as GraphError where [.runInProgress, .conversationMovedOn].contains(error.code) {
            return nil
        }
    }

    /// What makes two requests equal: the words and what they were said with, not what the chat knew.
    static func fingerprint(_ inquiry: Inquiry) -> String {
        [inquiry.symbol ?? "", inquiry.asOf.map { "\($0)" } ?? "", inquiry.text].joined(separator: "\n")
    }

    /// The reply that a turn ended with, worked out again from what was decided in it: a study's rows are as the data has
    /// them now.
    private func retold(
        _ run: RunID,
        _ status: RunRecord.Status,
        _ show: @escaping @Sendable (Event) -> Void
    ) async throws -> Reply {
        switch status {
        case .abandoned: throw GraphError(.runEnded, "the turn was let go")
        case .failed, .stopped, .running, .waiting:
            // A turn that was drained, or whose end could not be stored, left no message.
            if let parted = try await parted(run) { return parted }
            return try await work(run, show)
        case .finished: break
        }
        let stored = try await store.load(run)
        // The end keeps what the next turn starts from; what was decided stands in the step before.
        guard let last = stored.checkpoints.last?.step, last > 0 else { return Reply(.undone, run: run) }
        let turn = try await runtime.state(at: CheckpointID(run: run, step: last - 1))
        guard turn.undoes == nil, let reading = turn.reading else { return Reply(.undone, run: run) }
        let isExhausted = stored.record.spending.exhaustedAt != nil
        if let draft = turn.draft ?? (isExhausted ? analyst.exhausted(reading.language) : nil) {
            return Reply(.answered(analyst.answer(draft, reading, [])), run: run)
        }
        if let written = turn.written {
            var turn = turn
            return Reply(.answered(try await runtime.graph.answer(written, &turn, reading)), run: run)
        }
        return Reply(.answered(await analyst.answer(to: reading, turn.inquiry)), run: run)
    }

    /// What a turn left that was stopped or failed.
    private func parted(_ run: RunID) async throws -> Reply? {
        let message = try await store.messages(of: session, last: History.reach).last {
            $0.run == run && $0.role == .assistant
        }
        guard let message else { return nil }
        guard message.status == .failed, let kept = KeptAnswer(of: message) else { return Reply(.stopped, run: run) }
        return Reply(.answered(Answer(status: .failed, language: kept.language, text: message.text)), run: run)
    }

    private func work(_ run: RunID, _ show: @escaping @Sendable (Event) -> Void) async throws -> Reply {
        switch try await runtime.run(run, show: show) {
        case .finished(let turn):
            await tidy(turn.work.summaries)
            return Reply(turn.work.answer.map(Reply.Kind.answered) ?? .undone, run: run)
        case .waiting(let questions):
            // A model's are made with an answer.
            if !runtime.graph.summarisesByModel { await tidy() }
            guard let asked = questions.first else { throw GraphError(.unknownQuestion, "a run waits for nothing") }
            return Reply(.asked(asked.question.answer, asked.id), run: run)
        case .failed(let error):
            let said = try await store.messages(of: session, last: 4).last { $0.role == .user }?.text ?? ""
            let reading = analyst.read(Inquiry(text: said))
            return Reply(.answered(analyst.answer(analyst.broken(error, reading.language), reading, [])), run: run)
        case .stopped: return Reply(.stopped, run: run)
        case .drained: return Reply(.drained, run: run)
        }
    }
}
