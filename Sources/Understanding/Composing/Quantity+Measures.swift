internal import Market
internal import Studies

extension Quantity {
    /// The quantity and what belongs beside it: percent and points, size and sign.
    func measures(_ asked: Statistic?, where condition: Condition? = nil) -> [Measure] {
        func one(_ statistic: Statistic, _ series: Series) -> Measure {
            .statistic(statistic: statistic, of: series, where: condition)
        }
        let statistic = asked ?? .mean
        var quantity = self
        func with(percent: Bool, absolute: Bool? = nil) -> Series {
            quantity.absolute = absolute ?? self.absolute
            return quantity.series(percent: percent)
        }
        switch base {
        case .realized:
            return [one(.deviation, series(percent: true)), one(.deviation, series(percent: false))]
        case .metric(.volume):
            if asked == nil { return [one(.mean, series()), one(.sum, series())] }
            if asked == .perDay { return [one(.perDay, series()), one(.mean, series()), one(.sum, series())] }
            return [one(statistic, series())]
        case .volatility:
            return [one(statistic, with(percent: true)), one(statistic, with(percent: false))]
        case .metric(.range), .metric(.rangePct):
            let percentFirst = percent == true || base == .metric(.rangePct)
            return [one(statistic, with(percent: percentFirst)), one(statistic, with(percent: !percentFirst))]
        case .metric(.gap), .metric(.gapPct):
            if statistic == .mean || statistic == .median {
                return [
                    one(statistic, with(percent: true, absolute: true)), one(statistic, with(percent: true)),
                    one(statistic, with(percent: false, absolute: true)), one(statistic, with(percent: false)),
                ]
            }
            // "max gap": by its size.
            let size: Bool? = statistic == .max ? true : nil
            return [percent ?? true, !(percent ?? true)].map { one(statistic, with(percent: $0, absolute: size)) }
        case .move where [.deviation, .skewness, .kurtosis].contains(statistic):
            // The spread of moves keeps their sign, unless their size is asked for.
            return [
                one(statistic, quantity.series(percent: percent ?? true)),
                one(statistic, quantity.series(percent: !(percent ?? true))),
            ]
        case .move:
            let isPercent = percent ?? true
            return [
                one(statistic, with(percent: isPercent, absolute: true)), one(statistic, with(percent: isPercent)),
                one(statistic, with(percent: !isPercent, absolute: true)),
                one(statistic, .metric(metric: .range, of: Bar(span: span, symbol: symbol))),
            ]
        case .performance:
            // Returns of many days are compounded, and their sum stands beside.
            if asked == .sum, percent == false {
                return [one(.sum, with(percent: false)), one(.sum, with(percent: true))]
            }
            if asked == .sum { return [one(.compounded, with(percent: true)), one(.sum, with(percent: true))] }
            if asked != nil, percent == false {
                return [one(statistic, with(percent: false)), one(statistic, with(percent: true))]
            }
            if asked != nil { return [one(statistic, with(percent: true))] }
            let points = percent == false ? [one(.sum, with(percent: false))] : []
            return points + [
                one(.mean, with(percent: true)), one(.compounded, with(percent: true)), one(.sum, with(percent: true)),
                .share(
                    of: .holds(with(percent: false), .greater, .number(value: 0)),
                    where: condition,
                    withBase: false
                ),
            ] + (points.isEmpty ? [one(.sum, with(percent: false))] : [])
        case .metric(.change), .metric(.changePct), .metric(.body), .metric(.bodyPct):
            let pointsFirst = percent == false
            return [one(statistic, with(percent: !pointsFirst)), one(statistic, with(percent: pointsFirst))]
        case .series(.arithmetic(_, .minus, _)) where statistic == .mean && !absolute:
            return [one(statistic, series()), one(statistic, .absolute(of: series()))]
        default:
            return [one(statistic, series())]
        }
    }

    /// The columns of a list: the quantity as it ranks, and its companion.
    var columns: [Series] {
        switch base {
        case .volatility: [series(percent: true), series(percent: false)]
        case .metric(.range):
            percent == true
                ? [series(percent: true), series(percent: false)] : [series(percent: false), series(percent: true)]
        case .metric(.change), .metric(.body), .metric(.gap), .metric(.changePct), .metric(.bodyPct), .metric(.gapPct),
            .move, .performance:
            percent == false
                ? [series(percent: false), series(percent: true)] : [series(percent: true), series(percent: false)]
        case .realized: [series(percent: true)]
        // Where it fell from is told beside how far.
        case .series(.drawdown(let from, let byHigh)): [series(), .peakDay(from: from, byHigh: byHigh)]
        default: [series()]
        }
    }
}

/// Measures that belong together.
enum Bundle {
    private static func day(_ metric: Metric) -> Series { .metric(metric: metric, of: .own) }

    /// How far it went over a period, and what that period was like.
    static let move: [Measure] =
        Quantity(.performance).measures(.compounded) + statistics.filter { $0 != .count(where: nil) }

    /// "Statistics": trading days, change of the period, mean change and range, share of green, best and worst day.
    static let statistics: [Measure] = [
        .count(where: nil),
        .statistic(statistic: .compounded, of: day(.changePct), where: nil),
        .statistic(statistic: .mean, of: day(.changePct), where: nil),
        .statistic(statistic: .mean, of: day(.range), where: nil),
        .statistic(statistic: .mean, of: day(.rangePct), where: nil),
        .share(of: .sign(.body, up: true), where: nil, withBase: false),
        .statistic(statistic: .max, of: day(.changePct), where: nil),
        .statistic(statistic: .min, of: day(.changePct), where: nil),
    ]

    /// How the days went: what comparisons and behaviour are told by.
    static let behaviour: [Measure] = [
        .count(where: nil),
        .statistic(statistic: .mean, of: day(.changePct), where: nil),
        .statistic(statistic: .mean, of: day(.rangePct), where: nil),
        .statistic(statistic: .mean, of: day(.range), where: nil),
        .share(of: .sign(.change, up: true), where: nil, withBase: false),
        .share(of: .sign(.body, up: true), where: nil, withBase: false),
        .statistic(statistic: .mean, of: day(.bodyPct), where: nil),
    ]

    /// What the row some days later did.
    static func after(_ rows: Int, span: Span? = nil) -> [Measure] {
        let bar = Bar(span: span)
        func later(_ metric: Metric) -> Series { .shifted(of: .metric(metric: metric, of: bar), by: rows) }
        func share(_ metric: Metric) -> Condition { .shifted(of: .sign(metric, up: true, of: bar), by: rows) }
        return [
            .statistic(statistic: .mean, of: later(.changePct), where: nil),
            .share(of: share(.change), where: nil, withBase: true),
            .share(of: share(.body), where: nil, withBase: true),
        ]
    }
}
