internal import Market
internal import Studies

/// When something happens within the day, in each group of days.
extension Frame {
    /// "time of the high by weekday": the middle and mean time of each group.
    func timesInGroups(_ event: Timed, _ condition: Condition?, _ used: Set<Int>, _ session: Bool) -> Candidate? {
        guard let group = onlyGroup, event.isExtreme, slots.isEmpty, often.isEmpty, task(.distribution) == nil,
            statistics.isEmpty
        else { return nil }
        let measures = [Statistic.median, .mean].flatMap { statistic in
            event.series.map { Measure.statistic(statistic: statistic, of: $0, where: nil) }
        }
        let summary = Summary(measures: measures, keys: [group.value])
        return told("times in groups", summary, event, condition, used.union([group.index]), session)
    }

    /// "во сколько чаще хай по дням недели": the part of the clock with the most days, of each group; "distribution of high
    /// times by weekday": all parts of each. Half hours unless a part is named: of a few hundred days no minute stands out.
    func oftenInGroups(
        _ event: Timed,
        _ condition: Condition?,
        _ used: Set<Int>,
        _ session: Bool,
        _ buckets: Distribution.Buckets
    ) -> Candidate? {
        guard let group = onlyGroup, event.series.count == 1, statistics.isEmpty,
            case .time(let minute, let bar)? = event.series.first, bar == .own
        else { return nil }
        let part: CalendarField =
            switch buckets {
            case .minutes(60): .hour
            case .minutes(let count): .slot(minutes: count)
            case .exact, .width, .automatic: .slot(minutes: 30)
            }
        let isWhole = task(.distribution) != nil
        let summary = Summary(
            measures: [.count(where: nil)],
            keys: [group.value, .eventCalendar(event: minute, field: part)],
            order: isWhole ? nil : MeasureOrder(measure: 0, descending: true),
            limitInEach: isWhole ? nil : 1
        )
        var made = told("frequent times in groups", summary, event, condition, used.union([group.index]), session)
        if buckets == .exact { made.assumptions.append(.minutes(count: 30)) }
        return made
    }

    /// The one thing that days are grouped by.
    private var onlyGroup: (value: Key, index: Int)? {
        guard keys.count == 1, let group = keys.first, !isDateKey(group.value) else { return nil }
        return group
    }

    private func told(
        _ name: String,
        _ summary: Summary,
        _ event: Timed,
        _ condition: Condition?,
        _ used: Set<Int>,
        _ session: Bool
    ) -> Candidate {
        let base = study(
            .summary(summary: summary),
            condition: condition,
            span: event.span,
            without: event.without,
            sessionEvent: session
        )
        return Candidate(
            name: name,
            study: base.study,
            used: used.union(base.used),
            fit: 30,
            assumptions: base.assumptions
        )
    }
}
