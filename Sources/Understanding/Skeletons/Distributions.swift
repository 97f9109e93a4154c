internal import Market
internal import Studies

extension Frame {
    /// "Распределение гэпов по дням недели", "distribution of daily changes in 2024".
    func distributions() -> [Candidate] {
        let width = widths.first
        guard let asked = task(.distribution) ?? width?.index, task(.time) == nil else { return [] }
        var used: Set<Int> = [asked]
        if width != nil { used.formUnion([task(.count), task(.share)].compactMap(\.self)) }
        let values = quantities.filter { $0.value.extreme == nil }
        guard values.count == 1, let value = values.first else { return byKey(asked) }
        used.insert(value.index)
        let facts = dayFacts
        used.formUnion(facts.map(\.index))
        var quantity = value.value
        if let width { used.insert(width.index) }
        if let scale = width?.scale { quantity.percent = scale == .percent }
        let series = quantity.series(
            percent: quantity.isSigned || quantity.base == .volatility ? quantity.percent ?? true : nil
        )
        let condition = Condition.every(facts.map(\.value.condition))
        for index in indices where line.prep(index) == .by && line.pieces[index].sense == .quantity(quantity) {
            used.insert(index)
        }
        if !keys.isEmpty || !slots.isEmpty {
            // By groups: how many, their mean and middle.
            guard !keys.contains(where: { isDateKey($0.value) }) else { return [] }
            let (key, unit) = grouping(&used, returns: false)
            var measures = quantity.measures(quantity.isVolume ? nil : .mean)
            if !quantity.isVolume {
                measures += [
                    .statistic(statistic: .median, of: series, where: nil),
                    .statistic(statistic: .deviation, of: series, where: nil), .count(where: nil),
                ]
                if quantity.isGap {
                    measures += [true, false].map { .count(where: .sign(.gap, up: $0)) }
                    measures += [.share(of: .sign(.gap, up: true), where: nil, withBase: false)]
                }
            }
            quantity.absolute = false
            let base = study(
                .summary(summary: Summary(measures: measures, keys: key)),
                condition: condition,
                unit: unit
            )
            return [
                Candidate(
                    name: "distribution by groups",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 27,
                    assumptions: base.assumptions
                )
            ]
        }
        let base = study(
            .distribution(distribution: Distribution(of: [series], buckets: buckets(width))),
            condition: condition
        )
        return [
            Candidate(
                name: "distribution",
                study: base.study,
                used: used.union(base.used),
                fit: 27,
                assumptions: base.assumptions
            )
        ]
    }

    /// "in 50 point buckets": how wide, in the unit said.
    private var widths: [(value: Double, scale: Scale?, index: Int)] {
        all { if case .width(let value, let scale) = $0 { (value, scale) } else { nil } }
            .map { (value: $0.value.0, scale: $0.value.1, index: $0.index) }
    }

    private func buckets(_ width: (value: Double, scale: Scale?, index: Int)?) -> Distribution.Buckets {
        guard let width else { return .automatic }
        return .width(width: width.scale == .ticks ? width.value * surroundings.tick : width.value)
    }

    /// "распредели красные дни по месяцам": counts by groups.
    private func byKey(_ asked: Int) -> [Candidate] {
        let facts = dayFacts
        guard quantities.isEmpty, !facts.isEmpty, !keys.isEmpty, !keys.contains(where: { isDateKey($0.value) }) else {
            return []
        }
        var used: Set<Int> = Set(facts.map(\.index)).union([asked])
        let (key, unit) = grouping(&used, returns: false)
        let condition = Condition.every(facts.map(\.value.condition))
        let base = study(
            .summary(summary: Summary(measures: [.count(where: nil)], keys: key)),
            condition: condition,
            unit: unit
        )
        return [
            Candidate(
                name: "counts by groups",
                study: base.study,
                used: used.union(base.used),
                fit: 22,
                assumptions: base.assumptions
            )
        ]
    }
}
