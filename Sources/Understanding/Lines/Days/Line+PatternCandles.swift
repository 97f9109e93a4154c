internal import Market
internal import Studies

extension Line {
    /// "weekly inside bars", "the last 15-minute doji", "недельные дожи": the length of a candle right before a pattern says
    /// whose pattern it is; it groups nothing, and "last" is of such patterns.
    mutating func settleTimeframes() {
        splitLastCandle()
        for index in pieces.indices.reversed() {
            guard case .pattern? = self[index], prep(index) == nil, !pieces[index].afterStop, !pieces[index].each,
                let unit = unit(index - 1), isTimeframe(index - 1), prep(index - 1) != .by, !isMark(index - 2, .each)
            else { continue }
            switch unit {
            case .week, .month, .quarter:
                // As "inside weeks" are said.
                let length = pieces[index - 1]
                pieces[index].prep = length.prep
                pieces[index].prepTokens = length.prepTokens
                pieces[index].afterStop = length.afterStop
                pieces[index - 1].prep = nil
                pieces[index - 1].prepTokens = []
                pieces[index - 1].afterStop = false
                pieces[index - 1].sense = .unit(unit)
                pieces.swapAt(index - 1, index)
            case .hour, .hourofday:
                let number = isForm(index - 1, .periodic) ? nil : whole(index - 2)
                let hours = number ?? 1
                guard (1...12).contains(hours), 24 % hours == 0 else { continue }
                candle((number == nil ? index - 1 : index - 2)...(index - 1), hours * 60)
            case .slot(let minutes): candle((index - 1)...(index - 1), minutes)
            case .minute:
                guard let minutes = whole(index - 2), (1...720).contains(minutes), 1440 % minutes == 0 else { continue }
                candle((index - 2)...(index - 1), minutes)
            default: continue
            }
        }
    }

    /// The last candle of that kind is the last one of its day, by which no list of candles is ordered: it is asked about.
    private mutating func candle(_ range: ClosedRange<Int>, _ minutes: Int) {
        let isLast = [range.lowerBound - 1, range.lowerBound - 2].contains {
            self[$0] == .relative(.last) || self[$0] == .relative(.past)
        }
        join(range, as: isLast ? .unknown : .barUnit(.minutes(count: minutes)))
    }

    /// "the last hourly doji" is no last hour.
    private mutating func splitLastCandle() {
        for index in pieces.indices.reversed() {
            guard case .span(.closing)? = self[index], case .pattern? = self[index + 1], prep(index + 1) == nil,
                let last = pieces[index].tokens.last, forms.contains(tokens[last].text, .periodic)
            else { continue }
            pieces[index].sense = .unknown
        }
    }

    private func isTimeframe(_ index: Int) -> Bool {
        pieces[index].tokens.last.map { forms.contains(tokens[$0].text, .candlelength) } ?? false
    }

    /// "weekly inside bars": it was put behind its pattern.
    func isOfPattern(_ index: Int) -> Bool {
        guard case .pattern? = self[index - 1], let own = pieces[index].tokens.last,
            let other = pieces[index - 1].tokens.first
        else { return false }
        return own < other
    }

    /// "on the weekly chart": of its candles, and not by week.
    func isOfChart(_ index: Int) -> Bool {
        guard let last = pieces[index].tokens.last, tokens.indices.contains(last + 1) else { return false }
        return prep(index) == .in && forms.contains(tokens[last + 1].text, .chart)
    }

    /// "the first-hour high is broken later": what breaks the first hour comes after it in any case.
    mutating func dropLaterOfBreaks() {
        for index in pieces.indices.reversed() where isMark(index, .after) && self[index + 1] == .verb(.break) {
            // "на сколько уходим выше PDH после пробоя", "... after breaking it": it lies beyond the level only then.
            let last = isMark(index + 2, .it) ? index + 2 : index + 1
            guard last + 1 == count || isStop(last + 1),
                let place = pieces[..<index].lastIndex(where: {
                    if case .condition(let fact) = $0.sense {
                        fact.rank?.extreme != nil && fact.plain != nil
                    } else {
                        false
                    }
                })
            else { continue }
            pieces[place].tokens = (pieces[place].tokens + pieces[index...last].flatMap(\.tokens)).sorted()
            pieces.removeSubrange(index...last)
        }
        for index in pieces.indices.reversed() where isMark(index, .after) && has(.later, in: pieces[index]) {
            guard case .condition(let fact)? = self[index - 1], fact.condition.isAfterOpening else { continue }
            if unit(index + 1) == .day || unit(index + 1) == .session, prep(index + 1) == .in { drop(index + 1) }
            drop(index)
        }
    }

    /// "средний диапазон дней с хаем в первые 30 минут", "the last 5 days with the low after 15:00": when it came chooses the
    /// days, whatever is asked of them.
    mutating func joinDaysWithTimes(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .quantity(let quantity)? = self[index], quantity.extreme != nil, quantity.shift == 0,
                namesDays(index - 1) || isMark(index - 1, .given) && namesDays(index - 2),
                let first = pieces[index].tokens.first,
                let end = pieces[..<index].last(where: { !isWith($0) })?.tokens.last, end + 1 < first,
                tokens[(end + 1)..<first].contains(where: { forms.contains($0.text, .withword) }),
                // "с лоем кассы до 10:00": whose low it is stands before when it came.
                let bound = timeOfEnd(index + 1, frame)
            else { continue }
            var one = self
            one.pieces = [Piece(sense: .task(.days), tokens: [])] + Array(pieces[index...bound.last])
            one.joinExtremeTimes(frame)
            guard one.count == 2, case .condition? = one[1] else { continue }
            pieces.replaceSubrange(index...bound.last, with: [one.pieces[1]])
            if isMark(index - 1, .given) { drop(index - 1) }
        }
    }

    /// Behind an end of the day, or behind whose end it is, when it came; the first hour's high itself is none.
    private func timeOfEnd(_ index: Int, _ frame: Surroundings) -> TimeBound? {
        if isSpan(index), let bound = bound(index + 1, frame) { return bound }
        guard !isSpan(index) || prep(index) == .in else { return nil }
        return bound(index, frame)
    }

    private func isWith(_ piece: Piece) -> Bool { piece.sense == .mark(.given) && has(.withword, in: piece) }

    private func namesDays(_ index: Int) -> Bool {
        guard pieces.indices.contains(index) else { return false }
        return switch pieces[index].sense {
        case .unit(.day), .task(.days): true
        case .dates: has(.day, in: pieces[index])
        default: false
        }
    }
}

extension Condition {
    /// A price of the rest of the session against one of its opening.
    fileprivate var isAfterOpening: Bool {
        func isRest(_ series: Series) -> Bool {
            if case .metric(_, let bar) = series, case .afterOpening? = bar.span { true } else { false }
        }
        return switch self {
        case .compare(let left, _, _): isRest(left)
        case .not(let of): of.isAfterOpening
        case .all(let parts), .any(let parts): parts.contains(where: \.isAfterOpening)
        default: false
        }
    }
}
