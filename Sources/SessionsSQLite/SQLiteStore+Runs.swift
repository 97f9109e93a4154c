public import AgentGraph
public import Foundation
internal import GRDB
internal import Sessions

extension SQLiteStore {
    public func head(of thread: ThreadID) async throws -> Head {
        try await read { db in try Self.head(of: thread, db) }
    }

    public func create(
        _ run: RunRecord,
        input: CheckpointRecord,
        head: CheckpointID?,
        attachments: [Attachment]
    ) async throws -> RunRecord {
        try SessionError.refuseNUL(run.id.rawValue, run.thread.rawValue, run.key)
        return try await write(isSynced: true) { db in
            if let same = try RunRow.fetch(thread: run.thread, key: run.key, db) {
                guard same.record.fingerprint == run.fingerprint else {
                    throw GraphError(.keyMismatch, "the key stands for another request")
                }
                return same.record
            }
            if run.adopts {
                let current = try Self.head(of: run.thread, db)
                guard current.checkpoint == head else {
                    throw GraphError(.conversationMovedOn, "the head is another")
                }
                guard current.live == nil else { throw GraphError(.runInProgress, "the thread has a live run") }
            }
            try db.run(
                """
                INSERT INTO sessions (id, created_at, updated_at) VALUES (?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at
                """,
                [run.thread.rawValue, run.createdAt.seconds, run.createdAt.seconds]
            )
            try RunRow(run).insert(db)
            try Self.insert(input, run.id, db)
            try Self.attach(attachments, to: run.id, db)
            return run
        }
    }

    public func claim(_ id: RunID, lease: Lease) async throws -> StoredRun {
        try await write { [clock] db in
            var row = try RunRow.required(id, db)
            let status = row.record.status
            guard !status.isEnded else { throw GraphError(.runEnded, "run \(id) has ended") }
            if status == .waiting { return try Self.stored(row.record, db) }
            guard row.isFree(clock, lease.isGone) else { throw GraphError(.runOwned, "run \(id) is at work elsewhere") }
            if !status.isLive, row.record.adopts, try Self.head(of: row.record.thread, db).live != nil {
                throw GraphError(.runInProgress, "the thread has a live run")
            }
            row.record.fence += 1
            row.record.status = .running
            row.record.error = nil
            row.give(to: lease, clock)
            try row.update(db)
            return try Self.stored(row.record, db)
        }
    }

    public func load(_ id: RunID) async throws -> StoredRun {
        try await read { db in try Self.stored(try RunRow.required(id, db).record, db) }
    }

    public func commit(_ commit: Commit) async throws {
        try await write(isSynced: commit.status != .running) { [clock] db in
            try Self.take(commit, clock, db)
            if let checkpoint = commit.checkpoint {
                try Self.insert(checkpoint, commit.run, db)
                try db.run("DELETE FROM journal WHERE run = ?", [commit.run.rawValue])
            }
            for question in commit.questions { try Self.insert(question, db) }
            try Self.insert(commit.events, commit.run, db)
            try Self.attach(commit.attachments, to: commit.run, db)
            if commit.status == .finished { try Self.finish(commit, db) }
        }
    }

    /// Sets the run's row to what the commit says, if it still is the committing owner's.
    private static func take(_ commit: Commit, _ clock: SteadyClock, _ db: Database) throws {
        let isKept = commit.status == .running
        try db.run(
            """
            UPDATE runs SET status = :status, spending = :spending, error = :error, updated_at = :at, owner = :owner,
                lease_boot = :boot, lease_end = :end
            WHERE id = :id AND fence = :fence AND status = 'running' AND owner = :by
            """,
            [
                "status": commit.status.rawValue, "spending": try JSONEncoder().encode(commit.spending),
                "error": commit.error, "at": commit.at.seconds, "owner": isKept ? commit.lease.owner : nil,
                "boot": isKept ? clock.boot : nil, "end": isKept ? clock.now + commit.lease.duration.seconds : nil,
                "id": commit.run.rawValue, "fence": commit.fence, "by": commit.lease.owner,
            ]
        )
        guard db.changesCount == 1 else {
            _ = try RunRow.owned(commit.run, commit.fence, db)
            throw GraphError(.staleOwner, "run \(commit.run) was let go")
        }
    }

    /// Moves the thread's head to the run's end, if it is to, and forgets old runs.
    private static func finish(_ commit: Commit, _ db: Database) throws {
        guard let step = commit.checkpoint?.step else { return }
        let record = try RunRow.required(commit.run, db).record
        if record.adopts {
            try db.run(
                "UPDATE sessions SET head_run = ?, head_step = ?, updated_at = ? WHERE id = ?",
                [commit.run.rawValue, step, commit.at.seconds, record.thread.rawValue]
            )
            try db.run(
                """
                UPDATE runs SET status = 'abandoned', fence = fence + 1
                WHERE session = ? AND adopts AND status IN ('stopped', 'failed')
                """,
                [record.thread.rawValue]
            )
        }
        try prune(record.thread, commit.retention, db)
    }

    public func journal(_ entry: JournalRecord, of run: RunID, fence: Int) async throws {
        try await write { db in
            try db.run(
                """
                INSERT OR REPLACE INTO journal (run, name, step, result)
                SELECT id, ?, ?, ? FROM runs WHERE id = ? AND fence = ?
                """,
                [entry.name, entry.step, entry.result, run.rawValue, fence]
            )
            if db.changesCount == 0 { _ = try RunRow.owned(run, fence, db) }
        }
    }

    public func renew(_ run: RunID, fence: Int, lease: Lease) async throws {
        try await write { [clock] db in
            try db.run(
                """
                UPDATE runs SET owner = ?, lease_boot = ?, lease_end = ?
                WHERE id = ? AND fence = ? AND owner IS NOT NULL
                """,
                [lease.owner, clock.boot, clock.now + lease.duration.seconds, run.rawValue, fence]
            )
            if db.changesCount == 0 { _ = try RunRow.owned(run, fence, db) }
        }
    }

    public func abandon(_ id: RunID, at: Date) async throws {
        try await write(isSynced: true) { db in
            var row = try RunRow.required(id, db)
            guard !row.record.status.isEnded else { throw GraphError(.runEnded, "run \(id) has ended") }
            row.record.status = .abandoned
            row.record.fence += 1
            row.record.updatedAt = at
            row.release()
            try row.update(db)
        }
    }

    public func orphans(limit: Int, isGone: @Sendable (String) -> Bool) async throws -> [RunID] {
        let running = try await read { db in
            try RunRow.fetchAll(db, "WHERE status = 'running' ORDER BY created_at, id", [])
        }
        return Array(running.filter { $0.isFree(clock, isGone) }.map(\.record.id).prefix(limit))
    }

    public func delete(_ thread: ThreadID) async throws {
        try await write(isSynced: true) { db in
            try db.run("DELETE FROM sessions WHERE id = ?", [thread.rawValue])
        }
    }

    static func head(of thread: ThreadID, _ db: Database) throws -> Head {
        let row = try db.row(
            "SELECT head_run, head_step FROM sessions WHERE id = ?",
            [thread.rawValue]
        )
        let live: String? = try db.value(
            "SELECT id FROM runs WHERE session = ? AND adopts AND status IN ('running', 'waiting')",
            [thread.rawValue]
        )
        return Head(
            checkpoint: CheckpointID(run: row?["head_run"], step: row?["head_step"]),
            live: live.map(RunID.init(rawValue:))
        )
    }

    /// Forgets ended runs beyond those to keep, but for the head.
    private static func prune(_ thread: ThreadID, _ retention: Retention, _ db: Database) throws {
        guard let keep = retention.runs else { return }
        try db.run(
            """
            DELETE FROM runs
            WHERE session = :thread
                AND id IN (
                    SELECT id FROM runs
                    WHERE session = :thread AND status IN ('finished', 'abandoned')
                    ORDER BY number DESC LIMIT -1 OFFSET :keep
                )
                AND id IS NOT (SELECT head_run FROM sessions WHERE id = :thread)
            """,
            ["thread": thread.rawValue, "keep": keep]
        )
    }
}
