internal import Market

/// How a column's cells are shown to a person: one number of decimals for all of them.
package struct CellFormat: Sendable {
    private let kind: AnswerTable.Kind
    private let unit: Unit
    private let decimals: Int
    private let wording: Wording

    /// `rows` are those that will be shown together.
    package init(_ table: AnswerTable, column: Int, rows: some Collection<Int>, wording: Wording) {
        kind = table.columns[column].kind
        unit = table.columns[column].unit.flatMap(Unit.init) ?? .label
        decimals = NumberFormat.decimals(for: rows.compactMap { table.rows[$0][column].number }, unit: unit)
        self.wording = wording
    }

    /// As it stands in a table.
    package func text(_ cell: Cell) -> String {
        switch cell {
        case .null: return "—"
        case .bool(let value): return wording.say(value ? "yes" : "no")
        case .text(let text): return text
        case .integer(let value): return integer(value)
        case .number(let value): return wording.numbers.fixed(value, decimals: decimals)
        }
    }

    /// As it stands in a sentence: dates in words, percent with its sign.
    package func spoken(_ cell: Cell) -> String {
        if kind == .date, let text = cell.text, let date = CivilDate(text) { return wording.dates.day(date) }
        if kind == .timestamp, let text = cell.text, let date = CivilDate(text.prefix(10)) {
            return wording.dates.day(date) + ", " + text.suffix(5)
        }
        guard cell.number != nil, !cell.isNull else { return text(cell) }
        return switch unit {
        case .percent: wording.numbers.percent(cell.number ?? 0, decimals: decimals)
        case .points: wording.say("amount.points", ["n": .text(text(cell))])
        case .minutes: wording.say("amount.minutes", ["n": .text(text(cell))])
        default: text(cell)
        }
    }

    private func integer(_ value: Int) -> String {
        switch kind {
        case .weekday: wording.say("weekday.\(value)")
        case .month: wording.say("month.\(value)")
        case .quarter: wording.say("quarter.name", ["n": "\(value)"])
        case .year: "\(value)"
        default: wording.numbers.integer(value)
        }
    }
}
