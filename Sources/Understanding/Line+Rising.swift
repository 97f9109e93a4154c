internal import Market
internal import Studies

extension Line {
    /// "volume rising 4 days in a row", "объём вырос": more of it than the day before, not a day that rose.
    mutating func joinRisingQuantities() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], let up = rises(index + 1),
                prep(index + 1) == nil, !pieces[index + 1].afterStop, !quantity.isSigned, !quantity.isPrice,
                quantity.shift == 0, quantity.metric(percent: false) != nil, !isMeasured(index),
                threshold(index + 2, bare: true) == nil, !isNumbered(index + 2)
            else { continue }
            let series = quantity.series(percent: false)
            let before = Series.shifted(of: series, by: -1)
            var fact = Fact(condition: .holds(series, up ? .greater : .less, before), isOutcome: true)
            fact.rank = Quantity(.series(.arithmetic(left: series, operation: .minus, right: before)))
            fact.rankDescending = up
            join(index...(index + 1), as: .condition(fact))
        }
    }

    /// "Rose"; behind a volume "up" too, where its clause ends.
    private func rises(_ index: Int) -> Bool? {
        switch self[index] {
        case .rise(let up)?: return up
        case .way(let up)? where !has(.comparative, in: pieces[index]):
            switch self[index + 1] {
            case nil, .stop?, .mark(.and)?, .mark(.after)?, .mark(.but)?, .dates?, .task?, .often?,
                .mark(.consecutive)?:
                return up
            case .number(_, nil)? where pieces.contains(where: { $0.sense == .mark(.consecutive) }): return up
            default: return nil
            }
        default: return nil
        }
    }

    /// "Average volume of drops": the quantity is told, and the drops choose the days.
    private func isMeasured(_ index: Int) -> Bool {
        switch self[index - 1] {
        case .statistic?, .extremum?, .task(.howmuch)?, .prep?: true
        default: prep(index) == .by
        }
    }

    /// "Volume fell 20%": by how much is told as well.
    private func isNumbered(_ index: Int) -> Bool {
        if case .number(_, .some)? = self[index] { true } else { false }
    }
}
