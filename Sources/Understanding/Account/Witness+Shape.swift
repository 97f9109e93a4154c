import Market
import Studies

/// Words that shape a question rather than name a quantity: what asks, orders, joins and refers.
extension Witness {
    /// Whether the study does what such a word asks for; nil where it leaves no definite trace.
    func findsShape(_ sense: Sense) -> Bool? {
        switch sense {
        case .mark(let mark): finds(mark)
        case .task(let task): finds(task)
        case .verb(let verb): finds(verb)
        case .when: isList || hasTimes || hasRuns || !keys.isEmpty || isConditional ? true : nil
        case .ordinal(1): hasTimes ? true : nil
        case .often: isDistribution || hasShares || hasOrder || isComparison || hasCentre
        case .superlative, .best: isOrdered || hasCentre || hasRuns || isComparison ? true : nil
        case .order, .orderWay: isOrdered ? true : false
        case .relation(let relation): hasRelation(relation) || isOrdered || isComparison
        case .size: isConditional || isOrdered || !keys.isEmpty ? true : nil
        case .bars: isList || isConditional || hasRuns || isOfMinutes
        case .unit(.weekday) where series.contains(.calendar(field: .weekday)): true
        case .unit(let unit): speaks(of: unit) || looksAhead || looksBack
        case .barUnit(let unit): unit == study.unit ? true : nil
        case .which(let unit): speaks(of: unit) || isOrdered ? true : nil
        case .colour(let up), .way(let up), .rise(let up), .win(let up):
            holdsDirection(up ? .greater : .less) || isOrdered ? true : nil
        case .clock(let minute): holds(minute: minute)
        case .highLow: holds(.high) && holds(.low) ? true : nil
        case .measure(let scale): isMeasured(in: scale)
        case .dates(let dates): finds(dates)
        // "Weekly pattern" is how the days of the week go; otherwise a pattern is one that was named.
        case .patternWord: !keys.isEmpty || !orders.isEmpty || hasExtreme ? nil : conditions.contains { $0.isPattern }
        default: nil
        }
    }

    private func finds(_ mark: Mark) -> Bool? {
        switch mark {
        // "the top 5 volatile days with their volume": a column beside what ranks.
        case .given: isConditional || isCorrelation || isList && isOrdered
        case .those: isConditional || isOrdered
        case .after, .then, .before, .ago, .previous, .eve, .around, .inside, .outside, .consecutive:
            isConditional || looksAhead || looksBack || hasTimes || hasRuns ? true : nil
        case .or, .vs, .both, .between: hasParts ? true : nil
        // Groups are told apart as well.
        case .separately: hasParts || !keys.isEmpty ? true : nil
        case .single: isNegated && hasParts
        case .each:
            !keys.isEmpty || hasCentre || hasShares || hasRuns || isDistribution || isComparison || isList
        case .together: hasParts || hasBothSides || !keys.isEmpty
        case .absolute: series.contains { if case .absolute = $0 { true } else { false } } || hasBothSides
        case .not, .except: isNegated
        case .rest:
            variants.contains { $0.name == .rest } || isNegated || series.contains(where: \.isOfYear)
                || series.contains(where: \.isOfWeek)
        case .next: looksAhead || looksBack
        case .buckets: isDistribution || !keys.isEmpty ? true : nil
        case .annual: statistics.contains(.deviation)
        case .since: hasRuns
        // "which moved more": sides are told beside each other.
        case .more: variants.isEmpty ? nil : true
        case .and, .but, .it, .only, .same, .neither, .end: nil
        case .side: hasParts || hasTimes || isConditional ? true : nil
        case .opposite: isOrdered || isConditional ? true : nil
        case .leadin, .insteadof, .filter, .grouping, .add, .goesOn: nil
        case .ofAll: measures.count > 1
        }
    }

    private func finds(_ task: Task) -> Bool? {
        switch task {
        case .share: hasShares
        case .correlation: isCorrelation
        case .distribution: isDistribution || !keys.isEmpty || hasRuns || variants.contains { $0.span != nil }
        case .count: !isList
        case .howmuch: true
        case .runs: hasRuns
        case .length: hasRuns || hasTimes ? true : nil
        case .top: isOrdered || hasRuns ? true : nil
        case .time, .timehour: hasTimes || hasRuns || isList || isOfMinutes || !keys.isEmpty ? true : nil
        case .days: isList || isOrdered || isConditional && study.unit == .day || hasRuns || isDistribution
        case .compare: hasParts || !keys.isEmpty ? true : nil
        case .statistics: !measures.isEmpty || hasRuns || isStanding ? true : nil
        case .performance: !measures.isEmpty || isList || holds(.change) ? true : nil
        case .standing: isStanding ? true : nil
        case .seasonality: !keys.isEmpty ? true : nil
        case .ratio: hasShares || series.contains { if case .arithmetic(_, .dividedBy, _) = $0 { true } else { false } }
        case .scan, .backtest, .trade, .forecast, .advice, .order, .trend, .explain, .why, .sql: nil
        }
    }

    private func finds(_ verb: Verb) -> Bool? {
        switch verb {
        case .fill: conditions.contains(.gapFilled) || hasTime { $0 == .gapFill }
        case .close: holds(.close) || isConditional ? true : nil
        case .open: holds(.open) || isConditional ? true : nil
        case .form: hasTimes ? true : nil
        case .travel: holds(.range)
        case .trade: isConditional || !measures.isEmpty ? true : nil
        case .break, .hold, .touch, .cross, .continue, .reverse: isConditional || hasTimes || hasRuns ? true : nil
        }
    }

    /// "In all history" beside another period is not what was looked at; else the dates chose the study's days.
    private func finds(_ dates: Dates) -> Bool? {
        if case .lastDays(1, _) = dates.period, isOrdered { return true }
        // "the last three days with a gap": so many of them, the latest first.
        if case .lastDays(let count, _) = dates.period, case .list(let list) = study.result, list.limit == count,
            list.order.first == Order(by: .calendar(field: .date), descending: true)
        {
            return true
        }
        guard dates.period != .all else { return study.periods.contains(.all) }
        let isInside = study.periods.contains { period in
            period == dates.period
                || Period.intersection(period, dates.period).map { $0 == period || $0 == dates.period } ?? false
        }
        return isInside ? true : nil
    }

    // MARK: What a study is like

    /// Something chooses its rows, or what is counted among them.
    private var isConditional: Bool { !conditions.isEmpty || !variants.isEmpty }

    private var isComparison: Bool { if case .comparison = study.result { true } else { false } }
    private var isCorrelation: Bool {
        if case .correlation = study.result { return true }
        return measures.contains { if case .correlation = $0 { true } else { false } }
    }
    private var isOfMinutes: Bool { if case .minutes = study.unit { true } else { false } }
    private var isOrdered: Bool {
        !orders.isEmpty || hasExtreme || hasOrder || hasLimit || !statistics.isDisjoint(with: [.max, .min])
    }

    private var hasLimit: Bool {
        switch study.result {
        case .distribution(let distribution): distribution.mostFrequentFirst
        case .runs(let runs): if case .ranked = runs.show { true } else { runs.show == .longest }
        default: false
        }
    }

    /// Several things side by side.
    private var hasParts: Bool {
        isComparison || isCorrelation || measures.count > 1 || study.symbols.count > 1 || study.period.isUnion
            || keys.contains { if case .condition = $0 { true } else { false } } || isNegated
            || conditions.contains { condition in
                switch condition {
                case .any, .all: true
                case .calendar(_, let values): values.count > 1
                default: false
                }
            }
            || { if case .distribution(let distribution) = study.result { distribution.of.count > 1 } else { false } }()
    }

    /// A usual value.
    private var hasCentre: Bool { !statistics.isDisjoint(with: [.mean, .median, .perDay]) }

    private var hasTimes: Bool {
        hasTime { _ in true } || keys.contains { if case .eventCalendar = $0 { true } else { false } }
    }

    private func hasRelation(_ relation: Relation) -> Bool {
        conditions.contains { condition in
            guard case .compare(_, let way, _) = condition else { return false }
            return way.isSameSide(as: relation)
        } || hasRuns
    }

    private func isMeasured(in scale: Scale) -> Bool? {
        switch scale {
        case .percent: hasShares || isComparison || series.contains { $0.unit == .percent }
        case .points, .ticks, .dollars: series.contains { $0.unit == .points }
        case .minutes, .hours: hasTimes || isOfMinutes || numbersOfSpan
        default: nil
        }
    }

    private var numbersOfSpan: Bool { spans.contains { $0 != .wholeDay } }

    /// Something is said of the longer unit that a row lies in.
    private func holdsWhole(_ unit: BarUnit) -> Bool {
        conditions.contains { if case .containing(unit, _, _) = $0 { true } else { false } }
    }

    private func speaks(of unit: UnitWord) -> Bool {
        switch unit {
        case .day, .calendarday: study.unit == .day || isOfMinutes && !keys.isEmpty || holds(.calendar(field: .date))
        case .session: spans.contains { $0 != .wholeDay } || study.unit == .day
        case .week, .isoweek:
            study.unit == .week || series.contains(where: \.isOfWeek) || holds(.calendar(field: .weekStart))
                || holdsWhole(.week)
                || holds(.calendar(field: .isoWeek))
        case .month, .monthofyear:
            study.unit == .month || holds(.calendar(field: .month)) || holds(.calendar(field: .monthStart))
                || holdsWhole(.month)
        case .quarter:
            study.unit == .quarter || holds(.calendar(field: .quarter)) || holds(.calendar(field: .quarterStart))
                || holdsWhole(.quarter)
        case .year:
            study.unit == .year || series.contains(where: \.isOfYear) || holds(.calendar(field: .year))
                || holdsWhole(.year)
                || holds(.calendar(field: .yearStart))
        case .weekday: holds(.calendar(field: .weekday))
        case .weekofmonth: holds(.calendar(field: .weekOfMonth))
        case .dayofmonth: keys.contains { if case .calendar(.dayOfMonth) = $0 { true } else { false } }
        case .minute, .slot, .hour, .hourofday, .minuteofday:
            isOfMinutes || hasTimes || isDistribution || !keys.isEmpty || numbersOfSpan
        case .season: variants.count == 4
        case .fortnight, .tendays, .halfyear, .decade: false
        }
    }

    var isNegated: Bool {
        conditions.contains { condition in
            switch condition {
            case .not: true
            case .compare(_, .notEqual, _): true
            case .calendar(_, let values): values.count > 1
            default: false
            }
        } || variants.contains { $0.name == .rest } || study.period.isUnion
    }

    /// Up and down are told apart, each by itself.
    var hasBothSides: Bool { holdsDirection(.greater) && holdsDirection(.less) }

    var looksAhead: Bool {
        conditions.contains { if case .shifted(_, 1...) = $0 { true } else { false } }
            || series.contains {
                switch $0 {
                case .shifted(_, 1...), .move(1...): true
                default: false
                }
            } || conditions.contains { if case .event(_, 1...) = $0 { true } else { false } }
    }

    var looksBack: Bool {
        conditions.contains {
            switch $0 {
            case .shifted, .run, .pattern: true
            case .event(_, let offset): offset != 0
            default: false
            }
        } || series.contains { if case .shifted = $0 { true } else { false } }
    }

    var hasShares: Bool {
        if isDistribution || isStanding { return true }
        return measures.contains { measure in
            switch measure {
            case .share, .ratio: true
            case .count, .statistic(.portion, _, _),
                .statistic(_, .arithmetic(.arithmetic(.number(value: 100), .times, _), .dividedBy, _), _):
                true
            case .statistic(_, let series, _): series.unit == .percent
            case .correlation: false
            }
        }
    }

    var hasRuns: Bool {
        if case .runs = study.result { return true }
        return conditions.contains { if case .run = $0 { true } else { false } }
    }

    /// All lengths are told, so any that is named is among them.
    var isByLength: Bool {
        if case .runs(let runs) = study.result, runs.show == .lengths { true } else { false }
    }

    var hasExtreme: Bool { conditions.contains { if case .extreme = $0 { true } else { false } } }
    var hasOrder: Bool { if case .summary(let summary) = study.result { !summary.keys.isEmpty } else { false } }
    var isList: Bool { if case .list = study.result { true } else { false } }
    var isDistribution: Bool { if case .distribution = study.result { true } else { false } }
    var isStanding: Bool { if case .standing = study.result { true } else { false } }
}

extension Series {
    fileprivate var isOfWeek: Bool { if case .containing(.week, _, _) = self { true } else { false } }
    fileprivate var isOfYear: Bool { if case .containing(.year, _, _) = self { true } else { false } }
}
