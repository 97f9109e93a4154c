public import Foundation

/// Runs kept in memory: for tests and for programs that need none of them tomorrow. The plainest reading of
/// `CheckpointStore`, which the other stores are held against.
public actor MemoryStore: CheckpointStore {
    private var runs: [RunID: Kept] = [:]
    private var order: [RunID] = []
    private var heads: [ThreadID: CheckpointID] = [:]
    /// In the order in which they came; of any kind.
    public private(set) var attachments: [Attachment] = []
    private let clock = ContinuousClock()

    private struct Kept {
        var record: RunRecord
        var checkpoints: [CheckpointRecord]
        var questions: [QuestionRecord] = []
        var journal: [JournalRecord] = []
        var events: [Event] = []
        var leaseEnd: ContinuousClock.Instant?
    }

    public init() {}

    public func head(of thread: ThreadID) -> Head {
        let live = order.first { runs[$0]?.record.thread == thread && isLive($0) }
        return Head(checkpoint: heads[thread], live: live)
    }

    public func create(
        _ run: RunRecord,
        input: CheckpointRecord,
        head: CheckpointID?,
        attachments: [Attachment]
    ) throws -> RunRecord {
        if let same = runs.values.first(where: { $0.record.thread == run.thread && $0.record.key == run.key })?.record {
            guard same.fingerprint == run.fingerprint else {
                throw GraphError(.keyMismatch, "the key stands for another request")
            }
            return same
        }
        if run.adopts {
            let current = self.head(of: run.thread)
            guard current.checkpoint == head else { throw GraphError(.conversationMovedOn, "the head is another") }
            guard current.live == nil else { throw GraphError(.runInProgress, "the thread has a live run") }
        }
        runs[run.id] = Kept(record: run, checkpoints: [input])
        order.append(run.id)
        attach(attachments)
        return run
    }

    public func claim(_ id: RunID, lease: Lease) throws -> StoredRun {
        var run = try kept(id)
        guard !run.record.status.isEnded else { throw GraphError(.runEnded, "run \(id) has ended") }
        if run.record.status == .waiting { return stored(run) }
        if let owner = run.record.owner, let end = run.leaseEnd, end > clock.now, !lease.isGone(owner) {
            throw GraphError(.runOwned, "run \(id) is at work elsewhere")
        }
        if !run.record.status.isLive, run.record.adopts, let live = head(of: run.record.thread).live, live != id {
            throw GraphError(.runInProgress, "the thread has a live run")
        }
        run.record.fence += 1
        run.record.owner = lease.owner
        run.record.status = .running
        run.record.error = nil
        run.leaseEnd = clock.now + lease.duration
        runs[id] = run
        return stored(run)
    }

    public func load(_ id: RunID) throws -> StoredRun { stored(try kept(id)) }

    public func commit(_ commit: Commit) throws {
        var run = try owned(commit.run, commit.fence)
        guard run.record.status == .running, run.record.owner == commit.lease.owner else {
            throw GraphError(.staleOwner, "run \(commit.run) was let go")
        }
        if let checkpoint = commit.checkpoint {
            run.checkpoints.append(checkpoint)
            run.journal = []
        }
        run.questions += commit.questions
        run.events += commit.events
        run.record.status = commit.status
        run.record.spending = commit.spending
        run.record.error = commit.error
        run.record.updatedAt = commit.at
        run.record.owner = commit.status == .running ? commit.lease.owner : nil
        run.leaseEnd = commit.status == .running ? clock.now + commit.lease.duration : nil
        runs[commit.run] = run
        attach(commit.attachments)
        guard commit.status == .finished, let step = commit.checkpoint?.step else { return }
        if run.record.adopts {
            heads[run.record.thread] = CheckpointID(run: commit.run, step: step)
            abandonPassedOver(run.record.thread)
        }
        prune(run.record.thread, commit.retention)
    }

    public func journal(_ entry: JournalRecord, of id: RunID, fence: Int) throws {
        var run = try owned(id, fence)
        run.journal.removeAll { $0.name == entry.name }
        run.journal.append(entry)
        runs[id] = run
    }

    public func renew(_ id: RunID, fence: Int, lease: Lease) throws {
        var run = try owned(id, fence)
        guard run.record.owner != nil else { return }
        run.leaseEnd = clock.now + lease.duration
        runs[id] = run
    }

    public func answer(_ question: QuestionID, with answer: Data, at: Date) throws -> RunRecord {
        guard let id = order.first(where: { runs[$0]?.questions.contains { $0.id == question } == true }),
            var run = runs[id], let index = run.questions.firstIndex(where: { $0.id == question })
        else { throw GraphError(.unknownQuestion, "no question \(question)") }
        guard run.questions[index].answer == nil else { throw GraphError(.alreadyAnswered, "question \(question)") }
        guard run.record.status == .waiting else { throw GraphError(.runEnded, "run \(id) waits for nothing") }
        run.questions[index].answer = answer
        run.questions[index].answeredAt = at
        if run.questions.allSatisfy({ $0.answer != nil }) { run.record.status = .running }
        run.record.updatedAt = at
        runs[id] = run
        return run.record
    }

    public func abandon(_ id: RunID, at: Date) throws {
        var run = try kept(id)
        guard !run.record.status.isEnded else { throw GraphError(.runEnded, "run \(id) has ended") }
        run.record.status = .abandoned
        run.record.owner = nil
        run.record.fence += 1
        run.record.updatedAt = at
        run.leaseEnd = nil
        runs[id] = run
    }

    public func question(_ id: QuestionID) throws -> QuestionRecord {
        guard let found = runs.values.lazy.compactMap({ $0.questions.first { $0.id == id } }).first else {
            throw GraphError(.unknownQuestion, "no question \(id)")
        }
        return found
    }

    public func events(of id: RunID, after number: Int64, limit: Int) throws -> [Event] {
        Array(try kept(id).events.filter { $0.number > number }.prefix(limit))
    }

    public func history(of thread: ThreadID) -> [StoredRun] {
        order.compactMap { runs[$0] }.filter { $0.record.thread == thread }.map { run in
            var bare = stored(run)
            bare.checkpoints = run.checkpoints.map { checkpoint in
                var checkpoint = checkpoint
                checkpoint.state = Data()
                return checkpoint
            }
            return bare
        }
    }

    public func checkpoints(upTo id: CheckpointID) throws -> StoredRun {
        let run = try kept(id.run)
        let before = run.checkpoints.filter { $0.step <= id.step }
        guard before.last?.step == id.step, let start = before.lastIndex(where: \.isSnapshot) else {
            throw GraphError(.unknownCheckpoint, "no checkpoint \(id)")
        }
        return StoredRun(record: run.record, checkpoints: Array(before[start...]))
    }

    public func orphans(limit: Int, isGone: @Sendable (String) -> Bool) -> [RunID] {
        let lost = order.filter { id in
            guard let run = runs[id], run.record.status == .running else { return false }
            guard let owner = run.record.owner, let end = run.leaseEnd else { return true }
            return end <= clock.now || isGone(owner)
        }
        return Array(lost.prefix(limit))
    }

    public func delete(_ thread: ThreadID) {
        order.removeAll { runs[$0]?.record.thread == thread }
        runs = runs.filter { $0.value.record.thread != thread }
        heads[thread] = nil
    }

    private func attach(_ new: [Attachment]) {
        for one in new where !attachments.contains(where: { $0.id == one.id }) { attachments.append(one) }
    }

    private func isLive(_ id: RunID) -> Bool {
        guard let record = runs[id]?.record else { return false }
        return record.adopts && record.status.isLive
    }

    private func kept(_ id: RunID) throws -> Kept {
        guard let run = runs[id] else { throw GraphError(.unknownRun, "no run \(id)") }
        return run
    }

    private func owned(_ id: RunID, _ fence: Int) throws -> Kept {
        let run = try kept(id)
        guard run.record.fence == fence else { throw GraphError(.staleOwner, "run \(id) was taken over") }
        return run
    }

    private func stored(_ run: Kept) -> StoredRun {
        let start = run.checkpoints.lastIndex(where: \.isSnapshot) ?? 0
        let step = run.checkpoints.last?.step
        return StoredRun(
            record: run.record,
            checkpoints: Array(run.checkpoints[start...]),
            questions: run.questions.filter { $0.step == step }.sorted { $0.index < $1.index },
            journal: run.journal
        )
    }

    private func abandonPassedOver(_ thread: ThreadID) {
        for (id, run) in runs where run.record.thread == thread && run.record.adopts {
            guard run.record.status == .stopped || run.record.status == .failed else { continue }
            runs[id]?.record.status = .abandoned
            runs[id]?.record.fence += 1
        }
    }

    private func prune(_ thread: ThreadID, _ retention: Retention) {
        guard let keep = retention.runs else { return }
        let ended = order.filter { runs[$0]?.record.thread == thread && runs[$0]?.record.status.isEnded == true }
        let old = Set(ended.dropLast(keep)).subtracting(heads[thread].map { [$0.run] } ?? [])
        order.removeAll(where: old.contains)
        for id in old { runs[id] = nil }
    }
}
