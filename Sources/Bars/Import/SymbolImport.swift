internal import Foundation
internal import Market

/// The import of one symbol's files: read, put on one clock, checked, joined with what is loaded.
struct SymbolImport {
    struct Result {
        var instrument: Instrument
        var bars: BarColumns
        var days: BarDays
        var files: [ImportReport.File]
        var sources: [Manifest.Source]
        var summary: ImportReport.Symbol
        var changesNothing: Bool
    }

    let importer: Importer
    let symbol: String
    let sources: [RecognisedSource]
    let request: ImportRequest
    let entry: Manifest.Entry?

    func run(progress: Importer.Progress) async throws -> Result {
        var raws: [RawBars] = []
        for (index, source) in sources.enumerated() {
            try Task.checkCancellation()
            progress(ImportProgress(stage: .reading, subject: source.source.name, done: index, total: sources.count))
            let raw = try await source.read()
            try checkIsMinutes(raw, of: source.source)
            raws.append(raw)
        }
        let (instrument, classFinding) = try instrument(raws)
        let choices = clocks(raws, instrument)
        var files: [ImportReport.File] = []
        var tables: [BarColumns] = []
        var records: [Manifest.Source] = []
        for index in sources.indices {
            let choice = choices[index]
            let (bars, counts, findings) = try convert(raws[index], choice, instrument)
            raws[index] = RawBars()
            let recognition = Recognition(
                file: sources[index].source.name,
                findings: sources[index].findings.map { $0.settled(choice) } + [classFinding] + findings
            )
            files.append(
                ImportReport.File(
                    name: sources[index].source.name,
                    symbol: symbol,
                    recognition: recognition,
                    rows: counts,
                    firstMinute: bars.minute.first,
                    lastMinute: bars.minute.last
                )
            )
            records.append(
                Manifest.Source(
                    name: sources[index].source.name,
                    sha256: try sources[index].source.sha256(),
                    bars: bars.count
                )
            )
            tables.append(bars)
        }
        progress(ImportProgress(stage: .merging, subject: symbol, done: 0, total: 1))
        return try await joined(tables, files: files, records: records, instrument)
    }

    private func joined(
        _ tables: [BarColumns],
        files: [ImportReport.File],
        records: [Manifest.Source],
        _ instrument: Instrument
    ) async throws -> Result {
        let new = Self.union(tables[...])
        guard new.count > 0 else {
            throw ImportError(.notBars, "'\(files.first?.name ?? symbol)' has no row that can be kept as a bar.")
        }
        var old = BarColumns()
        if let entry { old = try await SymbolFile(url: importer.directory.file(entry)).read() }
        let merged = merge(old, with: new)
        let days = tradingDays(
            of: merged.bars,
            instrument: instrument,
            calendar: importer.catalogue.tradingCalendar(for: instrument)
        )
        let coverage = Coverage(of: merged.bars, days: days, instrument: instrument)
        var sources = entry?.sources ?? []
        for record in records {
            sources.removeAll { $0 == record }
            sources.append(record)
        }
        return Result(
            instrument: instrument,
            bars: merged.bars,
            days: days,
            files: files,
            sources: sources,
            summary: ImportReport.Symbol(
                symbol: symbol,
                instrumentClass: instrument.instrumentClass,
                zone: instrument.zone,
                added: merged.added,
                replaced: merged.replaced,
                unchanged: merged.unchanged,
                coverage: coverage
            ),
            changesNothing: entry != nil && merged.changesNothing
        )
    }

    /// All tables as one; for a minute in several the last one counts.
    private static func union(_ tables: ArraySlice<BarColumns>) -> BarColumns {
        guard tables.count > 1 else { return tables.first ?? BarColumns() }
        let middle = tables.startIndex + tables.count / 2
        return merge(union(tables[..<middle]), with: union(tables[middle...])).bars
    }

    private func convert(
        _ raw: RawBars,
        _ choice: ClockChoice,
        _ instrument: Instrument
    ) throws -> (BarColumns, RowCounts, [Finding]) {
        guard let source = ZoneTable(identifier: choice.clock.zone), let target = ZoneTable(identifier: instrument.zone)
        else { throw ImportError(.badTimezone, "'\(choice.clock.zone)' is not a time zone of this system.") }
        let hasVolume = raw.volume.contains { $0 > 0 }
        let usesTicks = !hasVolume && raw.tickVolume.contains { $0 > 0 }
        let conversion = BarConversion(
            source: source,
            target: target,
            stampsEnd: choice.clock.stampsEnd,
            usesTickVolume: usesTicks
        )
        let (bars, counts) = conversion.bars(of: raw)
        var findings: [Finding] = [.timezone(choice.clock.zone, choice.zoneBasis)]
        if choice.clock.stampsEnd { findings.append(.stampsEndOfMinute(choice.endBasis)) }
        if raw.isNewestFirst { findings.append(.newestFirst) }
        if usesTicks {
            findings.append(.tickVolumeUsed)
        } else if !hasVolume, raw.volume.contains(0) {
            findings.append(.volumeAllZero)
        }
        return (bars, counts, findings)
    }
}

extension Finding {
    /// Of vendors that write alike, the one whose clock fits.
    fileprivate func settled(_ choice: ClockChoice) -> Finding {
        guard case .vendor(_, .assumption) = self, let vendor = choice.vendor else { return self }
        return .vendor(vendor, choice.zoneBasis == .tradingHours ? .tradingHours : .assumption)
    }
}
