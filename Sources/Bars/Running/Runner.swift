package import DuckDB
internal import Foundation
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
    private let opened = Mutex<[[String]: Connection]>([:])
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
        let clock = ContinuousClock()
        let start = clock.now
        let manifest = try manifest()
        let query = try compile(study, manifest)
        let compiled = clock.now
        let connection = try connection(to: study.instruments, manifest)
        do {
            let limits = Limits(rows: 10_000, bytes: 64_000_000, seconds: seconds)
            let table = try await connection.query(query.sql, query.bindings.map(\.value), limits: limits)
            var checks: [StudyRows.Check] = []
            for check in checked ? query.checks : [] {
                let counted = try await connection.query(check.sql, check.bindings.map(\.value), limits: limits)
                guard counted.rowCount == 1, case .integer(let number) = counted[0, 0] else { continue }
                checks.append(StudyRows.Check(subject: check.subject, number: Int(number)))
            }
            return StudyRows(
                query: query,
                table: table,
                checks: checks,
                compileTime: compiled - start,
                queryTime: clock.now - compiled
            )
        } catch {
            throw RunError.engine(error)
        }
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

    private func connection(to symbols: [String], _ manifest: Manifest) throws(RunError) -> Connection {
        var manifest = manifest
        var attempt = 1
        while true {
            do {
                return try open(symbols, manifest)
            } catch {
                // An import has just replaced the files that the manifest named: look again.
                let newer = try self.manifest()
                guard attempt < 3, newer != manifest else { throw .engine(error) }
                manifest = newer
                attempt += 1
            }
        }
    }

    private func open(_ symbols: [String], _ manifest: Manifest) throws(DuckDBError) -> Connection {
        let files = symbols.compactMap { manifest.symbols[$0].map { directory.file($0).path } }
        if let connection = opened.withLock({ $0[files] }) { return connection }
        let connection = try Connection(try openBars(files))
        opened.withLock { $0 = $0.filter { key, _ in Set(key).isDisjoint(with: stale(key, manifest)) } }
        opened.withLock { $0[files] = connection }
        return connection
    }

    /// Files that are open and that the manifest names no more.
    private func stale(_ files: [String], _ manifest: Manifest) -> Set<String> {
        Set(files).subtracting(manifest.symbols.values.map { directory.file($0).path })
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
