/// A part of a study, as `visit` meets it.
public enum StudyElement: Hashable, Sendable {
    case series(Series)
    case condition(Condition)
    case key(Key)
}

extension Study {
    /// Calls `body` with every series, condition and key of the study, parts within parts included.
    public func visit(_ body: (StudyElement) -> Void) {
        condition?.visit(body)
        result.visit(body)
    }
}

extension StudyResult {
    func visit(_ body: (StudyElement) -> Void) {
        switch self {
        case .list(let list):
            list.columns.forEach { $0.visit(body) }
            list.order.forEach { $0.by.visit(body) }
        case .summary(let summary):
            summary.measures.forEach { $0.visit(body) }
            summary.keys.forEach { $0.visit(body) }
        case .distribution(let distribution): distribution.of.forEach { $0.visit(body) }
        case .runs(let runs): runs.of.visit(body)
        case .comparison(let variants, let measures):
            variants.forEach { $0.condition?.visit(body) }
            measures.forEach { $0.visit(body) }
        case .correlation(let left, let right):
            left.visit(body)
            right.visit(body)
        case .standing(let series): series.forEach { $0.visit(body) }
        }
    }
}

extension Measure {
    func visit(_ body: (StudyElement) -> Void) {
        switch self {
        case .count(let condition): condition?.visit(body)
        case .statistic(_, let of, let condition):
            of.visit(body)
            condition?.visit(body)
        case .share(let of, let condition, _):
            of.visit(body)
            condition?.visit(body)
        case .ratio(let of, let other, let condition), .correlation(let of, let other, let condition):
            of.visit(body)
            other.visit(body)
            condition?.visit(body)
        }
    }
}

extension Key {
    func visit(_ body: (StudyElement) -> Void) {
        body(.key(self))
        switch self {
        case .calendar: break
        case .eventCalendar(let event, _): event.visit(body)
        case .edges(let of, _): of.visit(body)
        case .condition(let condition): condition.visit(body)
        }
    }
}

extension MinuteEvent {
    func visit(_ body: (StudyElement) -> Void) {
        switch self {
        case .above(let level), .below(let level), .touch(let level): level.visit(body)
        case .high, .low, .largestVolume, .firstBar, .lastBar, .gapFill, .shareOfRange: break
        }
    }
}

extension Series {
    func visit(_ body: (StudyElement) -> Void) {
        body(.series(self))
        switch self {
        case .number, .metric, .calendar, .indicator, .move, .drawdown, .peakDay: break
        case .time(let event, _): event.visit(body)
        case .rolling(_, let of, _), .soFar(_, let of), .aggregate(_, let of), .shifted(let of, _), .absolute(let of),
            .containing(_, _, let of):
            of.visit(body)
        case .arithmetic(let left, _, let right):
            left.visit(body)
            right.visit(body)
        }
    }
}

extension Condition {
    /// Calls `body` with the condition and every series and condition in it.
    public func visit(_ body: (StudyElement) -> Void) {
        body(.condition(self))
        switch self {
        case .compare(let left, _, let right):
            left.visit(body)
            right.visit(body)
        case .calendar, .pattern, .event, .holdsEvent, .gapFilled: break
        case .eventCalendar(let event, _, _): event.visit(body)
        case .run(let of, _, _), .shifted(let of, _), .not(let of), .containing(_, _, let of): of.visit(body)
        case .extreme(let of, _, _, _, let among):
            of.visit(body)
            among?.visit(body)
        case .all(let conditions), .any(let conditions): conditions.forEach { $0.visit(body) }
        }
    }
}
