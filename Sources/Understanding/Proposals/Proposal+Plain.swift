internal import Market
internal import Studies

/// A window: `{"session":…}`, `{"from":"09:30","to":"16:00"}`, `{"opening":30}`, `{"closing":30}`, `{"afterOpening":30}`.
struct PlainWindow: Decodable {
    var span: Span

    private enum Name: String, CodingKey { case session, from, to, opening, closing, afterOpening }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Name.self)
        func minutes(_ name: Name) throws -> Int? {
            guard let minutes = try box.decodeIfPresent(Int.self, forKey: name) else { return nil }
            guard (1...1440).contains(minutes) else {
                throw DecodingError.dataCorruptedError(forKey: name, in: box, debugDescription: "must be 1 to 1440")
            }
            return minutes
        }
        if let name = try box.decodeIfPresent(SessionName.self, forKey: .session) {
            span = name == .eth ? .wholeDay : .session(name: name)
        } else if let count = try minutes(.opening) {
            span = .opening(minutes: count)
        } else if let count = try minutes(.closing) {
            span = .closing(minutes: count)
        } else if let count = try minutes(.afterOpening) {
            span = .afterOpening(minutes: count)
        } else {
            let ends = try box.decode(String.self, forKey: .from) + "-" + box.decode(String.self, forKey: .to)
            guard let window = Window(clock: ends) else {
                throw DecodingError.dataCorruptedError(forKey: .from, in: box, debugDescription: "must be HH:MM")
            }
            span = .clock(window: window)
        }
    }
}

/// A column: a metric, a time, a number, an indicator, or a statistic of a metric over rows before or all of the period.
struct PlainSeries: Decodable {
    var series: Series

    private enum Name: String, CodingKey {
        case metric, window, shift, absolute, time, number, indicator, count, average, quantile, of, rows
    }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Name.self)
        let bar = Bar(span: try box.decodeIfPresent(PlainWindow.self, forKey: .window)?.span)
        func metric(_ name: Name) throws -> Series {
            .metric(metric: try box.decode(Metric.self, forKey: name), of: bar)
        }
        if box.contains(.number) {
            let value = try box.decode(Double.self, forKey: .number)
            guard value.magnitude <= 1e12 else {
                throw DecodingError.dataCorruptedError(forKey: .number, in: box, debugDescription: "is too large")
            }
            series = .number(value: value)
        } else if box.contains(.time) {
            series = .time(event: try box.decode(Proposal.Moment.self, forKey: .time).event, of: bar)
        } else if box.contains(.indicator) {
            let count = try box.whole(.count, 1...500)
            series = .indicator(indicator: try box.decode(Proposal.Line.self, forKey: .indicator).indicator(count))
        } else if box.contains(.quantile) {
            let probability = try box.decode(Double.self, forKey: .quantile)
            guard probability > 0, probability < 1 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .quantile,
                    in: box,
                    debugDescription: "must be within 0 and 1"
                )
            }
            series = .aggregate(statistic: .quantile(probability: probability), of: try metric(.of))
        } else if box.contains(.average) {
            let statistic = try box.decode(Proposal.Average.self, forKey: .average).statistic
            let rows = try box.whole(.rows, 0...1000)
            series =
                rows == 0
                ? .aggregate(statistic: statistic, of: try metric(.of))
                : .rolling(statistic: statistic, of: try metric(.of), count: rows)
        } else {
            series = try metric(.metric)
            let shift = try box.whole(.shift, -250...250)
            if shift != 0 { series = .shifted(of: series, by: shift) }
            if try box.decode(Bool.self, forKey: .absolute) { series = .absolute(of: series) }
        }
    }
}

/// What a condition says: a comparison, values of a calendar field, a pattern, an event, the gap filled.
struct PlainTest: Decodable {
    var condition: Condition

    private enum Name: String, CodingKey {
        case left, relation, right, field, oneOf, pattern, event, offset, gapFilled
    }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Name.self)
        if let name = try box.decodeIfPresent(String.self, forKey: .pattern) {
            condition = .pattern(name: name, of: .own)
        } else if let event = try box.decodeIfPresent(Proposal.Event.self, forKey: .event) {
            let offset = try box.decode(Int.self, forKey: .offset)
            guard (-60...60).contains(offset) else {
                throw DecodingError.dataCorruptedError(forKey: .offset, in: box, debugDescription: "must be -60 to 60")
            }
            condition = .event(event: event.event, offset: offset)
        } else if let filled = try box.decodeIfPresent(Bool.self, forKey: .gapFilled) {
            condition = filled ? .gapFilled : .not(of: .gapFilled)
        } else if let field = try box.decodeIfPresent(Proposal.Field.self, forKey: .field) {
            let values = try box.decode([Int].self, forKey: .oneOf)
            guard !values.isEmpty, values.allSatisfy(field.values.contains) else {
                throw DecodingError.dataCorruptedError(forKey: .oneOf, in: box, debugDescription: "holds no such value")
            }
            condition = .calendar(field: field.field, oneOf: Array(Set(values)).sorted())
        } else {
            condition = .compare(
                left: try box.decode(PlainSeries.self, forKey: .left).series,
                relation: try box.decode(Relation.self, forKey: .relation),
                right: try box.decode(PlainSeries.self, forKey: .right).series
            )
        }
    }
}

extension Proposal.Moment {
    fileprivate var event: MinuteEvent {
        switch self {
        case .high: .high
        case .low: .low
        case .largestVolume: .largestVolume
        case .gapFill: .gapFill
        }
    }
}

extension Proposal.Line {
    fileprivate func indicator(_ count: Int) -> Indicator {
        switch self {
        case .sma: .sma(count: count)
        case .ema: .ema(count: count)
        case .rsi: .rsi(count: count)
        case .atr: .atr(count: count)
        case .vwap: .vwap
        }
    }
}

extension Proposal.Average {
    fileprivate var statistic: Statistic {
        switch self {
        case .mean: .mean
        case .median: .median
        case .max: .max
        case .min: .min
        case .deviation: .deviation
        }
    }
}

extension Proposal.Field {
    fileprivate var field: CalendarField {
        switch self {
        case .year: .year
        case .quarter: .quarter
        case .month: .month
        case .weekday: .weekday
        case .dayOfMonth: .dayOfMonth
        case .hour: .hour
        }
    }

    fileprivate var values: ClosedRange<Int> {
        switch self {
        case .year: 1900...2199
        case .quarter: 1...4
        case .month: 1...12
        case .weekday: 1...7
        case .dayOfMonth: 1...31
        case .hour: 0...23
        }
    }
}

extension Proposal.Event {
    fileprivate var event: CalendarEvent {
        switch self {
        case .opex: .opex
        case .quadWitching: .quadWitching
        case .vixExpiry: .vixExpiry
        case .nfp: .nfp
        case .fomc: .fomc
        case .cpi: .cpi
        case .electionDay: .electionDay
        case .earlyClose: .earlyClose
        case .holiday: .holiday(name: nil)
        }
    }
}
