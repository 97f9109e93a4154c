import Foundation
import Market
import Studies

/// Holds a study against the words a second time. Whoever composed it says which words it used; here every word with a
/// definite meaning must be found again in the study itself, or it counts as unread.
struct Witness {
    let study: Study
    private let instrument: Instrument
    private(set) var series: Set<Series> = []
    private(set) var conditions: Set<Condition> = []
    private(set) var keys: Set<Key> = []
    private(set) var measures: [Measure] = []
    private(set) var statistics: Set<Statistic> = []
    private(set) var spans: Set<Span> = []
    private(set) var variants: [Variant] = []
    private(set) var orders: [Order] = []
    private let written: Numbers

    init(_ study: Study, _ instrument: Instrument) {
        self.study = study
        self.instrument = instrument
        written = Numbers(study)
        spans.insert(study.span)
        var series: Set<Series> = []
        var conditions: Set<Condition> = []
        var keys: Set<Key> = []
        study.visit { element in
            switch element {
            case .series(let one): series.insert(one)
            case .condition(let one): conditions.insert(one)
            case .key(let one): keys.insert(one)
            }
        }
        if case .runs(let runs) = study.result, let field = runs.by { keys.insert(.calendar(field: field)) }
        self.series = series
        self.conditions = conditions
        self.keys = keys
        for one in series {
            switch one {
            case .metric(_, let bar), .time(_, let bar): if let span = bar.span { spans.insert(span) }
            case .rolling(let statistic, _, _), .soFar(let statistic, _), .aggregate(let statistic, _):
                statistics.insert(statistic)
            default: break
            }
        }
        for case .pattern(_, let bar) in conditions { if let span = bar.span { spans.insert(span) } }
        switch study.result {
        case .summary(let summary): measures = summary.measures
        case .comparison(let variants, let measures):
            self.variants = variants
            self.measures = measures
            spans.formUnion(variants.compactMap(\.span))
        case .list(let list): orders = list.order
        case .distribution, .runs, .correlation, .standing: break
        }
        for case .statistic(let statistic, _, _) in measures { statistics.insert(statistic) }
    }

    /// Whether the study speaks of what a piece says; nil where a piece leaves no definite trace in a study.
    func finds(_ sense: Sense) -> Bool? {
        switch sense {
        case .quantity(let quantity): holds(quantity)
        case .statistic(let statistic): holds(statistic)
        case .percentile: statistics.contains { if case .quantile = $0 { true } else { false } } || isStanding
        case .span(let span): holds(span)
        case .window(let window): holds(window)
        case .timeBound(_, let minute): holds(minute: minute)
        case .symbol(let symbol): study.symbols.contains(symbol) || variants.contains { $0.symbol == symbol }
        case .condition(let fact): holds(fact)
        case .key(let key): holds(key)
        case .slots(let minutes): holds(slots: minutes)
        case .top(let count): numbers.contains(Double(count))
        case .number(let value, let scale): holds(value, scale)
        case .numbers(let values, let scale): values.allSatisfy { holds($0, scale) }
        case .width(let value, let scale): holds(value, scale) && isDistribution
        case .between(let low, let high, let scale): holds(low, scale) && holds(high, scale)
        default: findsShape(sense)
        }
    }

    // MARK: Quantities

    private func holds(_ quantity: Quantity) -> Bool {
        // A range of the opening is spoken of by its bounds as well.
        if let span = quantity.span, span != study.span, spans.contains(span) { return true }
        return switch quantity.base {
        case .metric(let metric): holds(metric)
        case .volatility: holds(.range) || statistics.contains(.deviation)
        case .realized: statistics.contains(.deviation)
        case .move, .performance, .ahead: holds(.change) || holds(.body) || holds(.close) || holds(.range)
        case .time(let event):
            hasTime { $0 == event } || keys.contains { if case .eventCalendar(event, _) = $0 { true } else { false } }
        case .indicator(let indicator): series.contains(.indicator(indicator: indicator))
        case .series(let one): one.metrics.allSatisfy(holds)
        }
    }

    func holds(_ metric: Metric) -> Bool {
        let family = metric.family
        if series.contains(where: { $0.metrics.contains { $0.family == family } }) { return true }
        switch metric {
        case .change, .changePct:
            // Of two windows that go together, the moves inside.
            if case .correlation = study.result, spans.count > 2 || holds(.gap), holds(.body) { return true }
            if measures.contains(where: \.isCorrelation), holds(.gap), holds(.body) { return true }
            // Of hours of the day it is the move inside them.
            if spans.contains(where: \.isPartOfDay) || variants.contains(where: { $0.span?.isPartOfDay ?? false }),
                holds(.body)
            {
                return true
            }
            return series.contains { if case .move = $0 { true } else { false } }
        case .gap, .gapPct: return conditions.contains(.gapFilled) || hasTime { $0 == .gapFill }
        case .high: return hasTime { $0 == .high } || conditions.contains { $0.isPattern } || holdsEventKey(.high)
        case .low: return hasTime { $0 == .low } || conditions.contains { $0.isPattern } || holdsEventKey(.low)
        case .open where hasTime({ $0 == .firstBar }): return true
        case .close where hasTime({ $0 == .lastBar }): return true
        case .open: return holds(.body) || holds(.gap) || spans.contains { $0.isOpening } || isCountedFromStart
        case .close: return holds(.body) || holds(.change) || holds(.gap)
        case .volume, .relativeVolume: return hasTime { $0 == .largestVolume }
        case .range, .rangePct: return hasTime { if case .shareOfRange = $0 { true } else { false } }
        default: return false
        }
    }

    /// Minutes from the window's first one.
    private var isCountedFromStart: Bool {
        series.contains {
            if case .arithmetic(.time, .minus, .number(let start)) = $0 {
                spans.contains { window(of: $0).map { Double($0.from) == start } ?? false }
            } else {
                false
            }
        }
    }

    private func holdsEventKey(_ event: MinuteEvent) -> Bool {
        keys.contains { if case .eventCalendar(event, _) = $0 { true } else { false } }
    }

    private func holds(_ statistic: Statistic) -> Bool {
        switch statistic {
        case .mean:
            return unitOfRate != nil || !statistics.isDisjoint(with: [.mean, .perDay]) || hasShares || hasRuns
                || isDistribution
        case .max, .min:
            return statistics.contains(statistic) || !orders.isEmpty || hasRuns || hasExtreme || hasOrder
        case .count: return !isList
        default: return statistics.contains(statistic) || (statistic == .sum && statistics.contains(.perDay))
        }
    }

    /// The unit in each of which rows are counted on the mean.
    var unitOfRate: BarUnit? {
        statistics.lazy.compactMap { if case .perUnit(let unit) = $0 { unit } else { nil } }.first
    }

    func hasTime(_ isIt: (MinuteEvent) -> Bool) -> Bool {
        series.contains { if case .time(let event, _) = $0 { isIt(event) } else { false } }
    }

    // MARK: Windows

    private func holds(_ span: Span) -> Bool {
        if spans.contains(span) { return true }
        guard let window = window(of: span) else { return spans.contains { window(of: $0) == nil } }
        return holds(window)
    }

    private func holds(_ window: Window) -> Bool {
        if spans.contains(where: { self.window(of: $0) == window }) { return true }
        // "Made in the first hour": a bound on a time; "after the opening range": from its end on.
        return numbers.contains(Double(window.to)) || numbers.contains(Double(window.from))
            || spans.contains { $0.isBuiltOn(window.length) }
    }

    func holds(minute: Int) -> Bool {
        numbers.contains(Double(minute)) || numbers.contains(Double(minute - 1440))
            || spans.contains { window(of: $0).map { $0.from == minute || $0.to == minute } ?? false }
    }

    private func window(of span: Span) -> Window? {
        let regular = instrument.window(of: .rth) ?? Window(from: instrument.dayStart, to: instrument.dayEnd)
        switch span {
        case .wholeDay: return nil
        case .session(let name): return instrument.window(of: name)
        case .clock(let window): return window
        case .opening(let minutes): return Window(from: regular.from, to: regular.from + minutes)
        case .closing(let minutes): return Window(from: regular.to - minutes, to: regular.to)
        case .afterOpening(let minutes): return Window(from: regular.from + minutes, to: regular.to)
        }
    }

    // MARK: Conditions

    private func holds(_ fact: Fact) -> Bool {
        if holds(asSaid: fact) { return true }
        let moves = MovesInside(study)
        var inside = fact
        inside.condition = fact.condition.rewriting { moves($0) }
        guard inside.condition != fact.condition else { return false }
        inside.plain = fact.plain?.rewriting { moves($0) }
        return holds(asSaid: inside)
    }

    private func holds(asSaid fact: Fact) -> Bool {
        if fact.condition.atoms.allSatisfy(holds(atom:)) { return true }
        if let plain = fact.plain, plain.atoms.allSatisfy(holds(atom:)) { return true }
        // "пробили хай": the first minute above it.
        if let level = fact.rank?.series(),
            hasTime({ $0 == .above(level: level) || $0 == .below(level: level) })
        {
            return true
        }
        // "When is the opening range broken": the first minute above it and the first below.
        if case .any(let sides) = fact.condition,
            sides.allSatisfy({ side in
                guard case .compare(_, let relation, let level) = side else { return false }
                return hasTime { $0 == (relation.isUp ? .above(level: level) : .below(level: level)) }
            })
        {
            return true
        }
        // "Is today's range above its mean": both are told, whichever is larger.
        if case .compare(let left, _, let right) = fact.condition, case .list(let list) = study.result,
            isOfOneDay, list.columns.contains(left), list.columns.contains(right)
        {
            return true
        }
        // "How much did it fall yesterday": the move is told, whichever way it went.
        if fact.settled, fact.up != nil, case .list(let list) = study.result, isOfOneDay,
            fact.rank?.columns.allSatisfy(list.columns.contains) ?? false
        {
            return true
        }
        // "How much did it lose in 2024": the move of that time is told, whichever way it went.
        if case .compare(.metric(let metric, _), _, .number(value: 0)) = fact.condition, metric.family == .change,
            study.condition == nil, statistics.contains(.compounded)
        {
            return true
        }
        // The same of one day.
        if case .compare(let left, _, .number(value: 0)) = fact.condition, case .list(let list) = study.result,
            study.condition == nil, study.period.spansOneDay, list.columns.contains(left)
        {
            return true
        }
        // "Drops": the days at that end of the order.
        guard let rank = fact.rank, holds(rank) else { return false }
        return !orders.isEmpty || hasExtreme || hasOrder
    }

    /// One day's rows, whatever they hold.
    private var isOfOneDay: Bool {
        switch (study.condition, study.period) {
        case (nil, .lastDays(1, _)): true
        case (nil, let period): period.singleDay != nil
        case (.calendar(.date, let days)?, .all): days.count == 1
        default: false
        }
    }

    private func holds(atom: Condition) -> Bool {
        let wanted = atom.bare
        if conditions.contains(where: { $0.bare == wanted }) { return true }
        switch atom {
        case .calendar(let field, let values):
            return conditions.contains { other in
                if case .calendar(field, let chosen) = other { !Set(chosen).isDisjoint(with: values) } else { false }
            } || variants.contains { $0.name.speaks(of: field, values) } || holdsPeriod(field, values)
        case .compare(let left, let relation, let right):
            // The same numbers compared the other way round are the same claim's other side.
            if left.isDirection, right.bare == .number(value: 0), holdsDirection(relation) { return true }
            return conditions.contains { other in
                guard case .compare(let a, let way, let b) = other else { return false }
                return a.bare == left.bare && b.bare == right.bare && way.isSameSide(as: relation)
            }
        case .event(let event, _):
            return conditions.contains { other in
                switch other {
                case .event(event, _), .holdsEvent(event, _): true
                default: false
                }
            }
        case .gapFilled: return hasTime { $0 == .gapFill }
        default: return false
        }
    }

    /// Up or down may be of the close, of the session's open, of a gap, of what is broken first.
    func holdsDirection(_ relation: Relation) -> Bool {
        let isUp = relation == .greater || relation == .greaterOrEqual
        let compared = conditions.contains { other in
            guard case .compare(let a, let way, let b) = other, a.isDirection else { return false }
            return b.bare == .number(value: 0) && way.isSameSide(as: relation)
        }
        return compared
            || hasTime {
                switch $0 {
                case .above: isUp
                case .below: !isUp
                default: false
                }
            }
    }

    /// A month or quarter may have become part of the period.
    private func holdsPeriod(_ field: CalendarField, _ values: [Int]) -> Bool {
        let periods = [study.period] + variants.compactMap(\.period)
        return periods.contains { period in
            guard case .ranges(let ranges) = period else { return false }
            return ranges.contains { range in
                guard let first = range.first else { return false }
                switch field {
                case .month: return values.contains(first.month)
                case .quarter: return values.contains(first.quarter)
                case .year: return values.contains(first.year)
                case .weekday: return values.contains(first.weekday)
                default: return false
                }
            }
        }
    }

    func holds(_ key: Key) -> Bool {
        if keys.contains(key) { return true }
        if case .calendar(let field) = key,
            keys.contains(where: { if case .eventCalendar(_, field) = $0 { true } else { false } })
        {
            return true
        }
        if case .calendar(let field) = key, conditions.contains(where: { $0.isExtreme(within: field) }) { return true }
        switch (key, study.result) {
        case (.calendar(.date), .list): return true
        case (.calendar(let field), .distribution(let distribution)): return field.matches(distribution.buckets)
        case (.calendar(let field), _):
            return field.matches(study.unit) || unitOfRate.map(field.matches) ?? false
                || variants.contains { $0.name.speaks(of: field, nil) }
        default: return false
        }
    }

    private func holds(slots minutes: Int) -> Bool {
        if case .distribution(let distribution) = study.result {
            return distribution.buckets == .minutes(count: minutes)
        }
        if case .minutes(minutes) = study.unit { return true }
        return keys.contains { key in
            switch key {
            case .calendar(.slot(minutes)), .eventCalendar(_, .slot(minutes)): true
            case .calendar(.hour), .eventCalendar(_, .hour): minutes == 60
            default: false
            }
        }
    }

    // MARK: Numbers

    private func holds(_ value: Double, _ scale: Scale?) -> Bool {
        let tick = instrument.tick ?? 1
        let forms = [
            value, -value, value / 100, value * tick, -value * tick, value * 60, value * 1000, value * 1_000_000,
            value - 1,
            value + 1, value * 5, value * 7, value * 21, 100 - value, (100 - value) / 100, 1 - value,
        ]
        return forms.contains { form in numbers.contains { abs($0 - form) <= 1e-9 * max(1, abs(form)) } }
            || (value >= 1900 && value < 2100) || isByLength
    }

    private var numbers: Set<Double> { written.all }

    /// Every number that stands in a study, found when one is first asked for: most words of a question are none.
    private final class Numbers {
        private let study: Study
        lazy var all: Set<Double> = Self.all(in: study)

        init(_ study: Study) { self.study = study }

        private static func all(in study: Study) -> Set<Double> {
            // A study with an infinite number has no JSON.
            guard let data = try? JSONEncoder().encode(study) else { return [] }
            var numbers: Set<Double> = []
            var text = ""
            for byte in data {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                    text.unicodeScalars.append(UnicodeScalar(byte))
                case UInt8(ascii: "e") where !text.isEmpty:
                    text.unicodeScalars.append(UnicodeScalar(byte))
                case _ where !text.isEmpty:
                    if let number = Double(text) { numbers.insert(number) }
                    text = ""
                default: break
                }
            }
            return numbers
        }
    }
}
