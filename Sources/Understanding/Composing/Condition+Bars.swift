internal import Market
internal import Studies

extension Series {
    /// The same of other bars; nil where it can be said only of the rows' own.
    func onBars(_ change: (Bar) -> Bar) -> Series? {
        switch self {
        case .metric(let metric, let of) where metric.family == .gap:
            // A gap is of its session, whatever hours are spoken of.
            return .metric(metric: metric, of: Bar(span: of.span, symbol: change(of).symbol))
        case .metric(let metric, let of): return .metric(metric: metric, of: change(of))
        case .time(let event, let of): return .time(event: event, of: change(of))
        case .absolute(let series): return series.onBars(change).map { .absolute(of: $0) }
        case .shifted(let series, let by): return series.onBars(change).map { .shifted(of: $0, by: by) }
        case .rolling(let statistic, let series, let count):
            return series.onBars(change).map { .rolling(statistic: statistic, of: $0, count: count) }
        case .soFar(let statistic, let series):
            return series.onBars(change).map { .soFar(statistic: statistic, of: $0) }
        case .aggregate(let statistic, let series):
            return series.onBars(change).map { .aggregate(statistic: statistic, of: $0) }
        case .arithmetic(let left, let operation, let right):
            guard let left = left.onBars(change), let right = right.onBars(change) else { return nil }
            return .arithmetic(left: left, operation: operation, right: right)
        case .number, .calendar: return self
        case .indicator, .move, .drawdown, .peakDay, .containing: return nil
        }
    }
}

extension Condition {
    /// The same of other bars; nil where it can be said only of the rows' own.
    func onBars(_ change: (Bar) -> Bar) -> Condition? {
        func all(_ parts: [Condition]) -> [Condition]? {
            let made = parts.compactMap { $0.onBars(change) }
            return made.count == parts.count ? made : nil
        }
        switch self {
        case .compare(let left, let relation, let right):
            guard let left = left.onBars(change), let right = right.onBars(change) else { return nil }
            return .compare(left: left, relation: relation, right: right)
        case .pattern(let name, let bar): return .pattern(name: name, of: change(bar))
        case .shifted(let inner, let by): return inner.onBars(change).map { .shifted(of: $0, by: by) }
        case .run(let inner, let count, let exactly):
            return inner.onBars(change).map { .run(of: $0, count: count, exactly: exactly) }
        case .not(let inner): return inner.onBars(change).map { .not(of: $0) }
        case .all(let parts): return all(parts).map { .all(of: $0) }
        case .any(let parts): return all(parts).map { .any(of: $0) }
        case .calendar, .eventCalendar, .event, .holdsEvent: return self
        case .extreme(let of, let largest, let count, let within, let among):
            guard let of = of.onBars(change) else { return nil }
            let rest = among?.onBars(change)
            guard among == nil || rest != nil else { return nil }
            return .extreme(of: of, largest: largest, count: count, within: within, among: rest)
        case .gapFilled, .containing: return nil
        }
    }

    /// The same of another instrument.
    func of(_ symbol: String) -> Condition? { onBars { Bar(span: $0.span, symbol: $0.symbol ?? symbol) } }

    /// The same within a part of the day.
    func within(_ span: Span) -> Condition? { onBars { Bar(span: $0.span ?? span, symbol: $0.symbol) } }
}
