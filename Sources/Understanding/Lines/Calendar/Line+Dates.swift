internal import Market
internal import Studies

extension Line {
    /// Days, months, years and their ranges as dates; what is relative counts from `today`.
    mutating func joinDates(_ frame: Surroundings) {
        let today = frame.today
        dropModalMay()
        settleCounts()
        orderDates(today: today)
        joinMonthDays(today: today)
        joinDaysToDates()
        joinMonthsAndYears(today: today)
        shareYears()
        joinSameParts()
        joinAgo(frame)
        joinLastWeekdays(frame)
        joinRelative(today: today)
        joinOnward()
        joinSameUnits(today: today)
        joinRestUnits()
        joinRelativeDays(frame)
        joinDaysOfEveryMonth()
        joinPartsOfPeriods(frame)
        joinElidedHalves()
        joinSinceParts(today: today)
        joinSinceEvents(frame)
        joinSameStretch(today: today)
        joinStretchBefore(frame)
        dropPointers()
        joinDateRanges(today: today)
        dropInclusive()
        joinPartsOfPeriods(frame)
        joinLeftOutYears()
        joinDaysOfEveryYear()
    }

    /// "без 2020 года", "excluding 2020": every day but those of that year.
    private mutating func joinLeftOutYears() {
        for index in pieces.indices.reversed() where isMark(index, .except) {
            guard let first = plainYear(index + 1) else { continue }
            var years = [first], last = index + 1
            // "excluding 2020 and 2021".
            while let next = [last + 1, last + 2, last + 3].first(where: { plainYear($0) != nil }),
                let year = plainYear(next),
                (last + 1..<next).allSatisfy({ isMark($0, .and) || isMark($0, .or) || self[$0] == .stop(",") })
            {
                years.append(year)
                last = next
            }
            let other = Condition.not(of: .calendar(field: .year, oneOf: years.sorted()))
            join(index...last, as: .condition(Fact(condition: other, isCalendar: true)))
        }
    }

    /// One whole year by its number.
    private func plainYear(_ index: Int) -> Int? {
        guard case .dates(let dates)? = self[index], dates.shape == .year,
            let year = dates.period.dateRange?.first?.year, dates.period == .year(year)
        else { return nil }
        return year
    }

    /// "разница между 2023 и 2024": the two, and not what lies between them.
    private func isContrasted(_ index: Int) -> Bool {
        pieces[..<index].contains { $0.sense == .task(.compare) }
            || pieces[..<index].contains { has(.difference, in: $0) }
    }

    /// "сравни этот месяц с": what it is compared to is named.
    private func isComparedBefore(_ index: Int) -> Bool {
        guard let asked = pieces[..<index].lastIndex(where: { $0.sense == .task(.compare) }) else { return false }
        return pieces[asked..<index].contains { if case .dates = $0.sense { true } else { false } }
    }

    /// "первый квартал 2023, 2024 и 2025": the same part of each year.
    private mutating func joinSameParts() {
        for index in pieces.indices {
            guard case .dates(let first)? = self[index], let range = first.period.dateRange, let day = range.first,
                [.month, .quarter, .half].contains(first.shape) || first.shape == .other && range.isOfMonths
            else { continue }
            var next = index + 1
            while self[next] == .stop(",") || isMark(next, .and) || isMark(next, .vs),
                case .dates(let other)? = self[next + 1],
                other.shape == .year,
                prep(next + 1) == nil, let year = other.period.dateRange?.first?.year
            {
                if first.shape == .month, isMark(index - 1, .and), case .dates(let other)? = self[index - 2],
                    other.shape == .month, let month = other.period.dateRange?.first, month.year == day.year
                {
                    // "March and April in 2022 and 2023": both of each year.
                    let both = Period.monthList([month.month, day.month].sorted(), of: year)
                    pieces[next + 1].sense = .dates(Dates(period: both, shape: .other))
                    next += 2
                    continue
                }
                let period: Period =
                    switch first.shape {
                    case .month: .months(day.month...day.month, of: year)
                    case .quarter: .quarter(day.quarter, of: year)
                    case .other: .months(day.month...(range.last?.month ?? day.month), of: year)
                    default: .half(day.month > 6 ? 2 : 1, of: year)
                    }
                pieces[next + 1].sense = .dates(Dates(period: period, shape: first.shape))
                next += 2
            }
        }
    }

    /// "за 3 квартала": three of them, not the third.
    private mutating func settleCounts() {
        for index in pieces.indices {
            guard case .quarter? = self[index], let first = pieces[index].tokens.first,
                let last = pieces[index].tokens.last,
                first > 0, tokens[first].kind == .number, forms.contains(tokens[last].text, .counted)
            else { continue }
            if case .best? = self[index - 1], let number = tokens[first].value {
                // "лучшие 3 квартала".
                pieces[index].sense = .unit(.quarter)
                pieces[index].tokens = [last]
                pieces.insert(Piece(sense: .number(number, nil), tokens: [first]), at: index)
                continue
            }
            guard forms.contains(tokens[first - 1].text, .lasting) else { continue }
            pieces[index].sense = .unknown
        }
    }

    /// The last task said before a piece.
    func task(before index: Int) -> Task? {
        pieces[..<index].reversed().lazy.compactMap { if case .task(let task) = $0.sense { task } else { nil } }.first
    }

    /// "may" is a month only beside a date or after "in".
    private mutating func dropModalMay() {
        var index = 0
        while index < count {
            if case .months([5])? = self[index], isForm(index, .may), prep(index) == nil,
                year(index + 1) == nil,
                plainNumber(index + 1) == nil, plainNumber(index - 1) == nil, month(index - 1) == nil,
                month(index + 1) == nil, !(self[index + 1] == .stop("-") && month(index + 2) != nil),
                count > 1, !isRelative(index - 1), !isMark(index - 1, .and), !isListedMonth(index)
            {
                drop(index)
            } else {
                index += 1
            }
        }
    }

    /// "apr, may, jun", "may or june": a month beside months.
    private func isListedMonth(_ index: Int) -> Bool {
        joinsHeads(index - 1) && month(index - 2) != nil || joinsHeads(index + 1) && month(index + 2) != nil
    }

    private func month(_ index: Int) -> Int? {
        if case .months(let months)? = self[index], months.count == 1 { months[0] } else { nil }
    }

    private func dayNumber(_ index: Int) -> Int? {
        if case .ordinal(let value)? = self[index] { return value }
        guard let value = whole(index), (1...31).contains(value) else { return nil }
        return value
    }

    /// "which came first on Jan 10": the month has a day of its own behind it, and the number before is none.
    private func isFirstOn(_ index: Int) -> Bool {
        guard case .ordinal? = self[index - 1], prep(index) == .in else { return false }
        return dayNumber(index + 1) != nil
    }

    /// The year after a date, a comma or "года" between or after.
    func year(after index: Int) -> (year: Int, end: Int)? {
        var next = index
        if self[next] == .stop(",") { next += 1 }
        guard let value = year(next) else { return nil }
        if unit(next + 1) == .year, prep(next + 1) == nil { next += 1 }
        return (value, next)
    }

    /// `10 января 2024`, `Jan 10, 2024`, `10-15 января`, `14 марта`.
    private mutating func joinMonthDays(today: CivilDate) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let month = month(index) else { continue }
            if let day = dayNumber(index - 1), !(unit(index) != nil), !isFirstOn(index) {
                let found = year(after: index + 1)
                guard let date = Self.latest(day, month, found?.year, today) else { continue }
                var begin = index - 1
                var first = date
                if self[begin - 1] == .stop("-") || isMark(begin - 1, .before) || prep(begin) == .by
                    || prep(begin) == .to,
                    let low = dayNumber(prep(begin) == .by || prep(begin) == .to ? begin - 1 : begin - 2), low < day,
                    let start = CivilDate(year: date.year, month: month, day: low)
                {
                    begin = prep(begin) == .by || prep(begin) == .to ? begin - 1 : begin - 2
                    first = start
                }
                let isRange = first != date
                join(begin...(found?.end ?? index), as: Self.span(first, date, assumed: found == nil))
                if isRange { pieces[begin].prep = nil }
                index = begin
            } else if let day = dayNumber(index + 1), year(index + 1) == nil, unit(index + 2) != .day {
                let found = year(after: index + 2)
                guard let date = Self.latest(day, month, found?.year, today) else { continue }
                var end = found?.end ?? index + 1
                var last = date
                // "February 3-7", "February 3 to 7".
                let place = self[index + 2] == .stop("-") ? index + 3 : index + 2
                if place == index + 3 || prep(place) == .to, let high = dayNumber(place), high > day {
                    let later = year(after: place + 1)
                    guard let a = Self.latest(day, month, later?.year, today),
                        let b = CivilDate(year: a.year, month: month, day: high)
                    else { continue }
                    join(index...(later?.end ?? place), as: Self.span(a, b, assumed: later == nil))
                    continue
                }
                (end, last) = (end, date)
                join(index...end, as: Self.span(date, last, assumed: found == nil))
            }
        }
    }

    /// A range's first date; without a year of its own it lies in the year of the last, or the one before.
    private static func start(_ first: Dates, before second: Dates) -> CivilDate? {
        guard let date = first.period.dateRange?.first else { return nil }
        guard first.assumed, !second.assumed, first.shape == .day, let last = second.period.dateRange?.last else {
            return date
        }
        guard let same = CivilDate(year: last.year, month: date.month, day: date.day) else { return nil }
        return same <= last ? same : CivilDate(year: last.year - 1, month: date.month, day: date.day)
    }

    private static func span(_ first: CivilDate, _ last: CivilDate, assumed: Bool) -> Sense {
        .dates(Dates(period: .range(first, last), shape: first == last ? .day : .other, assumed: assumed))
    }

    /// The date in a year; without one the latest that is not after today.
    private static func latest(_ day: Int, _ month: Int, _ year: Int?, _ today: CivilDate) -> CivilDate? {
        if let year { return CivilDate(year: year, month: month, day: day) }
        for back in 0...8 {
            if let date = CivilDate(year: today.year - back, month: month, day: day), date <= today { return date }
        }
        return nil
    }

    /// "10 March to 20 April 2024", "5 и 6 августа 2024": the year, or the month, said once is of both.
    private mutating func shareYears() {
        for index in pieces.indices.reversed() {
            guard case .dates(let later)? = self[index], !later.assumed, later.shape == .day,
                let day = later.period.singleDay
            else { continue }
            let joined =
                isMark(index - 1, .and) || isMark(index - 1, .or) || isMark(index - 1, .vs)
                || isMark(index - 1, .before) || self[index - 1] == .stop("-") || self[index - 1] == .stop(",")
            let place = joined ? index - 2 : index - 1
            guard joined || prep(index) == .to || prep(index) == .by else { continue }
            if case .dates(let earlier)? = self[place], earlier.assumed, earlier.shape == .day,
                let moved = earlier.moved(toYear: day.year)
            {
                pieces[place].sense = .dates(moved)
            } else if joined, isMark(index - 1, .and) || isMark(index - 1, .or), let number = whole(place),
                let other = CivilDate(year: day.year, month: day.month, day: number), unit(place + 1) == nil
            {
                pieces[place].sense = .dates(Dates(period: .day(other), shape: .day))
            }
        }
    }

    private func saysYear(_ index: Int) -> Bool {
        pieces[index].tokens.contains { tokens[$0].kind == .number && (tokens[$0].value ?? 0) >= 1900 }
    }

    /// "2020-2025", "с 2020 по 2025", "since 2021", "до 2022", "from Jan 10 to Feb 3".
    private mutating func joinDateRanges(today: CivilDate) {
        var index = 0
        while index < count {
            guard case .dates(let first)? = self[index], let low = first.period.dateRange else {
                index += 1
                continue
            }
            let dash = self[index + 1] == .stop("-") || isMark(index + 1, .before)
            let next = dash ? index + 2 : index + 1
            if case .dates(let second)? = self[next], let high = second.period.dateRange,
                let from = Self.start(first, before: second),
                let to = high.last,
                from <= to,
                dash || prep(next) == .to || (prep(next) == .by && prep(index) == .from)
            {
                join(index...next, as: .dates(Dates(period: .range(from, to), shape: .other)))
                pieces[index].prep = nil
                continue
            }
            if case .dates(let second)? = self[next], let high = second.period.dateRange, let from = low.first,
                let to = high.last, from > to, prep(index) == .from || dash,
                dash || prep(next) == .to || prep(next) == .by
            {
                // Backwards: the year said last is not the first month's; else it cannot be meant.
                if !saysYear(index), first.shape == .month || first.shape == .day,
                    let earlier = first.moved(toYear: to.year - 1)
                {
                    pieces[index].sense = .dates(earlier)
                } else {
                    pieces[index].sense = .unknown
                    pieces[next].sense = .unknown
                }
                continue
            }
            // "2024-25"
            if dash, first.shape == .year, let short = whole(next), (0...99).contains(short), let from = low.first,
                short == (from.year + 1) % 100, let to = CivilDate(year: from.year + 1, month: 12, day: 31)
            {
                join(index...next, as: .dates(Dates(period: .range(from, to), shape: .other)))
                continue
            }
            if isMark(index - 1, .between), isMark(index + 1, .and), case .dates(let second)? = self[index + 2],
                !isContrasted(index), let from = low.first, let to = second.period.dateRange?.last, from <= to
            {
                join((index - 1)...(index + 2), as: .dates(Dates(period: .range(from, to), shape: .other)))
                continue
            }
            // "сравни с 2023", "сравни этот месяц с прошлым": with it, not since.
            if prep(index) == .from, self[index - 1] == .task(.compare) || isComparedBefore(index) {
                pieces[index].prep = nil
            } else if prep(index) == .from || prep(index) == .since {
                pieces[index].sense = .dates(Dates(period: .range(low.first, nil), shape: .other))
                pieces[index].prep = nil
            } else if isMark(index - 1, .after) && !isLaterWithin(index)
                || self[index - 1] == .relation(.greater) && has(.later, in: pieces[index - 1]), first.shape != .day,
                let last = low.last
            {
                join((index - 1)...index, as: .dates(Dates(period: .range(last.adding(days: 1), nil), shape: .other)))
                continue
            } else if isMark(index - 1, .before), prep(index) != .in, first.shape != .day, let day = low.first {
                // But not "the day before, in 2024".
                join((index - 1)...index, as: .dates(Dates(period: .range(nil, day.adding(days: -1)), shape: .other)))
                continue
            } else if prep(index) == .to || prep(index) == .by && first.shape == .day && index > 0 {
                // "up to", "по 15 января" without a beginning.
                // "compare this month to last month": beside it.
                if prep(index) == .to, task(before: index) != .compare, let last = low.last {
                    pieces[index].sense = .dates(Dates(period: .range(nil, last), shape: .other))
                }
            }
            index += 1
        }
    }
}

extension Line {
    /// "broken later in 2024": something happened later within the period, not after it.
    private func isLaterWithin(_ index: Int) -> Bool { prep(index) == .in && has(.later, in: pieces[index - 1]) }
}

extension Dates {
    /// The same day or month of another year.
    fileprivate func moved(toYear year: Int) -> Dates? {
        guard let range = period.dateRange, let first = range.first, let last = range.last else { return nil }
        if shape == .month { return Dates(period: .months(first.month...first.month, of: year), shape: shape) }
        guard let begin = CivilDate(year: year, month: first.month, day: first.day),
            let end = CivilDate(year: year, month: last.month, day: last.day)
        else { return nil }
        return Dates(period: .range(begin, end), shape: shape)
    }
}

extension DateRange {
    /// Whole months of one year: "summer 2023".
    fileprivate var isOfMonths: Bool {
        guard let first, let last, first.year == last.year, first.day == 1, (first.month, last.month) != (1, 12) else {
            return false
        }
        return last.adding(days: 1).day == 1
    }
}
