internal import Market
internal import Studies

extension Line {
    /// Parts of a period that words name: "Q2 of last year", "first half of January", "first 3 months of 2024",
    /// "week of August 5", "first week of 2024".
    mutating func joinPartsOfPeriods(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            if let (period, other) = partOfYear(index) {
                join(min(index, other)...max(index, other), as: .dates(period))
            } else if case .half(let half)? = self[index + 1], let found = halfOfMonth(index, half) {
                // "December 2024 second half".
                join(index...(index + 1), as: found)
            } else if let found = halfOfMonth(index) {
                join(index...found.end, as: found.sense)
            } else if isWeekLong(index + 1), unit(index) == .week, plainNumber(index - 1) == nil {
                // "неделя с 10 по 14 июня": its dates say which.
                drop(index)
            } else if let found = weekOfDay(index) {
                join(index...(index + 1), as: .dates(found))
            } else if let found = endOfPeriod(index, frame.calendar) {
                join(index...(index + 1), as: .dates(found))
            } else if let found = numberedWeek(index) {
                join(index...found.end, as: .dates(found.dates))
            } else if let found = endOfMonth(index) {
                join(index...found.end, as: found.sense)
            } else if let found = placedDay(index, frame.calendar) ?? placedWeek(index) ?? placedWeekday(index) {
                join(index...found.end, as: .dates(found.dates))
            } else if let found = countedPart(index) {
                join(found.range, as: .dates(found.dates))
            }
        }
    }

    /// "last Friday of the month", "последняя пятница каждого месяца": of every month.
    mutating func joinLastWeekdays(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard self[index] == .relative(.last) || self[index] == .relative(.past),
                case .weekdays(let days)? = self[index + 1], days.count == 1
            else { continue }
            let end = isMark(index + 2, .each) ? index + 3 : index + 2
            guard unit(end) == .month, prep(end) != .by else { continue }
            let ranges = frame.years.flatMap { year in
                (1...12).compactMap { month -> DateRange? in
                    let last = CivilDate.daysIn(month: month, of: year)
                    return (0..<7).lazy.compactMap { CivilDate(year: year, month: month, day: last - $0) }
                        .first { $0.weekday == days[0] }.map { DateRange(first: $0, last: $0) }
                }
            }
            let isEach = end > index + 2
            join(index...end, as: .dates(Dates(period: .ranges(ranges: ranges), shape: .other)))
            pieces[index].each = isEach
        }
    }

    private func isMonthsOrQuarter(_ index: Int) -> Bool {
        switch self[index] {
        case .months?, .quarter?, .half?: true
        default: false
        }
    }

    /// "во втором квартале прошлого года", "last year in March".
    private func partOfYear(_ index: Int) -> (Dates, Int)? {
        guard isMonthsOrQuarter(index), !pieces[index].afterStop else { return nil }
        for place in [index + 1, index - 1] {
            guard case .dates(let whole)? = self[place], whole.shape == .year,
                let first = whole.period.dateRange?.first,
                !(place > index && (pieces[place].afterStop || prep(place) == .since || prep(place) == .from)),
                place > index || !isMonthsOrQuarter(place - 1) && !closesYears(place),
                whole.period == .year(first.year),
                !opensYears(place)
            else { continue }
            switch self[index] {
            case .months(let months)?:
                let shape: Dates.Shape = months.count == 1 ? .month : .other
                return (Dates(period: .monthList(months, of: first.year), shape: shape), place)
            case .quarter(let quarter)?:
                return (Dates(period: .quarter(quarter, of: first.year), shape: .quarter), place)
            case .half(let half)?: return (Dates(period: .half(half, of: first.year), shape: .half), place)
            default: return nil
            }
        }
        return nil
    }

    /// "2022-2024 in March", "since 2022 in March", "after 2022 in Q3": years end or begin there, so it is one of each.
    private func closesYears(_ place: Int) -> Bool {
        if prep(place) == .since || prep(place) == .from || prep(place) == .to { return true }
        return self[place - 1] == .stop("-") || isMark(place - 1, .after) || isMark(place - 1, .before)
    }

    /// "2022-2024", "2022 to 2024": another year follows, so the month is one of each of them.
    private func opensYears(_ place: Int) -> Bool {
        let isJoined = self[place + 1] == .stop("-") || isMark(place + 1, .before)
        guard isJoined || prep(place + 1) == .to, case .dates(let last)? = self[isJoined ? place + 2 : place + 1] else {
            return false
        }
        return last.shape == .year
    }

    private func isLastWeek(_ index: Int) -> Bool {
        if case .dates(let dates)? = self[index], let range = dates.period.dateRange, let first = range.first,
            let last = range.last
        {
            return last.dayNumber - first.dayNumber == 6
        }
        return [.relative(.last), .relative(.past)].contains(pieces[index].sense) && unit(index + 1) == .week
    }

    /// "first half of the month", "вторая половина января 2024", "первая декада месяца", "mid December": its second ten
    /// days.
    private func halfOfMonth(_ index: Int) -> (sense: Sense, end: Int)? {
        let days: ClosedRange<Int>
        switch self[index] {
        case .half(let half)?: days = half == 1 ? 1...15 : 16...31
        case .ordinal(let place)? where unit(index + 1) == .tendays && (1...3).contains(place):
            days = place == 3 ? 21...31 : (place * 10 - 9)...(place * 10)
        case .relative(.past)? where unit(index + 1) == .tendays: days = 21...31
        case .ordinal(let place)?
        where unit(index + 1) == .week && (1...4).contains(place) && (isPlainMonth(index + 2) || isAnyMonth(index + 2)):
            // "the first week of the month or the last week": the month's last, and no week of the calendar.
            let namesLast = pieces.indices.contains { $0 > index + 2 && isLastWeek($0) }
            return namesLast ? nil : tenDays((place * 7 - 6)...(place * 7), ofMonthAfter: index + 1)
        case .relative(.past)?, .relative(.last)?:
            if unit(index + 1) == .week, let end = everyMonth(index + 2) ?? (isAnyMonth(index + 2) ? index + 2 : nil) {
                // "the last week of every month": seven days, wherever it ends.
                let parts = [[1, 3, 5, 7, 8, 10, 12], [4, 6, 9, 11], [2]].map { months in
                    let length = CivilDate.daysIn(month: months[0], of: 2024)
                    return Condition.all(of: [
                        .calendar(field: .month, oneOf: months),
                        .calendar(field: .dayOfMonth, oneOf: Array((length - 6)...length)),
                    ])
                }
                return (.condition(Fact(condition: .any(of: parts), isCalendar: true)), end)
            }
            guard unit(index + 1) == .week, isPlainMonth(index + 2) || isMonthOfYear(index + 2),
                let length = lengthOfMonth(index + 2)
            else { return nil }
            return tenDays((length - 6)...length, ofMonthAfter: index + 1)
        case .unknown? where isForm(index, .beginning): days = 1...10
        case .unknown? where isForm(index, .middle): days = 11...20
        default: return nil
        }
        return tenDays(days, ofMonthAfter: unit(index + 1) == .tendays ? index + 1 : index)
    }

    private func halfOfMonth(_ index: Int, _ half: Int) -> Sense? {
        guard !pieces[index + 1].afterStop, prep(index + 1) == nil || prep(index + 1) == .in,
            has(.ahalf, in: pieces[index + 1])
        else { return nil }
        switch self[index] {
        case .months(let months)? where months.count == 1: break
        case .dates(let month)? where month.shape == .month: break
        default: return nil
        }
        guard !isDates(index + 2), year(index + 2) == nil else { return nil }
        return tenDays(half == 1 ? 1...15 : 16...31, ofMonthAfter: index - 1)?.sense
    }

    /// "the first week of the month": of each.
    private func isAnyMonth(_ index: Int) -> Bool {
        unit(index) == .month && (prep(index) == .in || prep(index) == nil) && !pieces[index].afterStop
            && pieces[index].tokens.count == 1
    }

    /// "of every month", "каждого месяца".
    private func everyMonth(_ index: Int) -> Int? {
        if isMark(index, .each), unit(index + 1) == .month { return index + 1 }
        return unit(index) == .month && pieces[index].each && prep(index) != .by ? index : nil
    }

    /// A month of every year.
    private func isPlainMonth(_ index: Int) -> Bool {
        guard case .months(let months)? = self[index] else { return false }
        return months.count == 1 && (prep(index) == .in || prep(index) == nil)
    }

    private func isMonthOfYear(_ index: Int) -> Bool {
        if case .dates(let dates)? = self[index] { dates.shape == .month } else { false }
    }

    /// Days of a month; February has 28 unless its year says otherwise.
    private func lengthOfMonth(_ index: Int) -> Int? {
        switch self[index] {
        case .months(let months)?: months.first.map { CivilDate.daysIn(month: $0, of: 2023) }
        case .dates(let dates)?:
            dates.period.dateRange?.first.map { CivilDate.daysIn(month: $0.month, of: $0.year) }
        default: nil
        }
    }

    /// "до конца марта", "until the end of 2023", "from January to the end of March": with the whole of it.
    mutating func settleEndsOfPeriods() {
        for index in pieces.indices.reversed() where self[index] == .unknown && isForm(index, .ending) {
            guard isMark(index - 1, .before) || prep(index) == .to else { continue }
            switch self[index + 1] {
            case .months?, .quarter?, .half?, .dates?: break
            default: guard year(index + 1) != nil else { continue }
            }
            let first = isMark(index - 1, .before) ? index - 1 : index
            let told = pieces[first...index].flatMap { $0.prepTokens + $0.tokens }
            pieces[index + 1].prep = .to
            pieces[index + 1].prepTokens = (told + pieces[index + 1].prepTokens).sorted()
            pieces.removeSubrange(first...index)
        }
    }

    /// "конец декабря", "end of March": its third ten days.
    private func endOfMonth(_ index: Int) -> (sense: Sense, end: Int)? {
        guard case .unknown? = self[index], isForm(index, .ending) else { return nil }
        switch self[index + 1] {
        case .months?: return tenDays(21...31, ofMonthAfter: index)
        case .dates(let month)? where month.shape == .month: return tenDays(21...31, ofMonthAfter: index)
        default: return nil
        }
    }

    private func tenDays(_ days: ClosedRange<Int>, ofMonthAfter index: Int) -> (sense: Sense, end: Int)? {
        var end = index
        if isMark(end + 1, .each) { end += 1 }
        let inMonth = Condition.calendar(field: .dayOfMonth, oneOf: Array(days))
        switch self[end + 1] {
        case .unit(.month)? where prep(end + 1) != .by:
            return (.condition(Fact(condition: inMonth, isCalendar: true)), end + 1)
        case .months(let months)?:
            let both = Condition.all(of: [.calendar(field: .month, oneOf: months), inMonth])
            return (.condition(Fact(condition: both, isCalendar: true)), end + 1)
        case .dates(let month)? where month.shape == .month:
            guard let range = month.period.dateRange, let first = range.first, let last = range.last else { return nil }
            let begin = first.adding(days: days.lowerBound - 1)
            let stop = min(first.adding(days: days.upperBound - 1), last)
            return (.dates(Dates(period: .range(begin, stop), shape: .other)), end + 1)
        default: return nil
        }
    }

    private func isWeekLong(_ index: Int) -> Bool {
        guard case .dates(let dates)? = self[index], dates.shape == .other, let range = dates.period.dateRange,
            let first = range.first, let last = range.last
        else { return false }
        return first.startOfWeek == last.startOfWeek
    }

    /// "the week of August 5", "неделя 5 августа".
    private func weekOfDay(_ index: Int) -> Dates? {
        guard unit(index) == .week, plainNumber(index - 1) == nil,
            prep(index + 1) == nil || prep(index + 1) == .in
                || prep(index + 1) == .from,
            !pieces[index + 1 < count ? index + 1 : index].afterStop, case .dates(let day)? = self[index + 1],
            day.shape == .day, let date = day.period.singleDay
        else { return nil }
        switch self[index - 1] {
        case .relative?, .ordinal?, .mark(.each)?: return nil
        default: break
        }
        // "неделя с 4 марта": from that day.
        let monday = prep(index + 1) == .from ? date : date.startOfWeek
        return Dates(period: .range(monday, monday.adding(days: 6)), shape: .week, assumed: day.assumed)
    }

    /// "ATR at the end of 2024": of what stands at a day's close, on the last trading day.
    private func endOfPeriod(_ index: Int, _ calendar: TradingCalendar) -> Dates? {
        guard isForm(index, .ending), case .dates(let whole)? = self[index + 1], !pieces[index + 1].afterStop,
            whole.shape != .day, let range = whole.period.dateRange, let first = range.first, let last = range.last,
            first < last,
            pieces.contains(where: {
                if case .quantity(let quantity) = $0.sense { quantity.isStanding } else { false }
            })
        else { return nil }
        return calendar.days(in: first...last).last.map { Dates(period: .day($0), shape: .day) }
    }

    /// "first trading day of 2025", "последний торговый день 2023 года".
    private func placedDay(_ index: Int, _ calendar: TradingCalendar) -> (dates: Dates, end: Int)? {
        guard unit(index + 1) == .day, prep(index + 2) == nil || prep(index + 2) == .in,
            case .dates(let whole)? = self[index + 2], !pieces[index + 2].afterStop,
            let range = whole.period.dateRange, let first = range.first, let last = range.last, first < last
        else { return nil }
        // "first day of 2025 when the range exceeded 500": of such days.
        let rest = pieces[(index + 3)...]
        if isMark(index + 3, .given) || prep(index + 3) == .from || rest.contains(where: { $0.sense == .mark(.given) }),
            rest.contains(where: { if case .relation = $0.sense { true } else { false } })
        {
            return nil
        }
        let days = calendar.days(in: first...last)
        let day: CivilDate?
        switch self[index] {
        case .ordinal(let place)?: day = place > 0 && place <= days.count ? days[place - 1] : nil
        case .relative(.past)?, .relative(.last)?: day = days.last
        default: return nil
        }
        return day.map { (Dates(period: .day($0), shape: .day), index + 2) }
    }

    /// "second week of March 2025": by Mondays where the month begins with one or with a weekend; else its second seven
    /// days.
    private func placedWeek(_ index: Int) -> (dates: Dates, end: Int)? {
        guard case .ordinal(let place)? = self[index], (1...5).contains(place), unit(index + 1) == .week,
            case .dates(let whole)? = self[index + 2], prep(index + 2) == nil || prep(index + 2) == .in,
            whole.shape == .month || whole.shape == .year, let range = whole.period.dateRange, var monday = range.first,
            let last = range.last, whole.shape == .month || [1, 6, 7].contains(monday.weekday)
        else { return nil }
        guard [1, 6, 7].contains(monday.weekday) else {
            let first = monday.adding(days: 7 * (place - 1))
            guard first <= last else { return nil }
            return (Dates(period: .range(first, min(first.adding(days: 6), last)), shape: .other), index + 2)
        }
        while monday.weekday != 1 { monday = monday.adding(days: 1) }
        let first = monday.adding(days: 7 * (place - 1))
        guard first <= last else { return nil }
        return (Dates(period: .range(first, min(first.adding(days: 6), last)), shape: .week), index + 2)
    }

    /// "second Tuesday of May 2024", "второй вторник мая 2024": that date.
    private func placedWeekday(_ index: Int) -> (dates: Dates, end: Int)? {
        guard case .ordinal(let place)? = self[index], (1...5).contains(place),
            case .weekdays(let days)? = self[index + 1], days.count == 1, prep(index + 1) == nil,
            case .dates(let whole)? = self[index + 2], prep(index + 2) == nil || prep(index + 2) == .in,
            whole.shape == .month, let first = whole.period.dateRange?.first, let last = whole.period.dateRange?.last
        else { return nil }
        let date = first.adding(days: (days[0] - first.weekday + 7) % 7 + 7 * (place - 1))
        guard date <= last else { return nil }
        return (Dates(period: .day(date), shape: .day), index + 2)
    }

    /// "first 3 months of 2024", "последние 2 квартала 2023", "April 2025 first two weeks".
    private func countedPart(_ index: Int) -> (dates: Dates, range: ClosedRange<Int>)? {
        let fromEnd: Bool
        switch self[index] {
        case .ordinal(1)?: fromEnd = false
        case .relative(.past)?, .relative(.last)?: fromEnd = true
        default: return nil
        }
        let number = whole(index + 1)
        let place = number == nil ? index + 1 : index + 2
        let isBehind =
            if case .dates? = self[place + 1] { prep(place + 1) == nil || prep(place + 1) == .in } else { false }
        // Months and quarters behind a year are told by other rules.
        guard let unit = unit(place), isBehind || unit == .week && number != nil && prep(index) == nil,
            case .dates(let whole)? = self[isBehind ? place + 1 : index - 1], let range = whole.period.dateRange,
            let first = range.first, let last = range.last
        else { return nil }
        let count = number ?? 1
        let begin: CivilDate
        let stop: CivilDate
        switch unit {
        case .month where whole.shape != .month, .quarter where whole.shape != .month:
            guard whole.shape == .year || whole.shape == .half || whole.shape == .other, count > 0 else { return nil }
            let months = unit == .month ? count : 3 * count
            begin = fromEnd ? last.adding(days: 1).adding(months: -months) : first
            stop = fromEnd ? last : first.adding(months: months).adding(days: -1)
        case .week where whole.shape == .month && number != nil && (1...4).contains(count):
            begin = fromEnd ? last.adding(days: 1 - 7 * count) : first
            stop = fromEnd ? last : first.adding(days: 7 * count - 1)
        default: return nil
        }
        guard begin >= first, stop <= last else { return nil }
        let joined = isBehind ? index...(place + 1) : (index - 1)...place
        return (Dates(period: .range(begin, stop), shape: .other), joined)
    }
}

extension Quantity {
    /// A value that stands at a day's close, not one that sums it up.
    fileprivate var isStanding: Bool {
        switch base {
        case .indicator: true
        case .metric(let metric): metric == .close
        default: false
        }
    }
}
