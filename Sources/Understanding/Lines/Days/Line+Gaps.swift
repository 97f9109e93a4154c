internal import Market
internal import Studies

extension Line {
    /// "gap up this morning": that is when every gap is, where nothing else is told of the morning.
    private func isMorningOfGap(_ index: Int) -> Bool {
        guard self[index] == .span(.session(name: .morning)), !pieces[index].afterStop else { return false }
        switch self[index + 1] {
        case nil, .stop?, .mark(.and)?, .mark(.given)?, .task?, .often?: return true
        default: return false
        }
    }

    /// "gap up", "гэп вниз больше 0.5%", "открылся гэпом вверх".
    mutating func joinGaps(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], quantity.isGap, quantity.shift == 0 else { continue }
            var (first, last) = (index, index)
            var up: Bool?
            if case .way(let way)? = self[last + 1] {
                (up, last) = (way, last + 1)
            } else if let way = adjective(first - 1), !pieces[first].afterStop {
                (up, first) = (way, first - 1)
            }
            if case .verb(.open)? = self[first - 1] { first -= 1 }
            var large: Bool?
            if case .size(let isLarge)? = self[first - 1] { (large, first) = (isLarge, first - 1) }
            if isMark(last + 1, .absolute), up == nil, let found = threshold(last + 2, bare: true) {
                join(first...found.last, as: .condition(Self.gap(nil, found, frame)))
                index = first
                continue
            }
            if up == nil, first == index {
                // "gap days above 1.5%"
                if unit(last + 1) == .day, isRelation(last + 2) { last += 1 }
                if case .between(let low, let high, let scale)? = self[last + 1] {
                    join(first...(last + 1), as: .condition(Self.within(quantity, low, high, scale, frame)))
                } else if let found = threshold(last + 1, bare: false) {
                    let last = isMark(found.last + 1, .absolute) ? found.last + 1 : found.last
                    join(first...last, as: .condition(Self.compare(quantity, found, frame)))
                }
                continue
            }
            guard let up else { continue }
            if case .between(let low, let high, let scale)? = self[last + 1], low >= 0 {
                // "gap ups between 0.5 and 1%".
                join(first...(last + 1), as: .condition(Self.gap(up, low, high, scale, frame)))
                index = first
                continue
            }
            var found = threshold(last + 1, bare: true)
            if found == nil, large == nil, let size = sizeBefore(first) {
                (found, first) = (size.threshold, size.first)
                found?.last = last
            }
            var fact = Self.gap(up, found, frame)
            if found == nil, let large {
                let series = Series.metric(metric: .gapPct, of: .own)
                fact.condition = .holds(
                    series,
                    up == large ? .greater : .less,
                    .aggregate(statistic: .quantile(probability: up == large ? 0.9 : 0.1), of: series)
                )
                fact.assumedThreshold = true
            }
            last = found?.last ?? last
            if unit(last + 1) == .day, !pieces[last + 1].afterStop { last += 1 }
            if isMorningOfGap(last + 1) { last += 1 }
            join(first...last, as: .condition(fact))
            index = first
        }
    }

    /// "A 1% gap up", "more than 100 point gap down": how large stands before it.
    private func sizeBefore(_ index: Int) -> (threshold: Threshold, first: Int)? {
        guard case .number(let value, let measure)? = self[index - 1], value > 0,
            measure == .percent || measure == .points, !pieces[index].afterStop, prep(index) == nil,
            isStraightBehind(index)
        else { return nil }
        var (relation, first) = (Relation.greaterOrEqual, index - 1)
        if case .relation(let said)? = self[index - 2] { (relation, first) = (said, index - 2) }
        return (Threshold(relation: relation, value: value, measure: measure, last: index - 1), first)
    }

    /// "A drop of at least 1% that also had a gap down": the number is of what stands before it.
    private func isStraightBehind(_ index: Int) -> Bool {
        guard let last = pieces[index - 1].tokens.last, let first = pieces[index].tokens.first, last < first else {
            return true
        }
        return tokens[(last + 1)..<first].allSatisfy { token in
            token.kind == .sign || forms.contains(token.text, .plusword) || forms.contains(token.text, .sign)
        }
    }

    /// "up gaps", "positive gaps", "верхние гэпы".
    private func adjective(_ index: Int) -> Bool? {
        switch self[index] {
        case .way(let up)?: up
        case .win(let up)?, .colour(let up)?: prep(index + 1) == nil ? up : nil
        case .edge(let up)?: up
        default: nil
        }
    }

    /// A gap one way, between two sizes.
    private static func gap(_ up: Bool, _ low: Double, _ high: Double, _ scale: Scale?, _ frame: Surroundings) -> Fact {
        var fact = within(Quantity(.gap), up ? low : -high, up ? high : -low, scale, frame)
        guard case .all(let parts) = fact.condition else { return fact }
        // "from 0 to 0.5%" holds no day without a gap, and the size is told with its sign.
        fact.condition = .all(
            of: parts.map { part in
                guard case .compare(.absolute(let signed), let relation, let bound) = part else { return part }
                return .compare(left: signed, relation: relation, right: bound)
            }
        )
        fact.up = up
        fact.rank?.absolute = false
        fact.rankDescending = up
        return fact
    }

    static func gap(_ up: Bool?, _ found: Threshold?, _ frame: Surroundings) -> Fact {
        var gap = Quantity(.gap)
        gap.absolute = up == nil
        let points = found?.measure == .points || found?.measure == .ticks
        var value = found?.value ?? 0
        if found?.measure == .ticks { value *= frame.tick }
        var relation = found?.relation ?? .greater
        let isSigned = up == false && found?.isBelowMinus ?? false
        if up == false {
            value = -abs(value)
            if !isSigned { relation = relation.mirrored }
        }
        let series = gap.series(percent: found != nil && !points)
        var fact = Fact(
            condition: .holds(found == nil ? gap.series(percent: false) : series, relation, .number(value: value))
        )
        // Smaller than: still a gap in that direction.
        if let up, let found, !found.relation.isUp, !isSigned {
            fact.condition = .all(of: [fact.condition, .sign(.gap, up: up)])
        }
        fact.ofSession = true
        fact.up = up
        fact.rank = gap
        fact.rankDescending = up ?? true
        return fact
    }
}
