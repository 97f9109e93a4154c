internal import AgentGraph
internal import Foundation
internal import GRDB
package import LanguageModels
internal import Sessions

/// The ledger of models' calls: one user's, since the file is one user's.
extension SQLiteStore: UsageStore {
    package func reserve(_ call: CallRecord, within budget: UsageBudget) async throws -> Bool {
        try await write { db in
            // Begun as a writing transaction: nobody else reserves between the sums and the row.
            guard budget.allows(call, besides: try Self.used(besides: call, db)) else { return false }
            try Self.put(call, db)
            return true
        }
    }

    package func settle(_ call: CallRecord) async throws {
        try await write { db in try Self.put(call, db) }
    }

    package func calls(from first: String, through last: String) async throws -> [CallRecord] {
        try await read { db in
            try db.rows("SELECT * FROM model_calls WHERE day BETWEEN ? AND ? ORDER BY started_at, id", [first, last])
                .map(CallRecord.init(row:))
        }
    }

    private static func used(besides call: CallRecord, _ db: Database) throws -> UsageBudget.Used {
        let sums = try db.row(
            """
            SELECT coalesce(sum(microdollars), 0) AS all_microdollars,
                coalesce(sum(CASE WHEN user IS ?1 THEN microdollars END), 0) AS microdollars,
                coalesce(sum(CASE WHEN user IS ?1 THEN input + output + thinking END), 0) AS tokens
            FROM model_calls WHERE day = ?2 AND id <> ?3
            """,
            [call.user, call.day, call.id]
        )
        return UsageBudget.Used(
            tokensOfUser: sums?["tokens"] ?? 0,
            microdollarsOfUser: sums?["microdollars"] ?? 0,
            microdollarsOfAll: sums?["all_microdollars"] ?? 0
        )
    }

    private static func put(_ call: CallRecord, _ db: Database) throws {
        try SessionError.refuseNUL(call.id, call.day, call.user, call.model, call.agent, call.outcome)
        try db.run(
            """
            INSERT INTO model_calls (id, day, user, model, agent, operation, input, cached, output, thinking,
                microdollars, outcome, started_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET input = excluded.input, cached = excluded.cached,
                output = excluded.output, thinking = excluded.thinking, microdollars = excluded.microdollars,
                outcome = excluded.outcome
            """,
            [
                call.id, call.day, call.user, call.model, call.agent, call.operation.rawValue, call.usage.input,
                call.usage.cached, call.usage.output, call.usage.thinking, call.microdollars, call.outcome,
                call.startedAt.seconds,
            ]
        )
    }
}

extension CallRecord {
    fileprivate init(row: Row) throws {
        self.init(
            id: row["id"],
            day: row["day"],
            user: row["user"],
            model: row["model"],
            agent: row["agent"],
            operation: try stored(row["operation"]),
            usage: Usage(
                input: row["input"],
                cached: row["cached"],
                output: row["output"],
                thinking: row["thinking"]
            ),
            microdollars: row["microdollars"],
            outcome: row["outcome"],
            startedAt: Date(seconds: row["started_at"])
        )
    }
}
