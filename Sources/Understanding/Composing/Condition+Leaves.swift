internal import Studies

extension Condition {
    /// The same with its innermost claims changed.
    func changingLeaves(_ change: (Condition) -> Condition) -> Condition {
        switch self {
        case .all(let parts): .all(of: parts.map { $0.changingLeaves(change) })
        case .any(let parts): .any(of: parts.map { $0.changingLeaves(change) })
        case .not(let inner): .not(of: inner.changingLeaves(change))
        case .shifted(let inner, let by): .shifted(of: inner.changingLeaves(change), by: by)
        case .containing(let unit, let span, let inner):
            .containing(unit: unit, span: span, of: inner.changingLeaves(change))
        case .run(let inner, let count, let exactly):
            change(.run(of: inner.changingLeaves(change), count: count, exactly: exactly))
        case .extreme(let of, let largest, let count, let within, let among):
            .extreme(of: of, largest: largest, count: count, within: within, among: among?.changingLeaves(change))
        case .compare, .calendar, .eventCalendar, .pattern, .event, .holdsEvent, .gapFilled: change(self)
        }
    }
}

extension Study {
    /// The same with the claims of its condition and of what it counts changed.
    func changingLeaves(_ change: (Condition) -> Condition) -> Study {
        var study = self
        study.condition = condition?.changingLeaves(change)
        switch result {
        case .summary(var summary):
            summary.measures = summary.measures.map { $0.changingLeaves(change) }
            study.result = .summary(summary: summary)
        case .comparison(let variants, let measures):
            study.result = .comparison(
                variants: variants.map { variant in
                    var variant = variant
                    variant.condition = variant.condition?.changingLeaves(change)
                    return variant
                },
                measures: measures.map { $0.changingLeaves(change) }
            )
        case .runs(var runs):
            runs.of = runs.of.changingLeaves(change)
            study.result = .runs(runs: runs)
        case .list, .distribution, .correlation, .standing: break
        }
        return study
    }
}

extension Measure {
    fileprivate func changingLeaves(_ change: (Condition) -> Condition) -> Measure {
        switch self {
        case .count(let condition): .count(where: condition?.changingLeaves(change))
        case .statistic(let statistic, let of, let condition):
            .statistic(statistic: statistic, of: of, where: condition?.changingLeaves(change))
        case .share(let of, let condition, let base):
            .share(of: of.changingLeaves(change), where: condition?.changingLeaves(change), withBase: base)
        case .ratio(let of, let to, let condition):
            .ratio(of: of, to: to, where: condition?.changingLeaves(change))
        case .correlation(let of, let with, let condition):
            .correlation(of: of, with: with, where: condition?.changingLeaves(change))
        }
    }
}
