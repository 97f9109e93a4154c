import Market
import Studies

/// The last clauses of a query, over the CTE `chosen`, and what its columns mean.
struct ResultSQL {
    /// CTEs between `chosen` and the SELECT.
    var ctes: [(name: String, sql: String)] = []
    var select: String
    var columns: [ResultColumn]
    /// Checks over the same CTEs: a SELECT of one number each.
    var checks: [(CheckQuery.Subject, String)] = []
}

/// Collects the columns of a SELECT.
struct Selection {
    private(set) var items: [String] = []
    private(set) var columns: [ResultColumn] = []
    private var names = ColumnNames()

    /// Adds a column and returns its name.
    @discardableResult
    mutating func add(_ sql: String, _ wanted: String, _ meaning: ResultColumn.Meaning, _ unit: Unit) -> String {
        let name = names.unique(wanted)
        items.append(sql == name ? sql : "\(sql) AS \(name)")
        columns.append(ResultColumn(name: name, meaning: meaning, unit: unit))
        return name
    }

    var sql: String { items.joined(separator: ",\n    ") }
}

extension Unit {
    /// How a value of this unit leaves the query: times are minutes of the trading day inside, TIME outside.
    func presented(_ sql: String) -> String {
        guard self == .time else { return sql }
        let minute = "CAST(floor(\(sql)) AS BIGINT)"
        return "TIME '00:00:00' + to_minutes((\(minute) % 1440 + 1440) % 1440)"
    }
}

extension Rows {
    /// The opening of a row of minutes.
    static let timestamp = "CAST(day AS TIMESTAMP) + to_minutes(CAST(minute AS BIGINT))"

    func result() throws(CompileError) -> ResultSQL {
        switch study.result {
        case .list(let list): try listing(list)
        case .summary(let summary): try self.summary(summary)
        case .distribution(let distribution): try self.distribution(distribution)
        case .runs(let runs): try self.runs(runs)
        case .correlation(let left, let right): try correlation(left, right)
        case .standing(let series): try standing(series)
        case .comparison: throw .unsupported(what: "a comparison within a comparison")
        }
    }

    private func listing(_ list: Listing) throws(CompileError) -> ResultSQL {
        var selection = Selection()
        if case .minutes = study.unit {
            selection.add(Self.timestamp, "timestamp", .timestamp, .timestamp)
        } else {
            selection.add("day", "date", .date, .date)
        }
        for series in list.columns {
            let value = try self.series(series)
            selection.add(series.unit.presented(value.sql), series.columnName, .series(series: series), series.unit)
        }
        var order: [String] = []
        var filters: [String] = []
        for item in list.order {
            if case .number = item.by { continue }
            let value = try series(item.by)
            order.append(value.sql + (item.descending ? " DESC" : ""))
            if list.limit != nil { filters.append("\(value.sql) IS NOT NULL") }
        }
        order.append(relation.ordering)
        var sql = "SELECT \(selection.sql)\nFROM chosen"
        if !filters.isEmpty { sql += "\nWHERE " + filters.joined(separator: " AND ") }
        sql += "\nORDER BY " + order.joined(separator: ", ")
        if let limit = list.limit { sql += "\nLIMIT \(max(0, limit))" }
        if list.skip > 0 { sql += "\nOFFSET \(list.skip)" }
        return ResultSQL(select: sql, columns: selection.columns)
    }

    private func correlation(_ left: Series, _ right: Series) throws(CompileError) -> ResultSQL {
        let pair = [try series(left), try series(right)]
        var selection = Selection()
        selection.add(Self.correlation("x", "y"), "pearson", .pearson, .ratio)
        selection.add(Self.correlation("x_rank", "y_rank"), "spearman", .spearman, .ratio)
        selection.add("count(*)", "pairs", .pairs, .count)
        let pairs = """
            SELECT \(pair[0].sql) AS x, \(pair[1].sql) AS y
            FROM chosen
            WHERE \(pair[0].sql) IS NOT NULL AND \(pair[1].sql) IS NOT NULL
            """
        // Equal values share the mean of their ranks.
        let ranked = """
            SELECT x, y,
                rank() OVER (ORDER BY x) + (count(*) OVER (PARTITION BY x) - 1) / 2.0 AS x_rank,
                rank() OVER (ORDER BY y) + (count(*) OVER (PARTITION BY y) - 1) / 2.0 AS y_rank
            FROM pairs
            """
        return ResultSQL(
            ctes: [("pairs", pairs), ("ranked", ranked)],
            select: "SELECT \(selection.sql)\nFROM ranked",
            columns: selection.columns
        )
    }

    /// Null where a side does not vary, which the engine calls NaN.
    static func correlation(_ left: String, _ right: String, _ filter: String = "") -> String {
        "nullif(corr(\(left), \(right))\(filter), CAST('NaN' AS DOUBLE))"
    }

    private func standing(_ of: [Series]) throws(CompileError) -> ResultSQL {
        var selection = Selection()
        if case .minutes = study.unit {
            selection.add(Self.timestamp, "timestamp", .timestamp, .timestamp)
        } else {
            selection.add("day", "date", .date, .date)
        }
        let period = try period()
        var asked = [relation.ordering]
        for (index, series) in of.enumerated() {
            let value = try self.series(series)
            selection.add(series.unit.presented(value.sql), series.columnName, .series(series: series), series.unit)
            asked.append(
                "CASE WHEN \(value.sql) IS NOT NULL THEN 100.0 * (rank() OVER (ORDER BY \(value.sql)) - 1) "
                    + "/ count(\(value.sql)) OVER () END AS share_\(index + 1)"
            )
            selection.add("share_\(index + 1)", "share_below_\(series.columnName)", .standing(of: series), .percent)
        }
        return ResultSQL(
            ctes: [
                (
                    "asked",
                    "SELECT \(asked.joined(separator: ",\n    "))\nFROM \(relation.cte(relation.top))\(period.whereClause("\n"))"
                )
            ],
            select:
                "SELECT \(selection.sql)\nFROM chosen\nJOIN asked USING (\(relation.ordering))\nORDER BY \(relation.ordering)",
            columns: selection.columns
        )
    }
}
