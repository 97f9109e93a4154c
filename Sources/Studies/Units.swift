public import Market

extension Series {
    /// What the series' values are measured in.
    public var unit: Unit {
        switch self {
        case .number: .ratio
        case .metric(let metric, _): metric.unit
        case .time: .time
        case .calendar(let field): field.unit
        case .indicator(let indicator): indicator.unit
        case .rolling(let statistic, let of, _), .soFar(let statistic, let of), .aggregate(let statistic, let of):
            statistic.unit(of: of.unit)
        case .shifted(let of, _), .absolute(let of), .containing(_, _, let of): of.unit
        case .move, .drawdown: .percent
        case .peakDay: .date
        case .arithmetic(let left, let operation, let right): operation.unit(left, right)
        }
    }
}

extension Series.Operation {
    func unit(_ left: Series, _ right: Series) -> Unit {
        switch self {
        case .plus, .minus:
            switch (left.unit, right.unit) {
            case (.price, .price): self == .minus ? .points : .price
            case (.price, _), (_, .price): .price
            case (.time, _), (_, .time): self == .minus ? .minutes : .time
            case (.ratio, let other): other
            case (let unit, _): unit
            }
        case .times:
            if case .number(value: 100) = left {
                .percent
            } else if case .number = left {
                right.unit
            } else {
                left.unit
            }
        case .dividedBy:
            // Points by the size of a tick are a number of ticks.
            if case .number = right {
                left.unit == .points ? .ratio : left.unit
            } else if case .arithmetic(.number(value: 100), .times, _) = left {
                .percent
            } else {
                .ratio
            }
        }
    }
}

extension CalendarField {
    var unit: Unit {
        switch self {
        case .date, .weekStart, .monthStart, .quarterStart, .yearStart: .date
        case .slot: .time
        default: .label
        }
    }
}

extension Indicator {
    var unit: Unit {
        switch self {
        case .sma, .ema, .bollinger, .vwap: .price
        case .rsi: .ratio
        case .atr: .points
        }
    }
}

extension Statistic {
    /// How far the price went over a period is told from the close before its first day; the first loaded day has none and
    /// is measured from its open. The series to take in the place of such a change where it is not there; nil for another.
    public func moveFromOpen(_ series: Series) -> Series? {
        guard self == .compounded || self == .sum, case .metric(let metric, let bar) = series else { return nil }
        return switch metric {
        case .change: .metric(metric: .body, of: bar)
        case .changePct: .metric(metric: .bodyPct, of: bar)
        default: nil
        }
    }

    /// The unit of the statistic of values in a unit.
    public func unit(of unit: Unit) -> Unit {
        switch self {
        case .count: .count
        case .compounded, .portion: .percent
        case .skewness, .kurtosis: .ratio
        case .deviation where unit == .price: .points
        case .deviation where unit == .time: .minutes
        default: unit
        }
    }
}
