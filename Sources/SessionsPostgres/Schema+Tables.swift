extension Schema {
    /// Every key begins with the user: rows of two users never meet in an index, so that no error tells one of the
    /// other's. JSON is kept as bytes: NUL and every number survive.
    static let tables = """
        CREATE TABLE barwise.sessions (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            id text COLLATE "C" NOT NULL,
            title text CHECK (length(title) <= 200),
            head_run text COLLATE "C",
            head_step bigint,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL,
            PRIMARY KEY (user_id, id)
        );
        CREATE INDEX sessions_latest ON barwise.sessions (user_id, updated_at DESC, id);

        CREATE TABLE barwise.runs (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            id text COLLATE "C" NOT NULL,
            session text COLLATE "C" NOT NULL,
            number bigint NOT NULL,
            key text COLLATE "C" NOT NULL,
            fingerprint text NOT NULL,
            graph_version bigint NOT NULL,
            schema bigint NOT NULL,
            status text NOT NULL CHECK (
                status IN ('running', 'waiting', 'stopped', 'failed', 'finished', 'abandoned')
            ),
            parent_run text COLLATE "C",
            parent_step bigint,
            adopts boolean NOT NULL,
            fence bigint NOT NULL,
            owner text,
            lease_end timestamptz,
            -- The names of the last claim and the last commit: the same again is known, and not done twice.
            claimed_by uuid,
            written_by uuid,
            spending bytea NOT NULL,
            error text,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL,
            PRIMARY KEY (user_id, id),
            UNIQUE (user_id, session, key),
            UNIQUE (user_id, session, number),
            FOREIGN KEY (user_id, session) REFERENCES barwise.sessions (user_id, id) ON DELETE CASCADE
        );
        CREATE UNIQUE INDEX one_live_run ON barwise.runs (user_id, session)
            WHERE adopts AND status IN ('running', 'waiting');
        CREATE INDEX runs_at_work ON barwise.runs (user_id, created_at) WHERE status = 'running';

        CREATE TABLE barwise.checkpoints (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            run text COLLATE "C" NOT NULL,
            step bigint NOT NULL,
            node text,
            next text,
            is_snapshot boolean NOT NULL,
            state bytea NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (user_id, run, step),
            FOREIGN KEY (user_id, run) REFERENCES barwise.runs (user_id, id) ON DELETE CASCADE
        );

        CREATE TABLE barwise.questions (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            id text COLLATE "C" NOT NULL,
            run text COLLATE "C" NOT NULL,
            step bigint NOT NULL,
            place bigint NOT NULL,
            question bytea NOT NULL,
            answer bytea,
            answered_at timestamptz,
            answered_by uuid,
            PRIMARY KEY (user_id, id),
            UNIQUE (user_id, run, step, place),
            FOREIGN KEY (user_id, run) REFERENCES barwise.runs (user_id, id) ON DELETE CASCADE
        );

        CREATE TABLE barwise.journal (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            run text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            step bigint NOT NULL,
            result bytea NOT NULL,
            PRIMARY KEY (user_id, run, name),
            FOREIGN KEY (user_id, run) REFERENCES barwise.runs (user_id, id) ON DELETE CASCADE
        );

        -- A row a commit: the events in it, and the number of the last.
        CREATE TABLE barwise.events (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            run text COLLATE "C" NOT NULL,
            last_number bigint NOT NULL,
            events bytea NOT NULL,
            PRIMARY KEY (user_id, run, last_number),
            FOREIGN KEY (user_id, run) REFERENCES barwise.runs (user_id, id) ON DELETE CASCADE
        );

        CREATE TABLE barwise.messages (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            id text COLLATE "C" NOT NULL,
            session text COLLATE "C" NOT NULL,
            number bigint,
            role text NOT NULL CHECK (role IN ('user', 'assistant', 'summary')),
            text text NOT NULL,
            status text NOT NULL,
            run text COLLATE "C",
            answer bytea,
            is_summarised boolean NOT NULL DEFAULT false,
            first_summarised bigint,
            last_summarised bigint,
            at timestamptz NOT NULL,
            PRIMARY KEY (user_id, id),
            UNIQUE (user_id, session, number),
            UNIQUE (user_id, session, first_summarised),
            CHECK ((role = 'summary') = (number IS NULL)),
            CHECK ((role = 'summary') = (first_summarised IS NOT NULL AND last_summarised >= first_summarised)),
            FOREIGN KEY (user_id, session) REFERENCES barwise.sessions (user_id, id) ON DELETE CASCADE
        );

        CREATE TABLE barwise.traces (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            id text COLLATE "C" NOT NULL,
            session text COLLATE "C" NOT NULL,
            run text COLLATE "C" NOT NULL,
            step bigint NOT NULL,
            trace bytea NOT NULL,
            PRIMARY KEY (user_id, id),
            FOREIGN KEY (user_id, session) REFERENCES barwise.sessions (user_id, id) ON DELETE CASCADE
        );
        CREATE INDEX traces_of_run ON barwise.traces (user_id, run, step);
        CREATE INDEX traces_of_session ON barwise.traces (user_id, session);

        CREATE TABLE barwise.strategies (
            user_id uuid NOT NULL DEFAULT auth.uid(),
            id text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            description text NOT NULL,
            conditions bytea NOT NULL,
            results bytea,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL,
            PRIMARY KEY (user_id, id),
            UNIQUE (user_id, name)
        );

        -- Shared by all users, so no user may touch it and no user's text is in it.
        CREATE TABLE barwise.context_cache (
            key text COLLATE "C" NOT NULL,
            model text COLLATE "C" NOT NULL,
            name text,
            expires_at timestamptz NOT NULL,
            created_at timestamptz NOT NULL,
            reserved_by uuid,
            PRIMARY KEY (key, model)
        );

        """

    /// Locks a session and then its run, always in this order, and ends the transaction where the run is no longer
    /// the caller's; with an owner, also where it is not at work under it.
    static let functions = """
        CREATE FUNCTION barwise.own(_run text, _fence bigint, _token uuid, _owner text) RETURNS void
        LANGUAGE plpgsql SET search_path = '' AS $$
        DECLARE
            _session text;
            _current bigint;
            _written uuid;
            _status text;
            _present text;
        BEGIN
            SELECT session INTO _session FROM barwise.runs WHERE id = _run;
            PERFORM FROM barwise.sessions WHERE id = _session FOR NO KEY UPDATE;
            SELECT fence, written_by, status, owner INTO _current, _written, _status, _present
                FROM barwise.runs WHERE id = _run FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RAISE EXCEPTION USING ERRCODE = 'BW001', MESSAGE = 'no such run';
            ELSIF _written = _token THEN
                RAISE EXCEPTION USING ERRCODE = 'BW000', MESSAGE = 'done before';
            ELSIF _current <> _fence THEN
                RAISE EXCEPTION USING ERRCODE = 'BW002', MESSAGE = 'the run was taken over';
            ELSIF _owner IS NOT NULL AND (_status <> 'running' OR _present IS DISTINCT FROM _owner) THEN
                RAISE EXCEPTION USING ERRCODE = 'BW002', MESSAGE = 'the run was let go';
            END IF;
        END $$;

        """
}
