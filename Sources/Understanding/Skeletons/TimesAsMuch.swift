internal import Market
internal import Studies

extension Frame {
    /// "во сколько раз NQ волатильнее золота": each one's mean, and the one as a percentage of the other.
    func timesAsMuch() -> [Candidate] {
        guard named.count == 2, quantities.count == 1, let value = quantities.first, value.value.symbol == nil,
            let times = indices.first(where: { line[$0] == .measure(.times) || line[$0] == .task(.ratio) }),
            line[times] == .task(.ratio) || line[times - 1] == .task(.time) || line[times - 1] == .task(.howmuch),
            dayFacts.isEmpty, keys.isEmpty, slots.isEmpty, spans.count < 2,
            statistics.allSatisfy({ $0.value == .mean }), !value.value.isSigned, !value.value.isPrice
        else { return [] }
        var sides = [value.value, value.value]
        sides[1].symbol = named[1]
        // Points of two instruments are no measure of one another.
        let series = sides.map { $0.series(percent: $0.isVolume ? nil : true) }
        let measures =
            series.map { Measure.statistic(statistic: .mean, of: $0, where: nil) }
            + [.ratio(of: series[0], to: series[1], where: nil)]
        var used: Set<Int> = [value.index, times]
        if line[times] != .task(.ratio) { used.insert(times - 1) }
        used.formUnion(statistics.map(\.index) + marks(.vs) + marks(.and))
        for index in indices { if case .symbol = line.pieces[index].sense { used.insert(index) } }
        var base = study(.summary(summary: Summary(measures: measures)))
        base.study.symbols = named
        return [
            Candidate(
                name: "times as much",
                study: base.study,
                used: used.union(base.used),
                fit: 32,
                assumptions: base.assumptions
            )
        ]
    }
}
