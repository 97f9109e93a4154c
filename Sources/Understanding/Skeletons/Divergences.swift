internal import Market
internal import Studies

extension Frame {
    /// "top 5 days when the change of NQ and MGC diverged the most": days by how far two instruments' figures lie apart.
    func divergences() -> [Candidate] {
        guard named.count == 2, quantities.count <= 1, dayFacts.isEmpty, statistics.isEmpty, keys.isEmpty,
            slots.isEmpty,
            !(superlatives.isEmpty && task(.top) == nil), superlatives.allSatisfy({ $0.value == .max }),
            task(.share, .count, .correlation, .time, .timehour, .runs, .length) == nil, often.isEmpty,
            let apart = marks(.opposite).first
                ?? indices.first(where: { line[$0] == .task(.compare) && line.has(.difference, in: line.pieces[$0]) })
        else { return [] }
        let quantity = quantities.first?.value ?? Quantity(.change)
        guard quantity.shift == 0, !quantity.isPrice else { return [] }
        let sides = named.map { symbol in
            var own = quantity
            own.symbol = symbol
            return own.series(percent: quantity.percent ?? true)
        }
        let distance = Series.absolute(of: .arithmetic(left: sides[0], operation: .minus, right: sides[1]))
        var limit = 10
        var used: Set<Int> = [apart]
        for index in indices {
            switch line.pieces[index].sense {
            case .quantity, .symbol, .mark(.and), .mark(.between), .mark(.vs), .superlative, .task(.top), .task(.days),
                .unit(.day), .mark(.given), .measure(.percent), .verb(.close), .verb(.form), .verb(.travel):
                used.insert(index)
            case .top(let count):
                limit = count
                used.insert(index)
            case .number(let value, nil) where line.whole(index).map { (1...1000).contains($0) } ?? false:
                limit = Int(value)
                used.insert(index)
            default: continue
            }
        }
        if task(.top) == nil, limit == 10, !line.has(.plural) { limit = 1 }
        let listing = Listing(
            columns: [distance] + sides,
            order: [Order(by: distance, descending: true)],
            limit: limit
        )
        var base = study(.list(list: listing))
        base.study.symbols = named
        return [
            Candidate(
                name: "divergences",
                study: base.study,
                used: used.union(base.used),
                fit: 33,
                assumptions: base.assumptions
            )
        ]
    }
}
