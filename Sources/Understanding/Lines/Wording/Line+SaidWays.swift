internal import Market
internal import Studies

extension Line {
    /// "breakouts of the 20-day high to the upside", "пробой 20-дневного хая вверх": a high is broken upwards in any case.
    mutating func dropSaidWays() {
        for index in pieces.indices.reversed() {
            guard case .way(let up)? = self[index], case .condition(let fact)? = self[index - 1],
                case .compare(.metric(.close, _), let relation, .rolling(let statistic, _, _)) = fact.condition,
                statistic == (up ? .max : .min), relation.isUp == up, !pieces[index].afterStop
            else { continue }
            pieces[index - 1].tokens = (pieces[index - 1].tokens + pieces[index].tokens).sorted()
            pieces.remove(at: index)
        }
    }

    /// "the first hour is never broken before the end of RTH", "до конца кассы": until the session ends, as any break of it is.
    mutating func dropEndOfSession() {
        guard pieces.contains(where: { $0.sense == .verb(.break) || $0.sense == .verb(.hold) }),
            pieces.contains(where: { piece in
                switch piece.sense {
                case .span(.opening), .openingRange, .span(.session(.openingHour)): true
                default: false
                }
            })
        else { return }
        for index in pieces.indices.reversed() where self[index] == .span(.session(name: .rth)) && index > 1 {
            let isEnd =
                isMark(index - 1, .end) || self[index - 1] == .verb(.close)
                || self[index - 1] == .quantity(Quantity(.close))
                || self[index - 1] == .unknown && has(.endword, in: pieces[index - 1])
            guard isEnd, isMark(index - 2, .before) || prep(index - 1) == .to else { continue }
            drop(index - 1)
            if isMark(index - 2, .before) { drop(index - 2) }
        }
    }

    /// "breaks down only": that side and not the other.
    mutating func joinOnlySides() {
        for index in pieces.indices.reversed() where isMark(index, .only) {
            guard case .condition(var fact)? = self[index - 1], let other = fact.condition.otherSideBroken,
                !pieces[index].afterStop
            else { continue }
            switch self[index + 1] {
            case nil, .stop?, .dates?, .task?, .often?, .mark(.and)?: break
            default: continue
            }
            fact.condition = .all(of: [fact.condition, .not(of: other)])
            fact.plain = nil
            join((index - 1)...index, as: .condition(fact))
        }
    }
}

extension Condition {
    /// A price beyond another bar's high or low: the same beyond the other end.
    fileprivate var otherSideBroken: Condition? {
        guard case .compare(let left, let relation, let right) = self, relation == .greater || relation == .less,
            let own = left.otherEnd(up: relation == .greater), let level = right.otherEnd(up: relation == .greater)
        else { return nil }
        return .compare(left: own, relation: relation.mirrored, right: level)
    }
}

extension Series {
    fileprivate func otherEnd(up: Bool) -> Series? {
        switch self {
        case .metric(up ? .high : .low, let bar): .metric(metric: up ? .low : .high, of: bar)
        case .shifted(let of, let by): of.otherEnd(up: up).map { .shifted(of: $0, by: by) }
        default: nil
        }
    }
}
