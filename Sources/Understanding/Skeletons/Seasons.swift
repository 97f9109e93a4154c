internal import Market
internal import Studies

extension Frame {
    /// "which season is the most volatile", "в какое время года выше объём", "range by season": the four side by side.
    func seasons() -> [Candidate] {
        let places = indices.filter { line.unit($0) == .season || line[$0] == .which(.season) }
        guard !places.isEmpty, keys.isEmpty, slots.isEmpty, calendarFacts.isEmpty, named.count < 2,
            marks(.after).isEmpty, marks(.next).isEmpty, marks(.previous).isEmpty,
            task(.correlation, .distribution, .top, .time, .timehour, .days, .runs, .length) == nil,
            let asked = measuresOfGroups()
        else { return [] }
        var used = asked.used.union(places)
        for index in indices {
            switch line.pieces[index].sense {
            case .superlative, .best, .often, .task(.compare), .task(.performance), .mark(.each): used.insert(index)
            case .relation where comparesWords(index): used.insert(index)
            default: continue
            }
        }
        let variants = [[12, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]].map { months in
            let condition = Condition.calendar(field: .month, oneOf: months)
            return Variant(name: .condition(condition: condition), condition: condition)
        }
        let base = study(.comparison(variants: variants, measures: asked.measures))
        return [
            Candidate(
                name: "seasons",
                study: base.study,
                used: used.union(base.used),
                fit: 34,
                assumptions: base.assumptions
            )
        ]
    }

    /// What groups of days are told by: a share of those that are so, quantities, or what a superlative is of.
    private func measuresOfGroups() -> (measures: [Measure], used: Set<Int>)? {
        if let share = task(.share) ?? task(.count) ?? often.first, !dayFacts.isEmpty, quantities.isEmpty {
            guard let condition = Condition.every(dayFacts.map(\.value.condition)) else { return nil }
            return (
                [.share(of: condition, where: nil, withBase: false), .count(where: condition)],
                Set(dayFacts.map(\.index)).union([share])
            )
        }
        guard dayFacts.isEmpty else { return nil }
        let used = Set(statistics.map(\.index)).union(quantities.map(\.index))
        var measures = quantities.flatMap { $0.value.measures(statistic(for: $0.index)) }
        if measures.isEmpty {
            switch superlatives.first?.value {
            case .volatile, .calm: measures = Quantity(.volatility).measures(.mean)
            case .wide, .narrow: measures = Quantity(.range).measures(.mean)
            default: measures = Bundle.behaviour
            }
        }
        return (measures, used)
    }
}
