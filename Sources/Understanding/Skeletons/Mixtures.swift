internal import Market
internal import Studies

extension Frame {
    /// "Mean range, mean volume and % green by weekday": several figures of the same days, a share among them.
    func mixtures() -> [Candidate] {
        guard let asked = task(.share), task(.correlation, .compare, .distribution, .count) == nil,
            marks(.after).isEmpty,
            marks(.given).isEmpty, marks(.next).isEmpty, !statistics.isEmpty,
            let outcome = dayFacts.first(where: { $0.index == asked + 1 }), outcome.value.run == nil
        else { return [] }
        let values = quantities.filter { $0.value.shift == 0 }
        guard !values.isEmpty, values.count == quantities.count, values.allSatisfy({ standsApart($0.index, asked) })
        else {
            return []
        }
        var used: Set<Int> = Set(values.map(\.index)).union(statistics.map(\.index)).union([asked, outcome.index])
        var measures: [Measure] = []
        for (quantity, index) in values {
            for one in quantity.measures(statistic(for: index)) where !measures.contains(one) { measures.append(one) }
        }
        measures.append(.share(of: outcome.value.condition, where: nil, withBase: false))
        let others = dayFacts.filter { $0.index != outcome.index }
        used.formUnion(others.map(\.index))
        let (key, unit) = grouping(&used, returns: false)
        let base = study(
            .summary(summary: Summary(measures: measures, keys: key)),
            condition: Condition.every(others.map(\.value.condition)),
            unit: unit
        )
        return [
            Candidate(
                name: "several figures",
                study: base.study,
                used: used.union(base.used),
                fit: 26,
                assumptions: base.assumptions
            )
        ]
    }

    /// A comma or "and" lies between two figures asked for.
    private func standsApart(_ index: Int, _ other: Int) -> Bool {
        (min(index, other) + 1..<max(index, other)).contains { line.isMark($0, .and) || line[$0] == .stop(",") }
    }
}
