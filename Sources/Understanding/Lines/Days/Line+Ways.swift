internal import Market
internal import Studies

extension Line {
    /// "gaps over 0.5% up", "moves of more than 1% to the upside", "closed 2% higher": the way stands behind the size, and
    /// is put before it, where the rules look for it.
    mutating func orderWays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard canHaveWay(index), let found = threshold(index + 1, bare: true), found.measure != nil,
                case .way? = self[found.last + 1], !pieces[found.last + 1].afterStop,
                unit(found.last + 2) != .day, !isMark(found.last + 2, .consecutive)
            else { continue }
            let way = pieces.remove(at: found.last + 1)
            pieces.insert(way, at: index + 1)
        }
    }

    private func canHaveWay(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(let quantity)?:
            quantity.shift == 0 && (quantity.isGap || quantity.isChange && quantity.span == nil)
        case .verb(.close)?: true
        default: false
        }
    }

    /// "move up more than 1%": the day's move that way.
    mutating func joinWaysOfMoves() {
        for index in pieces.indices.reversed() {
            guard case .quantity(let move)? = self[index], move == Quantity(.move) || move == Quantity(.change),
                case .way(let up)? = self[index + 1], threshold(index + 2, bare: true) != nil
            else { continue }
            join(index...(index + 1), as: .rise(up: up))
        }
    }

    /// "closed up more than 3%", "закрылись в минус больше чем на 2%": the close is what the move is told by.
    mutating func joinClosedMoves(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            // "how many days did it close up more than 1%".
            let isAsked = self[index] == .quantity(Quantity(.close)) && has(.auxiliary)
            guard self[index] == .verb(.close) || isAsked else { continue }
            if !isAsked, case .relation(let side)? = self[index + 1], side == .greater || side == .less,
                let found = threshold(index + 2, bare: true) ?? ownThreshold(index + 1), found.measure == .percent,
                endsMove(found.last + 1)
            {
                if has(.within, in: pieces[index + 1]) {
                    // "closed within 0.5%": either way.
                    var size = Quantity(.change)
                    size.absolute = true
                    let bound = Series.number(value: abs(found.value))
                    let inside = Condition.holds(size.series(percent: true), .lessOrEqual, bound)
                    join(index...found.last, as: .condition(Fact(condition: inside, isOutcome: true)))
                    continue
                }
                // "закрылись ниже больше чем на 2%", "closed above by 1%": no price is a percent.
                join(index...found.last, as: .condition(Self.move(side == .greater, found.rising, frame)))
                continue
            }
            for place in isAsked ? [index + 1] : [index + 1, index - 1] {
                guard case .condition(let fact)? = self[place], fact.isMove, !fact.isCalendar else { continue }
                if place < index, !endsMove(index + 1) { continue }
                join(min(index, place)...max(index, place), as: .condition(fact))
                index = min(index, place)
                break
            }
        }
    }

    /// "выше чем на 2%": the relation is the way and the bound in one.
    private func ownThreshold(_ index: Int) -> Threshold? { threshold(index, bare: false) }

    private func endsMove(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity?, .relation?, .mark(.it)?, .statistic?, .way?, .colour?, .win?: false
        default: true
        }
    }

    /// "longs", "для лонга": whoever bought gained on days that rose; of what is best, it says on which side.
    mutating func settlePositions() {
        for index in pieces.indices.reversed() where has(.position, in: pieces[index]) {
            let isOfWins =
                pieces.contains { $0.sense == .task(.share) && has(.winning, in: $0) } || isWon(index + 1)
            if case .way(let up)? = self[index], isOfWins || hasBest { pieces[index].sense = .win(up: up) }
            if case .win(let long)? = self[index], let up = won(index + 1) {
                // "как часто лонг в плюсе".
                join(index...(index + 1), as: .win(up: up == long))
                continue
            }
            guard case .win(let long)? = self[index],
                let place = pieces.firstIndex(where: { if case .best = $0.sense { true } else { false } }),
                case .best(let up)? = self[place]
            else { continue }
            pieces[place].sense = .best(up: up == long)
            pieces[place].tokens = (pieces[place].tokens + pieces[index].tokens).sorted()
            pieces.remove(at: index)
        }
    }

    private var hasBest: Bool { pieces.contains { if case .best = $0.sense { true } else { false } } }

    private func isWon(_ index: Int) -> Bool { won(index) != nil }

    private func won(_ index: Int) -> Bool? {
        switch self[index] {
        case .way(let up)?, .win(let up)?: has(.position, in: pieces[index]) ? nil : up
        default: nil
        }
    }

    /// "which weekday is the most bullish", "самый зелёный месяц": of groups the one that most often is.
    mutating func settleColouredGroups() {
        guard
            pieces.contains(where: {
                switch $0.sense {
                case .which(.weekday), .which(.month), .which(.year), .which(.hour), .which(.quarter),
                    .which(.dayofmonth), .unit(.weekday), .unit(.month), .unit(.year), .unit(.quarter),
                    .task(.timehour):
                    true
                default: false
                }
            })
        else { return }
        for index in pieces.indices where self[index] == .superlative(.max) {
            switch self[index + 1] {
            case .colour(let up)?, .win(let up)?:
                if isOfLongUnits(index + 1) || has(.gainful, in: pieces[index + 1]) {
                    // "the most profitable weekday", "the greenest month": by what it brought.
                    pieces[index].sense = .best(up: up)
                    pieces[index].tokens = (pieces[index].tokens + pieces[index + 1].tokens).sorted()
                    pieces.remove(at: index + 1)
                    return settleColouredGroups()
                }
                if unit(index + 2) != .day { pieces[index].sense = .often }
            default: continue
            }
        }
    }

    /// A month, quarter or year that is such, and not its days.
    private func isOfLongUnits(_ index: Int) -> Bool {
        let isLong = { (unit: UnitWord?) in unit == .month || unit == .quarter || unit == .year || unit == .monthofyear
        }
        if isLong(unit(index + 1)) { return true }
        guard unit(index + 1) == nil else { return false }
        return pieces[..<index].contains { if case .which(let unit) = $0.sense { isLong(unit) } else { false } }
    }
}

extension Line.Threshold {
    /// A bound below speaks of how far down it went.
    fileprivate var rising: Self {
        var found = self
        if relation == .less { found.relation = .greater }
        return found
    }
}

extension Fact {
    /// It bounds the day's move against the close before.
    fileprivate var isMove: Bool {
        guard up != nil, rank?.base == .metric(.change), !settled, run == nil else { return false }
        return condition.atoms.allSatisfy {
            if case .compare(.metric(let metric, _), _, .number) = $0 { metric.family == .change } else { false }
        }
    }
}
