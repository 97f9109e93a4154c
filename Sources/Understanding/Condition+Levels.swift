internal import Market
internal import Studies

/// Prices of an earlier day are of the day, not of the same part of it: "вчерашний хай пробит в первый час" is about the
/// high of yesterday's session.
extension Series {
    func earlierPrices(of day: Span) -> Series {
        switch self {
        case .shifted(.metric(let metric, let bar), let by) where bar.span == nil && metric.isPrice && by < 0:
            .shifted(of: .metric(metric: metric, of: Bar(span: day, symbol: bar.symbol)), by: by)
        case .absolute(let series): .absolute(of: series.earlierPrices(of: day))
        case .arithmetic(let left, let operation, let right):
            .arithmetic(left: left.earlierPrices(of: day), operation: operation, right: right.earlierPrices(of: day))
        case .time(let event, let bar): .time(event: event.earlierPrices(of: day), of: bar)
        default: self
        }
    }
}

extension MinuteEvent {
    fileprivate func earlierPrices(of day: Span) -> MinuteEvent {
        switch self {
        case .above(let level): .above(level: level.earlierPrices(of: day))
        case .below(let level): .below(level: level.earlierPrices(of: day))
        case .touch(let level): .touch(level: level.earlierPrices(of: day))
        default: self
        }
    }
}

extension Condition {
    func earlierPrices(of day: Span) -> Condition {
        switch self {
        case .compare(let left, let relation, let right):
            .compare(left: left.earlierPrices(of: day), relation: relation, right: right.earlierPrices(of: day))
        case .all(let parts): .all(of: parts.map { $0.earlierPrices(of: day) })
        case .any(let parts): .any(of: parts.map { $0.earlierPrices(of: day) })
        case .not(let inner): .not(of: inner.earlierPrices(of: day))
        default: self
        }
    }
}

extension Measure {
    func earlierPrices(of day: Span) -> Measure {
        switch self {
        case .count(let limit): .count(where: limit?.earlierPrices(of: day))
        case .statistic(let statistic, let of, let limit):
            .statistic(statistic: statistic, of: of.earlierPrices(of: day), where: limit?.earlierPrices(of: day))
        case .share(let of, let limit, let base):
            .share(of: of.earlierPrices(of: day), where: limit?.earlierPrices(of: day), withBase: base)
        case .ratio(let of, let to, let limit): .ratio(of: of, to: to, where: limit?.earlierPrices(of: day))
        case .correlation(let of, let with, let limit):
            .correlation(
                of: of.earlierPrices(of: day),
                with: with.earlierPrices(of: day),
                where: limit?.earlierPrices(of: day)
            )
        }
    }
}

extension StudyResult {
    func earlierPrices(of day: Span) -> StudyResult {
        switch self {
        case .summary(var summary):
            summary.measures = summary.measures.map { $0.earlierPrices(of: day) }
            return .summary(summary: summary)
        case .distribution(var distribution):
            distribution.of = distribution.of.map { $0.earlierPrices(of: day) }
            return .distribution(distribution: distribution)
        case .list(var list):
            list.columns = list.columns.map { $0.earlierPrices(of: day) }
            return .list(list: list)
        case .runs, .comparison, .correlation, .standing: return self
        }
    }
}

extension Metric {
    fileprivate var isPrice: Bool { self == .open || self == .high || self == .low || self == .close }
}
