internal import Market
internal import Studies

extension Line {
    /// "3 days ago", "две недели назад", "two years ago", "позапрошлый месяц".
    ///
    /// Days are counted by the market; a stretch that is as well one day of the clock is left open between the two.
    mutating func joinAgo(_ frame: Surroundings) {
        joinBeforeLast(frame)
        while let mark = pieces.firstIndex(where: { $0.sense == .mark(.ago) }) {
            guard let unit = unit(mark - 1) else {
                pieces[mark].sense = .unknown
                continue
            }
            if unit == .day, asksHowMany(mark - 2) {
                // "how many days ago was the high": no day that is so far back.
                join((mark - 2)...mark, as: .mark(.since))
                continue
            }
            let number = whole(mark - 2)
            guard let found = Self.ago(number ?? 1, unit, frame) else {
                pieces[mark].sense = .unknown
                continue
            }
            let first = number == nil ? mark - 1 : mark - 2
            join(first...mark, as: found.count == 1 ? .dates(found[0]) : .choice(found))
        }
    }

    private func asksHowMany(_ index: Int) -> Bool {
        self[index] == .task(.count) || self[index] == .task(.howmuch)
    }

    /// "week before last", "позапрошлая неделя": the calendar one two before this.
    private mutating func joinBeforeLast(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            if let unit = unit(index), isMark(index + 1, .before), self[index + 2] == .relative(.last),
                let dates = Self.calendar(2, unit, frame.today)
            {
                join(index...(index + 2), as: .dates(dates))
            } else if self[index] == .relative(.beforelast), let unit = unit(index + 1),
                let dates = Self.calendar(2, unit, frame.today)
            {
                join(index...(index + 1), as: .dates(dates))
            }
        }
    }

    /// "last 10 days vs the 10 before that", "... vs the previous 10": as many again.
    mutating func joinStretchBefore(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .dates(let last)? = self[index], case .lastDays(let count, let upTo) = last.period else {
                continue
            }
            let next = index + 1
            guard
                isMark(next, .vs) || isMark(next, .and) || prep(next) == .to || prep(next) == .by || prep(next) == .from
            else { continue }
            let start = isMark(next, .vs) || isMark(next, .and) ? next + 1 : next
            let isAfter = isMark(start, .previous) || self[start] == .relative(.previous)
            let number = isAfter ? start + 1 : start
            guard whole(number) == count else { continue }
            var end = unit(number + 1) == .day ? number + 1 : number
            if !isAfter {
                guard isMark(end + 1, .before) || isMark(end + 1, .previous) || isMark(end + 1, .eve) else { continue }
                end += 1
            }
            var day = frame.calendar.isTradingDay(upTo) ? upTo : frame.calendar.previous(before: upTo)
            for _ in 0..<count { day = frame.calendar.previous(before: day) }
            join(start...end, as: .dates(Dates(period: .lastDays(count: count, upTo: day), shape: .other)))
        }
    }

    /// What so many units ago may be, the likelier first.
    private static func ago(_ number: Int, _ unit: UnitWord, _ frame: Surroundings) -> [Dates]? {
        guard (1...400).contains(number) else { return nil }
        func day(_ date: CivilDate) -> Dates? {
            frame.calendar.isTradingDay(date) ? Dates(period: .day(date), shape: .day) : nil
        }
        switch unit {
        case .day:
            var trading = frame.today
            for _ in 0..<number { trading = frame.calendar.previous(before: trading) }
            let byClock = day(frame.today.adding(days: -number))
            return unique([Dates(period: .day(trading), shape: .day), byClock])
        case .week:
            return unique([calendar(number, unit, frame.today), day(frame.today.adding(days: -7 * number))])
        case .month:
            return unique([calendar(number, unit, frame.today), day(frame.today.adding(months: -number))])
        case .year where number == 1:
            return unique([calendar(number, unit, frame.today), day(frame.today.adding(months: -12))])
        case .quarter, .year: return unique([calendar(number, unit, frame.today)])
        default: return nil
        }
    }

    private static func unique(_ dates: [Dates?]) -> [Dates] {
        var kept: [Dates] = []
        for one in dates.compactMap({ $0 }) where !kept.contains(one) { kept.append(one) }
        return kept
    }

    /// The whole week, month, quarter or year so many before today's.
    static func calendar(_ number: Int, _ unit: UnitWord, _ today: CivilDate) -> Dates? {
        switch unit {
        case .week:
            let monday = today.startOfWeek.adding(days: -7 * number)
            return Dates(period: .range(monday, monday.adding(days: 6)), shape: .week)
        case .month:
            guard let first = CivilDate(year: today.year, month: today.month, day: 1)?.adding(months: -number) else {
                return nil
            }
            return Dates(period: .months(first.month...first.month, of: first.year), shape: .month)
        case .quarter:
            guard
                let first = CivilDate(year: today.year, month: today.quarter * 3 - 2, day: 1)?
                    .adding(months: -3 * number)
            else { return nil }
            return Dates(period: .quarter(first.quarter, of: first.year), shape: .quarter)
        case .year: return Dates(period: .year(today.year - number), shape: .year)
        default: return nil
        }
    }
}

extension Dates {
    /// As it can be written into a question.
    func asked(_ choices: Choices, _ language: Language) -> String {
        guard let range = period.dateRange, let first = range.first, let last = range.last else { return "" }
        switch shape {
        case .day: return first.description
        case .year: return "\(first.year)"
        case .month: return first.description.split(separator: "-").prefix(2).joined(separator: "-")
        default: return choices.words(.fromTo, ["\(first)", "\(last)"], language)
        }
    }
}
