internal import Market
internal import Studies

extension Frame {
    static var beyondLevel: String { "how far beyond" }

    /// "на сколько пунктов обычно пробивает вчерашний лоу", "by how much does it close above yesterday's high": how far beyond
    /// a level, over the days that went beyond it.
    func beyond() -> [Candidate] {
        guard asksHowFarBeyond, let fact = dayFacts.first, keys.count <= 1, slots.isEmpty, superlatives.isEmpty,
            bests.isEmpty, !singleDay, [.after, .next, .previous, .vs].allSatisfy({ !has($0) }),
            statistics.count <= 1, task(.correlation, .distribution, .top, .time, .timehour, .standing) == nil
        else { return [] }
        let percent = saysPercent(fact.index) ?? indices.contains { line[$0] == .measure(.percent) }
        let distances = [percent, !percent].compactMap { fact.value.condition.distanceBeyond(percent: $0) }
        var used = Set([fact.index] + statistics.map(\.index) + marks(.it))
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.howmuch), .often, .measure(.points), .measure(.percent), .verb(.form):
                used.insert(index)
            default: continue
            }
        }
        let (groups, unit) = grouping(&used, returns: false)
        let statistic = statistics.first?.value ?? .mean
        let measures = distances.map { Measure.statistic(statistic: statistic, of: $0, where: nil) }
        let base = study(
            .summary(summary: Summary(measures: measures, keys: groups)),
            condition: fact.value.condition,
            unit: unit,
            sessionEvent: fact.value.ofSession
        )
        return [
            Candidate(
                name: Self.beyondLevel,
                study: base.study,
                used: used.union(base.used),
                fit: 36,
                assumptions: base.assumptions
            )
        ]
    }

    /// How many points lie between two prices, one of which went beyond the other.
    var asksHowFarBeyond: Bool {
        guard dayFacts.count == 1, let fact = dayFacts.first,
            fact.value.condition.distanceBeyond(percent: false) != nil,
            fact.value.run == nil, quantities.isEmpty,
            // "насколько часто".
            often.allSatisfy({ line.has(.usual, in: line.pieces[$0]) || line.has(.normal, in: line.pieces[$0]) })
        else { return false }
        return task(.howmuch) != nil || saysPercent(fact.index) != nil
    }

    /// A fact's own words ask in what its size is told: "how many points does it break".
    private func saysPercent(_ index: Int) -> Bool? {
        let said = line.pieces[index]
        if line.has(.pointsword, in: said) { return false }
        // "%" alone asks for a share.
        return line.has(.percentword, in: said) && line.has(.amount, in: said) ? true : nil
    }
}

extension Condition {
    /// How far the price that lies beyond another one lies from it; of an open beyond the close before, the gap.
    fileprivate func distanceBeyond(percent: Bool) -> Series? {
        guard case .compare(let left, let relation, let right) = self, relation != .equal, relation != .notEqual else {
            return nil
        }
        if case .metric(let metric, let bar) = left, metric.family == .gap, right == .number(value: 0) {
            return .absolute(of: .metric(metric: percent ? .gapPct : .gap, of: bar))
        }
        guard left.unit == .price, right.unit == .price else { return nil }
        let distance = Series.arithmetic(
            left: relation.isUp ? left : right,
            operation: .minus,
            right: relation.isUp ? right : left
        )
        guard percent else { return distance }
        return .arithmetic(
            left: .arithmetic(left: .number(value: 100), operation: .times, right: distance),
            operation: .dividedBy,
            right: right
        )
    }
}
