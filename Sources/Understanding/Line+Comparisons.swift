internal import Market
internal import Studies

extension Line {
    /// A quantity against a number, another quantity, or a statistic of its own.
    mutating func joinComparisons(_ frame: Surroundings) {
        joinBreaks(frame)
        joinTouches()
        joinCrossings()
        joinInside()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let (found, first) = leftSide(index) else { continue }
            var left = found
            var next = index + 1
            if isMark(next, .absolute) {
                left.absolute = true
                next += 1
            }
            if isQuantityPlace(index), let found = multiple(next, of: left) {
                join(first...found.last, as: .condition(Fact(condition: found.condition, isOutcome: true, rank: left)))
                index = first
                continue
            }
            if let found = threshold(next, bare: false), found.measure == .percent, let side = share(found, of: left, at: found.last + 1) {
                join(first...side.last, as: .condition(Fact(condition: side.condition, isOutcome: true)))
                index = first
                continue
            }
            if case .between(let low, let high, let measure)? = self[next] {
                join(first...next, as: .condition(Self.within(left, low, high, measure, frame)))
                index = first
            } else if isQuantityPlace(index), let found = threshold(next, bare: !left.isPrice) {
                var last = found.last
                if isMark(last + 1, .absolute), left.isSigned {
                    left.absolute = true
                    last += 1
                }
                join(first...last, as: .condition(Self.compare(left, found, frame)))
                index = first
            } else if case .relation(let relation)? = self[next], let side = rightSide(next + 1, of: left) {
                join(first...side.last, as: .condition(Self.compare(left, relation, side.series, side.extra, frame)))
                index = first
            }
        }
    }

    /// "выше close", "above its open" after "closed": the price at that end of the day.
    private func leftSide(_ index: Int) -> (Quantity, Int)? {
        switch self[index] {
        case .quantity(let quantity)?:
            if case .verb(.close)? = self[index - 1], quantity.base == .metric(.close) { return (quantity, index - 1) }
            return (quantity, index)
        case .verb(.close)?:
            if case .relation? = self[index + 1] { return (spanned(.close, index), index) }
            return nil
        case .verb(.open)?:
            if case .relation? = self[index + 1] { return (Quantity(.open), index) }
            return nil
        default: return nil
        }
    }

    /// "more than twice the average", "в 1.5 раза выше среднего".
    private func multiple(_ index: Int, of left: Quantity) -> (condition: Condition, last: Int)? {
        var next = index
        var relation = Relation.greaterOrEqual
        if case .relation(let before)? = self[next] { (relation, next) = (before, next + 1) }
        guard case .number(let factor, let measure)? = self[next], measure == nil || measure == .times else {
            return nil
        }
        next += 1
        if case .relation(let behind)? = self[next] { (relation, next) = (behind, next + 1) }
        guard case .statistic(let statistic)? = self[next] else { return nil }
        let series = left.series(percent: left.isVolume ? nil : true)
        let mean: Series =
            left.isVolume
            ? .rolling(statistic: statistic, of: series, count: 20) : .aggregate(statistic: statistic, of: series)
        return (
            .holds(series, relation, .arithmetic(left: mean, operation: .times, right: .number(value: factor))), next
        )
    }

    /// "тело меньше 30% диапазона": of another quantity; "close more than 1% below the previous close": a move.
    private func share(_ found: Threshold, of left: Quantity, at index: Int) -> (condition: Condition, last: Int)? {
        if case .quantity(let other)? = self[index], !other.isPrice, !left.isPrice, left.base != other.base, !pieces[index].afterStop {
            var size = left
            size.absolute = left.isSigned
            let ratio = Series.arithmetic(left: size.series(percent: false), operation: .dividedBy, right: other.series(percent: false))
            return (.holds(ratio, found.relation, .number(value: found.value / 100)), index)
        }
        guard left.base == .metric(.close), case .relation(let side)? = self[index], case .quantity(let other)? = self[index + 1], other.isPrice
        else { return nil }
        let metric: Metric
        switch (other.base, other.shift) {
        case (.metric(.open), 0): metric = .bodyPct
        case (.metric(.close), -1): metric = .changePct
        default: return nil
        }
        let relation = side.isUp ? found.relation : found.relation.mirrored
        return (.holds(.metric(metric: metric, of: .own), relation, .number(value: side.isUp ? found.value : -found.value)), index + 1)
    }

    private func spanned(_ metric: Metric, _ index: Int) -> Quantity { Quantity(metric) }

    private func isQuantityPlace(_ index: Int) -> Bool {
        if case .quantity? = self[index] { true } else { false }
    }

    struct Side {
        var series: Series
        /// "by 200 points" after the quantity.
        var extra: Line.Threshold?
        var last: Int
    }

    private func rightSide(_ index: Int, of left: Quantity) -> Side? {
        var next = index
        if isMark(next, .it), isQuantityPlace(next + 1) || self[next + 1] == .verb(.open) { next += 1 }
        switch self[next] {
        case .quantity(let quantity)?:
            // "low ниже close на 200".
            if case .number(let value, let measure)? = self[next + 1], prep(next + 1) == .in || prep(next + 1) == .by {
                let extra = Threshold(relation: .greaterOrEqual, value: value, measure: measure, last: next + 1)
                return Side(series: quantity.series(), extra: extra, last: next + 1)
            }
            return Side(series: quantity.series(), extra: nil, last: next)
        case .statistic(let statistic)?:
            var last = next
            if case .quantity(let other)? = self[next + 1], other.base == left.base { last += 1 }
            var count: Int?
            if let days = whole(next - 1), unit(next) == .day { count = days }
            if let days = whole(last + 1), unit(last + 2) == .day, prep(last + 1) == .in {
                count = days
                last += 2
            }
            let series = left.series(percent: left.isVolume ? nil : true)
            if let count {
                return Side(series: .rolling(statistic: statistic, of: series, count: count), extra: nil, last: last)
            }
            return Side(series: .aggregate(statistic: statistic, of: series), extra: nil, last: last)
        case .number(let days, nil)?:
            // "above its 20-day average"
            guard unit(next + 1) == .day, case .statistic(let statistic)? = self[next + 2] else { return nil }
            let series = left.series(percent: left.isVolume ? nil : true)
            return Side(
                series: .rolling(statistic: statistic, of: series, count: Int(days)),
                extra: nil,
                last: next + 2
            )
        case .verb(.open)?:
            // "higher than it opened".
            return Side(series: Quantity(.open).series(), extra: nil, last: next)
        case .mark(.it)?:
            // "closes above it": the level named before.
            guard left.base == .metric(.close), let level = levelBefore(next) else { return nil }
            return Side(series: level.series(), extra: nil, last: next)
        case .mark(.previous)?:
            guard !left.isGap else { return nil }
            var quantity = left
            quantity.shift -= 1
            return Side(series: quantity.series(), extra: nil, last: unit(next + 1) == .day ? next + 1 : next)
        default: return nil
        }
    }

    private func levelBefore(_ index: Int) -> Quantity? {
        for place in stride(from: index - 1, through: 0, by: -1) {
            if case .condition(let fact)? = self[place], let level = fact.rank, level.extreme != nil, fact.plain != nil
            {
                return level
            }
        }
        return nil
    }

    static func compare(_ left: Quantity, _ found: Threshold, _ frame: Surroundings) -> Fact {
        var left = left
        var value = found.value
        var percent: Bool?
        switch found.measure {
        case .percent?: percent = true
        case .points?, .dollars?: percent = false
        case .ticks?: (percent, value) = (false, value * frame.tick)
        case .times?:
            let series = left.series(percent: left.isVolume ? nil : true)
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
        // A size, not a direction: "gap > 2%", "движение больше 3%".
        if left.isGap || left.base == .move, found.relation.isUp, value > 0 { left.absolute = true }
        if left.isGap || left.base == .move, !found.relation.isUp, value > 0 { left.absolute = true }
        var fact = Fact(condition: .holds(left.series(percent: percent), found.relation, .number(value: value)))
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
        if left.isGap || left.base == .move { left.absolute = low >= 0 }
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
            let own = left.series(percent: false)
            let difference: Series =
                relation.isUp
                ? .arithmetic(left: own, operation: .minus, right: right)
                : .arithmetic(left: right, operation: .minus, right: own)
            var fact = Fact(condition: .holds(difference, .greaterOrEqual, .number(value: value)), isOutcome: true)
            fact.rank = Quantity(.series(difference))
            return fact
        }
        let percent: Bool? =
            if case .aggregate = right { left.isVolume ? nil : true } else if case .rolling = right {
                left.isVolume ? nil : true
            } else { nil }
        // The open against the previous close is the gap, which exists at the RTH open.
        if left.base == .metric(.open), left.shift == 0, case .shifted(.metric(.close, _), -1) = right {
            return Fact(condition: .sign(.gap, up: relation.isUp), ofSession: true, up: relation.isUp)
        }
        var fact = Fact(condition: .holds(left.series(percent: percent), relation, right), isOutcome: true)
        fact.up = left.base == .metric(.close) ? relation.isUp : nil
        if left.base == .metric(.close), left.span == nil, case .metric(.open, _) = right {
            fact = Self.state(.body, relation.isUp)
        }
        return fact
    }

    /// "пробили хай прошлого дня", "high of the first hour broken", "both sides get broken".
    private mutating func joinBreaks(_ frame: Surroundings) {
        joinOpeningBreaks()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .verb(.break)? = self[index] else { continue }
            var (first, last) = (index, index)
            var level: Quantity?
            if case .quantity(let quantity)? = self[index + 1], quantity.extreme != nil {
                (level, last) = (quantity, index + 1)
            } else if case .span(let span)? = self[index + 1], case .quantity(var quantity)? = self[index + 2],
                quantity.extreme != nil, quantity.shift == 0
            {
                quantity.span = span
                (level, last) = (quantity, index + 2)
            } else if case .quantity(let quantity)? = self[index - 1], quantity.extreme != nil,
                quantity.shift != 0 || quantity.span != nil || isSpan(index - 2)
            {
                (level, first) = (quantity, index - 1)
            }
            guard var level, let extreme = level.extreme else { continue }
            if level.shift == 0, level.span == nil, case .span(let span)? = self[last + 1] {
                level.span = span
                last += 1
                // "первого часа (9:30-10:30)": said twice.
                if self[last + 1] == .stop("("), case .window(let window)? = self[last + 2],
                    frame.window(of: span) == window
                {
                    last += self[last + 3] == .stop(")") ? 3 : 2
                }
            }
            guard level.shift != 0 || level.span != nil else { continue }
            let up = extreme == .high
            var own = Quantity(up ? .high : .low)
            var fact: Fact
            if case .opening(let minutes)? = level.span {
                own.span = .afterOpening(minutes: minutes)
                fact = Fact(
                    condition: .holds(own.series(), up ? .greater : .less, level.series()),
                    ofSession: true,
                    isOutcome: true
                )
            } else {
                fact = Fact(condition: .holds(own.series(), up ? .greater : .less, level.series()), isOutcome: true)
                fact.ofSession = level.span != nil
            }
            fact.plain = fact.condition
            fact.rank = level
            join(first...last, as: .condition(fact))
            index = first
        }
    }

    /// "открытие внутри вчерашнего диапазона": between the day before's low and high.
    private mutating func joinInside() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .inside) || isMark(index, .outside) else { continue }
            var first = index
            let own: Quantity
            switch self[index - 1] {
            case .quantity(let quantity)? where quantity.isPrice: own = quantity
            case .verb(.close)?: own = Quantity(.close)
            case .verb(.open)?: own = Quantity(.open)
            default: continue
            }
            first -= 1
            var next = index + 1
            switch self[next] {
            case .mark(.previous)?, .relative(.yesterday)?, .relative(.previous)?: next += unit(next + 1) == .day ? 2 : 1
            default: continue
            }
            guard case .quantity(let range)? = self[next], range.base == .metric(.range) else { continue }
            func level(_ metric: Metric) -> Series { .shifted(of: .metric(metric: metric, of: .own), by: -1) }
            let within = Condition.all(of: [.holds(own.series(), .lessOrEqual, level(.high)), .holds(own.series(), .greaterOrEqual, level(.low))])
            join(first...next, as: .condition(Fact(condition: isMark(index, .outside) ? .not(of: within) : within, isOutcome: true)))
            index = first
        }
    }

    /// "crossed above SMA 50": on that side now, and not the day before.
    private mutating func joinCrossings() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .verb(.cross)? = self[index] else { continue }
            var first = index
            let up: Bool
            switch self[index + 1] {
            case .relation(let relation)?: up = relation.isUp
            case .way(let isUp)?: up = isUp
            default: continue
            }
            guard case .quantity(let level)? = self[index + 2], level.isPrice else { continue }
            if case .quantity(let own)? = self[index - 1], own.base == .metric(.close) { first -= 1 }
            let close = Series.metric(metric: .close, of: .own)
            let side = Condition.holds(close, up ? .greater : .less, level.series())
            let before = Condition.shifted(
                of: .holds(close, up ? .lessOrEqual : .greaterOrEqual, level.series()),
                by: -1
            )
            join(
                first...(index + 2),
                as: .condition(Fact(condition: .all(of: [side, before]), isOutcome: true, up: up))
            )
            index = first
        }
    }

    /// The range of the opening that a span or quantity names.
    func openingMinutes(_ index: Int) -> Int? {
        switch self[index] {
        case .span(.opening(let minutes))?: minutes
        case .quantity(let quantity)? where quantity.base == .metric(.range):
            if case .opening(let minutes)? = quantity.span { minutes } else { nil }
        default: nil
        }
    }

    /// "opening range breakout up", "пробой первых 30 минут вверх", "both sides of the first 30 minutes get broken".
    private mutating func joinOpeningBreaks() {
        guard let place = pieces.indices.first(where: { openingMinutes($0) != nil }),
            let minutes = openingMinutes(place)
        else { return }
        func broken(_ up: Bool) -> Condition {
            let metric: Metric = up ? .high : .low
            return .holds(
                .metric(metric: metric, of: Bar(span: .afterOpening(minutes: minutes))),
                up ? .greater : .less,
                .metric(metric: metric, of: Bar(span: .opening(minutes: minutes)))
            )
        }
        // A pattern's word here means the range's break.
        for index in [place + 1, place - 1] {
            guard case .pattern(let names)? = self[index], names == ["breakoutUp"] || names == ["breakoutDown"] else {
                continue
            }
            let way = [index + 1, place + 1].first { if case .way? = self[$0] { true } else { false } }
            let up: Bool
            var last = max(place, index)
            if let way, case .way(let isUp)? = self[way] {
                up = isUp
                last = max(last, way)
            } else if names == ["breakoutDown"]
                || tokens[pieces[index].tokens[0]].text != words(of: pieces[index]).lowercased()
            {
                up = names == ["breakoutUp"]
            } else {
                pieces[index].sense = .verb(.break)
                return
            }
            join(
                min(place, index)...last,
                as: .condition(Fact(condition: broken(up), ofSession: true, isOutcome: true, up: up))
            )
            return
        }
        guard let verb = pieces.indices.first(where: { pieces[$0].sense == .verb(.break) }) else { return }
        if let both = pieces.firstIndex(where: { $0.sense == .mark(.both) }) {
            let places = [both, place, verb].sorted()
            pieces[places[0]].tokens += pieces[places[1]].tokens + pieces[places[2]].tokens
            pieces[places[0]].sense = .condition(
                Fact(condition: .all(of: [broken(true), broken(false)]), ofSession: true, isOutcome: true)
            )
            pieces.remove(at: places[2])
            pieces.remove(at: places[1])
            return
        }
        let near = [verb + 1, place + 1].first { if case .way? = self[$0] { true } else { false } }
        if let near, case .way(let up)? = self[near], !pieces.contains(where: { $0.sense == .often }),
            near <= max(verb, place) + 1
        {
            let (first, last) = (min(verb, place), max(verb, place, near))
            guard last - first <= 3 else { return }
            join(first...last, as: .condition(Fact(condition: broken(up), ofSession: true, isOutcome: true, up: up)))
        }
    }

    /// "touched the previous day's high": the level lies within the day's own range; "reached" a high: it came at least there.
    private mutating func joinTouches() {
        guard !pieces.contains(where: { $0.sense == .task(.time) || $0.sense == .task(.timehour) }) else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .verb(.touch)? = self[index], case .quantity(let level)? = self[index + 1], level.isPrice,
                level.shift != 0 || level.span != nil
            else { continue }
            let (high, low) = (Series.metric(metric: .high, of: .own), Series.metric(metric: .low, of: .own))
            let reaches = ["достиг", "reach", "дошл", "дошел"].contains { pieces[index].text.hasPrefix($0) }
            let condition: Condition
            if reaches, let extreme = level.extreme {
                condition =
                    extreme == .high
                    ? .holds(high, .greaterOrEqual, level.series()) : .holds(low, .lessOrEqual, level.series())
            } else {
                condition = .all(of: [
                    .holds(low, .lessOrEqual, level.series()), .holds(high, .greaterOrEqual, level.series()),
                ])
            }
            join(index...(index + 1), as: .condition(Fact(condition: condition, isOutcome: true)))
        }
    }

    private func isSpan(_ index: Int) -> Bool {
        if case .span? = self[index] { true } else { false }
    }
}
