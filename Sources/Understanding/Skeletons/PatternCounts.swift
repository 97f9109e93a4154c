internal import Market
internal import Studies

extension Frame {
    /// "Which pattern occurs most often", "какие паттерны были в декабре", "how many of each pattern": every pattern of the
    /// catalogue with the number of its days.
    func patternCounts() -> [Candidate] {
        let words = indices.filter { line[$0] == .patternWord }
        guard !words.isEmpty, dayFacts.isEmpty, quantities.isEmpty, statistics.isEmpty, keys.isEmpty, slots.isEmpty,
            marks(.after).isEmpty, marks(.next).isEmpty, marks(.given).isEmpty,
            line.has(.which) || task(.count) != nil || !often.isEmpty || isOfPeriod,
            !dates.isEmpty || !often.isEmpty || !superlatives.isEmpty || task(.count) != nil
        else { return [] }
        var used = Set(words).union(often).union(superlatives.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.count), .verb(.form), .mark(.each), .mark(.those), .task(.days), .mark(.it): used.insert(index)
            default: continue
            }
        }
        // What only says where a bar's ends lie against the one before is no candlestick.
        let variants = context.catalogue.patterns.filter(\.isShaped).map { pattern in
            let condition = Condition.pattern(name: pattern.name, of: .own)
            return Variant(name: .condition(condition: condition), condition: condition)
        }
        let base = study(.comparison(variants: variants, measures: [.count(where: nil)]))
        return [
            Candidate(
                name: "patterns",
                study: base.study,
                used: used.union(base.used),
                fit: 26,
                assumptions: base.assumptions
            )
        ]
    }
}

extension Frame {
    /// "паттерны за март 2024": nothing but a period beside the word.
    private var isOfPeriod: Bool {
        !dates.isEmpty
            && indices.allSatisfy { index in
                switch line.pieces[index].sense {
                case .patternWord, .dates, .stop, .symbol, .span, .empty: true
                default: false
                }
            }
    }
}

extension Pattern {
    /// More than one price held against another.
    fileprivate var isShaped: Bool {
        tests.count > 1
            || tests.contains { test in
                if case .feature(let feature, _, _) = test.left {
                    feature == .bodyShare || feature == .range
                } else {
                    false
                }
            }
    }
}
