import Market
import Studies

/// How many rows before and after a chosen row its values depend on.
struct Reach {
    var before = 0
    var after = 0
}

extension Study {
    /// nil where it has no bound (running numbers).
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
                case .ema(let count): reach.before += count + 2 * Indicator.memory(alpha: 2 / (Double(count) + 1))
                case .rsi(let count), .atr(let count):
                    reach.before += 1 + count + 2 * Indicator.memory(alpha: 1 / Double(count))
                case .vwap: break
                }
            case .series(.metric(let metric, _)):
                switch metric {
                case .change, .changePct, .gap, .gapPct, .trueRange: reach.before += 1
                case .relativeVolume: reach.before += 21
                default: break
                }
            case .series(.time(.gapFill, _)), .condition(.gapFilled): reach.before += 1
            case .condition(.event(_, let offset)):
                if offset > 0 { reach.before += offset + 1 } else if offset < 0 { reach.after += 1 - offset }
            case .condition(.pattern): reach.before += 30
            case .series(.soFar), .series(.drawdown), .series(.peakDay), .series(.calendar(.ordinal)),
                .key(.calendar(.ordinal)),
                .condition(.calendar(.ordinal, _)),
                .condition(.extreme(_, _, _, .ordinal, _)):
                isBounded = false
            default: break
            }
        }
        return isBounded ? reach : nil
    }
}

extension Rows {
    /// Trading days to read a frame's minutes of: the period, and as much before and after as the study looks.
    ///
    /// How far a row before lies is known only where the frame's bars are rolled up; else everything is read.
    static func days(read study: Study, _ frame: Frame, _ context: CompileContext) -> DateRange {
        guard let reach = study.reach else { return DateRange(first: nil, last: nil) }
        let pause = frame.rollUp == nil ? nil : context.pauses[frame.id.symbol]
        let unit =
            switch study.unit {
            case .minutes, .day: 0
            case .week: 7
            case .month: 31
            case .quarter: 92
            case .year: 366
            }
        func margin(_ rows: Int) -> Int? {
            if rows == 0 { return unit }
            return pause.map { rows * (unit + $0) + unit }
        }
        let before = margin(reach.before), after = margin(reach.after)
        let asked = study.period.bounds(context.coverage[frame.id.symbol], pause: pause)
        return DateRange(
            first: asked.first.flatMap { day in before.map { day.adding(days: -$0) } },
            last: asked.last.flatMap { day in after.map { day.adding(days: $0) } }
        )
    }
}

extension Period {
    /// First and last day that can be in the period; nil where that is no restriction, or not known.
    /// - Parameter pause: most calendar days between neighbouring rows.
    func bounds(_ coverage: ClosedRange<CivilDate>?, pause: Int?) -> DateRange {
        switch self {
        case .all: return DateRange(first: nil, last: nil)
        case .ranges(let ranges):
            let first = ranges.compactMap(\.first), last = ranges.compactMap(\.last)
            return DateRange(
                first: first.count == ranges.count ? first.min() : nil,
                last: last.count == ranges.count ? last.max() : nil
            )
        case .lastDays(let count, let date):
            let first = pause.flatMap { pause in
                coverage.map { min($0.upperBound, date).adding(days: -(count + 1) * pause) }
            }
            return DateRange(first: first, last: date)
        case .firstDays(let count, let date):
            let last = pause.flatMap { pause in
                coverage.map { max($0.lowerBound, date ?? $0.lowerBound).adding(days: (count + 1) * pause) }
            }
            return DateRange(first: date, last: last)
        }
    }
}
