internal import Market
internal import Studies

extension Line {
    /// "between Christmas and New Year": the dates after the one and before the next of the other, each year.
    mutating func joinBetweenEvents(_ frame: Surroundings) {
        guard let mark = pieces.firstIndex(where: { $0.sense == .mark(.between) }),
            case .event(let first)? = self[mark + 1],
            isMark(mark + 2, .and), case .event(let second)? = self[mark + 3], first != second
        else { return }
        let ends = frame.days(second)
        let ranges = frame.days(first).compactMap { begin -> DateRange? in
            guard let end = Self.next(ends, after: begin), begin.adding(days: 1) < end else { return nil }
            return DateRange(first: begin.adding(days: 1), last: end.adding(days: -1))
        }
        guard !ranges.isEmpty else { return }
        let start = unit(mark - 1) == .week || unit(mark - 1) == .day ? mark - 1 : mark
        join(start...(mark + 3), as: .dates(Dates(period: .ranges(ranges: ranges), shape: .other)))
    }

    /// The next of an event's days; a year in which it fell on a weekend and was not kept has it on the usual date.
    private static func next(_ days: [CivilDate], after date: CivilDate) -> CivilDate? {
        let end = days.first { $0 > date }
        if let end, end.dayNumber - date.dayNumber < 300 { return end }
        let usual = Dictionary(grouping: days) { $0.month * 100 + $0.day }.max {
            ($0.value.count, $1.key) < ($1.value.count, $0.key)
        }
        guard let usual else { return nil }
        return [date.year, date.year + 1].lazy
            .compactMap { CivilDate(year: $0, month: usual.key / 100, day: usual.key % 100) }.first { $0 > date }
    }

    /// "since the last FOMC", "с опекса": from that day on.
    mutating func joinSinceEvents(_ frame: Surroundings) {
        for index in pieces.indices {
            guard case .event(let event)? = self[index] else { continue }
            var first = index
            switch self[index - 1] {
            case .relative(.last)?, .relative(.past)?, .relative(.previous)?, .mark(.previous)?: first -= 1
            default: break
            }
            guard prep(first) == .since, let day = frame.days(event).last(where: { $0 <= frame.today }) else {
                continue
            }
            join(first...index, as: .dates(Dates(period: .range(day, nil), shape: .other, assumed: true)))
            pieces[first].prep = nil
            return
        }
    }

    /// "2 days before FOMC" is that day; "in the 3 days after NFP" each of them.
    mutating func joinDaysBesideEvents() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .event(let event)? = self[index], let side = side(index - 1) else { continue }
            if case .ordinal(let place)? = self[side.first - 1], (2...20).contains(place), !side.isBefore {
                // "on the 2nd day after FOMC".
                let day = Fact(condition: .event(event: event, offset: place), isCalendar: true)
                join((side.first - 1)...index, as: .condition(day))
                index = side.first - 1
                continue
            }
            guard let number = whole(side.first - 1), (1...20).contains(number) else { continue }
            // "performance 5 days after OPEX": how far it went until then.
            if !side.isBefore, number > 1, asksHowFar || asksShareOfMoves {
                pieces[index].sense = .condition(Fact(condition: .event(event: event, offset: 0), isCalendar: true))
                continue
            }
            var first = side.first - 1
            var isEach = false
            switch self[first - 1] {
            case .ordinal(1)?, .relative(.past)?, .relative(.last)?, .mark(.next)?: (first, isEach) = (first - 1, true)
            case .relation(.greater)? where has(.during, in: pieces[first - 1]): (first, isEach) = (first - 1, true)
            case .mark(.after)? where !side.isBefore: first -= 1
            default:
                // "за 5 дней после".
                isEach =
                    isDuring(first)
                    || !side.isBefore
                        && pieces[first].prepTokens.contains {
                            forms.contains(tokens[$0].text, .lasting)
                        }
            }
            if isEach, !side.isBefore, number > 1, asksMove {
                // "the mean move over the next 3 days after NFP": how far it went until then.
                pieces[index].sense = .condition(Fact(condition: .event(event: event, offset: 0), isCalendar: true))
                continue
            }
            let offsets = (isEach ? 1...number : number...number).map { side.isBefore ? -$0 : $0 }
            let days = offsets.map { Condition.event(event: event, offset: $0) }
            let condition = days.count == 1 ? days[0] : .any(of: days)
            join(first...index, as: .condition(Fact(condition: condition, isCalendar: true)))
            index = first
        }
    }

    /// "FOMC day and the day after", "NFP day vs the day before": of the event that is named first.
    mutating func joinNeighboursOfEvents() {
        for index in pieces.indices.reversed() {
            guard case .event(let event)? = self[index] else { continue }
            var place = index + 1
            var isJoined = false
            while place < count, !isNeighbour(place), isBesideEvent(place) {
                isJoined = isJoined || joinsHeads(place)
                place += 1
            }
            guard isJoined, let offset = neighbour(place) else { continue }
            let last = unit(place) == .day || unit(place + 1) == .day && !isMark(place, .eve) ? place + 1 : place
            join(place...last, as: .condition(Fact(condition: .event(event: event, offset: offset), isCalendar: true)))
        }
    }

    private func isBesideEvent(_ index: Int) -> Bool {
        switch self[index] {
        case .unit(.day)?, .mark(.it)?, .mark(.only)?: true
        default: joinsHeads(index)
        }
    }

    private func isNeighbour(_ index: Int) -> Bool { neighbour(index) != nil }

    /// "day after", "next day", "day before" with nothing behind it that it could be of.
    private func neighbour(_ index: Int) -> Int? {
        let offset: Int
        let last: Int
        if isMark(index, .next) {
            (offset, last) = (1, unit(index + 1) == .day ? index + 1 : index)
        } else if isMark(index, .eve) {
            (offset, last) = (-1, index)
        } else if unit(index) == .day, isMark(index + 1, .after) || isMark(index + 1, .next) {
            (offset, last) = (1, index + 1)
        } else if unit(index) == .day, isMark(index + 1, .before) {
            (offset, last) = (-1, index + 1)
        } else {
            return nil
        }
        switch self[last + 1] {
        case nil, .stop?, .quantity?, .statistic?, .dates?, .task?: return offset
        default: return nil
        }
    }

    private var asksMove: Bool {
        if asksShareOfMoves { return true }
        let isShare = pieces.contains { $0.sense == .task(.share) || $0.sense == .task(.count) || $0.sense == .often }
        return !isShare
            && pieces.contains { if case .quantity(let one) = $0.sense { one.base == .move } else { false } }
    }

    /// "win rate in the 20 days after FOMC", «доля роста за 5 дней после CPI»: on how many it stood higher then; where days are
    /// counted, they are named or coloured.
    private var asksShareOfMoves: Bool {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.share) || $0.sense == .often }) else {
            return false
        }
        let moves = pieces.indices.filter { index in
            switch self[index] {
            case .rise?, .way?: true
            default: false
            }
        }
        let isOther = pieces.contains { piece in
            switch piece.sense {
            case .colour, .win, .quantity, .statistic, .superlative, .best, .task(.count), .pattern: true
            default: false
            }
        }
        guard !isOther, moves.count <= 1 else { return false }
        if moves.isEmpty { return has(.winning, in: pieces[asked]) }
        return unit(moves[0] + 1) != .day && unit(moves[0] - 1) != .day
    }

    /// A return or how it did, of one time and not of several.
    private var asksHowFar: Bool {
        let isHeld = pieces.contains {
            switch $0.sense {
            case .mark(.vs), .task(.compare), .mark(.before), .mark(.around), .mark(.and), .mark(.or), .stop(","),
                .task(.share),
                .task(.count), .often:
                true
            default: false
            }
        }
        return !isHeld
            && pieces.contains {
                switch $0.sense {
                case .task(.performance): true
                case .quantity(let quantity): quantity.base == .performance
                default: false
                }
            }
    }

    /// "days before", "days after" that end at a piece.
    private func side(_ index: Int) -> (isBefore: Bool, first: Int)? {
        if isMark(index, .eve) { return (true, index) }
        guard unit(index - 1) == .day, isMark(index, .before) || isMark(index, .after) else { return nil }
        return (isMark(index, .before), index - 1)
    }

    /// "in", "within", "в течение" stand before the piece.
    private func isDuring(_ index: Int) -> Bool {
        guard prep(index) == .in, var token = pieces[index].tokens.first else { return false }
        while token > 0, empty.contains(token - 1) {
            token -= 1
            if forms.contains(tokens[token].text, .during) { return true }
        }
        return false
    }
}
