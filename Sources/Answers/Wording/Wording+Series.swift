package import Market
package import Studies

extension Wording {
    /// `range (RTH)`, `mean gap over the 20 days before`.
    package func phrase(_ series: Series) -> String { noun(series).nominative }

    /// The unit a series is measured in.
    package func unit(of series: Series) -> Unit { noun(series).unit }

    func noun(_ series: Series) -> Noun {
        switch series {
        case .number(let value):
            let text = numbers.value(value, .ratio)
            return Noun(nominative: text, genitive: text)
        case .metric(let metric, let bar): return placed(noun("metric.\(metric.rawValue)", unit: metric.unit), bar)
        case .time(let event, let bar): return placed(noun(event), bar)
        case .calendar(let field): return noun(field)
        case .indicator(let indicator): return noun(indicator)
        case .rolling(let statistic, let of, let count):
            return formed("series.rolling", apply(statistic, to: noun(of)), ["n": .count(count)])
        case .soFar(let statistic, let of): return formed("series.soFar", apply(statistic, to: noun(of)))
        case .drawdown(_, let byHigh):
            var fall = noun(byHigh ? "series.belowHigh" : "series.drawdown", unit: .percent)
            fall.isFall = true
            return fall
        case .peakDay(_, let byHigh): return noun(byHigh ? "series.highDay" : "series.peakDay", unit: .date)
        case .aggregate(let statistic, let of): return formed("series.aggregate", apply(statistic, to: noun(of)))
        case .shifted(let of, let by): return shifted(noun(of), by: by)
        case .containing(let unit, let span, let of): return containing(unit, span, of)
        case .move(let rows):
            let key = rows < 0 ? "series.moveBefore" : "series.moveAfter"
            let text = say(key, ["n": .count(abs(rows)), "rows": .text(self.rows(abs(rows)))])
            return Noun(nominative: text, genitive: text, gender: 2, unit: .percent)
        case .absolute(let of):
            let inner = noun(of)
            let text = "|" + inner.nominative + "|"
            let size = Noun(nominative: text, genitive: text, gender: inner.gender, unit: inner.unit)
            // How far apart two times are.
            guard case .arithmetic(.time, .minus, .time) = of else { return size }
            var minutes = formed("series.inMinutes", size)
            minutes.unit = .minutes
            return minutes
        case .arithmetic(let left, let operation, let right): return arithmetic(left, operation, right)
        }
    }

    /// A statistic of a noun: `mean range`, `медиана размаха`.
    func apply(_ statistic: Statistic, to noun: Noun) -> Noun {
        let text: String
        var result = noun
        switch statistic {
        case .quantile(let probability):
            let percent = numbers.value(probability * 100, .ratio)
            text = agree("statistic.quantile", noun, ["percent": .text(percent)])
        case .count:
            text = agree("statistic.count", noun)
            result.unit = .count
        case .perUnit(let unit): text = agree("statistic.perUnit", noun, ["per": .text(per(unit))])
        // The least of what is never above zero is spoken of as the largest.
        case .min where noun.isFall: text = agree("statistic.max", noun)
        case .max where noun.isFall: text = agree("statistic.min", noun)
        default: text = agree("statistic.\(Self.key(statistic))", noun)
        }
        result.nominative = text
        result.genitive = text
        return result
    }

    /// "per week".
    func per(_ unit: BarUnit) -> String {
        switch unit {
        case .week: say("per.week")
        case .month: say("per.month")
        case .quarter: say("per.quarter")
        case .year: say("per.year")
        case .minutes, .day: say("per.day")
        }
    }

    static func key(_ statistic: Statistic) -> String {
        switch statistic {
        case .count: "count"
        case .mean: "mean"
        case .median: "median"
        case .min: "min"
        case .max: "max"
        case .sum: "sum"
        case .deviation: "deviation"
        case .skewness: "skewness"
        case .kurtosis: "kurtosis"
        case .quantile: "quantile"
        case .perDay: "perDay"
        case .compounded: "compounded"
        case .perUnit: "perUnit"
        case .portion: "portion"
        }
    }

    /// With the bar it is taken from in brackets, where that is not the row's own.
    func placed(_ noun: Noun, _ bar: Bar) -> Noun {
        let places = [bar.symbol, bar.span.map(phrase)].compactMap { $0 }
        guard !places.isEmpty else { return noun }
        let suffix = " (" + places.joined(separator: ", ") + ")"
        var noun = noun
        noun.nominative += suffix
        noun.genitive += suffix
        return noun
    }

    private func shifted(_ noun: Noun, by count: Int) -> Noun {
        let key =
            count == 1 ? "series.next" : count == -1 ? "series.previous" : count > 0 ? "series.later" : "series.earlier"
        return formed(
            key,
            noun,
            ["unit": .text(neighbour(count)), "rows": .text(rows(abs(count)))]
        )
    }

    /// `day's range`; of a neighbour of that unit its own words say which.
    private func containing(_ unit: BarUnit, _ span: Span, _ of: Series) -> Noun {
        let inner = within(unit, span)
        var noun = inner.noun(of)
        if case .shifted = of { return noun }
        noun = formed("series.containing", noun, ["unit": .text(say("unitOf.\(inner.unitKey)"))])
        return span == self.span ? noun : placed(noun, Bar(span: span))
    }

    /// Words about rows of another unit and span.
    func within(_ unit: BarUnit, _ span: Span) -> Wording {
        var inner = self
        inner.unit = unit
        inner.span = span
        return inner
    }

    /// "previous week", "следующего дня": the row beside; of rows further away only their unit.
    func neighbour(_ by: Int) -> String {
        say(abs(by) == 1 ? "neighbour.\(by > 0 ? "next" : "previous").\(unitKey)" : "unitOf.\(unitKey)")
    }

    private func formed(_ key: String, _ noun: Noun, _ values: [String: Sentences.Value] = [:]) -> Noun {
        var (first, second) = (values, values)
        first["noun"] = .text(noun.nominative)
        second["noun"] = .text(noun.genitive)
        for (name, value) in [("rows", "n")] where first[name] == nil {
            if case .count(let count)? = values[value] {
                first[name] = .text(rows(count))
                second[name] = first[name]
            }
        }
        var result = noun
        result.nominative = say(key, first)
        result.genitive = say(key, second)
        return result
    }

    /// One quantity as a share of another, in percent.
    func ratio(_ part: Noun, to whole: Noun) -> Noun {
        let text = say(
            "measure.ratio",
            ["of": .text(part.nominative), "to": .text(whole.nominative), "whole": .text(whole.genitive)]
        )
        return Noun(nominative: text, genitive: text, gender: 1, unit: .percent)
    }

    private func arithmetic(_ left: Series, _ operation: Series.Operation, _ right: Series) -> Noun {
        let (a, b) = (noun(left), noun(right))
        if case .time = left, case .number(let minute) = right, operation == .minus {
            var minutes = formed("series.minutesAfter", a, ["clock": .text(Window.clock(Int(minute)))])
            minutes.unit = .minutes
            return minutes
        }
        if operation == .dividedBy, case .arithmetic(let one, .plus, let other) = left, case .number(2) = right,
            one.unit == .price, other.unit == .price
        {
            // Half way between two prices.
            let (first, second) = (noun(one), noun(other))
            var middle = formed("series.middle", first, ["other": .text(second.nominative)])
            (middle.unit, middle.isFormula) = (.price, false)
            return middle
        }
        if operation == .dividedBy, a.unit == .points, case .number(let tick) = right {
            var ticks = formed("series.inTicks", a, ["tick": .text(numbers.value(tick, .ratio))])
            ticks.unit = .ratio
            return ticks
        }
        if operation == .dividedBy, case .arithmetic(.number(100), .times, let part) = left {
            return ratio(noun(part), to: b)
        }
        if operation == .minus, case .number(100) = right,
            case .arithmetic(.arithmetic(.number(100), .times, let price), .dividedBy, let base) = left,
            price.unit == .price, base.unit == .price
        {
            // How far one price lies from another, in percent.
            let text = say("series.against", ["of": .text(noun(price).nominative), "to": .text(noun(base).nominative)])
            return Noun(nominative: text, genitive: text, gender: 2, unit: .percent, isFormula: true)
        }
        let sign =
            switch operation {
            case .plus: "+"
            case .minus: "\u{2212}"
            case .times: "×"
            case .dividedBy: "/"
            }
        func side(_ noun: Noun) -> String { noun.isFormula ? "(" + noun.nominative + ")" : noun.nominative }
        let unit: Unit =
            switch operation {
            case .plus, .minus: a.unit == .price && b.unit == .price ? .points : a.unit
            case .times: if case .number = left { b.unit } else { a.unit }
            case .dividedBy: if case .number = right { a.unit } else { .ratio }
            }
        let text = side(a) + " " + sign + " " + side(b)
        return Noun(nominative: text, genitive: text, gender: 2, unit: unit, isFormula: true)
    }

    private func noun(_ indicator: Indicator) -> Noun {
        let (text, unit): (String, Unit) =
            switch indicator {
            case .sma(let count): ("SMA(\(count))", .price)
            case .ema(let count): ("EMA(\(count))", .price)
            case .rsi(let count): ("RSI(\(count))", .ratio)
            case .atr(let count): ("ATR(\(count))", .points)
            case .bollinger(let count, let width, let band):
                (say("indicator.bollinger.\(band.rawValue)") + " (\(count); \(numbers.value(width, .ratio)))", .price)
            case .vwap: ("VWAP", .price)
            }
        return Noun(nominative: text, genitive: text, gender: 0, unit: unit)
    }
}
