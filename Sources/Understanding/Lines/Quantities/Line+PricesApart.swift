internal import Market
internal import Studies

extension Line {
    /// "close is 150 points above the open", "high хотя бы на 1% выше открытия": how far one price lies beyond another.
    mutating func joinPricesApart(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard let left = price(index), left.shift == 0, left.isPrice else { continue }
            var next = self[index + 1] == .verb(.form) ? index + 2 : index + 1
            var relation = Relation.greaterOrEqual
            if case .relation(let said)? = self[next], said != .equal { (relation, next) = (said, next + 1) }
            guard case .number(let value, let scale)? = self[next], value > 0,
                scale == nil || scale == .points || scale == .percent || scale == .ticks,
                case .relation(let side)? = self[next + 1], side == .greater || side == .less,
                let right = rightSide(next + 2, of: left), right.extra == nil
            else { continue }
            let isUp = side == .greater
            // The open's distance from the close before is the gap.
            let isGap =
                left == Quantity(.open)
                && right.series == .shifted(of: .metric(metric: .close, of: .own), by: -1)
            let distance =
                isGap
                ? Series.metric(metric: scale == .percent ? .gapPct : .gap, of: .own)
                : Self.distance(left, right.series, percent: scale == .percent, absolute: false)
            let size = scale == .ticks ? value * frame.tick : value
            let condition = Condition.holds(
                distance,
                isUp ? relation : relation.mirrored,
                .number(value: isUp ? size : -size)
            )
            var fact = Fact(condition: condition, isOutcome: true)
            fact.rank = distance.quantity
            fact.rankDescending = isUp
            fact.ofSession = isGap
            join(index...right.last, as: .condition(fact))
            return
        }
    }

    private func price(_ index: Int) -> Quantity? {
        switch self[index] {
        case .quantity(let quantity)?: quantity
        case .verb(.close)?: Quantity(.close)
        case .verb(.open)?: Quantity(.open)
        default: nil
        }
    }
}
