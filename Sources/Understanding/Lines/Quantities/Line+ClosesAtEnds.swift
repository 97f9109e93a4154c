internal import Market
internal import Studies

extension Line {
    /// "closed at the high", "закрытие на лоях", "close near the low": in that tenth of the day's range.
    mutating func joinClosesAtEnds() {
        for index in pieces.indices.reversed() {
            guard case .quantity(let end)? = self[index], let extreme = end.extreme, end.shift == 0, end.span == nil,
                end.unit == nil, end.percent == nil, !isRelation(index + 1),
                unit(index + 1) == nil || unit(index + 1) == .day
            else { continue }
            let first = isMark(index - 1, .it) || isItself(index - 1) ? index - 1 : index
            let near = isMark(first - 1, .around)
            guard near || prep(first) == .in || isNearby(first) else { continue }
            var close = near ? first - 2 : first - 1
            while unit(close) == .day, prep(close) == nil { close -= 1 }
            switch self[close] {
            case .verb(.close)?: break
            case .quantity(let quantity)? where quantity == Quantity(.close): break
            default: continue
            }
            let last = unit(index + 1) == .day && prep(index + 1) != .by && !pieces[index + 1].each ? index + 1 : index
            let position = Series.metric(metric: .closePosition, of: .own)
            var fact = Fact(
                condition: .holds(
                    position,
                    extreme == .high ? .greaterOrEqual : .lessOrEqual,
                    .number(value: extreme == .high ? 0.9 : 0.1)
                ),
                isOutcome: true
            )
            fact.assumedThreshold = true
            join(close...last, as: .condition(fact))
            return
        }
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
