internal import Market
internal import Studies

extension Places {
    /// "At most 4 in a row", "compare ... at most", "range since 12": a bound stands on the number or quantity that its words
    /// lean on, or nowhere.
    func bounds() -> [Int] {
        words.pieces.indices.filter { word in
            guard case .relation(let relation) = words.pieces[word].sense, isKept(word) else { return false }
            if let fact = fact(of: word) { return isLost(relation, in: fact) }
            return isDangling(word)
        }
        .compactMap(piece) + clockPrices() + sharesOfDays()
    }

    /// "What range is there on 95% of days": a share of the days, no bound of theirs.
    private func sharesOfDays() -> [Int] {
        words.pieces.indices.filter { word in
            guard case .number(let value, let scale)? = words[word], value >= 50, value <= 100,
                scale == nil || scale == .percent
            else { return false }
            let next = words[word + 1] == .measure(.percent) ? word + 2 : word + 1
            let isOfDays =
                (scale == .percent || next == word + 2) && words.unit(next) == .day && words.prep(next) != .by
            guard isOfDays || words[word + 1] == .task(.share) else { return false }
            guard case .compare(_, _, .number(value))? = fact(of: word)?.condition else { return false }
            return true
        }
        .compactMap(piece)
    }

    /// A run has a least length and no greatest.
    private func isLost(_ relation: Relation, in fact: Fact) -> Bool {
        fact.run != nil && !relation.isUp && relation != .equal && relation != .notEqual
            && fact.plain.map { !$0.atoms.contains(where: \.isBound) } ?? true
    }

    /// Nothing stands behind it that something could be more or less than; "where is it larger" compares, "at most" never.
    private func isDangling(_ word: Int) -> Bool {
        guard let place = piece(of: word), case .relation(let relation) = line.pieces[place].sense,
            line.prep(place + 1) != .than
        else { return false }
        switch line[place + 1] {
        // "above, below or inside it": of one level, named for all.
        case .stop? where line.isRelation(place + 2) || line.isMark(place + 2, .inside): return false
        case nil, .stop?: return relation != .greater && relation != .less || !isCompared
        default: return false
        }
    }

    private var isCompared: Bool {
        if frame.task(.ratio) != nil || !frame.often.isEmpty { return true }
        switch study.result {
        case .comparison: return true
        case .summary(let summary): return summary.order != nil
        default: return false
        }
    }

    /// "High between 12 and 14": hours of the day or prices; for a price that low nothing would be found.
    private func clockPrices() -> [Int] {
        line.pieces.indices.filter { place in
            guard case .condition(let fact) = line.pieces[place].sense else { return false }
            return fact.condition.atoms.contains { atom in
                guard case .compare(.metric(let metric, _), _, .number(let value)) = atom, metric.unit == .price else {
                    return false
                }
                return value == value.rounded() && (1...24).contains(value)
            }
        }
    }
}

extension Condition {
    /// A quantity against a number other than zero.
    fileprivate var isBound: Bool {
        if case .compare(_, _, .number(let value)) = self { value != 0 } else { false }
    }
}
