public import AgentGraph
public import Foundation
internal import Sessions

extension PostgresStore {
    public func head(of thread: ThreadID) async throws -> Head {
        try await read { tx in
            let rows = try tx.commit([
                Statement("SELECT head_run, head_step FROM barwise.sessions WHERE id = $1", [.text(thread.rawValue)]),
                RunQuery.live(on: thread),
            ])
            return try Self.head(rows[0], rows[1])
        }
    }

    public func create(
        _ run: RunRecord,
        input: CheckpointRecord,
        head: CheckpointID?,
        attachments: [Attachment]
    ) async throws -> RunRecord {
        let attached = try attachments.map { try Self.insertion($0, to: run.id) }
        return try await write { tx in
            // Writing the session locks it: of many who begin a turn, one goes on.
            let rows = try tx.run([
                Statement(
                    """
                    INSERT INTO barwise.sessions (id, created_at, updated_at) VALUES ($1, $2, $2)
                    ON CONFLICT (user_id, id) DO UPDATE SET updated_at = excluded.updated_at
                    RETURNING head_run, head_step
                    """,
                    [.text(run.thread.rawValue), .date(run.createdAt)]
                ),
                Statement(
                    RunQuery.columns + " WHERE session = $1 AND key = $2",
                    [.text(run.thread.rawValue), .text(run.key)]
                ),
                RunQuery.live(on: run.thread),
            ])
            if let same = try rows[1].first.map(RunRecord.init(row:)) {
                guard same.fingerprint == run.fingerprint else {
                    throw GraphError(.keyMismatch, "the key stands for another request")
                }
                try tx.rollback()
                return same
            }
            if run.adopts {
                let current = try Self.head(rows[0], rows[2])
                guard current.checkpoint == head else {
                    throw GraphError(.conversationMovedOn, "the head is another")
                }
                guard current.live == nil else { throw GraphError(.runInProgress, "the thread has a live run") }
            }
            try tx.commit([try run.insertion, input.insertion(run.id)] + attached)
            return run
        }
    }

    public func claim(_ id: RunID, lease: Lease) async throws -> StoredRun {
        try await write { tx in
            let rows = try tx.run(
                RunQuery.locked(id) + RunQuery.parts(id) + [
                    Statement(
                        """
                        SELECT id FROM barwise.runs
                        WHERE session = (SELECT session FROM barwise.runs WHERE id = $1) AND adopts
                            AND status IN ('running', 'waiting') AND id <> $1
                        """,
                        [.text(id.rawValue)]
                    )
                ]
            )
            let row = try RunQuery.required(rows[1], id)
            var run = try RunQuery.stored(try RunRecord(row: row), rows[2...4])
            if tx.isRepeated, try row.optionalUUID("claimed_by") == tx.token {
                try tx.rollback()
                return run
            }
            let status = run.record.status
            guard !status.isEnded else { throw GraphError(.runEnded, "run \(id) has ended") }
            if status == .waiting { return run }
            guard try run.record.owner.map({ try row.bool("lapsed") || lease.isGone($0) }) ?? true else {
                throw GraphError(.runOwned, "run \(id) is at work elsewhere")
            }
            if !status.isLive, run.record.adopts, rows[5].first != nil {
                throw GraphError(.runInProgress, "the thread has a live run")
            }
            try tx.commit([
                Statement(
                    """
                    UPDATE barwise.runs SET fence = fence + 1, status = 'running', error = NULL, owner = $2,
                        lease_end = clock_timestamp() + $3 * interval '1 microsecond', claimed_by = $4
                    WHERE id = $1
                    """,
                    [.text(id.rawValue), .text(lease.owner), lease.microseconds, .uuid(tx.token)]
                )
            ])
            run.record.fence += 1
            run.record.status = .running
            run.record.error = nil
            run.record.owner = lease.owner
            return run
        }
    }

    public func load(_ id: RunID) async throws -> StoredRun {
        try await read { tx in
            let rows = try tx.commit([RunQuery.run(id)] + RunQuery.parts(id))
            return try RunQuery.stored(try RunRecord(row: RunQuery.required(rows[0], id)), rows[1...])
        }
    }

    public func renew(_ run: RunID, fence: Int, lease: Lease) async throws {
        try await write { tx in
            try tx.commit([
                RunQuery.own(run, fence),
                Statement(
                    """
                    UPDATE barwise.runs SET lease_end = clock_timestamp() + $2 * interval '1 microsecond'
                    WHERE id = $1 AND owner IS NOT NULL
                    """,
                    [.text(run.rawValue), lease.microseconds]
                ),
            ])
        }
    }

    public func abandon(_ id: RunID, at: Date) async throws {
        try await write { tx in
            let row = try RunQuery.required(try tx.run(RunQuery.locked(id))[1], id)
            if tx.isRepeated, try row.optionalUUID("written_by") == tx.token { return }
            guard try !RunRecord(row: row).status.isEnded else { throw GraphError(.runEnded, "run \(id) has ended") }
            try tx.commit([
                Statement(
                    """
                    UPDATE barwise.runs SET status = 'abandoned', fence = fence + 1, owner = NULL, lease_end = NULL,
                        updated_at = $2, written_by = $3
                    WHERE id = $1
                    """,
                    [.text(id.rawValue), .date(at), .uuid(tx.token)]
                )
            ])
        }
    }

    public func orphans(limit: Int, isGone: @Sendable (String) -> Bool) async throws -> [RunID] {
        let running = try await read { tx in
            try tx.commit([Statement(RunQuery.columns + " WHERE status = 'running' ORDER BY created_at, id")])[0]
                .map { (run: try RunRecord(row: $0), hasLapsed: try $0.bool("lapsed")) }
        }
        let free = running.filter { one in one.run.owner.map { one.hasLapsed || isGone($0) } ?? true }
        return free.prefix(limit).map(\.run.id)
    }

    public func delete(_ thread: ThreadID) async throws {
        try await write { tx in
            try tx.commit([Statement("DELETE FROM barwise.sessions WHERE id = $1", [.text(thread.rawValue)])])
        }
    }

    private static func head(_ session: Rows, _ live: Rows) throws -> Head {
        Head(
            checkpoint: try session.first.flatMap {
                CheckpointID(run: try $0.optionalText("head_run"), step: try $0.optionalInteger("head_step"))
            },
            live: try live.first.map { RunID(rawValue: try $0.text("id")) }
        )
    }
}

extension Lease {
    var microseconds: PostgresValue { .integer(Int(duration.seconds * 1e6)) }
}
