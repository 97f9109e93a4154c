import Market
import Studies

extension StudyMaker {
    mutating func result() -> StudyResult {
        switch random.integer(0...13) {
        case 0, 1, 2: return .list(list: listing())
        case 3, 4, 5, 6:
            let measures = some(3) { $0.measure() }
            let keys = random.chance(0.3) ? [] : some(2) { $0.key() }
            let order =
                random.chance(0.3)
                ? MeasureOrder(measure: random.integer(0...(measures.count - 1)), descending: random.chance(0.6)) : nil
            let limit = random.chance(0.2) ? random.integer(1...5) : nil
            let limitInEach = keys.count > 1 && random.chance(0.3) ? random.integer(1...3) : nil
            let summary = Summary(
                measures: measures,
                keys: keys,
                order: order,
                limit: limit,
                limitInEach: limitInEach
            )
            return .summary(summary: summary)
        case 7, 8: return .distribution(distribution: distribution())
        case 9, 10: return .runs(runs: runs())
        case 11: return .comparison(variants: variants(), measures: some(2) { $0.measure() })
        case 12: return .correlation(left: series(1), right: series(1))
        default: return .standing(of: some(2) { $0.series(1) })
        }
    }

    private mutating func some<Element>(_ most: Int, _ make: (inout StudyMaker) -> Element) -> [Element] {
        var elements: [Element] = []
        for _ in 0..<random.integer(1...most) { elements.append(make(&self)) }
        return elements
    }

    private mutating func listing() -> Listing {
        let columns: [Series] = some(4) { (maker: inout StudyMaker) -> Series in
            if maker.random.chance(0.03) {
                let unit = maker.longUnit()
                let from = maker.random.pick([Peak.data, .period, .each(unit: unit)])
                return .peakDay(from: from, byHigh: maker.random.chance(0.5))
            }
            return maker.random.chance(0.15) ? .calendar(field: maker.field()) : maker.series(2)
        }
        let order = random.chance(0.5) ? some(2) { Order(by: $0.series(1), descending: $0.random.chance(0.5)) } : []
        return Listing(
            columns: columns,
            order: order,
            limit: random.chance(0.5) ? random.integer(0...12) : nil,
            skip: random.chance(0.2) ? random.integer(1...5) : 0
        )
    }

    private mutating func measure() -> Measure {
        let only: Condition? = random.chance(0.3) ? condition(1) : nil
        switch random.integer(0...8) {
        case 8:
            return .statistic(
                statistic: .portion,
                of: .metric(metric: random.pick([.volume, .bars, .range]), of: .own),
                where: only
            )
        case 7 where unit == .day:
            return .statistic(
                statistic: .perUnit(unit: longUnit()),
                of: random.chance(0.5) ? .number(value: 1) : .metric(metric: .volume, of: .own),
                where: only
            )
        case 0: return .count(where: only)
        case 1, 2: return .share(of: condition(1), where: only, withBase: random.chance(0.5))
        case 3:
            return .ratio(
                of: .metric(metric: random.pick([.volume, .bars, .range]), of: bar()),
                to: .metric(metric: random.pick([.volume, .bars, .range]), of: .own),
                where: only
            )
        case 4: return .statistic(statistic: .compounded, of: percent(), where: only)
        case 5 where random.chance(0.4): return .correlation(of: series(1), with: series(1), where: only)
        default: return .statistic(statistic: statistic(), of: series(1), where: only)
        }
    }

    private mutating func key() -> Key {
        switch random.integer(0...6) {
        case 0:
            if isMinutes { return .calendar(field: field()) }
            return .eventCalendar(event: random.pick([.high, .low]), field: eventField())
        case 1: return .edges(of: series(0), edges: random.pick([[0], [-0.5, 0, 0.5], [1, 10], [570, 600, 720]]))
        case 2: return .condition(condition: condition(1))
        default: return .calendar(field: field())
        }
    }

    private mutating func eventField() -> CalendarField {
        random.pick([.hour, .slot(minutes: 30), .weekday, .month, .monthStart])
    }

    private mutating func distribution() -> Distribution {
        var of: [Series]
        var buckets: Distribution.Buckets
        switch random.integer(0...3) {
        case 0 where !isMinutes:
            of = some(2) { $0.time() }
            buckets = random.pick([.exact, .minutes(count: 30), .minutes(count: 15), .automatic, .width(width: 60)])
        case 1:
            of = [.calendar(field: field())]
            buckets = .exact
        default:
            of = [series(1)]
            if of[0].unit == .price || of[0].unit == .points, random.chance(0.4) { of.append(price()) }
            if of[0].unit != of[of.count - 1].unit { of.removeLast() }
            buckets = random.pick([.automatic, .automatic, .width(width: 0.5), .width(width: 2.5), .exact])
            if of[0].unit == .time { buckets = .minutes(count: 60) }
        }
        return Distribution(
            of: of,
            buckets: buckets,
            mostFrequentFirst: random.chance(0.3),
            limit: random.chance(0.2) ? random.integer(1...6) : nil
        )
    }

    private mutating func runs() -> Runs {
        let ofDays: [Runs.Show] =
            isMinutes ? [] : [.ranked(limit: 4), .current(either: false), .current(either: true)]
        let show: Runs.Show = random.pick(
            [.totals, .list(limit: nil), .list(limit: 3), .longest, .lengths] + ofDays
        )
        let isGrouped = (show == .totals || show == .longest) && !isMinutes && random.chance(0.4)
        return Runs(
            of: condition(1),
            minimum: random.integer(1...3),
            exactly: random.chance(0.2),
            show: show,
            by: isGrouped ? random.pick([.year, .month, .weekday]) : nil
        )
    }

    private mutating func variants() -> [Variant] {
        switch random.integer(0...3) {
        case 0:
            // The study's span must mean something for each.
            let others = span == .wholeDay ? ["NQ", "MGC", "SPY", "BTCUSD"] : [symbols[0]]
            if symbols.count == 1, span == .wholeDay {
                return [random.pick(others), random.pick(others)].map { Variant(name: .symbol(symbol: $0), symbol: $0) }
            }
            return [Variant(name: .text(text: "it"), condition: condition(1))]
        case 1: return (0..<2).map { _ in span(0.1) }.map { Variant(name: .span(span: $0), span: $0) }
        case 2: return (0..<2).map { _ in period() }.map { Variant(name: .period(period: $0), period: $0) }
        default:
            let condition = self.condition(1)
            return [
                Variant(name: .condition(condition: condition), condition: condition),
                Variant(name: .rest, condition: .not(of: condition)),
            ]
        }
    }
}
