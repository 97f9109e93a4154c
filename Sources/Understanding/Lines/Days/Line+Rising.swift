internal import Market
internal import Studies

extension Line {
    /// "volume rising 4 days in a row", "объём вырос": more of it than the day before, not a day that rose.
    mutating func joinRisingQuantities() {
        for index in pieces.indices {
            // "когда растёт 50 SMA": the verb comes first.
            guard case .rise? = self[index], case .quantity(let moved)? = self[index + 1], moved.isIndicator,
                prep(index + 1) == nil, !isNumber(index + 2), !isRelation(index + 2)
            else { continue }
            pieces.swapAt(index, index + 1)
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], let up = rises(index + 1),
                prep(index + 1) == nil, !pieces[index + 1].afterStop, !quantity.isSigned,
                quantity.isIndicator || !quantity.isPrice && quantity.metric(percent: false) != nil,
                quantity.shift == 0, !isMeasured(index),
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

extension Quantity {
    /// It rises against its own value of the row before.
    fileprivate var isIndicator: Bool {
        switch base {
        case .indicator(.sma(0)), .indicator(.ema(0)), .indicator(.rsi(0)), .indicator(.atr(0)): false
        case .indicator: true
        default: false
        }
    }
}
