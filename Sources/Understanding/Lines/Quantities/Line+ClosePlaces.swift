internal import Market
internal import Studies

extension Line {
    /// "close position in the range", "where in its range does the day close", "положение закрытия внутри дня": how high in
    /// the range the close lies, from 0 at the low to 1 at the high.
    mutating func joinClosePlaces() {
        for index in pieces.indices.dropFirst() {
            // "in the range of the month", "в диапазоне недели": of such bars.
            guard isOwnRange(index - 1) || self[index - 1] == .quantity(Quantity(.closePosition)),
                pieces.contains(where: { [.verb(.close), .quantity(Quantity(.close))].contains($0.sense) })
                    && (has(.whereabouts) || has(.place))
                    || pieces.contains(where: { $0.sense == .quantity(Quantity(.closePosition)) }), prep(index) != .by,
                let word = unit(index), let bars = BarUnit(longer: word)
            else { continue }
            pieces[index].sense = .barUnit(bars)
            (pieces[index].prep, pieces[index].prepTokens) = (nil, [])
        }
        for index in pieces.indices.reversed() {
            guard self[index] == .quantity(Quantity(.closePosition)) else { continue }
            // What it is the position in is said again.
            var last = index
            while canJoinRange(last + 1), isHolder(last + 1) || isOwnRange(last + 1) { last += 1 }
            guard last > index, isOwnRange(last) || unit(last) == .day else { continue }
            join(index...last, as: .quantity(Quantity(.closePosition)))
        }
        defer { dropScale() }
        guard has(.whereabouts) || has(.place),
            !pieces.contains(where: { if case .relation = $0.sense { true } else { false } }),
            let close = pieces.indices.first(where: {
                self[$0] == .verb(.close) || self[$0] == .quantity(Quantity(.close))
            }), let range = pieces.indices.first(where: { isOwnRange($0) }), abs(range - close) <= 5
        else { return }
        let (first, last) = (min(close, range), max(close, range))
        guard (first + 1..<last).allSatisfy({ isBetweenPlaces($0) }) else { return }
        var tokens: [Int] = []
        for index in (first...last).reversed() {
            switch self[index] {
            case .statistic?, .often?, .symbol?, .barUnit?: continue
            default:
                tokens += pieces[index].tokens
                if index != first { pieces.remove(at: index) }
            }
        }
        pieces[first].sense = .quantity(Quantity(.closePosition))
        pieces[first].tokens = tokens.sorted()
        // "where" and "what part of" only ask for it.
        for index in pieces.indices.reversed() where index < first {
            let asks =
                isForm(index, .whereabouts) || has(.place, in: pieces[index]) || self[index] == .task(.share)
                || isMark(index, .given)
            if asks {
                pieces[index].sense == .task(.share) || has(.place, in: pieces[index])
                    ? absorbAsked(index) : drop(index)
            }
        }
    }

    /// "0 is the low, 1 the high": what the figure is by definition; the question before a statement of it is the same.
    private mutating func dropScale() {
        let places = pieces.indices.filter { self[$0] == .quantity(Quantity(.closePosition)) }
        guard let place = places.last else { return }
        for index in pieces.indices.reversed() where index > place {
            guard plainNumber(index) == 0, case .quantity(let low)? = self[index + 1], low.extreme == .low else {
                continue
            }
            let next = isStop(index + 2) || isMark(index + 2, .and) ? index + 3 : index + 2
            guard plainNumber(next) == 1, case .quantity(let high)? = self[next + 1], high.extreme == .high else {
                continue
            }
            pieces[place].tokens = (pieces[place].tokens + pieces[index...(next + 1)].flatMap(\.tokens)).sorted()
            pieces.removeSubrange(index...(next + 1))
        }
        guard places.count == 2, self[places[0] + 1] == .stop("?"), places[0] <= 1 else { return }
        var tokens: [Int] = []
        for index in (0...(places[0] + 1)).reversed() {
            tokens += pieces[index].tokens
            pieces.remove(at: index)
        }
        guard let left = pieces.lastIndex(where: { $0.sense == .quantity(Quantity(.closePosition)) }) else { return }
        pieces[left].tokens = (pieces[left].tokens + tokens).sorted()
    }

    private mutating func absorbAsked(_ index: Int) {
        guard let place = pieces.firstIndex(where: { $0.sense == .quantity(Quantity(.closePosition)) }) else { return }
        pieces[place].tokens = (pieces[place].tokens + pieces[index].tokens).sorted()
        pieces.remove(at: index)
    }

    private func isOwnRange(_ index: Int) -> Bool {
        guard case .quantity(let range)? = self[index] else { return false }
        return range.base == .metric(.range) && range.shift == 0 && range.span == nil
    }

    private func canJoinRange(_ index: Int) -> Bool {
        pieces.indices.contains(index) && !pieces[index].afterStop && prep(index) != .by
    }

    private func isHolder(_ index: Int) -> Bool {
        isMark(index, .inside) || isMark(index, .it) || isMark(index, .vs)
            || (unit(index) == .day || unit(index) == .hourofday) && prep(index) != .by
    }

    private func isBetweenPlaces(_ index: Int) -> Bool {
        if isHolder(index) { return true }
        switch self[index] {
        case .statistic?, .often?, .verb(.close)?, .symbol?, .barUnit?: return true
        default: return has(.place, in: pieces[index])
        }
    }
}

extension BarUnit {
    /// A bar of days; nil for a day and what is shorter.
    fileprivate init?(longer word: UnitWord) {
        switch word {
        case .week: self = .week
        case .month: self = .month
        case .quarter: self = .quarter
        case .year: self = .year
        default: return nil
        }
    }
}
