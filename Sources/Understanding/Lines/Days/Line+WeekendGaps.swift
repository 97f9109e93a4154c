internal import Market
internal import Studies

extension Line {
    /// "friday close to monday open gap", "гэп с пятницы на понедельник", "sunday open vs friday close": of the weekend
    /// between the two, and no days of their own.
    mutating func joinDaysOfWeekendGaps() {
        let hasGap = pieces.contains { isGap($0.sense) }
        for index in pieces.indices.reversed() {
            guard case .weekdays(let named)? = self[index], named.count == 1, [1, 5, 7].contains(named[0]) else {
                continue
            }
            var place = index + 1
            var ends = 0
            while isJointOfDays(place, &ends) { place += 1 }
            guard case .weekdays(let other)? = self[place], other.count == 1 else { continue }
            let isMonday = Set(named + other) == [1, 5]
            guard isMonday || Set(named + other) == [5, 7], named[0] == 5 || place > index + 1,
                !pieces[index..<place].contains(where: { $0.sense == .mark(.and) }) || ends > 0
            else { continue }
            var last = place
            while isEndOfDay(last + 1) {
                ends += 1
                last += 1
            }
            let isFromTo =
                prep(index) == .from || prep(place) == .to || prep(place) == .in || self[index + 1] == .stop("-")
                || place == index + 1 && !pieces[place].afterStop
            guard hasGap && (isFromTo || ends > 0) || ends == 2 && (prep(place) == .to || isMark(place - 1, .vs)) else {
                continue
            }
            // The day on which it opens is what is left of the words.
            let own = pieces[place].tokens
            empty.formUnion(pieces[index].prepTokens + pieces[index...last].flatMap { $0.tokens + $0.prepTokens })
            empty.subtract(own)
            join(index...last, as: .weekdays(isMonday ? [6, 7] : [7]))
            pieces[index].tokens = own
            (pieces[index].prep, pieces[index].prepTokens) = (nil, [])
            if !hasGap { pieces.insert(Piece(sense: .quantity(Quantity(.gap)), tokens: []), at: index + 1) }
            return
        }
    }

    private func isJointOfDays(_ index: Int, _ ends: inout Int) -> Bool {
        if isEndOfDay(index) {
            ends += 1
            return true
        }
        return isMark(index, .vs) || isMark(index, .and) || isStop(index)
    }

    private func isEndOfDay(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(Quantity(.open))?, .quantity(Quantity(.close))?, .verb(.open)?, .verb(.close)?: true
        default: false
        }
    }

    /// "weekend gap", "гэп после выходных": the gap of the Monday behind it.
    mutating func settleWeekendGaps(_ frame: Surroundings) {
        settleFillsOfSundays(frame)
        settleSundayGaps()
        guard pieces.contains(where: { isGap($0.sense) }),
            let place = pieces.indices.first(where: { isWeekend($0) })
        else { return }
        pieces[place].sense = .condition(Fact(condition: .calendar(field: .weekday, oneOf: [1]), isCalendar: true))
        // "... filled on Monday": the day on which it opens.
        if let again = pieces.lastIndex(where: { $0.sense == pieces[place].sense }), again > place {
            pieces[place].tokens = (pieces[place].tokens + pieces[again].tokens).sorted()
            pieces.remove(at: again)
        }
        if isMark(place - 1, .after) {
            pieces[place].tokens = pieces[place - 1].tokens + pieces[place].tokens
            pieces.remove(at: place - 1)
        }
    }

    /// "how often does the sunday gap fill", "гэп выходных закрывается до кассы": back to the last price before the weekend,
    /// within the day or before the session opens; the gap of the session comes later.
    private mutating func settleFillsOfSundays(_ frame: Surroundings) {
        guard let gap = pieces.indices.first(where: { isGap(pieces[$0].sense) }),
            let day = pieces.indices.first(where: { isWeekday($0, 7) || isWeekend($0) }),
            let fill = pieces.indices.first(where: { index in
                self[index] == .verb(.fill)
                    || index > gap && (self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close)))
            }), let rth = frame.window(of: .session(name: .rth))
        else { return }
        var last = fill
        var until: Int?
        switch (self[fill + 1], self[fill + 2]) {
        case (.mark(.before)?, .span(.session(name: .rth))?), (.mark(.before)?, .quantity(Quantity(.open))?),
            (.mark(.before)?, .verb(.open)?):
            (until, last) = (rth.from, fill + 2)
            if self[fill + 3] == .span(.session(name: .rth)) || isEndOfDay(fill + 3) { last += 1 }
        case (.timeBound(false, let minute)?, _): (until, last) = (frame.minute(minute), fill + 1)
        default: break
        }
        guard isWeekday(day, 7) || until.map({ $0 <= rth.from }) ?? false else { return }
        let bar = until.map { Span.clock(window: Window(from: frame.instrument.dayStart, to: $0)) } ?? .wholeDay
        let open = Series.metric(metric: .open, of: Bar(span: .wholeDay))
        let close = Series.shifted(of: .metric(metric: .close, of: Bar(span: .wholeDay)), by: -1)
        let filled = Condition.any(of: [
            .all(of: [
                .holds(open, .greater, close), .holds(.metric(metric: .low, of: Bar(span: bar)), .lessOrEqual, close),
            ]),
            .all(of: [
                .holds(open, .less, close), .holds(.metric(metric: .high, of: Bar(span: bar)), .greaterOrEqual, close),
            ]),
        ])
        var own = pieces[fill]
        own.sense = .condition(Fact(condition: filled, isOutcome: true))
        own.tokens = (pieces[fill...last].flatMap(\.tokens) + pieces[gap].tokens).sorted()
        let asks = pieces.contains { [.task(.share), .task(.count), .often, .task(.days)].contains($0.sense) }
        pieces[day].sense = .condition(Fact(condition: .calendar(field: .weekday, oneOf: [1]), isCalendar: true))
        pieces.replaceSubrange(fill...last, with: asks ? [own] : [Piece(sense: .task(.share), tokens: []), own])
        pieces.remove(at: gap < fill ? gap : gap - (last - fill) + (asks ? 0 : 1))
    }

    /// "biggest sunday open gap", "friday close to sunday open": from the last price before the weekend to the first behind
    /// it, which belongs to Monday; no gap of the regular session.
    private mutating func settleSundayGaps() {
        guard let gap = pieces.indices.first(where: { isGap(pieces[$0].sense) }),
            let sunday = pieces.indices.first(where: { isWeekday($0, 7) })
        else { return }
        let open = Series.metric(metric: .open, of: Bar(span: .wholeDay))
        let close = Series.shifted(of: .metric(metric: .close, of: Bar(span: .wholeDay)), by: -1)
        pieces[gap].sense = .quantity(
            Quantity(.series(.absolute(of: .arithmetic(left: open, operation: .minus, right: close))))
        )
        pieces[sunday].sense = .condition(Fact(condition: .calendar(field: .weekday, oneOf: [1]), isCalendar: true))
        for index in pieces.indices.reversed() where index != gap && index != sunday {
            let isEnd =
                switch self[index] {
                case .quantity(Quantity(.open))?, .quantity(Quantity(.close))?, .quantity(Quantity(.body))?: true
                case .verb(.open)?, .verb(.close)?: true
                default: isWeekday(index, 5) || isWeekend(index)
                }
            if isEnd { drop(index) }
        }
    }

    private func isWeekday(_ index: Int, _ day: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, let days) = fact.condition else {
            return false
        }
        return days == [day]
    }

    /// "gap fill on FOMC days vs other days": how often, on the ones and the others.
    mutating func settleFillsHeldAgainst() {
        guard
            let fill = pieces.indices.first(where: { index in
                if case .condition(let fact)? = self[index] { fact.condition == .gapFilled } else { false }
            }),
            pieces.contains(where: { $0.sense == .mark(.vs) }),
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .mark(.vs)?, .mark(.rest)?, .unit(.day)?, .dates?, .stop?, .symbol?: true
                case .condition(let fact)?: fact.isCalendar || index == fill
                default: false
                }
            })
        else { return }
        pieces.insert(Piece(sense: .task(.share), tokens: []), at: fill)
    }

    private func isWeekend(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, let days) = fact.condition else {
            return false
        }
        return days == [6, 7]
    }

    private func isGap(_ sense: Sense) -> Bool {
        if case .quantity(let quantity) = sense { quantity.isGap && quantity.shift == 0 } else { false }
    }
}
