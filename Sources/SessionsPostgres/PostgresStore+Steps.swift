public import AgentGraph
public import Foundation
internal import Sessions

extension PostgresStore {
    /// One round trip, whatever the step leaves behind.
    public func commit(_ commit: Commit) async throws {
        let insertions = try Self.insertions(commit)
        let spending = try JSONEncoder().encode(commit.spending)
        try await write { tx in
            var statements =
                [
                    RunQuery.own(commit.run, commit.fence, token: tx.token, owner: commit.lease.owner)
                ] + insertions
            statements.append(Self.update(commit, spending, tx.token))
            if commit.status == .finished, let step = commit.checkpoint?.step {
                statements += Self.ending(commit, step)
            }
            try tx.commitOnce(statements)
        }
    }

    public func journal(_ entry: JournalRecord, of run: RunID, fence: Int) async throws {
        try await write { tx in
            try tx.commit([
                RunQuery.own(run, fence),
                Statement(
                    """
                    INSERT INTO barwise.journal (run, name, step, result) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (user_id, run, name) DO UPDATE SET step = excluded.step, result = excluded.result
                    """,
                    [.text(run.rawValue), .text(entry.name), .integer(entry.step), .data(entry.result)]
                ),
            ])
        }
    }

    public func answer(_ question: QuestionID, with answer: Data, at: Date) async throws -> RunRecord {
        try await write { tx in
            let id = PostgresValue.text(question.rawValue)
            let rows = try tx.run([
                Statement(
                    """
                    SELECT FROM barwise.sessions WHERE id = (
                        SELECT session FROM barwise.runs
                        WHERE id = (SELECT run FROM barwise.questions WHERE id = $1)
                    )
                    FOR NO KEY UPDATE
                    """,
                    [id]
                ),
                Statement(
                    RunQuery.columns
                        + " WHERE id = (SELECT run FROM barwise.questions WHERE id = $1) FOR NO KEY UPDATE",
                    [id]
                ),
                Statement("SELECT * FROM barwise.questions WHERE id = $1", [id]),
                Statement(
                    """
                    SELECT count(*) AS others FROM barwise.questions
                    WHERE run = (SELECT run FROM barwise.questions WHERE id = $1) AND answer IS NULL AND id <> $1
                    """,
                    [id]
                ),
            ])
            guard let asked = rows[2].first, let run = rows[1].first else {
                throw GraphError(.unknownQuestion, "no question \(question)")
            }
            var record = try RunRecord(row: run)
            if try asked.optionalData("answer") != nil {
                if tx.isRepeated, try asked.optionalUUID("answered_by") == tx.token { return record }
                throw GraphError(.alreadyAnswered, "question \(question)")
            }
            guard record.status == .waiting else {
                throw GraphError(.runEnded, "run \(record.id) waits for nothing")
            }
            if try rows[3].first?.integer("others") == 0 { record.status = .running }
            record.updatedAt = at
            try tx.commit([
                Statement(
                    "UPDATE barwise.questions SET answer = $2, answered_at = $3, answered_by = $4 WHERE id = $1",
                    [id, .data(answer), .date(at), .uuid(tx.token)]
                ),
                Statement(
                    "UPDATE barwise.runs SET status = $2, updated_at = $3 WHERE id = $1",
                    [.text(record.id.rawValue), .text(record.status.rawValue), .date(at)]
                ),
            ])
            return record
        }
    }

    public func question(_ id: QuestionID) async throws -> QuestionRecord {
        try await read { tx in
            let rows = try tx.commit([
                Statement("SELECT * FROM barwise.questions WHERE id = $1", [.text(id.rawValue)])
            ])
            guard let row = rows[0].first else { throw GraphError(.unknownQuestion, "no question \(id)") }
            return try QuestionRecord(row: row)
        }
    }

    public func events(of run: RunID, after number: Int64, limit: Int) async throws -> [Event] {
        try await read { tx in
            // A row holds at least one event, so this many rows are enough.
            let rows = try tx.commit([
                RunQuery.run(run),
                Statement(
                    """
                    SELECT events FROM barwise.events WHERE run = $1 AND last_number > $2
                    ORDER BY last_number LIMIT $3
                    """,
                    [.text(run.rawValue), .integer(Int(number)), .integer(max(0, limit))]
                ),
            ])
            _ = try RunQuery.required(rows[0], run)
            let events = try rows[1].map {
                try Packed.events(try $0.data("events"))
            }
            return Array(events.joined().filter { $0.number > number }.prefix(max(0, limit)))
        }
    }

    public func history(of thread: ThreadID) async throws -> [StoredRun] {
        try await read { tx in
            let session = PostgresValue.text(thread.rawValue)
            let rows = try tx.run([
                Statement(RunQuery.columns + " WHERE session = $1 ORDER BY number", [session]),
                Statement(
                    """
                    SELECT run, step, node, next, is_snapshot, ''::bytea AS state, at FROM barwise.checkpoints
                    WHERE run IN (SELECT id FROM barwise.runs WHERE session = $1) ORDER BY run, step
                    """,
                    [session]
                ),
            ])
            let checkpoints = Dictionary(
                grouping: try rows[1].map { (try $0.text("run"), try CheckpointRecord(row: $0)) },
                by: \.0
            )
            let runs = try rows[0].map(RunRecord.init(row:))
            let parts = try tx.run(runs.flatMap { RunQuery.parts($0.id) })
            return try runs.enumerated().map { index, record in
                var run = try RunQuery.stored(record, parts[(index * 3)..<(index * 3 + 3)])
                run.checkpoints = (checkpoints[record.id.rawValue] ?? []).map(\.1)
                return run
            }
        }
    }

    public func checkpoints(upTo id: CheckpointID) async throws -> StoredRun {
        try await read { tx in
            let rows = try tx.commit([RunQuery.run(id.run)] + RunQuery.parts(id.run, upTo: id.step).prefix(1))
            let record = try RunRecord(row: RunQuery.required(rows[0], id.run))
            let checkpoints = try rows[1].map(CheckpointRecord.init(row:))
            guard checkpoints.last?.step == id.step else {
                throw GraphError(.unknownCheckpoint, "no checkpoint \(id)")
            }
            return StoredRun(record: record, checkpoints: checkpoints)
        }
    }

    private static func insertions(_ commit: Commit) throws -> [Statement] {
        let run = PostgresValue.text(commit.run.rawValue)
        var statements: [Statement] = []
        if let checkpoint = commit.checkpoint {
            statements = [
                checkpoint.insertion(commit.run), Statement("DELETE FROM barwise.journal WHERE run = $1", [run]),
            ]
        }
        statements += commit.questions.map(\.insertion)
        if let last = commit.events.last?.number {
            statements.append(
                Statement(
                    "INSERT INTO barwise.events (run, last_number, events) VALUES ($1, $2, $3)",
                    [run, .integer(Int(last)), .data(try Packed.pack(commit.events))]
                )
            )
        }
        return statements + (try commit.attachments.map { try insertion($0, to: commit.run) })
    }

    private static func update(_ commit: Commit, _ spending: Data, _ token: UUID) -> Statement {
        let isRunning = commit.status == .running
        return Statement(
            """
            UPDATE barwise.runs SET status = $2, spending = $3, error = $4, updated_at = $5, owner = $6,
                lease_end = CASE WHEN $6 IS NOT NULL THEN clock_timestamp() + $7 * interval '1 microsecond' END,
                written_by = $8
            WHERE id = $1
            """,
            [
                .text(commit.run.rawValue), .text(commit.status.rawValue), .data(spending),
                .text(commit.error?.replacing("\0", with: "\u{FFFD}")), .date(commit.at),
                .text(isRunning ? commit.lease.owner : nil), commit.lease.microseconds, .uuid(token),
            ]
        )
    }

    /// The new head, what it passes over, and what is forgotten for it: ended runs beyond those to keep, but for the
    /// head.
    private static func ending(_ commit: Commit, _ step: Int) -> [Statement] {
        let run = PostgresValue.text(commit.run.rawValue)
        let head = Statement(
            """
            UPDATE barwise.sessions SET head_run = $1, head_step = $2, updated_at = $3
            WHERE id = (SELECT session FROM barwise.runs WHERE id = $1 AND adopts)
            """,
            [run, .integer(step), .date(commit.at)]
        )
        let passingOver = Statement(
            """
            UPDATE barwise.runs SET status = 'abandoned', fence = fence + 1
            WHERE session = (SELECT session FROM barwise.runs WHERE id = $1 AND adopts) AND adopts
                AND status IN ('stopped', 'failed')
            """,
            [run]
        )
        guard let keep = commit.retention.runs else { return [head, passingOver] }
        let pruning = Statement(
            """
            DELETE FROM barwise.runs
            WHERE id IN (
                SELECT old.id FROM barwise.runs AS old
                WHERE old.session = (SELECT session FROM barwise.runs WHERE id = $1)
                    AND old.status IN ('finished', 'abandoned')
                ORDER BY old.number DESC OFFSET $2
            ) AND id IS DISTINCT FROM (
                SELECT head_run FROM barwise.sessions WHERE id = (SELECT session FROM barwise.runs WHERE id = $1)
            )
            """,
            [run, .integer(max(0, keep))]
        )
        return [head, passingOver, pruning]
    }
}
