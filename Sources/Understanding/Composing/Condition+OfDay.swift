internal import Market
internal import Studies

extension Condition {
    /// The same of rows of minutes: what is told of a day is of the day that they lie in, its bar built over a span.
    func ofDay(over span: Span) -> Condition {
        switch self {
        case .all(let parts):
            // What is of the day is looked up once.
            let ofDay = parts.filter { !$0.isOfAnyMinute }
            let others = parts.filter(\.isOfAnyMinute)
            guard !ofDay.isEmpty else { return self }
            let whole = Condition.containing(
                unit: .day,
                span: span,
                of: ofDay.count == 1 ? ofDay[0] : .all(of: ofDay)
            )
            return others.isEmpty ? whole : .all(of: others + [whole])
        default: return isOfAnyMinute ? self : .containing(unit: .day, span: span, of: self)
        }
    }

    /// It can be told of any row of the day alike.
    private var isOfAnyMinute: Bool {
        switch self {
        case .calendar(.ordinal, _): false
        case .calendar, .event(_, 0), .containing: true
        case .all(let parts), .any(let parts): parts.allSatisfy(\.isOfAnyMinute)
        case .not(let of): of.isOfAnyMinute
        default: false
        }
    }
}

extension StudyResult {
    /// Groups by parts of the clock.
    var isByClock: Bool {
        guard case .summary(let summary) = self else { return false }
        return summary.keys.contains { key in
            switch key {
            case .calendar(.hour), .calendar(.slot): true
            default: false
            }
        }
    }
}

extension Study {
    /// After a change of a study by parts of the clock, or into one: what it newly asks of days is told of the day that the
    /// rows lie in.
    func withDaysByClock(after last: Study) -> Study {
        guard result.isByClock, let condition else { return self }
        func parts(_ condition: Condition) -> [Condition] {
            if case .all(let parts) = condition { parts } else { [condition] }
        }
        let known = last.result.isByClock ? last.condition.map(parts) ?? [] : []
        var study = self
        study.condition = Condition.every(
            parts(condition).map { known.contains($0) ? $0 : $0.ofDay(over: span.isPartOfDay ? .wholeDay : span) }
        )
        return study
    }
}
