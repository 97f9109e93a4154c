internal import Market
internal import Studies

extension Proposal.Part: Decodable {
    private enum Name: String, CodingKey {
        case sort = "is"
        case words, symbol, first, last, count, fromEnd, unit, minutes, window, place, test, not, shift, run, or
        case statistic, of, probability, field, by, descending, shape
    }

    /// The plain form that models write, to the study's own types.
    /// - Throws: `DecodingError`, also where a number is beyond what a study may hold.
    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: Name.self)
        words = try box.decode(String.self, forKey: .words)
        switch try box.decode(Proposal.Sort.self, forKey: .sort) {
        case .symbol: value = .symbol(try box.decode(String.self, forKey: .symbol))
        case .period:
            let first = try box.decodeIfPresent(CivilDate.self, forKey: .first)
            let last = try box.decodeIfPresent(CivilDate.self, forKey: .last)
            value = .period(first == nil && last == nil ? .all : .range(first, last))
        case .days:
            value = .days(
                count: try box.whole(.count, 1...10_000),
                fromEnd: try box.decode(Bool.self, forKey: .fromEnd)
            )
        case .unit:
            switch try box.decode(Proposal.Rows.self, forKey: .unit) {
            case .minutes: value = .unit(.minutes(count: try box.whole(.minutes, 1...1440)))
            case .day: value = .unit(.day)
            case .week: value = .unit(.week)
            case .month: value = .unit(.month)
            case .quarter: value = .unit(.quarter)
            case .year: value = .unit(.year)
            }
        case .window: value = .window(try box.decode(PlainWindow.self, forKey: .window).span)
        case .condition:
            var condition = try box.decode(PlainTest.self, forKey: .test).condition
            if try box.decode(Bool.self, forKey: .not) { condition = .not(of: condition) }
            let run = try box.whole(.run, 0...100), shift = try box.whole(.shift, -250...250)
            if run > 1 { condition = .run(of: condition, count: run, exactly: false) }
            if shift != 0 { condition = .shifted(of: condition, by: shift) }
            value = .condition(
                condition,
                try box.decode(Proposal.Place.self, forKey: .place),
                isAlternative: try box.decode(Bool.self, forKey: .or)
            )
        case .measure:
            let figure = try box.decode(Proposal.Figure.self, forKey: .statistic)
            switch figure {
            case .count: value = .count
            case .share: value = .share
            default:
                let probability = try box.decode(Double.self, forKey: .probability)
                guard let statistic = figure.statistic(probability) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .probability,
                        in: box,
                        debugDescription: "must be within 0 and 1"
                    )
                }
                value = .measure(statistic, of: try box.decode(PlainSeries.self, forKey: .of).series)
            }
        case .column: value = .column(try box.decode(PlainSeries.self, forKey: .of).series)
        case .key:
            let minutes = try box.whole(.minutes, 0...1440)
            guard let field = try box.decode(Proposal.Group.self, forKey: .field).field(minutes) else {
                throw DecodingError.dataCorruptedError(forKey: .minutes, in: box, debugDescription: "must be 1 or more")
            }
            value = .key(.calendar(field: field))
        case .order:
            let series = try box.decode(PlainSeries.self, forKey: .by).series
            value = .order(Order(by: series, descending: try box.decode(Bool.self, forKey: .descending)))
        case .limit: value = .limit(try box.whole(.count, 1...10_000))
        case .shape: value = .shape(try box.decode(Proposal.Shape.self, forKey: .shape))
        case .buckets: value = .buckets(minutes: try box.whole(.minutes, 1...1440))
        }
    }
}

extension Proposal.Figure {
    /// nil for a probability that is none.
    fileprivate func statistic(_ probability: Double) -> Statistic? {
        switch self {
        case .count, .share: .count
        case .mean: .mean
        case .median: .median
        case .min: .min
        case .max: .max
        case .sum: .sum
        case .deviation: .deviation
        case .quantile: probability > 0 && probability < 1 ? .quantile(probability: probability) : nil
        case .compounded: .compounded
        }
    }
}

extension Proposal.Group {
    /// nil for slots of no length.
    fileprivate func field(_ minutes: Int) -> CalendarField? {
        switch self {
        case .year: .year
        case .quarter: .quarter
        case .month: .month
        case .isoWeek: .isoWeek
        case .weekday: .weekday
        case .dayOfMonth: .dayOfMonth
        case .date: .date
        case .hour: .hour
        case .slot: minutes > 0 ? .slot(minutes: minutes) : nil
        }
    }
}
