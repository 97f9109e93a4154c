internal import Market
internal import Studies

extension Line {
    /// "во сколько раз A больше B": the ratio of two quantities; of one they are held against one another, which tells what
    /// the one is of the other. Which is more is not asked.
    mutating func joinRatios() {
        for index in pieces.indices.dropLast() {
            guard self[index] == .task(.time) || self[index] == .task(.howmuch), self[index + 1] == .measure(.times)
            else { continue }
            let relation = pieces[index...].firstIndex { $0.sense == .relation(.greater) }
            let comparative = pieces[index...].contains {
                if case .quantity = $0.sense { has(.comparative, in: $0) } else { false }
            }
            guard relation != nil || comparative, !isNumber((relation ?? index) + 1) else { return }
            let bases = Set(
                pieces.compactMap { if case .quantity(let quantity) = $0.sense { quantity.base } else { nil } }
            )
            let isOfTwo = bases.count > 1 || pieces.count { if case .symbol = $0.sense { true } else { false } } > 1
            guard !isOfTwo || relation != nil else { return }
            if let relation, !isOfTwo, relation > index + 2, prep(relation + 1) != .than {
                // "... понедельников больше диапазона пятниц".
                pieces[relation].sense = .mark(.vs)
            } else if let relation {
                drop(relation)
            }
            join(index...(index + 1), as: isOfTwo ? .task(.ratio) : .task(.compare))
            // "во сколько раз больше зелёных дней": how many there are.
            if bases.isEmpty { pieces.insert(Piece(sense: .task(.count), tokens: pieces[index].tokens), at: index + 1) }
            return
        }
    }

    /// "first 30 min range vs the whole RTH range, %": a part held against its whole, in percent, is its share.
    mutating func settleShareOfWhole(_ frame: Surroundings) {
        guard let place = pieces.indices.first(where: { isMark($0, .vs) || self[$0] == .stop("/") }),
            !pieces.contains(where: { $0.sense == .task(.share) }),
            let percent = pieces.indices.first(where: {
                self[$0] == .measure(.percent) && $0 > place
                    && (pieces[$0].afterStop || isStatistic($0 - 1) && pieces[$0 - 1].afterStop)
            }),
            let part = spannedQuantity(endingAt: place - 1), let whole = spannedQuantity(from: place + 1),
            part.base == whole.base, let inner = part.span.flatMap(frame.window),
            let outer = whole.span.flatMap(frame.window),
            outer.from <= inner.from, inner.to <= outer.to, inner != outer
        else { return }
        pieces[place].sense = .task(.share)
        pieces[place].tokens = (pieces[place].tokens + pieces[percent].tokens).sorted()
        pieces.remove(at: percent)
        // "avg %": the mean of the shares is told beside that of the sums.
        if self[percent - 1] == .statistic(.mean) { drop(percent - 1) }
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
        dropTickSize(tick)
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

    /// "1000 ticks (0.25 per tick)", "tick size = 0.25", "тик у нас 0.25": the instrument's own, told once more.
    private mutating func dropTickSize(_ tick: Double) {
        for index in pieces.indices.reversed() {
            let value: Double
            switch self[index] {
            case .number(let number, nil)?, .number(let number, .points)?, .number(let number, .ticks)?: value = number
            default: continue
            }
            guard abs(value - tick) < tick / 1000, pieces.contains(where: { $0.sense.isOfTicks(but: tick) }) else {
                continue
            }
            var (first, last) = (index, index)
            while saysTickSize(first - 1) { first -= 1 }
            while saysTickSize(last + 1) { last += 1 }
            let isNamed = (first...last).contains { place in
                switch self[place] {
                case .measure(.ticks)?, .number(_, .ticks)?: true
                default: false
                }
            }
            guard isNamed else { continue }
            for place in (first...last).reversed() { drop(place) }
            return
        }
    }

    private func saysTickSize(_ index: Int) -> Bool {
        switch self[index] {
        case .measure(.ticks)?, .stop("=")?, .stop("(")?, .stop(")")?, .mark(.each)?, .empty?, .relation(.equal)?: true
        case .unknown?: has(.sizeword, in: pieces[index])
        default: false
        }
    }

    /// "ratio of volatility in 2025 to volatility in 2024": of one quantity at two times, which are held against one another.
    mutating func settleRatioOfPeriods() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.ratio) }) else { return }
        let bases = pieces.compactMap { if case .quantity(let quantity) = $0.sense { quantity } else { nil } }
        let times = pieces.count { piece in
            switch piece.sense {
            case .dates: true
            case .condition(let fact): fact.isCalendar
            default: false
            }
        }
        guard times == 2, Set(bases).count == 1,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .key, .slots, .superlative, .best, .span, .window, .symbol: true
                case .condition(let fact): !fact.isCalendar
                default: false
                }
            })
        else { return }
        pieces[asked].sense = .task(.compare)
    }
}

extension Sense {
    /// So many ticks, other than the size of one.
    fileprivate func isOfTicks(but size: Double) -> Bool {
        if case .number(let value, .ticks) = self { value != size } else { false }
    }
}
