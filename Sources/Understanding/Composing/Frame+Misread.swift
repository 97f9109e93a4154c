internal import Market
internal import Studies

/// Words that found a place in a study which asks another thing.
extension Frame {
    func misread(_ best: Candidate) -> [Int] {
        firstDaysBySize + distancesOfOneDay(best.study) + betweenEnds(best.study) + sizesUntold(best)
            + endsOfNoDay(best.study) + runsOfLength(best.study) + extremesOfFacts(best.study) + symbolsApart
            + weekdaysBesideEvents + sumsOfSide(best.study) + periodicCorrelations(best.study)
            + fillsToThisDay + fillsOfNextDay + endsOfPeriod(best.study) + movesWithinWeek(best.study)
            + ranksOfMost(best.study)
            + successOfPattern(best.study) + eachOfMonths(best.study) + crossedDays(best.study) + statesNow(best.study)
            + misreadKinds(best.study) + tasksApart(best.study) + equalToMeans
    }

    /// "when exactly ..." where nothing is timed, "bring ... unusual" where a day is held against the others: asked besides,
    /// and not answered.
    private func tasksApart(_ study: Study) -> [Int] {
        switch study.result {
        case .comparison where quantities.allSatisfy { $0.value.extreme == nil } && facts.isEmpty:
            task(.time).map { [$0] } ?? []
        case .standing where !quantities.isEmpty:
            line.pieces.indices.filter { line[$0] == .task(.performance) && !line.has(.how, in: line.pieces[$0]) }
        default: []
        }
    }

    /// "range equal to the average": no day meets a mean exactly, so how near to it has to be said.
    private var equalToMeans: [Int] {
        dayFacts.filter { fact in
            guard case .compare(_, .equal, let right) = fact.value.condition else { return false }
            return switch right {
            case .aggregate(.mean, _), .rolling(.mean, _, _): true
            default: false
            }
        }.map(\.index)
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

    /// "weekly correlation of NQ and MGC": of weekly changes, or of each week's days.
    private func periodicCorrelations(_ study: Study) -> [Int] {
        guard case .summary(let summary) = study.result, summary.measures.contains(where: \.isCorrelation) else {
            return []
        }
        return keys.map(\.index).filter { line.prep($0) != .by && line.has(.periodic, in: line.pieces[$0]) }
    }

    /// "which gaps are still open": up to now, where a fill is of the same session.
    private var fillsToThisDay: [Int] {
        guard line.has(.stillword), !stillClosed else { return [] }
        return dayFacts.filter { $0.value.condition == .gapFilled || $0.value.condition == .not(of: .gapFilled) }
            .map(\.index)
    }

    /// "... and still closed green": what is said right behind it is no fill.
    private var stillClosed: Bool {
        let behind = line.tokens.indices.filter { line.forms.contains(line.tokens[$0].text, .stillword) }.map { $0 + 1 }
        return dayFacts.contains { fact in
            fact.value.condition != .gapFilled && fact.value.condition != .not(of: .gapFilled)
                && line.pieces[fact.index].tokens.contains { behind.contains($0) }
        }
    }

    /// "gap filled the next day": of a gap that was open until then, and not what the next day brought.
    private var fillsOfNextDay: [Int] {
        guard task(.performance, .share, .count, .howmuch) == nil, often.isEmpty, quantities.isEmpty,
            statistics.isEmpty
        else { return [] }
        return dayFacts.map(\.index).filter { index in
            dayFacts.contains { $0.index == index && $0.value.condition == .gapFilled } && line.isMark(index + 1, .next)
                && line.unit(index + 2) == .day && index + 3 == line.count
        }
    }

    /// "разница между хаем и лоу 2024": of the year, or of its days on the mean.
    private func endsOfPeriod(_ study: Study) -> [Int] {
        guard case .summary(let summary) = study.result, summary.keys.isEmpty, study.unit == .day, statistics.isEmpty,
            dates.count == 1, !singleDay, dates[0].value.shape != .day, spans.isEmpty, facts.isEmpty,
            quantities.count == 1, quantities[0].value.base == .metric(.range), !line.has(.day), units(.day).isEmpty
        else { return [] }
        let named = line.pieces[quantities[0].index]
        return line.has(.difference, in: named) && line.has(.betweenword, in: named) ? [quantities[0].index] : []
    }

    /// "движение с понедельника по среду на прошлой неделе": from one to the other, and no mean of the days between.
    private func movesWithinWeek(_ study: Study) -> [Int] {
        guard case .summary = study.result, statistics.isEmpty, let range = study.period.dateRange,
            let first = range.first,
            let last = range.last, last.dayNumber - first.dayNumber < 7,
            quantities.contains(where: { $0.value.base == .move || $0.value.isChange })
        else { return [] }
        return calendarFacts.filter { fact in
            if case .calendar(.weekday, let days) = fact.value.condition { days.count > 1 } else { false }
        }.map(\.index)
    }

    /// "is there a gap on most days": how often, and no rank.
    private func ranksOfMost(_ study: Study) -> [Int] {
        guard case .list(let list) = study.result, list.limit != nil, isYesNo else { return [] }
        return superlatives.filter { line.has(.most, in: line.pieces[$0.index]) && line.unit($0.index + 1) == .day }
            .map(\.index)
    }

    /// "hammer success rate": what came of them, and not how many there are.
    private func successOfPattern(_ study: Study) -> [Int] {
        guard case .summary = study.result, study.condition == nil, let asked = task(.share),
            line.has(.successword, in: line.pieces[asked])
        else { return [] }
        return dayFacts.filter(\.value.isComplete).map { _ in asked }
    }

    /// "each March return", "каждый январь": of each such month, and no list of their days.
    private func eachOfMonths(_ study: Study) -> [Int] {
        guard case .list = study.result, study.unit == .day, dayFacts.isEmpty else { return [] }
        let isOfMonths = calendarFacts.contains {
            if case .calendar(.month, _) = $0.value.condition { true } else { false }
        }
        return isOfMonths && units(.day).isEmpty && !line.has(.day) ? marks(.each) : []
    }

    /// "what happens when it crosses below the 50 SMA": a close tells it, and what happens comes behind that close.
    private func crossedDays(_ study: Study) -> [Int] {
        guard case .summary = study.result, task(.performance) != nil, has(.given), dayFacts.count == 1,
            case .all(let parts) = dayFacts[0].value.condition, parts.contains(where: \.isOfAverage),
            parts.contains(where: { if case .shifted = $0 { true } else { false } }),
            study.condition == dayFacts[0].value.condition
        else { return [] }
        return [dayFacts[0].index]
    }

    /// "is NQ at its all time high": whether it is, and not when highs come.
    private func statesNow(_ study: Study) -> [Int] {
        guard case .distribution = study.result, isYesNo, often.isEmpty else { return [] }
        return quantities.filter { $0.value.extreme != nil && line[$0.index - 1] == .task(.time) }.map(\.index)
    }

    /// "сумма падений за 2022": of the falls alone, and not what the period brought.
    private func sumsOfSide(_ study: Study) -> [Int] {
        guard let asked = task(.howmuch), line.has(.sumword, in: line.pieces[asked]), study.condition == nil else {
            return []
        }
        return dayFacts.filter { $0.value.up != nil && line.has(.plural, in: line.pieces[$0.index]) }.map(\.index)
    }
}

extension Condition {
    /// It holds the close against a mean of closes.
    fileprivate var isOfAverage: Bool {
        switch self {
        case .compare(_, _, .indicator(.sma)), .compare(_, _, .indicator(.ema)): true
        case .shifted(let inner, _): inner.isOfAverage
        default: false
        }
    }
}

extension CalendarEvent {
    /// The weekday that it falls on as a rule, 1 for Monday; nil of those that fall on any.
    fileprivate var weekday: Int? {
        switch self {
        case .opex, .quadWitching, .nfp: 5
        case .fomc, .vixExpiry: 3
        case .electionDay: 2
        // On none of them.
        case .cpi: 0
        case .earlyClose, .holiday: nil
        }
    }
}
