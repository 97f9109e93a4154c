internal import Market
internal import Studies

extension Line {
    /// So many minutes as a part of the clock that every day has: "which 10 minutes", "самая объёмная пятиминутка", "top
    /// 10-minute slots", "mean range of 15-minute candles by time of day".
    mutating func settleSlots(_ frame: Surroundings) {
        guard pieces.contains(where: { $0.sense.isOfMinutes }) else { return }
        settleMinutesOfTop()
        for index in pieces.indices.reversed() where isMark(index, .each) {
            // "средний High каждой десятиминутки": of each part of the clock.
            guard case .barUnit(.minutes(let minutes))? = self[index + 1], minutes > 1, 1440 % minutes == 0,
                pieces.contains(where: { if case .statistic = $0.sense { true } else { false } })
            else { continue }
            join(index...(index + 1), as: .slots(minutes))
        }
        defer { settleSessionOfSlots(frame) }
        for index in pieces.indices.reversed() {
            guard let part = clockPart(index) else { continue }
            let places = index...part.last
            if let asked = asked(index), !(part.isCandle && isOfOneTime) {
                // "в какие 10 минут": the words before it ask for it.
                join((asked == index ? index : asked)...part.last, as: .which(.slot(minutes: part.minutes)))
            } else if prep(index) == nil, prep(part.last) == nil, isPartRanked(places, part) {
                join(places, as: .unit(.slot(minutes: part.minutes)))
            } else if part.isSlot, isHeldBy(part.last + 1) {
                // "10-minute slots by average range".
                join(places, as: .unit(.slot(minutes: part.minutes)))
                pieces[index].prep = .by
                pieces[part.last - places.count + 2].prep = nil
            } else if let by = timeOfDay {
                // "5-minute candles by time of day": the parts are as long as the candles.
                pieces[by].sense = .unit(.slot(minutes: part.minutes))
                pieces[by].prep = .by
                pieces[by].tokens = (pieces[by].tokens + pieces[places].flatMap(\.tokens)).sorted()
                pieces.removeSubrange(places)
                nameSize()
            }
        }
    }

    /// "which 5-minute candle of the session": of regular hours.
    private mutating func settleSessionOfSlots(_ frame: Surroundings) {
        guard frame.instrument.hasRegularHours,
            let session = pieces.indices.first(where: { unit($0) == .session && prep($0) == .in }),
            pieces.contains(where: { $0.sense.isSlot }),
            !pieces.contains(where: { if case .span = $0.sense { true } else { false } })
        else { return }
        pieces[session].sense = .span(.session(name: .rth))
    }

    /// A quantity that slots are told by.
    private func isHeldBy(_ index: Int) -> Bool {
        guard prep(index) == .by else { return false }
        switch self[index] {
        case .quantity?, .statistic?: return true
        default: return false
        }
    }

    private struct ClockPart {
        var minutes: Int
        var last: Int
        /// "Candle" is said: one bar as well as a part of the clock.
        var isCandle = false
        /// "Window", "slot".
        var isSlot = false
    }

    private func clockPart(_ index: Int) -> ClockPart? {
        var part: ClockPart
        if case .barUnit(.minutes(let minutes))? = self[index], minutes > 1 {
            part = ClockPart(minutes: minutes, last: index)
        } else if let minutes = whole(index), (2...720).contains(minutes), 1440 % minutes == 0,
            unit(index + 1) == .minute || unit(index + 1) == .minuteofday
        {
            let isBar = unit(index + 1) == .minute && pieces[index + 1].tokens.count > 1
            part = ClockPart(minutes: minutes, last: index + 1, isCandle: isBar)
        } else {
            return nil
        }
        let next = part.last + 1
        if self[next] == .bars {
            (part.isCandle, part.last) = (true, next)
        } else if isForm(next, .slotword), prep(next) == nil {
            (part.isSlot, part.last) = (true, next)
        }
        return part
    }

    /// Where "which" begins: the place itself for a small word, the piece before where it was taken for more; nil: not asked.
    private func asked(_ index: Int) -> Int? {
        guard let first = pieces[index].tokens.first, first > 0 else { return nil }
        guard forms.contains(tokens[first - 1].text, .which) || forms.contains(tokens[first - 1].text, .what) else {
            return nil
        }
        guard index > 0, pieces[index - 1].tokens.contains(first - 1) else { return index }
        switch self[index - 1] {
        case .task(.share)?, .task(.time)?: return index - 1
        default: return nil
        }
    }

    /// What was once, or within named dates: one candle and no habit.
    private var isOfOneTime: Bool {
        let isHabit = pieces.contains {
            switch $0.sense {
            case .often, .statistic(.mean), .statistic(.median), .unit(.session), .unit(.day): true
            default: false
            }
        }
        return !isHabit && (has(.past) || pieces.indices.contains { isDates($0) || isRelative($0) || year($0) != nil })
    }

    private func isPartRanked(_ places: ClosedRange<Int>, _ part: ClockPart) -> Bool {
        let before = places.lowerBound - 1
        if part.isSlot, self[before] == .task(.top) || isMostOf(before) || isMostOf(places.upperBound + 1) {
            return true
        }
        guard !part.isCandle, !pieces.contains(where: { $0.sense == .task(.top) }) else { return false }
        // "10 minutes with the largest volume": so many single minutes.
        if isMostOf(places.upperBound + 1) {
            return before >= 0 || part.minutes == 15 || part.minutes == 30 || isNoun(places)
        }
        guard isMostOf(before) else { return false }
        switch self[places.upperBound + 1] {
        // "biggest 5 minute drop": the move of such a candle.
        case .rise?, .way?, .colour?: return false
        case .quantity?: return prep(places.upperBound + 1) != nil
        default: return part.minutes == 15 || part.minutes == 30 || !isOfOneTime
        }
    }

    /// "10-минутки": the number belongs to the word.
    private func isNoun(_ places: ClosedRange<Int>) -> Bool {
        guard case .unit? = self[places.upperBound] else { return true }
        return pieces[places.upperBound].tokens.first.map { tokens[$0].isHyphened } ?? false
    }

    /// "самые объёмные": the most of it.
    private func isMostOf(_ index: Int) -> Bool {
        switch self[index] {
        case .superlative?: return true
        case .quantity?:
            guard case .superlative? = self[index - 1] else { return false }
            return true
        default: return false
        }
    }

    /// "by time of day", "по времени".
    private var timeOfDay: Int? {
        pieces.indices.first {
            prep($0) == .by && (unit($0) == .hourofday || self[$0] == .task(.time)) || isForm($0, .bytime)
        }
    }

    /// "The size of a 5-minute candle" is its range.
    private mutating func nameSize() {
        guard !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }),
            let size = tokens.indices.first(where: { empty.contains($0) && forms.contains(tokens[$0].text, .sizeword) }
            ),
            let place = pieces.indices.first(where: { pieces[$0].tokens.first.map { $0 > size } ?? false })
        else { return }
        empty.remove(size)
        pieces.insert(Piece(sense: .quantity(Quantity(.range)), tokens: [size], text: tokens[size].text), at: place)
    }

    /// "топ 5 минутных свечей": five of them, a minute each.
    private mutating func settleMinutesOfTop() {
        for index in pieces.indices where unit(index) == .minute && pieces[index].tokens.count > 1 {
            guard self[index - 2] == .task(.top), whole(index - 1) != nil, let first = pieces[index].tokens.first,
                !tokens[first].isHyphened
            else { continue }
            pieces[index].sense = .barUnit(.minutes(count: 1))
        }
    }
}

extension Sense {
    fileprivate var isSlot: Bool {
        switch self {
        case .unit(.slot), .which(.slot): true
        default: false
        }
    }

    fileprivate var isOfMinutes: Bool {
        switch self {
        case .unit(.minute), .unit(.minuteofday), .barUnit(.minutes): true
        default: false
        }
    }
}
