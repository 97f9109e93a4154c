public import AgentGraph
public import Foundation
internal import GRDB
public import Sessions

extension SQLiteStore {
    public func save(_ strategy: Strategy) async throws {
        try SessionError.refuseNUL(strategy.id.rawValue, strategy.name, strategy.description)
        try await write { db in
            try db.run(
                """
                INSERT INTO strategies (id, name, description, conditions, results, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
                    conditions = excluded.conditions, results = excluded.results, updated_at = excluded.updated_at
                """,
                [
                    strategy.id.rawValue, strategy.name, strategy.description, strategy.conditions, strategy.results,
                    strategy.createdAt.seconds, strategy.updatedAt.seconds,
                ]
            )
        }
    }

    public func strategies() async throws -> [Strategy] {
        try await read { db in
            try db.rows("SELECT * FROM strategies ORDER BY name", []).map { row in
                Strategy(
                    id: Identifier(rawValue: row["id"]),
                    name: row["name"],
                    description: row["description"],
                    conditions: row["conditions"],
                    results: row["results"],
                    createdAt: Date(seconds: row["created_at"]),
                    updatedAt: Date(seconds: row["updated_at"])
                )
            }
        }
    }

    public func deleteStrategy(_ id: Identifier<Strategy>) async throws {
        try await write { db in
            try db.run("DELETE FROM strategies WHERE id = ?", [id.rawValue])
        }
    }

    public func cachedContext(key: String, model: String) async throws -> CachedContext? {
        try await read { db in
            try db.row(
                "SELECT * FROM context_cache WHERE key = ? AND model = ?",
                [key, model]
            )
            .map { row in
                CachedContext(
                    key: row["key"],
                    model: row["model"],
                    name: row["name"],
                    expiresAt: Date(seconds: row["expires_at"]),
                    createdAt: Date(seconds: row["created_at"])
                )
            }
        }
    }

    public func reserve(_ context: CachedContext, now: Date) async throws -> Bool {
        try SessionError.refuseNUL(context.key, context.model, context.name)
        return try await write { db in
            try db.run(
                """
                INSERT INTO context_cache (key, model, name, expires_at, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (key, model) DO UPDATE SET name = excluded.name, expires_at = excluded.expires_at,
                    created_at = excluded.created_at
                WHERE expires_at <= ?
                """,
                [
                    context.key, context.model, context.name, context.expiresAt.seconds, context.createdAt.seconds,
                    now.seconds,
                ]
            )
            return db.changesCount == 1
        }
    }

    public func save(_ context: CachedContext) async throws {
        try SessionError.refuseNUL(context.key, context.model, context.name)
        try await write { db in
            try db.run(
                """
                INSERT INTO context_cache (key, model, name, expires_at, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (key, model) DO UPDATE SET name = excluded.name, expires_at = excluded.expires_at
                """,
                [
                    context.key, context.model, context.name, context.expiresAt.seconds, context.createdAt.seconds,
                ]
            )
        }
    }

    public func deleteCachedContext(key: String, model: String) async throws {
        try await write { db in
            try db.run("DELETE FROM context_cache WHERE key = ? AND model = ?", [key, model])
        }
    }
}
