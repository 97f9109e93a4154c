import Market
import Studies

extension Rows {
    /// What is told of the day, week or longer unit that each row lies in, null where there is no such bar: a query of its
    /// own over that unit, whose value joins the rows on their trading day.
    func containing(
        _ unit: BarUnit,
        _ span: Span,
        name: String,
        _ value: (Rows) throws(CompileError) -> Expression
    ) throws(CompileError) -> Expression {
        guard unit.isLonger(than: study.unit) else {
            throw .unsupported(what: "rows within a unit that is no longer than they are")
        }
        let whole = Study(
            symbols: study.symbols,
            unit: unit,
            span: span,
            period: study.period,
            result: .list(list: Listing(columns: []))
        )
        let rows = try Rows(whole, context, parameters, comparedWith: comparedSymbols, readsAll: true)
        let value = try value(rows)
        let ctes = rows.ctes().map { "\($0.name) AS (\n\(indented($0.sql))\n)" }.joined(separator: ",\n")
        let bars = "SELECT day, \(value.sql) AS value\nFROM \(rows.relation.cte(rows.relation.top))"
        let days = [
            "SELECT d.day, w.value",
            "FROM (SELECT day FROM sessions WHERE symbol = \(parameters(.text(base.id.symbol))) AND session = 'DAY') AS d",
            "JOIN (\n\(indented(bars))\n) AS w ON w.day = CAST(date_trunc('\(unit.truncation)', d.day) AS DATE)",
        ].joined(separator: "\n")
        let query = "WITH \(ctes)\n" + (unit == .day ? bars : days)
        return relation.joined(query, over: 0, name: "\(unit.columnName)_\(name)")
    }
}

extension BarUnit {
    /// Whether bars of the other unit lie within bars of this one, each in one.
    fileprivate func isLonger(than other: BarUnit) -> Bool {
        switch (other, self) {
        case (.minutes, .minutes), (.day, .minutes), (.day, .day): false
        case (.minutes, _), (.day, _): true
        case (.week, _), (.month, _), (.quarter, _), (.year, _): false
        }
    }
}
