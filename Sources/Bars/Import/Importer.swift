internal import Foundation
package import Market

/// Brings vendors' files into a data directory. Nothing is written until all of a request is read and checked, and
/// then all of it is seen at once.
package struct Importer: Sendable {
    package typealias Progress = @Sendable (ImportProgress) -> Void

    package let directory: DataDirectory
    package let catalogue: Catalogue
    /// Called between the steps of writing; what it throws ends the import there, as a kill would.
    var interruption: @Sendable (DataDirectory.Step) throws -> Void = { _ in }

    package init(directory: DataDirectory, catalogue: Catalogue) {
        self.directory = directory
        self.catalogue = catalogue
    }

    /// Reads, checks and loads the files. Blocks on the disk; a second or two per million bars.
    /// Throws `ImportError`, and `CancellationError` where the task is cancelled before anything is written.
    package func run(_ request: ImportRequest, progress: Progress = { _ in }) async throws -> ImportReport {
        let start = ContinuousClock.now
        try check(request)
        let input = try InputFiles(request.files)
        defer { input.close() }
        var report = ImportReport()
        report.dryRun = request.dryRun
        let sources = try await recognise(input, request, report: &report, progress: progress)
        let lock = request.dryRun ? nil : try ImportLock(directory)
        defer { withExtendedLifetime(lock) {} }
        var manifest = try directory.manifest()
        if lock != nil { directory.removeLeftovers(keeping: manifest) }
        do {
            try await load(sources, request, into: &manifest, report: &report, progress: progress)
        } catch let error as ImportError {
            if lock != nil { directory.removeLeftovers(keeping: try directory.manifest()) }
            throw error
        }
        progress(ImportProgress(stage: .done, subject: "", done: 1, total: 1))
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        return report
    }

    private func load(
        _ sources: [(symbol: String, files: [RecognisedSource])],
        _ request: ImportRequest,
        into manifest: inout Manifest,
        report: inout ImportReport,
        progress: Progress
    ) async throws {
        var changed = false
        for (symbol, files) in sources {
            try Task.checkCancellation()
            let result = try await SymbolImport(
                importer: self,
                symbol: symbol,
                sources: files,
                request: request,
                entry: manifest.symbols[symbol]
            ).run(progress: progress)
            report.files += result.files
            report.symbols.append(result.summary)
            if request.strict, let file = report.files.first(where: { $0.rows.rejectedRows > 0 }) {
                throw ImportError(rejected: file, report: report)
            }
            guard !result.changesNothing, !request.dryRun else { continue }
            manifest.generation += 1
            progress(ImportProgress(stage: .writing, subject: symbol, done: 0, total: 1))
            manifest.symbols[symbol] = try await write(result, symbol: symbol, generation: manifest.generation)
            changed = true
        }
        if changed {
            try directory.commit(manifest, at: interruption)
            report.wroteNothing = false
        }
    }

    private func write(_ result: SymbolImport.Result, symbol: String, generation: Int) async throws -> Manifest.Entry {
        let sessions = rollups(of: result.bars, days: result.days, instrument: result.instrument)
        let entry = Manifest.Entry(
            file: symbolFileName(symbol, generation: generation),
            instrumentClass: result.instrument.instrumentClass,
            zone: result.instrument.zone,
            coverage: result.summary.coverage,
            longestPause: longestPause(in: sessions),
            sources: result.sources
        )
        try await SymbolFile(url: directory.file(entry)).write(
            symbol: symbol,
            bars: result.bars,
            days: result.days,
            sessions: sessions
        )
        try interruption(.fileBuilt)
        return entry
    }

    private func check(_ request: ImportRequest) throws(ImportError) {
        if let symbol = request.symbol, !isValidSymbol(symbol) {
            throw ImportError(
                .badSymbol,
                "A symbol has 1 to 32 letters, digits and . _ = ! @ / -, and this one has not; try NQ or BTC/USD."
            )
        }
        if let zone = request.timezone, ZoneTable(identifier: zone) == nil {
            throw ImportError(
                .badTimezone,
                "'\(zone.prefix(64))' is not a time zone; try America/New_York, UTC, UTC+2, EST or America/New_York+7."
            )
        }
        if let columns = request.columns { _ = try ColumnRole.list(columns) }
    }
}

extension ImportError {
    /// `--strict` and a row that had to be left out.
    fileprivate init(rejected file: ImportReport.File, report: ImportReport) {
        let first = file.rows.rejected.min { $0.value.firstLine < $1.value.firstLine }
        self.init(
            .rejectedRows,
            "'\(file.name)' has \(file.rows.rejectedRows) rows that cannot be kept, the first in line "
                + "\(first?.value.firstLine ?? 0) (\(first?.key.rawValue ?? "")); nothing was imported."
        )
        self.report = report
    }
}
