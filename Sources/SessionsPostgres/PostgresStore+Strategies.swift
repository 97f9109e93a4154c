public import AgentGraph
public import Foundation
public import Sessions

extension PostgresStore {
    public func save(_ strategy: Strategy) async throws {
        try await write { tx in
            try tx.commit([
                Statement(
                    """
                    INSERT INTO barwise.strategies (id, name, description, conditions, results, created_at, updated_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT (user_id, id) DO UPDATE SET name = excluded.name, description = excluded.description,
                        conditions = excluded.conditions, results = excluded.results, updated_at = excluded.updated_at
                    """,
                    [
                        .text(strategy.id.rawValue), .text(strategy.name), .text(strategy.description),
                        .data(strategy.conditions), .data(strategy.results), .date(strategy.createdAt),
                        .date(strategy.updatedAt),
                    ]
                )
            ])
        }
    }

    public func strategies() async throws -> [Strategy] {
        try await read { tx in
            try tx.commit([Statement("SELECT * FROM barwise.strategies ORDER BY name")])[0].map { row in
                Strategy(
                    id: Identifier(rawValue: try row.text("id")),
                    name: try row.text("name"),
                    description: try row.text("description"),
                    conditions: try row.data("conditions"),
                    results: try row.optionalData("results"),
                    createdAt: try row.date("created_at"),
                    updatedAt: try row.date("updated_at")
                )
            }
        }
    }

    public func deleteStrategy(_ id: Identifier<Strategy>) async throws {
        try await write { tx in
            try tx.commit([Statement("DELETE FROM barwise.strategies WHERE id = $1", [.text(id.rawValue)])])
        }
    }

    public func cachedContext(key: String, model: String) async throws -> CachedContext? {
        try await pool.transaction(as: .worker, .read) { tx in
            try tx.commit([
                Statement(
                    "SELECT * FROM barwise.context_cache WHERE key = $1 AND model = $2",
                    [.text(key), .text(model)]
                )
            ])[0].first.map { row in
                CachedContext(
                    key: try row.text("key"),
                    model: try row.text("model"),
                    name: try row.optionalText("name"),
                    expiresAt: try row.date("expires_at"),
                    createdAt: try row.date("created_at")
                )
            }
        }
    }

    public func reserve(_ context: CachedContext, now: Date) async throws -> Bool {
        try await pool.transaction(as: .worker, .write) { tx in
            try tx.commit([
                Statement(
                    """
                    INSERT INTO barwise.context_cache AS cached (key, model, name, expires_at, created_at, reserved_by)
                    VALUES ($1, $2, $3, $4, $5, $7)
                    ON CONFLICT (key, model) DO UPDATE SET name = excluded.name, expires_at = excluded.expires_at,
                        created_at = excluded.created_at, reserved_by = excluded.reserved_by
                    WHERE cached.expires_at <= $6 OR cached.reserved_by = $7
                    """,
                    [
                        .text(context.key), .text(context.model), .text(context.name), .date(context.expiresAt),
                        .date(context.createdAt), .date(now), .uuid(tx.token),
                    ]
                )
            ])[0].changes == 1
        }
    }

    public func save(_ context: CachedContext) async throws {
        try await pool.transaction(as: .worker, .write) { tx in
            try tx.commit([
                Statement(
                    """
                    INSERT INTO barwise.context_cache (key, model, name, expires_at, created_at)
                    VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (key, model) DO UPDATE SET name = excluded.name, expires_at = excluded.expires_at
                    """,
                    [
                        .text(context.key), .text(context.model), .text(context.name), .date(context.expiresAt),
                        .date(context.createdAt),
                    ]
                )
            ])
        }
    }

    public func deleteCachedContext(key: String, model: String) async throws {
        try await pool.transaction(as: .worker, .write) { tx in
            try tx.commit([
                Statement(
                    "DELETE FROM barwise.context_cache WHERE key = $1 AND model = $2",
                    [.text(key), .text(model)]
                )
            ])
        }
    }
}
