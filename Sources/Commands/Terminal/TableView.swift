internal import Answers
internal import Market
internal import Studies
internal import StudySQL

/// The rows of an answer, the first ones of a long table; of a long distribution the most frequent buckets of each series.
struct TableView {
    let table: AnswerTable
    let study: Study
    let wording: Wording
    let width: Int
    let paint: Paint

    func text() -> String {
        guard case .distribution = study.result, table.rows.count > AnswerView.wholeRows else {
            return plain(wholeRows: AnswerView.wholeRows)
        }
        let isTime = table.columns.contains { $0.meaning == .bucket && $0.kind == .time }
        return isTime || table.rows.count > 24 ? ranking() : plain(wholeRows: 24)
    }

    private func plain(wholeRows: Int = AnswerView.wholeRows) -> String {
        let shown = table.rows.count > wholeRows ? AnswerView.shownRows : table.rows.count
        let all = visibleColumns()
        let whole = grid(all, shown)
        if table.rows.count == 1 { return single(whole) }
        guard !whole.lines(width: width - 2, paint: paint).left.isEmpty else {
            return render(whole, hidden: table.totalRows - shown)
        }
        return render(grid(all.filter { !isDetail(table.columns[$0]) }, shown), hidden: table.totalRows - shown)
    }

    private func grid(_ columns: [Int], _ shown: Int) -> Grid {
        let formats = columns.map { CellFormat(table, column: $0, rows: 0..<shown, wording: wording) }
        return Grid(
            titles: columns.map { table.columns[$0].title },
            isNumeric: columns.map { table.columns[$0].kind.isNumeric },
            rows: (0..<shown).map { row in
                zip(columns, formats).map { TextLayout.harmless($1.text(table.rows[row][$0])) }
            }
        )
    }

    /// What gives way first where a table is too wide.
    private func isDetail(_ column: AnswerTable.Column) -> Bool {
        guard case .measure(_, let part) = column.meaning else { return false }
        return switch part {
        case .low, .high, .rows: true
        case .value, .hits, .base: false
        }
    }

    /// A count that only repeats another column says nothing.
    private func visibleColumns() -> [Int] {
        table.columns.indices.filter { column in
            guard table.columns[column].meaning == .rows else { return true }
            return !table.columns.indices.contains { other in
                guard other != column, case .measure(.count(nil), .value) = table.columns[other].meaning else {
                    return false
                }
                return true
            }
        }
    }

    /// One row stands upright.
    private func single(_ grid: Grid) -> String {
        guard let row = grid.rows.first, row.count > 1 else { return "" }
        let value = row.map(TextLayout.width).max() ?? 0
        let title = min(grid.titles.map(TextLayout.width).max() ?? 0, max(20, width - value - 6))
        return zip(grid.titles, row).map { name, cell in
            let lines = TextLayout.wrap(name, title)
            let first =
                "  " + paint.dim(TextLayout.left(lines.first ?? "", title)) + "  " + TextLayout.right(cell, value)
            return ([first] + lines.dropFirst().map { "    " + paint.dim($0) }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func render(_ grid: Grid, hidden: Int) -> String {
        let (lines, left) = grid.lines(width: width - 2, paint: paint)
        var text = lines.map { "  " + $0 }.joined(separator: "\n")
        if hidden > 0 { text += "\n  " + paint.dim(wording.say("ui.more", ["n": .count(hidden)])) }
        if !left.isEmpty { text += "\n  " + paint.dim("+ " + left.joined(separator: ", ")) }
        return text
    }

    /// The most frequent buckets of each series side by side.
    private func ranking() -> String {
        guard let bucket = table.columns.firstIndex(where: { $0.meaning == .bucket }) else { return plain() }
        let counts = table.columns.indices.filter {
            if case .bucketCount = table.columns[$0].meaning { true } else { false }
        }
        let shown = min(AnswerView.shownRows, table.rows.count)
        let names = CellFormat(table, column: bucket, rows: table.rows.indices, wording: wording)
        var grid = Grid(titles: ["№"], isNumeric: [true], rows: (1...shown).map { ["\($0)"] })
        for column in counts {
            let order = table.rows.indices.sorted {
                let (a, b) = (table.rows[$0][column].number ?? 0, table.rows[$1][column].number ?? 0)
                return a != b ? a > b : $0 < $1
            }.prefix(shown)
            let share = column + 1
            let title = table.columns[column].title
            let short = title.firstIndex { $0 == ":" || $0 == "," }.map { String(title[..<$0]) } ?? title
            let shares = CellFormat(table, column: share, rows: order, wording: wording)
            grid.titles += [short, wording.say("measure.count." + wording.unitKey), "%"]
            grid.isNumeric += [true, true, true]
            for (place, row) in order.enumerated() {
                grid.rows[place] += [
                    names.text(table.rows[row][bucket]),
                    wording.numbers.integer(Int(table.rows[row][column].number ?? 0)),
                    shares.text(table.rows[row][share]),
                ]
            }
        }
        return render(grid, hidden: table.totalRows - shown)
    }
}
