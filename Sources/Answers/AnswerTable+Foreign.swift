package import DuckDB
internal import Market

extension AnswerTable {
    /// Rows of SQL that our own code did not write, under columns that are described beside it: whatever their cells hold,
    /// they are plain values here.
    package init(_ table: Table, columns: [Column]) {
        let shown = min(table.rowCount, Self.limit)
        let rows = (0..<shown).map { row in table.columns.map { Cell(foreign: $0[row]) } }
        self.init(columns: columns, rows: rows, totalRows: table.isTruncated ? table.rowCount + 1 : table.rowCount)
    }
}

extension Cell {
    /// Characters of a text from the data.
    private static let longest = 200

    fileprivate init(foreign value: Value) {
        switch value {
        case .null: self = .null
        case .boolean(let value): self = .bool(value)
        case .integer(let value): self = .integer(Int(value))
        case .double(let value): self = value.isFinite ? .number(value) : .null
        case .text(let text):
            let scalars = text.prefix(Self.longest).unicodeScalars.filter {
                ![.control, .format, .privateUse, .unassigned].contains($0.properties.generalCategory)
            }
            self = .text(String(String.UnicodeScalarView(scalars)))
        case .date(let days): self = .text(CivilDate(dayNumber: Int(days)).description)
        case .time(let microseconds): self = .text(Window.clock(Int(microseconds / 60_000_000)))
        case .timestamp(let microseconds):
            let minutes = Int((Double(microseconds) / 60_000_000).rounded(.down))
            let day = Int((Double(minutes) / 1440).rounded(.down))
            self = .text(CivilDate(dayNumber: day).description + " " + Window.clock(minutes - day * 1440))
        }
    }
}
