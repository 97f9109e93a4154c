import Market
import Studies

extension Rows {
    /// A key as an expression over the rows.
    func key(_ key: Key) throws(CompileError) -> (Expression, Unit) {
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
                guard study.unit.isLongerThanDay else {
                    return (try calendar(field), Series.calendar(field: field).unit)
                }
                let day = expression(base.column(event == .high ? "high_day" : "low_day"), of: base, name: "event_day")
                return (.join([day]) { field.sql(day: $0[0], at: "minute") }, Series.calendar(field: field).unit)
            }
        case .edges(let of, let edges):
            guard !edges.isEmpty, edges == edges.sorted() else { throw .unsupported(what: "edges that do not rise") }
            let value = try series(of)
            let cases = edges.enumerated().map { "WHEN \(value.sql) < \(parameters(.double($1))) THEN \($0)" }
            return (
                .join([value]) {
                    "(CASE \(cases.joined(separator: " ")) WHEN \($0[0]) IS NOT NULL THEN \(edges.count) END)"
                },
                .label
            )
        case .condition(let condition): return (try self.condition(condition), .label)
        }
    }
}

extension Key {
    /// Whether a row may belong to no group.
    var mayBeNull: Bool {
        switch self {
        case .calendar: false
        case .eventCalendar, .edges, .condition: true
        }
    }

    var columnName: String {
        switch self {
        case .calendar(let field): field.columnName
        case .eventCalendar(let event, let field): "\(field.columnName)_of_\(event.columnName)"
        case .edges(let of, _): of.columnName + "_group"
        case .condition(let condition): condition.columnName
        }
    }
}
