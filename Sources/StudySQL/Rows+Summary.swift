import Market
import Studies

extension Rows {
    func summary(_ summary: Summary) throws(CompileError) -> ResultSQL {
        var selection = GroupSelection()
        var keys: [String] = []
        var filters: [String] = []
        for key in summary.keys {
            let (expression, unit) = try self.key(key)
            keys.append(selection.add(unit.presented(expression.sql), key.columnName, .key(key: key), unit))
            if key.mayBeNull { filters.append("\(expression.sql) IS NOT NULL") }
        }
        let followed = summary.rowsAhead.map { relation.shifted(Expression("true"), by: $0, name: "followed") }
        let rows = "count(\(followed?.sql ?? "*"))"
        selection.add(rows, "n", .rows, .count)
        var order = ""
        if summary.keys.isEmpty, summary.measures.contains(where: \.isPortion) {
            throw .unsupported(what: "a portion of groups where there are none")
        }
        for (index, measure) in summary.measures.enumerated() {
            let rank = try add(measure, to: &selection, isFirst: summary.order?.measure == index)
            if let rank, summary.order?.measure == index {
                order = "\(rank)\(summary.order?.descending == true ? " DESC" : "") NULLS LAST, "
            }
        }
        let filter = filters.isEmpty ? "" : "\nWHERE " + filters.joined(separator: " AND ")
        let places = keys.indices.map { String($0 + 1) }.joined(separator: ", ")
        let groups = keys.isEmpty ? "" : "\nGROUP BY \(places)"
        var tail = keys.isEmpty ? "" : "\nORDER BY \(order)\(places)"
        if let count = summary.limitInEach {
            guard keys.count > 1 else { throw .unsupported(what: "a limit in each of no groups") }
            selection.countFirst()
            let first = "PARTITION BY \(keys[0]) ORDER BY \(order)\(keys.dropFirst().joined(separator: ", "))"
            tail = "\nQUALIFY row_number() OVER (\(first)) <= \(max(0, count))\nORDER BY 1, \(order)\(places)"
        }
        if !keys.isEmpty, let limit = summary.limit { tail += "\nLIMIT \(max(0, limit))" }

        var result = ResultSQL(select: "", columns: selection.columns)
        if study.tellsEmptyGroups {
            result.ctes.append(("counted", "SELECT \(selection.grouped)\nFROM chosen\(filter)\(groups)"))
            result.ctes.append(("every_group", try everyGroup(selection, keys)))
            let told = keys.joined(separator: ", ")
            result.select =
                "SELECT \(told), coalesce(counted.n, 0) AS n\nFROM every_group\nLEFT JOIN counted USING (\(told))\(tail)"
        } else if let days = try eachDay(summary, selection, keys, filter) {
            result.ctes.append(("each_day", days.cte))
            if summary.limitInEach == nil {
                result.select = days.select + tail
            } else {
                result.ctes.append(("each_group", days.select))
                result.select = "SELECT *\nFROM each_group" + tail
            }
        } else if selection.isTwoSteps {
            result.ctes.append(("counted", "SELECT \(selection.grouped)\nFROM chosen\(filter)\(groups)"))
            result.select = "SELECT \(selection.derived)\nFROM counted"
            if !selection.bases.isEmpty {
                result.ctes.append(("base", try base(selection, keys, groups)))
                result.select += keys.isEmpty ? ", base" : "\nLEFT JOIN base USING (\(keys.joined(separator: ", ")))"
            }
            result.select += tail
        } else {
            result.select = "SELECT \(selection.grouped)\nFROM chosen\(filter)\(groups)\(tail)"
        }
        if !keys.isEmpty, summary.limit == nil, summary.limitInEach == nil, !base.readsMinutes {
            result.checks.append((.countsSum(column: "n"), "SELECT \(rows) FROM chosen\(filter)"))
        }
        return result
    }

    /// The groups of the period's rows, whether or not one of them is chosen.
    private func everyGroup(_ selection: GroupSelection, _ keys: [String]) throws(CompileError) -> String {
        var tests = [try period().sql].filter { $0 != "true" }
        if let calendar = study.calendarCondition { tests.append(try condition(calendar).sql) }
        let only = tests.isEmpty ? "" : "\nWHERE " + tests.joined(separator: "\n    AND ")
        return "SELECT DISTINCT \(selection.groupItems.prefix(keys.count).joined(separator: ", "))"
            + "\nFROM \(relation.cte(relation.top))\(only)"
    }

    /// The shares over all rows of the period, in the same groups.
    private func base(
        _ selection: GroupSelection,
        _ keys: [String],
        _ groups: String
    ) throws(CompileError) -> String {
        let period = try period().whereClause("\n")
        let own = selection.groupItems.prefix(keys.count) + selection.bases
        return "SELECT \(own.joined(separator: ",\n    "))\nFROM \(relation.cte(relation.top))"
            + period + groups
    }

    /// Sums per day of grouped minutes go by way of the days: counting distinct ones takes as long as all the rest.
    private func eachDay(
        _ summary: Summary,
        _ selection: GroupSelection,
        _ keys: [String],
        _ filter: String
    ) throws(CompileError) -> (cte: String, select: String)? {
        guard case .minutes = study.unit, !keys.isEmpty else { return nil }
        var sums: [String] = [], days: [String] = keys
        days.append("sum(n) AS n")
        for measure in summary.measures {
            if case .count(nil) = measure { continue }
            guard case .statistic(.perDay, let of, nil) = measure, of.unit != .time else { return nil }
            let sum = "sum_\(sums.count + 1)"
            sums.append("sum(\(try series(of).sql)) AS \(sum)")
            days.append("sum(\(sum)) / count(*) AS \(selection.columns[days.count].name)")
        }
        guard !sums.isEmpty else { return nil }
        let items = selection.groupItems.prefix(keys.count) + ["day", "count(*) AS n"] + sums
        let places = (keys.indices.map { String($0 + 1) } + ["day"]).joined(separator: ", ")
        return (
            "SELECT \(items.joined(separator: ",\n    "))\nFROM chosen\(filter)\nGROUP BY \(places)",
            "SELECT \(days.joined(separator: ",\n    "))\nFROM each_day\nGROUP BY \(keys.indices.map { String($0 + 1) }.joined(separator: ", "))"
        )
    }

    /// Adds a measure's columns; returns what groups are ordered by. `isFirst`: they are ordered by this one.
    private func add(
        _ measure: Measure,
        to selection: inout GroupSelection,
        isFirst: Bool
    ) throws(CompileError) -> String? {
        func meaning(_ part: ResultColumn.MeasurePart) -> ResultColumn.Meaning {
            .measure(measure: measure, part: part)
        }
        switch measure {
        case .count(let condition):
            // The number of rows is there already.
            guard let condition else { return "n" }
            let holds = try self.condition(condition).sql
            return selection.add(
                "count(*) FILTER (WHERE \(holds))",
                condition.columnName + "_n",
                meaning(.value),
                .count
            )
        case .statistic(let statistic, let of, let condition):
            try check(statistic, isMeasure: true)
            var value = try series(of)
            if study.unit == .day, let body = statistic.moveFromOpen(of) {
                value = .join([value, try series(body)]) { "coalesce(\($0[0]), \($0[1]))" }
            }
            let unit = statistic.unit(of: of.unit)
            let suffix = condition.map { "_if_" + $0.columnName } ?? ""
            let number = self.statistic(statistic, value.sql, try filter(condition))
            let name = selection.add(
                unit.presented(number),
                "\(statistic.columnName)_\(of.columnName)\(suffix)",
                meaning(.value),
                unit
            )
            // A time of the clock says nothing of the order within a trading day that begins on the evening before.
            return unit == .time && isFirst ? selection.addHidden(number) : name
        case .ratio(let of, let to, let condition):
            let filter = try filter(condition)
            return selection.add(
                "100.0 * sum(\(try series(of).sql))\(filter) / nullif(sum(\(try series(to).sql))\(filter), 0)",
                "\(of.columnName)_of_\(to.columnName)_pct",
                meaning(.value),
                .percent
            )
        case .correlation(let of, let with, let condition):
            let pair = (try series(of).sql, try series(with).sql)
            return selection.add(
                Self.correlation(pair.0, pair.1, try filter(condition)),
                "corr_\(of.columnName)_\(with.columnName)",
                meaning(.value),
                .ratio
            )
        case .share(let of, let condition, let withBase):
            let holds = try self.condition(of).sql
            let only =
                try condition.map { condition throws(CompileError) in try self.condition(condition).sql + " AND " }
                ?? ""
            let name = of.columnName + (condition.map { "_if_" + $0.columnName } ?? "")
            let hits = selection.add("count(*) FILTER (WHERE \(only)\(holds))", name + "_n", meaning(.hits), .count)
            let rows = selection.add("count(\(holds))\(try filter(condition))", name + "_of", meaning(.rows), .count)
            let share = selection.derive(
                "100.0 * \(hits) / nullif(\(rows), 0)",
                name + "_pct",
                meaning(.value),
                .percent
            )
            selection.derive(Self.wilson(hits, rows, "-"), name + "_pct_low", meaning(.low), .percent)
            selection.derive(Self.wilson(hits, rows, "+"), name + "_pct_high", meaning(.high), .percent)
            if withBase {
                let isAll = study.condition == nil && condition == nil
                let base = isAll ? nil : "100.0 * count(*) FILTER (WHERE \(holds)) / nullif(count(\(holds)), 0)"
                selection.base(base, orAs: share, name + "_pct_base", meaning(.base))
            }
            return share
        }
    }

    /// The clause by which an aggregate reads only rows that meet a condition.
    private func filter(_ condition: Condition?) throws(CompileError) -> String {
        guard let condition else { return "" }
        return " FILTER (WHERE \(try self.condition(condition).sql))"
    }

    /// An end of the 95% interval of a share, in percent (Wilson 1927): (h + z²/2 ± z √(h (n - h) / n + z²/4)) / (n + z²).
    private static func wilson(_ hits: String, _ rows: String, _ sign: String) -> String {
        let z = "1.959963984540054", square = "3.841458820694124"
        return
            "round(100.0 * (\(hits) + \(square) / 2 \(sign) \(z) * sqrt(\(hits) * (\(rows) - \(hits)) / nullif(\(rows), 0) + "
            + "\(square) / 4)) / (\(rows) + \(square)), 12)"
    }
}

extension Measure {
    fileprivate var isPortion: Bool { if case .statistic(.portion, _, _) = self { true } else { false } }
}
