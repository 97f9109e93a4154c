import DuckDB
import Foundation
import Testing

struct SandboxTests {
    @Test func `the sandbox's settings read back`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.duckdb").path
            try await makeFile(path, "CREATE TABLE t AS SELECT 7 AS i")
            let database = try Database(path: path, settings: .sandbox)
            let settings = try database.settingsReadBack()
            #expect(settings["access_mode"]?.lowercased() == "read_only")
            #expect(settings["temp_directory"] == "")
            #expect(settings["memory_limit"] == "488.2 MiB")
            for (name, value) in [
                ("enable_external_access", "false"), ("lock_configuration", "true"), ("threads", "2"),
                ("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false"),
                ("allow_community_extensions", "false"), ("allow_persistent_secrets", "false"),
                ("allow_extension_repositories", "forbidden"), ("max_expression_depth", "250"),
            ] {
                #expect(settings[name] == value, "\(name)")
            }
            #expect(try await Connection(database).query("SELECT i FROM t")[0, 0] == .integer(7))
        }
    }

    static let hostile = [
        "SELECT * FROM read_csv('FOLDER/secret.csv')", "FROM 'FOLDER/secret.csv'", "FROM read_text('FOLDER/*')",
        "ATTACH 'FOLDER/b.duckdb' AS b", "ATTACH ':memory:' AS m", "COPY (SELECT 1) TO 'FOLDER/out.csv'",
        "EXPORT DATABASE 'FOLDER/out'", "SET enable_external_access = true", "SET lock_configuration = false",
        "SET threads = 8", "PRAGMA memory_limit='4GB'", "RESET max_expression_depth", "INSTALL httpfs", "LOAD httpfs",
        "INSERT INTO t VALUES (1)", "DROP TABLE t", "CREATE TABLE x(i INTEGER)",
        "WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d",
        "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
    ]

    @Test(arguments: hostile)
    func `the sandbox refuses files, settings, extensions and writing`(_ sql: String) async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.duckdb").path
            try Data("a\nCANARY\n".utf8).write(to: folder.appending(path: "secret.csv"))
            try await makeFile(path, "CREATE TABLE t AS SELECT 7 AS i")
            let connection = try Connection(Database(path: path, settings: .sandbox))
            let error = await failure {
                try await connection.execute(sql.replacingOccurrences(of: "FOLDER", with: folder.path))
            }
            #expect(error != nil)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.duckdb", "secret.csv"]
            )
        }
    }

    @Test func `views over two attached files answer as one table after the doors are closed`() async throws {
        try await withFolder { folder in
            let first = folder.appending(path: "it's one.duckdb").path
            let second = folder.appending(path: "two.duckdb").path
            try await makeFile(first, "CREATE TABLE minutes AS SELECT 'NQ' AS symbol, i FROM range(1000) t(i)")
            try await makeFile(second, "CREATE TABLE minutes AS SELECT 'ES' AS symbol, i FROM range(10) t(i)")
            let database = try Database(
                path: nil,
                settings: .sandbox,
                attaching: [(name: "f\"1", path: first), (name: "f2", path: second)],
                setup: ["CREATE VIEW minutes AS SELECT * FROM \"f\"\"1\".minutes UNION ALL SELECT * FROM f2.minutes"]
            )
            let connection = try Connection(database)
            let table = try await connection.query(
                "SELECT symbol, count(*) FROM minutes GROUP BY symbol ORDER BY symbol"
            )
            #expect(table.columns[0].values == .texts(["ES", "NQ"]))
            #expect(table.columns[1].values == .integers([10, 1000]))
            for sql in ["INSERT INTO f2.minutes VALUES ('X', 1)", "FROM read_text('\(second)')", "SET threads = 3"] {
                #expect(await failure { try await connection.execute(sql) } != nil, "\(sql)")
            }
        }
    }

    @Test func `a file that is missing or no database is an open error`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "none.duckdb").path
            #expect(await failure { _ = try Database(path: path, settings: .sandbox) }?.code == .open)
            try Data(repeating: 65, count: 20_000).write(to: folder.appending(path: "text.duckdb"))
            let text = folder.appending(path: "text.duckdb").path
            #expect(await failure { _ = try Database(path: text, settings: .sandbox) }?.code == .open)
            #expect(
                await failure { _ = try Database(path: nil, settings: .sandbox, attaching: [("a", path)]) }?.code
                    == .open
            )
        }
    }

    @Test func `a setting that the engine does not know is refused`() async throws {
        let settings = Settings(opening: [.init(name: "no_such_setting", value: "1")])
        #expect(await failure { _ = try Database(path: nil, settings: settings) }?.code == .open)
    }

    @Test func `a database that failed to open is closed again`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.duckdb").path
            try await makeFile(path, "CREATE TABLE t AS SELECT 7 AS i")
            let error = await failure { _ = try Database(path: path, settings: .sandbox, setup: ["no SQL"]) }
            #expect(error?.code == .open)
            // Nobody can write to a file that is still held for reading.
            try await makeFile(path, "INSERT INTO t VALUES (8)")
        }
    }

    @Test func `many readers may hold one file`() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a.duckdb").path
            try await makeFile(path, "CREATE TABLE t AS SELECT i FROM range(100) t(i)")
            let databases = try (0..<3).map { _ in try Database(path: path, settings: .sandbox) }
            for database in databases {
                #expect(try await Connection(database).query("SELECT count(*) FROM t")[0, 0] == .integer(100))
            }
        }
    }
}
