internal import Sessions

extension Inspector {
    /// Ways in beside the program: the Data API, other roles, and views or functions that see with their owner's eyes.
    static func exposure(_ tx: Transaction) throws -> [Finding] {
        let rows = try tx.run([
            Statement(
                """
                SELECT coalesce(rolname::text, 'the database') AS role
                FROM pg_db_role_setting CROSS JOIN LATERAL unnest(setconfig) AS setting
                LEFT JOIN pg_roles ON oid = setrole
                WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                    AND setting LIKE 'pgrst.db_schemas=%' AND setting ~ '[=, "]barwise([, "]|$)'
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
                SELECT oid::regprocedure::text AS name FROM pg_proc
                WHERE pronamespace = to_regnamespace('barwise')
                    AND (prosecdef OR has_function_privilege('anon', oid, 'EXECUTE'))
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
            let name = try row.text("name")
            return bad(
                "view \(name)",
                "shows all users' rows to whom may read it",
                "DROP it, or ALTER VIEW \(name) SET (security_invoker = true)"
            )
        }
        findings += try rows[2].map { row in
            let name = try row.text("name")
            return bad(
                "function \(name)",
                "runs for others than users, or with its owner's rights",
                "REVOKE EXECUTE ON FUNCTION \(name) FROM PUBLIC, anon; DROP it where it is not ours"
            )
        }
        return findings.isEmpty ? [good("exposure", "no way in beside the program")] : findings
    }
}
