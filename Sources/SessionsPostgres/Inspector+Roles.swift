internal import Sessions

extension Inspector {
    private static let ours = ["anon", "authenticated", "barwise_worker", "barwise_server"]

    /// Those that the tables' rights and policies speak of, and what else they may become.
    static func roles(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([knownRoles, memberships, escapes, login])
        var findings: [Finding] = []
        let known = try rows[0].map {
            (
                name: try $0.text("name"), bypasses: try $0.bool("bypasses"), makes: try $0.bool("makes"),
                inherits: try $0.bool("inherits")
            )
        }
        for name in ours {
            guard let role = known.first(where: { $0.name == name }) else {
                let kind = name == "barwise_server" ? "LOGIN NOINHERIT" : "NOLOGIN NOINHERIT"
                findings.append(
                    bad("role \(name)", "is missing", "CREATE ROLE \(name) \(kind), then give it its rights")
                )
                continue
            }
            if role.bypasses {
                findings.append(
                    bad("role \(name)", "sees all rows", "ALTER ROLE \(name) NOSUPERUSER NOBYPASSRLS")
                )
            }
            if role.makes {
                findings.append(bad("role \(name)", "may make roles", "ALTER ROLE \(name) NOCREATEROLE"))
            }
            // A superuser inherits everything, which is said already.
            if role.inherits, !role.bypasses {
                findings.append(
                    bad(
                        "role \(name)",
                        "has users' rights before it became one",
                        "ALTER ROLE \(name) NOINHERIT; since version 16 REVOKE its roles and GRANT them again"
                    )
                )
            }
        }
        findings += try rows[1].map { row in
            let (member, role) = (try row.text("member"), try row.text("role"))
            return bad("role \(role)", "\(member) can become it", "REVOKE \(role) FROM \(member)")
        }
        findings += try rows[2].map { row in
            let (name, other) = (try row.text("name"), try row.text("other"))
            return bad("role \(name)", "can become \(other)", "REVOKE \(other) FROM \(name)")
        }
        if let row = rows[3].first { findings += try Self.login(row) }
        return findings.contains { !$0.isGood }
            ? findings : [good("roles", "authenticated, barwise_worker, barwise_server")] + findings
    }

    private static func login(_ row: Row) throws -> [Finding] {
        let name = try row.text("name")
        if try !row.bool("may_be_user") {
            return [bad("login \(name)", "cannot become authenticated", "GRANT authenticated TO \(name)")]
        }
        guard try row.bool("bypasses") else { return [] }
        return [
            Finding(
                isGood: true,
                subject: "login \(name)",
                detail: "sees all rows; good for migrations and checks",
                cure: "let the program log in as barwise_server"
            )
        ]
    }

    private static let knownRoles = Statement(
        """
        SELECT rolname::text AS name, rolsuper OR rolbypassrls AS bypasses, rolcreaterole AS makes,
            rolname = 'barwise_server' AND EXISTS (
                SELECT FROM pg_roles AS role WHERE role.rolname IN ('authenticated', 'barwise_worker')
                    AND pg_has_role(pg_roles.oid, role.oid, 'USAGE')
            ) AS inherits
        FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'barwise_worker', 'barwise_server')
        """
    )

    /// Who may become our own two roles.
    private static let memberships = Statement(
        """
        SELECT member::regrole::text AS member, roleid::regrole::text AS role FROM pg_auth_members
        WHERE roleid IN (
                SELECT oid FROM pg_roles WHERE rolname IN ('barwise_worker', 'barwise_server')
            ) AND member NOT IN (
                SELECT oid FROM pg_roles WHERE rolname = 'barwise_server' OR rolsuper OR rolcreaterole
            )
        ORDER BY 1, 2
        """
    )

    /// Roles that policies do not bind, or that own the tables, within reach of those that they must bind.
    private static let escapes = Statement(
        """
        SELECT role.rolname::text AS name, other.rolname::text AS other
        FROM pg_roles AS role JOIN pg_roles AS other ON other.oid <> role.oid
        WHERE role.rolname IN ('anon', 'authenticated', 'barwise_worker', 'barwise_server') AND NOT role.rolsuper
            AND pg_has_role(role.oid, other.oid, 'MEMBER')
            AND (other.rolsuper OR other.rolbypassrls OR role.rolname = 'anon' AND other.rolname = 'authenticated'
                OR other.oid IN (SELECT relowner FROM pg_class WHERE relnamespace = to_regnamespace('barwise')))
        ORDER BY 1, 2
        """
    )

    private static let login = Statement(
        """
        SELECT session_user::text AS name, rolsuper OR rolbypassrls AS bypasses,
            to_regrole('authenticated') IS NOT NULL
                AND pg_has_role(session_user, to_regrole('authenticated'), 'MEMBER') AS may_be_user
        FROM pg_roles WHERE rolname = session_user
        """
    )
}
