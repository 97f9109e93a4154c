internal import Sessions

extension Inspector {
    /// Rights that go around policies, or that nobody should have.
    static func grants(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([
            Statement(
                """
                SELECT relname::text AS name, coalesce(rolname::text, 'PUBLIC') AS role, privilege_type AS privilege
                FROM pg_class CROSS JOIN LATERAL aclexplode(relacl) AS acl LEFT JOIN pg_roles ON pg_roles.oid = grantee
                WHERE relnamespace = to_regnamespace('barwise') AND relkind IN ('r', 'p', 'v', 'm') AND grantee <> relowner
                    AND (coalesce(rolname, 'public') NOT IN ('authenticated', 'barwise_worker')
                        OR privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
                        OR privilege_type = 'UPDATE' AND rolname = 'authenticated'
                        OR relname = 'context_cache' AND rolname = 'authenticated')
                ORDER BY 1, 2, 3
                """
            ),
            Statement(
                """
                SELECT relname::text AS name, attname::text AS column_name
                FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
                WHERE relnamespace = to_regnamespace('barwise') AND relkind = 'r'
                    AND attname IN ('user_id', 'id', 'session', 'run', 'role', 'text', 'state', 'trace', 'events')
                    AND has_column_privilege('authenticated', pg_class.oid, attnum, 'UPDATE')
                ORDER BY 1, 2
                """
            ),
        ])
        var findings = try rows[0].map { row in
            let (name, role) = (try row.text("name"), try row.text("role"))
            let privilege = try row.text("privilege")
            return bad(
                "table \(name)",
                "\(role) has \(privilege)",
                "REVOKE \(privilege) ON barwise.\(name) FROM \(role)"
            )
        }
        findings += try rows[1].map { row in
            let (name, column) = (try row.text("name"), try row.text("column_name"))
            return bad(
                "table \(name)",
                "users can change \(column)",
                "REVOKE UPDATE (\(column)), UPDATE ON barwise.\(name) FROM authenticated"
            )
        }
        return findings.isEmpty ? [good("rights", "no more than needed")] : findings
    }

    /// Ways in beside the program: the Data API, other roles, and views or functions that see with their owner's eyes.
    static func exposure(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([
            Statement(
                """
                SELECT coalesce(setrole::regrole::text, 'all') AS role FROM pg_db_role_setting, unnest(setconfig) AS setting
                WHERE setting LIKE 'pgrst.db_schemas=%' AND setting ~ '[=, "]barwise([, "]|$)'
                """
            ),
            Statement(
                """
                SELECT coalesce(rolname::text, 'PUBLIC') AS role
                FROM pg_namespace CROSS JOIN LATERAL aclexplode(nspacl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
                WHERE nspname = 'barwise' AND grantee <> nspowner
                    AND coalesce(rolname, 'public') NOT IN ('authenticated', 'barwise_worker')
                """
            ),
            Statement(
                """
                SELECT DISTINCT view.oid::regclass::text AS name FROM pg_class AS view
                JOIN pg_rewrite ON ev_class = view.oid
                JOIN pg_depend ON pg_depend.objid = pg_rewrite.oid AND refclassid = 'pg_class'::regclass
                JOIN pg_class AS seen ON seen.oid = refobjid
                WHERE seen.relnamespace = to_regnamespace('barwise') AND view.oid <> seen.oid
                    AND NOT coalesce(view.reloptions @> '{security_invoker=true}', false)
                """
            ),
            Statement(
                """
                SELECT pg_proc.oid::regprocedure::text AS name FROM pg_proc
                WHERE pronamespace = to_regnamespace('barwise') AND (prosecdef OR has_function_privilege('anon', oid, 'EXECUTE'))
                """
            ),
        ])
        var findings = try rows[0].map { row in
            bad(
                "Data API",
                "the schema barwise is exposed (settings of \(try row.text("role")))",
                "take barwise out of the API's exposed schemas"
            )
        }
        findings += try rows[1].map { row in
            let role = try row.text("role")
            return bad("schema barwise", "\(role) may use it", "REVOKE ALL ON SCHEMA barwise FROM \(role)")
        }
        findings += try rows[2].map { row in
            let name = try row.text("name")
            return bad(
                "view \(name)",
                "shows all users' rows to whom may read it",
                "DROP it, or ALTER VIEW \(name) SET (security_invoker = true)"
            )
        }
        findings += try rows[3].map { row in
            let name = try row.text("name")
            return bad(
                "function \(name)",
                "runs for others than users, or with its owner's rights",
                "DROP FUNCTION \(name)"
            )
        }
        return findings.isEmpty ? [good("exposure", "no way in beside the program")] : findings
    }
}
