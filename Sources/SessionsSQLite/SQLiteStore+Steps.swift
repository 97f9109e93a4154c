public import AgentGraph
public import Foundation
internal import GRDB
internal import Sessions

extension SQLiteStore {
    public func answer(_ question: QuestionID, with answer: Data, at: Date) async throws -> RunRecord {
        try await write(isSynced: true) { db in
            let asked = try Self.question(question, db)
            guard asked.answer == nil else { throw GraphError(.alreadyAnswered, "question \(question)") }
            var row = try RunRow.required(asked.run, db)
            guard row.record.status == .waiting else {
                throw GraphError(.runEnded, "run \(asked.run) waits for nothing")
            }
            try db.run(
                "UPDATE questions SET answer = ?, answered_at = ? WHERE id = ?",
                [answer, at.seconds, question.rawValue]
            )
            let open: Int? = try db.value(
                "SELECT count(*) FROM questions WHERE run = ? AND answer IS NULL",
                [asked.run.rawValue]
            )
            if open == 0 { row.record.status = .running }
            row.record.updatedAt = at
            try row.update(db)
            return row.record
        }
    }

    public func question(_ id: QuestionID) async throws -> QuestionRecord {
        try await read { db in try Self.question(id, db) }
    }

    public func events(of run: RunID, after number: Int64, limit: Int) async throws -> [Event] {
        try await read { db in
            _ = try RunRow.required(run, db)
            let statement = try db.cachedStatement(
                sql:
                    """
                    SELECT events FROM events
                    WHERE run = (SELECT seq FROM runs WHERE id = ?) AND last_number > ? ORDER BY last_number
                    """
            )
            let rows = try Data.fetchCursor(statement, arguments: [run.rawValue, number])
            var events: [Event] = []
            while events.count < limit, let row = try rows.next() {
                events += try Packed.events(row).filter {
                    $0.number > number
                }
            }
            return Array(events.prefix(limit))
        }
    }

    public func history(of thread: ThreadID) async throws -> [StoredRun] {
        try await read { db in
            try RunRow.fetchAll(db, "WHERE session = ? ORDER BY number", [thread.rawValue]).map { row in
                var run = try Self.stored(row.record, db)
                run.checkpoints = try Self.checkpoints(
                    """
                    SELECT step, node, next, is_snapshot, x'' AS state, at FROM checkpoints
                    WHERE run = (SELECT seq FROM runs WHERE id = ?) ORDER BY step
                    """,
                    [row.record.id.rawValue],
                    db
                )
                return run
            }
        }
    }

    public func checkpoints(upTo id: CheckpointID) async throws -> StoredRun {
        try await read { db in
            let record = try RunRow.required(id.run, db).record
            let checkpoints = try Self.chain(id.run, upTo: id.step, db)
            guard checkpoints.last?.step == id.step else {
                throw GraphError(.unknownCheckpoint, "no checkpoint \(id)")
            }
            return StoredRun(record: record, checkpoints: checkpoints)
        }
    }

    static func stored(_ record: RunRecord, _ db: Database) throws -> StoredRun {
        let checkpoints = try chain(record.id, upTo: Int(Int32.max), db)
        let questions = try db.rows(
            "SELECT * FROM questions WHERE run = ? AND step = ? ORDER BY place",
            [record.id.rawValue, checkpoints.last?.step]
        )
        let journal = try db.rows(
            "SELECT * FROM journal WHERE run = ? ORDER BY name",
            [record.id.rawValue]
        )
        return StoredRun(
            record: record,
            checkpoints: checkpoints,
            questions: try questions.map(QuestionRecord.init(row:)),
            journal: journal.map { JournalRecord(step: $0["step"], name: $0["name"], result: $0["result"]) }
        )
    }

    /// From the latest snapshot at or before `step`.
    private static func chain(_ run: RunID, upTo step: Int, _ db: Database) throws -> [CheckpointRecord] {
        try checkpoints(
            """
            WITH known AS (
                SELECT * FROM checkpoints WHERE run = (SELECT seq FROM runs WHERE id = :run) AND step <= :step
            )
            SELECT * FROM known WHERE step >= (SELECT max(step) FROM known WHERE is_snapshot) ORDER BY step
            """,
            ["run": run.rawValue, "step": step],
            db
        )
    }

    private static func checkpoints(
        _ sql: String,
        _ arguments: StatementArguments,
        _ db: Database
    ) throws -> [CheckpointRecord] {
        try db.rows(sql, arguments).map { row in
            CheckpointRecord(
                step: row["step"],
                node: row["node"],
                next: row["next"],
                isSnapshot: row["is_snapshot"],
                state: try Packed.unpack(row["state"]),
                at: Date(seconds: row["at"])
            )
        }
    }

    private static func question(_ id: QuestionID, _ db: Database) throws -> QuestionRecord {
        let row = try db.row("SELECT * FROM questions WHERE id = ?", [id.rawValue])
        guard let row else { throw GraphError(.unknownQuestion, "no question \(id)") }
        return try QuestionRecord(row: row)
    }

    static func insert(_ checkpoint: CheckpointRecord, _ run: RunID, _ db: Database) throws {
        try db.run(
            """
            INSERT INTO checkpoints (run, step, node, next, is_snapshot, state, at)
            VALUES ((SELECT seq FROM runs WHERE id = ?), ?, ?, ?, ?, ?, ?)
            """,
            [
                run.rawValue, checkpoint.step, checkpoint.node, checkpoint.next, checkpoint.isSnapshot,
                Packed.pack(checkpoint.state), checkpoint.at.seconds,
            ]
        )
    }

    static func insert(_ question: QuestionRecord, _ db: Database) throws {
        try db.run(
            "INSERT INTO questions (id, run, step, place, question) VALUES (?, ?, ?, ?, ?)",
            [
                question.id.rawValue, question.run.rawValue, question.step, question.index,
                Packed.pack(question.question),
            ]
        )
    }

    static func insert(_ events: [Event], _ run: RunID, _ db: Database) throws {
        guard let last = events.last?.number else { return }
        try db.run(
            "INSERT INTO events (run, last_number, events) VALUES ((SELECT seq FROM runs WHERE id = ?), ?, ?)",
            [run.rawValue, last, try Packed.pack(events)]
        )
    }
}

extension QuestionRecord {
    fileprivate init(row: Row) throws {
        self.init(
            id: QuestionID(rawValue: row["id"]),
            run: RunID(rawValue: row["run"]),
            step: row["step"],
            index: row["place"],
            question: try Packed.unpack(row["question"]),
            answer: row["answer"],
            answeredAt: (row["answered_at"] as Double?).map(Date.init(seconds:))
        )
    }
}
