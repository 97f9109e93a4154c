internal import Market
internal import Studies

extension Frame {
    /// "days since the last 2% drop": the days without one that the last day ends.
    func daysSince() -> [Candidate] {
        guard let since = marks(.since).first, marks(.since).count == 1, statistics.isEmpty, keys.isEmpty,
            slots.isEmpty,
            superlatives.isEmpty, bests.isEmpty, marks(.after).isEmpty, marks(.next).isEmpty, task(.share) == nil
        else { return [] }
        var used: Set<Int> = [since]
        let condition: Condition
        var without: Set<Int> = []
        if let met = Condition.every(dayFacts.map(\.value.condition)), quantities.isEmpty {
            condition = met
            used.formUnion(dayFacts.map(\.index))
        } else if dayFacts.isEmpty, quantities.count == 1, let price = quantities.first, let end = price.value.extreme,
            price.value == Quantity(end == .high ? .high : .low), dates.allSatisfy({ $0.value.period == .all })
        {
            // "how many days ago was the all-time high", "the high": of all that is loaded.
            condition = .extreme(
                of: price.value.series(),
                largest: end == .high,
                count: 1,
                within: nil,
                among: nil
            )
            used.insert(price.index)
            without.formUnion(dates.map(\.index))
        } else {
            return []
        }
        for index in indices {
            switch line.pieces[index].sense {
            case .relative(.last), .relative(.past), .task(.time), .task(.days), .verb(.form), .verb(.travel),
                .verb(.break), .ordinal(1):
                used.insert(index)
            default: continue
            }
        }
        var base = study(.runs(runs: Runs(of: .not(of: condition), show: .current(either: false))), without: without)
        base.study.period = upToToday(base.study.period)
        return [
            Candidate(
                name: "days since",
                study: base.study,
                used: used.union(base.used).union(without),
                fit: 36,
                assumptions: base.assumptions
            )
        ]
    }
}
