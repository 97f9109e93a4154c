internal import Studies

extension Series {
    /// The same of another instrument's bar.
    func of(_ symbol: String) -> Series {
        func bar(_ bar: Bar) -> Bar { Bar(span: bar.span, symbol: bar.symbol ?? symbol) }
        switch self {
        case .metric(let metric, let of): return .metric(metric: metric, of: bar(of))
        case .time(let event, let of): return .time(event: event, of: bar(of))
        case .absolute(let series): return .absolute(of: series.of(symbol))
        case .shifted(let series, let by): return .shifted(of: series.of(symbol), by: by)
        case .rolling(let statistic, let series, let count):
            return .rolling(statistic: statistic, of: series.of(symbol), count: count)
        case .aggregate(let statistic, let series): return .aggregate(statistic: statistic, of: series.of(symbol))
        case .arithmetic(let left, let operation, let right):
            return .arithmetic(left: left.of(symbol), operation: operation, right: right.of(symbol))
        case .number, .calendar, .indicator, .move: return self
        }
    }
}

extension Condition {
    /// The same of another instrument; nil where it can be said only of the rows' own.
    func of(_ symbol: String) -> Condition? {
        func all(_ parts: [Condition]) -> [Condition]? {
            let made = parts.compactMap { $0.of(symbol) }
            return made.count == parts.count ? made : nil
        }
        switch self {
        case .compare(let left, let relation, let right):
            return .compare(left: left.of(symbol), relation: relation, right: right.of(symbol))
        case .pattern(let name, let bar): return .pattern(name: name, of: Bar(span: bar.span, symbol: symbol))
        case .shifted(let inner, let by): return inner.of(symbol).map { .shifted(of: $0, by: by) }
        case .run(let inner, let count, let exactly):
            return inner.of(symbol).map { .run(of: $0, count: count, exactly: exactly) }
        case .not(let inner): return inner.of(symbol).map { .not(of: $0) }
        case .all(let parts): return all(parts).map { .all(of: $0) }
        case .any(let parts): return all(parts).map { .any(of: $0) }
        case .calendar, .event, .holdsEvent: return self
        case .gapFilled, .extreme: return nil
        }
    }
}
