internal import Market
internal import Studies

extension Surroundings {
    /// The day that a part of it is of: the session for its own parts, else the whole trading day; nil for days.
    func day(of span: Span) -> Span? {
        guard span.isPartOfDay, let window = window(of: span) else { return nil }
        guard instrument.hasRegularHours, let rth = self.window(of: .session(name: .rth)) else { return .wholeDay }
        if window.from >= rth.from, window.to <= rth.to, window != rth { return .session(name: .rth) }
        let isOneSided = window.from == instrument.dayStart || window.to == instrument.dayEnd
        // Hours that are no shorter than the session are a day of their own.
        if case .clock = span, window.length >= rth.length, !isOneSided { return nil }
        return .wholeDay
    }

    /// "The morning breaks yesterday's high": what is said of a part of the day, where yesterday's prices are the day's.
    func said(_ condition: Condition, of span: Span) -> Condition? {
        guard let day = day(of: span) else { return condition.within(span) }
        return condition.withEarlierPrices(of: day).within(span)
    }
}

extension Condition {
    fileprivate func withEarlierPrices(of day: Span) -> Condition {
        switch self {
        case .compare(.metric(let metric, let bar), let relation, .shifted(.metric(let level, let other), let by))
        where by < 0 && metric.unit == .price && level.unit == .price && other.span == nil:
            .compare(
                left: .metric(metric: metric, of: bar),
                relation: relation,
                right: .shifted(of: .metric(metric: level, of: Bar(span: day, symbol: other.symbol)), by: by)
            )
        case .not(let of): .not(of: of.withEarlierPrices(of: day))
        case .all(let parts): .all(of: parts.map { $0.withEarlierPrices(of: day) })
        case .any(let parts): .any(of: parts.map { $0.withEarlierPrices(of: day) })
        default: self
        }
    }
}
