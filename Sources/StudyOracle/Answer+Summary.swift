import Market
import Studies

extension Evaluation {
    /// Cells of one measure, and the number that groups are ordered by.
    private typealias Measured = (cells: [Cell], rank: Double?)

    func summary(_ summary: Summary) throws -> [[Cell]] {
        let chosen = try chosen()
        let keys = try summary.keys.map { try key($0) }
        if keys.isEmpty { return [try group([], chosen, rows.indices.filter { inPeriod[$0] }, [], [], summary).cells] }
        let grouped = chosen.filter { row in keys.allSatisfy { $0.values[row] != nil } }
        var groups: [[Double]] = []
        var members = chosen
        if study.tellsEmptyGroups {
            let meets = try study.calendarCondition.map { try holds($0) }
            members = rows.indices.filter { row in inPeriod[row] && (meets.map { $0[row] == true } ?? true) }
        }
        for row in members {
            let values = keys.compactMap { $0.values[row] }
            if values.count == keys.count, !groups.contains(values) { groups.append(values) }
        }
        groups.sort { $0.lexicographicallyPrecedes($1) }
        if summary.limitInEach != nil, keys.count < 2 { throw Meaningless("a limit in each of no groups") }
        var lines: [(first: Double, cells: [Cell], rank: Double?)] = []
        for values in groups {
            func belongs(_ row: Int) -> Bool { zip(keys, values).allSatisfy { $0.values[row] == $1 } }
            let all = rows.indices.filter { inPeriod[$0] && belongs($0) }
            let measured = try group(values, chosen.filter(belongs), all, grouped, keys.map(\.kind), summary)
            lines.append((values[0], measured.cells, measured.rank))
        }
        if let order = summary.order {
            let ranked = lines.enumerated().sorted { left, right in
                switch (left.element.rank, right.element.rank) {
                case (let one?, let other?):
                    note(one, other)
                    if one != other { return order.descending ? one > other : one < other }
                case (nil, _?): return false
                case (_?, nil): return true
                case (nil, nil): break
                }
                return left.offset < right.offset
            }
            lines = ranked.map(\.element)
        }
        if let count = summary.limitInEach {
            lines = Set(lines.map(\.first)).sorted().flatMap { first in
                lines.filter { $0.first == first }.prefix(count)
            }
        }
        return lines.prefix(summary.limit ?? Int.max).map(\.cells)
    }

    private func group(
        _ values: [Double],
        _ rows: [Int],
        _ all: [Int],
        _ grouped: [Int],
        _ kinds: [KeyKind],
        _ summary: Summary
    ) throws -> Measured {
        var cells = zip(values, kinds).map { value, kind in
            switch kind {
            case .truth: Cell.truth(value == 1)
            case .unit(let unit): cell(value, unit)
            }
        }
        let ahead = summary.rowsAhead ?? 0
        let counted = Double(rows.count { $0 + ahead < self.rows.count })
        cells.append(.number(counted))
        var rank: Double?
        for (index, measure) in summary.measures.enumerated() {
            let measured = try self.measure(measure, rows, all, grouped)
            cells += measured.cells
            if summary.order?.measure == index { rank = measure == .count(where: nil) ? counted : measured.rank }
        }
        return (cells, rank)
    }

    /// - Parameter grouped: the rows of all groups; none where there are no groups.
    private func measure(_ measure: Measure, _ rows: [Int], _ all: [Int], _ grouped: [Int]) throws -> Measured {
        let own = rows
        func only(_ condition: Condition?, of rows: [Int]? = nil) throws -> [Int] {
            let rows = rows ?? own
            guard let condition else { return rows }
            let holds = try holds(condition)
            return rows.filter { holds[$0] == true }
        }
        switch measure {
        case .count(let condition):
            let count = Double(try only(condition).count)
            return (condition == nil ? [] : [.number(count)], count)
        case .statistic(.perUnit(let unit), let of, let condition):
            guard study.unit == .day else { throw Meaningless("a number per unit of other rows than days") }
            let units = Set(rows.map { firstDay(of: unit, self.rows[$0].day) }).count
            let values = try values(of), total = try only(condition).compactMap { values[$0] }.reduce(0, +)
            let number = units == 0 ? nil : total / Double(units)
            return ([cell(number, of.unit)], number)
        case .statistic(.portion, let of, let condition):
            let values = try values(of), parts = try only(condition).compactMap { values[$0] }
            let total = try only(condition, of: grouped).compactMap { values[$0] }.reduce(0, +)
            if grouped.isEmpty { throw Meaningless("a portion of no groups") }
            let portion = parts.isEmpty || total == 0 ? nil : 100 * parts.reduce(0, +) / total
            return ([cell(portion, .percent)], portion)
        case .statistic(let statistic, let of, let condition):
            let rows = try only(condition)
            var values = try self.values(of)
            if study.unit == .day, let body = statistic.moveFromOpen(of) {
                values = zip(values, try self.values(body)).map { $0 ?? $1 }
            }
            let number = StudyOracle.statistic(statistic, rows.compactMap { values[$0] }, days: dayCount(rows))
            return ([cell(number, statistic.unit(of: of.unit))], number)
        case .ratio(let of, let to, let condition):
            let rows = try only(condition)
            let part = try values(of), whole = try values(to)
            let parts = rows.compactMap { part[$0] }, wholes = rows.compactMap { whole[$0] }
            let total = wholes.reduce(0, +)
            let ratio = parts.isEmpty || wholes.isEmpty || total == 0 ? nil : 100 * parts.reduce(0, +) / total
            return ([cell(ratio, .percent)], ratio)
        case .correlation(let of, let with, let condition):
            let number = correlation(of, with, try only(condition), try values(of), try values(with))
            return ([cell(number, .ratio)], number)
        case .share(let of, let condition, let withBase):
            let (hits, told) = try tally(of, try only(condition))
            let share = told == 0 ? nil : 100 * Double(hits) / Double(told)
            let ends = wilson(hits: hits, of: told)
            var cells = [Cell.number(Double(hits)), .number(Double(told)), cell(share, .percent)]
            cells += [cell(ends?.low, .percent), cell(ends?.high, .percent)]
            if withBase {
                let (hits, told) = try tally(of, all)
                cells.append(cell(told == 0 ? nil : 100 * Double(hits) / Double(told), .percent))
            }
            return (cells, share)
        }
    }

    /// Pearson's r over the rows that have both values.
    private func correlation(
        _ of: Series,
        _ with: Series,
        _ rows: [Int],
        _ left: [Double?],
        _ right: [Double?]
    ) -> Double? {
        let inexact = isInexact(of) || isInexact(with)
        let pairs = rows.compactMap { row in left[row].flatMap { one in right[row].map { (one, $0) } } }
        for values in [pairs.map(\.0), pairs.map(\.1)] {
            let sorted = values.sorted()
            for (value, next) in zip(sorted, sorted.dropFirst()) { note(value, next, inexact: inexact) }
        }
        return StudyOracle.correlation(pairs.map(\.0), pairs.map(\.1))
    }

    /// Rows on which a condition holds, and rows on which it can be told.
    private func tally(_ condition: Condition, _ rows: [Int]) throws -> (hits: Int, told: Int) {
        let holds = try holds(condition)
        return (rows.filter { holds[$0] == true }.count, rows.filter { holds[$0] != nil }.count)
    }

    // MARK: Keys

    enum KeyKind {
        case truth
        case unit(Unit)
    }

    private func key(_ key: Key) throws -> (values: [Double?], kind: KeyKind) {
        switch key {
        case .calendar(let field): return (try calendar(field), .unit(Series.calendar(field: field).unit))
        case .eventCalendar(let event, let field):
            return (try eventKey(event, field), .unit(Series.calendar(field: field).unit))
        case .edges(let of, let edges):
            let values = try values(of).map { value -> Double? in
                guard let value else { return nil }
                for edge in edges { note(value, edge) }
                return Double(edges.filter { $0 <= value }.count)
            }
            return (values, .unit(.label))
        case .condition(let condition): return (try holds(condition).map { $0.map { $0 ? 1 : 0 } }, .truth)
        }
    }

    func eventKey(_ event: MinuteEvent, _ field: CalendarField) throws -> [Double?] {
        switch field {
        case .hour, .slot:
            let times = try values(.time(event: event, of: .own))
            return try times.indices.map { row in
                try times[row].map { Double(try calendar(field, rows[row].day, Int($0))) }
            }
        default:
            guard event == .high || event == .low else { throw Meaningless("the day of such an event") }
            return try rows.map { row in
                let minute = event == .high ? row.firstMinuteAtHigh : row.firstMinuteAtLow
                return Double(try calendar(field, isMinutes ? row.day : minute?.day ?? row.day, nil))
            }
        }
    }
}
