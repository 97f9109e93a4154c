package import Studies
internal import StudySQL

/// The figures that an answer is about, at most `limit`: who tells everything says nothing.
package enum Facts {
    package static let limit = 12

    package static func of(_ table: AnswerTable, study: Study) -> [Answer.Fact] {
        Array(all(table, study).prefix(limit))
    }

    private static func all(_ table: AnswerTable, _ study: Study) -> [Answer.Fact] {
        if table.rows.count == 1 { return row(table, 0) + clock(table, study) }
        guard !table.rows.isEmpty else { return [Answer.Fact(name: "rows", value: .integer(0))] }
        let total = Answer.Fact(name: "rows", value: .integer(table.totalRows))
        switch study.result {
        case .distribution: return distribution(table)
        case .summary: return [Answer.Fact(name: "groups", value: .integer(table.totalRows))] + groups(table)
        case .comparison: return comparison(table) + multiple(table, study)
        case .list(let list) where !list.order.isEmpty: return [total] + row(table, 0)
        case .runs(let runs) where runs.by != nil: return groups(table)
        case .runs(let runs) where Phrasing.isFirstTold(runs): return [total] + row(table, 0)
        case .list, .runs, .correlation, .standing: return [total]
        }
    }

    /// Every value of a row; how many rows it is of is told once.
    private static func row(_ table: AnswerTable, _ row: Int) -> [Answer.Fact] {
        let isCounted = table.columns.contains { $0.meaning == .measure(measure: .count(where: nil), part: .value) }
        return zip(table.columns, table.rows[row]).compactMap { column, cell in
            isCounted && column.meaning == .rows ? nil : Answer.Fact(name: column.name, value: cell)
        }
    }

    /// "In which minute of 7 April": the time alone, where one minute or candle is told.
    private static func clock(_ table: AnswerTable, _ study: Study) -> [Answer.Fact] {
        guard case .minutes = study.unit, case .list = study.result,
            let column = table.columns.firstIndex(where: { $0.kind == .timestamp }),
            let stamp = table.rows[0][column].text, stamp.count >= 5
        else { return [] }
        return [Answer.Fact(name: "time", value: .text(String(stamp.suffix(5))))]
    }

    /// For each series: its most frequent bucket, how often, and of how many.
    private static func distribution(_ table: AnswerTable) -> [Answer.Fact] {
        guard let bucket = table.columns.firstIndex(where: { $0.meaning == .bucket }) else { return [] }
        var facts: [Answer.Fact] = []
        let counts = table.columns.indices.filter {
            if case .bucketCount = table.columns[$0].meaning { true } else { false }
        }
        for column in counts {
            guard let top = table.extremes(of: column)?.largest else { continue }
            let name = table.columns[column].name
            let prefix = name == "n" ? "" : name.hasSuffix("_n") ? String(name.dropLast(1)) : name + "_"
            facts.append(.init(name: prefix + "top", value: table.rows[top][bucket]))
            facts.append(.init(name: prefix + "top_n", value: table.rows[top][column]))
            facts.append(.init(name: prefix + "total", value: .integer(Int(table.sum(of: column)))))
        }
        return facts
    }

    /// The groups with the largest and the smallest value of the first measure.
    private static func groups(_ table: AnswerTable) -> [Answer.Fact] {
        guard let column = table.figureColumns.first, let (largest, smallest) = table.extremes(of: column) else {
            return []
        }
        let labels = table.labelColumns
        return [("highest", largest), ("lowest", smallest)].flatMap { name, row in
            labels.map { Answer.Fact(name: name + "_" + table.columns[$0].name, value: table.rows[row][$0]) }
                + [Answer.Fact(name: name + "_" + table.columns[column].name, value: table.rows[row][column])]
        }
    }

    /// What the first of two sides is of the second.
    private static func multiple(_ table: AnswerTable, _ study: Study) -> [Answer.Fact] {
        guard let multiple = Multiple(table, study: study) else { return [] }
        let name = table.columns[multiple.column].name
        return [
            Answer.Fact(name: "times: \(name)", value: .number(multiple.times)),
            Answer.Fact(name: "percent_more: \(name)", value: .number(multiple.percent)),
        ]
    }

    private static func comparison(_ table: AnswerTable) -> [Answer.Fact] {
        guard let variant = table.columns.firstIndex(where: { $0.meaning == .variant }) else { return [] }
        return table.figureColumns.flatMap { column in
            table.rows.map { row in
                Answer.Fact(name: "\(table.columns[column].name): \(row[variant].text ?? "")", value: row[column])
            }
        }
    }
}
