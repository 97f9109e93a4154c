internal import Market
internal import Studies

/// Months, quarters, halves and years as dates.
extension Line {
    /// Months, quarters, halves and seasons of a year; years alone.
    mutating func joinMonthsAndYears(today: CivilDate) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let (year, end) = year(after: index + 1), let dates = part(self[index], of: year),
                !opensYears(index + 1, end)
            else { continue }
            join(index...end, as: .dates(dates))
            // "January and February 2024", "Q1 и Q4 2024": the year is said once.
            var earlier = index - 1
            while earlier >= 0 {
                var before = earlier
                if isMark(before, .and) || isMark(before, .vs) || isMark(before, .or) || self[before] == .stop(",")
                    || self[before] == .stop("-") || self[before] == .stop("/")
                {
                    before -= 1
                } else if prep(earlier + 1) != .to && prep(earlier + 1) != .by && prep(earlier + 1) != .than {
                    break
                }
                guard let dates = part(self[before], of: year) else { break }
                pieces[before].sense = .dates(dates)
                earlier = before - 1
            }
        }
        index = 0
        while index < count {
            defer { index += 1 }
            // "in 2024 in Q1", "2024 Q1", "2024, март".
            guard let value = year(index) else { continue }
            if unit(index - 1) == .year, prep(index) == nil, prep(index - 1) != .by, !pieces[index].afterStop,
                !isMark(index - 2, .each), pieces[index - 1].tokens.count == 1, !has(.plural, in: pieces[index - 1]),
                self[index + 1] != .stop(","), self[index + 1] != .stop("-"),
                !isMark(index + 1, .and) || year(index + 2) == nil
            {
                // "the year 2025": said once more.
                join((index - 1)...index, as: pieces[index].sense)
                index -= 1
            }
            let next = self[index + 1] == .stop(",") ? index + 2 : index + 1
            let isSpan =
                self[index - 1] == .stop("-")
                || prep(next) == .in
                    && (prep(index) == .since || prep(index) == .from || prep(index) == .to
                        || isMark(index - 1, .after) || isMark(index - 1, .before))
            if let dates = part(self[next], of: value), !isSpan, year(after: next + 1) == nil,
                next == index + 1 || !isMonths(next)
            {
                joinPart(dates, of: value, index, next)
            } else {
                let end = unit(index + 1) == .year && prep(index + 1) == nil ? index + 1 : index
                join(index...end, as: .dates(Dates(period: .year(value), shape: .year)))
            }
        }
    }

    /// "2024 March", "in 2024 from June": to the year's end, "2024, June to August": to the part named last.
    private mutating func joinPart(_ dates: Dates, of year: Int, _ index: Int, _ next: Int) {
        let dash = self[next + 1] == .stop("-")
        let end = dash ? next + 2 : next + 1
        let isOpen = prep(next) == .from || prep(next) == .since
        if dash || prep(end) == .to || prep(end) == .by && isOpen, let last = part(self[end], of: year),
            let from = dates.period.dateRange?.first, let to = last.period.dateRange?.last, from < to
        {
            join(index...end, as: .dates(Dates(period: .range(from, to), shape: .other)))
        } else if isOpen, let from = dates.period.dateRange?.first, let to = CivilDate(year: year, month: 12, day: 31) {
            join(index...next, as: .dates(Dates(period: .range(from, to), shape: .other)))
        } else {
            join(index...next, as: .dates(dates))
        }
    }

    /// "in January since 2022", "Q1 2022-2024": of each of those years, and not of the first.
    private func opensYears(_ start: Int, _ end: Int) -> Bool {
        let place = self[start] == .stop(",") ? start + 1 : start
        if prep(place) == .since || prep(place) == .from { return true }
        if prep(end + 1) == .to { return year(end + 1) != nil }
        return (self[end + 1] == .stop("-") || isMark(end + 1, .before)) && year(end + 2) != nil
    }

    func part(_ sense: Sense?, of year: Int) -> Dates? {
        switch sense {
        case .months(let months)?:
            Dates(period: .monthList(months, of: year), shape: months.count == 1 ? .month : .other)
        case .quarter(let quarter)?: Dates(period: .quarter(quarter, of: year), shape: .quarter)
        case .half(let half)?: Dates(period: .half(half, of: year), shape: .half)
        default: nil
        }
    }
}
