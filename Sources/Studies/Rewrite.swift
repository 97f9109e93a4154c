extension Study {
    /// The study with series put in the place of others, everywhere in its condition and its result.
    ///
    /// - Parameter change: what a series becomes; nil leaves it, and its parts are looked at in turn
    public func rewriting(_ change: (Series) -> Series?) -> Study {
        var study = self
        study.condition = condition?.rewriting(change)
        study.result = result.rewriting(change)
        return study
    }
}

extension StudyResult {
    public func rewriting(_ change: (Series) -> Series?) -> StudyResult {
        switch self {
        case .list(var list):
            list.columns = list.columns.map { $0.rewriting(change) }
            list.order = list.order.map { Order(by: $0.by.rewriting(change), descending: $0.descending) }
            return .list(list: list)
        case .summary(var summary):
            summary.measures = summary.measures.map { $0.rewriting(change) }
            summary.keys = summary.keys.map { $0.rewriting(change) }
            return .summary(summary: summary)
        case .distribution(var distribution):
            distribution.of = distribution.of.map { $0.rewriting(change) }
            return .distribution(distribution: distribution)
        case .runs(var runs):
            runs.of = runs.of.rewriting(change)
            return .runs(runs: runs)
        case .comparison(var variants, let measures):
            for index in variants.indices { variants[index].condition = variants[index].condition?.rewriting(change) }
            return .comparison(variants: variants, measures: measures.map { $0.rewriting(change) })
        case .correlation(let left, let right):
            return .correlation(left: left.rewriting(change), right: right.rewriting(change))
        case .standing(let series): return .standing(of: series.map { $0.rewriting(change) })
        }
    }
}

extension Measure {
    public func rewriting(_ change: (Series) -> Series?) -> Measure {
        switch self {
        case .count(let limit): .count(where: limit?.rewriting(change))
        case .statistic(let statistic, let of, let limit):
            .statistic(statistic: statistic, of: of.rewriting(change), where: limit?.rewriting(change))
        case .share(let of, let limit, let withBase):
            .share(of: of.rewriting(change), where: limit?.rewriting(change), withBase: withBase)
        case .ratio(let of, let to, let limit):
            .ratio(of: of.rewriting(change), to: to.rewriting(change), where: limit?.rewriting(change))
        case .correlation(let of, let with, let limit):
            .correlation(of: of.rewriting(change), with: with.rewriting(change), where: limit?.rewriting(change))
        }
    }
}

extension Key {
    public func rewriting(_ change: (Series) -> Series?) -> Key {
        switch self {
        case .calendar: self
        case .eventCalendar(let event, let field): .eventCalendar(event: event.rewriting(change), field: field)
        case .edges(let of, let edges): .edges(of: of.rewriting(change), edges: edges)
        case .condition(let condition): .condition(condition: condition.rewriting(change))
        }
    }
}

extension MinuteEvent {
    public func rewriting(_ change: (Series) -> Series?) -> MinuteEvent {
        switch self {
        case .above(let level): .above(level: level.rewriting(change))
        case .below(let level): .below(level: level.rewriting(change))
        case .touch(let level): .touch(level: level.rewriting(change))
        case .high, .low, .largestVolume, .firstBar, .lastBar, .gapFill, .shareOfRange: self
        }
    }
}

extension Series {
    public func rewriting(_ change: (Series) -> Series?) -> Series {
        if let changed = change(self) { return changed }
        return switch self {
        // A unit that rows lie in has a window of its own.
        case .number, .metric, .calendar, .indicator, .move, .drawdown, .peakDay, .containing: self
        case .time(let event, let bar): .time(event: event.rewriting(change), of: bar)
        case .rolling(let statistic, let of, let count):
            .rolling(statistic: statistic, of: of.rewriting(change), count: count)
        case .soFar(let statistic, let of): .soFar(statistic: statistic, of: of.rewriting(change))
        case .aggregate(let statistic, let of): .aggregate(statistic: statistic, of: of.rewriting(change))
        case .shifted(let of, let by): .shifted(of: of.rewriting(change), by: by)
        case .absolute(let of): .absolute(of: of.rewriting(change))
        case .arithmetic(let left, let operation, let right):
            .arithmetic(left: left.rewriting(change), operation: operation, right: right.rewriting(change))
        }
    }
}

extension Condition {
    public func rewriting(_ change: (Series) -> Series?) -> Condition {
        switch self {
        case .compare(let left, let relation, let right):
            .compare(left: left.rewriting(change), relation: relation, right: right.rewriting(change))
        case .calendar, .pattern, .event, .holdsEvent, .gapFilled, .containing: self
        case .eventCalendar(let event, let field, let values):
            .eventCalendar(event: event.rewriting(change), field: field, oneOf: values)
        case .run(let of, let count, let exactly): .run(of: of.rewriting(change), count: count, exactly: exactly)
        case .shifted(let of, let by): .shifted(of: of.rewriting(change), by: by)
        case .extreme(let of, let largest, let count, let within, let among):
            .extreme(
                of: of.rewriting(change),
                largest: largest,
                count: count,
                within: within,
                among: among?.rewriting(change)
            )
        case .all(let parts): .all(of: parts.map { $0.rewriting(change) })
        case .any(let parts): .any(of: parts.map { $0.rewriting(change) })
        case .not(let of): .not(of: of.rewriting(change))
        }
    }
}
