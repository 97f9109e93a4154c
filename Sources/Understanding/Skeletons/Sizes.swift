internal import Market
internal import Studies

extension Frame {
    /// "range by day", "fill rate by gap size: under 0.25%, 0.25-0.5%, ...": groups between edges.
    func bySize() -> [Candidate] {
        var edges: [Double] = []
        var used: Set<Int> = []
        var scales: Set<Scale> = []
        for index in indices {
            switch line.pieces[index].sense {
            case .between(let low, let high, let scale) where isOfPrices(scale):
                edges += [low, high]
                used.insert(index)
                scales.formUnion([scale].compactMap(\.self))
            case .number(let value, let scale) where isOfPrices(scale) && (scale != nil || isEdge(index)):
                edges.append(value)
                used.insert(index)
                scales.formUnion([scale].compactMap(\.self))
            case .relation, .mark(.absolute), .mark(.together): used.insert(index)
            // "до 200".
            case .mark(.before) where isNumber(index + 1): used.insert(index)
            case .mark(.buckets), .mark(.each): used.insert(index)
            default: continue
            }
        }
        let grouping =
            quantities.first { line.prep($0.index) == .by }
            ?? (hasHeading ? quantities.first { $0.value.shift == 0 } ?? filledGap : nil)
        let unique = Array(Set(edges)).sorted()
        guard unique.count >= 2, edges.count >= 3, scales.count < 2, let by = grouping,
            keys.isEmpty, by.value.span == nil || spans.isEmpty
        else { return [] }
        let isPercent = scales.first.map { $0 == .percent } ?? (by.value.isSigned && (unique.last ?? 0) <= 20)
        used.formUnion(
            quantities.filter { $0.value.base == by.value.base || $0.value.isGap && by.value.isGap }.map(\.index)
        )
        var size = by.value
        size.absolute = size.isSigned
        var measures: [Measure] = [.count(where: nil)]
        // "Do small gaps fill more often": small ones are among the groups, and no outcome.
        let outcome = dayFacts.first { $0.value.condition == .gapFilled } ?? dayFacts.first
        if let asked = task(.share) { used.insert(asked) }
        if let asked = task(.count) { used.insert(asked) }
        used.formUnion(often)
        used.formUnion(
            dayFacts.filter { fact in
                // "in size buckets under 0.25%, ...": the first group's bound.
                if case .compare(_, _, .number(let value)) = fact.value.condition, by.value.isGap {
                    return fact.value.rank?.isGap ?? false && unique.contains(abs(value))
                }
                return fact.value.condition == outcome?.value.condition
            }.map(\.index)
        )
        if let outcome { measures.append(.share(of: outcome.value.condition, where: nil, withBase: false)) }
        let condition: Condition? =
            size.isGap ? .holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0)) : nil
        if let distribution = task(.distribution) { used.insert(distribution) }
        used.formUnion(marks(.and))
        let key = Key.edges(of: size.series(percent: size.isVolume ? nil : isPercent), edges: unique)
        let base = study(.summary(summary: Summary(measures: measures, keys: [key])), condition: condition)
        return [
            Candidate(
                name: "by size",
                study: base.study,
                used: used.union(base.used),
                fit: 28,
                assumptions: base.assumptions
            )
        ]
    }

    /// "share of filled gaps in groups: ...": of gaps it is their size.
    private var filledGap: (value: Quantity, index: Int)? {
        guard let fill = dayFacts.first(where: { $0.value.condition == .gapFilled }), let size = fill.value.rank,
            size.isGap
        else { return nil }
        return (size, fill.index)
    }

    private func isOfPrices(_ scale: Scale?) -> Bool { scale == nil || scale == .percent || scale == .points }

    private func isNumber(_ index: Int) -> Bool {
        switch line[index] {
        case .number?, .between?: true
        default: false
        }
    }

    /// Behind "under", "over" or "up to".
    private func isEdge(_ index: Int) -> Bool { line.isRelation(index - 1) || line.isMark(index - 1, .before) }

    /// "by size: under ...": what follows the colon are the groups.
    private var hasHeading: Bool {
        guard let colon = indices.first(where: { line[$0] == .stop(":") || line[$0] == .stop(",") }) else {
            return false
        }
        return quantities.contains { $0.index < colon } || dayFacts.contains { $0.index < colon }
    }
}
