internal import Market
internal import Studies

extension Line {
    /// "after an inside day, how often is its high broken", "after a doji ... the doji's low", "how often does the next day trade
    /// above the high of an NR7 day": a level of the day that the day asked about comes after is one of the day before.
    mutating func settleLevelsOfEvents() {
        guard !pieces.contains(where: { $0.sense == .mark(.previous) }),
            let level = pieces.indices.first(where: { isExtremeOfDay($0) })
        else { return }
        if let after = pieces.indices.first(where: { isMark($0, .after) }), isKind(after + 1), after + 1 < level,
            pieces.count(where: { $0.sense == .mark(.after) }) == 1
        {
            if isMark(level - 1, .it), level - 1 > after + 1 {
                pieces[level - 1].sense = .mark(.previous)
            } else if let kind = kind(beside: level), kind.lowerBound > after + 1,
                self[kind.lowerBound] == self[after + 1]
            {
                let first = kind.lowerBound < level ? kind.lowerBound : level
                let tokens = kind.flatMap { pieces[$0].tokens }
                for index in kind.reversed() { pieces.remove(at: index) }
                pieces.insert(Piece(sense: .mark(.previous), tokens: tokens), at: first)
            }
            return
        }
        guard let next = pieces.indices.first(where: { isMark($0, .next) }),
            !pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.given) }),
            let kind = kind(beside: level), !kind.contains(next), !isKind(next - 1) || kind.lowerBound == level + 1
        else { return }
        // "... the next day": the day after such a one.
        var event = kind.map { pieces[$0] }
        (event[0].prep, event[0].prepTokens, event[0].afterStop) = (nil, [], false)
        let isDay = unit(next + 1) == .day
        pieces[next].sense = .mark(.after)
        var made: [Piece] = []
        for (index, piece) in pieces.enumerated() {
            if kind.contains(index) || isDay && index == next + 1 { continue }
            if index == level { made.append(Piece(sense: .mark(.previous), tokens: [])) }
            made.append(piece)
            if index == next {
                if isDay { event[0].tokens = (pieces[next + 1].tokens + event[0].tokens).sorted() }
                made += event
            }
        }
        pieces = made
    }

    private func isExtremeOfDay(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(let level)?: level.extreme != nil && level.shift == 0 && level.span == nil
        case .extremum?: true
        default: false
        }
    }

    private func isKind(_ index: Int) -> Bool {
        switch self[index] {
        case .pattern?, .colour?: true
        default: false
        }
    }

    /// The kind of day that a level is of, with its "day": before it as its owner, or behind it.
    private func kind(beside level: Int) -> ClosedRange<Int>? {
        if isKind(level - 1) { return (level - 1)...(level - 1) }
        if unit(level - 1) == .day, isKind(level - 2) { return (level - 2)...(level - 1) }
        guard isKind(level + 1), !pieces[level + 1].afterStop else { return nil }
        return (level + 1)...(unit(level + 2) == .day ? level + 2 : level + 1)
    }
}
