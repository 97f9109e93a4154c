internal import Market
internal import Studies

extension Frame {
    /// "Is this normal?": where a day stands among all.
    func standings() -> [Candidate] {
        guard let asked = task(.standing) else { return [] }
        var used: Set<Int> = [asked]
        for index in indices where line.pieces[index].sense == .task(.standing) || line.isMark(index, .rest) {
            used.insert(index)
        }
        // "how was yesterday's range against ...": it asks, where it stands before all else.
        let how = task(.performance).flatMap { how in indices.allSatisfy { $0 >= how } ? how : nil }
        if let much = task(.howmuch) ?? how { used.insert(much) }
        if let size = standingOfSize(used) { return [size] }
        var series: [Series] = []
        for (quantity, index) in quantities {
            used.insert(index)
            if quantity.base == .move {
                series += [
                    Quantity(.volatility).series(percent: true), .absolute(of: Quantity(.change).series(percent: true)),
                    Quantity(.range).series(),
                ]
            } else {
                series += quantity.columns
            }
        }
        if series.isEmpty {
            series = [
                Quantity(.volatility).series(percent: true), .absolute(of: Quantity(.change).series(percent: true)),
                Quantity(.range).series(),
            ]
        }
        guard let day = oneDay() else { return [] }
        used.insert(day.index)
        let condition = Condition.calendar(field: .date, oneOf: [day.date.dayNumber])
        // "... in 2025", "... over the last 100 days": among those that are named, of which it must be one.
        let others = dates.filter { $0.index != day.index }
        guard others.allSatisfy({ $0.value.period.mayHold(day.date) }), facts.isEmpty else { return [] }
        var base = study(.standing(of: series), condition: condition, without: [day.index])
        if others.isEmpty { base.study.period = .all }
        return [
            Candidate(
                name: "standing",
                study: base.study,
                used: used.union(base.used),
                fit: 26,
                assumptions: base.assumptions
            )
        ]
    }

    /// "Is a 400 point range normal?": how many days have less, and what is usual.
    private func standingOfSize(_ asked: Set<Int>) -> Candidate? {
        let sizes = all { (sense: Sense) -> (Double, Scale)? in
            if case .number(let value, let scale?) = sense, scale == .points || scale == .percent {
                (value, scale)
            } else {
                nil
            }
        }
        guard sizes.count == 1, let (size, place) = sizes.first, quantities.count <= 1, dayFacts.isEmpty else {
            return nil
        }
        // "is 300 points a lot": for a day, of which points are the range and percent the move.
        var usual = Quantity(size.1 == .percent ? .change : .range)
        usual.absolute = size.1 == .percent
        let quantity = quantities.first?.value ?? usual
        let series = quantity.series(percent: size.1 == .percent)
        let used = asked.union([place]).union(quantities.map(\.index))
        let measures: [Measure] = [
            .share(
                of: .compare(left: series, relation: .less, right: .number(value: size.0)),
                where: nil,
                withBase: false
            ),
            .statistic(statistic: .median, of: series, where: nil),
            .statistic(statistic: .quantile(probability: 0.25), of: series, where: nil),
            .statistic(statistic: .quantile(probability: 0.75), of: series, where: nil),
        ]
        let base = study(.summary(summary: Summary(measures: measures)))
        return Candidate(
            name: "standing of a size",
            study: base.study,
            used: used.union(base.used),
            fit: 26,
            assumptions: base.assumptions
        )
    }

    /// The one day that a question is about, by its date.
    func oneDay() -> (date: CivilDate, index: Int)? {
        if let relative = relativeDay([]) {
            switch relative.period {
            case .lastDays(_, let upTo): return (lastTradingDay(upTo), relative.index)
            default: return (relative.period.singleDay ?? context.today, relative.index)
            }
        }
        let days = dates.compactMap { date in date.value.period.singleDay.map { ($0, date.index) } }
        return days.count == 1 ? days[0] : nil
    }

    /// The last trading day on or before a date, within the loaded days.
    func lastTradingDay(_ upTo: CivilDate) -> CivilDate {
        let last = context.loaded.first { $0.instrument.symbol == symbol }?.days.upperBound ?? upTo
        let calendar = context.catalogue.tradingCalendar(for: instrument)
        let day = min(upTo, last)
        return calendar.isTradingDay(day) ? day : calendar.previous(before: day)
    }
}

extension Period {
    /// A day lies in it; of the last so many days all that are not later do.
    fileprivate func mayHold(_ day: CivilDate) -> Bool {
        switch self {
        case .all: true
        case .lastDays(let count, let upTo): count > 1 && day <= upTo && upTo <= day.adding(days: count)
        case .ranges(let ranges):
            ranges.contains { ($0.first.map { $0 <= day } ?? true) && ($0.last.map { day <= $0 } ?? true) }
        default: false
        }
    }
}
