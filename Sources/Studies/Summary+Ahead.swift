extension Summary {
    /// How many rows later the nearest thing lies that the measures tell of; nil where one of them tells of the row itself.
    /// A row without such a follower is left out of the count of rows: "after a fall of 2%" the data's last fall has no next
    /// day, and its figures are of all the others.
    package var rowsAhead: Int? {
        let told = measures.filter { $0 != .count(where: nil) }
        guard let least = told.map(\.rowsAhead).min(), least > 0 else { return nil }
        return least
    }
}

extension Measure {
    fileprivate var rowsAhead: Int {
        switch self {
        case .count(let condition): condition?.rowsAhead ?? 0
        case .statistic(_, let of, _): of.rowsAhead
        case .share(let of, _, _): of.rowsAhead
        case .ratio, .correlation: 0
        }
    }
}

extension Series {
    fileprivate var rowsAhead: Int {
        switch self {
        case .shifted(let of, let by): of.rowsAhead + by
        case .move(let rows): rows
        case .absolute(let of): of.rowsAhead
        case .number, .metric, .time, .calendar, .indicator, .rolling, .soFar, .drawdown, .peakDay, .aggregate,
            .containing,
            .arithmetic:
            0
        }
    }
}

extension Condition {
    fileprivate var rowsAhead: Int {
        switch self {
        case .compare(let left, _, .number): left.rowsAhead
        case .shifted(let of, let by): of.rowsAhead + by
        case .not(let of): of.rowsAhead
        case .all(let parts), .any(let parts): parts.map(\.rowsAhead).min() ?? 0
        case .compare, .calendar, .eventCalendar, .pattern, .event, .holdsEvent, .gapFilled, .run, .containing,
            .extreme:
            0
        }
    }
}
