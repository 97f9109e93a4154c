internal import Market
internal import Studies

extension Line {
    /// "закрылись выше открытия, но ниже вчерашнего close": the close is held against both.
    mutating func repeatClose() {
        for index in pieces.indices.reversed() where isRelation(index) && has(.andword, in: pieces[index]) {
            // "... and below yesterday's high": the joint is in the relation's words.
            guard isPriceHeld(index + 1), isPriceHeld(index - 1), isRelation(index - 2), closes(index - 3) else {
                continue
            }
            pieces[index].sense = .relation(self[index] == .relation(.lessOrEqual) ? .less : .greater)
            pieces.insert(Piece(sense: .mark(.and), tokens: []), at: index)
        }
        for index in pieces.indices.reversed() where isMark(index, .and) || isMark(index, .but) {
            let end = isStop(index - 1) ? index - 2 : index - 1
            guard isRelation(index + 1), has(.level, in: pieces[index + 1]), isPriceHeld(index + 2), isPriceHeld(end),
                isRelation(end - 1), closes(end - 2)
            else { continue }
            var verb = pieces[end - 2]
            (verb.tokens, verb.prep, verb.prepTokens, verb.afterStop) = ([], nil, [], false)
            pieces.insert(verb, at: index + 1)
            return
        }
    }

    private func isPriceHeld(_ index: Int) -> Bool {
        guard case .quantity(let price)? = self[index] else { return false }
        return price.isPrice && (price.extreme == nil || price.shift != 0 || price.span != nil)
    }

    /// A quantity against a number, another quantity, or a statistic of its own.
    mutating func joinComparisons(_ frame: Surroundings) {
        // "часто ниже него и закрылись": the verb stands behind the level.
        for index in pieces.indices where isRelation(index) && isMark(index + 1, .it) {
            let verb = isMark(index + 2, .and) ? index + 3 : index + 2
            guard self[verb] == .verb(.close), self[index - 1] != .verb(.close), !isRelation(verb + 1) else { continue }
            if verb == index + 3 { drop(index + 2) }
            let close = pieces.remove(at: index + 2)
            pieces.insert(close, at: index)
        }
        joinBreaks(frame)
        joinNotOther(frame)
        joinClosesBeyondNamed()
        joinTouches()
        joinCrossings()
        joinInside(frame)
        leadWithWindows()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let (found, first) = leftSide(index) else { continue }
            var left = found
            var next = index + 1
            if self[next] == .verb(.form), isRelation(next + 1) { next += 1 }
            if isMark(next, .absolute) {
                left.absolute = true
                next += 1
            }
            if isQuantity(index), let found = multiple(next, of: left) {
                join(first...found.last, as: .condition(Fact(condition: found.condition, isOutcome: true, rank: left)))
                index = first
                continue
            }
            if let found = part(next) {
                if let side = share(found, of: left, at: found.last + 1) {
                    join(first...side.last, as: .condition(Fact(condition: side.condition, isOutcome: true)))
                    index = first
                    continue
                }
                // "RTH range is more than 80% of the full day range": the window before is the left side's own.
                if case .span(let span)? = self[first - 1], left.span == nil {
                    var spanned = left
                    spanned.span = span
                    if let side = share(found, of: spanned, at: found.last + 1) {
                        join((first - 1)...side.last, as: .condition(Fact(condition: side.condition, isOutcome: true)))
                        index = first - 1
                        continue
                    }
                }
            }
            if case .between(let low, let high, nil)? = self[next], Self.isClockPair(low, high) { continue }
            if case .between(let low, let high, let measure)? = self[next] {
                join(first...next, as: .condition(Self.within(left, low, high, measure, frame)))
                index = first
            } else if isQuantity(index), let found = threshold(next, bare: !left.isPrice), !found.isOnce,
                !((left.isVolume || left.isPrice) && found.measure == .percent)
            {
                if left.isChange, left.shift == 0, !found.relation.isUp, found.value > 0, pieces[next].tokens.count > 0,
                    tokens[pieces[next].tokens[0]].kind == .word,
                    !pieces.contains(where: { if case .number(..<0, _) = $0.sense { true } else { false } })
                {
                    // "изменение не больше 1%": its size.
                    left.absolute = true
                }
                var last = found.last
                if isMark(last + 1, .absolute), left.isSigned {
                    left.absolute = true
                    last += 1
                }
                join(first...last, as: .condition(Self.compare(left, found, frame)))
                index = first
            } else if first == index, !isQuantity(index), let found = threshold(next, bare: false),
                found.measure == nil || found.measure == .points || found.measure == .dollars
            {
                // "closed above 20000": a price.
                join(first...found.last, as: .condition(Self.compare(left, found, frame)))
                index = first
            } else if isOrderOfExtremes(left, next) {
                continue
            } else if case .relation(let relation)? = self[next], !isForm(next, .from),
                let side = rightSide(next + 1, of: left)
            {
                join(first...side.last, as: .condition(Self.compare(left, relation, side.series, side.extra, frame)))
                index = first
            }
        }
    }

    /// "range 930-1030": as likely hours as points.
    private static func isClockPair(_ low: Double, _ high: Double) -> Bool {
        [low, high].allSatisfy { value in
            guard value == value.rounded(), (900...2359).contains(value) else { return false }
            return Int(value) % 100 < 60 && Int(value) % 5 == 0
        }
    }

    /// "more than 80%", "больше половины": a share of something, in percent.
    private func part(_ index: Int) -> Threshold? {
        guard var found = threshold(index, bare: false) else { return nil }
        if found.measure == nil, found.value > 0, found.value < 1 {
            found.value *= 100
            found.measure = .percent
        }
        return found.measure == .percent ? found : nil
    }

    /// "диапазоном RTH больше 500": a window between a quantity and its bound is said before it as well.
    private mutating func leadWithWindows() {
        for index in pieces.indices where isQuantity(index) && isSpan(index + 1) && !isSpan(index - 1) {
            let next = self[index + 2] == .verb(.form) ? index + 3 : index + 2
            guard isRelation(next), !pieces[index + 1].afterStop else { continue }
            pieces.swapAt(index, index + 1)
        }
    }

    /// "лой раньше хая": of one bar's two ends the one is never compared with the other but in time.
    private func isOrderOfExtremes(_ left: Quantity, _ index: Int) -> Bool {
        guard isRelation(index), case .quantity(let right)? = self[index + 1], let a = left.extreme,
            let b = right.extreme
        else { return false }
        return a != b && left.shift == right.shift && (right.span == nil || right.span == left.span)
    }

    func spanned(_ metric: Metric, _ index: Int) -> Quantity { Quantity(metric) }
    static func compare(_ left: Quantity, _ found: Threshold, _ frame: Surroundings) -> Fact {
        var left = left
        var value = found.value
        var percent: Bool?
        switch found.measure {
        case .percent?: percent = true
        case .points?, .dollars?: percent = false
        case .ticks?: (percent, value) = (false, value * frame.tick)
        case .times?:
            let series = left.series(percent: left.percentOfMultiples)
            let mean: Series =
                left.isVolume
                ? .rolling(statistic: .mean, of: series, count: 20) : .aggregate(statistic: .mean, of: series)
            return Fact(
                condition: .holds(
                    series,
                    found.relation,
                    .arithmetic(left: mean, operation: .times, right: .number(value: value))
                ),
                isOutcome: true
            )
        default:
            // A bare number: of a gap or a change the unit is not said; small ones are percent.
            if left.percent == nil, left.isSigned, case .metric(let metric) = left.base, metric != .changePct,
                metric != .gapPct, metric != .bodyPct
            {
                percent = abs(value) <= 20
            }
        }
        var relation = found.relation
        if left.isDrawdown, value > 0 {
            // "Drawdown over 10%": it is below zero.
            (value, relation) = (-value, relation.mirrored)
        }
        // A size, not a direction: "gap > 2%", "движение больше 3%".
        if left.base == .metric(.gap) || left.base == .move, value > 0 { left.absolute = true }
        var fact = Fact(condition: .holds(left.series(percent: percent), relation, .number(value: value)))
        fact.ofSession = left.isGap
        fact.isOutcome = true
        var rank = left
        rank.percent = percent ?? rank.percent
        fact.rank = rank
        fact.rankDescending = found.relation.isUp
        if left.isSigned, !left.absolute { fact.up = found.relation.isUp }
        return fact
    }

    static func within(
        _ left: Quantity,
        _ low: Double,
        _ high: Double,
        _ measure: Scale?,
        _ frame: Surroundings
    ) -> Fact {
        var left = left
        let factor = measure == .ticks ? frame.tick : 1
        let percent: Bool? = measure == .percent ? true : measure == nil ? nil : false
        if left.base == .metric(.gap) || left.base == .move { left.absolute = low >= 0 }
        let series = left.series(percent: percent)
        var fact = Fact(
            condition: .all(of: [
                .holds(series, .greaterOrEqual, .number(value: low * factor)),
                .holds(series, .lessOrEqual, .number(value: high * factor)),
            ]),
            isOutcome: true
        )
        fact.ofSession = left.isGap
        var rank = left
        rank.percent = percent
        fact.rank = rank
        return fact
    }

    static func compare(
        _ left: Quantity,
        _ relation: Relation,
        _ right: Series,
        _ extra: Threshold?,
        _ frame: Surroundings
    ) -> Fact {
        if let extra {
            let value = extra.measure == .ticks ? extra.value * frame.tick : extra.value
            let away = distance(left, right, percent: extra.measure == .percent, absolute: false)
            var fact = Fact(
                condition: relation.isUp
                    ? .holds(away, extra.relation, .number(value: value))
                    : .holds(away, extra.relation.mirrored, .number(value: -value)),
                isOutcome: true
            )
            fact.rank = away.quantity
            fact.rankDescending = relation.isUp
            return fact
        }
        let percent: Bool? =
            if case .aggregate = right { left.isVolume ? nil : true } else if case .rolling = right {
                left.isVolume ? nil : true
            } else { nil }
        // The open against the previous close is the gap, which exists at the RTH open.
        if relation != .equal, relation != .notEqual, left.base == .metric(.open), left.shift == 0,
            case .shifted(.metric(.close, _), -1) = right
        {
            return Fact(condition: .sign(.gap, up: relation.isUp), ofSession: true, up: relation.isUp)
        }
        // A shadow is held against how large the body is.
        var left = left
        let isShadow = left.base == .metric(.upperShadow) || left.base == .metric(.lowerShadow)
        var right = right
        if left.series(percent: percent).unit == .points, case .metric(let metric, let bar) = right,
            metric.unit == .percent, let points = Quantity(metric).metric(percent: false)
        {
            right = .metric(metric: points, of: bar)
        }
        if left.isGap, right.isStatistic { left.absolute = true }
        if left.isGap, right.unit == .points {
            // "Gap larger than ATR": of either side, in points.
            left.percent = false
            left.absolute = true
        }
        if isShadow, case .metric(.body, _) = right { right = .absolute(of: right) }
        var fact = Fact(
            condition: .holds(left.series(percent: percent ?? left.percent), relation, right),
            isOutcome: true
        )
        fact.up = left.base == .metric(.close) ? relation.isUp : nil
        if relation != .equal, relation != .notEqual, left.base == .metric(.close), left.span == nil,
            case .metric(.open, _) = right
        {
            fact = Self.state(.body, relation.isUp)
        }
        if relation != .equal, relation != .notEqual, left == Quantity(.close),
            right == .shifted(of: .metric(metric: .close, of: .own), by: -1)
        {
            // Said against that close, it stays so whatever the day began with.
            fact.settled = true
        }
        return fact
    }
}

extension Series {
    /// One number about many rows.
    fileprivate var isStatistic: Bool {
        switch self {
        case .aggregate, .rolling: true
        default: false
        }
    }
}
