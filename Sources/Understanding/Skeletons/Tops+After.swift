internal import Market
internal import Studies

/// What is asked of the days behind a top, and of the top itself.
extension Frame {
    /// "what happened after the 10 biggest drops", "mean change on the day after the top 10 drops": of the days behind them.
    func followingTop(
        _ series: Series,
        _ rank: Ranking,
        _ condition: Condition?,
        _ used: Set<Int>
    )
        -> [Candidate]?
    {
        guard rank.unit == .day, let after = marks(.after).first, let first = rank.used.min(), after < first,
            keys.isEmpty,
            !rank.limitAssumed, let limit = rank.limit, task(.count, .share, .time, .days) == nil, horizons().isEmpty
        else { return nil }
        let others = quantities.filter { $0.index < after }
        guard others.allSatisfy({ $0.value.isChange || $0.value.base == .performance || $0.value.base == .move }),
            statistics.allSatisfy({ $0.value == .mean && $0.index < after }),
            dayFacts.allSatisfy({ $0.index > after }),
            // "after a red day, the largest range": not after the largest.
            !dayFacts.contains(where: { $0.index == after + 1 && (first == after + 2 || line.isStop(after + 2)) }),
            // What the days are ranked by stands behind "after", or is said there.
            !others.contains(where: { rank.used.contains($0.index) })
                || dayFacts.contains(where: { $0.value.rank != nil && $0.value.rankDescending == rank.descending })
        else { return nil }
        let chosen = dayFacts.filter { $0.index > after && !rank.implied.contains($0.index) }
        let extreme = rank.extreme(of: series, limit, among: Condition.every(chosen.map(\.value.condition)))
        let measures: [Measure] =
            Quantity(.change).measures(.mean) + [
                .share(of: .sign(.change, up: true), where: nil, withBase: true),
                .share(of: .sign(.body, up: true), where: nil, withBase: true), .count(where: nil),
            ]
        let base = study(
            .summary(summary: Summary(measures: measures)),
            condition: .shifted(of: among(extreme), by: -1),
            without: Set(calendarFacts.map(\.index))
        )
        // "after each of the 5 biggest drops".
        var told = used.union([after]).union(marks(.next)).union(marks(.each)).union(statistics.map(\.index)).union(
            others.map(\.index)
        )
        told.formUnion(dayFacts.map(\.index))
        told.formUnion(calendarFacts.map(\.index))
        if let performance = task(.performance) { told.insert(performance) }
        return [
            Candidate(
                name: "what follows the top",
                study: base.study,
                used: told.union(base.used),
                fit: 33,
                assumptions: base.assumptions + rank.assumptions
            )
        ]
    }

    /// "... how many were on Monday", "... and their mean change": a number about the top.
    func afterTop(
        _ series: Series,
        _ rank: Ranking,
        _ condition: Condition?,
        _ used: Set<Int>,
        _ session: Bool
    ) -> [Candidate]? {
        // A number about the top tells no time.
        var used = used.subtracting([task(.time)].compactMap(\.self))
        var extreme = rank.extreme(of: series, rank.limit ?? 10, among: condition)
        if let asked = task(.count, .howmuch, .share), let first = toldOfTop.first,
            let fact = facts.first(where: { $0.index == first })
        {
            used.formUnion([asked, first])
            used.formUnion(marks(.those))
            let share = Measure.share(of: fact.value.condition, where: nil, withBase: true)
            let base = study(
                .summary(summary: Summary(measures: [share, .count(where: nil)])),
                condition: among(extreme),
                sessionEvent: session
            )
            return [
                Candidate(
                    name: "share of the top",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 32,
                    assumptions: base.assumptions + rank.assumptions
                )
            ]
        }
        if let those = thoseOfTop(series, rank, extreme, used, session) { return [those] }
        if let asked = task(.count), let calendar = calendarFacts.last, calendar.index > asked {
            used.formUnion([asked, calendar.index])
            let measures: [Measure] = [.count(where: calendar.value.condition), .count(where: nil)]
            let base = study(
                .summary(summary: Summary(measures: measures)),
                condition: extreme,
                without: [calendar.index],
                sessionEvent: session
            )
            return [
                Candidate(
                    name: "count within the top",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 32,
                    assumptions: base.assumptions + rank.assumptions
                )
            ]
        }
        extreme = among(extreme)
        guard let statistic = statistics.last, let quantity = quantities.first(where: { $0.index > statistic.index }),
            !rank.used.contains(quantity.index),
            // "mean change of the 10 highest volume days": so many days are named behind what is computed of them.
            rank.used.min() ?? 0 < statistic.index
                || statistic.index + 1 == quantity.index && keys.isEmpty && !rank.limitAssumed && rank.limit != 1
        else { return nil }
        used.formUnion([statistic.index, quantity.index])
        let summary = Summary(measures: quantity.value.measures(statistic.value) + [.count(where: nil)])
        let base = study(.summary(summary: summary), condition: extreme, sessionEvent: session)
        return [
            Candidate(
                name: "summary of the top",
                study: base.study,
                used: used.union(base.used),
                fit: 32,
                assumptions: base.assumptions + rank.assumptions
            )
        ]
    }

    /// "top 20 volatile days by weekday": on how many of each weekday they fall.
    func countedTop(
        _ series: Series,
        _ rank: Ranking,
        _ condition: Condition?,
        _ used: Set<Int>,
        _ session: Bool
    ) -> Candidate? {
        guard let key = keys.first, keys.count == 1, case .calendar(let field) = key.value, task(.top) != nil,
            !rank.limitAssumed, let limit = rank.limit, limit > 1, key.index > rank.used.max() ?? key.index,
            // So many of each month would be nearly all of its days.
            let size = field.tradingDays, limit * 2 >= size,
            line.unit(key.index - 1) == .day || dates.contains(where: { $0.index == key.index - 1 })
                || line.isStop(key.index - 1) || dayFacts.contains(where: { $0.index == key.index - 1 })
        else { return nil }
        let extreme = rank.extreme(of: series, limit, among: condition)
        let summary = Summary(measures: [.count(where: nil)], keys: [key.value])
        let base = study(.summary(summary: summary), condition: among(extreme), sessionEvent: session)
        return Candidate(
            name: "top by weekday",
            study: base.study,
            used: used.union(base.used).union([key.index]),
            fit: 32,
            assumptions: base.assumptions + rank.assumptions
        )
    }
}

extension CalendarField {
    /// About how many trading days one value holds in a year; nil where days are not counted by it. Days of one weekday do
    /// not come together, so none are ranked within it.
    fileprivate var tradingDays: Int? {
        switch self {
        case .weekday: 0
        case .weekStart, .isoWeek: 5
        case .month, .monthStart: 21
        case .quarter, .quarterStart: 63
        case .year, .yearStart: 252
        default: nil
        }
    }
}

extension Frame.Ranking {
    /// So many days with the most of a series, or with the least.
    fileprivate func extreme(of series: Series, _ count: Int, among condition: Condition?) -> Condition {
        .extreme(of: series, largest: descending, count: count, within: nil, among: condition)
    }
}
