internal import Market
internal import Studies

extension Places {
    /// Words whose meaning another word took the place of: dates that are asked for, which of two days comes first, a
    /// weekday among weekdays.
    func dropped() -> [Int] {
        datesAsked() + laterFacts() + eves() + comparedDays() + patternsAsked() + weekdayRanks() + yearlyDates()
            + askedBack() + made()
    }

    /// "The yearly high with dates": a figure of groups has none.
    private func datesAsked() -> [Int] {
        guard case .summary(let summary) = study.result, !summary.keys.contains(.calendar(field: .date)) else {
            return []
        }
        return frame.indices.filter { line.unit($0) == .day && line.has(.dated, in: line.pieces[$0]) }
    }

    /// "A rise, and the next day a fall": what comes the next day does not come the day before.
    private func laterFacts() -> [Int] {
        let facts = frame.dayFacts
        return facts.filter { fact in
            guard line.isMark(fact.index - 1, .next), facts.contains(where: { $0.index < fact.index - 1 }) else {
                return false
            }
            // "A green day following a red one" names the later day first.
            let before = line.unit(fact.index - 2) == .day ? fact.index - 3 : fact.index - 2
            guard !facts.contains(where: { $0.index == before }) else { return false }
            return isEarlier(fact.value.condition)
        }
        .map(\.index)
    }

    private func isEarlier(_ condition: Condition) -> Bool {
        var found = false
        study.visit { element in
            if case .condition(.shifted(condition, ..<0)) = element { found = true }
        }
        return found
    }

    /// "On the eve of a fall" the fall is still to come.
    private func eves() -> [Int] {
        words.pieces.indices.filter { word in
            guard words.isMark(word, .eve), let fact = fact(of: word), case .shifted(_, ..<0) = fact.condition,
                let place = piece(of: word)
            else { return false }
            // "the day before closed red": that day did it.
            if words.isDoneTheDayBefore(word) { return false }
            // "... after falling the day before" names it last.
            return words.pieces[word].tokens.last != line.pieces[place].tokens.last
        }
        .compactMap(piece)
    }

    /// "Days when gold's range was bigger than NQ's", "on how many days was gold above ...": days, not two means.
    private func comparedDays() -> [Int] {
        guard case .comparison(let variants, let measures) = study.result,
            variants.contains(where: { $0.symbol != nil }),
            frame.asksForDays || frame.task(.count) != nil,
            !measures.contains(where: { if case .statistic = $0 { false } else { true } })
        else { return [] }
        return frame.quantities.map(\.index)
    }

    /// "Which pattern was there yesterday" is no question for prices.
    private func patternsAsked() -> [Int] {
        guard let word = frame.patternWord, case .list = study.result else { return [] }
        var tells = false
        study.visit { element in
            if case .condition(.pattern) = element { tells = true }
        }
        return tells ? [] : [word]
    }

    /// "Is Friday the least volatile day": among the weekdays, not the calmest of all Fridays.
    private func weekdayRanks() -> [Int] {
        guard case .list(let list) = study.result, list.limit == 1, frame.dates.isEmpty, frame.task(.days, .top) == nil,
            let superlative = frame.superlatives.first?.index ?? frame.bests.first?.index
        else { return [] }
        return frame.calendarFacts.filter { fact in
            guard case .calendar(.weekday, let days) = fact.value.condition, days.count == 1 else { return false }
            return fact.index < superlative && line.prep(fact.index) == nil
        }
        .map(\.index)
    }

    /// "The range of 24 December by year": of each year's, where no year was said.
    private func yearlyDates() -> [Int] {
        guard case .summary(let summary) = study.result, summary.keys.contains(.calendar(field: .year)) else {
            return []
        }
        return frame.dates.filter { $0.value.assumed && $0.value.shape == .day }.map(\.index)
    }

    /// "Gap ups over 1%: did they fill?" asks it of all of them.
    private func askedBack() -> [Int] {
        guard case .list = study.result else { return [] }
        return frame.dayFacts.filter { fact in
            line.isMark(fact.index - 1, .those)
                && (line.pieces[fact.index - 1].afterStop || line.isStop(fact.index - 2))
                && frame.dayFacts.contains { $0.index < fact.index - 1 }
        }
        .map(\.index)
    }

    /// "It makes its low in the first hour": when, and no price of that hour.
    private func made() -> [Int] {
        var tells = false
        study.visit { element in
            switch element {
            case .series(.time), .key(.eventCalendar), .condition(.eventCalendar): tells = true
            default: break
            }
        }
        guard !tells else { return [] }
        return words.pieces.indices.filter { word in
            let place = words.isMark(word + 1, .it) ? word + 2 : word + 1
            guard words[word] == .verb(.form), case .quantity(let quantity)? = words[place], quantity.extreme != nil,
                words.prep(place + 1) == .in
            else { return false }
            switch words[place + 1] {
            case .span?, .ordinal?, .relative?: return true
            default: return false
            }
        }
        .compactMap { piece(of: $0 + 1) }
    }
}
