import Market
import Studies

extension Metric {
    /// What the metric is about, its unit aside.
    var family: Metric {
        switch self {
        case .change, .changePct: .change
        case .body, .bodyPct: .body
        case .range, .rangePct: .range
        case .gap, .gapPct: .gap
        case .volume, .relativeVolume: .volume
        default: self
        }
    }
}

extension Series {
    /// Metrics that it is made of.
    var metrics: [Metric] {
        switch self {
        case .metric(let metric, _): [metric]
        case .absolute(let series), .shifted(let series, _), .rolling(_, let series, _), .soFar(_, let series),
            .aggregate(_, let series), .containing(_, _, let series):
            series.metrics
        case .arithmetic(let left, _, let right): left.metrics + right.metrics
        case .number, .time, .calendar, .indicator, .move, .drawdown, .peakDay: []
        }
    }

    var isShifted: Bool { if case .shifted = self { true } else { false } }

    /// Whether its sign says up or down.
    var isDirection: Bool {
        if case .metric(let metric, _) = bare { [.change, .body, .gap].contains(metric.family) } else { false }
    }

    /// Without its window, symbol and offset.
    var bare: Series {
        switch self {
        case .metric(let metric, _): .metric(metric: metric, of: .own)
        case .time(let event, _): .time(event: event, of: .own)
        case .absolute(let series): .absolute(of: series.bare)
        case .shifted(let series, _), .containing(_, _, let series): series.bare
        case .rolling(let statistic, let series, let count):
            .rolling(statistic: statistic, of: series.bare, count: count)
        case .soFar(let statistic, let series): .soFar(statistic: statistic, of: series.bare)
        case .aggregate(let statistic, let series): .aggregate(statistic: statistic, of: series.bare)
        case .arithmetic(let left, let operation, let right):
            .arithmetic(left: left.bare, operation: operation, right: right.bare)
        case .number(let value): .number(value: value == 0 ? 0 : value)
        case .calendar, .indicator, .move, .drawdown, .peakDay: self
        }
    }
}

extension Condition {
    /// The claims that it is put together from.
    var atoms: [Condition] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.atoms)
        case .not(let of), .shifted(let of, _), .run(let of, _, _), .containing(_, _, let of): of.atoms
        case .compare, .calendar, .eventCalendar, .pattern, .event, .holdsEvent, .gapFilled, .extreme: [self]
        }
    }

    /// An atom without windows, symbols and offsets.
    var bare: Condition {
        switch self {
        case .compare(let left, let relation, let right):
            .compare(left: left.bare, relation: relation, right: right.bare)
        case .pattern(let name, _): .pattern(name: name, of: .own)
        case .extreme(let of, let largest, let count, let within, let among):
            .extreme(of: of.bare, largest: largest, count: count, within: within, among: among?.bare)
        default: self
        }
    }

    /// It speaks of the same row's gap.
    var isOfGap: Bool {
        switch self {
        case .gapFilled: true
        case .compare(let left, _, _): left.metrics.contains { $0.family == .gap } && !left.isShifted
        case .not(let of): of.isOfGap
        default: false
        }
    }

    func isExtreme(within field: CalendarField) -> Bool {
        if case .extreme(_, _, _, let within?, _) = self { within == field || within == field.ofItsYear } else { false }
    }

    var isPattern: Bool { if case .pattern = self { true } else { false } }
}

extension Relation {
    /// Greater and at least, less and at most.
    func isSameSide(as other: Relation) -> Bool {
        switch (self, other) {
        case (.less, .lessOrEqual), (.lessOrEqual, .less), (.greater, .greaterOrEqual), (.greaterOrEqual, .greater):
            true
        default: self == other
        }
    }
}

extension Span {
    var isOpening: Bool {
        switch self {
        case .opening, .afterOpening: true
        default: false
        }
    }

    /// An opening range is spoken of by its length too.
    func isBuiltOn(_ minutes: Int) -> Bool {
        switch self {
        case .opening(minutes), .closing(minutes), .afterOpening(minutes): true
        default: false
        }
    }
}

extension Period {
    var isUnion: Bool { if case .ranges(let ranges) = self { ranges.count > 1 } else { false } }
}

extension VariantName {
    /// Whether the variant is one of the field's values (any, if nil).
    func speaks(of field: CalendarField, _ values: [Int]?) -> Bool {
        switch (self, field) {
        case (.weekday(let value), .weekday), (.month(let value), .month), (.quarter(let value), .quarter),
            (.year(let value), .year):
            values?.contains(value) ?? true
        case (.condition(.calendar(field, let own)), _): values.map { !Set(own).isDisjoint(with: $0) } ?? true
        case (.period, .year), (.period, .month), (.period, .quarter): true
        default: false
        }
    }
}

extension CalendarField {
    func matches(_ buckets: Distribution.Buckets) -> Bool {
        switch (self, buckets) {
        case (.hour, .minutes(60)), (.hour, .exact): true
        case (.slot(let own), .minutes(let count)): own == count
        default: false
        }
    }

    func matches(_ unit: BarUnit) -> Bool {
        switch (self, unit) {
        case (.year, .year), (.yearStart, .year), (.month, .month), (.monthStart, .month), (.quarter, .quarter),
            (.quarterStart, .quarter), (.isoWeek, .week), (.weekStart, .week), (.date, .day):
            true
        case (.hour, .minutes(60)): true
        case (.slot(let own), .minutes(let count)): own == count
        default: false
        }
    }
}

extension CalendarField {
    /// One month, quarter or week, not all of its name: "the best day of every quarter".
    var ofItsYear: CalendarField {
        switch self {
        case .month: .monthStart
        case .quarter: .quarterStart
        case .isoWeek: .weekStart
        default: self
        }
    }
}

extension Measure {
    var isCorrelation: Bool { if case .correlation = self { true } else { false } }
}
