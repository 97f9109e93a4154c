internal import Studies

extension Study {
    /// "how often is the next day green when it gaps up, in 2024", "by weekday": the period and the groups are those of the
    /// days on which the condition is met, so that the outcome is looked for a row later, and not the condition a row before.
    var withOutcomeAhead: Study {
        guard unit == .day, case .summary(var summary) = result, period != .all || !summary.keys.isEmpty else {
            return self
        }
        var parts: [Condition] = []
        for part in condition?.parts ?? [] {
            if case .shifted(let of, -1) = part {
                parts.append(of)
            } else if part.isOfLongPeriods {
                parts.append(part)
            } else {
                return self
            }
        }
        guard let chosen = Condition.every(parts), chosen != condition else { return self }
        var measures: [Measure] = []
        for measure in summary.measures {
            guard case .share(let of, nil, let base) = measure else { return self }
            measures.append(.share(of: .shifted(of: of, by: 1), where: nil, withBase: base))
        }
        summary.measures = measures
        var study = self
        study.condition = chosen
        study.result = .summary(summary: summary)
        return study
    }
}

extension Condition {
    /// Years, quarters and months, or all but those.
    fileprivate var isOfLongPeriods: Bool {
        switch self {
        case .calendar(.year, _), .calendar(.quarter, _), .calendar(.month, _): true
        case .not(let inner): inner.isOfLongPeriods
        default: false
        }
    }
}
