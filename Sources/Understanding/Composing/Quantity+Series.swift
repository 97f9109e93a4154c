internal import Market
internal import Studies

extension Quantity {
    /// The metric in percent or points; nil for what is no metric.
    func metric(percent asked: Bool? = nil) -> Metric? {
        let percent = asked ?? self.percent
        switch base {
        case .metric(.change), .metric(.changePct): return percent == false ? .change : .changePct
        case .metric(.body), .metric(.bodyPct): return percent == false ? .body : .bodyPct
        case .metric(.gap), .metric(.gapPct): return percent == false ? .gap : .gapPct
        case .metric(.range): return percent == true ? .rangePct : .range
        case .metric(.rangePct): return percent == false ? .range : .rangePct
        case .metric(let metric): return metric
        case .volatility: return percent == false ? .range : .rangePct
        case .move, .performance, .realized: return percent == false ? .change : .changePct
        case .time, .indicator, .series, .ahead: return nil
        }
    }

    /// The column, with its window, instrument, sign and offset.
    func series(percent asked: Bool? = nil) -> Series {
        let bar = Bar(span: span, symbol: symbol)
        var series: Series =
            switch base {
            case .time(let event): .time(event: event, of: bar)
            case .indicator(.atr(let count)) where asked ?? self.percent == true:
                Series.percent(of: .indicator(indicator: .atr(count: count)), in: .metric(metric: .close, of: bar))
            case .indicator(let indicator): .indicator(indicator: indicator)
            case .series(let series): asked ?? self.percent == true ? series.inPercent : series
            case .ahead(let rows): .move(rows: rows)
            // Of what has no column of its own in percent: the share of the price that its range's percent is of.
            case .metric(let metric) where metric.isPartOfRange && asked ?? self.percent == true:
                Series.percent(of: .metric(metric: metric, of: bar), in: .metric(metric: .open, of: bar))
            default: .metric(metric: metric(percent: asked) ?? .close, of: bar)
            }
        if absolute { series = .absolute(of: series) }
        if shift != 0 { series = .shifted(of: series, by: shift) }
        return within.map { .containing(unit: $0, span: span ?? .wholeDay, of: series) } ?? series
    }

    /// An open or close told as the move that it ends; nil for another price, which is none.
    var asMove: Quantity? {
        guard isPrice else { return self }
        switch base {
        case .metric(.open): return Quantity(.gap)
        case .metric(.close): return Quantity(.change)
        default: return nil
        }
    }

    /// How far the price went from where it was before.
    var isChange: Bool {
        switch base {
        case .metric(.change), .metric(.changePct), .move, .performance: !absolute
        default: false
        }
    }

    /// open, high, low or close.
    var isPrice: Bool {
        switch base {
        case .metric(.open), .metric(.high), .metric(.low), .metric(.close), .metric(.typicalPrice): true
        case .indicator(.sma), .indicator(.ema), .indicator(.vwap), .indicator(.bollinger): true
        // Half way between two prices.
        case .series(let series): series.unit == .price
        default: false
        }
    }

    var isGap: Bool {
        switch base {
        case .metric(.gap), .metric(.gapPct): true
        default: false
        }
    }

    var isVolume: Bool {
        switch base {
        case .metric(.volume), .metric(.relativeVolume): true
        default: false
        }
    }

    /// A quantity with a sign: up and down are different things.
    var isSigned: Bool {
        switch base {
        case .metric(.change), .metric(.changePct), .metric(.body), .metric(.bodyPct), .metric(.gap), .metric(.gapPct):
            true
        case .move, .performance, .ahead: true
        default: false
        }
    }

    var extreme: MinuteEvent? {
        switch base {
        case .metric(.high): .high
        case .metric(.low): .low
        default: nil
        }
    }
}

extension Series {
    /// A distance between prices in percent of the one that it is from.
    var inPercent: Series {
        switch self {
        case .absolute(let series): .absolute(of: series.inPercent)
        case .arithmetic(_, .minus, let from) where from.unit == .price: .percent(of: self, in: from)
        default: self
        }
    }
}

extension Condition {
    static func holds(_ left: Series, _ relation: Relation, _ right: Series) -> Condition {
        .compare(left: left, relation: relation, right: right)
    }

    static func sign(_ metric: Metric, up: Bool, of bar: Bar = .own) -> Condition {
        holds(.metric(metric: metric, of: bar), up ? .greater : .less, .number(value: 0))
    }

    /// Both; a nil is nothing to add.
    static func both(_ left: Condition?, _ right: Condition?) -> Condition? {
        guard let left else { return right }
        guard let right else { return left }
        var parts: [Condition] = []
        for part in [left, right] {
            if case .all(let inner) = part { parts += inner } else { parts.append(part) }
        }
        var unique: [Condition] = []
        for part in parts where !unique.contains(part) { unique.append(part) }
        return unique.count == 1 ? unique[0] : .all(of: unique)
    }

    static func every(_ conditions: [Condition]) -> Condition? {
        conditions.reduce(nil) { both($0, $1) }
    }
}

extension Relation {
    /// The relation seen from the other side.
    var mirrored: Relation {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal, .notEqual: self
        }
    }

    var negated: Relation {
        switch self {
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        case .equal: .notEqual
        case .notEqual: .equal
        }
    }

    var isUp: Bool { self == .greater || self == .greaterOrEqual }
}

extension Metric {
    /// Told in points only, though it lies within the day's range or spans it.
    fileprivate var isPartOfRange: Bool { self == .upperShadow || self == .lowerShadow || self == .trueRange }
}
