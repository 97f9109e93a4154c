internal import Market
internal import Studies

extension Line {
    /// "the worst 5% of days", "top 10% of days by volume", "10% дней с самым большим объёмом": days beyond a quantile,
    /// where a figure of theirs is asked for.
    mutating func joinTopShares() {
        let isMeasured = pieces.contains {
            switch $0.sense {
            case .statistic, .task(.share), .task(.count), .task(.performance), .mark(.next): true
            default: false
            }
        }
        guard isMeasured else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .number(let share, .percent)? = self[index], share > 0, share < 50 else { continue }
            let last = unit(index + 1) == .day ? index + 1 : index
            if let up = end(index - 1), isOfDays(index) || isDayBehind(index + 1) {
                // Where it joined, the number stands no more.
                join(edge: up, share, from: index - 1, to: last)
            } else if isOfDays(index), isGivenPlace(last + 1),
                case .superlative(let superlative)? = self[isMark(last + 1, .given) ? last + 2 : last + 1],
                superlative == .max || superlative == .min
            {
                let place = isMark(last + 1, .given) ? last + 3 : last + 2
                guard case .quantity(let quantity)? = self[place] else { continue }
                join(index...place, as: .condition(Self.beyond(share, quantity, up: superlative == .max)))
            } else if let up = best(index + 1), unit(index + 2) == .day {
                join(index...(index + 2), as: .condition(Self.beyond(share, Quantity(.change), up: up)))
            }
        }
    }

    /// "сколько дней закрылись красными, в процентах": how many of a hundred.
    mutating func settleCountsInPercent() {
        guard let last = pieces.indices.last(where: { !isStop($0) }), pieces[last].sense == .measure(.percent),
            let count = pieces.firstIndex(where: { $0.sense == .task(.count) }), count < last,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity, .statistic, .superlative, .best: true
                default: false
                }
            })
        else { return }
        pieces[count].sense = .task(.share)
        pieces[count].tokens += pieces[last].prepTokens + pieces[last].tokens
        pieces.remove(at: last)
    }

    /// "gap fill %", "закрытие гэпов в процентах": how many of them fill, and no gap in percent.
    mutating func settlePercentOfFills() {
        let measures = pieces.contains {
            switch $0.sense {
            case .statistic, .task(.share), .task(.howmuch), .relation: true
            default: false
            }
        }
        guard !measures else { return }
        func isFill(_ index: Int) -> Bool {
            self[index] == .verb(.fill) || self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close))
        }
        func isGap(_ index: Int) -> Bool {
            if case .quantity(let quantity)? = self[index] { quantity.isGap } else { false }
        }
        for index in pieces.indices where self[index] == .measure(.percent) {
            guard isFill(index - 1) && isGap(index - 2) || isGap(index - 1) && isFill(index - 2),
                !pieces[index - 1].afterStop
            else { continue }
            pieces[index].sense = .task(.share)
            (pieces[index].prep, pieces[index].afterStop) = (nil, false)
        }
    }

    /// "5% of days": the number is a part of them.
    func isOfDays(_ index: Int) -> Bool {
        guard pieces.indices.contains(index) else { return false }
        return unit(index + 1) == .day || has(.day, in: pieces[index])
    }

    private mutating func join(edge up: Bool, _ share: Double, from first: Int, to end: Int) {
        var last = end
        var quantity = Quantity(.change)
        if case .quantity(let by)? = self[last + 1], prep(last + 1) == .by || unit(last + 2) == .day {
            (quantity, last) = (by, last + 1)
            if unit(last + 1) == .day { last += 1 }
        } else if self[first] == .superlative(.max) {
            return
        } else if case .task(.top)? = self[first] {
            // The top of what is not said.
            return
        }
        join(first...last, as: .condition(Self.beyond(share, quantity, up: up)))
    }

    /// "top 10% volume days": the quantity stands before the days.
    private func isDayBehind(_ index: Int) -> Bool {
        isQuantity(index) && prep(index) == nil && unit(index + 1) == .day
    }

    private func isGivenPlace(_ index: Int) -> Bool {
        if isMark(index, .given) { return true }
        if case .superlative? = self[index] { return prep(index) != nil }
        return false
    }

    private func best(_ index: Int) -> Bool? { if case .best(let up)? = self[index] { up } else { nil } }

    private func end(_ index: Int) -> Bool? {
        switch self[index] {
        case .best(let up)?: up
        case .task(.top)?, .edge(up: true)?, .superlative(.max)?: true
        case .edge(up: false)?, .superlative(.min)?: false
        default: nil
        }
    }

    private static func beyond(_ share: Double, _ quantity: Quantity, up: Bool) -> Fact {
        var ranked = quantity
        if ranked.isGap || ranked.base == .move { ranked.absolute = true }
        let series = ranked.series(percent: ranked.isVolume || ranked.isPrice ? nil : true)
        let bound = Series.aggregate(
            statistic: .quantile(probability: up ? 1 - share / 100 : share / 100),
            of: series
        )
        var fact = Fact(condition: .holds(series, up ? .greaterOrEqual : .lessOrEqual, bound), isOutcome: true)
        fact.rank = ranked
        fact.rankDescending = up
        return fact
    }

    /// "price at 10:00 above the open", "в 11:00 торгуемся ниже открытия": the price of that minute against a level.
    mutating func joinClockPrices(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            if isMark(index, .vs), joinMoveToClock(index, frame) { continue }
            guard case .relation(let relation)? = self[index], relation == .greater || relation == .less else {
                continue
            }
            guard let level = level(index + 1, frame), let clock = clock(before: index) ?? clock(behind: level.last)
            else {
                continue
            }
            let first = min(clock.first, index)
            let last = max(level.last, clock.last)
            guard (first..<index).allSatisfy({ isBesideClock($0, clock.place) }) else { continue }
            var price = Quantity(.open)
            price.span = .clock(window: Window(from: clock.minute, to: clock.minute + 1))
            let symbols = pieces[first...last].filter { if case .symbol = $0.sense { true } else { false } }
            let fact = Fact(
                condition: .holds(price.series(), relation, level.quantity.series()),
                isOutcome: true,
                up: relation.isUp
            )
            join(first...last, as: .condition(fact))
            pieces.insert(contentsOf: symbols, at: first)
            index = first + symbols.count
        }
    }

    /// "price at 10:30 against the open": the move from the session's open until then.
    private mutating func joinMoveToClock(_ index: Int, _ frame: Surroundings) -> Bool {
        guard let level = level(index + 1, frame), level.quantity.base == .metric(.open), level.quantity.shift == 0,
            let clock = clock(before: index), let session = frame.window(of: level.quantity.span ?? .wholeDay),
            session.from < clock.minute, clock.minute < session.to
        else { return false }
        var move = Quantity(.body)
        move.span = .clock(window: Window(from: session.from, to: clock.minute))
        join(clock.first...level.last, as: .quantity(move))
        return true
    }

    private struct Clock {
        var minute: Int
        var place: Int
        var first: Int
        var last: Int
    }

    private func minute(_ index: Int) -> Int? {
        switch self[index] {
        case .clock(let minute)?: minute
        case .window(let window)? where window.length == 1: window.from
        default: nil
        }
    }

    private func clock(before index: Int) -> Clock? {
        var place = index - 1
        while place >= 0, minute(place) == nil {
            switch self[place] {
            case .symbol?, .verb(.trade)?, .bars?, .mark(.it)?: place -= 1
            default: return nil
            }
        }
        return minute(place).map { Clock(minute: $0, place: place, first: place, last: index - 1) }
    }

    private func clock(behind index: Int) -> Clock? {
        minute(index + 1).map { Clock(minute: $0, place: index + 1, first: index + 1, last: index + 1) }
    }

    private func isBesideClock(_ index: Int, _ clock: Int) -> Bool {
        if index == clock { return true }
        switch self[index] {
        case .symbol?, .verb(.trade)?, .bars?, .mark(.it)?: return true
        default: return false
        }
    }

    /// The session's open, or a level of the day before.
    private func level(_ index: Int, _ frame: Surroundings) -> (quantity: Quantity, last: Int)? {
        var place = index
        var span: Span?
        if case .span(let own)? = self[place] { (span, place) = (own, place + 1) }
        let named: Quantity? =
            switch self[place] {
            case .quantity(let price)?: price
            case .verb(.open)?: Quantity(.open)
            default: nil
            }
        guard var level = named, level.isPrice, level.span == nil || span == nil else { return nil }
        if span == nil, case .span(let own)? = self[place + 1], prep(place + 1) == nil {
            (span, place) = (own, place + 1)
        }
        if level.span == nil { level.span = span }
        if level == Quantity(.open), frame.instrument.hasRegularHours { level.span = .session(name: .rth) }
        return (level, place)
    }
}
