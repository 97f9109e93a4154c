extension Study {
    /// Whether groups that no chosen row falls into are told too, with 0: rows of days or longer units that meet a condition
    /// are counted by the calendar, and nothing else is told of them. Of what the calendar in the condition leaves out there
    /// is no group: red days of summer by month have none for January.
    package var tellsEmptyGroups: Bool {
        guard case .summary(let summary) = result, condition != nil, !summary.keys.isEmpty, summary.limitInEach == nil
        else { return false }
        if case .minutes = unit { return false }
        return summary.measures.allSatisfy { $0 == .count(where: nil) } && summary.keys.allSatisfy(\.isWide)
    }

    /// What the calendar in the condition asks of a row; nil where it asks nothing.
    package var calendarCondition: Condition? {
        let parts: [Condition]
        switch condition {
        case .all(let of)?: parts = of.filter(\.isOfCalendar)
        case let condition?: parts = [condition].filter(\.isOfCalendar)
        case nil: parts = []
        }
        return parts.count > 1 ? .all(of: parts) : parts.first
    }
}

extension Key {
    /// A calendar field whose every value holds many days.
    fileprivate var isWide: Bool {
        switch self {
        case .calendar(.year), .calendar(.quarter), .calendar(.month), .calendar(.weekday), .calendar(.yearStart),
            .calendar(.quarterStart), .calendar(.monthStart):
            true
        default: false
        }
    }
}

extension Condition {
    fileprivate var isOfCalendar: Bool {
        switch self {
        case .calendar: true
        case .not(let of): of.isOfCalendar
        case .all(let parts), .any(let parts): parts.allSatisfy(\.isOfCalendar)
        default: false
        }
    }
}
