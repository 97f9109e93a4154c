internal import Market
internal import Studies

extension Line {
    /// "gap fill", "гэпы закрываются", "filled same day".
    mutating func joinFills() {
        var index = 0
        while index < count {
            defer { index += 1 }
            var (first, last) = (index, index)
            switch self[index] {
            case .verb(.fill)?:
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
                } else if isGapFact(index + 1), !isFill(index + 1) {
                    break
                } else if case .quantity(let gap)? = self[index - 1], gap.isGap, !saysOutcome(index + 1) {
                    first -= 1
                } else if isMark(index - 1, .except), isQuantity(index - 2) {
                    break
                } else {
                    continue
                }
            case .verb(.close)?:
                if isGapFact(index + 1), !isFill(index + 1) { break }
                if case .quantity(let quantity)? = self[index - 1], quantity.isGap, !isWay(index + 1) {
                    first -= 1
                } else if case .condition(let fact)? = self[index - 1], fact.ofSession, case .compare = fact.condition,
                    !saysOutcome(index + 1)
                {
                    break
                } else if case .quantity(let quantity)? = self[index + 1], quantity.isGap {
                    last += 1
                } else if pieces.contains(where: { if case .quantity(let q) = $0.sense { q.isGap } else { false } })
                    || gapFact, !saysOutcome(index + 1)
                {
                    break
                } else {
                    continue
                }
            default: continue
            }
            // "in the same day", "same-day".
            if isMark(last + 1, .same) {
                last += unit(last + 2) == .day || unit(last + 2) == .session ? 2 : 1
            } else if isMark(first - 1, .same), unit(first) == .day {
                first -= 1
            }
            var fact = Fact(condition: .gapFilled, ofSession: true, isOutcome: true)
            var size = Quantity(.gap)
            size.absolute = true
            fact.rank = size
            // "гэпы без закрытия".
            if isMark(first - 1, .except) {
                fact.condition = .not(of: .gapFilled)
                first -= 1
            }
            join(first...last, as: .condition(fact))
            index = first
        }
    }

    func isGapFact(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], fact.ofSession else { return false }
        return (fact.rank?.isGap ?? false) && fact.condition != .gapFilled
    }

    func isFill(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index] { fact.condition == .gapFilled } else { false }
    }

    var gapFact: Bool {
        pieces.contains {
            if case .condition(let fact) = $0.sense, fact.ofSession,
                case .compare(.metric(let metric, _), _, _) = fact.condition
            {
                metric == .gap || metric == .gapPct
            } else {
                false
            }
        }
    }

    func saysOutcome(_ index: Int) -> Bool {
        switch self[index] {
        case .way?, .colour?, .win?, .relation?, .rise?: true
        default: false
        }
    }
}
