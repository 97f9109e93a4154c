internal import Market
internal import Studies

/// Words that found a place in a study which asks another thing.
extension Frame {
    func misread(_ best: Candidate) -> [Int] {
        firstDaysBySize + distancesOfOneDay(best.study) + betweenEnds(best.study) + sizesUntold(best)
            + endsOfNoDay(best.study) + runsOfLength(best.study) + extremesOfFacts(best.study) + symbolsApart
            + weekdaysBesideEvents + sumsOfSide(best.study)
    }

    /// "первые 5 дней 2024 по объёму": the days at its beginning, or those that come first by volume.
    private var firstDaysBySize: [Int] {
        guard
            dates.contains(where: { if case .firstDays(let count, _) = $0.value.period { count > 1 } else { false } }),
            statistics.isEmpty, keys.isEmpty
        else { return [] }
        return quantities.filter { line.prep($0.index) == .by }.map(\.index)
    }

    /// "average distance from yesterday's close to the low": of each day's yesterday; the mean of one day is that day.
    private func distancesOfOneDay(_ study: Study) -> [Int] {
        guard case .summary = study.result, study.unit == .day, statistics.contains(where: { $0.value == .mean }),
            let day = relativeDay([])
        else { return [] }
        let isDistance = quantities.contains { quantity in
            if case .series = quantity.value.base { true } else { quantity.value.isPrice }
        }
        return isDistance ? [day.index] : []
    }

    /// "from the March low to the December high": a way from one to the other, and no list of both.
    private func betweenEnds(_ study: Study) -> [Int] {
        guard case .list = study.result, quantities.count == 2, let first = quantities.first?.value.extreme,
            let second = quantities.last?.value.extreme, first != second,
            (quantities[0].index + 1...quantities[1].index).contains(where: { line.prep($0) == .to })
        else { return [] }
        return quantities.map(\.index)
    }

    /// "на сколько пунктов пробивает вчерашний лоу": how far beyond, and not how often.
    private func sizesUntold(_ best: Candidate) -> [Int] {
        guard asksHowFarBeyond, !singleDay, best.name != Self.beyondLevel else { return [] }
        return dayFacts.map(\.index)
    }

    /// "when was the high": of which day, is not said.
    private func endsOfNoDay(_ study: Study) -> [Int] {
        guard case .distribution = study.result, study.period == .all, study.condition == nil, line.has(.past),
            often.isEmpty, keys.isEmpty, slots.isEmpty, statistics.isEmpty, superlatives.isEmpty, quantities.count == 1,
            quantities[0].value.extreme != nil, quantities[0].value.span == nil, spans.isEmpty,
            task(.count, .share, .distribution) == nil
        else { return [] }
        return quantities.map(\.index)
    }

    /// "самое большое падение за 3 дня подряд": a fall over so many days, and not the longest run of falls.
    private func runsOfLength(_ study: Study) -> [Int] {
        guard case .runs(let runs) = study.result, runs.show == .longest, !superlatives.isEmpty else { return [] }
        return dayFacts.filter { $0.value.run ?? 1 > 1 }.map(\.index)
    }

    /// "maximum intraday drop in 2024": the largest of them, and not all.
    private func extremesOfFacts(_ study: Study) -> [Int] {
        guard case .list(let list) = study.result, list.limit == nil, list.order.isEmpty else { return [] }
        return quantities.filter { quantity in
            quantity.value.extreme != nil && line.has(.extremum, in: line.pieces[quantity.index])
                && dayFacts.contains { $0.index == quantity.index + 1 }
        }.map(\.index)
    }

    /// "NQ minus MGC": the difference of both, and no day that fell.
    private var symbolsApart: [Int] {
        dayFacts.map(\.index).filter { index in
            guard line.isForm(index, .minus), case .symbol? = line[index - 1], case .symbol? = line[index + 1] else {
                return false
            }
            return true
        }
    }

    /// "the Friday after FOMC": the next one, where the day after it is mostly another weekday.
    private var weekdaysBesideEvents: [Int] {
        calendarFacts.filter { fact in
            guard case .event(let event, let offset) = fact.value.condition, abs(offset) == 1, let day = event.weekday,
                case .condition(let weekday)? = line[fact.index - 1],
                case .calendar(.weekday, let days) = weekday.condition
            else { return false }
            // The trading day behind a Friday is a Monday.
            let beside = offset > 0 ? day % 5 + 1 : (day + 3) % 5 + 1
            return day == 0 || days != [beside]
        }.map(\.index)
    }

    /// "сумма падений за 2022": of the falls alone, and not what the period brought.
    private func sumsOfSide(_ study: Study) -> [Int] {
        guard let asked = task(.howmuch), line.has(.sumword, in: line.pieces[asked]), study.condition == nil else {
            return []
        }
        return dayFacts.filter { $0.value.up != nil && line.has(.plural, in: line.pieces[$0.index]) }.map(\.index)
    }
}

extension CalendarEvent {
    /// The weekday that it falls on as a rule, 1 for Monday; nil of those that fall on any.
    fileprivate var weekday: Int? {
        switch self {
        case .opex, .quadWitching, .nfp: 5
        case .fomc, .vixExpiry: 3
        // On none of them.
        case .cpi: 0
        case .earlyClose, .holiday: nil
        }
    }
}
