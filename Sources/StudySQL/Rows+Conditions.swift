import Market
import Studies

extension Rows {
    /// A condition as a boolean expression over the rows; null where it cannot be told.
    func condition(_ condition: Condition) throws(CompileError) -> Expression {
        switch condition {
        case .compare(let left, let relation, let right):
            if let one = try moment(left), let other = try moment(right) {
                return .join([one, other]) { "(\($0[0]) \(relation.sql) \($0[1]))" }
            }
            return .join([try series(left), try series(right)]) { "(\($0[0]) \(relation.sql) \($0[1]))" }
        case .calendar(let field, let values):
            guard !values.isEmpty else { return Expression("false") }
            let list = values.map { value in
                field.isDate ? parameters(.date(CivilDate(dayNumber: value))) : String(value)
            }
            return .join([try calendar(field)]) { "\($0[0]) IN (\(list.joined(separator: ", ")))" }
        case .eventCalendar(let event, let field, let values):
            guard !values.isEmpty, !field.isDate else { throw .unsupported(what: "dates of an event as a condition") }
            let list = values.map(String.init).joined(separator: ", ")
            return .join([try key(.eventCalendar(event: event, field: field)).0]) { "(\($0[0]) IN (\(list)))" }
        case .pattern(let name, let bar):
            guard let pattern = context.catalogue.pattern(name) else { throw .unknownPattern(name: name) }
            let frame = try frame(bar)
            return expression(frame.pattern(pattern, parameters), of: frame, name: pattern.name.snakeCased)
        case .event(let event, let offset): return try self.event(event, offset)
        case .holdsEvent(let event, let unit):
            guard study.unit == .day || study.unit == unit, unit.isLongerThanDay else {
                throw .unsupported(what: "units that hold an event")
            }
            // A release on a holiday has no day of its own, but its week, month ... all the same.
            let starts = Set(try eventDates(event, withHolidays: true).map { unit.start(of: $0) }).sorted()
            guard !starts.isEmpty else { return Expression("false") }
            let list = starts.map { parameters(.date($0)) }.joined(separator: ", ")
            return Expression("CAST(date_trunc('\(unit.truncation)', day) AS DATE) IN (\(list))")
        case .gapFilled:
            let frame = try frame(gapBar(.own))
            let filled = Expression.join([
                frame.metric(.gap), frame.before("close", 1), frame.column("low"), frame.column("high"),
            ]) {
                "(CASE WHEN \($0[0]) > 0 THEN \($0[2]) <= \($0[1]) WHEN \($0[0]) < 0 THEN \($0[3]) >= \($0[1]) END)"
            }
            return expression(filled, of: frame, name: "gap_filled")
        case .run(let of, let count, let exactly):
            guard count > 0, count <= 250 else { throw .unsupported(what: "a run of \(count) rows") }
            // Of a row where it cannot be told, the run cannot be told either, unless another row says no.
            let holds = try self.condition(of)
            var parts = (0..<count).map { relation.shifted(holds, by: -$0, name: "held_before_\($0)") }
            if exactly {
                let before = relation.shifted(holds, by: -count, name: "held_before_\(count)")
                parts.append(.join([before]) { "NOT coalesce(\($0[0]), false)" })
            }
            return .join(parts) { "(" + $0.joined(separator: " AND ") + ")" }
        case .shifted(let of, let by):
            return relation.shifted(try self.condition(of), by: by, name: "held_\(shiftName(by))")
        case .containing(let unit, let span, let of):
            return try containing(unit, span, name: of.columnName) { rows throws(CompileError) in
                try rows.condition(of)
            }
        case .extreme(let of, let largest, let count, let within, let among):
            return try extreme(of, largest: largest, count: count, within: within, among: among)
        case .all(let conditions): return try joined(conditions, " AND ", empty: "true")
        case .any(let conditions): return try joined(conditions, " OR ", empty: "false")
        case .not(let of): return .join([try self.condition(of)]) { "(NOT \($0[0]))" }
        }
    }

    private func joined(
        _ conditions: [Condition],
        _ separator: String,
        empty: String
    ) throws(CompileError) -> Expression {
        var parts: [Expression] = []
        for part in conditions { parts.append(try condition(part)) }
        return parts.isEmpty
            ? Expression(empty) : .join(parts) { "(" + $0.joined(separator: separator) + ")" }
    }

    private func extreme(
        _ of: Series,
        largest: Bool,
        count: Int,
        within: CalendarField?,
        among: Condition?
    ) throws(CompileError) -> Expression {
        let value = try series(of)
        var parts = [try period(), Expression("\(value.sql) IS NOT NULL", value.layer)]
        if let among { parts.append(try condition(among)) }
        let candidate = Expression.join(parts) { "coalesce(" + $0.joined(separator: " AND ") + ", false)" }
        var keys = [candidate]
        if let within { keys.append(try calendar(within)) }
        let layer = max(value.layer, keys.map(\.layer).max() ?? 0)
        let rank = relation.window(
            "row_number() OVER (PARTITION BY \(keys.map(\.sql).joined(separator: ", ")) "
                + "ORDER BY \(value.sql)\(largest ? " DESC" : ""), \(relation.ordering))",
            over: layer,
            name: "rank_by_\(of.columnName)"
        )
        return .join([candidate, rank]) { "(\($0[0]) AND \($0[1]) <= \(count))" }
    }

    // MARK: Calendar events

    private func event(_ event: CalendarEvent, _ offset: Int) throws(CompileError) -> Expression {
        if case .minutes = study.unit, offset != 0 {
            throw .unsupported(what: "days around an event on rows of minutes")
        }
        guard !study.unit.isLongerThanDay else { throw .unsupported(what: "a day's event on rows longer than a day") }
        var dates = try eventDates(event)
        if case .holiday = event, offset != 0 { dates = dates.filter { hasNeighbour($0, after: offset > 0) } }
        guard !dates.isEmpty else { return Expression("false") }
        let list = dates.map { parameters(.date($0)) }
        guard case .holiday = event else {
            let own = Expression("day IN (\(list.joined(separator: ", ")))")
            return relation.shifted(own, by: -offset, name: "event_\(shiftName(-offset))")
        }
        // No trading day itself: its neighbours are the last day before and the first after.
        if offset == 0 { return Expression("day IN (\(list.joined(separator: ", ")))") }
        let pick = offset > 0 ? "min(r.day)" : "max(r.day)"
        let side = offset > 0 ? ">" : "<"
        let neighbour = Expression(
            "day IN (SELECT \(pick) FROM \(relation.cte(0)) AS r, (VALUES \(list.map { "(\($0))" }.joined(separator: ", "))) "
                + "AS h(holiday) WHERE r.day \(side) h.holiday GROUP BY h.holiday)"
        )
        let rest = offset > 0 ? offset - 1 : offset + 1
        return relation.shifted(neighbour, by: -rest, name: "event_\(shiftName(-offset))")
    }

    /// Whether the trading day after a holiday (before it) lies within the loaded days.
    private func hasNeighbour(_ holiday: CivilDate, after: Bool) -> Bool {
        let calendar = context.catalogue.tradingCalendar(for: base.instrument)
        let neighbour = after ? calendar.next(after: holiday) : calendar.previous(before: holiday)
        return context.coverage[base.id.symbol]?.contains(neighbour) ?? false
    }

    /// Days of the event within what is loaded, and a week beyond it: the day before a holiday may be the last loaded.
    private func eventDates(
        _ event: CalendarEvent,
        withHolidays: Bool = false
    ) throws(CompileError) -> [CivilDate] {
        guard let coverage = context.coverage[base.id.symbol] else { return [] }
        let range = coverage.lowerBound.adding(days: -7)...coverage.upperBound.adding(days: 7)
        let found = context.catalogue.dates(of: event, in: range, for: base.instrument)
        return (found.dates + (withHolidays ? found.leftOut : [])).map(\.date)
    }
}

extension Relation {
    var sql: String {
        switch self {
        case .less: "<"
        case .lessOrEqual: "<="
        case .equal: "="
        case .notEqual: "<>"
        case .greaterOrEqual: ">="
        case .greater: ">"
        }
    }
}

extension BarUnit {
    /// First day of the unit that a date lies in.
    func start(of date: CivilDate) -> CivilDate {
        switch self {
        case .minutes, .day: date
        case .week: date.startOfWeek
        case .month: CivilDate(year: date.year, month: date.month, day: 1) ?? date
        case .quarter: CivilDate(year: date.year, month: date.quarter * 3 - 2, day: 1) ?? date
        case .year: CivilDate(year: date.year, month: 1, day: 1) ?? date
        }
    }
}

extension String {
    var snakeCased: String {
        reduce(into: "") { result, character in
            if character.isUppercase { result += "_" + character.lowercased() } else { result.append(character) }
        }
    }
}
