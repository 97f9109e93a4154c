internal import Market
internal import Studies

extension Change {
    /// "is it more than in 2023?", "а 2023 больше?", "это больше обычного?", "compare to average", "сравни с остальными":
    /// the figures beside those of another period, of all that is loaded, or of the other days.
    mutating func heldAgainst() -> Bool? {
        let compares = frame.indices.filter { index in
            switch frame.line.pieces[index].sense {
            case .relation, .task(.compare), .mark(.vs): true
            case .way: frame.line.isForm(index, .comparative)
            case .size: frame.line.isRelation(index) || frame.has(.rest)
            default: false
            }
        }
        guard !compares.isEmpty else { return nil }
        var other: Variant?
        for index in frame.indices where !compares.contains(index) {
            switch frame.line.pieces[index].sense {
            case _ where quiet.contains(index): continue
            case .mark(.it), .mark(.those), .mark(.and), .mark(.each), .unit(.day), .task(.days), .relative(.this),
                .statistic(.count):
                continue
            case .dates(let dates) where other == nil:
                other = Variant(name: Frame.name(dates), period: dates.period)
            case .statistic(.mean) where other == nil, .often where other == nil:
                other = Variant(name: .period(period: .all), period: .all)
            case .mark(.rest) where other == nil:
                let isUsual = compares.contains { frame.line.isRelation($0) } || study.condition == nil
                other =
                    isUsual
                    ? Variant(name: .period(period: .all), period: .all)
                    : study.condition.map { Variant(name: .rest, condition: .not(of: $0)) }
            default: return nil
            }
        }
        guard let other, let measures = heldMeasures else { return nil }
        var own = Variant(name: .period(period: study.period), period: study.period)
        if other.condition != nil, let condition = study.condition {
            own = Variant(name: Frame.name(condition), condition: condition)
            study.condition = nil
        } else if other.period == .all, study.period == .all {
            guard let condition = study.condition else { return nil }
            own = Variant(name: Frame.name(condition), condition: condition)
            study.condition = nil
            study.result = .comparison(
                variants: [own, Variant(name: .rest, condition: .not(of: condition))],
                measures: measures
            )
            use(frame.indices)
            return true
        } else {
            guard own.period != other.period else { return false }
            study.period = .all
        }
        use(frame.indices)
        study.result = .comparison(variants: [own, other], measures: measures)
        return true
    }

    /// The figures that can stand beside those of other days: means of what was listed for one day.
    var heldMeasures: [Measure]? {
        switch study.result {
        case .summary(let summary): return summary.keys.isEmpty ? summary.measures : nil
        case .list(let list):
            guard study.period.singleDay != nil || study.period.isOneDay, list.columns.count <= 2,
                list.columns.allSatisfy({ $0.unit != .price && $0.unit != .time && $0.unit != .date })
            else { return nil }
            return list.columns.map { .statistic(statistic: .mean, of: $0, where: nil) }
        default: return nil
        }
    }

    /// "and the longest red one?": the same of runs the other way.
    mutating func anotherRun() -> Bool? {
        guard case .runs(var runs) = study.result, frame.dayFacts.count == 1, let fact = frame.dayFacts.first,
            fact.value.run == nil, let up = fact.value.up,
            // "only days when Asia was red": no run of days that were.
            runs.of.isOfPartOfDay || !fact.value.condition.isOfPartOfDay
        else { return nil }
        let isRun = frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case _ where index == fact.index || quiet.contains(index): true
            case .superlative(.max), .statistic(.max): runs.show == .longest
            case .number(1, nil), .mark(.those), .mark(.it), .unit(.day), .task(.days), .task(.runs): true
            default: false
            }
        }
        guard isRun else { return nil }
        // By the same measure of a day as before: from open to close, or from close to close.
        if case .compare(.metric(let metric, let bar), _, .number(value: 0)) = runs.of, metric.hasSign,
            case .compare(_, _, .number(value: 0)) = fact.value.condition
        {
            runs.of = .sign(metric, up: up, of: bar)
        } else {
            runs.of = fact.value.condition
        }
        use(frame.indices)
        study.result = .runs(runs: runs)
        return true
    }
}

extension Period {
    /// "Yesterday" as the last trading day before a date.
    fileprivate var isOneDay: Bool { if case .lastDays(1, _) = self { true } else { false } }
}
