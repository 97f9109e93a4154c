internal import Market
internal import Studies

extension Line {
    /// "last week", "за последние 30 дней", "YTD", "this month", "прошлый декабрь".
    mutating func joinRelative(today: CivilDate) {
        var index = 0
        while index < count {
            defer { index += 1 }
            // "первые 5 дней 2024 года", "first 10 days of data".
            if self[index] == .ordinal(1), let number = whole(index + 1), number > 0, unit(index + 2) == .day,
                case .dates(let whole)? = self[index + 3], whole.period == .all || whole.period.dateRange?.first != nil
            {
                let from = whole.period.dateRange?.first
                join(
                    index...(index + 3),
                    as: .dates(Dates(period: .firstDays(count: number, from: from), shape: .other))
                )
                continue
            }
            if isMark(index, .previous), let unit = unit(index + 1), unit != .day,
                var dates = Self.one(.previous, unit, today)
            {
                dates.isPrevious = true
                join(index...(index + 1), as: .dates(dates))
                continue
            }
            guard case .relative(let relative)? = self[index] else { continue }
            // "the last week of December", "of every month": a part of those months.
            if relative == .last || relative == .past, unit(index + 1) == .week, isOfMonths(index + 2) { continue }
            switch relative {
            // A word of its own: in a condition it is the row's day.
            case .today, .yesterday, .beforeyesterday, .tomorrow, .beforelast: continue
            case .ytd: set(index, CivilDate(year: today.year, month: 1, day: 1), today)
            case .mtd: set(index, CivilDate(year: today.year, month: today.month, day: 1), today)
            case .qtd: set(index, CivilDate(year: today.year, month: today.quarter * 3 - 2, day: 1), today)
            case .wtd: set(index, today.startOfWeek, today)
            case .all: pieces[index].sense = .dates(Dates(period: .all, shape: .other))
            case .leap: leapYears(index, today)
            case .last, .previous, .past, .this: phrase(index, relative, today)
            }
        }
        joinElidedUnits(today: today)
    }

    private func isOfMonths(_ index: Int) -> Bool {
        guard prep(index) != .by else { return false }
        if case .months? = self[index] { return true }
        return unit(index) == .month && pieces[index].each || isMark(index, .each) && unit(index + 1) == .month
    }

    /// "в этом году волатильнее, чем в прошлом": the unit is said once.
    private mutating func joinElidedUnits(today: CivilDate) {
        for index in pieces.indices {
            guard case .relative(let relative)? = self[index],
                relative == .previous || relative == .this || relative == .last,
                prep(index) != nil || isMark(index - 1, .vs),
                index + 1 == count || isStop(index + 1) || prep(index + 1) == .by,
                let said = saidUnit(besides: index),
                let dates = Self.one(relative, said, today)
            else { continue }
            pieces[index].sense = .dates(dates)
        }
    }

    /// The unit of the only other calendar period that is named.
    private func saidUnit(besides index: Int) -> UnitWord? {
        let shapes = pieces.indices.filter { $0 != index }.compactMap { place -> UnitWord? in
            guard case .dates(let dates)? = self[place] else { return nil }
            switch dates.shape {
            case .week: return .week
            case .month: return .month
            case .quarter: return .quarter
            case .year: return .year
            case .day, .half, .other: return nil
            }
        }
        return shapes.count == 1 ? shapes[0] : nil
    }

    /// "since June", "с понедельника": from the latest such month or weekday on.
    mutating func joinSinceParts(today: CivilDate) {
        for index in pieces.indices where prep(index) == .since || prep(index) == .from {
            guard self[index - 1] != .task(.compare), !has(.beside, in: pieces[index]), prep(index + 1) != .to,
                prep(index + 1) != .by,
                self[index + 1] != .stop("-")
            else { continue }
            let first: CivilDate?
            switch self[index] {
            case .months(let months)? where months.count == 1:
                let year = months[0] <= today.month ? today.year : today.year - 1
                first = CivilDate(year: year, month: months[0], day: 1)
            case .quarter(let quarter)?:
                let year = quarter <= today.quarter ? today.year : today.year - 1
                first = CivilDate(year: year, month: quarter * 3 - 2, day: 1)
            case .weekdays(let days)? where days.count == 1:
                first = (0..<7).lazy.map { today.adding(days: -$0) }.first { $0.weekday == days[0] }
            default: continue
            }
            guard let first else { continue }
            pieces[index].sense = .dates(Dates(period: .range(first, nil), shape: .other, assumed: true))
            pieces[index].prep = nil
        }
    }

    /// "last year ytd": as much of that year.
    mutating func joinSameStretch(today: CivilDate) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .dates(let one)? = self[index], case .dates(let other)? = self[index + 1],
                !pieces[index + 1].afterStop
            else { continue }
            let toDate = Period.range(CivilDate(year: today.year, month: 1, day: 1), today)
            // On the year's last day the year itself is as long.
            func isToDate(_ dates: Dates) -> Bool { dates.period == toDate && dates.shape != .year }
            let year = isToDate(one) ? other : isToDate(other) ? one : nil
            guard let year, year.shape == .year, let first = year.period.dateRange?.first, first.year < today.year
            else {
                continue
            }
            let last = today.adding(months: 12 * (first.year - today.year))
            join(index...(index + 1), as: .dates(Dates(period: .range(first, last), shape: .other)))
        }
    }

    /// "Last winter", "this summer": three months in a row, begun by today; "last" are the latest that are over.
    private static func season(_ months: [Int], _ relative: Relative, _ today: CivilDate) -> Period? {
        guard [.this, .last, .past, .previous].contains(relative), let first = months.first else { return nil }
        for year in [today.year, today.year - 1, today.year - 2] {
            guard let begin = CivilDate(year: year, month: first, day: 1), begin <= today else { continue }
            let end = begin.adding(months: 3).adding(days: -1)
            if relative == .this || end < today { return .range(begin, end) }
        }
        return nil
    }

    /// "this" and "этот" without a unit only point.
    mutating func dropPointers() {
        while let index = pieces.firstIndex(where: { $0.sense == .relative(.this) }) { drop(index) }
    }

    private mutating func set(_ index: Int, _ first: CivilDate?, _ last: CivilDate?) {
        pieces[index].sense = .dates(Dates(period: .range(first, last), shape: .other, isCurrent: true))
    }

    private mutating func leapYears(_ index: Int, _ today: CivilDate) {
        let years = (1990...(today.year)).filter { CivilDate.isLeap(year: $0) }
        let ranges = years.compactMap { Period.year($0).dateRange }
        let end = unit(index + 1) == .year ? index + 1 : index
        join(index...end, as: .dates(Dates(period: .ranges(ranges: ranges), shape: .other)))
    }

    private mutating func phrase(_ index: Int, _ relative: Relative, _ today: CivilDate) {
        // "последние 5 дней 2024 года": the last days of those dates.
        if let number = whole(index + 1), number > 0, unit(index + 2) == .day, relative != .this,
            case .dates(let whole)? = self[index + 3],
            prep(index + 3) != .from, prep(index + 3) != .since, let last = whole.period.dateRange?.last
        {
            join(index...(index + 3), as: .dates(Dates(period: .lastDays(count: number, upTo: last), shape: .other)))
            return
        }
        // With a number: the last so many units back from today.
        if let number = whole(index + 1), number > 0, let unit = unit(index + 2), relative != .this {
            guard let dates = Self.trailing(number, unit, today) else { return }
            // "last 3 trading days of the month" is a place in the month, and "last 30 minutes" a part of the day.
            if unit == .day, isPlaceInUnit(index + 3) || isMonths(index + 3) { return }
            join(index...(index + 2), as: .dates(dates))
            return
        }
        if case .months(let months)? = self[index + 1], months.count == 1 {
            let year = relative == .this ? today.year : Self.yearOfLast(months[0], today)
            join(index...(index + 1), as: .dates(Dates(period: .monthList(months, of: year), shape: .month)))
            return
        }
        if case .months(let months)? = self[index + 1], months.count == 3,
            let season = Self.season(months, relative, today)
        {
            join(index...(index + 1), as: .dates(Dates(period: season, shape: .other)))
            return
        }
        if case .quarter(let quarter)? = self[index + 1] {
            let year = quarter < today.quarter || relative == .this ? today.year : today.year - 1
            join(index...(index + 1), as: .dates(Dates(period: .quarter(quarter, of: year), shape: .quarter)))
            return
        }
        if case .weekdays(let days)? = self[index + 1], days.count == 1 {
            // "the last time Friday was green": of such Fridays.
            if pieces[index].tokens.count > 1, task(before: index) == .time { return }
            // "last Friday of 2024".
            if relative == .last || relative == .past, case .dates(let whole)? = self[index + 2],
                prep(index + 2) != .since, let range = whole.period.dateRange, let first = range.first,
                var day = range.last
            {
                while day.weekday != days[0] { day = day.adding(days: -1) }
                guard day >= first else { return }
                join(index...(index + 2), as: .dates(Dates(period: .day(day), shape: .day)))
                return
            }
            // "this Friday", "last Friday".
            var date = relative == .this ? today.startOfWeek.adding(days: days[0] - 1) : today.adding(days: -1)
            while date.weekday != days[0] { date = date.adding(days: -1) }
            join(index...(index + 1), as: .dates(Dates(period: .day(date), shape: .day)))
            return
        }
        guard let unit = unit(index + 1), let dates = Self.one(relative, unit, today) else { return }
        if unit == .day, relative == .this,
            pieces.contains(where: { if case .event = $0.sense { true } else { false } })
        {
            // "... and the range on that day": the one that was named.
            join(index...(index + 1), as: .mark(.those))
            return
        }
        if unit == .day {
            // "последний день" of a period, "last trading day of the month": a place, not yesterday.
            if isPlaceInUnit(index + 2) || isMonths(index + 2) { return }
            // "последний торговый день перед праздником": beside an event.
            switch self[index + 2] {
            case .mark(.before)?, .mark(.after)?, .mark(.eve)?, .event?: return
            // "the last day when it fell more than 3%": of such days.
            case .mark(.given)?, .when?: return
            case .stop(",")? where isMark(index + 3, .given) || self[index + 3] == .when: return
            default: break
            }
            if relative == .last || relative == .past, case .months? = self[index + 2] { return }
            // "последний день 2023 года" is that year's.
            if case .dates(let whole)? = self[index + 2], whole.period.isClosed, whole.period.dateRange != nil,
                prep(index + 2) == nil || prep(index + 2) == .in
            {
                return
            }
            if relative == .previous { return }
        }
        // "последняя неделя декабря 2025": the last such unit within the dates.
        if relative == .last || relative == .past, case .dates(let whole)? = self[index + 2], prep(index + 2) != .since,
            let last = whole.period.dateRange?.last, let within = Self.lastWithin(unit, last)
        {
            join(index...(index + 2), as: .dates(within))
            return
        }
        join(index...(index + 1), as: .dates(dates))
    }

    private func isPlaceInUnit(_ index: Int) -> Bool {
        let place = isMark(index, .each) ? index + 1 : index
        guard let unit = unit(place) else { return false }
        return [.month, .week, .quarter, .year].contains(unit)
    }

    private static func lastWithin(_ unit: UnitWord, _ last: CivilDate) -> Dates? {
        switch unit {
        case .week: Dates(period: .range(last.startOfWeek, last), shape: .week)
        case .month:
            Dates(period: .range(CivilDate(year: last.year, month: last.month, day: 1), last), shape: .month)
        case .quarter:
            Dates(
                period: .range(CivilDate(year: last.year, month: last.quarter * 3 - 2, day: 1), last),
                shape: .quarter
            )
        default: nil
        }
    }

    private static func yearOfLast(_ month: Int, _ today: CivilDate) -> Int {
        month < today.month ? today.year : today.year - 1
    }

    /// So many units back from today, that day included.
    static func trailing(_ number: Int, _ unit: UnitWord, _ today: CivilDate) -> Dates? {
        switch unit {
        case .day, .session: Dates(period: .lastDays(count: number, upTo: today), shape: .other)
        case .week: back(today.adding(days: -7 * number), today)
        case .fortnight: back(today.adding(days: -14 * number), today)
        case .month: back(today.adding(months: -number), today)
        case .quarter: back(today.adding(months: -3 * number), today)
        case .year: back(today.adding(months: -12 * number), today)
        default: nil
        }
    }

    private static func back(_ before: CivilDate, _ today: CivilDate) -> Dates {
        Dates(period: .range(before.adding(days: 1), today), shape: .other)
    }

    private static func one(_ relative: Relative, _ unit: UnitWord, _ today: CivilDate) -> Dates? {
        if relative == .past, unit != .day { return trailing(1, unit, today) }
        let before = relative != .this
        switch unit {
        case .day: return Dates(period: .lastDays(count: 1, upTo: today), shape: .day)
        case .week:
            let monday = today.startOfWeek.adding(days: before ? -7 : 0)
            return Dates(period: .range(monday, before ? monday.adding(days: 6) : today), shape: .week)
        case .month:
            let month =
                CivilDate(year: today.year, month: today.month, day: 1)?.adding(months: before ? -1 : 0) ?? today
            let period = Period.months(month.month...month.month, of: month.year)
            return Dates(period: period, shape: .month, isCurrent: !before)
        case .quarter:
            let day = today.adding(months: before ? -3 : 0)
            return Dates(period: .quarter(day.quarter, of: day.year), shape: .quarter, isCurrent: !before)
        case .year:
            return Dates(period: .year(today.year - (before ? 1 : 0)), shape: .year, isCurrent: !before)
        case .fortnight: return trailing(2, .week, today)
        default: return nil
        }
    }

    /// "неделя прошлая", "месяц этот": which one is said behind it.
    mutating func orderRelatives() {
        // "пяти последних пятниц", "five last Fridays": the number stands behind.
        for index in pieces.indices {
            guard let number = whole(index), (2...60).contains(number), case .relative(let relative)? = self[index + 1],
                relative == .past || relative == .last || relative == .previous, prep(index + 1) == nil,
                case .weekdays? = self[index + 2], prep(index + 2) == nil
            else { continue }
            pieces.swapAt(index, index + 1)
            (pieces[index].prep, pieces[index + 1].prep) = (pieces[index + 1].prep, nil)
            (pieces[index].prepTokens, pieces[index + 1].prepTokens) = (pieces[index + 1].prepTokens, [])
            (pieces[index].afterStop, pieces[index + 1].afterStop) = (pieces[index + 1].afterStop, false)
        }
        for index in pieces.indices.dropLast() {
            switch unit(index) {
            case .week?, .month?, .quarter?, .year?: break
            default: continue
            }
            guard case .relative(let relative)? = self[index + 1], prep(index + 1) == nil, !isNumber(index - 1),
                prep(index) != .by, !isMark(index - 1, .each), !isRelative(index - 1)
            else { continue }
            switch relative {
            case .previous, .this, .past: break
            default: continue
            }
            switch self[index + 2] {
            case nil, .stop?, .symbol?: break
            default: continue
            }
            pieces.swapAt(index, index + 1)
            (pieces[index].prep, pieces[index + 1].prep) = (pieces[index + 1].prep, nil)
            (pieces[index].afterStop, pieces[index + 1].afterStop) = (pieces[index + 1].afterStop, false)
        }
    }

    /// "в каком квартале 2024-го, первом или четвёртом", "which quarter of 2024, Q1 or Q4": the year stands behind both.
    mutating func orderYearOfNamed() {
        for index in pieces.indices {
            guard case .which(let unit)? = self[index], unit == .quarter || unit == .month, year(index + 1) != nil
            else { continue }
            let suffix = self[index + 2] == .ordinalSuffix ? 1 : 0
            let first = index + 3 + suffix
            guard self[first - 1] == .stop(","), joinsHeads(first + 1), isPart(first, unit), isPart(first + 2, unit)
            else { continue }
            for place in [first, first + 2] {
                if case .ordinal(let quarter)? = self[place] { pieces[place].sense = .quarter(quarter) }
            }
            var year = pieces[(index + 1)...(index + 1 + suffix)]
            year[year.startIndex].prep = .in
            pieces.insert(contentsOf: year, at: first + 3)
            pieces.removeSubrange((index + 1)...(index + 1 + suffix))
            return
        }
    }

    private func isPart(_ index: Int, _ unit: UnitWord) -> Bool {
        switch self[index] {
        case .quarter?: unit == .quarter
        case .ordinal(let place)?: unit == .quarter && (1...4).contains(place)
        case .months?: unit == .month
        default: false
        }
    }

    /// "from 1 December to today", "с 1 декабря по сегодня": it ends today anyway.
    mutating func joinUntilToday() {
        for index in pieces.indices.reversed() where self[index] == .relative(.today) {
            guard prep(index) == .to || prep(index) == .by, case .dates(let since)? = self[index - 1],
                let range = since.period.dateRange, range.first != nil, range.last == nil
            else { continue }
            join((index - 1)...index, as: .dates(since))
        }
    }
}
