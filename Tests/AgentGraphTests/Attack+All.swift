import Foundation

extension Attack {
    static let alice = UUID()
    static let bob = UUID()
    static let bobsClaims = #"{"sub":"\#(bob.uuidString)","role":"authenticated"}"#

    static let all = reading + writing + moving + aroundTables + aroundRoles + aroundClaims + aroundConnections

    private static let a = "'\(alice.uuidString)'"
    private static let b = "'\(bob.uuidString)'"

    private static let reading =
        [
            "sessions", "messages", "traces", "strategies", "runs", "checkpoints", "questions", "events", "journal",
        ].map { table in
            Attack(
                "read \(table)",
                .bob,
                "SELECT * FROM barwise.\(table) WHERE user_id = \(a)",
                gives: .nothing,
                byPolicies: true
            )
        } + [
            Attack(
                "read whatever there is",
                .bob,
                "SELECT * FROM barwise.messages WHERE session <> 'b1'",
                gives: .nothing,
                byPolicies: true
            ),
            Attack(
                "lock rows",
                .bob,
                "SELECT * FROM barwise.runs WHERE user_id = \(a) FOR UPDATE",
                gives: .nothing,
                byPolicies: true
            ),
            Attack(
                "read through a view of one's own",
                .bob,
                "CREATE TEMP VIEW mine AS SELECT * FROM barwise.messages WHERE user_id = \(a)",
                "SELECT * FROM pg_temp.mine",
                gives: .nothing,
                byPolicies: true
            ),
            Attack(
                "a cheap function that looks at rows before the policy does",
                .bob,
                "CREATE TEMP TABLE seen (text text)",
                """
                CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
                BEGIN INSERT INTO pg_temp.seen VALUES ($1); RETURN true; END $$
                """,
                "SELECT FROM barwise.messages WHERE pg_temp.leak(text) AND session <> 'b1'",
                "SELECT * FROM pg_temp.seen WHERE text <> 'mine'",
                gives: .nothing,
                byPolicies: true
            ),
            Attack(
                "read the planner's statistics",
                .bob,
                "SELECT most_common_vals::text FROM pg_stats WHERE schemaname = 'barwise' AND attname = 'title'",
                gives: .nothing,
                byPolicies: true
            ),
            Attack(
                "switch row security off",
                .bob,
                "SET LOCAL row_security = off",
                "SELECT * FROM barwise.messages WHERE user_id = \(a)",
                gives: .refused("42501"),
                byPolicies: true
            ),
            Attack(
                "read the shared cache",
                .bob,
                "SELECT * FROM barwise.context_cache",
                gives: .refused("42501"),
                byPolicies: false
            ),
            Attack(
                "read what others' and nobody's calls of models cost",
                .bob,
                "SELECT * FROM barwise.model_calls WHERE user_id IS DISTINCT FROM auth.uid()",
                gives: .nothing,
                byPolicies: true
            ),
            Attack(
                "read the calls of models by the Data API",
                .bobByAPI,
                "SELECT * FROM barwise.model_calls",
                gives: .nothing,
                byPolicies: true
            ),
            Attack(
                "copy rows into a file",
                .bob,
                "COPY barwise.messages TO '/tmp/barwise-attack'",
                gives: .refused("42501"),
                byPolicies: false
            ),
            Attack(
                "copy rows to a program",
                .bob,
                "COPY barwise.messages TO PROGRAM 'cat'",
                gives: .refused("42501"),
                byPolicies: false
            ),
            Attack(
                "read a file of the server",
                .bob,
                "SELECT pg_read_file('PG_VERSION')",
                gives: .refused("42501"),
                byPolicies: false
            ),
            Attack(
                "read passwords",
                .bob,
                "SELECT rolpassword FROM pg_catalog.pg_authid",
                gives: .refused("42501"),
                byPolicies: false
            ),
        ]

    private static let writing = [
        Attack(
            "rename a session",
            .bob,
            "UPDATE barwise.sessions SET title = 'bob' WHERE user_id = \(a)",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "change a strategy",
            .bob,
            "UPDATE barwise.strategies SET conditions = '' WHERE user_id = \(a)",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "merge into a strategy",
            .bob,
            """
            MERGE INTO barwise.strategies AS s USING (SELECT \(a)::uuid AS u) AS x ON s.user_id = x.u WHEN
            MATCHED THEN UPDATE SET description = 'bob'
            """,
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "answer a question",
            .bob,
            "UPDATE barwise.questions SET answer = '1' WHERE user_id = \(a)",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "take over a run",
            .bob,
            "UPDATE barwise.runs SET fence = fence + 1, owner = 'bob' WHERE user_id = \(a)",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "mark messages as summarised",
            .bob,
            "UPDATE barwise.messages SET is_summarised = true WHERE user_id = \(a)",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "delete sessions",
            .bob,
            "DELETE FROM barwise.sessions WHERE user_id = \(a)",
            gives: .nothing,
            byPolicies: true
        ),
        Attack("delete runs", .bob, "DELETE FROM barwise.runs WHERE user_id = \(a)", gives: .nothing, byPolicies: true),
        Attack(
            "make a session for her",
            .bob,
            "INSERT INTO barwise.sessions (user_id, id, created_at, updated_at) VALUES (\(a), 'x', now(), now())",
            gives: .refused("42501"),
            byPolicies: true
        ),
        Attack(
            "speak in her session",
            .bob,
            """
            INSERT INTO barwise.messages (user_id, id, session, number, role, text, status, at) VALUES
            (\(a), 'x', 'canary-s1', 9, 'assistant', 'forged', 'complete', now())
            """,
            gives: .refused("42501"),
            byPolicies: true
        ),
        Attack(
            "forge a summary in her session",
            .bob,
            """
            INSERT INTO barwise.messages (user_id, id, session, role, text, status, first_summarised,
            last_summarised, at) VALUES (\(a), 'x', 'canary-s1', 'summary', 'forged', 'complete', 1, 10,
            now())
            """,
            gives: .refused("42501"),
            byPolicies: true
        ),
        Attack(
            "forge a system message in her session",
            .bob,
            """
            INSERT INTO barwise.messages (user_id, id, session, number, role, text, status, at) VALUES
            (\(a), 'x', 'canary-s1', 9, 'system', 'forged', 'complete', now())
            """,
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "hang one's own message onto her session",
            .bob,
            """
            INSERT INTO barwise.messages (id, session, number, role, text, status, at) VALUES ('x',
            'canary-s1', 9, 'user', 'forged', 'complete', now())
            """,
            gives: .refused("23503"),
            byPolicies: false
        ),
        Attack(
            "plant a trace",
            .bob,
            """
            INSERT INTO barwise.traces (user_id, id, session, run, step, trace) VALUES (\(a), 'x',
            'canary-s1', 'r', 1, '')
            """,
            gives: .refused("42501"),
            byPolicies: true
        ),
        Attack(
            "plant a checkpoint",
            .bob,
            """
            INSERT INTO barwise.checkpoints (user_id, run, step, is_snapshot, state, at) VALUES (\(a),
            'canary-r1', 9, true, '{}', now())
            """,
            gives: .refused("42501"),
            byPolicies: true
        ),
        Attack(
            "overwrite a strategy by its key",
            .bob,
            """
            INSERT INTO barwise.strategies (user_id, id, name, description, conditions, created_at,
            updated_at) VALUES (\(a), 'canary-st', 'n', '', '', now(), now()) ON CONFLICT (user_id, id) DO
            UPDATE SET conditions = 'bob'
            """,
            gives: .refused("42501"),
            byPolicies: true
        ),
        Attack(
            "repoint the shared cache",
            .bob,
            "UPDATE barwise.context_cache SET name = 'cachedContents/bob'",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "use another's budget",
            .bob,
            """
            INSERT INTO barwise.model_calls (id, user_id, day, model, agent, operation, input, cached, output, thinking,
            started_at) VALUES ('x', \(a), '2026-11-21', 'm', 'a', 'answer', 9, 0, 9, 0, now())
            """,
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "give oneself the day's budget back",
            .bob,
            "UPDATE barwise.model_calls SET microdollars = 0",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "delete what was used",
            .bob,
            "DELETE FROM barwise.model_calls",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "move a call to another user",
            .worker,
            "UPDATE barwise.model_calls SET user_id = \(a)",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack("truncate", .bob, "TRUNCATE barwise.sessions CASCADE", gives: .refused("42501"), byPolicies: false),
        Attack(
            "load a file into a table",
            .bob,
            "COPY barwise.messages FROM '/etc/hostname'",
            gives: .refused("42501"),
            byPolicies: false
        ),
    ]

    private static let moving = [
        Attack(
            "give one's session away",
            .bob,
            "UPDATE barwise.sessions SET user_id = \(a) WHERE user_id = \(b)",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "take her session",
            .bob,
            "UPDATE barwise.sessions SET user_id = \(b) WHERE user_id = \(a)",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "take her message",
            .bob,
            "UPDATE barwise.messages SET user_id = \(b), session = 'b1' WHERE user_id = \(a)",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "rewrite what was said",
            .bob,
            "UPDATE barwise.messages SET text = 'never'",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "make a message a summary",
            .bob,
            "UPDATE barwise.messages SET role = 'summary', number = NULL",
            gives: .refused("42501"),
            byPolicies: false
        ),
    ]

    private static let aroundTables = [
        Attack(
            "a view in the schema",
            .bob,
            "CREATE VIEW barwise.everything AS SELECT * FROM barwise.messages",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "a function with its owner's rights",
            .bob,
            """
            CREATE FUNCTION barwise.leak() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT text FROM
            barwise.messages $$
            """,
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "a function in public",
            .bob,
            "CREATE FUNCTION public.leak() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "another auth.uid",
            .bob,
            "CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql AS $$ SELECT \(a)::uuid $$",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "a trigger",
            .bob,
            """
            CREATE TRIGGER t BEFORE INSERT ON barwise.messages FOR EACH ROW EXECUTE FUNCTION
            pg_catalog.suppress_redundant_updates_trigger()
            """,
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "a rule",
            .bob,
            "CREATE RULE r AS ON INSERT TO barwise.messages DO INSTEAD NOTHING",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "no more row security",
            .bob,
            "ALTER TABLE barwise.messages DISABLE ROW LEVEL SECURITY",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "no more policy",
            .bob,
            "DROP POLICY IF EXISTS own_rows ON barwise.messages",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "a policy that lets all in",
            .bob,
            "CREATE POLICY open ON barwise.messages USING (true)",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "edit the catalogue",
            .bob,
            "DELETE FROM pg_catalog.pg_policy",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "edit the migrations",
            .bob,
            "DELETE FROM barwise.migrations",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "triggers and foreign keys off",
            .bob,
            "SET LOCAL session_replication_role = replica",
            gives: .refused("42501"),
            byPolicies: false
        ),
    ]

    private static let aroundRoles = [
        Attack("become the superuser", .bob, "SET LOCAL ROLE postgres", gives: .refused("42501"), byPolicies: false),
        Attack("become service_role", .bob, "SET LOCAL ROLE service_role", gives: .refused("42501"), byPolicies: false),
        Attack(
            "another session user",
            .bob,
            "SET LOCAL SESSION AUTHORIZATION postgres",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "back to the login",
            .bob,
            "RESET ROLE",
            "SELECT * FROM barwise.messages",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "become the worker and read",
            .bob,
            "SET LOCAL ROLE barwise_worker",
            "SELECT * FROM barwise.messages",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "grant oneself the worker",
            .bob,
            "GRANT barwise_worker TO authenticated",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "no policies for one's role",
            .bob,
            "ALTER ROLE authenticated BYPASSRLS",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "the login itself reads",
            .server,
            "SELECT * FROM barwise.messages",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "the worker reads",
            .worker,
            "SELECT * FROM barwise.sessions",
            gives: .refused("42501"),
            byPolicies: false
        ),
    ]

    private static let aroundClaims = [
        Attack("no claims, read", .claims(""), "SELECT * FROM barwise.sessions", gives: .nothing, byPolicies: true),
        Attack("no claims, delete", .claims(""), "DELETE FROM barwise.sessions", gives: .nothing, byPolicies: true),
        Attack(
            "claims without sub",
            .claims(#"{"role":"authenticated"}"#),
            "SELECT * FROM barwise.sessions",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "an empty sub",
            .claims(#"{"sub":""}"#),
            "SELECT * FROM barwise.sessions",
            gives: .refused("22P02"),
            byPolicies: true
        ),
        Attack(
            "a sub that is no UUID",
            .claims(#"{"sub":"' OR true --"}"#),
            "SELECT * FROM barwise.sessions",
            gives: .refused("22P02"),
            byPolicies: true
        ),
        Attack(
            "claims that are no JSON",
            .claims(#"{"sub""#),
            "SELECT * FROM barwise.sessions",
            gives: .refused("22P02"),
            byPolicies: true
        ),
        Attack("anon reads", .anonByAPI, "SELECT * FROM barwise.sessions", gives: .refused("42501"), byPolicies: false),
        Attack(
            "anon writes",
            .anonByAPI,
            "INSERT INTO barwise.sessions (user_id, id, created_at, updated_at) VALUES (\(a), 'x', now(), now())",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "service_role reads",
            .serviceByAPI,
            "SELECT * FROM barwise.sessions",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "the Data API reads her rows",
            .bobByAPI,
            "SELECT * FROM barwise.messages WHERE user_id = \(a)",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "the Data API forges a summary in one's own session",
            .bobByAPI,
            """
            INSERT INTO barwise.messages (id, session, role, text, status, first_summarised,
            last_summarised, at) VALUES ('x', 'b1', 'summary', 'forged', 'complete', 1, 10, now())
            """,
            gives: .refused("42501"),
            byPolicies: true
        ),
        Attack(
            "the Data API deletes one's own session",
            .bobByAPI,
            "DELETE FROM barwise.sessions",
            gives: .nothing,
            byPolicies: true
        ),
    ]

    private static let aroundConnections = [
        Attack(
            "the next on her connection reads",
            .nextOnConnection,
            "SELECT * FROM barwise.sessions",
            gives: .refused("42501"),
            byPolicies: false
        ),
        Attack(
            "bob on her connection reads",
            .bobAfterAlice,
            "SELECT * FROM barwise.sessions WHERE id <> 'b1'",
            gives: .nothing,
            byPolicies: true
        ),
        Attack(
            "bob on her connection deletes",
            .bobAfterAlice,
            "DELETE FROM barwise.sessions WHERE id <> 'b1'",
            gives: .nothing,
            byPolicies: true
        ),
    ]
}
