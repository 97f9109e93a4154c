internal import Market
internal import Studies

/// Moves told by what one would hold: no order and no advice where both ends are named, but how far the price went.
extension Line {
    /// "buy 9:30 sell 16:00 every day 2024, total points": from the one time to the other; "hold overnight only vs cash
    /// only": the moves of those hours; "buy and hold return since 2023": the return.
    mutating func settleHeldPositions() {
        settleBoughtAndSold()
        guard !pieces.contains(where: { $0.sense == .task(.advice) || $0.sense == .task(.trade) }) else { return }
        let measured = pieces.filter { if case .quantity = $0.sense { true } else { false } }
        guard let index = pieces.firstIndex(where: { $0.sense == .verb(.hold) && has(.heldword, in: $0) }),
            pieces[..<index].allSatisfy({ $0.sense.isSilent || $0.sense == .mark(.given) || $0.sense == .mark(.only) }),
            pieces[index...].contains(where: { if case .span = $0.sense { true } else { false } }),
            measured.allSatisfy({ $0.sense == .quantity(Quantity(.performance)) }),
            !pieces.contains(where: { if case .extremum = $0.sense { true } else { false } })
        else { return }
        if measured.isEmpty { pieces[index].sense = .quantity(Quantity(.body)) } else { pieces[index].sense = .empty }
        // "if you only held": what follows says which hours.
        for other in pieces.indices.reversed() where other != index {
            if other < index ? !pieces[other].sense.isSilent : isMark(other, .only) { drop(other) }
        }
        for place in pieces.indices where pieces[place].sense == .empty { empty.formUnion(pieces[place].tokens) }
    }

    /// "buy 9:30 sell 16:00", "купить в 9:30 продать в 16:00": a window, and the move over it. Sold first, the sign would be
    /// the other.
    private mutating func settleBoughtAndSold() {
        let places = pieces.indices.filter {
            (self[$0] == .task(.advice) || self[$0] == .task(.order))
                && (has(.buyword, in: pieces[$0]) || has(.sellword, in: pieces[$0]))
        }
        guard places.count == 2, has(.buyword, in: pieces[places[0]]), has(.sellword, in: pieces[places[1]]),
            isTime(after: places[0]), isTime(after: places[1]),
            !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }),
            !pieces.contains(where: { $0.sense == .task(.trade) || $0.sense == .task(.forecast) })
        else { return }
        let sold = pieces[places[1]].tokens
        for place in places.reversed() {
            while case .prep? = self[place + 1] { drop(place + 1) }
        }
        guard let last = pieces.lastIndex(where: { $0.tokens == sold }) else { return }
        pieces[last].sense = .prep(.to)
        pieces[places[0]].sense = .prep(.from)
        for index in pieces.indices.reversed() where index > places[0] && index < last && isMark(index, .and) {
            drop(index)
        }
        let tokens = pieces[places[0]].tokens
        pieces.insert(Piece(sense: .quantity(Quantity(.body)), tokens: tokens), at: places[0])
        // On every day the same: no group.
        if let each = pieces.indices.first(where: { isMark($0, .each) && unit($0 + 1) == .day }) {
            drop(each + 1)
            drop(each)
        }
    }

    private func isTime(after index: Int) -> Bool {
        var next = index + 1
        while case .prep? = self[next] { next += 1 }
        guard let hour = whole(next), (0...23).contains(hour) else { return false }
        return self[next + 1] == .stop(":") && whole(next + 2).map { (0...59).contains($0) } ?? false
    }

    /// "PDH and PDL both broken": what is done to both stands behind them.
    mutating func orderBothBroken() {
        for index in pieces.indices where isMark(index, .both) && self[index + 1] == .verb(.break) {
            guard isMark(index - 2, .and), let second = level(index - 1), let first = level(index - 3), first != second
            else { continue }
            let said = Array(pieces[index...(index + 1)])
            pieces.removeSubrange(index...(index + 1))
            pieces.insert(contentsOf: [said[1], said[0]], at: index - 3)
            return
        }
    }

    private func level(_ index: Int) -> MinuteEvent? {
        if case .quantity(let quantity)? = self[index] { quantity.extreme } else { nil }
    }

    /// "September every year", "NQ by month": nothing but a group is named, so how each of them went.
    mutating func nameReturnsOfGroups() {
        guard let key = pieces.firstIndex(where: { if case .key = $0.sense { true } else { false } }),
            case .key(.calendar(let field))? = self[key], field == .year || field == .month || field == .quarter,
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .symbol, .dates: true
                case .condition(let fact): fact.isCalendar && pieces[index].isOneMonth
                default: index == key || pieces[index].sense.isSilent
                }
            }), pieces.contains(where: { if case .symbol = $0.sense { true } else { $0.isOneMonth } })
        else { return }
        let tokens = pieces[key].tokens
        pieces.insert(Piece(sense: .quantity(Quantity(.performance)), tokens: tokens), at: key)
        (pieces[key].prep, pieces[key].prepTokens) = (nil, [])
    }

    /// "median range not mean": the one that is not meant is said only to be left out.
    mutating func dropDeniedStatistics() {
        for index in pieces.indices.reversed() where isMark(index, .not) || isMark(index, .insteadof) {
            guard case .statistic(let denied)? = self[index + 1],
                pieces[..<index].contains(where: {
                    if case .statistic(let said) = $0.sense { said != denied } else { false }
                }),
                self[index + 2] == nil || isStop(index + 2)
            else { continue }
            drop(index + 1)
            drop(index)
        }
    }

    /// "gold closes above 2000": behind a price that is held against it no year is meant, where nothing is said of it.
    mutating func settlePricesLikeYears() {
        for index in pieces.indices.dropFirst(2) where isRelation(index - 1) && prep(index) == nil {
            guard case .number(let value, nil)? = self[index], (1990...2100).contains(value),
                self[index + 1] == nil || isStop(index + 1) || isMark(index + 1, .given) || isMark(index + 1, .and)
            else { continue }
            switch self[index - 2] {
            case .quantity(let quantity)? where quantity.isPrice: break
            case .verb(.close)?, .verb(.trade)?: break
            default: continue
            }
            pieces[index].sense = .number(value, .points)
        }
    }
}

extension Piece {
    fileprivate var isOneMonth: Bool {
        guard case .condition(let fact) = sense, case .calendar(.month, let months) = fact.condition else {
            return false
        }
        return months.count == 1
    }
}
