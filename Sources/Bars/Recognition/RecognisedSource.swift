internal import Market

/// A source with what its first lines tell.
struct RecognisedSource {
    enum Rows {
        case text(TextLayout)
        case parquet(ParquetFile)
    }

    var source: SourceFile
    var rows: Rows
    /// What the file may come from, the likeliest first.
    var vendors: [Vendor]
    /// The symbol that is chosen among several in the file; nil where all rows count.
    var chosenSymbol: String?
    /// What the rows are loaded as.
    var symbol: String
    /// What the file or its name calls it.
    var spelling: String?
    var headerSaysUTC: Bool
    var findings: [Finding]

    /// Files with equal keys come from one place and have one clock.
    var clockKey: ClockKey {
        switch rows {
        case .text(let layout):
            ClockKey(layout: layout.withoutDate, vendors: vendors, types: "")
        case .parquet(let file):
            ClockKey(layout: nil, vendors: vendors, types: file.stampType + (file.columns[.stamp] ?? ""))
        }
    }

    struct ClockKey: Hashable {
        var layout: TextLayout?
        var vendors: [Vendor]
        var types: String
    }

    var isUTC: Bool {
        switch rows {
        case .text(let layout): layout.isUTC
        case .parquet(let file): file.isUTC
        }
    }

    /// Reads all rows; blocks on the disk.
    func read() async throws -> RawBars {
        switch (rows, source.content) {
        case (.text(let layout), .text(let open)):
            return try TextRows(layout: layout, chosenSymbol: chosenSymbol).read(open())
        case (.parquet(let file), _): return try await file.rows(of: chosenSymbol)
        default: return RawBars()
        }
    }
}

extension TextLayout {
    /// The same for each file of a series that has one day a file.
    fileprivate var withoutDate: TextLayout {
        var layout = self
        if case .millisecondsOfDay = layout.clock { layout.clock = .millisecondsOfDay(day: 0) }
        layout.stampsHaveOffset = isUTC
        return layout
    }
}
