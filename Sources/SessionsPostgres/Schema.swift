/// The steps from an empty database to today's tables. Steps that were released are never changed.
enum Schema {
    struct Migration {
        var version: Int
        var name: String
        var sql: String
    }

    static let migrations = [
        Migration(
            version: 1,
            name: "sessions, runs, messages, traces",
            sql: [roles, tables, functions, guards].joined()
        ),
        Migration(version: 2, name: "calls of models", sql: ledger),
    ]

    static var version: Int { migrations.last?.version ?? 0 }

    /// Every table of `barwise` that is not the list of migrations, and who may see its rows.
    static let userTables = [
        "sessions", "runs", "checkpoints", "questions", "journal", "events", "messages", "traces", "strategies",
    ]
    static let sharedTables = ["context_cache", "migrations"]
    /// Written by the program, read by the users whose rows they are.
    static let ledgerTables = ["model_calls"]
    static let allTables = userTables + sharedTables + ledgerTables

    /// What the program may change of a row of a ledger.
    static let settledColumns = ["input", "cached", "output", "thinking", "microdollars", "outcome"]

    /// What a user may change of a row that is there; the rest of it is as it was written.
    static let changeableColumns = [
        "sessions": ["title", "head_run", "head_step", "updated_at"],
        "runs": [
            "status", "fence", "owner", "lease_end", "claimed_by", "written_by", "spending", "error", "updated_at",
        ],
        "questions": ["answer", "answered_at", "answered_by"],
        "journal": ["step", "result"],
        "messages": ["is_summarised"],
        "strategies": ["name", "description", "conditions", "results", "updated_at"],
    ]

    /// What a Supabase project has and a plain server lacks. Left alone where there is a schema `auth` already.
    static let authentication = """
        DO $$
        DECLARE _role text;
        BEGIN
            FOREACH _role IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = _role) THEN
                    BEGIN
                        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', _role);
                    -- Made by a migration of another database in the same moment.
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                    END;
                END IF;
            END LOOP;
            IF to_regnamespace('auth') IS NULL THEN
                CREATE SCHEMA auth;
                CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $uid$
                    SELECT coalesce(
                        nullif(current_setting('request.jwt.claim.sub', true), ''),
                        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
                    )::uuid
                $uid$;
                GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;
            END IF;
        END $$;

        """

    /// `barwise_server` is whom the program logs in as: it may become a user or the worker, and is nobody by itself.
    private static let roles = """
        DO $$
        DECLARE _role text;
        BEGIN
            FOREACH _role IN ARRAY ARRAY['barwise_worker', 'barwise_server'] LOOP
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = _role) THEN
                    BEGIN
                        EXECUTE format(
                            'CREATE ROLE %I NOINHERIT %s', _role,
                            CASE _role WHEN 'barwise_server' THEN 'LOGIN' ELSE 'NOLOGIN' END
                        );
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                    END;
                END IF;
            END LOOP;
            FOREACH _role IN ARRAY ARRAY['authenticated', 'barwise_worker'] LOOP
                IF NOT EXISTS (
                    SELECT FROM pg_auth_members
                    WHERE roleid = _role::regrole AND member = 'barwise_server'::regrole
                ) THEN
                    BEGIN
                        EXECUTE format('GRANT %I TO barwise_server', _role);
                    EXCEPTION WHEN unique_violation THEN NULL;
                    END;
                END IF;
            END LOOP;
        END $$;

        """
}
