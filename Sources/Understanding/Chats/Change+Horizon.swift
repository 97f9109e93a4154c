internal import Market
internal import Studies

extension Change {
    /// "а через 3 дня?", "and a week later": the same after as many days.
    mutating func horizon() -> Bool? {
        let horizons = frame.horizons()
        guard horizons.count == 1, case .summary(var summary) = study.result else { return nil }
        let said = horizons[0].used
        guard
            frame.indices.allSatisfy({
                said.contains($0) || quiet.contains($0) || isPointer($0)
                    || frame.line.pieces[$0].sense == .task(.performance)
            })
        else { return nil }
        let days = horizons[0].days
        var places = 0
        if let shifted = study.condition?.later(by: days, &places), places == 1 {
            study.condition = shifted
        } else if summary.measures.contains(where: \.looksAhead) {
            summary.measures = summary.measures.later(days)
            study.result = .summary(summary: summary)
        } else {
            return nil
        }
        use(frame.indices)
        return true
    }
}

extension Measure {
    /// It is of a later row.
    var looksAhead: Bool {
        switch self {
        case .statistic(_, let series, _): series.looksAhead
        case .share(let of, _, _): of.looksAhead
        case .count, .ratio, .correlation: false
        }
    }
}

extension Series {
    fileprivate var looksAhead: Bool {
        switch self {
        case .shifted(_, let by): by > 0
        case .move(let rows): rows > 0
        case .absolute(let of): of.looksAhead
        default: false
        }
    }

    /// So many rows later; a change is the move from the close of the row itself.
    fileprivate func later(_ rows: Int) -> Series {
        switch self {
        case .shifted(let of, let by) where by > 0:
            of.metric?.family == .change ? .move(rows: rows) : .shifted(of: of, by: rows)
        case .move(let old) where old > 0: .move(rows: rows)
        case .absolute(let of): .absolute(of: of.later(rows))
        default: self
        }
    }
}

extension [Measure] {
    /// What the rows so many days later did; a move has no share of green bars.
    fileprivate func later(_ rows: Int) -> [Measure] {
        var made: [Measure] = []
        // "Average change the day after", "and 2 days later": of that day, or of all the way to it; how many is said by the
        // share, as the last events have no such day.
        let isPlain = allSatisfy { if case .share = $0 { false } else { true } }
        for case .statistic(let statistic, .shifted(let of, let by), let limit) in self
        where isPlain && by > 0 && of.metric?.family == .change {
            made.append(.statistic(statistic: statistic, of: .shifted(of: of, by: rows), where: limit))
            made.append(.statistic(statistic: statistic, of: .move(rows: rows), where: limit))
        }
        if !made.isEmpty {
            let rose = Condition.compare(left: .move(rows: rows), relation: .greater, right: .number(value: 0))
            return made.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
                + [.share(of: rose, where: nil, withBase: false)]
        }
        for measure in self {
            if !measure.looksAhead, measure != .count(where: nil) { continue }
            let new: Measure =
                switch measure {
                case .statistic(let statistic, let of, let limit):
                    .statistic(statistic: statistic, of: of.later(rows), where: limit)
                case .share(let of, let limit, _) where of.looksAhead:
                    .share(of: of.laterMove(rows), where: limit, withBase: false)
                default: measure
                }
            if !made.contains(new) { made.append(new) }
        }
        return made
    }
}

extension Condition {
    fileprivate var looksAhead: Bool {
        switch self {
        case .shifted(_, let by): by > 0
        case .compare(let left, _, _): left.looksAhead
        default: false
        }
    }

    /// What holds so many rows later; a rise is one since this row's close.
    fileprivate func laterMove(_ rows: Int) -> Condition {
        switch self {
        case .shifted(.compare(.metric(let metric, _), let relation, .number(value: 0)), let by)
        where by > 0 && (metric.family == .change || metric.family == .body):
            .compare(left: .move(rows: rows), relation: relation, right: .number(value: 0))
        case .shifted(let of, let by) where by > 0: .shifted(of: of, by: rows)
        case .compare(let left, let relation, let right):
            .compare(left: left.later(rows), relation: relation, right: right)
        default: self
        }
    }

    /// What held on the row before, held so many rows before; counts such parts.
    fileprivate func later(by rows: Int, _ places: inout Int) -> Condition {
        switch self {
        case .all(let parts): return .all(of: parts.map { $0.later(by: rows, &places) })
        case .shifted(let of, let by) where by < 0:
            // After a run, a number may as well be another length of it.
            if case .run = of { return self }
            places += 1
            return .shifted(of: of, by: -rows)
        default: return self
        }
    }
}
