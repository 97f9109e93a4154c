internal import Sessions

/// Brings a database's tables up to date, as a role that may create schemas and roles.
public struct Migrator: Sendable {
    public let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// One transaction, one migrator at a time.
    /// - Returns: the names of what was done; empty where nothing was due.
    /// - Throws: `SessionError.schema` for tables of a newer program, which are left as they are.
    public func migrate() async throws -> [String] {
        try await pool.transaction(as: .login, .write) { tx in
            // "barwise" as a number; held to the end of the transaction.
            let rows = try tx.run([
                Statement("SELECT pg_advisory_xact_lock(27695962236610405)"),
                Statement("SELECT to_regclass('barwise.migrations') IS NOT NULL AS is_there"),
            ])
            var done = 0
            if try rows[1].first?.bool("is_there") == true {
                done =
                    try tx.run([Statement("SELECT coalesce(max(version), 0) AS version FROM barwise.migrations")])[0]
                    .first?.integer("version") ?? 0
            } else {
                try tx.script(Schema.authentication + Self.beginning)
            }
            guard done <= Schema.version else {
                throw SessionError(
                    .schema,
                    "the tables are of version \(done), this program knows \(Schema.version): a newer barwise is needed"
                )
            }
            let due = Schema.migrations.filter { $0.version > done }
            for migration in due {
                try tx.script(migration.sql)
                _ = try tx.run([
                    Statement(
                        "INSERT INTO barwise.migrations (version, name, at) VALUES ($1, $2, now())",
                        [.integer(migration.version), .text(migration.name)]
                    )
                ])
            }
            return due.map(\.name)
        }
    }

    private static let beginning = """
        CREATE SCHEMA IF NOT EXISTS barwise;
        CREATE TABLE barwise.migrations (
            version bigint PRIMARY KEY,
            name text NOT NULL,
            at timestamptz NOT NULL
        );

        """
}
