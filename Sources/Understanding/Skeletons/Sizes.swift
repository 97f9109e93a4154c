internal import Market
internal import Studies

extension Frame {
    /// "range by day", "fill rate by gap size: under 0.25%, 0.25-0.5%, ...": groups between edges.
    func bySize() -> [Candidate] {
        var edges: [Double] = []
        var used: Set<Int> = []
        for index in indices {
            switch line.pieces[index].sense {
            case .between(let low, let high, .percent):
                edges += [low, high]
                used.insert(index)
            case .number(let value, .percent):
                edges.append(value)
                used.insert(index)
            case .relation, .mark(.absolute), .mark(.together): used.insert(index)
            default: continue
            }
        }
        let unique = Array(Set(edges)).sorted()
        guard unique.count >= 2, edges.count >= 3, let by = quantities.first(where: { line.prep($0.index) == .by })
        else { return [] }
        used.formUnion(quantities.map(\.index))
        var size = by.value
        size.absolute = size.isSigned
        var measures: [Measure] = [.count(where: nil)]
        let outcome = dayFacts.first
        if let asked = task(.share) { used.insert(asked) }
        if let asked = task(.count) { used.insert(asked) }
        used.formUnion(often)
        used.formUnion(dayFacts.map(\.index))
        if let outcome { measures.append(.share(of: outcome.value.condition, where: nil, withBase: false)) }
        let condition: Condition? =
            size.isGap ? .holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0)) : nil
        let key = Key.edges(of: size.series(percent: true), edges: unique)
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
}
