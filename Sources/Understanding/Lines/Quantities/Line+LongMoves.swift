internal import Market
internal import Studies

extension Line {
    /// "5-day return", "10 day move", "biggest 3-day drop", "пятидневное падение": from a close to the one so many days
    /// later. Before "after ..." it is what came then; else it ends on the day that it is told of.
    mutating func joinLongMoves() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let (days, last) = length(index), days > 1 else { continue }
            switch self[index - 1] {
            case .relative?, .mark(.next)?, .mark(.after)?, .mark(.previous)?, .relation?: continue
            default: break
            }
            // "топ-3 дневных роста": so many of them, each of a day; "топ 3-дневных ростов" is of three days each.
            if self[index - 1] == .task(.top), has(.daily, in: pieces[last]),
                let word = pieces[last].tokens.first, !tokens[word].isHyphened
            {
                continue
            }
            let isAhead = pieces.indices[last...].contains { isMark($0, .after) || isFollowing($0) }
            var move = Quantity(.ahead(isAhead ? days : -days))
            switch self[last + 1] {
            case .quantity(let quantity)? where quantity.isChange && quantity.span == nil && quantity.shift == 0:
                guard quantity.percent != false, prep(last + 1) == nil else { continue }
                if quantity.base == .move, !isAhead, isStatistic(index - 1) { move.absolute = true }
                join(index...(last + 1), as: .quantity(move))
            case .rise(let up)? where prep(last + 1) == nil:
                var fact = Fact(
                    condition: .holds(move.series(), up ? .greater : .less, .number(value: 0)),
                    isOutcome: true,
                    up: up
                )
                fact.rank = move
                fact.rankDescending = up
                join(index...(last + 1), as: .condition(fact))
            default: continue
            }
        }
    }

    /// "following an outside day": after it, and no unit that comes next.
    private func isFollowing(_ index: Int) -> Bool {
        guard isMark(index, .next), has(.following, in: pieces[index]) else { return false }
        switch self[index + 1] {
        case .pattern?, .colour?, .rise?, .win?, .size?, .event?, .condition?, .quantity?, .number?, .superlative?:
            return true
        default: return false
        }
    }

    /// "5 day", "5-day", "2 week" before a noun: trading days, and where it ends.
    private func length(_ index: Int) -> (days: Int, last: Int)? {
        guard let number = whole(index), number > 0, prep(index) == nil else { return nil }
        let last = self[index + 1] == .stop("-") ? index + 2 : index + 1
        guard let unit = unit(last), prep(last) == nil, has(.spanning, in: pieces[last]),
            let days = Frame.days(number, unit)
        else { return nil }
        return (days, last)
    }
}
