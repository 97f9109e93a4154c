internal import Studies

extension Line {
    /// "does the range increase with volume", "растёт ли диапазон с объёмом": how two quantities go together, where nothing
    /// else is asked.
    mutating func settleRisingWith() {
        let rises = pieces.indices.filter { isRising($0) }
        let quantities = pieces.indices.filter { isQuantity($0) }
        guard rises.count == 1, let rise = rises.first, quantities.count == 2, rise < quantities[1],
            let with = with(before: quantities[1], after: max(rise, quantities[0])),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .empty, .stop, .symbol, .dates, .span, .quantity, .mark(.it), .relative, .prep, .number,
                    .unit(.day):
                    true
                default: index == rise || index == with
                }
            })
        else { return }
        var asked = pieces[rise]
        asked.sense = .task(.correlation)
        (asked.prep, asked.prepTokens, asked.afterStop) = (nil, [], false)
        if isMark(with, .given) {
            asked.tokens = (asked.tokens + pieces[with].tokens).sorted()
        } else {
            // The preposition on what it leads.
            asked.tokens = (asked.tokens + pieces[with].prepTokens).sorted()
            (pieces[with].prep, pieces[with].prepTokens) = (nil, [])
        }
        var made: [Piece] = [asked]
        for index in pieces.indices where index != rise && !(index == with && isMark(with, .given)) {
            made.append(pieces[index])
        }
        pieces = made
    }

    private func isRising(_ index: Int) -> Bool {
        switch self[index] {
        case .rise?: true
        case .orderWay?: pieces[index].tokens.count == 1
        default: false
        }
    }

    /// "With", straight before the second quantity or its window.
    private func with(before quantity: Int, after first: Int) -> Int? {
        for place in stride(from: quantity, to: first, by: -1) {
            if isMark(place, .given) { return has(.withword, in: pieces[place]) ? place : nil }
            if pieces[place].prepTokens.contains(where: { forms.contains(tokens[$0].text, .withword) }) { return place }
            guard place == quantity || isSpan(place) || unit(place) == .day || isMark(place, .it) else { return nil }
        }
        return nil
    }
}
