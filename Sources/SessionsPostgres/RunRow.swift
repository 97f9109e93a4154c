internal import AgentGraph
internal import Foundation
internal import Sessions

extension RunRecord {
    /// - Throws: `SessionError.schema` for what this program does not know.
    init(row: Row) throws {
        self.init(
            id: RunID(rawValue: try row.text("id")),
            thread: ThreadID(rawValue: try row.text("session")),
            key: try row.text("key"),
            fingerprint: try row.text("fingerprint"),
            graphVersion: try row.integer("graph_version"),
            schema: try row.integer("schema"),
            status: try row.member("status"),
            parent: CheckpointID(run: try row.optionalText("parent_run"), step: try row.optionalInteger("parent_step")),
            adopts: try row.bool("adopts"),
            fence: try row.integer("fence"),
            owner: try row.optionalText("owner"),
            spending: try JSONDecoder().decode(Spending.self, from: try row.data("spending")),
            error: try row.optionalText("error"),
            createdAt: try row.date("created_at"),
            updatedAt: try row.date("updated_at")
        )
    }

    /// Its number is the next of its session, whose row must be locked.
    var insertion: Statement {
        get throws {
            Statement(
                """
                INSERT INTO barwise.runs (id, session, number, key, fingerprint, graph_version, schema, status, parent_run,
                    parent_step, adopts, fence, spending, created_at, updated_at)
                VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM barwise.runs WHERE session = $2), $3, $4, $5,
                    $6, $7, $8, $9, $10, $11, $12, $13, $14)
                """,
                [
                    .text(id.rawValue), .text(thread.rawValue), .text(key), .text(fingerprint), .integer(graphVersion),
                    .integer(schema), .text(status.rawValue), .text(parent?.run.rawValue), .integer(parent?.step),
                    .bool(adopts), .integer(fence), .data(try JSONEncoder().encode(spending)), .date(createdAt),
                    .date(updatedAt),
                ]
            )
        }
    }
}

extension CheckpointID {
    init?(run: String?, step: Int?) {
        guard let run, let step else { return nil }
        self.init(run: RunID(rawValue: run), step: step)
    }
}

/// Statements that read and lock runs.
enum RunQuery {
    /// With `lapsed`: whether the lease is over. One that would last for more than a day was given by another clock.
    static let columns = """
        SELECT *, coalesce(lease_end <= clock_timestamp() OR lease_end > clock_timestamp() + interval '1 day', true)
            AS lapsed
        FROM barwise.runs
        """

    static func run(_ id: RunID) -> Statement { Statement(columns + " WHERE id = $1", [.text(id.rawValue)]) }

    /// The session first, then the run: all who write take them in this order.
    static func locked(_ id: RunID) -> [Statement] {
        [
            Statement(
                """
                SELECT FROM barwise.sessions WHERE id = (SELECT session FROM barwise.runs WHERE id = $1)
                FOR NO KEY UPDATE
                """,
                [.text(id.rawValue)]
            ),
            Statement(columns + " WHERE id = $1 FOR NO KEY UPDATE", [.text(id.rawValue)]),
        ]
    }

    /// - Parameter owner: who must be at work on it; nil: whoever holds the fence.
    static func own(_ id: RunID, _ fence: Int, token: UUID? = nil, owner: String? = nil) -> Statement {
        Statement(
            "SELECT barwise.own($1, $2, $3, $4)",
            [.text(id.rawValue), .integer(fence), .uuid(token), .text(owner)]
        )
    }

    /// The live run of a session.
    static func live(on thread: ThreadID) -> Statement {
        Statement(
            "SELECT id FROM barwise.runs WHERE session = $1 AND adopts AND status IN ('running', 'waiting')",
            [.text(thread.rawValue)]
        )
    }

    /// From the latest snapshot at or before `step`, the questions of the latest step, and the journal.
    static func parts(_ id: RunID, upTo step: Int = .max) -> [Statement] {
        [
            Statement(
                """
                SELECT * FROM barwise.checkpoints
                WHERE run = $1 AND step <= $2 AND step >= (
                    SELECT max(step) FROM barwise.checkpoints WHERE run = $1 AND step <= $2 AND is_snapshot
                )
                ORDER BY step
                """,
                [.text(id.rawValue), .integer(step)]
            ),
            Statement(
                """
                SELECT * FROM barwise.questions
                WHERE run = $1 AND step = (SELECT max(step) FROM barwise.checkpoints WHERE run = $1)
                ORDER BY place
                """,
                [.text(id.rawValue)]
            ),
            Statement("SELECT * FROM barwise.journal WHERE run = $1 ORDER BY name", [.text(id.rawValue)]),
        ]
    }

    /// - Parameter parts: the rows of `parts`.
    static func stored(_ record: RunRecord, _ parts: ArraySlice<Rows>) throws -> StoredRun {
        let parts = Array(parts)
        return StoredRun(
            record: record,
            checkpoints: try parts[0].map(CheckpointRecord.init(row:)),
            questions: try parts[1].map(QuestionRecord.init(row:)),
            journal: try parts[2].map {
                JournalRecord(step: try $0.integer("step"), name: try $0.text("name"), result: try $0.data("result"))
            }
        )
    }

    /// - Throws: `unknownRun`.
    static func required(_ rows: Rows, _ id: RunID) throws -> Row {
        guard let row = rows.first else { throw GraphError(.unknownRun, "no run \(id)") }
        return row
    }
}

extension CheckpointRecord {
    init(row: Row) throws {
        self.init(
            step: try row.integer("step"),
            node: try row.optionalText("node"),
            next: try row.optionalText("next"),
            isSnapshot: try row.bool("is_snapshot"),
            state: try Packed.unpack(try row.data("state")),
            at: try row.date("at")
        )
    }

    func insertion(_ run: RunID) -> Statement {
        Statement(
            """
            INSERT INTO barwise.checkpoints (run, step, node, next, is_snapshot, state, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .text(run.rawValue), .integer(step), .text(node), .text(next), .bool(isSnapshot),
                .data(Packed.pack(state)),
                .date(at),
            ]
        )
    }
}

extension QuestionRecord {
    init(row: Row) throws {
        self.init(
            id: QuestionID(rawValue: try row.text("id")),
            run: RunID(rawValue: try row.text("run")),
            step: try row.integer("step"),
            index: try row.integer("place"),
            question: try Packed.unpack(try row.data("question")),
            answer: try row.optionalData("answer"),
            answeredAt: try row.optionalDate("answered_at")
        )
    }

    var insertion: Statement {
        Statement(
            "INSERT INTO barwise.questions (id, run, step, place, question) VALUES ($1, $2, $3, $4, $5)",
            [.text(id.rawValue), .text(run.rawValue), .integer(step), .integer(index), .data(Packed.pack(question))]
        )
    }
}
