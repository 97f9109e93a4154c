internal import Sessions

/// Looks whether a database guards its users from each other as the migrations left it.
public struct Inspector: Sendable {
    public struct Finding: Hashable, Sendable {
        public var isGood: Bool
        /// What was looked at.
        public var subject: String
        public var detail: String
        /// What to do about it; nil where nothing is wrong.
        public var cure: String?
    }

    public let pool: PostgresPool

    public init(pool: PostgresPool) { self.pool = pool }

    /// What is wrong, and what was found right; in the order in which one would mend it. Changes nothing.
    /// - Throws: `SessionError` where the server is not reached.
    public func findings() async throws -> [Finding] {
        try await pool.transaction(as: .login, .read) { tx in
            // Without a path every name is written out, so that expressions can be compared as text.
            _ = try tx.run([Statement("SELECT set_config('search_path', '', true)")])
            let version = try Self.version(tx)
            guard version.allSatisfy(\.isGood) else { return version }
            return try version + Self.roles(tx) + Self.tables(tx) + Self.grants(tx) + Self.exposure(tx)
        }
    }

    static func good(_ subject: String, _ detail: String) -> Finding {
        Finding(isGood: true, subject: subject, detail: detail, cure: nil)
    }

    static func bad(_ subject: String, _ detail: String, _ cure: String) -> Finding {
        Finding(isGood: false, subject: subject, detail: detail, cure: cure)
    }

    private static func version(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([
            Statement(
                """
                SELECT current_setting('server_version') AS server,
                    current_setting('server_version_num')::bigint AS number, current_database()::text AS name,
                    to_regclass('barwise.migrations') IS NOT NULL AS is_there
                """
            )
        ])[0]
        guard let row = rows.first else { return [] }
        var findings = [good("server", "PostgreSQL \(try row.text("server")), database \(try row.text("name"))")]
        if try row.integer("number") < 150_000 {
            findings = [bad("server", "PostgreSQL \(try row.text("server"))", "use PostgreSQL 15 or later")]
        }
        guard try row.bool("is_there") else {
            return findings + [
                bad("tables", "there are none", "run barwise store migrate as a role that may create schemas")
            ]
        }
        let found =
            try tx.run([Statement("SELECT coalesce(max(version), 0) AS version FROM barwise.migrations")])[0]
            .first?.integer("version") ?? 0
        guard found == Schema.version else {
            let cure = found < Schema.version ? "run barwise store migrate" : "use a newer barwise"
            return findings + [bad("tables", "version \(found); this program knows \(Schema.version)", cure)]
        }
        return findings + [good("tables", "version \(found)")]
    }

    private static func roles(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([
            Statement(
                """
                SELECT rolname::text AS name, rolsuper OR rolbypassrls AS bypasses
                FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'barwise_worker', 'barwise_server')
                """
            ),
            Statement(
                """
                SELECT member::regrole::text AS member, roleid::regrole::text AS role FROM pg_auth_members
                WHERE roleid IN (
                        SELECT oid FROM pg_roles WHERE rolname IN ('barwise_worker', 'barwise_server')
                    ) AND member NOT IN (
                        SELECT oid FROM pg_roles WHERE rolname = 'barwise_server' OR rolsuper OR rolcreaterole
                    )
                """
            ),
            Statement(
                """
                SELECT session_user::text AS name, rolsuper OR rolbypassrls AS bypasses,
                    to_regrole('authenticated') IS NOT NULL
                        AND pg_has_role(session_user, to_regrole('authenticated'), 'MEMBER') AS may_be_user
                FROM pg_roles WHERE rolname = session_user
                """
            ),
        ])
        var findings: [Finding] = []
        let known = try rows[0].map { (name: try $0.text("name"), bypasses: try $0.bool("bypasses")) }
        for name in ["anon", "authenticated", "barwise_worker", "barwise_server"] {
            guard let role = known.first(where: { $0.name == name }) else {
                findings.append(
                    bad("role \(name)", "is missing", "CREATE ROLE \(name) NOINHERIT, or restore the dump's roles")
                )
                continue
            }
            if role.bypasses {
                findings.append(
                    bad("role \(name)", "sees all rows", "ALTER ROLE \(name) NOSUPERUSER NOBYPASSRLS")
                )
            }
        }
        findings += try rows[1].map { row in
            let (member, role) = (try row.text("member"), try row.text("role"))
            return bad("role \(role)", "\(member) can become it", "REVOKE \(role) FROM \(member)")
        }
        if let login = rows[2].first {
            let name = try login.text("name")
            if try !login.bool("may_be_user") {
                findings.append(bad("login \(name)", "cannot become authenticated", "GRANT authenticated TO \(name)"))
            }
            if try login.bool("bypasses") {
                findings.append(
                    Finding(
                        isGood: true,
                        subject: "login \(name)",
                        detail: "sees all rows; good for migrations and checks",
                        cure: "let the program log in as barwise_server"
                    )
                )
            }
        }
        return findings.contains { !$0.isGood }
            ? findings : [good("roles", "authenticated, barwise_worker, barwise_server")] + findings
    }
}
