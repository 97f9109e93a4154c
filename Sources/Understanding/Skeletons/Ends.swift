internal import Market
internal import Studies

extension Frame {
    /// Both ends of one rank are asked for.
    var asksForBothEnds: Bool {
        Set(bests.map(\.value)).count == 2
            || [[.max, .min], [.volatile, .calm], [.wide, .narrow]].contains { (pair: [Superlative]) in
                pair.allSatisfy { end in superlatives.contains { $0.value == end } }
            }
    }

    /// "best and worst day of 2024", "3 самых волатильных и 3 самых тихих дня": the days at both ends of a rank.
    func ends() -> [Candidate] {
        guard asksForBothEnds, keys.isEmpty, slots.isEmpty, statistics.isEmpty, quantities.count <= 1,
            has(.or) == false,
            task(.count, .share, .correlation, .compare, .distribution, .time, .timehour) == nil, marks(.after).isEmpty,
            marks(.next).isEmpty,
            !indices.contains(where: { if case .which = line.pieces[$0].sense { true } else { false } })
        else { return [] }
        let places = (bests.map(\.index) + superlatives.map(\.index)).sorted()
        guard places.count == 2 else { return [] }
        var used = Set(places)
        var columns = Quantity(.change).columns
        switch superlatives.first?.value {
        case .volatile, .calm: columns = Quantity(.volatility).columns
        case .wide, .narrow, .max, .min: columns = Quantity(.range).columns
        case nil: break
        }
        if let quantity = quantities.first {
            columns = quantity.value.columns
            used.insert(quantity.index)
        }
        let counts = places.compactMap { place in
            [place - 1, place + 1].first { line.whole($0).map { (1...50).contains($0) } ?? false }
        }
        guard Set(counts.compactMap(line.whole)).count <= 1 else { return [] }
        used.formUnion(counts)
        let count = counts.first.flatMap(line.whole) ?? 1
        // Both ends of months and the like stand in the table of all of them.
        guard longerUnit() == nil else { return [] }
        if let top = task(.top) { used.insert(top) }
        used.formUnion(marks(.both))
        let facts = dayFacts
        used.formUnion(facts.map(\.index))
        let chosen = facts.map(\.value.condition) + Self.chosenDays(calendarFacts.map(\.value.condition))
        let among = Condition.every(chosen)
        let both = [true, false].map {
            Condition.extreme(of: columns[0], largest: $0, count: count, within: nil, among: among)
        }
        let listing = Listing(columns: columns, order: [Order(by: columns[0], descending: true)])
        let base = study(.list(list: listing), condition: .any(of: both))
        return [
            Candidate(
                name: "both ends",
                study: base.study,
                used: used.union(base.used),
                fit: 36,
                assumptions: base.assumptions
            )
        ]
    }
}
