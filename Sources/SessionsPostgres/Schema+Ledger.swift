extension Schema {
    /// What was asked of models and what it cost; no text of a prompt or an answer is in it. The program writes it as the
    /// worker, a user reads their own rows; what is nobody's has no user.
    static let ledger = """
        CREATE TABLE barwise.model_calls (
            id text COLLATE "C" PRIMARY KEY,
            user_id uuid,
            day text COLLATE "C" NOT NULL CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
            model text NOT NULL,
            agent text NOT NULL,
            operation text NOT NULL,
            input bigint NOT NULL,
            cached bigint NOT NULL,
            output bigint NOT NULL,
            thinking bigint NOT NULL,
            microdollars bigint,
            outcome text,
            started_at timestamptz NOT NULL
        );
        CREATE INDEX model_calls_of_day ON barwise.model_calls (day, user_id);

        ALTER TABLE barwise.model_calls ENABLE ROW LEVEL SECURITY;
        ALTER TABLE barwise.model_calls FORCE ROW LEVEL SECURITY;
        REVOKE ALL ON barwise.model_calls FROM PUBLIC, anon, authenticated, service_role;
        CREATE POLICY own_rows ON barwise.model_calls FOR SELECT TO authenticated
            USING (user_id = (SELECT auth.uid()));
        CREATE POLICY not_the_data_api ON barwise.model_calls AS RESTRICTIVE FOR ALL TO authenticated
            USING ((SELECT session_user) <> 'authenticator')
            WITH CHECK ((SELECT session_user) <> 'authenticator');
        CREATE POLICY worker ON barwise.model_calls FOR ALL TO barwise_worker USING (true) WITH CHECK (true);
        GRANT SELECT ON barwise.model_calls TO authenticated;
        GRANT SELECT, INSERT ON barwise.model_calls TO barwise_worker;
        GRANT UPDATE (input, cached, output, thinking, microdollars, outcome) ON barwise.model_calls
            TO barwise_worker;

        """
}
