import Market
import Studies

extension Evaluation {
    func evaluate(_ series: Series) throws -> [Double?] {
        switch series {
        case .number(let value): return rows.map { _ in value }
        case .metric(let metric, let bar):
            let bar = metric == .gap || metric == .gapPct ? try gapBar(bar) : bar
            return try spread(self.metric(metric, try bars(of: bar)), bar)
        case .time(let event, let bar): return try time(event, bar)
        case .calendar(let field): return try calendar(field)
        case .indicator(let indicator): return try spread(self.indicator(indicator, try bars(of: .own)), .own)
        case .rolling(let statistic, let of, let count):
            let values = try self.values(of)
            return rows.indices.map { row in
                if row < count { return nil }
                let before = values[(row - count)..<row].compactMap { $0 }
                if before.count < count { return nil }
                return StudyOracle.statistic(statistic, before, days: dayCount(Array((row - count)..<row)))
            }
        case .soFar(let statistic, let of):
            let values = try self.values(of)
            return rows.indices.map { row in
                let before = Array(0..<row), told = before.compactMap { values[$0] }
                return told.isEmpty ? nil : StudyOracle.statistic(statistic, told, days: dayCount(before))
            }
        case .drawdown(let from, let byHigh):
            let close = try values(.metric(metric: .close, of: .own))
            let price = try values(.metric(metric: byHigh ? .high : .close, of: .own))
            let peaks = try peaks(from, of: price)
            return rows.indices.map { row in
                guard let own = close[row], let peak = peaks[row].flatMap({ price[$0] }) else { return nil }
                return 100 * (own / peak - 1)
            }
        case .peakDay(let from, let byHigh):
            return try peaks(from, of: try values(.metric(metric: byHigh ? .high : .close, of: .own))).map { peak in
                peak.map { Double(rows[$0].day.dayNumber) }
            }
        case .aggregate(let statistic, let of):
            let values = try self.values(of)
            let asked = rows.indices.filter { inPeriod[$0] }
            let number = StudyOracle.statistic(statistic, asked.compactMap { values[$0] }, days: dayCount(asked))
            return rows.map { _ in number }
        case .shifted(let of, let by): return shifted(try values(of), by)
        case .move(let count):
            let close = try values(.metric(metric: .close, of: .own))
            let other = shifted(close, count)
            return rows.indices.map { row in
                guard let own = close[row], let other = other[row] else { return nil }
                return count >= 0 ? 100 * (other / own - 1) : 100 * (own / other - 1)
            }
        case .containing(let unit, let span, let of): return try containing(unit, span) { try $0.values(of) }
        case .absolute(let of): return try values(of).map { $0.map { abs($0) } }
        case .arithmetic(let left, let operation, let right):
            let left = try values(left), right = try values(right)
            return rows.indices.map { row in
                guard let left = left[row], let right = right[row] else { return nil }
                switch operation {
                case .plus: return left + right
                case .minus: return left - right
                case .times: return left * right
                case .dividedBy: return right == 0 ? nil : left / right
                }
            }
        }
    }

    /// For each row the one with the largest value so far, itself included; of equal ones the first.
    private func peaks(_ from: Peak, of values: [Double?]) throws -> [Int?] {
        try rows.indices.map { row in
            let before = try (0...row).filter { other in
                switch from {
                case .data: return true
                case .period: return inPeriod[other]
                case .each(.minutes), .each(.day): throw Meaningless("drawdowns within units of a day or less")
                case .each(let unit):
                    return inPeriod[other] && firstDay(of: unit, rows[other].day) == firstDay(of: unit, rows[row].day)
                }
            }
            // The first of equal ones.
            return before.compactMap { place in values[place].map { (place, value: $0) } }.max { $0.value < $1.value }?
                .0
        }
    }

    /// Values of a history's bars as values of the rows.
    func spread(_ values: [Double?], _ bar: Bar) throws -> [Double?] {
        try placesAmong(try bars(of: bar), bar).map { place in place.flatMap { values[$0] } }
    }

    func shifted<Value>(_ values: [Value?], _ by: Int) -> [Value?] {
        values.indices.map { values.indices.contains($0 + by) ? values[$0 + by] : nil }
    }

    /// Dates as day numbers since 1970-01-01.
    func calendar(_ field: CalendarField) throws -> [Double?] {
        if case .ordinal(let within, let fromEnd) = field {
            if study.unit != .day { throw Meaningless("running numbers of other units than days") }
            return rows.indices.map { row in
                let start = firstDay(of: within, rows[row].day)
                let others = fromEnd ? Array(row..<rows.count) : Array(0...row)
                return Double(others.filter { firstDay(of: within, rows[$0].day) == start }.count)
            }
        }
        // A week is of the year that holds its last trading day, as it is of a period; within it of its Monday's month.
        let isOfLastDay = study.unit == .week && (field == .year || field == .yearStart)
        return try rows.map { row in
            Double(try calendar(field, isOfLastDay ? row.lastDay : row.day, isMinutes ? row.slot : nil))
        }
    }

    /// A field of a date, and of a minute of its trading day where the field asks for one.
    func calendar(_ field: CalendarField, _ day: CivilDate, _ minute: Int?) throws -> Int {
        switch field {
        case .year: return day.year
        case .quarter: return (day.month + 2) / 3
        case .month: return day.month
        case .isoWeek: return isoWeek(day)
        case .weekday: return day.weekday
        case .dayOfMonth: return day.day
        case .weekOfMonth: return (day.day - 1) / 7 + 1
        case .date: return day.dayNumber
        case .weekStart: return firstDay(of: .week, day).dayNumber
        case .monthStart: return firstDay(of: .month, day).dayNumber
        case .quarterStart: return firstDay(of: .quarter, day).dayNumber
        case .yearStart: return firstDay(of: .year, day).dayNumber
        case .hour, .slot:
            guard let minute else { throw Meaningless("an hour of rows that are no minutes") }
            var clock = minute
            while clock < 0 { clock += 1440 }
            while clock >= 1440 { clock -= 1440 }
            if case .slot(let minutes) = field { return clock - clock % minutes }
            return clock / 60
        case .ordinal: throw Meaningless("a running number of one day")
        }
    }

    /// ISO 8601: the week of the year that holds its Thursday.
    private func isoWeek(_ day: CivilDate) -> Int {
        let thursday = firstDay(of: .week, day).adding(days: 3)
        return (thursday.dayNumber - firstDay(of: .year, thursday).dayNumber) / 7 + 1
    }
}
