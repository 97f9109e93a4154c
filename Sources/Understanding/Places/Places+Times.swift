internal import Market
internal import Studies

extension Places {
    /// Dates and hours: what "since" leads begins a period, "earlier" is of times, a month among months is not all of them.
    func times() -> [Int] {
        beginnings() + earlier() + onlyRows() + askedTimes() + closings() + stories() + places() + weekendGaps()
            + latestTimes() + ownTimes() + unusedHours() + partsOfRows()
    }

    /// "Gaps filled by 10:00, and by noon?": hours that nothing is measured in say something that is not in the study.
    private func unusedHours() -> [Int] {
        switch study.span {
        case .wholeDay, .session(.rth): return []
        default: break
        }
        guard !study.usesOwnSpan else { return [] }
        return frame.spans.filter { $0.value == study.span }.map(\.index)
    }

    /// "Range of the last week of the quarter": a week is no quarter.
    private func partsOfRows() -> [Int] {
        let months: Int
        switch study.unit {
        case .month: months = 1
        case .quarter: months = 3
        case .year: months = 12
        default: return []
        }
        return frame.dates.filter { date in
            guard let range = date.value.period.dateRange, let first = range.first, let last = range.last else {
                return false
            }
            let start = (first.month - 1) / months * months + 1
            let isAtStart = first.day == 1 && first.month == start
            let isWithin = last.year == first.year && (last.month - 1) / months * months + 1 == start
            return !isAtStart && isWithin && last.adding(days: 1).month == last.month
        }
        .map(\.index)
    }

    /// "Last week was crazy, so what is the average range on Mondays": whether the story bounds the question is not said.
    private func stories() -> [Int] {
        guard let lead = words.pieces.lastIndex(where: { $0.sense == .mark(.leadin) }) else { return [] }
        let question = words.pieces[(lead + 1)...].map(\.sense)
        // "…, хочу понять" at the end leads to nothing.
        guard question.contains(where: { if case .stop = $0 { false } else { $0 != .empty } }) else { return [] }
        return words.pieces.indices.prefix(lead).filter { word in
            switch words.pieces[word].sense {
            case .relative, .dates, .number: !question.contains(words.pieces[word].sense)
            default: false
            }
        }
        .compactMap(piece)
    }

    /// "Since FOMC" is not on FOMC days.
    private func beginnings() -> [Int] {
        line.pieces.indices.filter { place in
            var first = place
            while case .relative? = line[first - 1] { first -= 1 }
            guard line.prep(place) == .since || line.prep(first) == .since,
                case .condition = line.pieces[place].sense
            else { return false }
            return true
        }
    }

    /// "First day of 2025 with a range over 500" is the first such day; "previous OPEX" is no day before one.
    private func places() -> [Int] {
        let first = frame.dates.filter { date in
            guard date.value.period.singleDay != nil, !frame.dayFacts.isEmpty else {
                return false
            }
            return words.pieces.contains { piece in
                switch piece.sense {
                case .ordinal, .relative(.last), .relative(.past):
                    !Set(piece.tokens).isDisjoint(with: line.pieces[date.index].tokens)
                default: false
                }
            }
                && words.pieces.contains {
                    $0.sense == .unit(.day) && !Set($0.tokens).isDisjoint(with: line.pieces[date.index].tokens)
                }
        }
        let previous = words.pieces.indices.filter { word in
            guard words.isMark(word, .previous), !words.isForm(word, .eveword), case .event? = words[word + 1] else {
                return false
            }
            return true
        }
        return first.map(\.index) + previous.compactMap(piece)
    }

    /// "Friday to Monday gap": the one between the two, not those of either.
    private func weekendGaps() -> [Int] {
        guard frame.quantities.contains(where: \.value.isGap) || frame.dayFacts.contains(where: \.value.ofSession)
        else {
            return []
        }
        return words.pieces.indices.filter { word in
            guard case .weekdays? = words[word], words.prep(word) == .to, case .weekdays? = words[word - 1] else {
                return false
            }
            return true
        }
        .compactMap(piece)
    }

    /// "The latest time a gap got filled": the latest by the clock, not the last day.
    private func latestTimes() -> [Int] {
        words.pieces.indices.filter { word in
            words[word] == .relative(.last) && words[word + 1] == .task(.time)
        }
        .compactMap(piece)
    }

    /// "When RTH is green, what time is its low": of that session, not of the whole day.
    private func ownTimes() -> [Int] {
        guard study.span == .wholeDay, words.pieces.contains(where: { $0.sense == .mark(.it) }),
            frame.dayFacts.contains(where: { $0.value.condition.atoms.contains(where: \.isOfSession) })
        else { return [] }
        var isOfDay = false
        study.visit { if case .series(.time(_, let bar)) = $0, bar.span == nil { isOfDay = true } }
        return isOfDay ? frame.quantities.filter { $0.value.extreme != nil }.map(\.index) : []
    }

    /// "Range earlier than yesterday": a range is no time.
    private func earlier() -> [Int] {
        words.pieces.indices.filter { word in
            guard words.isRelation(word), words.has(.earlier, in: words.pieces[word]), let fact = fact(of: word) else {
                return false
            }
            return !fact.condition.atoms.contains { atom in
                switch atom {
                case .compare(.time, _, _), .compare(.shifted(.time, _), _, _),
                    .compare(.arithmetic(.time, _, _), _, _):
                    true
                default: false
                }
            }
        }
        .compactMap(piece)
    }

    /// "How many months closed below the low of last month": among one month nothing can be counted.
    private func onlyRows() -> [Int] {
        guard study.unit.isLongerThanDays, frame.dates.count == 1 else { return [] }
        let shape: Dates.Shape? =
            switch study.unit {
            case .week: .week
            case .month: .month
            case .quarter: .quarter
            case .year: .year
            default: nil
            }
        guard frame.dates[0].value.shape == shape, frame.dates[0].value.period.dateRange != nil,
            !frame.dayFacts.isEmpty
        else { return [] }
        switch study.result {
        case .summary(let summary): return summary.keys.isEmpty ? [frame.dates[0].index] : []
        case .runs: return [frame.dates[0].index]
        default: return []
        }
    }

    /// "When do gaps close": what closes there is no session.
    private func closings() -> [Int] {
        var isOfEnds = false
        study.visit { element in
            if case .series(.time(let event, _)) = element, event == .lastBar || event == .firstBar { isOfEnds = true }
        }
        guard isOfEnds else { return [] }
        // "When was the market closed in 2024": on which days it did not trade.
        // "Was it closed on 9 January": its first and last minute say so.
        let shut =
            frame.singleDay && tellsBothEnds
            ? [] : words.pieces.indices.filter { words.has(.shut, in: words.pieces[$0]) && line.has(.past) }
        return frame.dayFacts.map(\.index) + frame.quantities.map(\.index) + shut.compactMap(piece)
    }

    private var tellsBothEnds: Bool {
        guard case .list(let list) = study.result else { return false }
        return list.columns == [.time(event: .firstBar, of: .own), .time(event: .lastBar, of: .own)]
    }

    /// "What time is the high": a time is told, not the high.
    private func askedTimes() -> [Int] {
        let isLargestVolume = !frame.superlatives.isEmpty && frame.quantities.contains { $0.value.isVolume }
        guard let asked = frame.task(.time),
            let extreme = frame.quantities.first(where: { $0.value.extreme != nil || isLargestVolume }),
            words.pieces.contains(where: {
                ($0.sense == .task(.time) || $0.sense == .when && isLargestVolume && frame.asksForHabit)
                    && !Set($0.tokens).isDisjoint(with: line.pieces[asked].tokens)
            })
        else { return [] }
        var tells = false
        study.visit { element in
            switch element {
            case .series(.time), .key(.eventCalendar), .key(.calendar(.hour)), .key(.calendar(.slot)): tells = true
            default: break
            }
        }
        // A row that is a minute tells its time.
        if case .list = study.result, !isLargestVolume || study.unit.isOfMinutes { return [] }
        return tells ? [] : [asked, extreme.index]
    }
}

extension Condition {
    /// It speaks of a named session's bar.
    fileprivate var isOfSession: Bool {
        guard case .compare(.metric(_, let bar), _, _) = self, case .session? = bar.span else { return false }
        return true
    }
}
