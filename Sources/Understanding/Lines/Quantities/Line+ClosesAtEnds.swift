internal import Market
internal import Studies

extension Line {
    /// "closed at the high", "закрытие на лоях", "opened near the low": in that tenth of the day's range; "within 5 points",
    /// "within 0.1%": no further from it than that.
    mutating func joinClosesAtEnds(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard case .quantity(let end)? = self[index], let extreme = end.extreme, end.shift == 0, end.span == nil,
                end.unit == nil, end.percent == nil, unit(index + 1) == nil || unit(index + 1) == .day
            else { continue }
            let first = isMark(index - 1, .it) || isItself(index - 1) ? index - 1 : index
            let near = isMark(first - 1, .around)
            let isEqual = self[first - 1] == .relation(.equal)
            var close = near || isEqual ? first - 2 : first - 1
            while unit(close) == .day, prep(close) == nil { close -= 1 }
            guard let price = ownEdge(close) else { continue }
            var last = unit(index + 1) == .day && prep(index + 1) != .by && !pieces[index + 1].each ? index + 1 : index
            let window = isSpan(last + 1) && prep(last + 1) != .by ? last + 1 : nil
            if let limit = distanceSaid((window ?? last) + 1, frame) {
                guard near || isEqual || isNearby(first) || prep(first) == .in || has(.nearby, in: pieces[close]) else {
                    continue
                }
                if let window { pieces.insert(pieces.remove(at: window), at: close) }
                let distance = Self.distance(
                    price,
                    Quantity(extreme == .high ? .high : .low).series(),
                    percent: limit.percent
                )
                let fact = Fact(condition: .holds(distance, .lessOrEqual, .number(value: limit.value)), isOutcome: true)
                join((window == nil ? close : close + 1)...limit.last, as: .condition(fact))
                continue
            }
            // "opened on the low and closed on the high": both are as near.
            let isOther = prep(first) == .in || pieces[close].tokens.count > 1
            let isPaired =
                isOther
                && pieces[index...].contains { piece in
                    guard case .condition(let fact) = piece.sense, fact.assumedThreshold else { return false }
                    if case .compare(.metric(.closePosition, _), _, _) = fact.condition { return true }
                    return false
                }
            guard near || isNearby(first) || isPaired || prep(first) == .in && price == Quantity(.close), !isEqual,
                !isRelation(index + 1)
            else { continue }
            if unit(last) != .day { last = index }
            let position =
                price == Quantity(.close)
                ? Series.metric(metric: .closePosition, of: .own)
                : .arithmetic(
                    left: .arithmetic(left: price.series(), operation: .minus, right: .metric(metric: .low, of: .own)),
                    operation: .dividedBy,
                    right: .metric(metric: .range, of: .own)
                )
            let isHigh = extreme == .high
            var fact = Fact(
                condition: .holds(
                    position,
                    isHigh ? .greaterOrEqual : .lessOrEqual,
                    .number(value: isHigh ? 0.9 : 0.1)
                ),
                isOutcome: true
            )
            fact.assumedThreshold = true
            join(close...last, as: .condition(fact))
        }
    }

    /// The bar's close or open, by its noun or its verb.
    private func ownEdge(_ index: Int) -> Quantity? {
        switch self[index] {
        case .verb(.close)?: Quantity(.close)
        case .verb(.open)?: Quantity(.open)
        case .quantity(let quantity)? where quantity == Quantity(.close) || quantity == Quantity(.open): quantity
        default: nil
        }
    }

    /// "within 5 points", ", at most 0.1%": how far at the most.
    private func distanceSaid(_ index: Int, _ frame: Surroundings) -> (value: Double, percent: Bool, last: Int)? {
        var place = index
        while self[place] == .stop(",") || self[place] == .stop("(") { place += 1 }
        guard case .relation(let relation)? = self[place], !relation.isUp, relation != .equal,
            case .number(let value, let measure?)? = self[place + 1], value > 0,
            measure == .points || measure == .percent || measure == .ticks
        else { return nil }
        // "within 5 points of it".
        var last = place + 1
        if self[last + 1] == .stop(")"), self[place - 1] == .stop("(") { last += 1 }
        return (measure == .ticks ? value * frame.tick : value, measure == .percent, last)
    }

    /// "how often is the open the high of the day", "открытие было хаем дня": the two prices are one.
    mutating func joinOpensThatAreEnds() {
        guard pieces.contains(where: { [.task(.share), .task(.count), .often].contains($0.sense) }) else { return }
        for index in pieces.indices.dropLast() {
            guard case .quantity(let one)? = self[index], case .quantity(let other)? = self[index + 1],
                !pieces[index + 1].afterStop, prep(index + 1) == nil || prep(index + 1) == .from,
                [one, other].allSatisfy({ $0.shift == 0 && $0.within == nil && $0.unit == nil && $0.span == nil }),
                [one, other].contains(Quantity(.open)), [one, other].contains(where: { $0.extreme != nil })
            else { continue }
            var last = index + 1
            if unit(last + 1) == .day, prep(last + 1) != .by, !pieces[last + 1].each, !pieces[last + 1].afterStop {
                last += 1
            }
            let condition = Condition.holds(one.series(), .equal, other.series())
            join(index...last, as: .condition(Fact(condition: condition, isOutcome: true)))
            return
        }
    }

    /// "у самого хая": right at it, not the highest one.
    private func isItself(_ index: Int) -> Bool {
        guard self[index] == .superlative(.max), pieces[index].tokens.count == 1 else { return false }
        return has(.itself, in: pieces[index])
    }

    /// "у хая": a word that means nothing elsewhere stands right before.
    private func isNearby(_ index: Int) -> Bool {
        guard let token = pieces[index].tokens.first, token > 0, empty.contains(token - 1) else { return false }
        return forms.contains(tokens[token - 1].text, .nearby)
    }
}
