internal import Studies

extension Study {
    /// Counts the rows that the condition chooses.
    var counted: Study {
        var study = self
        study.result = .summary(summary: Summary(measures: [.count(where: nil)]))
        return study
    }

    /// Counts the units of the period, the condition aside; nil where counting them would read minutes.
    var whole: Study? {
        switch unit {
        case .minutes: return nil
        case .day, .week, .month, .quarter, .year: break
        }
        if case .comparison = result { return nil }
        if case .clock = span, condition == nil, case .list = result { return nil }
        var study = self
        study.condition = nil
        return study.counted
    }

    /// Median and quartiles of what a standing is of, over the whole period.
    var usual: Study? {
        guard case .standing(let series) = result, let first = series.first else { return nil }
        let statistics: [Statistic] = [.median, .quantile(probability: 0.25), .quantile(probability: 0.75)]
        var study = self
        study.condition = nil
        study.result = .summary(
            summary: Summary(measures: statistics.map { .statistic(statistic: $0, of: first, where: nil) })
        )
        return study
    }

    /// Periods that were named one by one, taken as one.
    var together: Study? {
        guard case .comparison(let variants, let measures) = result, period != .all,
            variants.allSatisfy({ $0.period != nil })
        else { return nil }
        var study = self
        study.result = .summary(summary: Summary(measures: measures))
        return study
    }

    /// Mean, deviation and quartiles beside a distribution of values.
    var spread: Study? {
        guard case .distribution(let distribution) = result, distribution.of.count == 1,
            let series = distribution.of.first
        else { return nil }
        switch series {
        case .time, .calendar: return nil
        default: break
        }
        let statistics: [Statistic] = [
            .mean, .deviation, .quantile(probability: 0.25), .median, .quantile(probability: 0.75),
        ]
        var study = self
        study.result = .summary(
            summary: Summary(measures: statistics.map { .statistic(statistic: $0, of: series, where: nil) })
        )
        return study
    }
}
