internal import Market
internal import Studies

extension Line {
    /// Wordings of dates that other rules read once they are put in order; before anything relative is joined.
    mutating func orderDates(today: CivilDate) {
        dropYearWords()
        joinHyphenedRanges()
        settleRows()
        orderCounts()
        joinSplitSeasons()
        joinEachOfLast()
        joinHalfYears(today: today)
    }

    /// "high of the year 2025", "за год 2024": the word before its number says nothing.
    private mutating func dropYearWords() {
        for index in pieces.indices.reversed() where unit(index) == .year && year(index + 1) != nil {
            guard prep(index + 1) == nil, prep(index) != .by, !pieces[index + 1].afterStop, !pieces[index].each,
                whole(index - 1) == nil, !isMark(index - 1, .each)
            else { continue }
            (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (pieces[index].prep, pieces[index].prepTokens)
            drop(index)
        }
    }

    /// "январь-март", "понедельник-вторник": from the one to the other.
    private mutating func joinHyphenedRanges() {
        var index = 0
        while index < count {
            defer { index += 1 }
            var end = index + 1
            if self[end] == .stop("-") {
                end += 1
            } else if !pieces.indices.contains(end) || !isHyphened(end) {
                continue
            }
            // Several ranges are told apart; "январь-март 2025" alone is a range of dates.
            guard pieces.contains(where: { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }) else { return }
            switch (self[index], self[end]) {
            case (.months(let first)?, .months(let last)?) where first.count == 1 && last.count == 1:
                let months = first[0] <= last[0] ? Array(first[0]...last[0]) : Array(first[0]...12) + Array(1...last[0])
                join(index...end, as: .months(months))
            case (.weekdays(let first)?, .weekdays(let last)?)
            where first.count == 1 && last.count == 1 && first[0] < last[0]:
                join(index...end, as: .weekdays(Array(first[0]...last[0])))
            default: continue
            }
        }
    }

    private func isHyphened(_ index: Int) -> Bool {
        pieces[index].tokens.first.map { tokens[$0].isHyphened } ?? false
    }

    /// "20 последних дней", "three last days of March": so many last ones.
    private mutating func orderCounts() {
        for index in pieces.indices {
            guard let number = whole(index), (2...400).contains(number), unit(index + 2) != nil,
                prep(index + 1) == nil, prep(index + 2) == nil, !pieces[index + 1].afterStop, !isStop(index - 1)
            else { continue }
            switch self[index + 1] {
            case .relative(.past)?, .relative(.last)?, .ordinal(1)?: break
            default: continue
            }
            pieces.swapAt(index, index + 1)
            (pieces[index].prep, pieces[index].prepTokens) = (pieces[index + 1].prep, pieces[index + 1].prepTokens)
            (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (nil, [])
        }
    }

    /// "зима 2024-2025", "winter 2024/25": one season over the new year.
    private mutating func joinSplitSeasons() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .months(let months)? = self[index], months.count == 3, let first = months.first,
                months != months.sorted(), let year = year(index + 1),
                self[index + 2] == .stop("-") || self[index + 2] == .stop("/"),
                let next = whole(index + 3), next == year + 1 || next == (year + 1) % 100,
                let begin = CivilDate(year: year, month: first, day: 1)
            else { continue }
            let end = unit(index + 4) == .year && prep(index + 4) == nil ? index + 4 : index + 3
            let last = begin.adding(months: 3).adding(days: -1)
            join(index...end, as: .dates(Dates(period: .range(begin, last), shape: .other)))
        }
    }

    /// "each of the last 8 quarters", "последние 4 недели: диапазон каждой": by that unit.
    private mutating func joinEachOfLast() {
        for index in pieces.indices where isMark(index, .each) {
            let isBefore = isRelativePast(index + 1)
            let isLast = index + 1 == count || isStop(index + 1)
            guard let place = isBefore ? index + 1 : isLast ? pieces.indices.first(where: isRelativePast) : nil,
                let number = whole(place + 1), number > 1, let unit = unit(place + 2)
            else { continue }
            // Its own range or close, no mean over its days.
            if let bar = Self.bar(unit), isOfBars {
                pieces[index].sense = .barUnit(bar)
                continue
            }
            let field: CalendarField
            switch unit {
            case .week: field = .weekStart
            case .month: field = number > 12 ? .monthStart : .month
            case .quarter: field = number > 4 ? .quarterStart : .quarter
            case .year: field = .year
            case .day: field = .date
            default: continue
            }
            pieces[index].sense = .key(.calendar(field: field))
        }
    }

    private static func bar(_ unit: UnitWord) -> BarUnit? {
        switch unit {
        case .week: .week
        case .month: .month
        case .quarter: .quarter
        case .year: .year
        default: nil
        }
    }

    /// A quantity that a longer bar has too, and no statistic of it.
    private var isOfBars: Bool {
        let quantities = pieces.compactMap { piece -> Quantity? in
            if case .quantity(let quantity) = piece.sense { quantity } else { nil }
        }
        let isSummed = pieces.contains { piece in
            switch piece.sense {
            case .statistic, .task: true
            default: false
            }
        }
        return !isSummed && !quantities.isEmpty
            && quantities.allSatisfy {
                !$0.isGap && $0.base != .volatility && $0.base != .performance && $0.span == nil
            }
    }

    private func isRelativePast(_ index: Int) -> Bool {
        self[index] == .relative(.past) || self[index] == .relative(.last)
    }

    /// "за полгода", "за последние полгода": six months back from today.
    private mutating func joinHalfYears(today: CivilDate) {
        for index in pieces.indices.reversed() where unit(index) == .halfyear {
            guard !isMark(index + 1, .ago), whole(index - 1) == nil, let dates = Self.trailing(6, .month, today) else {
                continue
            }
            if isRelativePast(index - 1) || self[index - 1] == .relative(.previous) {
                join((index - 1)...index, as: .dates(dates))
            } else if prep(index) == .in || lasts(index) {
                pieces[index].sense = .dates(dates)
            }
        }
    }

    /// "декабрь против остальных месяцев": all the rest.
    mutating func joinRestUnits() {
        for index in pieces.indices.reversed() where isMark(index, .rest) {
            let isNamed: Bool
            switch unit(index + 1) {
            case .month?: isNamed = pieces.contains { if case .months = $0.sense { true } else { false } }
            case .weekday?, .week?:
                isNamed = pieces.contains { if case .weekdays = $0.sense { true } else { false } }
            default: isNamed = false
            }
            guard isNamed, prep(index + 1) == nil else { continue }
            join(index...(index + 1), as: .mark(.rest))
        }
    }

    /// A word before it says how long.
    private func lasts(_ index: Int) -> Bool {
        guard let first = pieces[index].tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .lasting)
    }

    /// "same month last year", "тот же квартал прошлого года": where today lies, in that year.
    mutating func joinSameUnits(today: CivilDate) {
        for index in pieces.indices.reversed() where isMark(index, .same) {
            guard let unit = unit(index + 1), case .dates(let year)? = self[index + 2], year.shape == .year,
                let number = year.period.dateRange?.first?.year
            else { continue }
            let dates: Dates
            switch unit {
            case .month: dates = Dates(period: .months(today.month...today.month, of: number), shape: .month)
            case .quarter: dates = Dates(period: .quarter(today.quarter, of: number), shape: .quarter)
            default: continue
            }
            join(index...(index + 2), as: .dates(dates))
        }
    }

    /// "today vs yesterday", "вчера и позавчера", "сегодняшний объём против вчерашнего": two days by their dates.
    mutating func joinRelativeDays(_ frame: Surroundings) {
        let days = pieces.indices.filter { day(of: self[$0], frame) != nil }
        guard days.count == 2, let first = days.first, let second = days.last else { return }
        let between = (first + 1)..<second
        let isJoined = between.contains {
            isMark($0, .and) || isMark($0, .vs) || isMark($0, .or) || self[$0] == .stop(",")
        }
        // What is said of one of them is a condition: "сегодня красный, завтра".
        let isPlain = pieces.allSatisfy { piece in
            switch piece.sense {
            case .task(.correlation), .colour, .win, .rise, .way, .mark(.given), .mark(.after), .mark(.next), .relation,
                .number:
                false
            default: true
            }
        }
        guard isJoined || prep(second) == .from || prep(second) == .than, isPlain,
            pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
        else { return }
        for index in days {
            guard let date = day(of: self[index], frame) else { continue }
            pieces[index].sense = .dates(Dates(period: .day(date), shape: .day))
            pieces[index].prep = nil
        }
    }

    private func day(of sense: Sense?, _ frame: Surroundings) -> CivilDate? {
        let yesterday = frame.calendar.previous(before: frame.today)
        switch sense {
        case .relative(.today)?: return frame.today
        case .relative(.yesterday)?: return yesterday
        case .relative(.beforeyesterday)?: return frame.calendar.previous(before: yesterday)
        default: return nil
        }
    }

    /// "range of Dec 31 each year", "24 декабря по годам": that day of every year.
    mutating func joinDaysOfEveryYear() {
        let isEveryYear = pieces.indices.contains { index in
            unit(index) == .year
                && (prep(index) == .by || isMark(index - 1, .each) || isForm(index, .periodic) || pieces[index].each)
        }
        let days = pieces.indices.filter {
            if case .dates(let dates)? = self[$0] { dates.shape == .day } else { false }
        }
        guard isEveryYear, days.count == 1, let index = days.first, case .dates(let dates)? = self[index],
            dates.assumed, let day = dates.period.singleDay
        else { return }
        let condition = Condition.all(of: [
            .calendar(field: .month, oneOf: [day.month]), .calendar(field: .dayOfMonth, oneOf: [day.day]),
        ])
        pieces[index].sense = .condition(Fact(condition: condition, isCalendar: true))
        pieces[index].prep = nil
    }

    /// "the 15th of each month", "each 1st of the month": that day of every month; the first, by trading days.
    mutating func joinDaysOfEveryMonth() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .ordinal(let number)? = self[index], (1...31).contains(number) else { continue }
            let begin = isMark(index - 1, .each) ? index - 1 : index
            let isEach = begin < index || isMark(index + 1, .each)
            let end = isMark(index + 1, .each) ? index + 2 : index + 1
            guard isEach, unit(end) == .month, prep(end) != .by else { continue }
            let field: CalendarField = number == 1 ? .ordinal(within: .month, fromEnd: false) : .dayOfMonth
            join(
                begin...end,
                as: .condition(Fact(condition: .calendar(field: field, oneOf: [number]), isCalendar: true))
            )
            pieces[begin].each = true
        }
    }

    /// "first half of the month vs the second": the month is said once.
    mutating func joinElidedHalves() {
        for index in pieces.indices {
            guard case .condition(let fact)? = self[index],
                case .calendar(.dayOfMonth, let days) = fact.condition, days == Array(1...15) || days == Array(16...31)
            else { continue }
            for place in [index + 2, index + 1, index - 2, index - 1] where pieces.indices.contains(place) {
                let mark = place > index ? place - 1 : place + 1
                let isJoined =
                    isMark(mark, .vs) || isMark(mark, .and) || isMark(mark, .or) || self[mark] == .stop(",")
                    || prep(place) == .than || prep(place) == .from
                let half: Int
                switch self[place] {
                case .half(let number)?: half = number
                case .ordinal(let number)? where (1...2).contains(number) && unit(place + 1) == nil: half = number
                default: continue
                }
                guard isJoined || abs(place - index) == 1 else { continue }
                let other = Condition.calendar(field: .dayOfMonth, oneOf: Array(half == 1 ? 1...15 : 16...31))
                guard other != fact.condition else { continue }
                pieces[place].sense = .condition(Fact(condition: other, isCalendar: true))
                break
            }
        }
    }

    /// "неделя 10 2024 года", "week 10 of 2024": by the calendar's number.
    func numberedWeek(_ index: Int) -> (dates: Dates, end: Int)? {
        guard unit(index) == .week, let number = whole(index + 1), (1...53).contains(number), prep(index + 1) == nil,
            case .dates(let year)? = self[index + 2], year.shape == .year, let first = year.period.dateRange?.first,
            let fourth = CivilDate(year: first.year, month: 1, day: 4)
        else { return nil }
        let monday = fourth.startOfWeek.adding(days: 7 * (number - 1))
        guard monday.adding(days: 3).year == first.year else { return nil }
        return (Dates(period: .range(monday, monday.adding(days: 6)), shape: .week), index + 2)
    }
}
