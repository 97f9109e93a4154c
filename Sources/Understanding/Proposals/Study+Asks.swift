internal import Market
internal import Studies

extension Study {
    /// Whether another study asks the same, but for the unit of its figures and the prices that a move is told by: what is
    /// looked at, what chooses rows, and what is made of them.
    func asksAs(_ other: Study) -> Bool {
        guard symbols == other.symbols, unit == other.unit, span == other.span, period == other.period,
            condition?.gist == other.condition?.gist
        else { return false }
        let (mine, others) = (gist, other.gist)
        return mine == others
    }

    /// What a result is of, apart from units.
    private struct Gist: Hashable {
        var shape: String
        var quantities: Set<Metric>
        var times: Set<Series>
        var keys: Set<Key>
        var conditions: Set<Condition>
        var descending: [Bool]
        var limit: Int?
        var variants: [Variant]
    }

    private var gist: Gist {
        var gist = Gist(shape: "", quantities: [], times: [], keys: [], conditions: [], descending: [], variants: [])
        result.visitParts { element in
            switch element {
            case .series(let series):
                gist.quantities.formUnion(series.metrics.map(\.kin))
                if case .time(let event, _) = series { gist.times.insert(.time(event: event, of: .own)) }
            case .key(let key): gist.keys.insert(key)
            case .condition(let condition): gist.conditions.insert(condition.gist)
            }
        }
        switch result {
        case .list(let list):
            (gist.shape, gist.descending, gist.limit) = ("list", list.order.map(\.descending), list.limit)
        case .summary(let summary):
            (gist.shape, gist.limit) = ("summary", summary.limit)
            gist.descending = summary.order.map { [$0.descending] } ?? []
        case .distribution(let distribution): (gist.shape, gist.limit) = ("distribution", distribution.limit)
        case .runs: gist.shape = "runs"
        case .comparison(let variants, _): (gist.shape, gist.variants) = ("comparison", variants)
        case .correlation: gist.shape = "correlation"
        case .standing: gist.shape = "standing"
        }
        return gist
    }
}

extension StudyResult {
    /// Its parts without the study's own condition.
    fileprivate func visitParts(_ body: (StudyElement) -> Void) {
        Study(symbols: [], span: .wholeDay, result: self).visit(body)
    }
}

extension Condition {
    /// Metrics of one family are one.
    fileprivate var gist: Condition {
        changingLeaves { leaf in
            guard case .compare(let left, let relation, let right) = leaf else { return leaf }
            return .compare(left: left.gist, relation: relation, right: right.gist)
        }
    }
}

extension Series {
    fileprivate var gist: Series {
        switch self {
        case .metric(let metric, let bar): .metric(metric: metric.kin, of: bar)
        case .shifted(let of, let by): .shifted(of: of.gist, by: by)
        case .absolute(let of): .absolute(of: of.gist)
        case .containing(let unit, let span, let of): .containing(unit: unit, span: span, of: of.gist)
        case .rolling(let statistic, let of, let count): .rolling(statistic: statistic, of: of.gist, count: count)
        case .soFar(let statistic, let of): .soFar(statistic: statistic, of: of.gist)
        case .aggregate(let statistic, let of): .aggregate(statistic: statistic, of: of.gist)
        case .arithmetic(let left, let operation, let right):
            .arithmetic(left: left.gist, operation: operation, right: right.gist)
        case .number, .time, .calendar, .indicator, .move, .drawdown, .peakDay: self
        }
    }
}

extension Metric {
    /// A move is one whether it is told from the open or from the close before.
    fileprivate var kin: Metric { isMove ? .change : family }
}
