internal import Market
internal import Studies

extension Places {
    /// What is counted or described is the row: "red days" by the hour are days, "green weeks" weeks, "how many Decembers"
    /// months, "15 min drops" candles.
    func rows() -> [Int] {
        nouns() + candles() + wholeUnits() + weekdaysOfLongRows()
    }

    /// A fact of days that was put on rows of another length.
    private func nouns() -> [Int] {
        line.pieces.indices.filter { place in
            guard case .condition(let fact) = line.pieces[place].sense, !fact.isCalendar, fact.span == nil,
                fact.condition.atoms.contains(where: \.isOfOwnBar)
            else { return false }
            if isOfContainingDay(fact) || fact.isBesideLongerBar { return false }
            guard let said = noun(of: place) else { return isDayAmongMinutes && !isOfAskedHour(fact) }
            return said != study.unit && !isTold(fact, of: said)
        }
    }

    /// "a red week if Monday is red": it is told of the week that the row lies in.
    private func isTold(_ fact: Fact, of unit: BarUnit) -> Bool {
        told.contains { condition in
            if case .containing(unit, _, let of) = condition { of == fact.condition } else { false }
        }
    }

    /// It chooses the days that rows of minutes lie in.
    private func isOfContainingDay(_ fact: Fact) -> Bool {
        guard study.unit.isOfMinutes else { return false }
        var holds = false
        study.visit { element in
            if case .condition(.containing(.day, _, let of)) = element {
                holds = holds || fact.condition.atoms.allSatisfy { of.atoms.contains($0) }
            }
        }
        return holds
    }

    /// The bar that a fact is said of, by the word behind or before it; nil where none is said.
    private func noun(of place: Int) -> BarUnit? {
        let tokens = line.pieces[place].tokens
        let own = words.pieces.indices.filter { word in
            words.pieces[word].tokens.contains { tokens.contains($0) }
        }
        guard let last = own.last, let first = own.first else { return nil }
        // "a week with range over 5%".
        if words.isMark(first - 1, .given), words.has(.withword, in: words.pieces[first - 1]),
            let unit = BarUnit(words.unit(first - 2)), unit.isLongerThanDays, words.plainNumber(first - 3) == nil,
            words.prep(first - 2) != .by
        {
            return unit
        }
        if let unit = BarUnit(words.unit(last)), words.plainNumber(last - 1) == nil { return unit }
        if words.unit(last + 1) != nil, words.prep(last + 1) == nil, !words.pieces[last + 1].each,
            !words.pieces[last + 1].afterStop, words.plainNumber(last) == nil
        {
            return BarUnit(words.unit(last + 1))
        }
        // "5 minute red candles", "red 5 minute candles".
        if study.unit.isOfMinutes,
            [first - 1, last + 1].contains(where: { words[$0] == .bars || words.unit($0) != nil })
        {
            return study.unit
        }
        return nil
    }

    /// Rows are minutes because hours are asked for; days were chosen.
    private var isDayAmongMinutes: Bool {
        guard study.unit.isOfMinutes, case .summary(let summary) = study.result else { return false }
        return !summary.keys.isEmpty && frame.barUnits.isEmpty
    }

    /// "Which hour is the most bullish": the hours themselves go one way or the other.
    private func isOfAskedHour(_ fact: Fact) -> Bool {
        let asksHour =
            frame.task(.timehour) != nil || line.pieces.contains { $0.sense == .which(.hour) } || frame.ranksHours
        return asksHour && fact.settled && fact.up != nil && chosen == nil
            && (told.contains(fact.condition) || isRankedByMove)
    }

    /// "час с самым большим падением": by how far it falls on the mean.
    private var isRankedByMove: Bool {
        guard case .summary(let summary) = study.result, summary.order != nil, study.condition == nil else {
            return false
        }
        return summary.measures.allSatisfy {
            if case .statistic(.mean, .metric(let metric, _), nil) = $0 { metric.family == .change } else { false }
        }
    }

    /// "Biggest 15 min drop": so many minutes are the length of a candle or window, never how many rows are shown.
    private func candles() -> [Int] {
        words.pieces.indices.filter { word in
            guard let number = words.whole(word), number > 1, words.unit(word + 1) == .minute,
                let place = piece(of: word), isKept(word), !countsMinutes(word, number)
            else { return false }
            switch line.pieces[place].sense {
            case .number, .top: return true
            default: return false
            }
        }
        .compactMap(piece)
    }

    /// "Top 10 minutes by range", "10 минут с самым большим объёмом": so many single minutes, said before anything else.
    private func countsMinutes(_ word: Int, _ number: Int) -> Bool {
        guard case .list(let list) = study.result, list.limit == number, study.unit == .minutes(count: 1) else {
            return false
        }
        return words[word - 1] == .task(.top) || word == 0
    }

    /// "How many Decembers were green", "how often is OPEX week red": the month or week itself, not its days.
    private func wholeUnits() -> [Int] {
        frame.indices.filter { place in
            guard let unit = frame.wholeUnit(place) else { return false }
            return study.unit != unit
        }
    }

    /// A weekday is no part of what a week's own bar says.
    private func weekdaysOfLongRows() -> [Int] {
        guard study.unit.isLongerThanDays else { return [] }
        // "worst week after a gap down Monday".
        let joint = frame.dayFacts.filter { fact in
            fact.value.condition.atoms.contains { if case .calendar(.weekday, _) = $0 { true } else { false } }
        }
        return joint.map(\.index)
            + frame.calendarFacts.filter { fact in
                guard case .calendar(let field, _) = fact.value.condition else { return false }
                return switch field {
                case .weekday, .dayOfMonth: true
                case .month: study.unit == .quarter || study.unit == .year
                case .quarter: study.unit == .year
                default: false
                }
            }
            .map(\.index)
    }
}

extension BarUnit {
    /// The bar that a word of time names.
    init?(_ word: UnitWord?) {
        switch word {
        case .day?: self = .day
        case .week?: self = .week
        case .month?: self = .month
        case .quarter?: self = .quarter
        case .year?: self = .year
        default: return nil
        }
    }

    var isOfMinutes: Bool { if case .minutes = self { true } else { false } }

    var isLongerThanDays: Bool {
        switch self {
        case .week, .month, .quarter, .year: true
        case .minutes, .day: false
        }
    }
}

extension Condition {
    /// It speaks of how the row's own bar went.
    fileprivate var isOfOwnBar: Bool {
        switch self {
        case .compare(let left, _, _): left.isOfOwnBar
        case .pattern(_, let bar): bar.span == nil
        default: false
        }
    }
}

extension Series {
    fileprivate var isOfOwnBar: Bool {
        switch self {
        case .metric(_, let bar): bar.span == nil
        case .absolute(let of), .shifted(let of, _), .rolling(_, let of, _), .soFar(_, let of),
            .aggregate(_, let of), .containing(_, _, let of):
            of.isOfOwnBar
        case .arithmetic(let left, _, let right): left.isOfOwnBar || right.isOfOwnBar
        case .number, .time, .calendar, .indicator, .move, .drawdown, .peakDay: false
        }
    }
}

extension Fact {
    /// A day is held against the week or month that it lies in: their word is no noun of the fact.
    fileprivate var isBesideLongerBar: Bool {
        condition.atoms.contains { atom in
            guard case .compare(let left, _, let right) = atom else { return false }
            return [left, right].contains { if case .containing(let unit, _, _) = $0 { unit != .day } else { false } }
        }
    }
}
