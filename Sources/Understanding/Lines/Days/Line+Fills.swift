internal import Market
internal import Studies

extension Line {
    /// "gap fill", "гэпы закрываются", "filled same day".
    mutating func joinFills(_ frame: Surroundings) {
        askWithinHowManyDays()
        let asksTime = pieces.contains { $0.sense == .task(.timehour) || $0.sense == .task(.time) }
        for index in pieces.indices where asksTime && self[index] == .superlative(.max) && has(.asks) {
            // "what hour do most gaps fill in": at what time most often.
            let isGap: Bool =
                switch self[index + 1] {
                case .quantity(let quantity)?: quantity.isGap
                default: isGapFact(index + 1)
                }
            if isGap, pieces[index...].contains(where: { $0.sense == .verb(.fill) }) { pieces[index].sense = .often }
        }
        for index in pieces.indices.dropFirst()
        where self[index] == .quantity(Quantity(.close)) && self[index - 1] == .task(.time)
            && pieces.indices.contains(where: { isBareGap($0) || isGapFact($0) })
        {
            // "gap of 20 March: time of the close": its own, and not the market's.
            pieces[index].sense = .verb(.close)
        }
        joinFillTimes()
        joinPartFills(frame)
        var index = 0
        while index < count {
            defer { index += 1 }
            var (first, last) = (index, index)
            var isHeld = false
            if tellsHowItClosed(index) {
                pieces[index].sense = .quantity(Quantity(.change))
                continue
            }
            switch self[index] {
            case .verb(.fill)?:
                // "how much does it give back": of a gap only where one is named.
                guard !has(.givenback, in: pieces[index]) || speaksOfGap else {
                    pieces[index].sense = .unknown
                    continue
                }
                if case .quantity(let quantity)? = self[index - 1], quantity.isGap { first -= 1 }
                if first == index, case .quantity(let quantity)? = self[index + 1], quantity.isGap,
                    prep(index + 1) != .by
                {
                    last += 1
                }
            case .quantity(let quantity)? where quantity.base == .metric(.close) && quantity.shift == 0:
                // "закрытие гэпов", "gap close".
                if case .quantity(let gap)? = self[index + 1], gap.isGap, prep(index + 1) != .by {
                    last += 1
                } else if isGapFact(index + 1), !isFill(index + 1), prep(index + 1) != .in {
                    // ... but "a green close on gap up days" is of such days.
                    break
                } else if case .quantity(let gap)? = self[index - 1], gap.isGap, !saysOutcome(index + 1) {
                    first -= 1
                } else if isMark(index - 1, .except), isQuantity(index - 2) {
                    break
                } else if isBesideUnfilled(index) || isOfSameDay(index) {
                    break
                } else if isGapFact(index - 1), has(.asks), prep(index) == nil, !pieces[index].afterStop,
                    !saysOutcome(index + 1), !isQuantity(index + 1)
                {
                    // "how often do gap ups close".
                    break
                } else {
                    continue
                }
            case .verb(.close)?:
                // "чем заканчиваются дни с гэпом": the days do it.
                if isOfDay(index) {
                    settleHowDaysEnd(index)
                    continue
                }
                if isGapFact(index + 1), !isFill(index + 1), prep(index + 1) != .in { break }
                if case .quantity(let quantity)? = self[index - 1], quantity.isGap, !isWay(index + 1) {
                    first -= 1
                } else if case .condition(let fact)? = self[index - 1], fact.ofSession, case .compare = fact.condition,
                    !saysOutcome(index + 1)
                {
                    break
                } else if case .quantity(let quantity)? = self[index + 1], quantity.isGap {
                    last += 1
                } else if pieces.contains(where: { if case .quantity(let q) = $0.sense { q.isGap } else { false } })
                    || gapFact || isTimedBesideFill(index, frame), !saysOutcome(index + 1)
                {
                    break
                } else {
                    continue
                }
            case .verb(.hold)?:
                // "how often does a gap up hold": it does not fill.
                guard isGapFact(index - 1) || isBareGap(index - 1), !isFill(index - 1) else { continue }
                if isBareGap(index - 1) { first -= 1 }
                isHeld = true
                if self[last + 1] == .span(.wholeDay) || self[last + 1] == .relative(.all) { last += 1 }
            default: continue
            }
            // "in the same day", "same-day".
            if isMark(last + 1, .together) {
                last += 1
            } else if isMark(last + 1, .same) {
                last += unit(last + 2) == .day || unit(last + 2) == .session ? 2 : 1
            } else if isMark(first - 1, .same), unit(first) == .day {
                first -= 1
            }
            var fact = Fact(condition: .gapFilled, ofSession: true, isOutcome: true)
            var size = Quantity(.gap)
            size.absolute = true
            fact.rank = size
            if isHeld { (fact.condition, fact.rank) = (.not(of: .gapFilled), Quantity(.gap)) }
            // "гэпы без закрытия".
            if isMark(first - 1, .except) {
                fact.condition = .not(of: .gapFilled)
                first -= 1
            }
            join(first...last, as: .condition(fact))
            index = first
        }
        joinSameDays()
    }

    /// "within how many days do gaps fill", "в течение скольких дней": a fill is of its own session, so no study tells that.
    private mutating func askWithinHowManyDays() {
        for index in pieces.indices where self[index] == .task(.count) && unit(index + 1) == .day {
            guard let first = pieces[index].tokens.first, first > 0,
                [.within, .during].contains(where: { forms.contains(tokens[first - 1].text, $0) })
            else { continue }
            pieces[index].sense = .unknown
        }
    }

    /// "how do days end up", "закрывается такой день": days close, and no gap.
    private func isOfDay(_ index: Int) -> Bool {
        var next = index + 1
        while isMark(next, .those), prep(next) == nil { next += 1 }
        if unit(next) == .day || unit(next) == .session, prep(next) == nil, !pieces[next].afterStop { return true }
        return (unit(index - 1) == .day || unit(index - 1) == .session) && prep(index - 1) == nil
            && prep(index) == nil && !pieces[index].afterStop && !isMark(index - 2, .same)
    }

    /// "how do days end up after a gap down", "как обычно закрывается такой день": what those days brought.
    private mutating func settleHowDaysEnd(_ index: Int) {
        guard let first = pieces[index].tokens.first, !saysOutcome(index + 1),
            let how = tokens[..<first].lastIndex(where: { forms.contains($0.text, .how) }), empty.contains(how),
            !pieces.contains(where: {
                switch $0.sense {
                case .task(.share), .task(.count), .task(.performance), .often: !has(.usual, in: $0)
                default: false
                }
            })
        else { return }
        for usual in pieces.indices.reversed() where has(.usual, in: pieces[usual]) { drop(usual) }
        guard let place = pieces.firstIndex(where: { $0.tokens.contains(first) }) else { return }
        pieces[place].sense = .task(.performance)
    }

    /// "the biggest gaps and how they closed": what those days brought, beside what is ranked.
    private func tellsHowItClosed(_ index: Int) -> Bool {
        guard self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close)),
            let first = pieces[index].tokens.first,
            pieces.contains(where: { [.task(.top), .superlative(.max), .superlative(.min)].contains($0.sense) }),
            let how = tokens[max(0, first - 3)..<first].lastIndex(where: { forms.contains($0.text, .how) }),
            empty.contains(how)
                || pieces.contains(where: { $0.sense == .task(.performance) && $0.tokens.contains(how) })
        else { return false }
        return pieces[..<index].contains {
            $0.tokens.contains(how - 1) && ($0.sense == .mark(.and) || $0.sense == .stop(","))
        }
    }

    /// "закрывается гэп вверх в тот же день", "внутри дня", "до конца дня": a fill is of the same day in any case.
    private mutating func joinSameDays() {
        guard
            let fill = pieces.firstIndex(where: {
                if case .condition(let fact) = $0.sense { fact.condition == .gapFilled } else { false }
            })
        else { return }
        for index in pieces.indices.reversed() where index != fill {
            let last: Int
            if isMark(index, .same), unit(index + 1) == .day || unit(index + 1) == .session {
                last = index + 1
            } else if isMark(index, .before), isMark(index + 1, .end) {
                last = index + 1
            } else if isMark(index, .together), has(.day, in: pieces[index]) {
                last = index
            } else if unit(index) == .hourofday, has(.inside, in: pieces[index]) || prep(index) == nil {
                last = index
            } else {
                continue
            }
            let said = pieces[index...last].flatMap(\.tokens)
            let place = index < fill ? fill - (last - index + 1) : fill
            pieces.removeSubrange(index...last)
            pieces[place].tokens = (pieces[place].tokens + said).sorted()
            return
        }
    }

    /// "filled within 15 minutes", "закрываются за час": a fill is timed from the session's open on.
    private mutating func joinFillTimes() {
        guard
            pieces.contains(where: {
                switch $0.sense {
                case .quantity(let quantity): quantity.isGap
                case .condition(let fact): fact.ofSession && fact.rank?.isGap ?? false
                default: false
                }
            }),
            pieces.indices.contains(where: {
                self[$0] == .verb(.fill) || self[$0] == .verb(.close) || self[$0] == .quantity(Quantity(.close))
            })
        else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            var (start, place) = (index, index)
            while self[place] == .relation(.less) || self[place] == .relation(.lessOrEqual) || isMark(place, .inside) {
                place += 1
            }
            let isBounded = place > start || prep(place) == .in
            guard isBounded, let found = lasting(place) else { continue }
            switch self[start - 1] {
            case .ordinal?, .relative?, .quantity(Quantity(.range))?: continue
            // "volume in the hour the gap is filled": not of the session's first.
            case .quantity(let quantity)? where !quantity.isGap && quantity.base != .metric(.close): continue
            default: break
            }
            var last = found.last
            if isMark(last + 1, .after) || isMark(last + 1, .rest),
                self[last + 2] == .quantity(Quantity(.open)) || self[last + 2] == .verb(.open)
            {
                last += 2
            }
            if start == index, pieces.indices.contains(start - 1), isMark(start - 1, .inside) { start -= 1 }
            join(start...last, as: .span(.opening(minutes: found.minutes)))
            (pieces[start].prep, pieces[start].prepTokens) = (.in, [])
            index = start
        }
    }

    /// So many minutes or hours.
    private func lasting(_ index: Int) -> (minutes: Int, last: Int)? {
        if case .slots(let minutes)? = self[index], prep(index) == .in { return (minutes, index) }
        if unit(index) == .hour { return (60, index) }
        if case .slot(let minutes)? = unit(index) { return (minutes, index) }
        guard let number = whole(index), (1...390).contains(number) else { return nil }
        return switch unit(index + 1) {
        case .minute: (number, index + 1)
        case .hour where number <= 6: (number * 60, index + 1)
        default: nil
        }
    }

    /// "закрывается половина гэпа", "retraces 50% of the gap": back by that part of it within the session.
    private mutating func joinPartFills(_ frame: Surroundings) {
        for index in pieces.indices.reversed() where self[index] == .relation(.greaterOrEqual) {
            // "at least half of the gap", "half the gap or more": so much is what is asked in any case.
            let isBefore = part(index + 1).map { $0 < 1 } ?? false
            let isBehind = (part(index - 1) ?? part(index - 2)).map { $0 < 1 } ?? false
            if isBefore || isBehind, pieces.contains(where: { $0.sense == .verb(.fill) }) { drop(index) }
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let part = part(index), part < 1 else { continue }
            let gap = isBareGap(index + 1) ? index + 1 : index
            let verb = [index - 1, gap + 1].first { self[$0] == .verb(.fill) || self[$0] == .verb(.close) }
            if gap == index + 1, let verb {
                join(min(index, verb)...max(gap, verb), as: .condition(Self.partFilled(part, frame)))
                index = min(index, verb)
            } else if isFilling(index + 1), isBareGap(index + 2), prep(index + 2) != .by {
                // "half-filled gaps".
                join(index...(index + 2), as: .condition(Self.partFilled(part, frame)))
            } else if isFilling(index + 1), isBareGap(index - 1) {
                // "how often is the gap half filled".
                join((index - 1)...(index + 1), as: .condition(Self.partFilled(part, frame)))
                index -= 1
            } else if self[index - 1] == .verb(.fill), isBareGap(index - 2) {
                join((index - 2)...index, as: .condition(Self.partFilled(part, frame)))
                index -= 2
            }
        }
    }

    /// "из закрытых гэпов какой процент закрывается только после 12:00": the same gaps, and when they do.
    private func isTimedBesideFill(_ index: Int, _ frame: Surroundings) -> Bool {
        pieces[..<index].indices.contains { isFill($0) }
            && bound(isMark(index + 1, .only) ? index + 2 : index + 1, frame) != nil
    }

    /// "закрытые и незакрытые гэпы", "незакрытых гэпов против закрытых": the other side of those that did not fill.
    private func isBesideUnfilled(_ index: Int) -> Bool {
        func isUnfilled(_ place: Int) -> Bool {
            if case .condition(let fact)? = self[place] { fact.condition == .not(of: .gapFilled) } else { false }
        }
        if joinsHeads(index + 1), isUnfilled(index + 2) || isMark(index + 2, .not) && isFilling(index + 3) {
            return true
        }
        guard joinsHeads(index - 1) else { return false }
        let place = isBareGap(index - 2) ? index - 3 : index - 2
        return isUnfilled(place) || isFilling(place) && isMark(place - 1, .not)
    }

    /// "процент закрытия в тот же день для гэпов вверх": days close on no other day.
    private func isOfSameDay(_ index: Int) -> Bool {
        guard gapFact, !saysOutcome(index + 1) else { return false }
        return isMark(index + 1, .same) && (unit(index + 2) == .day || unit(index + 2) == .session)
            || isMark(index + 1, .together) && has(.day, in: pieces[index + 1])
    }

    private func isFilling(_ index: Int) -> Bool { self[index] == .verb(.fill) || isFill(index) }

    private func part(_ index: Int) -> Double? {
        switch self[index] {
        case .number(let value, nil)? where value == 0.5: value
        case .number(let value, .percent)? where value > 0: value / 100
        default: nil
        }
    }

    private func isBareGap(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index] { quantity.isGap && quantity.shift == 0 } else { false }
    }

    private static func partFilled(_ part: Double, _ frame: Surroundings) -> Fact {
        let bar = Bar(span: frame.instrument.hasRegularHours ? .session(name: .rth) : nil)
        func own(_ metric: Metric) -> Series { .metric(metric: metric, of: bar) }
        let level = Series.arithmetic(
            left: own(.open),
            operation: .minus,
            right: .arithmetic(left: own(.gap), operation: .times, right: .number(value: part))
        )
        var fact = Fact(
            condition: .any(of: [
                .all(of: [.sign(.gap, up: true, of: bar), .holds(own(.low), .lessOrEqual, level)]),
                .all(of: [.sign(.gap, up: false, of: bar), .holds(own(.high), .greaterOrEqual, level)]),
            ]),
            ofSession: true,
            isOutcome: true
        )
        var size = Quantity(.gap)
        size.absolute = true
        fact.rank = size
        return fact
    }

    func isGapFact(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], fact.ofSession else { return false }
        return (fact.rank?.isGap ?? false) && fact.condition != .gapFilled
    }

    var speaksOfGap: Bool {
        gapFact || pieces.contains { if case .quantity(let quantity) = $0.sense { quantity.isGap } else { false } }
    }

    func isFill(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index] { fact.condition == .gapFilled } else { false }
    }

    var gapFact: Bool {
        pieces.contains {
            guard case .condition(let fact) = $0.sense, fact.ofSession else { return false }
            switch fact.condition {
            case .compare(.metric(let metric, _), _, _), .compare(.absolute(of: .metric(let metric, _)), _, _):
                return metric == .gap || metric == .gapPct
            default: return false
            }
        }
    }

    func saysOutcome(_ index: Int) -> Bool {
        switch self[index] {
        case .way?, .colour?, .win?, .relation?, .rise?, .verb(.break)?: true
        default: false
        }
    }
}
