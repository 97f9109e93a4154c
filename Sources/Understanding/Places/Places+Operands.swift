internal import Market
internal import Studies

extension Places {
    /// What two quantities, or a quantity and a direction, say together must stand together in the study.
    func operands() -> [Int] { directions() + sums() + shiftedComparisons() + distances() }

    /// "Volume rising 4 days in a row": what rises is the volume.
    private func directions() -> [Int] {
        words.pieces.indices.filter { word in
            guard case .rise? = words[word], words.prep(word) == nil, !words.pieces[word].afterStop,
                case .quantity(let quantity)? = words[word - 1], !quantity.isSigned, !quantity.isPrice,
                quantity.base != .move, quantity.base != .performance,
                let fact = fact(of: word)
            else { return false }
            return !fact.condition.atoms.contains { atom in
                guard case .compare(let left, _, _) = atom else { return false }
                let family = quantity.base == .volatility ? Metric.range : quantity.metric(percent: false)?.family
                return left.metrics.contains { $0.family == family }
            }
        }
        .compactMap(piece)
    }

    /// "Sum of range and gap", "average highest range": statistics of several things that only arithmetic could give.
    private func sums() -> [Int] {
        words.pieces.indices.filter { word in
            guard case .statistic(let statistic)? = words[word] else { return false }
            if statistic == .sum, words.isQuantity(word + 1), words.prep(word + 1) == .in, words.isMark(word + 2, .and),
                words.isQuantity(word + 3)
            {
                return !hasArithmetic
            }
            switch words[word + 1] {
            case .statistic(let other)?: return other != statistic && !words.pieces[word + 1].afterStop
            case .extremum?: return !words.pieces[word + 1].afterStop && !isNested
            default: return false
            }
        }
        .compactMap(piece)
    }

    /// "Distance from the all time high": from one price to another, and both must be known.
    private func distances() -> [Int] {
        guard line.has(.distance) else { return [] }
        let isTold =
            frame.quantities.contains { quantity in
                switch quantity.value.base {
                case .series, .metric(.body), .metric(.range), .metric(.gap), .metric(.change): true
                default: false
                }
            } || frame.dayFacts.contains { $0.value.rank != nil }
        return isTold ? [] : frame.quantities.map(\.index)
    }

    private var hasArithmetic: Bool {
        var found = false
        study.visit { if case .series(.arithmetic) = $0 { found = true } }
        return found
    }

    private var isNested: Bool {
        var found = false
        study.visit { if case .condition(.extreme) = $0 { found = true } }
        return found
    }

    /// "RTH range smaller than the first hour's range of the previous day": "previous" leans on the second quantity alone.
    private func shiftedComparisons() -> [Int] {
        line.pieces.indices.filter { place in
            guard case .condition(let fact)? = line[place],
                case .shifted(.compare(let left, _, let right), -1) = fact.condition, !left.metrics.isEmpty,
                !right.metrics.isEmpty
            else { return false }
            let tokens = line.pieces[place].tokens
            // The mark stands behind the comparison.
            return words.pieces.indices.contains { word in
                guard words.isMark(word, .previous) || words[word] == .relative(.previous),
                    let token = words.pieces[word].tokens.first
                else { return false }
                return tokens.contains(token) && token != tokens.first
            }
        }
    }
}
