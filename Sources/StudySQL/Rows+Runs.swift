import Market
import Studies

extension Rows {
    /// Maximal runs over the period's rows that meet the study's condition.
    func runs(_ runs: Runs) throws(CompileError) -> ResultSQL {
        let holds = try condition(runs.of)
        let marked = """
            SELECT day, holds,
                row_number() OVER (ORDER BY \(relation.ordering)) - row_number() OVER (PARTITION BY holds ORDER BY \(relation.ordering)) AS island
            FROM (SELECT *, coalesce(\(holds.sql), false) AS holds FROM chosen)
            """
        let length = runs.exactly ? "count(*) = \(runs.minimum)" : "count(*) >= \(runs.minimum)"
        let found = """
            SELECT min(day) AS first_day, max(day) AS last_day, count(*) AS length
            FROM marked
            WHERE holds
            GROUP BY island
            HAVING \(length)
            """
        var selection = Selection()
        var tail = ""
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
