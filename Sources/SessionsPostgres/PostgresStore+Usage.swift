internal import AgentGraph
internal import Foundation
package import LanguageModels
internal import Sessions

/// The ledger of models' calls. The program itself writes it, for users and for what is nobody's, since a budget of all
/// counts what no single user may see; a user reads what is theirs.
extension PostgresStore: UsageStore {
    package func reserve(_ call: CallRecord, within budget: UsageBudget) async throws -> Bool {
        let put = try Self.put(call)
        return try await pool.transaction(as: .worker, .write) { tx in
            // Whoever counts the same sums waits for the other's row: first the day's, then the user's.
            var locks: [Statement] = []
            if budget.microdollarsOfAll != nil { locks.append(Self.lock(call.day)) }
            if let user = call.user { locks.append(Self.lock("\(call.day) \(user)")) }
            let sums = try tx.run(locks + [try Self.used(besides: call)]).last?.first
            let used = UsageBudget.Used(
                tokensOfUser: try sums?.integer("tokens") ?? 0,
                microdollarsOfUser: try sums?.integer("microdollars") ?? 0,
                microdollarsOfAll: try sums?.integer("all_microdollars") ?? 0
            )
            guard budget.allows(call, besides: used) else {
                try tx.rollback()
                return false
            }
            try tx.commit([put])
            return true
        }
    }

    package func settle(_ call: CallRecord) async throws {
        let put = try Self.put(call)
        try await pool.transaction(as: .worker, .write) { tx in try tx.commit([put]) }
    }

    /// The user's own.
    package func calls(from first: String, through last: String) async throws -> [CallRecord] {
        try await read { tx in try Self.calls(from: first, through: last, tx) }
    }

    package func callsOfAll(from first: String, through last: String) async throws -> [CallRecord] {
        try await pool.transaction(as: .worker, .read) { tx in try Self.calls(from: first, through: last, tx) }
    }

    private static func calls(from first: String, through last: String, _ tx: Transaction) throws -> [CallRecord] {
        try tx.commit([
            Statement(
                "SELECT * FROM barwise.model_calls WHERE day BETWEEN $1 AND $2 ORDER BY started_at, id",
                [.text(first), .text(last)]
            )
        ])[0].map(CallRecord.init(row:))
    }

    /// Held to the end of the transaction; the first number tells our locks from others'.
    private static func lock(_ name: String) -> Statement {
        Statement("SELECT pg_advisory_xact_lock(27695962, hashtext($1))", [.text(name)])
    }

    private static func used(besides call: CallRecord) throws -> Statement {
        Statement(
            """
            SELECT coalesce(sum(microdollars), 0)::bigint AS all_microdollars,
                coalesce(sum(microdollars) FILTER (WHERE user_id = $1), 0)::bigint AS microdollars,
                coalesce(sum(input + output + thinking) FILTER (WHERE user_id = $1), 0)::bigint AS tokens
            FROM barwise.model_calls WHERE day = $2 AND id <> $3
            """,
            [.uuid(try user(of: call)), .text(call.day), .text(call.id)]
        )
    }

    private static func put(_ call: CallRecord) throws -> Statement {
        Statement(
            """
            INSERT INTO barwise.model_calls (id, user_id, day, model, agent, operation, input, cached, output, thinking,
                microdollars, outcome, started_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (id) DO UPDATE SET input = excluded.input, cached = excluded.cached,
                output = excluded.output, thinking = excluded.thinking, microdollars = excluded.microdollars,
                outcome = excluded.outcome
            """,
            [
                .text(call.id), .uuid(try user(of: call)), .text(call.day), .text(call.model), .text(call.agent),
                .text(call.operation.rawValue), .integer(call.usage.input), .integer(call.usage.cached),
                .integer(call.usage.output), .integer(call.usage.thinking), .integer(call.microdollars),
                .text(call.outcome), .date(call.startedAt),
            ]
        )
    }

    private static func user(of call: CallRecord) throws -> UUID? {
        try call.user.map { text in
            guard let user = UUID(uuidString: text) else {
                throw SessionError(.denied, "a call's user is not a UUID")
            }
            return user
        }
    }
}

extension CallRecord {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.text("id"),
            day: try row.text("day"),
            user: try row.optionalUUID("user_id")?.uuidString.lowercased(),
            model: try row.text("model"),
            agent: try row.text("agent"),
            operation: try row.member("operation"),
            usage: Usage(
                input: try row.integer("input"),
                cached: try row.integer("cached"),
                output: try row.integer("output"),
                thinking: try row.integer("thinking")
            ),
            microdollars: try row.optionalInteger("microdollars"),
            outcome: try row.optionalText("outcome"),
            startedAt: try row.date("started_at")
        )
    }
}
