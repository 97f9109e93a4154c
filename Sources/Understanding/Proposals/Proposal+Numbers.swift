internal import Market
internal import Studies

extension Sense {
    /// Numbers that the words say.
    var spoken: [Double] {
        switch self {
        case .number(let value, _), .width(let value, _): [value]
        case .numbers(let values, _): values
        case .between(let low, let high, _): [low, high]
        case .top(let count), .ordinal(let count), .slots(let count): [Double(count)]
        case .clock(let minute), .timeBound(_, let minute): [Double(minute)]
        case .window(let window): [Double(window.from), Double(window.to)]
        case .span(.clock(let window)): [Double(window.from), Double(window.to)]
        case .span(.opening(let minutes)), .span(.closing(let minutes)), .span(.afterOpening(let minutes)):
            [Double(minutes)]
        case .barUnit(.minutes(let count)): [Double(count)]
        default: []
        }
    }
}

extension Proposal.Value {
    var isPeriod: Bool {
        switch self {
        case .period, .days: true
        default: false
        }
    }

    /// Numbers that somebody must have said: not those that a kind of value always has, such as the zero of a direction
    /// or the next day's one.
    var numbers: [Double] {
        switch self {
        case .days(let count, _), .limit(let count): count == 1 ? [] : [Double(count)]
        case .unit(.minutes(let count)), .buckets(let count): [Double(count)]
        case .window(let span): span.numbers
        case .condition(let condition, _, _): condition.numbers
        case .measure(.quantile(let probability), let series): [probability] + series.numbers
        case .measure(_, let series), .column(let series): series.numbers
        case .order(let order): order.by.numbers
        case .key(.calendar(.slot(let minutes))): [Double(minutes)]
        case .symbol, .period, .unit, .count, .share, .key, .shape: []
        }
    }
}

extension Span {
    fileprivate var numbers: [Double] {
        switch self {
        case .wholeDay, .session: []
        case .clock(let window): [Double(window.from), Double(window.to)]
        case .opening(let minutes), .closing(let minutes), .afterOpening(let minutes): [Double(minutes)]
        }
    }
}

extension Series {
    fileprivate var numbers: [Double] {
        switch self {
        case .number(let value): value == 0 ? [] : [value]
        case .metric(_, let bar), .time(_, let bar): bar.span?.numbers ?? []
        case .calendar, .drawdown, .peakDay: []
        case .indicator(let indicator): indicator.isUsual ? [] : indicator.lengths
        case .rolling(_, let of, let count): [Double(count)] + of.numbers
        // "Big" and "small" without a number are taken for the highest and lowest tenth, which is told.
        case .aggregate(.quantile(let probability), let of):
            ([0.1, 0.9].contains(probability) ? [] : [probability]) + of.numbers
        case .aggregate(_, let of), .soFar(_, let of), .absolute(let of): of.numbers
        case .shifted(let of, let by): (abs(by) == 1 ? [] : [Double(by)]) + of.numbers
        case .containing(_, let span, let of): span.numbers + of.numbers
        case .move(let rows): [Double(rows)]
        case .arithmetic(let left, _, let right): left.numbers + right.numbers
        }
    }
}

extension Indicator {
    fileprivate var lengths: [Double] {
        switch self {
        case .sma(let count), .ema(let count), .rsi(let count), .atr(let count), .bollinger(let count, _, _):
            [Double(count)]
        case .vwap: []
        }
    }

    /// The textbook's length.
    fileprivate var isUsual: Bool { self == .rsi(count: 14) || self == .atr(count: 14) }
}

extension Condition {
    fileprivate var numbers: [Double] {
        switch self {
        case .compare(let left, _, let right): left.numbers + right.numbers
        // Weekdays, months and quarters have names; years and days of the month are numbers.
        case .calendar(let field, let values):
            field == .year || field == .dayOfMonth || field == .hour ? values.map(Double.init) : []
        case .event(_, let offset): abs(offset) <= 1 ? [] : [Double(offset)]
        case .run(let of, let count, _): [Double(count)] + of.numbers
        case .shifted(let of, let by): (abs(by) == 1 ? [] : [Double(by)]) + of.numbers
        case .all(let parts), .any(let parts): parts.flatMap(\.numbers)
        case .not(let of): of.numbers
        case .containing(_, let span, let of): span.numbers + of.numbers
        case .extreme(_, _, let count, _, _): [Double(count)]
        case .pattern, .eventCalendar, .holdsEvent, .gapFilled: []
        }
    }
}
