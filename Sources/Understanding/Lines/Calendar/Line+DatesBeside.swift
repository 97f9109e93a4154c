internal import Market
internal import Studies

extension Line {
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

    /// "same month last year", "тот же квартал прошлого года": where today lies, in that year.
    mutating func joinSameUnits(today: CivilDate) {
        for index in pieces.indices.reversed() where isMark(index, .same) {
            guard let unit = unit(index + 1), case .dates(let year)? = self[index + 2], year.shape == .year,
                let number = year.period.dateRange?.first?.year
            else { continue }
            var dates: Dates
            switch unit {
            case .month: dates = Dates(period: .months(today.month...today.month, of: number), shape: .month)
            case .quarter: dates = Dates(period: .quarter(today.quarter, of: number), shape: .quarter)
            default: continue
            }
            dates.isSame = true
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
                .number, .verb(.break), .verb(.touch):
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

    /// "before and after 1 March 2022", "до и после 1 марта 2022": what lies before that day, and the rest.
    mutating func settleBeforeAndAfter() {
        for index in pieces.indices.reversed() {
            guard case .dates(let dates)? = self[index], let day = dates.period.singleDay,
                isMark(index - 2, .and) || isMark(index - 2, .or) || isMark(index - 2, .vs),
                isMark(index - 1, .after) && isMark(index - 3, .before)
                    || isMark(index - 1, .before) && isMark(index - 3, .after)
            else { continue }
            let isBeforeFirst = isMark(index - 3, .before)
            func side(_ range: DateRange) -> Sense { .dates(Dates(period: .ranges(ranges: [range]), shape: .other)) }
            var before = pieces[index - 3]
            before.sense = side(DateRange(first: nil, last: day.adding(days: -1)))
            var after = pieces[index]
            after.sense = side(DateRange(first: day, last: nil))
            (after.prep, before.prep) = (nil, nil)
            if !isBeforeFirst { (before.sense, after.sense) = (after.sense, before.sense) }
            var joint = pieces[index - 2]
            joint.sense = .mark(.vs)
            after.tokens = (after.tokens + pieces[index - 1].tokens).sorted()
            pieces.replaceSubrange((index - 3)...index, with: [before, joint, after])
            return
        }
    }
}
