internal import Market
internal import Studies

extension Frame {
    /// Both ends of one rank are asked for.
    var asksForBothEnds: Bool {
        Set(bests.map(\.value)).count == 2
            || [[.max, .min], [.volatile, .calm], [.wide, .narrow]].contains { (pair: [Superlative]) in
                pair.allSatisfy { end in superlatives.contains { $0.value == end } }
            }
            || oppositeMoves != nil || hasBothExtremes && dayAsked != nil
    }

    /// "the largest and the smallest range".
    private var hasBothExtremes: Bool {
        statistics.count == 2 && Set(statistics.map(\.value)) == [.max, .min] && quantities.count == 1
    }

    /// "biggest gain and biggest loss": a move up and one down, each the largest.
    private var oppositeMoves: (rank: Quantity, used: Set<Int>)? {
        guard !superlatives.isEmpty, superlatives.allSatisfy({ $0.value == .max }) else { return nil }
        let falls = dayFacts.filter { $0.value.settled && $0.value.up == false && $0.value.run == nil }
        let rises = dayFacts.filter { $0.value.settled && $0.value.up == true && $0.value.run == nil }
        let gains = quantities.filter { $0.value.base == .performance && $0.value.shift == 0 }
        guard falls.count == 1, rises.count + gains.count == 1, quantities.count == gains.count,
            dayFacts.count == falls.count + rises.count, let rank = falls[0].value.rank
        else { return nil }
        let places = (falls + rises).map(\.index) + gains.map(\.index)
        guard let first = places.min(), let last = places.max(), let lead = superlatives.map(\.index).min(),
            lead < first,
            (first..<last).contains(where: { line.joinsHeads($0) }),
            (first + 1..<last).allSatisfy({
                line.joinsHeads($0) || line[$0] == .superlative(.max) || line.unit($0) == .day
            })
        else { return nil }
        return (rank, Set(places))
    }

    /// "..., и когда", "and its date", "and the day it was made": the words that ask for the day of what was named.
    var dayAsked: Set<Int>? {
        var used: Set<Int> = []
        var index = indices.upperBound - 1
        func skip() {
            while index > 0, line.isStop(index) || line[index] == .verb(.form) || line.isMark(index, .it) {
                if line[index] == .stop(",") { return }
                used.insert(index)
                index -= 1
            }
        }
        skip()
        guard index > 1, line[index] == .task(.time) || line[index] == .task(.days) || line.unit(index) == .day,
            line.prep(index) == nil || line.prep(index) == .in
        else { return nil }
        used.insert(index)
        index -= 1
        skip()
        guard line.isMark(index, .and) || line[index] == .stop(","), quantities.contains(where: { $0.index < index })
        else { return nil }
        return used
    }

    /// What else the days are.
    private func others(than moves: (rank: Quantity, used: Set<Int>)?) -> [(value: Fact, index: Int)] {
        dayFacts.filter { !(moves?.used.contains($0.index) ?? false) }
    }

    /// "best and worst day of 2024", "3 самых волатильных и 3 самых тихих дня": the days at both ends of a rank.
    func ends() -> [Candidate] {
        guard asksForBothEnds, keys.count <= 1, slots.isEmpty, statistics.isEmpty || hasBothExtremes,
            quantities.count <= 1, has(.or) == false,
            task(.count, .share, .correlation, .compare, .distribution, .timehour) == nil,
            task(.time) == nil || dayAsked != nil, marks(.after).isEmpty,
            marks(.next).isEmpty,
            !indices.contains(where: { if case .which = line.pieces[$0].sense { true } else { false } })
        else { return [] }
        let moves = oppositeMoves
        let places = (bests.map(\.index) + superlatives.map(\.index) + statistics.map(\.index)).sorted()
        guard places.count == 2 || moves != nil else { return [] }
        var used = Set(places).union(moves?.used ?? []).union(dayAsked ?? [])
        var within: CalendarField?
        if let key = keys.first {
            // "yearly: best and worst day": those of each.
            guard case .calendar(let field) = key.value, !isDateKey(key.value) else { return [] }
            (within, used) = (field.ofItsYear, used.union([key.index]))
        }
        var columns = Quantity(.change).columns
        switch superlatives.first?.value {
        case .volatile, .calm: columns = Quantity(.volatility).columns
        case .wide, .narrow, .max, .min: columns = Quantity(.range).columns
        case nil: break
        }
        if let moves {
            columns = moves.rank.columns
        } else if let quantity = quantities.first {
            // "the largest and the smallest gap": by size, as each of them alone.
            var value = quantity.value
            if value.isGap, bests.isEmpty { value.absolute = true }
            columns = value.columns
            used.insert(quantity.index)
        }
        let counts = places.compactMap { place in
            [place - 1, place + 1].first { line.whole($0).map { (1...50).contains($0) } ?? false }
        }
        guard Set(counts.compactMap(line.whole)).count <= 1 else { return [] }
        used.formUnion(counts)
        let count = counts.first.flatMap(line.whole) ?? 1
        // Both ends of months and the like stand in the table of all of them; of weeks there are too many.
        let longer = otherUnit()
        // ... but "ever" asks for the one of them.
        let isOfAll = longer?.unit == .week || dates.contains { $0.value.period == .all }
        guard longer == nil || isOfAll && others(than: moves).isEmpty else { return [] }
        if let longer { used.insert(longer.index) }
        if let top = task(.top) { used.insert(top) }
        used.formUnion(marks(.both))
        let facts = others(than: moves)
        used.formUnion(facts.map(\.index))
        let chosen = facts.map(\.value.condition) + Self.chosenDays(calendarFacts.map(\.value.condition))
        let among = Condition.every(chosen)
        let both = [true, false].map {
            Condition.extreme(of: columns[0], largest: $0, count: count, within: within, among: among)
        }
        let order = within == nil ? [Order(by: columns[0], descending: true)] : []
        let listing = Listing(columns: columns, order: order)
        let base = study(.list(list: listing), condition: .any(of: both), unit: longer?.unit ?? .day)
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
