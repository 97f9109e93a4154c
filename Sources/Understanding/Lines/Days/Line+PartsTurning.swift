internal import Market
internal import Studies

/// One part of the day that goes on with, or turns against, what another did.
extension Line {
    /// "how often does the afternoon reverse the morning", "как часто последний час продолжает день": both the same way, or
    /// one against the other.
    mutating func settleTurnsOfParts() {
        // "вторая половина дня разворачивает первую".
        if let half = pieces.indices.first(where: { self[$0] == .span(.session(name: .afternoon)) }),
            has(.ahalf, in: pieces[half]),
            pieces.contains(where: { $0.sense == .verb(.reverse) || $0.sense == .verb(.continue) }),
            let first = pieces.indices.first(where: { self[$0] == .ordinal(1) })
        {
            pieces[first].sense = .span(.session(name: .morning))
        }
        // "RTH continues the overnight move": the way it went.
        if pieces.contains(where: { $0.sense == .verb(.reverse) || $0.sense == .verb(.continue) }) {
            for index in pieces.indices.reversed()
            where (self[index] == .quantity(Quantity(.move)) || self[index] == .quantity(Quantity(.change)))
                && (isSpan(index - 1) || isSpan(index + 1))
            {
                drop(index)
            }
        }
        let parts = pieces.indices.filter { isSpan($0) || unit($0) == .day }
        guard parts.count == 2, parts.contains(where: { isSpan($0) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity, .highLow, .colour, .way, .rise, .win, .condition, .mark(.after), .mark(.given),
                    .mark(.previous), .relation, .number:
                    true
                case .mark(.next): !has(.follows, in: piece)
                default: false
                }
            })
        else { return }
        if let turn = pieces.indices.first(where: { isTurn($0) }), parts[0] < turn, turn < parts[1] {
            pieces[turn].sense = .mark(self[turn] == .verb(.reverse) ? .opposite : .together)
        }
        guard pieces.contains(where: { $0.sense == .mark(.opposite) || $0.sense == .mark(.together) }) else { return }
        // "the first hour's direction matches the day's", "по направлению": of what they are alike.
        for index in pieces.indices.reversed() where self[index] == .unknown && has(.side, in: pieces[index]) {
            drop(index)
        }
    }

    private func isTurn(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.reverse)?, .verb(.continue)?: true
        // "how often does the last hour follow the morning".
        case .unknown?, .mark(.next)?: has(.follows, in: pieces[index])
        default: false
        }
    }
}
