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
        settleOutOfLast()
    }

    /// "green days out of the last 10", "зелёных дней из последних 10": how many of so many days.
    private mutating func settleOutOfLast() {
        guard
            let place = pieces.indices.first(where: {
                (self[$0] == .relative(.past) || self[$0] == .relative(.last)) && whole($0 + 1) != nil
            }), place > 0, place + 2 == count || isStop(place + 2), unit(place - 1) == .day,
            let first = pieces[place].tokens.first, let before = pieces[place - 1].tokens.last, before < first,
            tokens[before..<first].contains(where: { forms.contains($0.text, .partitive) })
        else { return }
        pieces.insert(Piece(sense: .unit(.day), tokens: []), at: place + 2)
        let asks = pieces.contains { $0.sense == .task(.count) || $0.sense == .task(.share) || $0.sense == .often }
        if !asks { pieces.insert(Piece(sense: .task(.count), tokens: []), at: 0) }
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

    /// A word before it says how long.
    private func lasts(_ index: Int) -> Bool {
        guard let first = pieces[index].tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .lasting)
    }
}
