public import AgentGraph
public import Foundation
internal import GRDB
public import Sessions

extension SQLiteStore {
    public func create(_ session: Session) async throws {
        try SessionError.refuseNUL(session.id.rawValue, session.title)
        try await write { db in
            try db.run(
                "INSERT INTO sessions (id, title, created_at, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [
                    session.id.rawValue, session.title, session.createdAt.seconds, session.updatedAt.seconds,
                ]
            )
            guard db.changesCount == 1 else { throw SessionError(.exists, "session \(session.id)") }
        }
    }

    public func session(_ id: ThreadID) async throws -> Session? {
        try await read { db in
            try db.row("SELECT * FROM sessions WHERE id = ?", [id.rawValue])
                .map(Session.init(row:))
        }
    }

    public func sessions(limit: Int, offset: Int) async throws -> [Session] {
        try await read { db in
            try db.rows(Self.latestSessions, [limit, offset]).map(Session.init(row:))
        }
    }

    static let latestSessions = "SELECT * FROM sessions ORDER BY updated_at DESC, id LIMIT ? OFFSET ?"

    public func rename(_ id: ThreadID, to title: String, at: Date) async throws {
        try SessionError.refuseNUL(title)
        try await write { db in
            try db.run(
                "UPDATE sessions SET title = ?, updated_at = ? WHERE id = ?",
                [title, at.seconds, id.rawValue]
            )
            guard db.changesCount == 1 else { throw SessionError(.unknown, "no session \(id)") }
        }
    }

    public func messages(of session: ThreadID, last: Int?) async throws -> [Message] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM (
                    SELECT * FROM messages WHERE session = ? AND number IS NOT NULL ORDER BY number DESC LIMIT ?
                ) ORDER BY number
                """,
                [session.rawValue, last ?? -1]
            ).map(Message.init(row:))
        }
    }

    public func message(_ id: MessageID) async throws -> Message? {
        try await read { db in
            try db.row("SELECT * FROM messages WHERE id = ?", [id.rawValue])
                .map(Message.init(row:))
        }
    }

    public func summaries(of session: ThreadID) async throws -> [Message] {
        try await read { db in
            try db.rows(
                "SELECT * FROM messages WHERE session = ? AND role = 'summary' ORDER BY first_summarised",
                [session.rawValue]
            ).map(Message.init(row:))
        }
    }

    public func summarise(_ summary: Message) async throws -> Bool {
        guard summary.role == .summary, let range = summary.summarises else {
            throw SessionError(.failed, "a summary says what it stands for")
        }
        return try await write { db in
            let standing: Int? = try db.value(
                """
                SELECT count(*) FROM messages
                WHERE session = ? AND role = 'summary' AND first_summarised <= ? AND last_summarised >= ?
                """,
                [summary.session.rawValue, range.upperBound, range.lowerBound]
            )
            guard standing == 0 else { return false }
            try summary.insert(db)
            try db.run(
                "UPDATE messages SET is_summarised = 1 WHERE session = ? AND number BETWEEN ? AND ?",
                [summary.session.rawValue, range.lowerBound, range.upperBound]
            )
            guard db.changesCount == range.count else {
                throw SessionError(.unknown, "not all of the messages \(range) are there")
            }
            return true
        }
    }

    /// A message that names no run is the run's with which it comes.
    /// - Throws: `SessionError.failed` for a kind that has no table.
    static func attach(_ attachments: [Attachment], to run: RunID, _ db: Database) throws {
        for attachment in attachments {
            switch attachment.kind {
            case Message.attachmentKind:
                var message = try attachment.decoded(as: Message.self)
                message.run = message.run ?? run
                try message.insert(db)
            case Trace.attachmentKind: try keep(try attachment.decoded(as: Trace.self), db)
            default: throw SessionError(.failed, "attachment of an unknown kind")
            }
        }
    }
}

extension Session {
    fileprivate init(row: Row) {
        self.init(
            id: ThreadID(rawValue: row["id"]),
            title: row["title"],
            createdAt: Date(seconds: row["created_at"]),
            updatedAt: Date(seconds: row["updated_at"])
        )
    }
}

extension Message {
    fileprivate init(row: Row) throws {
        let first: Int? = row["first_summarised"]
        let last: Int? = row["last_summarised"]
        self.init(
            id: MessageID(rawValue: row["id"]),
            session: ThreadID(rawValue: row["session"]),
            number: row["number"] ?? 0,
            role: try stored(row["role"]),
            text: row["text"],
            status: try stored(row["status"]),
            run: (row["run"] as String?).map(RunID.init(rawValue:)),
            answer: try (row["answer"] as Data?).map(Packed.unpack),
            isSummarised: row["is_summarised"],
            summarises: first.flatMap { first in last.map { first...$0 } },
            at: Date(seconds: row["at"])
        )
    }

    /// Gives it its number; a message that is there is left as it is.
    fileprivate func insert(_ db: Database) throws {
        try SessionError.refuseNUL(id.rawValue, session.rawValue, text, run?.rawValue)
        try db.run(
            """
            INSERT INTO messages (id, session, number, role, text, status, run, answer, first_summarised,
                last_summarised, at)
            VALUES (:id, :session,
                CASE WHEN :role <> 'summary'
                    THEN (SELECT coalesce(max(number), 0) + 1 FROM messages WHERE session = :session) END,
                :role, :text, :status, :run, :answer, :first, :last, :at)
            ON CONFLICT (id) DO NOTHING
            """,
            [
                "id": id.rawValue, "session": session.rawValue, "role": role.rawValue, "text": text,
                "status": status.rawValue, "run": run?.rawValue, "answer": answer.map(Packed.pack),
                "first": summarises?.lowerBound, "last": summarises?.upperBound, "at": at.seconds,
            ]
        )
    }
}
