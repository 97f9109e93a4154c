internal import GRDB

extension SQLiteStore {
    /// The steps from an empty file to today's tables. Steps that were released are never changed.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 sessions, runs, messages, traces") { db in
            try db.execute(sql: tables)
        }
        migrator.registerMigration("2 calls of models") { db in
            try db.execute(sql: ledger)
        }
        migrator.registerMigration("3 a turn's traces in one row") { db in
            try db.execute(sql: tracesByTurn)
        }
        return migrator
    }

    /// A line each. A row of its own for each trace took more for its keys than for itself.
    private static let tracesByTurn = """
        ALTER TABLE traces RENAME TO single_traces;
        DROP INDEX traces_of_run;
        DROP INDEX traces_of_session;
        CREATE TABLE traces (
            run TEXT NOT NULL PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            traces BLOB NOT NULL
        );
        CREATE INDEX traces_of_session ON traces (session);
        INSERT INTO traces
        SELECT run, session, CAST(group_concat(CAST(trace AS TEXT), char(10)) AS BLOB)
        FROM (SELECT * FROM single_traces ORDER BY run, step, id) GROUP BY run, session;
        DROP TABLE single_traces;
        """

    /// Times are seconds since 1970, leases seconds of the steady clock. JSON is kept as bytes: NUL and every number
    /// survive. What a step writes is kept in the order in which it is written, by its run's number in this file: by its
    /// name, which is random, pages would stay half empty. Tables with long rows have row ids: SQLite gives what is
    /// longer than a quarter of a page in a table without them a page of its own.
    private static let tables = """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY,
            title TEXT CHECK (length(title) <= 200),
            head_run TEXT,
            head_step INTEGER,
            created_at REAL NOT NULL,
            updated_at REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX sessions_latest ON sessions (updated_at DESC);

        CREATE TABLE runs (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            key TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            graph_version INTEGER NOT NULL,
            schema INTEGER NOT NULL,
            status TEXT NOT NULL,
            parent_run TEXT,
            parent_step INTEGER,
            adopts INTEGER NOT NULL,
            fence INTEGER NOT NULL,
            owner TEXT,
            lease_boot TEXT,
            lease_end REAL,
            spending BLOB NOT NULL,
            error TEXT,
            created_at REAL NOT NULL,
            updated_at REAL NOT NULL,
            UNIQUE (session, key),
            UNIQUE (session, number)
        );
        CREATE UNIQUE INDEX one_live_run ON runs (session) WHERE adopts AND status IN ('running', 'waiting');
        CREATE INDEX runs_at_work ON runs (created_at) WHERE status = 'running';

        CREATE TABLE checkpoints (
            run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            node TEXT,
            next TEXT,
            is_snapshot INTEGER NOT NULL,
            state BLOB NOT NULL,
            at REAL NOT NULL,
            PRIMARY KEY (run, step)
        );

        CREATE TABLE questions (
            id TEXT NOT NULL PRIMARY KEY,
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            place INTEGER NOT NULL,
            question BLOB NOT NULL,
            answer BLOB,
            answered_at REAL,
            UNIQUE (run, step, place)
        );

        CREATE TABLE journal (
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            step INTEGER NOT NULL,
            result BLOB NOT NULL,
            PRIMARY KEY (run, name)
        );

        -- A row a commit: the events in it, and the number of the last.
        CREATE TABLE events (
            run INTEGER NOT NULL REFERENCES runs (seq) ON DELETE CASCADE,
            last_number INTEGER NOT NULL,
            events BLOB NOT NULL,
            PRIMARY KEY (run, last_number)
        );

        CREATE TABLE messages (
            id TEXT NOT NULL PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            number INTEGER,
            role TEXT NOT NULL CHECK (role IN ('user', 'assistant', 'summary')),
            text TEXT NOT NULL,
            status TEXT NOT NULL,
            run TEXT,
            answer BLOB,
            is_summarised INTEGER NOT NULL DEFAULT 0,
            first_summarised INTEGER,
            last_summarised INTEGER,
            at REAL NOT NULL,
            UNIQUE (session, number)
        );
        CREATE UNIQUE INDEX summaries ON messages (session, first_summarised) WHERE first_summarised IS NOT NULL;

        CREATE TABLE traces (
            id TEXT NOT NULL PRIMARY KEY,
            session TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            run TEXT NOT NULL,
            step INTEGER NOT NULL,
            trace BLOB NOT NULL
        );
        CREATE INDEX traces_of_run ON traces (run, step);
        CREATE INDEX traces_of_session ON traces (session);

        CREATE TABLE strategies (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
            description TEXT NOT NULL,
            conditions BLOB NOT NULL,
            results BLOB,
            created_at REAL NOT NULL,
            updated_at REAL NOT NULL
        );

        CREATE TABLE context_cache (
            key TEXT NOT NULL,
            model TEXT NOT NULL,
            name TEXT,
            expires_at REAL NOT NULL,
            created_at REAL NOT NULL,
            PRIMARY KEY (key, model)
        ) WITHOUT ROWID;
        """

    /// What was asked of models and what it cost; no text of a prompt or an answer is in it.
    private static let ledger = """
        CREATE TABLE model_calls (
            id TEXT NOT NULL PRIMARY KEY,
            day TEXT NOT NULL,
            user TEXT,
            model TEXT NOT NULL,
            agent TEXT NOT NULL,
            operation TEXT NOT NULL,
            input INTEGER NOT NULL,
            cached INTEGER NOT NULL,
            output INTEGER NOT NULL,
            thinking INTEGER NOT NULL,
            microdollars INTEGER,
            outcome TEXT,
            started_at REAL NOT NULL
        );
        CREATE INDEX model_calls_of_day ON model_calls (day);
        """
}
