internal import Foundation
internal import Sessions

extension Inspector {
    static func server(_ tx: Transaction) throws -> [Finding] {
        // By the catalogue: who logs in may not look into the schema.
        let rows = try tx.run([
            Statement(
                """
                SELECT current_setting('server_version') AS server,
                    current_setting('server_version_num')::bigint AS number, current_database()::text AS name,
                    EXISTS (
                        SELECT FROM pg_class
                        WHERE relnamespace = to_regnamespace('barwise') AND relname = 'migrations'
                    ) AS is_there
                """
            )
        ])[0]
        guard let row = rows.first else { return [] }
        let server = "PostgreSQL \(try row.text("server"))"
        let isKnown = try row.integer("number") >= 150_000
        let finding =
            try isKnown
            ? good("server", "\(server), database \(row.text("name"))")
            : bad("server", server, "use PostgreSQL 15 or later")
        guard try !row.bool("is_there") else { return [finding] }
        return [
            finding, bad("tables", "there are none", "run barwise store migrate as a role that may create schemas"),
        ]
    }

    static func version(_ tx: Transaction) throws -> [Finding] {
        let rows = try asUser(
            tx,
            Statement("SELECT coalesce(max(version), 0) AS version FROM barwise.migrations")
        )
        let found = try rows.first?.integer("version") ?? 0
        guard found == Schema.version else {
            let cure = found < Schema.version ? "run barwise store migrate" : "use a newer barwise"
            return [bad("tables", "version \(found); this program knows \(Schema.version)", cure)]
        }
        return [good("tables", "version \(found)")]
    }

    /// Every policy asks `auth.uid()` whose a row is: it must tell the transaction's user, and nobody without one.
    static func claims(_ tx: Transaction) throws -> [Finding] {
        let user = UUID().uuidString.lowercased()
        let asked = Statement("SELECT auth.uid() IS NOT DISTINCT FROM nullif($1, '')::uuid AS is_true", [.text(user)])
        let nobody = Statement(asked.sql, [.text("")])
        let isTold = try asUser(tx, claims: #"{"sub":"\#(user)"}"#, asked).first?.bool("is_true") ?? false
        let isNobody = try asUser(tx, nobody).first?.bool("is_true") ?? false
        guard isTold, isNobody else {
            return [
                bad("function auth.uid()", "does not tell the user of the claims", "restore it as Supabase defines it")
            ]
        }
        return []
    }

    /// What one user of the program would see.
    private static func asUser(_ tx: Transaction, claims: String = "", _ statement: Statement) throws -> Rows {
        let enter = "SELECT set_config('role', $1, true), set_config('request.jwt.claims', $2, true)"
        return try tx.run([
            Statement(enter, [.text("authenticated"), .text(claims)]), statement,
            Statement(enter, [.text("none"), .text("")]),
        ])[1]
    }
}
