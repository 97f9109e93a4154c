import ArgumentParser
import Foundation
import Synchronization
import Testing

@testable import Commands
@testable import SessionsPostgres

/// What `barwise` writes, and the code it ends with.
private func barwise(_ arguments: String...) async -> (text: String, code: Int32) {
    let text = Mutex("")
    let streams = Output.Streams(
        output: { part in text.withLock { $0 += part } },
        complaints: { part in text.withLock { $0 += part } }
    )
    var code: Int32 = 0
    do {
        var command = try Barwise.parseAsRoot(arguments)
        try await Output.$streams.withValue(streams) {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        }
    } catch {
        code = Barwise.exitCode(for: error).rawValue
        text.withLock { $0 += Barwise.fullMessage(for: error) }
    }
    return (text.withLock { $0 }, code)
}

@Suite(.enabled(if: TestServer.isNamed))
struct StoreCommandTests {
    /// One guard taken away, and the finding that must name it.
    struct Damage: Sendable, CustomTestStringConvertible {
        var sql: String
        var finding: String

        var testDescription: String { sql }
    }

    static let damages = [
        Damage(sql: "DROP POLICY own_rows ON barwise.messages", finding: "the policy own_rows is missing"),
        Damage(sql: "DROP POLICY not_the_data_api ON barwise.runs", finding: "the policy not_the_data_api is missing"),
        Damage(sql: "DROP POLICY worker ON barwise.context_cache", finding: "the policy worker is missing"),
        Damage(
            sql: "ALTER POLICY own_rows ON barwise.traces USING (true)",
            finding: "the policy own_rows is missing or another"
        ),
        Damage(
            sql: "ALTER POLICY own_rows ON barwise.traces TO PUBLIC",
            finding: "the policy own_rows is missing or another"
        ),
        Damage(
            sql: "CREATE POLICY open ON barwise.sessions FOR SELECT USING (true)",
            finding: "the policy open lets more in"
        ),
        Damage(
            sql: "ALTER TABLE barwise.messages DISABLE ROW LEVEL SECURITY",
            finding: "row-level security is not forced"
        ),
        Damage(
            sql: "ALTER TABLE barwise.messages NO FORCE ROW LEVEL SECURITY",
            finding: "row-level security is not forced"
        ),
        Damage(sql: "GRANT SELECT ON barwise.messages TO anon", finding: "anon has SELECT"),
        Damage(sql: "GRANT SELECT (text) ON barwise.messages TO anon", finding: "anon has SELECT (text)"),
        Damage(sql: "GRANT SELECT ON barwise.messages TO PUBLIC", finding: "PUBLIC has SELECT"),
        Damage(sql: "GRANT ALL ON barwise.messages TO service_role", finding: "service_role has TRUNCATE"),
        Damage(sql: "GRANT TRUNCATE ON barwise.sessions TO authenticated", finding: "authenticated has TRUNCATE"),
        Damage(sql: "GRANT DELETE ON barwise.messages TO authenticated", finding: "authenticated has DELETE"),
        Damage(sql: "GRANT UPDATE ON barwise.runs TO authenticated", finding: "authenticated has UPDATE"),
        Damage(
            sql: "GRANT UPDATE (user_id) ON barwise.runs TO authenticated",
            finding: "authenticated has UPDATE (user_id)"
        ),
        Damage(sql: "GRANT SELECT ON barwise.context_cache TO authenticated", finding: "authenticated has SELECT"),
        Damage(sql: "DROP POLICY own_rows ON barwise.model_calls", finding: "the policy own_rows is missing"),
        Damage(sql: "DROP POLICY worker ON barwise.model_calls", finding: "the policy worker is missing"),
        Damage(
            sql: "ALTER POLICY own_rows ON barwise.model_calls USING (true)",
            finding: "the policy own_rows is missing or another"
        ),
        Damage(sql: "GRANT INSERT ON barwise.model_calls TO authenticated", finding: "authenticated has INSERT"),
        Damage(sql: "GRANT DELETE ON barwise.model_calls TO barwise_worker", finding: "barwise_worker has DELETE"),
        Damage(
            sql: "REVOKE UPDATE (outcome) ON barwise.model_calls FROM barwise_worker",
            finding: "barwise_worker lacks UPDATE (outcome)"
        ),
        Damage(sql: "REVOKE INSERT ON barwise.messages FROM authenticated", finding: "authenticated lacks INSERT"),
        Damage(sql: "ALTER TABLE barwise.traces OWNER TO service_role", finding: "belongs to service_role"),
        Damage(sql: "GRANT USAGE ON SCHEMA barwise TO anon", finding: "anon has USAGE"),
        Damage(sql: "GRANT CREATE ON SCHEMA barwise TO authenticated", finding: "authenticated has CREATE"),
        Damage(
            sql: "ALTER ROLE authenticator IN DATABASE _ SET pgrst.db_schemas = 'public, barwise'",
            finding: "the schema barwise is exposed (settings of authenticator)"
        ),
        Damage(
            sql: "ALTER DATABASE _ SET pgrst.db_schemas = 'barwise,public'",
            finding: "the schema barwise is exposed (settings of the database)"
        ),
        Damage(
            sql: "CREATE VIEW public.all_messages AS SELECT * FROM barwise.messages",
            finding: "shows all users' rows"
        ),
        Damage(
            sql: "CREATE MATERIALIZED VIEW public.copy AS SELECT * FROM barwise.messages",
            finding: "shows all users' rows"
        ),
        Damage(
            sql: "GRANT EXECUTE ON FUNCTION barwise.own(text, bigint, uuid, text) TO PUBLIC",
            finding: "runs for others than users"
        ),
        Damage(
            sql: "ALTER FUNCTION barwise.own(text, bigint, uuid, text) SECURITY DEFINER",
            finding: "runs for others than users, or with its owner's rights"
        ),
        Damage(
            sql:
                "CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT '\(UUID())'::uuid $$",
            finding: "does not tell the user"
        ),
        Damage(sql: "DROP TABLE barwise.traces", finding: "table traces   is missing"),
        Damage(sql: "CREATE TABLE barwise.mine (a int)", finding: "is not ours"),
        Damage(
            sql: "INSERT INTO barwise.migrations VALUES (99, 'x', now())",
            finding: "version 99; this program knows \(Schema.version)"
        ),
        Damage(sql: "DELETE FROM barwise.migrations", finding: "version 0; this program knows \(Schema.version)"),
        Damage(sql: "DROP TABLE barwise.migrations", finding: "there are none"),
        Damage(sql: "DROP SCHEMA barwise CASCADE", finding: "there are none"),
    ]

    @Test(arguments: damages)
    func `store check names the guard that is gone`(damage: Damage) async throws {
        let url = try await TestServer.database()
        let name = try #require(URLComponents(string: url)).path.dropFirst()
        let sound = await barwise("store", "check", "--store", url)
        #expect(sound.code == 0, "\(sound.text)")
        try await TestServer.script(damage.sql.replacing(" _ ", with: " \(name) "), at: url)
        // As the one who migrates, and as the program.
        for login in [url, TestServer.address(url, as: "barwise_server")] {
            let checked = await barwise("store", "check", "--store", login)
            #expect(checked.code != 0)
            let words = checked.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains(damage.finding.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
            #expect(words.contains("→"), "\(checked.text)")
        }
    }

    @Test func `store check names the roles that are gone or may too much`() async throws {
        try await OwnServer.with { server in
            let url = try await server.ask("start")
            let migrated = await barwise("store", "migrate", "--store", url)
            #expect(migrated.code == 0, "\(migrated.text)")
            let again = await barwise("store", "migrate", "--store", url)
            #expect(again.code == 0 && again.text.contains("up to date"))
            let sound = await barwise("store", "check", "--store", url)
            #expect(sound.code == 0, "\(sound.text)")
            var damages = ["anon", "authenticated", "barwise_worker", "barwise_server"].map {
                ("ALTER ROLE \($0) RENAME TO other", "ALTER ROLE other RENAME TO \($0)", "role \($0) is missing")
            }
            damages += [
                ("ALTER ROLE authenticated BYPASSRLS", "ALTER ROLE authenticated NOBYPASSRLS", "sees all rows"),
                ("ALTER ROLE barwise_server SUPERUSER", "ALTER ROLE barwise_server NOSUPERUSER", "sees all rows"),
                ("ALTER ROLE barwise_server CREATEROLE", "ALTER ROLE barwise_server NOCREATEROLE", "may make roles"),
                ("ALTER ROLE barwise_server INHERIT", "ALTER ROLE barwise_server NOINHERIT", "before it became one"),
                ("GRANT barwise_worker TO anon", "REVOKE barwise_worker FROM anon", "anon can become it"),
                ("GRANT authenticated TO anon", "REVOKE authenticated FROM anon", "can become authenticated"),
                ("GRANT postgres TO barwise_server", "REVOKE postgres FROM barwise_server", "can become postgres"),
            ]
            for (damage, repair, finding) in damages {
                try await TestServer.script(damage, at: url)
                let checked = await barwise("store", "check", "--store", url)
                #expect(checked.code != 0, "\(damage)")
                let words = checked.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(words.contains(finding), "\(damage): \(checked.text)")
                try await TestServer.script(repair, at: url)
            }
            try await TestServer.script("CREATE ROLE stranger LOGIN PASSWORD '\(TestServer.password)'", at: url)
            let stranger = await barwise("store", "check", "--store", TestServer.address(url, as: "stranger"))
            #expect(stranger.code != 0 && stranger.text.contains("cannot become authenticated"), "\(stranger.text)")
            let repaired = await barwise("store", "check", "--store", url)
            #expect(repaired.text == sound.text)
        }
    }

    @Test func `tables of a newer program are refused by the store, by its commands and by the migration`() async throws
    {
        let url = try await TestServer.database()
        try await TestServer.script("INSERT INTO barwise.migrations VALUES (99, 'x', now())", at: url)
        let own = TestServer.address(url, as: "barwise_server")
        await #expect { try await PostgresStore.open(url: own, user: UUID()) } throws: { "\($0)".contains("newer") }
        let migrated = await barwise("store", "migrate", "--store", url)
        #expect(migrated.code != 0 && migrated.text.contains("store.schema"))
        let listed = await barwise("sessions", "list", "--store", own, "--user", UUID().uuidString)
        #expect(listed.code != 0 && listed.text.contains("a newer barwise is needed"))
        try await TestServer.script("DELETE FROM barwise.migrations", at: url)
        await #expect { try await PostgresStore.open(url: own, user: UUID()) } throws: { "\($0)".contains("migrate") }
    }

    @Test func `tables of the first version are brought up to date with their guards`() async throws {
        let url = try await TestServer.database()
        try await TestServer.script(
            "DROP TABLE barwise.model_calls; DELETE FROM barwise.migrations WHERE version > 1",
            at: url
        )
        let migrated = await barwise("store", "migrate", "--store", url)
        #expect(migrated.code == 0 && migrated.text.contains("done: calls of models"), "\(migrated.text)")
        let checked = await barwise("store", "check", "--store", url)
        #expect(checked.code == 0, "\(checked.text)")
    }

    @Test func `the program's login cannot migrate, and is told so without its password`() async throws {
        let url = try await TestServer.database()
        try await TestServer.script("DROP SCHEMA barwise CASCADE", at: url)
        let migrated = await barwise("store", "migrate", "--store", TestServer.address(url, as: "barwise_server"))
        #expect(migrated.code != 0 && migrated.text.contains("store.denied"), "\(migrated.text)")
        #expect(!migrated.text.contains(TestServer.password))
    }

    @Test func `a wrong password is refused and never shown`() async throws {
        _ = try await TestServer.pool.value
        let url = TestServer.address(as: "barwise_server").replacing(TestServer.password, with: "canary")
        for command in [["store", "check"], ["store", "migrate"]] {
            let told = await barwise(command[0], command[1], "--store", url)
            #expect(told.code != 0 && told.text.contains("store.denied"), "\(told.text)")
            #expect(!told.text.contains("canary"))
        }
    }
}

struct PasswordTests {
    /// What is wrong with each, or merely not there, must not bring the password to light.
    @Test(arguments: [
        "postgres://u:canary@127.0.0.1:1/db", "postgresql://u:canary@127.0.0.1:1/db",
        "POSTGRES://u:canary@127.0.0.1:1/db",
        "postgres://u:p/canary@127.0.0.1:1/db", "postgres://u:12/canary@127.0.0.1:1/db",
        "postgres://u:p@canary@127.0.0.1:1/db", "postgres://u:p%zzcanary@127.0.0.1:1/db", "postgres://u:canary",
        "postgres://u:p:canary@127.0.0.1:1/db", "postgres://u:p?canary@127.0.0.1:1/db",
        "postgres://u:p#canary@127.0.0.1:1/db", "postgres://u:p canary@127.0.0.1:1/db",
        "postgres://127.0.0.1:1/db?user=u&password=canary", "postgres://127.0.0.1:1/db?password=a&canary=1",
        "postgres://127.0.0.1:1/db?password=a@canary", "postgres:/u:canary@127.0.0.1:1/db", "postgress://u:canary@h/db",
        "host=127.0.0.1 port=1 password=canary", "postgres://u:canary@127.0.0.1:notaport/db",
        "postgres://u:canary@127.0.0.1:1/db?sslmode=wrong", "postgres://u:canary@[::1]:1/db",
    ])
    func `a password is never shown`(url: String) async {
        for command in [["store", "check"], ["store", "migrate"], ["sessions", "list"]] {
            let told = await barwise(command[0], command[1], "--store", url, "--user", UUID().uuidString)
            #expect(told.code != 0)
            #expect(!told.text.isEmpty && !told.text.contains("canary"), "\(told.text)")
        }
    }

    @Test(arguments: [
        ("postgres://u:p@h:5432/db?sslmode=require", "postgres://u@h:5432/db"),
        ("postgres://u:p%40%2F%3A@h/db", "postgres://u@h/db"),
        ("postgres:///db?host=/tmp", "postgres:///db"),
        ("postgres://u:p@[::1]:5432,h2:5433/db", "postgres://u@[::1]:5432,h2:5433/db"),
        ("POSTGRESQL://u@h", "postgresql://u@h"),
    ])
    func `a URL is read and shown without its password`(url: String, shown: String) throws {
        #expect(try #require(PostgresURL(url)).description == shown)
    }
}
