import Market
import Studies

extension Evaluation {
    /// True, false, or nil where it cannot be told.
    func evaluate(_ condition: Condition) throws -> [Bool?] {
        switch condition {
        case .compare(let left, let relation, let right):
            let inexact = isInexact(left) || isInexact(right)
            let moments = try (moments(left), moments(right))
            let areMoments = moments.0 != nil && moments.1 != nil
            let left = try areMoments ? moments.0 ?? [] : values(left)
            let right = try areMoments ? moments.1 ?? [] : values(right)
            return rows.indices.map { row in
                guard let left = left[row], let right = right[row] else { return nil }
                note(left, right, inexact: inexact)
                switch relation {
                case .less: return left < right
                case .lessOrEqual: return left <= right
                case .equal: return left == right
                case .notEqual: return left != right
                case .greaterOrEqual: return left >= right
                case .greater: return left > right
                }
            }
        case .calendar(let field, let wanted):
            return try calendar(field).map { value in value.map { wanted.contains(Int($0)) } }
        case .eventCalendar(let event, let field, let wanted):
            return try eventKey(event, field).map { value in value.map { wanted.contains(Int($0)) } }
        case .pattern(let name, let bar):
            guard let pattern = world.catalogue.patterns.first(where: { $0.name == name }) else {
                throw Meaningless("no pattern \(name)")
            }
            let bars = try bars(of: bar)
            let ends = bars.indices.map { self.ends(pattern, bars, $0) }
            return try placesAmong(bars, bar).map { place in place.flatMap { ends[$0] } }
        case .event(let event, let offset): return try self.event(event, offset)
        case .holdsEvent(let event, let unit):
            // A release on a holiday has no day of its own, but its week, month ... all the same.
            let days = dates(of: event, withHolidays: true).map { firstDay(of: unit, $0) }
            return rows.map { days.contains(firstDay(of: unit, $0.day)) }
        case .gapFilled:
            let bar = try gapBar(.own)
            let bars = try bars(of: bar)
            return try placesAmong(bars, bar).map { place in
                guard let place, place > 0 else { return nil }
                let close = bars[place - 1].close
                if bars[place].open > close { return bars[place].low <= close }
                if bars[place].open < close { return bars[place].high >= close }
                return nil
            }
        case .run(let of, let count, let exactly):
            let held = try holds(of)
            return rows.indices.map { row in
                // Rows before the first are unknown; what is known may already say no.
                let first = row - count + 1
                let own = held[max(0, first)...row]
                if own.contains(false) { return false }
                if exactly, first > 0, held[first - 1] == true { return false }
                return first < 0 || own.contains(nil) ? nil : true
            }
        case .shifted(let of, let by): return shifted(try holds(of), by)
        case .containing(let unit, let span, let of): return try containing(unit, span) { try $0.holds(of) }
        case .extreme(let of, let largest, let count, let within, let among):
            return try extreme(of, largest, count, within, among)
        case .all(let conditions):
            let parts = try conditions.map { try holds($0) }
            return rows.indices.map { row in
                if parts.contains(where: { $0[row] == false }) { return false }
                return parts.contains { $0[row] == nil } ? nil : true
            }
        case .any(let conditions):
            let parts = try conditions.map { try holds($0) }
            return rows.indices.map { row in
                if parts.contains(where: { $0[row] == true }) { return true }
                return parts.contains { $0[row] == nil } ? nil : false
            }
        case .not(let of): return try holds(of).map { $0.map { !$0 } }
        }
    }

    private func extreme(
        _ of: Series,
        _ largest: Bool,
        _ count: Int,
        _ within: CalendarField?,
        _ among: Condition?
    ) throws -> [Bool?] {
        let value = try values(of)
        let meets = try among.map { try holds($0) }
        let group = try within.map { try calendar($0) }
        let candidates = rows.indices.filter { row in
            inPeriod[row] && value[row] != nil && (meets.map { $0[row] == true } ?? true)
        }
        return rows.indices.map { row in
            guard candidates.contains(row), let own = value[row] else { return false }
            var better = 0
            for other in candidates where other != row {
                if let group, group[other] != group[row] { continue }
                guard let theirs = value[other] else { continue }
                note(own, theirs, inexact: isInexact(of))
                if largest ? theirs > own : theirs < own { better += 1 }
                if theirs == own, other < row { better += 1 }
            }
            return better < count
        }
    }

    // MARK: Events

    /// The event's days from a week before the loaded days to a week after.
    private func dates(of event: CalendarEvent, withHolidays: Bool = false) -> [CivilDate] {
        guard let loaded = world.coverage[symbol] else { return [] }
        let range = loaded.lowerBound.adding(days: -7)...loaded.upperBound.adding(days: 7)
        let found = world.catalogue.dates(of: event, in: range, for: instrument)
        return (found.dates + (withHolidays ? found.leftOut : [])).map(\.date)
    }

    private func event(_ event: CalendarEvent, _ offset: Int) throws -> [Bool?] {
        if isLong { throw Meaningless("a day's event on rows longer than a day") }
        if isMinutes, offset != 0 { throw Meaningless("days around an event on rows of minutes") }
        let dates = dates(of: event)
        // The row that counts as the event's own, and how far from it the asked row lies.
        var distance = offset
        var marks = rows.map { dates.contains($0.day) }
        if case .holiday = event, offset != 0 {
            // A holiday is no row: its neighbours are the rows before and after, if these are loaded.
            marks = rows.map { _ in false }
            for holiday in dates {
                if let neighbour = neighbour(of: holiday, after: offset > 0) { marks[neighbour] = true }
            }
            distance = offset > 0 ? offset - 1 : offset + 1
        }
        if dates.isEmpty { return rows.map { _ in false } }
        return shifted(marks.map { $0 }, -distance)
    }

    /// The first row after a holiday (the last before); nil where that trading day lies beyond the loaded days.
    private func neighbour(of holiday: CivilDate, after: Bool) -> Int? {
        guard let loaded = world.coverage[symbol] else { return nil }
        let calendar = world.catalogue.tradingCalendar(for: instrument)
        let expected = after ? calendar.next(after: holiday) : calendar.previous(before: holiday)
        guard loaded.contains(expected) else { return nil }
        return after ? rows.firstIndex { $0.day > holiday } : rows.lastIndex { $0.day < holiday }
    }
}
