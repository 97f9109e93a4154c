internal import Market
internal import Studies

extension Line {
    /// "в каком месяце больше объём", "which weekday has more volume", "в каком часу объём меньше": of all groups the one with
    /// the most, where nothing is named that they are held against.
    mutating func settleMostOfGroups() {
        settleMostOften()
        guard asksGroup,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .mark(.or), .mark(.vs), .superlative, .best, .statistic(.sum), .task(.compare),
                    .task(.correlation):
                    true
                default: piece.prep == .than
                }
            })
        else { return }
        for index in pieces.indices where pieces[index].tokens.count == 1 {
            guard let end = end(index) else { continue }
            if isOfGroup(index + 1) {
                pieces[index].sense = .superlative(end)
                return
            }
            let ends = index + 1 == count || isStop(index + 1) || isDates(index + 1) || year(index + 1) != nil
            guard ends, isQuantity(index - 1), !isPrice(index - 1) else { continue }
            pieces[index].sense = .superlative(end)
            pieces.swapAt(index - 1, index)
            return
        }
    }

    /// "at what hour is the high made most", "in which hour does it make its low the most": most often.
    private mutating func settleMostOften() {
        guard pieces.contains(where: { $0.sense == .task(.timehour) || $0.sense == .task(.time) }),
            let end = pieces.firstIndex(where: {
                if case .quantity(let end) = $0.sense { end.extreme != nil } else { false }
            })
        else { return }
        for index in pieces.indices where index > end && self[index] == .superlative(.max) {
            guard has(.most, in: pieces[index]), !isQuantity(index + 1), unit(index + 1) == nil else { continue }
            pieces[index].sense = .often
        }
    }

    /// More is the most of all, less the least.
    private func end(_ index: Int) -> Superlative? {
        switch self[index] {
        case .relation(.greater)?, .mark(.more)?: .max
        case .relation(.less)?: .min
        case .way(let up)? where has(.comparative, in: pieces[index]): up ? .max : .min
        default: nil
        }
    }

    private func isPrice(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index] { quantity.isPrice } else { false }
    }

    /// "В каком месяце", "which hour".
    private var asksGroup: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .which(.weekday), .which(.month), .which(.year), .which(.quarter), .which(.hour), .which(.monthofyear),
                .which(.dayofmonth), .task(.timehour):
                true
            default: false
            }
        }
    }

    /// It can be more or less in one group than in another.
    private func isOfGroup(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(let quantity)?: !quantity.isPrice && quantity.shift == 0 && !isRelation(index + 1)
        case .colour?, .pattern?, .rise?: true
        default: false
        }
    }
}
