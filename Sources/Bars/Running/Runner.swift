package import DuckDB
package import Foundation
package import Market
package import Studies
package import StudySQL
internal import Synchronization

/// Runs studies on a data directory.
///
/// Databases stay open between runs (opening costs some 15 ms); a directory that an import has changed meanwhile is opened
/// anew. Queries run on threads of their own and stop when the task is cancelled.
package final class Runner: Sendable {
    private let directory: DataDirectory
    private let catalogue: Catalogue
    private let opened = Mutex<[[String]: ConnectionPool]>([:])
    private let lastRead = Mutex<(stamp: FileStamp, manifest: Manifest)?>(nil)

    package init(directory: DataDirectory, catalogue: Catalogue) {
        self.directory = directory
        self.catalogue = catalogue
    }

    /// The study's rows, at most 10,000 of them, and its checks' numbers.
    ///
    /// - Parameters:
    ///   - seconds: after which the query is stopped
    ///   - checked: whether the checks are run too, a query each
    package func run(_ study: Study, seconds: Double = 30, checked: Bool = true) async throws(RunError) -> StudyRows {
        try await run(try compile(study), of: study, seconds: seconds, checked: checked)
    }

    /// The rows of a study that was compiled.
    package func run(
        _ query: CompiledQuery,
        of study: Study,
        seconds: Double = 30,
        checked: Bool = true
    ) async throws(RunError) -> StudyRows {
        let clock = ContinuousClock()
        let start = clock.now
        let limits = Limits(rows: 10_000, bytes: 64_000_000, seconds: seconds)
        return try await lending(study.instruments) { connection throws(DuckDBError) in
            let table = try await connection.query(query.sql, query.bindings.map(\.value), limits: limits)
            var checks: [StudyRows.Check] = []
            for check in checked ? query.checks : [] {
                let counted = try await connection.query(check.sql, check.bindings.map(\.value), limits: limits)
                guard counted.rowCount == 1, case .integer(let number) = counted[0, 0] else { continue }
                checks.append(StudyRows.Check(subject: check.subject, number: Int(number)))
            }
            return StudyRows(query: query, table: table, checks: checks, queryTime: clock.now - start)
        }
    }

    /// Has the engine parse and bind a study's SQL and its checks against the data; runs nothing. What is prepared is kept
    /// for the run.
    package func prepare(_ query: CompiledQuery, of study: Study) async throws(RunError) {
        try await lending(study.instruments) { connection throws(DuckDBError) in
            try await connection.prepare(query.sql, query.bindings.map(\.value))
            for check in query.checks { try await connection.prepare(check.sql, check.bindings.map(\.value)) }
        }
    }

    /// Where the bars of symbols are, for a process that opens them itself.
    package func files(of symbols: [String]) throws(RunError) -> [URL] {
        let manifest = try manifest()
        var files: [URL] = []
        for symbol in symbols {
            guard let entry = manifest.symbols[symbol] else {
                throw .notLoaded(symbol: symbol, loaded: manifest.symbols.keys.sorted())
            }
            files.append(directory.file(entry))
        }
        return files
    }

    /// The study's SQL; runs nothing.
    package func compile(_ study: Study) throws(RunError) -> CompiledQuery {
        try compile(study, try manifest())
    }

    private func compile(_ study: Study, _ manifest: Manifest) throws(RunError) -> CompiledQuery {
        var context = CompileContext(catalogue: catalogue, instruments: [:], coverage: [:])
        for symbol in study.instruments {
            guard let entry = manifest.symbols[symbol],
                let instrument = catalogue.instrument(symbol, class: entry.instrumentClass)
            else { throw .notLoaded(symbol: symbol, loaded: manifest.symbols.keys.sorted()) }
            context.instruments[symbol] = instrument
            context.pauses[symbol] = entry.longestPause
            if let first = entry.coverage.firstDay, let last = entry.coverage.lastDay {
                context.coverage[symbol] = first...last
            }
        }
        do {
            return try StudySQL.compile(study, context)
        } catch {
            throw .compile(error)
        }
    }

    /// Decoded again only when an import has replaced it.
    private func manifest() throws(RunError) -> Manifest {
        let stamp = FileStamp(directory.manifestURL)
        if let stamp, let last = lastRead.withLock({ $0 }), last.stamp == stamp { return last.manifest }
        do {
            let manifest = try directory.manifest()
            // Read after the stamp was taken: a manifest replaced in between is only read once too often.
            lastRead.withLock { $0 = stamp.map { ($0, manifest) } }
            return manifest
        } catch {
            throw .directory(error)
        }
    }

    /// Lends an idle connection to the symbols' files for `work`.
    private func lending<Result: Sendable>(
        _ symbols: [String],
        _ work: (Connection) async throws(DuckDBError) -> Result
    ) async throws(RunError) -> Result {
        let pool = try pool(of: symbols)
        do {
            let (place, connection) = try pool.lend()
            defer { pool.take(back: place) }
            return try await work(connection)
        } catch {
            throw .engine(error)
        }
    }

    private func pool(of symbols: [String]) throws(RunError) -> ConnectionPool {
        var manifest = try manifest()
        var attempt = 1
        while true {
            do {
                return try opening(
                    symbols.compactMap { manifest.symbols[$0].map { directory.file($0).path } },
                    manifest
                )
            } catch {
                // An import has just replaced the files that the manifest named: look again.
                let newer = try self.manifest()
                guard attempt < 3, newer != manifest else { throw .engine(error) }
                manifest = newer
                attempt += 1
            }
        }
    }

    /// What is open, or opened now; files that the manifest names no more are let go.
    private func opening(_ files: [String], _ manifest: Manifest) throws(DuckDBError) -> ConnectionPool {
        if let pool = opened.withLock({ $0[files] }) { return pool }
        let pool = ConnectionPool(try openBars(files))
        let current = Set(manifest.symbols.values.map { directory.file($0).path })
        return opened.withLock { opened in
            opened = opened.filter { key, _ in current.isSuperset(of: key) }
            if let other = opened[files] { return other }
            opened[files] = pool
            return pool
        }
    }
}

extension Study {
    /// Every instrument that the study reads.
    package var instruments: [String] {
        guard case .comparison(let variants, _) = result else { return symbols }
        var all = symbols
        for variant in variants {
            if let symbol = variant.symbol, !all.contains(symbol) { all.append(symbol) }
        }
        return all
    }
}

extension SQLValue {
    /// As a bound value of the engine.
    package var value: Value {
        switch self {
        case .text(let text): .text(text)
        case .integer(let number): .integer(Int64(number))
        case .double(let number): .double(number)
        case .date(let date): .date(days: Int32(clamping: date.dayNumber))
        }
    }
}
