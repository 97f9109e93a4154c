internal import Market
internal import Studies

extension Line {
    /// "во сколько раз A больше B": the ratio of the two; which is more is not asked.
    mutating func joinRatios() {
        for index in pieces.indices.dropLast() {
            guard self[index] == .task(.time) || self[index] == .task(.howmuch), self[index + 1] == .measure(.times),
                let relation = pieces[index...].firstIndex(where: {
                    if case .relation = $0.sense { true } else { false }
                })
            else { continue }
            let isUp = self[relation] == .relation(.greater)
            guard isUp, pieces[relation...].contains(where: { if case .quantity = $0.sense { true } else { false } })
            else {
                continue
            }
            drop(relation)
            join(index...(index + 1), as: .task(.ratio))
            return
        }
    }

    /// "first 30 min range vs the whole RTH range, %": a part held against its whole, in percent, is its share.
    mutating func settleShareOfWhole(_ frame: Surroundings) {
        guard let place = pieces.indices.first(where: { isMark($0, .vs) }),
            !pieces.contains(where: { $0.sense == .task(.share) }),
            let percent = pieces.indices.first(where: {
                self[$0] == .measure(.percent) && $0 > place && pieces[$0].afterStop
            }),
            let part = spannedQuantity(endingAt: place - 1), let whole = spannedQuantity(from: place + 1),
            part.base == whole.base, let inner = part.span.flatMap(frame.window),
            let outer = whole.span.flatMap(frame.window),
            outer.from <= inner.from, inner.to <= outer.to, inner != outer
        else { return }
        pieces[place].sense = .task(.share)
        pieces[place].tokens = (pieces[place].tokens + pieces[percent].tokens).sorted()
        pieces.remove(at: percent)
    }

    private func spannedQuantity(endingAt index: Int) -> Quantity? {
        spannedQuantity(from: index - 1)
    }

    /// A quantity and the window beside it.
    private func spannedQuantity(from index: Int) -> Quantity? {
        switch (self[index], self[index + 1]) {
        case (.span(let span)?, .quantity(var quantity)?) where quantity.span == nil,
            (.quantity(var quantity)?, .span(let span)?) where quantity.span == nil:
            quantity.span = span
            return quantity
        default: return nil
        }
    }

    /// "средний диапазон в тиках": points by the size of a tick.
    mutating func joinTicks(_ tick: Double) {
        guard let measure = pieces.indices.first(where: { self[$0] == .measure(.ticks) }), tick > 0 else { return }
        let named = pieces.indices.filter(isQuantity)
        guard named.count == 1, case .quantity(let quantity)? = self[named[0]], !quantity.isPrice, !quantity.isVolume,
            quantity.metric(percent: false)?.unit == .points
        else { return }
        var size = quantity
        size.absolute = quantity.isSigned && (quantity.isGap || quantity.base == .move)
        let series = Series.arithmetic(
            left: size.series(percent: false),
            operation: .dividedBy,
            right: .number(value: tick)
        )
        let place = named[0]
        pieces[place].sense = .quantity(Quantity(.series(series)))
        pieces[place].tokens = (pieces[place].tokens + pieces[measure].tokens).sorted()
        pieces.remove(at: measure)
        // "сколько тиков в среднем": nothing is counted.
        if let asked = pieces.firstIndex(where: { $0.sense == .task(.count) || $0.sense == .task(.howmuch) }),
            isStatistic(asked + 1) || isStatistic(asked - 1)
        {
            drop(asked)
        }
    }
}
