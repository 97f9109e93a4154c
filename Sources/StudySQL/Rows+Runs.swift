import Market
import Studies

extension Rows {
    /// Maximal runs over the period's rows that meet the study's condition.
    func runs(_ runs: Runs) throws(CompileError) -> ResultSQL {
        let holds = try condition(runs.of)
        var isEither = false
        if case .current(either: true) = runs.show { isEither = true }
        let part = try runs.by.map { field throws(CompileError) in try calendar(field) }
        let whole = part == nil ? "" : "PARTITION BY part "
        let sides = part == nil ? "holds" : "part, holds"
        let marked = """
            SELECT day, \(sides),
                row_number() OVER (\(whole)ORDER BY \(relation.ordering)) - row_number() OVER (PARTITION BY \(sides) ORDER BY \(relation.ordering)) AS island
            FROM (SELECT *, coalesce(\(holds.sql), false) AS holds\(part.map { ", \($0.sql) AS part" } ?? "") FROM chosen)
            """
        let length = runs.exactly ? "count(*) = \(runs.minimum)" : "count(*) >= \(runs.minimum)"
        let kept = isEither ? "holds, " : part == nil ? "" : "part, "
        let found = """
            SELECT \(kept)min(day) AS first_day, max(day) AS last_day, count(*) AS length
            FROM marked\(isEither ? "" : "\nWHERE holds")
            GROUP BY \(kept)island
            HAVING \(length)
            """
        var selection = Selection()
        var tail = ""
        if let field = runs.by {
            selection.add(
                "part",
                field.columnName,
                .key(key: .calendar(field: field)),
                Series.calendar(field: field).unit
            )
            if runs.show == .longest { selection.add("max(length)", "longest", .runLongest, .count) }
            selection.add("count(*)", "runs", .runCount, .count)
            selection.add("avg(length)", "mean_length", .runMeanLength, .count)
            if runs.show != .longest { selection.add("max(length)", "longest", .runLongest, .count) }
            return ResultSQL(
                ctes: [("marked", marked), ("runs", found)],
                select: "SELECT \(selection.sql)\nFROM runs\nGROUP BY part\nORDER BY part",
                columns: selection.columns
            )
        }
        switch runs.show {
        case .totals:
            selection.add("count(*)", "runs", .runCount, .count)
            selection.add("avg(length)", "mean_length", .runMeanLength, .count)
            selection.add("max(length)", "longest", .runLongest, .count)
        case .list(let limit):
            addRun(&selection)
            tail = "\nORDER BY first_day" + (limit.map { "\nLIMIT \(max(0, $0))" } ?? "")
        case .longest:
            addRun(&selection)
            tail = "\nWHERE length = (SELECT max(length) FROM runs)\nORDER BY first_day"
        case .ranked(let limit):
            addRun(&selection)
            tail = "\nORDER BY length DESC, first_day\nLIMIT \(max(0, limit))"
        case .current(let either):
            if case .minutes = study.unit { throw .unsupported(what: "the current run of minutes") }
            if either {
                let key = Key.condition(condition: runs.of)
                selection.add("bool_or(holds)", key.columnName, .key(key: key), .label)
            }
            selection.add("max(first_day)", "first_day", .runFirst, .date)
            selection.add("max(last_day)", "last_day", .runLast, .date)
            selection.add("coalesce(max(length), 0)", "length", .runLength, .count)
            tail = "\nWHERE last_day = (SELECT max(day) FROM chosen)"
        case .lengths:
            selection.add("length", "length", .runLength, .count)
            selection.add("count(*)", "runs", .runCount, .count)
            tail = "\nGROUP BY length\nORDER BY length"
        }
        return ResultSQL(
            ctes: [("marked", marked), ("runs", found)],
            select: "SELECT \(selection.sql)\nFROM runs\(tail)",
            columns: selection.columns
        )
    }

    private func addRun(_ selection: inout Selection) {
        selection.add("first_day", "first_day", .runFirst, .date)
        selection.add("last_day", "last_day", .runLast, .date)
        selection.add("length", "length", .runLength, .count)
    }
}
