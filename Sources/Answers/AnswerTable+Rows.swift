package import DuckDB
internal import Market
package import Studies
package import StudySQL

extension AnswerTable {
    /// The rows of a study as they are given out: dates and times as text, names of groups in words.
    package init(_ table: Table, columns meant: [ResultColumn], study: Study, wording: Wording) {
        let shown = min(table.rowCount, Self.limit)
        var rows = Array(repeating: [Cell](), count: shown)
        for index in rows.indices { rows[index].reserveCapacity(meant.count) }
        var columns: [Column] = []
        for (column, meant) in zip(table.columns, meant) {
            columns.append(
                Column(
                    name: meant.name,
                    title: wording.title(meant),
                    kind: Self.kind(column, meant),
                    unit: Self.unit(meant),
                    meaning: meant.meaning
                )
            )
            for row in 0..<shown {
                rows[row].append(
                    Self.variant(meant.meaning, row, study, wording)
                        ?? Self.cell(column[row], meant.meaning, study, wording)
                )
            }
        }
        self.init(columns: columns, rows: rows, totalRows: table.rowCount)
    }

    /// A comparison has a row for each variant, in their order; the query names them for programs.
    private static func variant(
        _ meaning: ResultColumn.Meaning,
        _ row: Int,
        _ study: Study,
        _ wording: Wording
    ) -> Cell? {
        guard meaning == .variant, case .comparison(let variants, _) = study.result, variants.indices.contains(row)
        else { return nil }
        return .text(wording.phrase(variants[row]))
    }

    private static func kind(_ column: DuckDB.Column, _ meant: ResultColumn) -> Kind {
        switch meant.meaning {
        case .variant, .key(.edges): return .text
        case .key(.calendar(let field)), .key(.eventCalendar(_, let field)), .series(.calendar(let field)):
            switch field {
            case .weekday: return .weekday
            case .month: return .month
            case .quarter: return .quarter
            case .year: return .year
            case .hour, .slot: return .time
            default: break
            }
        default: break
        }
        return switch column.values {
        case .booleans: .boolean
        case .integers: .integer
        case .doubles: .number
        case .texts: .text
        case .dates: .date
        case .timestamps: .timestamp
        case .times: .time
        }
    }

    private static func unit(_ column: ResultColumn) -> String? {
        switch column.unit {
        case .label, .date, .time, .timestamp: nil
        case .price, .points, .percent, .volume, .ratio, .count, .days, .minutes: column.unit.rawValue
        }
    }

    private static func cell(
        _ value: Value,
        _ meaning: ResultColumn.Meaning,
        _ study: Study,
        _ wording: Wording
    ) -> Cell {
        switch value {
        case .null: return .null
        case .boolean(let value): return .bool(value)
        case .double(let value):
            guard value.isFinite else { return .null }
            return .number(Steady.applies(to: meaning) ? Steady.value(value) : value)
        case .text(let text): return .text(text)
        case .date(let days): return .text(CivilDate(dayNumber: Int(days)).description)
        case .time(let microseconds): return .text(Window.clock(Int(microseconds / 60_000_000)))
        case .timestamp(let microseconds): return .text(timestamp(microseconds))
        case .integer(let value): return cell(Int(value), meaning, study, wording)
        }
    }

    private static func cell(
        _ value: Int,
        _ meaning: ResultColumn.Meaning,
        _ study: Study,
        _ wording: Wording
    ) -> Cell {
        switch meaning {
        case .key(.calendar(let field)), .key(.eventCalendar(_, let field)), .series(.calendar(let field)):
            if field == .hour { return .text(Window.clock(value * 60)) }
            if case .slot = field { return .text(Window.clock(value)) }
            return .integer(value)
        case .key(.edges(let of, let edges)): return .text(wording.group(value, edges, unit: wording.unit(of: of)))
        default: return .integer(value)
        }
    }

    /// `YYYY-MM-DD HH:MM` of the wall clock.
    private static func timestamp(_ microseconds: Int64) -> String {
        let minutes = Int((Double(microseconds) / 60_000_000).rounded(.down))
        let day = Int((Double(minutes) / 1440).rounded(.down))
        return CivilDate(dayNumber: day).description + " " + Window.clock(minutes - day * 1440)
    }
}

extension Wording {
    /// A group between edges: `< −1`, `−1 … 1`, `≥ 1`.
    func group(_ index: Int, _ edges: [Double], unit: Unit) -> String {
        guard let first = edges.first, let last = edges.last else { return "" }
        if index <= 0 { return "< " + amount(first, unit) }
        if index >= edges.count { return "≥ " + amount(last, unit) }
        return numbers.value(edges[index - 1], .ratio) + " … " + amount(edges[index], unit)
    }
}
