import Market
import Studies

/// How many rows before and after a chosen row its values depend on.
struct Reach {
    var before = 0
    var after = 0
}

extension Study {
    /// nil where it has no bound (recursive indicators, numbers over all rows of the data).
    var reach: Reach? {
        var reach = Reach()
        var isBounded = true
        visit { element in
            switch element {
            case .series(.shifted(_, let by)), .condition(.shifted(_, let by)), .series(.move(let by)):
                if by < 0 { reach.before -= by } else { reach.after += by }
            case .series(.rolling(_, _, let count)), .condition(.run(_, let count, _)):
                reach.before += count + 1
            case .series(.indicator(let indicator)):
                switch indicator {
                case .sma(let count), .bollinger(let count, _, _): reach.before += count
                case .ema, .rsi, .atr: isBounded = false
                case .vwap: break
                }
            case .series(.metric(let metric, _)):
                switch metric {
                case .change, .changePct, .gap, .gapPct, .trueRange: reach.before += 1
                case .relativeVolume: reach.before += 21
                default: break
                }
            case .series(.time(.gapFill, _)), .condition(.gapFilled): reach.before += 1
            case .condition(.event(_, let offset)): reach.before += abs(offset) + 1
            case .condition(.pattern): reach.before += 30
            case .series(.calendar(.ordinal)), .key(.calendar(.ordinal)): isBounded = false
            default: break
            }
        }
        return isBounded ? reach : nil
    }
}

extension Period {
    /// First and last day that can be in the period, within the days loaded; nil where that is no restriction.
    func bounds(_ coverage: ClosedRange<CivilDate>?) -> ClosedRange<CivilDate>? {
        let first: CivilDate
        let last: CivilDate
        switch self {
        case .all: return nil
        case .ranges(let ranges):
            guard let coverage else { return nil }
            first = ranges.map { $0.first ?? coverage.lowerBound }.min() ?? coverage.lowerBound
            last = ranges.map { $0.last ?? coverage.upperBound }.max() ?? coverage.upperBound
        case .lastDays(let count, let date):
            first = date.adding(days: -(count * 2 + 15))
            last = date
        case .firstDays(let count, let date):
            guard let from = date ?? coverage?.lowerBound else { return nil }
            first = from
            last = from.adding(days: count * 2 + 15)
        }
        return first <= last ? first...last : last...last
    }
}
