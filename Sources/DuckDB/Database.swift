internal import CDuckDB

/// An open database instance. Opening blocks for some 15 ms, so keep it; connections are cheap.
/// While a file is open for reading only, nobody can open it for writing.
package final class Database: Sendable {
    // Set once, closed in deinit; connecting to it is thread-safe.
    private nonisolated(unsafe) var handle: duckdb_database?

    /// Opens `path` (nil: a database in memory), attaches files under names, runs the set-up statements
    /// (`CREATE VIEW` over attached files), then makes the closing settings and reads all of them back.
    package init(
        path: String?,
        settings: Settings,
        attaching: [(name: String, path: String)] = [],
        setup: [String] = []
    ) throws(DuckDBError) {
        try refuseNUL(path ?? "")
        handle = try Self.open(path, settings)
        do throws(DuckDBError) {
            let connection = try connect()
            for (name, path) in attaching {
                let options = settings.isReadOnly ? "TYPE duckdb, READ_ONLY" : "TYPE duckdb"
                try connection.execute("ATTACH \(quoted(path, "'")) AS \(quoted(name, "\"")) (\(options))")
            }
            for statement in setup {
                try connection.execute(statement)
            }
            let closing = settings.closing.map { "SET \($0.name) = \(quoted($0.value, "'"))" }
            try connection.execute(closing.joined(separator: ";"))
            try Self.check(settings, connection)
        } catch {
            throw DuckDBError(.open, error.message, sql: error.sql)
        }
    }

    deinit {
        duckdb_close(&handle)
    }

    /// Every setting of the engine as it stands, by name.
    package func settingsReadBack() throws(DuckDBError) -> [String: String] {
        let table = try connect().query("SELECT name, value FROM duckdb_settings()", limits: .none)
        var settings: [String: String] = [:]
        for row in 0..<table.rowCount {
            if case .text(let name) = table[row, 0], case .text(let value) = table[row, 1] {
                settings[name] = value
            }
        }
        return settings
    }

    func connect() throws(DuckDBError) -> ConnectionHandle {
        try ConnectionHandle(to: handle)
    }

    private static func open(_ path: String?, _ settings: Settings) throws(DuckDBError) -> duckdb_database? {
        var config: duckdb_config?
        duckdb_create_config(&config)
        defer { duckdb_destroy_config(&config) }
        var opening = settings.opening
        if path != nil, settings.isReadOnly {
            opening.append(.init(name: "access_mode", value: "READ_ONLY"))
        }
        for setting in opening where duckdb_set_config(config, setting.name, setting.value) != DuckDBSuccess {
            throw DuckDBError(.open, "the engine refuses \(setting.name) = \(setting.value)")
        }
        var handle: duckdb_database?
        var message: UnsafeMutablePointer<CChar>?
        defer { duckdb_free(message) }
        guard duckdb_open_ext(path, &handle, config, &message) == DuckDBSuccess else {
            throw DuckDBError(.open, message.map { String(cString: $0) } ?? "the database did not open")
        }
        return handle
    }

    /// Settings with one spelling must read back as they were made (a memory limit reads back in other units).
    private static func check(_ settings: Settings, _ connection: ConnectionHandle) throws(DuckDBError) {
        let made = (settings.opening + settings.closing).filter { $0.name != "memory_limit" }
        if made.isEmpty { return }
        let sql = "SELECT " + (1...made.count).map { "current_setting($\($0))::VARCHAR" }.joined(separator: ", ")
        let row = try connection.query(sql, made.map { .text($0.name) }, limits: .none)
        for (index, setting) in made.enumerated() where row[0, index] != .text(setting.value) {
            throw DuckDBError(.open, "\(setting.name) reads back as \(row[0, index]), not \(setting.value)")
        }
    }
}

/// As a string literal or a quoted name.
private func quoted(_ text: String, _ mark: Character) -> String {
    "\(mark)" + text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: "\(mark)\(mark)")
        + "\(mark)"
}
