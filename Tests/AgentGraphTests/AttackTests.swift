import Foundation
import Testing

@testable import SessionsPostgres

/// Two users in one database: bob tries to see and change what is alice's. Every attack in the table is stopped, and
/// those that policies stop succeed where there are none: the table would notice.
@Suite(.enabled(if: TestServer.isNamed))
struct AttackTests {
    @Test func `no attack succeeds, and each ends as it must`() async throws {
        let field = try Battlefield(url: try await TestServer.database())
        for attack in Attack.all {
            let (outcome, isHarmful) = try field.play(attack)
            #expect(outcome == attack.outcome, "\(attack.name)")
            #expect(!isHarmful, "\(attack.name)")
        }
        #expect(Attack.all.count > 60)
    }

    @Test func `without policies just those attacks succeed that policies stop`() async throws {
        let url = try await TestServer.database()
        for table in Schema.userTables + Schema.ledgerTables {
            try await TestServer.script(
                """
                DROP POLICY own_rows ON barwise.\(table);
                DROP POLICY not_the_data_api ON barwise.\(table);
                ALTER TABLE barwise.\(table) DISABLE ROW LEVEL SECURITY;
                """,
                at: url
            )
        }
        let field = try Battlefield(url: url)
        for attack in Attack.all {
            #expect(try field.play(attack).isHarmful == attack.isStoppedByPolicies, "\(attack.name)")
        }
        #expect(Attack.all.count(where: \.isStoppedByPolicies) > 35)
    }

    @Test func `an error tells nothing of what others have`() async throws {
        let field = try Battlefield(url: try await TestServer.database())
        let speak = { (session: String) in
            Attack(
                session,
                .bob,
                """
                INSERT INTO barwise.messages (id, session, number, role, text, status, at)
                VALUES ('x', '\(session)', 1, 'user', '', 'complete', now())
                """,
                gives: .refused("23503"),
                byPolicies: false
            )
        }
        #expect(try field.play(speak("canary-s1")).outcome == field.play(speak("nowhere")).outcome)
        // An id that alice uses is as free as any other.
        let same = Attack(
            "same id",
            .bob,
            "INSERT INTO barwise.sessions (id, created_at, updated_at) VALUES ('canary-s1', now(), now())",
            gives: .nothing,
            byPolicies: false
        )
        #expect(try field.play(same).outcome == nil)
    }
}

/// A database with alice's and bob's rows, put back before every attack.
struct Battlefield {
    let url: String
    private let referee: Connection

    init(url: String) throws {
        self.url = url
        referee = try TestServer.connect(url)
    }

    /// - Returns: how it ended, nil where rows were seen or touched; and whether anything of alice's was seen, or
    ///   anything at all was changed.
    func play(_ attack: Attack) throws -> (outcome: Attack.Outcome?, isHarmful: Bool) {
        try referee.script(Self.rows)
        let before = try state()
        let connection = try TestServer.connect(TestServer.address(url, as: attack.attacker.login))
        if !attack.attacker.before.isEmpty { _ = try connection.run(attack.attacker.before) }
        var outcome: Attack.Outcome?
        var hasLeaked = false
        do {
            let opening = attack.attacker.opening
            let rows = try connection.run(opening + attack.sql.map { Statement($0) }).dropFirst(opening.count)
            _ = try connection.run([Statement("COMMIT")])
            let last = rows.last ?? Rows()
            if last.values.isEmpty, last.changes == 0 { outcome = .nothing }
            hasLeaked = last.values.contains { row in
                row.contains { $0.map { String(decoding: $0, as: UTF8.self).contains("canary") } ?? false }
            }
        } catch {
            outcome = .refused(error.sqlstate ?? "lost")
        }
        return (outcome, try hasLeaked || state() != before)
    }

    /// Everything in the schema, as one text, and who owns what.
    private func state() throws -> [String] {
        let tables = Schema.allTables.map { table in
            Statement(
                "SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '') AS all FROM barwise.\(table) AS t"
            )
        }
        let objects = Statement(
            """
            SELECT string_agg(x, ';' ORDER BY x) AS all FROM (
                SELECT relname || relrowsecurity || relforcerowsecurity AS x FROM pg_class
                WHERE relnamespace = 'barwise'::regnamespace
                UNION ALL SELECT polname || polrelid FROM pg_policy
                UNION ALL SELECT proname || md5(prosrc) FROM pg_proc
                WHERE pronamespace IN ('barwise'::regnamespace, 'auth'::regnamespace, 'public'::regnamespace)
            ) AS objects
            """
        )
        return try referee.run(tables + [objects]).map { try $0.first?.text("all") ?? "" }
    }

    private static let rows = """
        TRUNCATE barwise.sessions, barwise.strategies, barwise.context_cache,
            barwise.model_calls CASCADE;
        INSERT INTO barwise.sessions (user_id, id, title, created_at, updated_at)
        SELECT '\(Attack.alice)'::uuid, 'canary-s' || n, 'canary', now(), now() FROM generate_series(1, 5) AS n;
        INSERT INTO barwise.sessions (user_id, id, created_at, updated_at) VALUES ('\(Attack.bob)', 'b1', now(), now());
        INSERT INTO barwise.runs (user_id, id, session, number, key, fingerprint, graph_version, schema, status, adopts,
            fence, spending, created_at, updated_at)
        VALUES ('\(Attack.alice)', 'canary-r1', 'canary-s1', 1, 'k', 'f', 1, 1, 'waiting', true, 1, '{}', now(), now());
        INSERT INTO barwise.checkpoints (user_id, run, step, is_snapshot, state, at)
        VALUES ('\(Attack.alice)', 'canary-r1', 0, true, 'canary', now());
        INSERT INTO barwise.questions (user_id, id, run, step, place, question)
        VALUES ('\(Attack.alice)', 'canary-q', 'canary-r1', 1, 0, 'canary');
        INSERT INTO barwise.journal (user_id, run, name, step, result)
        VALUES ('\(Attack.alice)', 'canary-r1', 'part', 1, 'canary');
        INSERT INTO barwise.events (user_id, run, last_number, events)
        VALUES ('\(Attack.alice)', 'canary-r1', 1, 'canary');
        INSERT INTO barwise.messages (user_id, id, session, number, role, text, status, at) VALUES
            ('\(Attack.alice)', 'canary-m1', 'canary-s1', 1, 'user', 'canary', 'complete', now()),
            ('\(Attack.bob)', 'm1', 'b1', 1, 'user', 'mine', 'complete', now());
        INSERT INTO barwise.traces (user_id, id, session, run, step, trace)
        VALUES ('\(Attack.alice)', 'canary-t', 'canary-s1', 'canary-r1', 1, 'canary');
        INSERT INTO barwise.strategies (user_id, id, name, description, conditions, created_at, updated_at)
        VALUES ('\(Attack.alice)', 'canary-st', 'gap', '', 'canary', now(), now());
        INSERT INTO barwise.context_cache (key, model, name, expires_at, created_at)
        VALUES ('k', 'm', 'canary', now(), now());
        INSERT INTO barwise.model_calls (id, user_id, day, model, agent, operation, input, cached, output, thinking,
            microdollars, started_at)
        VALUES ('canary-c1', '\(Attack.alice)', '2026-11-21', 'canary', 'understander', 'answer', 1, 0, 1, 0, 1, now()),
            ('canary-c2', NULL, '2026-11-21', 'canary', 'cache', 'cache_create', 1, 0, 1, 0, 1, now()),
            ('c3', '\(Attack.bob)', '2026-11-21', 'mine', 'understander', 'answer', 1, 0, 1, 0, 1, now());
        ANALYZE barwise.sessions;
        """
}
