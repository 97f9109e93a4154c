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

    /// "the first hour high is the high of the day": it holds.
    mutating func settleHeldLevels() {
        for index in pieces.indices.reversed() {
            guard case .quantity(let own)? = self[index], own.extreme != nil, own.span == nil, own.shift == 0,
                case .span(.opening)? = self[index - 1],
                self[index - 2] == .task(.share) || isMark(index - 2, .given)
            else { continue }
            let next = self[index + 1] == .relation(.equal) ? index + 2 : index + 1
            guard case .quantity(let whole)? = self[next], whole == own else { continue }
            let verb = Piece(sense: .verb(.hold), tokens: next > index + 1 ? pieces[index + 1].tokens : [], text: "")
            pieces.replaceSubrange((index + 1)..<next, with: [verb])
        }
        // "the first hour holds the high of the session": it is made there.
        for index in pieces.indices.dropFirst() where self[index] == .verb(.hold) {
            guard case .span(let part)? = self[index - 1], case .quantity(let whole)? = self[index + 1],
                whole.extreme != nil, whole.shift == 0, whole.span != part, self[index + 2] != .span(part)
            else { continue }
            // "does the high of the first hour remain the high of the day": a price holds.
            if case .quantity? = self[index - 2] { continue }
            pieces[index].sense = .verb(.form)
        }
    }

    /// "not broken either way", "не пробивают ни вверх ни вниз": no side is.
    mutating func settleNeitherWay() {
        guard let verb = pieces.firstIndex(where: { $0.sense == .verb(.break) }) else { return }
        guard let denial = [verb - 1, verb - 2].first(where: { isMark($0, .not) }) else { return }
        guard
            let way = pieces.indices.first(where: {
                (isMark($0, .absolute) || isMark($0, .neither)) && $0 > verb && $0 <= verb + 2
                    || isMark($0, .neither) && $0 < denial
            })
        else { return }
        guard way > verb else {
            drop(denial)
            return
        }
        // "the first hour is not broken either way": neither side of it is.
        var start = denial
        while start > 0, isLevelName(start - 1) { start -= 1 }
        guard start < denial else {
            drop(way)
            return
        }
        var neither = pieces[way]
        neither.sense = .mark(.neither)
        neither.tokens = (neither.tokens + pieces[denial].tokens).sorted()
        (neither.prep, neither.prepTokens, neither.afterStop) = (nil, [], false)
        pieces.remove(at: way)
        pieces.remove(at: denial)
        pieces.insert(neither, at: start)
    }

    private func isLevelName(_ index: Int) -> Bool {
        switch self[index] {
        case .span?, .openingRange?: true
        case .quantity(let quantity)?: quantity.base == .metric(.range)
        default: false
        }
    }
}

extension Condition {
    /// A price beyond another bar's high or low: the same beyond the other end.
    var otherSideBroken: Condition? {
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
