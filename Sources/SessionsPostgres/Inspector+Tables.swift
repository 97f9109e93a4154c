internal import Sessions

extension Inspector {
    /// Row-level security and its policies, table by table.
    static func tables(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([
            Statement(
                """
                SELECT relname::text AS name, relrowsecurity AS is_enabled, relforcerowsecurity AS is_forced
                FROM pg_class WHERE relnamespace = to_regnamespace('barwise') AND relkind IN ('r', 'p') ORDER BY relname
                """
            ),
            Statement(
                """
                SELECT polrelid::regclass::text AS name, polname::text AS policy, polpermissive AS is_permissive,
                    polcmd::text AS command, pg_get_expr(polqual, polrelid) AS shown,
                    pg_get_expr(polwithcheck, polrelid) AS written,
                    (SELECT string_agg(coalesce(rolname, 'public'), ',') FROM unnest(polroles) AS role
                        LEFT JOIN pg_roles ON pg_roles.oid = role) AS roles
                FROM pg_policy
                WHERE polrelid IN (SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('barwise'))
                """
            ),
        ])
        let policies = try rows[1].map(Policy.init(row:))
        let found = try rows[0].map {
            (name: try $0.text("name"), isGuarded: try $0.bool("is_enabled") && $0.bool("is_forced"))
        }
        var findings: [Finding] = []
        for name in Schema.allTables {
            guard let table = found.first(where: { $0.name == name }) else {
                findings.append(bad("table \(name)", "is missing", "restore it from a backup"))
                continue
            }
            let own = policies.filter { $0.table == "barwise.\(name)" }
            let faults = faults(of: name, isGuarded: table.isGuarded, own)
            findings +=
                faults.isEmpty ? [good("table \(name)", "row-level security forced, \(own.count) policies")] : faults
        }
        for table in found where !Schema.allTables.contains(table.name) && !table.isGuarded {
            findings.append(
                bad(
                    "table \(table.name)",
                    "is not ours and has no row-level security",
                    "DROP TABLE barwise.\(table.name), or move it to another schema"
                )
            )
        }
        return findings
    }

    private static func faults(of table: String, isGuarded: Bool, _ policies: [Policy]) -> [Finding] {
        let subject = "table \(table)"
        var findings: [Finding] = []
        if !isGuarded {
            findings.append(
                bad(
                    subject,
                    "row-level security is not forced",
                    "ALTER TABLE barwise.\(table) ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
                )
            )
        }
        let expected = Policy.expected(table)
        for policy in expected where !policies.contains(where: { $0.holds(policy) }) {
            findings.append(
                bad(subject, "the policy \(policy.name) is missing or another", "run \(policy.creation)")
            )
        }
        for policy in policies where policy.isPermissive && !expected.contains(where: { policy.name == $0.name }) {
            findings.append(
                bad(subject, "the policy \(policy.name) lets more in", "DROP POLICY \(policy.name) ON barwise.\(table)")
            )
        }
        return findings
    }
}

/// One policy, as the catalogue tells it.
struct Policy: Hashable {
    var table: String
    var name: String
    var isPermissive: Bool
    /// `*` for every command, `r` for SELECT.
    var command: String
    /// nil: anybody; the migrator's name is not known beforehand.
    var role: String?
    var shown: String?
    var written: String?

    init(row: Row) throws {
        table = try row.text("name")
        name = try row.text("policy")
        isPermissive = try row.bool("is_permissive")
        command = try row.text("command")
        role = try row.optionalText("roles")
        shown = try row.optionalText("shown")
        written = try row.optionalText("written")
    }

    init(
        _ table: String,
        _ name: String,
        isPermissive: Bool = true,
        command: String = "*",
        role: String?,
        _ test: String,
        isChecked: Bool = true
    ) {
        self.table = "barwise.\(table)"
        self.name = name
        self.isPermissive = isPermissive
        self.command = command
        self.role = role
        shown = test
        written = isChecked ? test : nil
    }

    func holds(_ expected: Policy) -> Bool {
        var found = self
        if expected.role == nil { found.role = nil }
        return found == expected
    }

    var creation: String {
        let kind = isPermissive ? "" : " AS RESTRICTIVE"
        let check = written.map { " WITH CHECK (\($0))" } ?? ""
        let verb = command == "*" ? "ALL" : "SELECT"
        return "DROP POLICY IF EXISTS \(name) ON \(table); CREATE POLICY \(name) ON \(table)\(kind) FOR \(verb) "
            + "TO \(role ?? "CURRENT_USER") USING (\(shown ?? "true"))\(check)"
    }

    static func expected(_ table: String) -> [Policy] {
        if Schema.userTables.contains(table) { return [ownRows(table), notTheDataAPI(table)] }
        let worker = Policy(table, "worker", role: "barwise_worker", "true")
        if Schema.ledgerTables.contains(table) {
            return [ownRows(table, command: "r", isChecked: false), notTheDataAPI(table), worker]
        }
        guard table == "migrations" else { return [worker] }
        return [
            Policy(table, "everybody", command: "r", role: "authenticated,barwise_worker", "true", isChecked: false),
            Policy(table, "migrator", role: nil, "true"),
        ]
    }

    private static func ownRows(_ table: String, command: String = "*", isChecked: Bool = true) -> Policy {
        let test = "(user_id = ( SELECT auth.uid() AS uid))"
        return Policy(table, "own_rows", command: command, role: "authenticated", test, isChecked: isChecked)
    }

    private static func notTheDataAPI(_ table: String) -> Policy {
        Policy(
            table,
            "not_the_data_api",
            isPermissive: false,
            role: "authenticated",
            "(( SELECT SESSION_USER AS \"session_user\") <> 'authenticator'::name)"
        )
    }
}
