internal import Sessions

/// What a role may do with a table, a column or the schema.
private struct Right: Hashable {
    /// `schema` or `table`.
    var kind: String
    /// With its schema.
    var name: String
    var column: String?
    var role: String
    var privilege: String

    /// What the migrations left: no less, and no more.
    static let due: Set<Right> = {
        var rights: Set<Right> = []
        func grant(_ privileges: [String], _ tables: [String], to role: String, columns: [String?] = [nil]) {
            for table in tables {
                for column in columns {
                    for privilege in privileges {
                        rights.insert(
                            Right(
                                kind: "table",
                                name: "barwise.\(table)",
                                column: column,
                                role: role,
                                privilege: privilege
                            )
                        )
                    }
                }
            }
        }
        let (user, worker) = ("authenticated", "barwise_worker")
        for role in [user, worker] {
            rights.insert(Right(kind: "schema", name: "barwise", role: role, privilege: "USAGE"))
            grant(["SELECT"], ["migrations"], to: role)
        }
        grant(["SELECT", "INSERT", "UPDATE", "DELETE"], ["context_cache"], to: worker)
        grant(["SELECT", "INSERT"], Schema.ledgerTables, to: worker)
        grant(["UPDATE"], Schema.ledgerTables, to: worker, columns: Schema.settledColumns)
        grant(["SELECT"], Schema.ledgerTables, to: user)
        grant(["SELECT", "INSERT"], Schema.userTables, to: user)
        grant(["DELETE"], ["sessions", "runs", "strategies", "journal"], to: user)
        for (table, columns) in Schema.changeableColumns { grant(["UPDATE"], [table], to: user, columns: columns) }
        return rights
    }()

    /// As GRANT and REVOKE have it.
    var text: String { privilege + (column.map { " (\($0))" } ?? "") }

    var place: String { kind == "schema" ? "SCHEMA \(name)" : name }

    var subject: String { "\(kind) \(name.split(separator: ".").last ?? "")" }
}

extension Inspector {
    /// Rights that go around policies, that nobody should have, or that the program lacks.
    static func rights(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([granted, owners])
        let found = Set(try rows[0].map(Right.init(row:)))
        let surplus = found.subtracting(Right.due).map {
            bad($0.subject, "\($0.role) has \($0.text)", "REVOKE \($0.text) ON \($0.place) FROM \($0.role)")
        }
        let lack = Right.due.subtracting(found).map {
            bad($0.subject, "\($0.role) lacks \($0.text)", "GRANT \($0.text) ON \($0.place) TO \($0.role)")
        }
        let owned = try rows[1].map { row in
            let (kind, name) = (try row.text("kind"), try row.text("name"))
            let owner = try row.text("role")
            return bad("\(kind) \(name)", "belongs to \(owner)", "ALTER \(kind.uppercased()) … OWNER TO who migrates")
        }
        let findings = (surplus + lack).sorted { ($0.subject, $0.detail) < ($1.subject, $1.detail) } + owned
        return findings.isEmpty ? [good("rights", "no more and no less than needed")] : findings
    }

    private static let granted = Statement(
        """
        SELECT kind, name, column_name, coalesce(rolname::text, 'PUBLIC') AS role, privilege_type AS privilege
        FROM (
            SELECT 'schema' AS kind, nspname::text AS name, NULL AS column_name, nspowner AS owner, nspacl AS acl
            FROM pg_namespace WHERE nspname = 'barwise'
            UNION ALL
            SELECT 'table', 'barwise.' || relname, NULL, relowner, relacl FROM pg_class
            WHERE relnamespace = to_regnamespace('barwise')
            UNION ALL
            SELECT 'table', 'barwise.' || relname, attname::text, relowner, attacl
            FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
            WHERE relnamespace = to_regnamespace('barwise') AND NOT attisdropped
        ) AS objects CROSS JOIN LATERAL aclexplode(acl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
        WHERE grantee <> owner
        """
    )

    /// An owner may drop every guard.
    private static let owners = Statement(
        """
        SELECT kind, name, rolname::text AS role FROM (
            SELECT 'schema' AS kind, nspname::text AS name, nspowner AS owner
            FROM pg_namespace WHERE nspname = 'barwise'
            UNION ALL
            SELECT 'table', relname::text, relowner FROM pg_class
            WHERE relnamespace = to_regnamespace('barwise') AND relkind IN ('r', 'p')
        ) AS objects JOIN pg_roles ON oid = owner
        WHERE rolname IN (
            'anon', 'authenticated', 'authenticator', 'service_role', 'barwise_worker', 'barwise_server'
        )
        ORDER BY 1, 2
        """
    )
}

extension Right {
    fileprivate init(row: Row) throws {
        kind = try row.text("kind")
        name = try row.text("name")
        column = try row.optionalText("column_name")
        role = try row.text("role")
        privilege = try row.text("privilege")
    }
}
