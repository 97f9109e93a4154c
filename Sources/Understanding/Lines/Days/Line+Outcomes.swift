internal import Market
internal import Studies

extension Line {
    /// "win rate by weekday", "винрейт после NR7": days won are those that closed up, where nothing else is asked of them.
    mutating func joinWinRates() {
        let hasOutcome = pieces.contains {
            if case .condition(let fact) = $0.sense { fact.isOutcome && fact.settled } else { false }
        }
        guard !hasOutcome,
            let place = pieces.indices.first(where: {
                self[$0] == .task(.share) && has(.winning, in: pieces[$0])
            })
        else { return }
        var won = pieces[place]
        won.sense = .condition(Self.state(.change, true))
        (won.prep, won.prepTokens, won.afterStop) = (nil, [], false)
        pieces.insert(won, at: place + 1)
    }

    /// "hourly win rate", "процент роста по часам": in which part of the clock it is how often so.
    mutating func settleRatesByClock() {
        guard let share = pieces.firstIndex(where: { $0.sense == .task(.share) }),
            let place = pieces.firstIndex(where: { if case .slots = $0.sense { true } else { false } }),
            case .slots(let minutes)? = self[place],
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .condition(let fact): fact.isCalendar || fact.settled && fact.run == nil && fact.up != nil
                case .dates, .stop, .span, .symbol, .measure(.percent), .unit(.day): true
                default: index == share || index == place
                }
            }), pieces.indices.contains(where: { isFact($0) })
        else { return }
        pieces[place].sense = .which(minutes == 60 ? .hour : .slot(minutes: minutes))
        (pieces[place].prep, pieces[place].each) = (nil, false)
        pieces[share].sense = .often
    }

    /// "закрытие гэпа работает?", "does gap fill work on mondays": how often it comes to pass.
    mutating func settleWorking() {
        guard
            let place = pieces.indices.first(where: { self[$0] == .task(.performance) && has(.works, in: pieces[$0]) })
        else { return }
        let facts = pieces.filter { if case .condition(let fact) = $0.sense { !fact.isCalendar } else { false } }
        let gaps = pieces.indices.filter { self[$0] == .quantity(Quantity(.gap)) }
        if facts.isEmpty, gaps.count == 1 {
            // "гэпы работают?": whether they fill.
            var size = Quantity(.gap)
            size.absolute = true
            pieces[gaps[0]].sense = .condition(
                Fact(condition: .gapFilled, ofSession: true, isOutcome: true, rank: size)
            )
        } else if facts.count == 1, case .condition(let fact) = facts[0].sense, fact.settled, fact.run == nil {
            // "работает ли отскок": that a day rose is nothing that works.
            pieces[place].sense = .unknown
            return
        }
        guard
            pieces.contains(where: {
                if case .condition(let fact) = $0.sense { fact.condition == .gapFilled } else { false }
            })
        else { return }
        pieces[place].sense = .often
    }

    /// "NR7 next day range", "доджи, следующий день": what stands directly before "the next day" is what it comes after.
    mutating func joinFollowing() {
        settleFollowed()
        let isTold = pieces.contains {
            // "top 10 drops, and the next day": told beside each of them.
            $0.sense == .mark(.after) || $0.sense == .mark(.given) || $0.sense == .task(.count)
                || $0.sense == .task(.top)
        }
        if !isTold { joinNextFacts() }
        guard !isTold,
            let place = pieces.indices.first(where: { isMark($0, .next) }),
            // "a green day following a red day": what it comes after stands behind.
            !(isForm(place, .following) && isFact(place + 1))
        else { return }
        var event = self[place - 1] == .stop(",") || self[place - 1] == .stop("-") ? place - 2 : place - 1
        while unit(event) == .day { event -= 1 }
        if self[event] == .often || self[event] == .task(.performance), self[event - 1] == .stop(":") {
            // "a red outside day: what usually comes next".
            event -= 2
        }
        guard case .condition(let fact)? = self[event], !fact.isCalendar, pieces[place].each == false else { return }
        // "The last half hour green: chance of a gap up the next day": it is asked of that day, and comes after nothing.
        if let asked = pieces[..<event].lastIndex(where: { $0.sense == .task(.share) || $0.sense == .often }),
            pieces[..<asked].contains(where: {
                if case .condition(let given) = $0.sense { !given.isCalendar } else { false }
            })
        {
            return
        }
        let behind = unit(place + 1) == .day ? place + 2 : place + 1
        if isAskedOfAnother(event), case .condition(let told)? = self[behind], told.settled, !pieces[behind].afterStop {
            // "share of gap ups fill next day green": which of the two is of the next day, is not said.
            pieces[place].sense = .unknown
            return
        }
        if isAskedOfAnother(event) {
            // "how often does a doji close green the next day": that day is asked about, and the doji is what it follows.
            let last = unit(place + 1) == .day ? place + 1 : place
            join(event...last, as: .condition(fact.shifted(1)))
            return
        }
        // "a red outside day: the next day": the colour is of the same day.
        if case .condition(let state)? = self[event - 1], state.settled, state.up != nil, !state.isCalendar,
            prep(event) == nil, !pieces[event].afterStop
        {
            event -= 1
        }
        var mark = pieces[place]
        mark.sense = .mark(.after)
        (mark.prep, mark.prepTokens, mark.afterStop) = (nil, [], false)
        pieces.insert(mark, at: event)
    }

    /// Another fact stands between "how often" and this one, and both are not said of one day.
    private func isAskedOfAnother(_ event: Int) -> Bool {
        guard let asked = pieces[..<event].lastIndex(where: { $0.sense == .task(.share) || $0.sense == .often }),
            let given = pieces[asked..<event].lastIndex(where: { piece in
                if case .condition(let fact) = piece.sense { !fact.isCalendar } else { false }
            })
        else { return false }
        return pieces[given..<event].allSatisfy { piece in
            switch piece.sense {
            case .mark(.and), .mark(.or), .mark(.but), .mark(.given), .stop: false
            default: true
            }
        }
    }

    /// "rose more than 2% and fell the next day", "выросли больше чем на 2% и на следующий день упали": of the day after.
    private mutating func joinNextFacts() {
        let asks = pieces.contains { piece in
            switch piece.sense {
            case .task(.share), .task(.performance), .often, .statistic, .quantity: true
            default: false
            }
        }
        guard !asks, let place = pieces.indices.first(where: { isMark($0, .next) }) else { return }
        let day = unit(place + 1) == .day ? place + 1 : place
        if isFact(place - 1), isMark(place - 2, .and) || isMark(place - 2, .but), isFact(place - 3),
            isLastWord(day), case .condition(let fact)? = self[place - 1]
        {
            join((place - 1)...day, as: .condition(fact.shifted(1)))
        } else if isMark(place - 1, .and) || isMark(place - 1, .but), isFact(place - 2), isLastWord(day + 1),
            case .condition(let fact)? = self[day + 1], !fact.isCalendar
        {
            join(place...(day + 1), as: .condition(fact.shifted(1)))
        }
    }

    private func isLastWord(_ index: Int) -> Bool {
        pieces.indices.contains(index)
            && pieces[(index + 1)...].allSatisfy { piece in
                switch piece.sense {
                case .stop, .dates, .symbol, .span: true
                default: false
                }
            }
    }

    /// "how many times was a gap up followed by a red day", "hammer days: what share were followed by a higher close": the
    /// day after.
    private mutating func settleFollowed() {
        guard let place = pieces.firstIndex(where: { $0.sense == .mark(.then) && $0.tokens.count > 1 }),
            isFact(place + 1), !pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.next) })
        else { return }
        let isCounted = pieces[..<place].contains { $0.sense == .task(.count) } && isFact(place - 1)
        let isTold = pieces[..<place].contains { $0.sense == .stop(":") } && !isFact(place - 1)
        if isCounted || isTold { pieces[place].sense = .mark(.next) }
    }

    /// "which day makes the low of the week most often": of its weekdays.
    mutating func settleDaysOfWeek() {
        guard pieces.contains(where: { $0.sense == .often }),
            pieces.contains(where: {
                if case .quantity(let quantity) = $0.sense {
                    quantity.extreme != nil && quantity.unit == .week
                } else {
                    false
                }
            }) || pieces.indices.contains(where: { unit($0) == .week && isQuantity($0 - 1) && prep($0 - 1) != .by }),
            let place = pieces.indices.first(where: { self[$0] == .task(.days) })
        else { return }
        pieces[place].sense = .which(.weekday)
    }

    /// "rsi below 30, what then": nothing stands behind the word but the question's end.
    mutating func settleTrailingAfter() {
        guard let place = pieces.lastIndex(where: { if case .stop = $0.sense { false } else { true } }),
            isMark(place, .after) || isMark(place, .then),
            case .condition(let fact)? = self[event(before: place)], !fact.isCalendar,
            !pieces[..<place].contains(where: { $0.sense == .mark(.after) })
        else { return }
        pieces[place].sense = .mark(.next)
    }

    /// What stands before a word, past a comma and "day".
    private func event(before index: Int) -> Int {
        var place = index - 1
        if self[place] == .stop(",") || self[place] == .stop("-") { place -= 1 }
        return unit(place) == .day ? place - 1 : place
    }

    /// "the last 2% gap", "number of 1% moves": a move of at least that size.
    mutating func joinSizedMoves() {
        for index in pieces.indices {
            guard case .number(_, let measure?)? = self[index], measure == .percent || measure == .points,
                case .quantity(let move)? = self[index + 1],
                move.isGap || move.base == .move || move.base == .metric(.range) && isSizedRange(index),
                prep(index + 1) == nil,
                // "50% of the gap" is a part of it.
                pieces[index].tokens.count <= 2, !pieces[index + 1].afterStop, threshold(index + 2, bare: true) == nil,
                // "a 1% gap up": its way stands behind it.
                !(move.isGap && isWay(index + 2) && !pieces[index + 2].afterStop)
            else { continue }
            switch self[index - 1] {
            case .relation?, .task(.top)?, .superlative?, .best?, .stop("-")?, .edge?, .mark(.not)?: continue
            default: break
            }
            let bound = Piece(sense: .relation(.greaterOrEqual), tokens: pieces[index].tokens)
            pieces[index + 1].prep = pieces[index].prep
            pieces[index + 1].afterStop = pieces[index].afterStop
            (pieces[index].prep, pieces[index].afterStop) = (nil, false)
            pieces.swapAt(index, index + 1)
            pieces.insert(bound, at: index + 1)
        }
    }

    /// "a 3% range day", "days with a 2% range", "после 2% диапазона": a range of at least that size.
    private func isSizedRange(_ index: Int) -> Bool {
        if unit(index + 2) == .day, prep(index + 2) == nil, !pieces[index + 2].afterStop { return true }
        return isMark(index - 1, .given) || isMark(index - 1, .after) || self[index - 1] == .task(.days)
            || prep(index) == .from
    }

    /// "days with no gap": it is zero.
    mutating func joinAbsentGaps() {
        for index in pieces.indices.reversed() where isMark(index, .not) || isMark(index, .except) {
            guard case .quantity(let gap)? = self[index + 1], gap.isGap, gap.shift == 0, prep(index + 1) == nil,
                index + 2 == count || isStop(index + 2) || isDates(index + 2)
            else { continue }
            let none = Condition.holds(.metric(metric: .gap, of: .own), .equal, .number(value: 0))
            join(index...(index + 1), as: .condition(Fact(condition: none, ofSession: true, isOutcome: true)))
        }
    }

    /// "days above the 200-day average": of a price that is only named by its mean, the close is meant.
    mutating func joinClosesBesideMeans() {
        for index in pieces.indices.reversed() {
            guard isRelation(index), !isForm(index, .from), case .quantity(let mean)? = self[index + 1],
                case .indicator(let indicator) = mean.base, indicator.isOfPrice, !hasOwnPrice(before: index)
            else { continue }
            pieces.insert(Piece(sense: .quantity(Quantity(.close)), tokens: pieces[index].tokens), at: index)
        }
    }

    private func hasOwnPrice(before index: Int) -> Bool {
        switch self[index - 1] {
        case .quantity?, .verb?, .number?, .mark(.it)?, .mark(.not)?, .bars?, .highLow?, .relation?: true
        default: false
        }
    }
}

extension Indicator {
    /// Prices lie on one side of it or the other.
    fileprivate var isOfPrice: Bool {
        switch self {
        case .sma, .ema, .bollinger, .vwap: true
        case .rsi, .atr: false
        }
    }
}
