extension Schema {
    /// Who may do what. TRUNCATE, which no policy governs, is granted to nobody; nor is any table to `anon` or
    /// `service_role`. Columns that say whose a row is or where it belongs can never be updated.
    ///
    /// Policies hold for the tables' owner too. The second one shuts the Data API out even where the schema was exposed
    /// to it by mistake: PostgREST logs in as `authenticator`, and no SET ROLE changes `session_user`.
    static let guards = """
        REVOKE ALL ON SCHEMA barwise FROM PUBLIC, anon, service_role;
        GRANT USAGE ON SCHEMA barwise TO authenticated, barwise_worker;
        GRANT USAGE ON SCHEMA auth TO authenticated, barwise_worker;
        REVOKE ALL ON FUNCTION barwise.own(text, bigint, uuid, text) FROM PUBLIC, anon, service_role;
        GRANT EXECUTE ON FUNCTION barwise.own(text, bigint, uuid, text) TO authenticated;

        DO $$
        DECLARE _table text;
        BEGIN
            FOR _table IN SELECT relname FROM pg_class
                WHERE relnamespace = 'barwise'::regnamespace AND relkind = 'r'
            LOOP
                EXECUTE format('ALTER TABLE barwise.%I ENABLE ROW LEVEL SECURITY', _table);
                EXECUTE format('ALTER TABLE barwise.%I FORCE ROW LEVEL SECURITY', _table);
                EXECUTE format('REVOKE ALL ON barwise.%I FROM PUBLIC, anon, authenticated, service_role', _table);
                CONTINUE WHEN _table IN ('context_cache', 'migrations');
                EXECUTE format(
                    'CREATE POLICY own_rows ON barwise.%I FOR ALL TO authenticated
                        USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()))', _table);
                EXECUTE format(
                    'CREATE POLICY not_the_data_api ON barwise.%I AS RESTRICTIVE FOR ALL TO authenticated
                        USING ((SELECT session_user) <> ''authenticator'')
                        WITH CHECK ((SELECT session_user) <> ''authenticator'')', _table);
            END LOOP;
        END $$;
        CREATE POLICY worker ON barwise.context_cache FOR ALL TO barwise_worker USING (true) WITH CHECK (true);
        CREATE POLICY everybody ON barwise.migrations FOR SELECT TO authenticated, barwise_worker USING (true);
        CREATE POLICY migrator ON barwise.migrations FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true);
        GRANT SELECT ON barwise.migrations TO authenticated, barwise_worker;
        GRANT SELECT, INSERT, UPDATE, DELETE ON barwise.context_cache TO barwise_worker;

        GRANT SELECT, INSERT, DELETE ON barwise.sessions, barwise.runs, barwise.strategies, barwise.journal
            TO authenticated;
        GRANT SELECT, INSERT ON barwise.checkpoints, barwise.questions, barwise.events, barwise.messages,
            barwise.traces TO authenticated;
        GRANT UPDATE (title, head_run, head_step, updated_at) ON barwise.sessions TO authenticated;
        GRANT UPDATE (status, fence, owner, lease_end, claimed_by, written_by, spending, error, updated_at)
            ON barwise.runs TO authenticated;
        GRANT UPDATE (answer, answered_at, answered_by) ON barwise.questions TO authenticated;
        GRANT UPDATE (step, result) ON barwise.journal TO authenticated;
        GRANT UPDATE (is_summarised) ON barwise.messages TO authenticated;
        GRANT UPDATE (name, description, conditions, results, updated_at) ON barwise.strategies TO authenticated;

        """
}
