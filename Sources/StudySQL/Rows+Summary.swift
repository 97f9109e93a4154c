import Market
import Studies

extension Rows {
    func summary(_ summary: Summary) throws(CompileError) -> ResultSQL {
        var selection = Selection()
        var keys: [String] = []
        for key in summary.keys {
            let (expression, unit) = try self.key(key)
            keys.append(expression.sql)
            selection.add(unit.presented(expression.sql), key.columnName, .key(key: key), unit)
        }
        selection.add("count(*)", "n", .rows, .count)
        var orderColumn: String?
        var bases: [(name: String, sql: String)] = []
        for (index, measure) in summary.measures.enumerated() {
            let name = try add(measure, to: &selection, bases: &bases, isGrouped: !keys.isEmpty)
            if summary.order?.measure == index { orderColumn = name }
        }
        var sql = "SELECT \(selection.sql)\nFROM chosen"
        if !keys.isEmpty {
            sql += "\nWHERE " + keys.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
            let places = keys.indices.map { String($0 + 1) }.joined(separator: ", ")
            sql += "\nGROUP BY " + places
            let order = orderColumn.map { "\($0)\(summary.order?.descending == true ? " DESC" : "") NULLS LAST, " } ?? ""
            sql += "\nORDER BY " + order + places
            if let limit = summary.limit { sql += "\nLIMIT \(max(0, limit))" }
        }
        var result = ResultSQL(select: sql, columns: selection.columns)
        if !keys.isEmpty, !bases.isEmpty {
            // The share over all rows of the period, in the same groups.
            let names = summary.keys.indices.map { "key_\($0 + 1)" }
            let own = zip(keys, names).map { "\($0) AS \($1)" }.joined(separator: ", ")
            let period = try period()
            let base = """
                SELECT \(own), \(bases.map { "\($0.sql) AS \($0.name)" }.joined(separator: ", "))
                FROM \(relation.cte(relation.top))
                WHERE \(period.sql)
                GROUP BY \(keys.indices.map { String($0 + 1) }.joined(separator: ", "))
                """
            result.ctes.append(("base", base))
            for base in bases {
                let match = zip(keys, names).map { "base.\($1) = \($0)" }.joined(separator: " AND ")
                result.select = result.select.replacing(
                    "@\(base.name)@", with: "any_value((SELECT \(base.name) FROM base WHERE \(match)))")
            }
        }
        if !keys.isEmpty, summary.limit == nil, !base.readsMinutes {
            let told = keys.map { "\($0) IS NOT NULL" }.joined(separator: " AND ")
            result.checks.append((.countsSum(column: "n"), "SELECT count(*) FROM chosen WHERE \(told)"))
        }
        return result
    }

    /// Adds a measure's columns; returns what groups are ordered by.
    private func add(
        _ measure: Measure, to selection: inout Selection, bases: inout [(name: String, sql: String)], isGrouped: Bool
    ) throws(CompileError) -> String {
        func meaning(_ part: ResultColumn.MeasurePart) -> ResultColumn.Meaning { .measure(measure: measure, part: part) }
        switch measure {
        case .count(let condition):
            // The number of rows is there already.
            guard let condition else { return "n" }
            let holds = try self.condition(condition).sql
            return selection.add("count(*) FILTER (WHERE \(holds))", condition.columnName + "_n", meaning(.value), .count)
        case .statistic(let statistic, let of, let condition):
            let value = try series(of)
            let filter = try condition.map { condition throws(CompileError) in try "FILTER (WHERE \(self.condition(condition).sql))" }
            let unit = statistic.unit(of: of.unit)
            let suffix = condition.map { "_if_" + $0.columnName } ?? ""
            let number = self.statistic(statistic, value.sql, filter ?? "")
            let name = selection.add(
                unit.presented(number), "\(statistic.columnName)_\(of.columnName)\(suffix)", meaning(.value), unit)
            // A time of the clock says nothing of the order within a trading day that begins on the evening before.
            return unit == .time ? number : name
        case .ratio(let of, let to, let condition):
            let part = try series(of).sql, whole = try series(to).sql
            let filter = try condition.map { condition throws(CompileError) in try " FILTER (WHERE \(self.condition(condition).sql))" } ?? ""
            return selection.add(
                "100.0 * sum(\(part))\(filter) / nullif(sum(\(whole))\(filter), 0)",
                "\(of.columnName)_of_\(to.columnName)_pct", meaning(.value), .percent)
        case .share(let of, let condition, let withBase):
            let holds = try self.condition(of).sql
            let only = try condition.map { condition throws(CompileError) in try "(\(self.condition(condition).sql)) AND " } ?? ""
            let hits = "count(*) FILTER (WHERE \(only)\(holds))"
            let rows = "count(*) FILTER (WHERE \(only)(\(holds)) IS NOT NULL)"
            let name = of.columnName + (condition.map { "_if_" + $0.columnName } ?? "")
            selection.add(hits, name + "_n", meaning(.hits), .count)
            selection.add(rows, name + "_of", meaning(.rows), .count)
            let share = selection.add(
                "100.0 * \(hits) / nullif(\(rows), 0)", name + "_pct", meaning(.value), .percent)
            selection.add(Self.wilson(hits, rows, "-"), name + "_pct_low", meaning(.low), .percent)
            selection.add(Self.wilson(hits, rows, "+"), name + "_pct_high", meaning(.high), .percent)
            if withBase {
                let base = "100.0 * count(*) FILTER (WHERE \(holds)) / nullif(count(*) FILTER (WHERE (\(holds)) IS NOT NULL), 0)"
                let period = try period().sql
                let column = "base_\(bases.count + 1)"
                bases.append((column, base))
                let sql = isGrouped
                    ? "@\(column)@" : "(SELECT \(base) FROM \(relation.cte(relation.top)) WHERE \(period))"
                selection.add(sql, name + "_pct_base", meaning(.base), .percent)
            }
            return share
        }
    }

    /// An end of the 95% interval of a share, in percent (Wilson 1927): (h + z²/2 ± z √(h (n - h) / n + z²/4)) / (n + z²).
    private static func wilson(_ hits: String, _ rows: String, _ sign: String) -> String {
        let z = "1.959963984540054", square = "3.841458820694124"
        return "100.0 * (\(hits) + \(square) / 2 \(sign) \(z) * sqrt(\(hits) * (\(rows) - \(hits)) / nullif(\(rows), 0) + "
            + "\(square) / 4)) / (\(rows) + \(square))"
    }

    private func key(_ key: Key) throws(CompileError) -> (Expression, Unit) {
        switch key {
        case .calendar(let field):
            return (try calendar(field), Series.calendar(field: field).unit)
        case .eventCalendar(let event, let field):
            switch field {
            case .hour, .slot:
                let at = try series(.time(event: event, of: .own))
                return (.join([at]) { field.sql(day: "day", at: $0[0]) }, Series.calendar(field: field).unit)
            default:
                guard event == .high || event == .low else { throw .unsupported(what: "the day of such an event") }
                guard study.unit.isLongerThanDay else { return (try calendar(field), Series.calendar(field: field).unit) }
                let day = expression(base.column(event == .high ? "high_day" : "low_day"), of: base, name: "event_day")
                return (.join([day]) { field.sql(day: $0[0], at: "minute") }, Series.calendar(field: field).unit)
            }
        case .edges(let of, let edges):
            guard !edges.isEmpty, edges == edges.sorted() else { throw .unsupported(what: "edges that do not rise") }
            let value = try series(of)
            let cases = edges.enumerated().map { "WHEN \(value.sql) < \(parameters(.double($1))) THEN \($0)" }
            return (
                .join([value]) { "(CASE \(cases.joined(separator: " ")) WHEN \($0[0]) IS NOT NULL THEN \(edges.count) END)" },
                .label
            )
        case .condition(let condition): return (try self.condition(condition), .label)
        }
    }
}

extension Key {
    var columnName: String {
        switch self {
        case .calendar(let field): field.columnName
        case .eventCalendar(let event, let field): "\(field.columnName)_of_\(event.columnName)"
        case .edges(let of, _): of.columnName + "_group"
        case .condition(let condition): condition.columnName
        }
    }
}

extension Condition {
    /// A short name for a column about rows on which it holds.
    var columnName: String {
        switch self {
        case .compare(let left, let relation, .number(let value)):
            "\(left.columnName)_\(relation.columnName)_\(Self.name(value))"
        case .compare(let left, let relation, let right):
            "\(left.columnName)_\(relation.columnName)_\(right.columnName)"
        case .calendar(let field, _): field.columnName
        case .pattern(let name, _): name.snakeCased
        case .event(let event, _): event.columnName
        case .holdsEvent(let event, let unit): "\(event.columnName)_\(unit.truncation)"
        case .gapFilled: "gap_filled"
        case .run(let of, let count, _): "run_of_\(count)_\(of.columnName)"
        case .shifted(let of, let by): (by > 0 ? "next_" : "prev_") + of.columnName
        case .extreme(let of, let largest, let count, _, _): "\(largest ? "top" : "bottom")_\(count)_\(of.columnName)"
        case .all(let conditions): conditions.map(\.columnName).joined(separator: "_and_")
        case .any(let conditions): conditions.map(\.columnName).joined(separator: "_or_")
        case .not(let of): "not_" + of.columnName
        }
    }

    private static func name(_ value: Double) -> String {
        let text = value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
        return text.replacing("-", with: "minus_").replacing(".", with: "_").replacing("+", with: "")
    }
}

extension CalendarEvent {
    var columnName: String {
        switch self {
        case .opex: "opex"
        case .quadWitching: "quad_witching"
        case .vixExpiry: "vix_expiry"
        case .nfp: "nfp"
        case .fomc: "fomc"
        case .cpi: "cpi"
        case .earlyClose: "early_close"
        case .holiday(let name): name?.snakeCased ?? "holiday"
        }
    }
}

extension Relation {
    var columnName: String {
        switch self {
        case .less: "below"
        case .lessOrEqual: "at_most"
        case .equal: "is"
        case .notEqual: "is_not"
        case .greaterOrEqual: "at_least"
        case .greater: "above"
        }
    }
}
