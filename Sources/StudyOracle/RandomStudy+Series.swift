import Market
import Studies

extension StudyMaker {
    /// A number of each row.
    mutating func series(_ depth: Int) -> Series {
        if depth > 0, random.chance(0.45) {
            switch random.integer(0...9) {
            case 8:
                if let unit = longerUnit() {
                    return within(unit) { .containing(unit: $0, span: $1, of: $2.series(depth - 1)) }
                }
            case 0: return .rolling(statistic: statistic(), of: series(depth - 1), count: random.pick([1, 2, 5, 20]))
            case 1: return .aggregate(statistic: statistic(), of: series(depth - 1))
            case 2: return .shifted(of: series(depth - 1), by: random.pick([-5, -2, -1, -1, 1, 1, 3]))
            case 3: return .absolute(of: series(depth - 1))
            case 4: return arithmetic(depth)
            case 5: return .move(rows: random.pick([-20, -5, -1, 0, 1, 5]))
            case 6: return .soFar(statistic: statistic(), of: series(depth - 1))
            case 7:
                return .drawdown(
                    from: random.pick([.data, .period, .each(unit: longUnit())]),
                    byHigh: random.chance(0.5)
                )
            default: return .rolling(statistic: .compounded, of: percent(), count: random.pick([2, 5]))
            }
        }
        switch random.integer(0...11) {
        case 0, 1: if !isMinutes { return time() }
        case 2: return indicator()
        case 3: return .calendar(field: numberField())
        case 4: return .move(rows: random.pick([-5, -1, 1, 5]))
        default: break
        }
        return .metric(metric: random.pick(Metric.allCases), of: bar())
    }

    /// A unit that rows lie in; nil where they are longer than days.
    mutating func longerUnit() -> BarUnit? {
        if isMinutes, random.chance(0.7) { return .day }
        return isMinutes || unit == .day ? longUnit() : nil
    }

    /// Made of rows of another unit and span.
    mutating func within<Made>(_ other: BarUnit, _ make: (BarUnit, Span, inout StudyMaker) -> Made) -> Made {
        let own = (unit, span)
        defer { (unit, span) = own }
        (unit, span) = (other, span(0.4))
        return make(unit, span, &self)
    }

    private mutating func arithmetic(_ depth: Int) -> Series {
        let operation = random.pick(Series.Operation.allCases)
        let right: Series = random.chance(0.3) ? .number(value: random.pick([0, 1, 2, 100])) : series(depth - 1)
        let left: Series = operation == .times && random.chance(0.3) ? .number(value: 100) : series(depth - 1)
        return .arithmetic(left: left, operation: operation, right: right)
    }

    /// A series that can be compounded.
    mutating func percent() -> Series {
        random.chance(0.2)
            ? .move(rows: random.pick([-5, -1, 1]))
            : .metric(metric: random.pick([.changePct, .changePct, .bodyPct, .gapPct]), of: bar())
    }

    mutating func price() -> Series {
        switch random.integer(0...7) {
        case 0: return indicator(prices: true)
        case 1: return .shifted(of: .metric(metric: random.pick([.high, .low, .close]), of: bar()), by: -1)
        case 2:
            return .rolling(
                statistic: random.pick([.max, .min, .mean]),
                of: .metric(metric: .close, of: bar()),
                count: 3
            )
        case 3:
            return .arithmetic(
                left: .metric(metric: .open, of: bar()),
                operation: random.pick([.plus, .minus]),
                right: .number(value: random.pick([0.25, 1, 2.5]))
            )
        default: return .metric(metric: random.pick([.open, .high, .low, .close, .typicalPrice]), of: bar())
        }
    }

    mutating func indicator(prices: Bool = false) -> Series {
        let count = random.pick([1, 2, 5, 14])
        switch random.integer(0...(prices ? 3 : 5)) {
        case 0: return .indicator(indicator: .sma(count: count))
        case 1: return .indicator(indicator: .ema(count: count))
        case 2:
            return .indicator(indicator: .bollinger(count: count, width: 2, band: random.pick(Indicator.Band.allCases)))
        case 3: return .indicator(indicator: .vwap)
        case 4: return .indicator(indicator: .rsi(count: count))
        default: return .indicator(indicator: .atr(count: count))
        }
    }

    mutating func time() -> Series { .time(event: minuteEvent(), of: bar()) }

    mutating func minuteEvent() -> MinuteEvent {
        let most = unit == .day ? 9 : 3
        switch random.integer(0...most) {
        case 0: return .high
        case 1: return .low
        case 2: return .firstBar
        case 3: return .lastBar
        case 4: return .largestVolume
        case 5: return .above(level: price())
        case 6: return .below(level: price())
        case 7: return .touch(level: price())
        case 8: return .gapFill
        default: return .shareOfRange(share: random.pick([0, 0.25, 0.5, 0.8, 1]))
        }
    }

    mutating func numberField() -> CalendarField {
        switch random.integer(0...8) {
        case 0: return .year
        case 1: return .quarter
        case 2: return .month
        case 3: return .isoWeek
        case 4: return random.pick([.dayOfMonth, .weekOfMonth])
        case 5, 6:
            if unit == .day { return .ordinal(within: longUnit(), fromEnd: random.chance(0.5)) }
            if isMinutes { return .hour }
            return .month
        default: return .weekday
        }
    }

    mutating func longUnit() -> BarUnit { random.pick([.week, .month, .quarter, .year]) }

    /// Any field, dates and clock slots included.
    mutating func field() -> CalendarField {
        switch random.integer(0...7) {
        case 0: return .date
        case 1: return .weekStart
        case 2: return .monthStart
        case 3: return .quarterStart
        case 4: return .yearStart
        case 5: if isMinutes { return .slot(minutes: random.pick([1, 15, 30, 60])) }
        default: break
        }
        return numberField()
    }

    /// A statistic of any number.
    mutating func statistic() -> Statistic {
        switch random.integer(0...8) {
        case 0: .count
        case 1, 2: .mean
        case 3: .median
        case 4: .min
        case 5: .max
        case 6: .sum
        case 7: random.pick([.deviation, .perDay, .skewness, .kurtosis])
        default: .quantile(probability: random.pick([0, 0.1, 0.25, 0.75, 0.9, 1]))
        }
    }
}
