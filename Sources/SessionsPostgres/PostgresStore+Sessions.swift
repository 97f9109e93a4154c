public import AgentGraph
public import Foundation
public import Sessions

extension PostgresStore {
    public func create(_ session: Session) async throws {
        try await write { tx in
            let rows = try tx.run([
                Statement(
                    """
                    INSERT INTO barwise.sessions (id, title, created_at, updated_at) VALUES ($1, $2, $3, $4)
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        .text(session.id.rawValue), .text(session.title), .date(session.createdAt),
                        .date(session.updatedAt),
                    ]
                )
            ])
            if rows[0].changes == 1 { return }
            // An attempt whose end was not seen made it.
            if tx.isRepeated { return }
            throw SessionError(.exists, "session \(session.id)")
        }
    }

    public func session(_ id: ThreadID) async throws -> Session? {
        try await read { tx in
            try tx.commit([Statement("SELECT * FROM barwise.sessions WHERE id = $1", [.text(id.rawValue)])])[0]
                .first.map(Session.init(row:))
        }
    }

    public func sessions(limit: Int, offset: Int) async throws -> [Session] {
        try await read { tx in
            try tx.commit([
                Statement(
                    "SELECT * FROM barwise.sessions ORDER BY updated_at DESC, id LIMIT $1 OFFSET $2",
                    [.integer(max(0, limit)), .integer(max(0, offset))]
                )
            ])[0].map(Session.init(row:))
        }
    }

    public func rename(_ id: ThreadID, to title: String, at: Date) async throws {
        try await write { tx in
            let rows = try tx.run([
                Statement(
                    "UPDATE barwise.sessions SET title = $2, updated_at = $3 WHERE id = $1",
                    [.text(id.rawValue), .text(title), .date(at)]
                )
            ])
            guard rows[0].changes == 1 else { throw SessionError(.unknown, "no session \(id)") }
        }
    }

    public func messages(of session: ThreadID, last: Int?) async throws -> [Message] {
        try await read { tx in
            try tx.commit([
                Statement(
                    """
                    SELECT * FROM (
                        SELECT * FROM barwise.messages WHERE session = $1 AND number IS NOT NULL
                        ORDER BY number DESC LIMIT $2
                    ) AS newest ORDER BY number
                    """,
                    [.text(session.rawValue), .integer(last.map { max(0, $0) })]
                )
            ])[0].map(Message.init(row:))
        }
    }

    public func message(_ id: MessageID) async throws -> Message? {
        try await read { tx in
            try tx.commit([Statement("SELECT * FROM barwise.messages WHERE id = $1", [.text(id.rawValue)])])[0]
                .first.map(Message.init(row:))
        }
    }

    public func summaries(of session: ThreadID) async throws -> [Message] {
        try await read { tx in
            try tx.commit([
                Statement(
                    "SELECT * FROM barwise.messages WHERE session = $1 AND role = 'summary' ORDER BY first_summarised",
                    [.text(session.rawValue)]
                )
            ])[0].map(Message.init(row:))
        }
    }

    public func summarise(_ summary: Message) async throws -> Bool {
        guard summary.role == .summary, let range = summary.summarises else {
            throw SessionError(.failed, "a summary says what it stands for")
        }
        return try await write { tx in
            let session = PostgresValue.text(summary.session.rawValue)
            let bounds = [session, .integer(range.lowerBound), .integer(range.upperBound)]
            // The session is locked: of two who summarise, the second sees the first one's.
            let standing = try tx.run([
                Statement("SELECT FROM barwise.sessions WHERE id = $1 FOR NO KEY UPDATE", [session]),
                Statement(
                    """
                    SELECT id FROM barwise.messages
                    WHERE session = $1 AND role = 'summary' AND first_summarised <= $3 AND last_summarised >= $2
                    """,
                    bounds
                ),
            ])[1]
            if let made = standing.first { return try tx.isRepeated && made.text("id") == summary.id.rawValue }
            let rows = try tx.run([
                summary.insertion,
                Statement(
                    """
                    UPDATE barwise.messages SET is_summarised = true WHERE session = $1 AND number BETWEEN $2 AND $3
                    """,
                    bounds
                ),
            ])
            guard rows[1].changes == range.count else {
                throw SessionError(.unknown, "not all of the messages \(range) are there")
            }
            return true
        }
    }

    public func traces(of run: RunID) async throws -> [Trace] {
        try await read { tx in
            try tx.commit([
                Statement("SELECT * FROM barwise.traces WHERE run = $1 ORDER BY step, id", [.text(run.rawValue)])
            ])[0].map { row in
                try TraceRow.trace(
                    try Packed.unpack(try row.data("trace")),
                    session: try row.text("session"),
                    run: run.rawValue
                )
            }
        }
    }

    /// A message that names no run is the run's with which it comes.
    /// - Throws: `SessionError.failed` for a kind that has no table.
    static func insertion(_ attachment: AgentGraph.Attachment, to run: RunID) throws -> Statement {
        switch attachment.kind {
        case Message.attachmentKind:
            var message = try attachment.decoded(as: Message.self)
            message.run = message.run ?? run
            return message.insertion
        case Trace.attachmentKind: return try attachment.decoded(as: Trace.self).insertion
        default: throw SessionError(.failed, "attachment of an unknown kind")
        }
    }
}

extension Session {
    fileprivate init(row: Row) throws {
        self.init(
            id: ThreadID(rawValue: try row.text("id")),
            title: try row.optionalText("title"),
            createdAt: try row.date("created_at"),
            updatedAt: try row.date("updated_at")
        )
    }
}

extension Message {
    fileprivate init(row: Row) throws {
        let first = try row.optionalInteger("first_summarised")
        let last = try row.optionalInteger("last_summarised")
        self.init(
            id: MessageID(rawValue: try row.text("id")),
            session: ThreadID(rawValue: try row.text("session")),
            number: try row.optionalInteger("number") ?? 0,
            role: try row.member("role"),
            text: try row.text("text"),
            status: try row.member("status"),
            run: try row.optionalText("run").map(RunID.init(rawValue:)),
            answer: try row.optionalData("answer").map(Packed.unpack),
            isSummarised: try row.bool("is_summarised"),
            summarises: first.flatMap { first in last.map { first...$0 } },
            at: try row.date("at")
        )
    }

    /// Gives it its number in its session, whose row must be locked; a message that is there is left as it is.
    fileprivate var insertion: Statement {
        Statement(
            """
            INSERT INTO barwise.messages (id, session, number, role, text, status, run, answer, first_summarised,
                last_summarised, at)
            VALUES ($1, $2,
                CASE WHEN $3 <> 'summary'
                    THEN (SELECT coalesce(max(number), 0) + 1 FROM barwise.messages WHERE session = $2) END,
                $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (user_id, id) DO NOTHING
            """,
            [
                .text(id.rawValue), .text(session.rawValue), .text(role.rawValue), .text(text), .text(status.rawValue),
                .text(run?.rawValue), .data(answer.map(Packed.pack)), .integer(summarises?.lowerBound),
                .integer(summarises?.upperBound), .date(at),
            ]
        )
    }
}

extension Trace {
    fileprivate var insertion: Statement {
        get throws {
            Statement(
                """
                INSERT INTO barwise.traces (id, session, run, step, trace) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (user_id, id) DO NOTHING
                """,
                [
                    .text(id.rawValue), .text(session.rawValue), .text(run.rawValue), .integer(step),
                    .data(Packed.pack(try TraceRow.line(of: self))),
                ]
            )
        }
    }
}
