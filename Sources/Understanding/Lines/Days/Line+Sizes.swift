internal import Market
internal import Studies

extension Line {
    /// "high volume", "большой гэп": above the 90th percentile (volume: 1.5 times its mean), unless a number follows.
    private func endsCondition(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .task(.share)?, .often?, .mark(.and)?, .task(.performance)?: true
        default: false
        }
    }

    mutating func joinSizes() {
        settleVolatileDays()
        for index in pieces.indices.dropFirst() where has(.asks) && (index == count - 1 || isStop(index + 1)) {
            // "is today's range big": said behind it.
            if case .size? = self[index], isQuantity(index - 1) { pieces.swapAt(index - 1, index) }
        }
        for index in pieces.indices.dropFirst(2) where endsCondition(index + 1) {
            // "if yesterday's volume was high", "если вчера объём был высокий".
            guard case .size? = self[index], isQuantity(index - 1), !pieces[index].afterStop else { continue }
            let head =
                [Relative.yesterday, .previous].contains { self[index - 2] == .relative($0) } ? index - 3 : index - 2
            if isMark(head, .given) { pieces.swapAt(index - 1, index) }
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            var large: Bool
            switch self[index] {
            case .size(let isLarge)?: large = isLarge
            case .quantity(let quantity)?
            where (isForm(index, .highest) || isForm(index, .lowest)) && quantity.extreme != nil:
                guard case .quantity(let other)? = self[index + 1], other.extreme == nil, pieces[index + 1].prep == nil
                else { continue }
                large = isForm(index, .highest)
            default: continue
            }
            if let place = closeBeside(index) {
                // "weak closes": low in the day's range, and no low price.
                var fact = Fact(
                    condition: .holds(
                        .metric(metric: .closePosition, of: .own),
                        large ? .greaterOrEqual : .lessOrEqual,
                        .number(value: large ? 0.9 : 0.1)
                    ),
                    isOutcome: true
                )
                fact.assumedThreshold = true
                join(min(place, index)...max(place, index), as: .condition(fact))
                continue
            }
            switch self[index + 1] {
            case .unit(.day)? where has(.calm, in: pieces[index]) || has(.broad, in: pieces[index]):
                // "quiet days", "после узкого дня": of little range.
                // "10 узких дней": the narrowest.
                guard prep(index + 1) == nil, plainNumber(index - 1) == nil, !isTop(index - 1) else { continue }
                let range = has(.calm, in: pieces[index]) ? Quantity(.volatility) : Quantity(.range)
                join(index...(index + 1), as: .condition(Self.size(range, large: large)))
            case .quantity(let quantity)?:
                if threshold(index + 2, bare: true) != nil
                    || isWay(index + 2) && threshold(index + 3, bare: true) != nil
                {
                    join(index...(index + 1), as: .quantity(quantity))
                } else if quantity.isGap, isWay(index + 2) {
                    continue
                } else if quantity.extreme == nil {
                    join(index...(index + 1), as: .condition(Self.size(quantity, large: large)))
                }
            case .rise(let up)?:
                if threshold(index + 2, bare: true) != nil {
                    join(index...(index + 1), as: .rise(up: up))
                } else {
                    join(index...(index + 1), as: .condition(Self.size(up: up, large: large)))
                }
            case .colour(let up)? where large && unit(index + 2) == .day && threshold(index + 3, bare: true) == nil:
                // "after a big red day": one that lost much, by how the day went.
                join(index...(index + 1), as: .condition(Self.size(up: up, large: large)))
            case .way(let up)?, .win(let up)?:
                guard unit(index + 2) == .day else { continue }
                // "big up days (over 2%)": how big is said.
                join(
                    index...(index + 1),
                    as: threshold(index + 3, bare: true) == nil
                        ? .condition(Self.size(up: up, large: large)) : .way(up: up)
                )
            default: continue
            }
        }
    }

    /// The close that a size is said of: "strong close", "closed weak".
    private func closeBeside(_ size: Int) -> Int? {
        guard case .size? = self[size] else { return nil }
        if closes(size + 1), prep(size + 1) == nil, !isRelation(size + 2), !isNumber(size + 2) { return size + 1 }
        guard self[size - 1] == .verb(.close), prep(size) == nil, !isQuantity(size + 1), unit(size + 1) == nil else {
            return nil
        }
        return size - 1
    }

    /// "Volatile days", "очень волатильные дни": days of high volatility, where nothing ranks or measures them.
    private mutating func settleVolatileDays() {
        for index in pieces.indices where isForm(index, .volatile) && unit(index + 1) == .day {
            guard case .quantity(let quantity)? = self[index], quantity.base == .volatility, quantity.span == nil,
                pieces[index].tokens.count == 1, prep(index + 1) == nil
            else { continue }
            switch self[index - 1] {
            case .superlative?, .mark(.more)?, .size?, .relation?, .task(.howmuch)?, .extremum?, .best?: continue
            default: join(index...(index + 1), as: .condition(Self.size(quantity, large: true)))
            }
        }
    }

    /// "average size of unfilled gaps", "размер гэпов вниз": how large, whichever way.
    mutating func settleSizesOfGaps() {
        for place in pieces.indices {
            let before = pieces[..<place].last { if case .condition = $0.sense { false } else { true } }
            let start = (before?.tokens.last ?? -1) + 1
            guard let end = pieces[place].tokens.first, start < end,
                (start..<end).contains(where: { forms.contains(tokens[$0].text, .sizeword) })
            else { continue }
            switch pieces[place].sense {
            case .quantity(var quantity) where quantity.isGap:
                quantity.absolute = true
                pieces[place].sense = .quantity(quantity)
            case .condition(var fact) where fact.rank?.isGap ?? false:
                fact.rank?.absolute = true
                fact.rankDescending = true
                pieces[place].sense = .condition(fact)
            default: continue
            }
        }
    }

    private func isTop(_ index: Int) -> Bool {
        switch self[index] {
        case .top?, .task(.top)?: true
        default: false
        }
    }

    func isWay(_ index: Int) -> Bool {
        if case .way? = self[index] { true } else { false }
    }

    static func size(_ quantity: Quantity, large: Bool) -> Fact {
        var fact: Fact
        if quantity.isVolume, large {
            fact = Fact(
                condition: .holds(
                    .metric(metric: .relativeVolume, of: Bar(span: quantity.span)),
                    .greater,
                    .number(value: 1.5)
                )
            )
        } else {
            var quantity = quantity
            if quantity.isSigned { quantity.absolute = true }
            let series = quantity.series(percent: quantity.isVolume ? nil : true)
            fact = Fact(
                condition: .holds(
                    series,
                    large ? .greater : .less,
                    .aggregate(statistic: .quantile(probability: large ? 0.9 : 0.1), of: series)
                )
            )
            fact.rank = quantity
            fact.rankDescending = large
        }
        fact.ofSession = quantity.isGap
        fact.assumedThreshold = true
        fact.isOutcome = true
        return fact
    }

    static func size(up: Bool, large: Bool) -> Fact {
        let series = Series.metric(metric: .changePct, of: .own)
        var fact = Fact(
            condition: .holds(
                series,
                up ? .greater : .less,
                .aggregate(statistic: .quantile(probability: up ? 0.9 : 0.1), of: series)
            )
        )
        fact.assumedThreshold = true
        fact.isOutcome = true
        fact.up = up
        return fact
    }
}
