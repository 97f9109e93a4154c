internal import Market
internal import Studies

/// Everything that a study is made of, in the order it is met.
struct StudyParts {
    private(set) var metrics: [Metric] = []
    private(set) var events: [MinuteEvent] = []
    private(set) var patterns: [String] = []
    private(set) var calendarEvents: [CalendarEvent] = []
    private(set) var statistics: [Statistic] = []
    private(set) var hasShare = false
    private(set) var looksAside = false
    private(set) var usesGapFilled = false
    private(set) var usesWilder = false
    private(set) var usesDrawdown = false
    private(set) var usesBelowHigh = false
    private(set) var usesSoFar = false

    init(_ study: Study) {
        if let condition = study.condition { add(condition) }
        switch study.result {
        case .list(let list):
            list.columns.forEach { add($0) }
            list.order.forEach { add($0.by) }
        case .summary(let summary):
            summary.measures.forEach { add($0) }
            summary.keys.forEach { add($0) }
        case .distribution(let distribution): distribution.of.forEach { add($0) }
        case .runs(let runs): add(runs.of)
        case .comparison(let variants, let measures):
            variants.compactMap(\.condition).forEach { add($0) }
            measures.forEach { add($0) }
        case .correlation(let left, let right):
            add(left)
            add(right)
        case .standing(let series): series.forEach { add($0) }
        }
    }

    private mutating func add(_ series: Series) {
        switch series {
        case .number, .calendar: break
        case .metric(let metric, _): Self.note(metric, in: &metrics)
        case .time(let event, _): add(event)
        case .indicator(let indicator):
            switch indicator {
            case .rsi, .atr: usesWilder = true
            case .sma, .ema, .bollinger, .vwap: break
            }
        case .drawdown(_, false): usesDrawdown = true
        case .drawdown(_, true): usesBelowHigh = true
        case .peakDay: break
        case .soFar(let statistic, let of):
            Self.note(statistic, in: &statistics)
            usesSoFar = true
            add(of)
        case .rolling(let statistic, let of, _), .aggregate(let statistic, let of):
            Self.note(statistic, in: &statistics)
            add(of)
        case .shifted(let of, _):
            looksAside = true
            add(of)
        case .move:
            looksAside = true
            Self.note(.changePct, in: &metrics)
        case .absolute(let of), .containing(_, _, let of): add(of)
        case .arithmetic(let left, _, let right):
            add(left)
            add(right)
        }
    }

    private mutating func add(_ event: MinuteEvent) {
        Self.note(event, in: &events)
        switch event {
        case .above(let level), .below(let level), .touch(let level): add(level)
        case .gapFill: usesGapFilled = true
        case .high, .low, .largestVolume, .firstBar, .lastBar, .shareOfRange: break
        }
    }

    private mutating func add(_ condition: Condition) {
        switch condition {
        case .compare(let left, _, let right):
            add(left)
            add(right)
        case .calendar: break
        case .eventCalendar(let event, _, _): add(event)
        case .pattern(let name, _): Self.note(name, in: &patterns)
        case .event(let event, _), .holdsEvent(let event, _): Self.note(event, in: &calendarEvents)
        case .gapFilled: usesGapFilled = true
        case .run(let of, _, _), .not(let of), .containing(_, _, let of): add(of)
        case .shifted(let of, _):
            looksAside = true
            add(of)
        case .extreme(let of, _, _, _, let among):
            add(of)
            if let among { add(among) }
        case .all(let parts), .any(let parts): parts.forEach { add($0) }
        }
    }

    private mutating func add(_ measure: Measure) {
        switch measure {
        case .count(let condition): if let condition { add(condition) }
        case .statistic(let statistic, let of, let condition):
            Self.note(statistic, in: &statistics)
            add(of)
            if let condition { add(condition) }
        case .share(let of, let condition, _):
            hasShare = true
            add(of)
            if let condition { add(condition) }
        case .ratio(let of, let other, let condition), .correlation(let of, let other, let condition):
            add(of)
            add(other)
            if let condition { add(condition) }
        }
    }

    private mutating func add(_ key: Key) {
        switch key {
        case .calendar: break
        case .eventCalendar(let event, _): add(event)
        case .edges(let of, _): add(of)
        case .condition(let condition): add(condition)
        }
    }

    private static func note<T: Equatable>(_ item: T, in list: inout [T]) {
        if !list.contains(item) { list.append(item) }
    }
}
