internal import Market
internal import Studies

extension Quantity {
    /// In points, as the range is.
    fileprivate var isTrueRange: Bool { if case .indicator(.atr) = base { true } else { false } }
}

extension Line {
    /// "выше close", "above its open" after "closed": the price at that end of the day.
    func leftSide(_ index: Int) -> (Quantity, Int)? {
        switch self[index] {
        case .quantity(let quantity)?:
            if case .verb(.close)? = self[index - 1], quantity.base == .metric(.close) || quantity.isChange {
                return (quantity, index - 1)
            }
            return (quantity, index)
        case .verb(.close)?:
            if case .relation? = self[index + 1] { return (spanned(.close, index), index) }
            return nil
        case .verb(.open)?:
            if case .relation? = self[index + 1] { return (Quantity(.open), index) }
            return nil
        case .verb(.trade)?:
            // "traded above 20000": its high did.
            if case .relation(let relation)? = self[index + 1] {
                return (Quantity(relation.isUp ? .high : .low), index)
            }
            return nil
        default: return nil
        }
    }

    /// "more than twice the average", "в 1.5 раза выше среднего".
    func multiple(_ index: Int, of left: Quantity) -> (condition: Condition, last: Int)? {
        var next = index
        var relation = Relation.greaterOrEqual
        if case .relation(let before)? = self[next] { (relation, next) = (before, next + 1) }
        guard case .number(var factor, let measure)? = self[next],
            measure == nil && factor < 15 || measure == .times
        else {
            return nil
        }
        next += 1
        if case .relation(let behind)? = self[next] {
            (relation, next) = (behind, next + 1)
            // "вдвое меньше вчерашнего": its half.
            if measure == .times, factor > 1, behind == .less || behind == .lessOrEqual { factor = 1 / factor }
        }
        if isMark(next, .it) { next += 1 }
        var count: Int?
        if let days = whole(next), unit(next + 1) == .day { (count, next) = (days, next + 2) }
        if count == nil, isMark(next, .previous) || self[next] == .relative(.yesterday) {
            // "at least 2x the prior day's".
            var last = unit(next + 1) == .day ? next + 1 : next
            if case .quantity(let other)? = self[last + 1], other.base == left.base { last += 1 }
            let before = Series.shifted(of: left.series(), by: -1)
            let product = Series.arithmetic(left: before, operation: .times, right: .number(value: factor))
            return (.holds(left.series(), relation, product), last)
        }
        if count == nil, case .quantity(let other)? = self[next],
            measure == .times || other.isTrueRange || other.shift == -1 && other.base == left.base, !other.isPrice,
            other.metric(percent: false)?.unit == left.metric(percent: false)?.unit
                || other.isTrueRange
        {
            // "larger than 2x ATR".
            let product = Series.arithmetic(
                left: other.series(percent: false),
                operation: .times,
                right: .number(value: factor)
            )
            var size = left
            size.absolute = left.isSigned
            return (.holds(size.series(percent: left.isVolume ? nil : false), relation, product), next)
        }
        guard case .statistic(let statistic)? = self[next] else { return nil }
        if case .quantity(let other)? = self[next + 1], other.base == left.base, other.shift == 0, prep(next + 1) != .by
        {
            next += 1
        }
        if let found = daysBefore(next + 1) { (count, next) = (found.days, found.last) }
        // A range is high less low; in percent where that is said.
        let isOfPoints = left.base == .metric(.range) && left.percent != true
        let series = left.series(percent: left.isVolume ? nil : !isOfPoints)
        let mean: Series =
            left.isVolume || count != nil
            ? .rolling(statistic: statistic, of: series, count: count ?? 20)
            : .aggregate(statistic: statistic, of: series)
        return (
            .holds(series, relation, .arithmetic(left: mean, operation: .times, right: .number(value: factor))), next
        )
    }

    /// "в 2 раза больше обычного", "больше обычного в 2 раза": so many times the mean.
    mutating func settleMultiples() {
        for index in pieces.indices {
            guard case .number(_, .times)? = self[index] else { continue }
            if isRelation(index - 2), isUsual(index - 1) {
                let number = pieces.remove(at: index)
                pieces.insert(number, at: index - 2)
                pieces[index].sense = .statistic(.mean)
                (pieces[index - 2].prep, pieces[index - 2].prepTokens) = (nil, [])
                return
            }
            if isRelation(index + 1), isMark(index + 2, .rest), isUsual(index + 2) {
                pieces[index + 2].sense = .statistic(.mean)
                return
            }
        }
    }

    private func isUsual(_ index: Int) -> Bool {
        guard let sense = self[index] else { return false }
        return sense == .statistic(.mean) || sense == .mark(.rest) && has(.normal, in: pieces[index])
    }

    /// "days with twice the average volume", "more than double the usual range": the quantity stands behind its mean.
    mutating func joinMultiplesOfMeans() {
        for index in pieces.indices.reversed() {
            guard case .number(_, .times)? = self[index] else { continue }
            let mean = isMark(index + 1, .it) ? index + 2 : index + 1
            guard case .statistic(.mean)? = self[mean], case .quantity(let quantity)? = self[mean + 1],
                !quantity.isPrice,
                quantity.shift == 0
            else { continue }
            let first = isRelation(index - 1) ? index - 1 : index
            guard !isQuantity(first - 1), let found = multiple(first, of: quantity), found.last == mean + 1 else {
                continue
            }
            join(first...found.last, as: .condition(Fact(condition: found.condition, isOutcome: true, rank: quantity)))
            return
        }
    }

    /// "тело меньше 30% диапазона": of another quantity; "close more than 1% below the previous close": a move.
    func share(_ found: Threshold, of left: Quantity, at index: Int) -> (condition: Condition, last: Int)? {
        if let (other, last) = whole(of: left, at: index) {
            var size = left
            size.absolute = left.isSigned
            let ratio = Series.arithmetic(
                left: size.series(percent: false),
                operation: .dividedBy,
                right: other.series(percent: false)
            )
            return (.holds(ratio, found.relation, .number(value: found.value / 100)), last)
        }
        guard left.base == .metric(.close), case .relation(let side)? = self[index],
            case .quantity(let other)? = self[index + 1], other.isPrice
        else { return nil }
        let metric: Metric
        switch (other.base, other.shift) {
        case (.metric(.open), 0): metric = .bodyPct
        case (.metric(.close), -1): metric = .changePct
        default: return nil
        }
        let relation = side.isUp ? found.relation : found.relation.mirrored
        return (
            .holds(.metric(metric: metric, of: .own), relation, .number(value: side.isUp ? found.value : -found.value)),
            index + 1
        )
    }

    /// What a share is of: another quantity, or the same in another window, named before or behind it.
    private func whole(of left: Quantity, at index: Int) -> (Quantity, last: Int)? {
        guard pieces.indices.contains(index), !pieces[index].afterStop else { return nil }
        var place = index
        var span: Span?
        if case .span(let named)? = self[place] { (span, place) = (named, place + 1) }
        guard case .quantity(var other)? = self[place], !other.isPrice, !left.isPrice else { return nil }
        if span == nil, case .span(let named)? = self[place + 1], left.span != nil {
            (span, place) = (named, place + 1)
        }
        if let span { other.span = span }
        guard left.base != other.base || left.span != nil && other.span != nil && left.span != other.span else {
            return nil
        }
        return (other, place)
    }

    struct Side {
        var series: Series
        /// "by 200 points" after the quantity.
        var extra: Line.Threshold?
        var last: Int
    }

    func rightSide(_ index: Int, of left: Quantity) -> Side? {
        var next = index
        if isMark(next, .it),
            isQuantity(next + 1) || self[next + 1] == .verb(.open) || isStatistic(next + 1)
                || plainNumber(next + 1) != nil && unit(next + 2) == .day && isStatistic(next + 3)
        {
            next += 1
        }
        switch self[next] {
        case .quantity(let quantity)?:
            // "low ниже close на 200".
            if case .number(let value, let measure)? = self[next + 1], prep(next + 1) == .in || prep(next + 1) == .by {
                let extra = Threshold(relation: .greaterOrEqual, value: value, measure: measure, last: next + 1)
                return Side(series: quantity.series(), extra: extra, last: next + 1)
            }
            // "below the open by more than 1%".
            if quantity.isPrice, let found = threshold(next + 1, bare: false), found.measure != nil {
                return Side(series: quantity.series(), extra: found, last: found.last)
            }
            if let extreme = quantity.extreme, quantity.shift == 0, let days = lastDays(next + 1), prep(next + 1) == .in
            {
                // "above the high of the last 5 days".
                let furthest = Series.rolling(
                    statistic: extreme == .high ? .max : .min,
                    of: quantity.series(),
                    count: days
                )
                return Side(series: furthest, extra: nil, last: next + 1)
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
            } else if count == nil, isMark(last + 1, .previous), let found = daysBefore(last + 1) {
                (count, last) = (found.days, found.last)
            } else if count == nil, let days = lastDays(last + 1), prep(last + 1) == .in {
                // "above the average of the last 10 days": those before each day.
                count = days
                last += 1
            }
            var sized = left
            sized.absolute = left.absolute || left.isGap
            let series = sized.series(percent: left.isVolume ? nil : true)
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
            guard left.base == .metric(.close) || left.base == .metric(.open), let level = levelBefore(next) else {
                return nil
            }
            return Side(series: level.series(), extra: nil, last: next)
        case nil, .stop?, .mark(.given)?, .task?, .often?, .dates?:
            // "... and closes below": the level named before.
            guard left.base == .metric(.close), left.span == nil, isRelation(index - 1),
                self[index - 2] == .verb(.close),
                let level = levelBefore(index - 2)
            else { return nil }
            return Side(series: level.series(), extra: nil, last: index - 1)
        case .mark(.previous)?:
            guard !left.isGap else { return nil }
            var quantity = left
            quantity.shift -= 1
            return Side(series: quantity.series(), extra: nil, last: unit(next + 1) == .day ? next + 1 : next)
        default: return nil
        }
    }

    /// So many trading days before any day that is spoken of.
    private func lastDays(_ index: Int) -> Int? {
        guard case .dates(let dates)? = self[index], case .lastDays(let count, _) = dates.period, count > 1 else {
            return nil
        }
        return count
    }

    func levelBefore(_ index: Int) -> Quantity? {
        for place in stride(from: index - 1, through: 0, by: -1) {
            if case .condition(let fact)? = self[place], let level = fact.rank, level.extreme != nil, fact.plain != nil
            {
                return level
            }
            // "if we open above yesterday's high".
            if case .condition(let fact)? = self[place],
                case .compare(.metric(.open, _), _, .shifted(.metric(let metric, let bar), -1)) = fact.condition,
                bar == .own
            {
                var level = Quantity(metric)
                level.shift = -1
                return level
            }
        }
        return nil
    }
}
