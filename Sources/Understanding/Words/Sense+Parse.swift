internal import Market
internal import Studies

extension Sense {
    /// A concept of a lexicon file, as written there; nil where there is none such.
    init?(concept: String) {
        let parts = concept.split(separator: " ").map(String.init)
        guard let name = parts.first else { return nil }
        let first = parts.count > 1 ? parts[1] : nil
        let numbers = parts.dropFirst().compactMap { Int($0) }
        func value<T>(_ found: T?, _ make: (T) -> Sense) -> Sense? { found.map(make) }
        let made: Sense?
        switch name {
        case "empty": made = .empty
        // Known, and nothing that a study computes.
        case "unplaced": made = .unknown
        case "prep": made = value(first.flatMap(Prep.init), Sense.prep)
        case "mark": made = value(first.flatMap(Mark.init), Sense.mark)
        case "task": made = Self.task(parts)
        case "often": made = .often
        case "when": made = .when
        case "metric":
            made = value(first.flatMap(Self.quantity)) { quantity in
                var quantity = quantity
                quantity.absolute = parts.count > 2 && parts[2] == "size"
                return Sense.quantity(quantity)
            }
        case "previous":
            made = value(first.flatMap(Self.quantity)) { quantity in
                var quantity = quantity
                quantity.shift = -1
                return Sense.quantity(quantity)
            }
        // The end of a named session: "overnight high".
        case "endof":
            made = value(parts.last.flatMap(Self.quantity)) { quantity in
                var quantity = quantity
                if case .span(let span)? = Self.span(first).map(Sense.span) { quantity.span = span }
                return Sense.quantity(quantity)
            }
        case "large": made = value(first.flatMap(Self.quantity)) { .condition(Line.size($0, large: true)) }
        case "indicator": made = Self.indicator(parts).map { .quantity(Quantity(.indicator($0))) }
        case "highlow": made = .highLow
        case "bars": made = .bars
        case "openingrange": made = .openingRange
        case "stat": made = value(Self.statistic(first), Sense.statistic)
        case "extremum":
            made = first == "max" ? .extremum(largest: true) : first == "min" ? .extremum(largest: false) : nil
        case "percentile": made = .percentile
        case "quartiles": made = .quartiles
        case "decile": made = .decile
        case "span": made = value(Self.span(first), Sense.span)
        case "unit": made = value(first.flatMap(UnitWord.init(name:)), Sense.unit)
        case "weekday": made = numbers.isEmpty ? nil : .weekdays(numbers)
        case "month", "season": made = numbers.isEmpty ? nil : .months(numbers)
        case "quarter": made = value(numbers.first, Sense.quarter)
        case "half": made = value(numbers.first, Sense.half)
        case "relative": made = value(first.flatMap(Relative.init), Sense.relative)
        case "clock": made = value(numbers.first, Sense.clock)
        case "hours": made = numbers.count == 2 ? .window(Window(from: numbers[0], to: numbers[1])) : nil
        case "candles":
            made = first == "day" ? .barUnit(.day) : value(numbers.first) { .barUnit(.minutes(count: $0)) }
        case "ampm": made = .ampm(pm: first == "pm")
        case "oclock": made = .empty
        case "number":
            let scale = parts.count > 2 ? Scale(rawValue: parts[2]) : nil
            made = first.flatMap { Double($0) }.map { .number($0, scale) }
        case "ordinal": made = value(numbers.first, Sense.ordinal)
        case "ordinalsuffix": made = .ordinalSuffix
        case "measure": made = value(first.flatMap(Scale.init), Sense.measure)
        case "rel": made = value(first.flatMap(Relation.init), Sense.relation)
        case "colour": made = .colour(up: first == "up")
        case "way": made = .way(up: first == "up")
        case "rise": made = .rise(up: first == "up")
        case "win": made = .win(up: first == "up")
        case "best": made = .best(up: first == "up")
        case "edge": made = .edge(up: first == "up")
        case "verb": made = value(first.flatMap(Verb.init), Sense.verb)
        case "size": made = .size(large: first == "large")
        case "superlative": made = value(first.flatMap(Superlative.init), Sense.superlative)
        case "pattern": made = parts.count > 1 ? .pattern(Array(parts.dropFirst())) : nil
        case "patternword": made = .patternWord
        case "event": made = value(first.flatMap(Self.event), Sense.event)
        case "holiday": made = .event(.holiday(name: first))
        case "record": made = .condition(Line.record(up: first != "down", byClose: parts.last == "close"))
        // The average of 50 days crosses that of 200.
        case "averagecross":
            made = .condition(
                Line.crossing(
                    .indicator(indicator: .sma(count: 50)),
                    .indicator(indicator: .sma(count: 200)),
                    sides: [first != "down"]
                )
            )
        case "drawdown": made = .quantity(Quantity(.series(.drawdown(from: .period))))
        case "unfilled":
            made = .condition(
                Fact(condition: .not(of: .gapFilled), ofSession: true, isOutcome: true, rank: Quantity(.gap))
            )
        // Trading days beside a holiday: its name and how many later.
        case "beside":
            made = numbers.first.map { offset in
                .condition(
                    Fact(condition: .event(event: .holiday(name: first), offset: offset), isCalendar: true)
                )
            }
        case "holidayeve":
            made = .condition(Fact(condition: .event(event: .holiday(name: nil), offset: -1), isCalendar: true))
        case "order": made = .order
        case "orderway": made = .orderWay(descending: first == "down")
        case "chat": made = value(first.flatMap(ChatKind.init), Sense.chat)
        case "elsewhere": made = first.map { .instruments([$0]) }
        case "eachinstrument": made = .eachInstrument(joined: first == "both")
        case "program": made = .program
        case "termword": made = .termWord
        default: made = nil
        }
        guard let made else { return nil }
        self = made
    }

    private static func task(_ parts: [String]) -> Sense? {
        guard parts.count > 1 else { return nil }
        if parts[1] == "unitwhich" { return parts.count > 2 ? UnitWord(name: parts[2]).map(Sense.which) : nil }
        return Task(rawValue: parts[1]).map(Sense.task)
    }

    private static func quantity(_ name: String) -> Quantity? {
        switch name {
        case "volatility": Quantity(.volatility)
        case "realized": Quantity(.realized)
        case "move": Quantity(.move)
        case "return": Quantity(.performance)
        default: Metric(rawValue: name).map { Quantity($0) }
        }
    }

    private static func indicator(_ parts: [String]) -> Indicator? {
        guard parts.count > 1 else { return nil }
        let count = parts.count > 2 ? Int(parts[2]) : nil
        switch parts[1] {
        case "rsi": return .rsi(count: count ?? 14)
        case "atr": return .atr(count: count ?? 14)
        case "sma": return .sma(count: count ?? 0)
        case "ema": return .ema(count: count ?? 0)
        case "vwap": return .vwap
        case "bollinger":
            let band = parts.count > 2 ? Indicator.Band(rawValue: parts[2]) : nil
            return band.map { .bollinger(count: 20, width: 2, band: $0) }
        default: return nil
        }
    }

    private static func statistic(_ name: String?) -> Statistic? {
        switch name {
        case "mean": .mean
        case "median": .median
        case "sum": .sum
        case "deviation": .deviation
        case "skewness": .skewness
        case "kurtosis": .kurtosis
        default: nil
        }
    }

    private static func span(_ name: String?) -> Span? {
        switch name {
        case "eth": .wholeDay
        case "openingHour": .opening(minutes: 60)
        case "closingHour": .closing(minutes: 60)
        case "openingHalfHour": .opening(minutes: 30)
        case "closingHalfHour": .closing(minutes: 30)
        case "openingQuarterHour": .opening(minutes: 15)
        case "closingQuarterHour": .closing(minutes: 15)
        default: name.flatMap(SessionName.init).map { .session(name: $0) }
        }
    }

    private static func event(_ name: String) -> CalendarEvent? {
        switch name {
        case "opex": .opex
        case "quadWitching": .quadWitching
        case "vixExpiry": .vixExpiry
        case "nfp": .nfp
        case "fomc": .fomc
        case "cpi": .cpi
        case "electionDay": .electionDay
        case "earlyClose": .earlyClose
        case "holiday": .holiday(name: nil)
        default: nil
        }
    }
}
