internal import Market
internal import Studies

extension Line {
    /// "упал больше 2%", "drops > 1%", "роста на 15%", "rose between 1 and 2%".
    mutating func joinMoves(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            let up: Bool
            switch self[index] {
            case .rise(let isUp)?: up = isUp
            case .way(let isUp)?
            where isDayOrThreshold(index + 1) && (!speaksOfGaps || self[index - 1] == .verb(.close)): up = isUp
            case .way(let isUp)? where isSizedDay(index): up = isUp
            default: continue
            }
            if case .between(let low, let high, let measure)? = self[index + 1] {
                join(index...(index + 1), as: .condition(Self.move(up, low, high, measure, frame)))
                continue
            }
            var next = index + 1
            if unit(next) == .day, threshold(next + 1, bare: true) != nil { next += 1 }
            if let found = threshold(next, bare: true) {
                join(index...found.last, as: .condition(Self.move(up, found, frame)))
            } else if case .number(let value, let measure)? = self[index - 1], measure == .percent || measure == .points
            {
                // "a 2% drop", "more than 2% drop"
                var first = index - 1
                var relation = Relation.greaterOrEqual
                if case .relation(let before)? = self[first - 1] { (relation, first) = (before, first - 1) }
                let found = Threshold(relation: relation, value: value, measure: measure, last: index)
                join(first...index, as: .condition(Self.move(up, found, frame)))
                index = first
            }
        }
    }

    /// "закрытие гэпа вниз больше 0.5%": the direction is the gap's.
    private var speaksOfGaps: Bool {
        pieces.contains {
            switch $0.sense {
            case .quantity(let quantity): quantity.isGap
            case .condition(let fact): fact.ofSession
            default: false
            }
        }
    }

    /// "a 1% up day": the size stands before.
    private func isSizedDay(_ index: Int) -> Bool {
        guard unit(index + 1) == .day, case .number(let value, let measure)? = self[index - 1], value > 0 else {
            return false
        }
        return (measure == .percent || measure == .points) && !isQuantity(index - 2)
    }

    private func isDayOrThreshold(_ index: Int) -> Bool {
        threshold(index, bare: true) != nil || unit(index) == .day && threshold(index + 1, bare: true) != nil
    }

    static func move(_ up: Bool, _ found: Threshold, _ frame: Surroundings) -> Fact {
        let points = found.measure == .points || found.measure == .ticks || found.measure == .dollars
        let value = abs(found.value) * (found.measure == .ticks ? frame.tick : 1)
        let change = Quantity(.change)
        let series = change.series(percent: !points)
        let isSigned = !up && found.isBelowMinus
        var fact = Fact(
            condition: up
                ? .holds(series, found.relation, .number(value: value))
                : .holds(series, isSigned ? found.relation : found.relation.mirrored, .number(value: -value)),
            isOutcome: true
        )
        if !found.relation.isUp, !isSigned {
            fact.condition = .all(of: [fact.condition, .sign(.change, up: up)])
        }
        var rank = change
        rank.percent = !points
        fact.rank = rank
        fact.rankDescending = up
        fact.up = up
        return fact
    }

    static func move(_ up: Bool, _ low: Double, _ high: Double, _ measure: Scale?, _ frame: Surroundings) -> Fact {
        let points = measure == .points || measure == .ticks
        let factor = (measure == .ticks ? frame.tick : 1) * (up ? 1 : -1)
        let series = Quantity(.change).series(percent: !points)
        let ends = [low * factor, high * factor].sorted()
        var fact = Fact(
            condition: .all(of: [
                .holds(series, .greaterOrEqual, .number(value: ends[0])),
                .holds(series, .lessOrEqual, .number(value: ends[1])),
            ]),
            isOutcome: true
        )
        fact.rank = Quantity(.change)
        fact.rankDescending = up
        fact.up = up
        return fact
    }
}
