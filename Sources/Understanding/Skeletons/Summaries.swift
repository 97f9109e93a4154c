internal import Market
internal import Studies

extension Frame {
    /// "Средняя волатильность по дням недели", "mean RTH range by month 2024", "statistics".
    func summaries() -> [Candidate] {
        guard task(.correlation, .count, .share) == nil, task(.time, .timehour) == nil || !slots.isEmpty else {
            return []
        }
        var used: Set<Int> = []
        var measures: [Measure] = []
        var fit = 20
        let facts = dayFacts
        var asked = statistics.map(\.value)
        for index in indices where line.pieces[index].sense == .quartiles && !groups(index) {
            used.insert(index)
            asked += [0.25, 0.5, 0.75].map { .quantile(probability: $0) }
        }
        // The gap of a gap up is no figure of its own, unless it is asked for beside others: "average volume and average gap
        // on gap up days".
        let values = quantities.filter { quantity in
            let isAsked = statistics.contains { $0.index == quantity.index - 1 } && quantities.count > 1
            return isAsked || !(quantity.value.isGap && facts.contains { $0.value.ofSession })
        }
        for quantity in quantities where quantity.value.isGap && !values.contains(where: { $0.index == quantity.index })
        { used.insert(quantity.index) }
        if let statisticsTask = task(.statistics, .seasonality) {
            used.insert(statisticsTask)
            if values.isEmpty { measures = Bundle.statistics }
        } else if let performance = task(.performance) {
            used.insert(performance)
            if values.isEmpty { measures = Bundle.statistics }
        }
        if task(.seasonality) != nil, values.isEmpty { measures = Bundle.behaviour }
        var isOfBars = false
        for (quantity, index) in values {
            used.insert(index)
            var quantity = quantity
            var own = statistic(for: index)
            if !slots.isEmpty, quantity.isVolume, own == nil || own == .mean { own = .perDay }
            // "return, average range": the period's own return.
            let isOwnReturn = quantity.base == .performance && values.count > 1
            if own == nil && !isOwnReturn || asked.count > 1 && values.count == 1 { own = asked.first }
            if asked.count > 1, values.count == 1 { used.formUnion(marks(.vs)) }
            if quantity.base == .move, own == nil { quantity.absolute = false }
            if quantity.isSigned, let absolute = marks(.absolute).first, marks(.separately).isEmpty {
                // "по модулю": its size.
                used.insert(absolute)
                quantity.absolute = true
            }
            if own == nil, !quantity.absolute, isMoveOfPeriod(quantity) {
                quantity.base = .performance
                if quantity.percent != false { measures += quantity.measures(.compounded) }
            } else if own == nil, !quantity.absolute, isMoveOfEach(quantity, index) {
                measures += [
                    .statistic(statistic: .compounded, of: quantity.series(percent: true), where: nil),
                    .statistic(statistic: .sum, of: quantity.series(percent: false), where: nil),
                ]
                if values.count == 1, spans.isEmpty, calendarFacts.isEmpty, keys[0].value == .calendar(field: .year) {
                    // The first loaded year's own is from its open, which its days do not tell.
                    isOfBars = true
                    continue
                }
            }
            for one in quantity.measures(own) where !measures.contains(one) { measures.append(one) }
            for statistic in asked where asked.count > 1 && values.count == 1 {
                for one in quantity.measures(statistic) where !measures.contains(one) { measures.append(one) }
            }
        }
        if values.count == 1, values[0].value.base == .performance, asked.isEmpty, keys.isEmpty, facts.isEmpty,
            let much = task(.howmuch)
        {
            // "сколько прошёл с начала года в процентах": the move of the period.
            used.insert(much)
            measures = Bundle.move
        }
        if !asked.isEmpty, !values.isEmpty, task(.compare) == nil, variants() == nil, let much = task(.howmuch) {
            // "how much range does the first hour have on average".
            used.insert(much)
        }
        if asked.isEmpty, keys.isEmpty, slots.isEmpty, facts.isEmpty, !values.isEmpty, let much = task(.howmuch),
            values.allSatisfy({
                $0.value.base == .move || $0.value.base == .metric(.range) || $0.value.isVolume
                    || $0.value.isChange && !$0.value.isGap && $0.value.shift == 0
            })
        {
            // "how much does it move per day": nothing is counted.
            used.insert(much)
            if line.has(.once), values.count == 1, values[0].value.base == .move, units(.day).isEmpty, !dates.isEmpty,
                dates.allSatisfy({ $0.value.shape != .day }), calendarFacts.isEmpty
            {
                // "how much did it move last year": over all of it.
                measures = Bundle.move + measures
            }
        }
        if !asked.isEmpty, values.count == 1, facts.isEmpty, slots.isEmpty, let much = task(.howmuch) {
            // "насколько в среднем гэпует": the mean says how much.
            used.insert(much)
        }
        if values.isEmpty, let much = task(.howmuch), facts.count == 1, facts[0].value.settled,
            facts[0].value.run == nil
        {
            // "насколько вырос в 2024": the move of the period.
            used.insert(much)
            measures = Bundle.move
        }
        if measures == Bundle.move {
            let units = indices.filter { line[$0] == .measure(.points) || line[$0] == .measure(.percent) }
            used.formUnion(units)
            if inPoints || values.contains(where: { $0.value.percent == false }) {
                measures.insert(.statistic(statistic: .sum, of: .metric(metric: .change, of: .own), where: nil), at: 0)
            }
        }
        var measured: Int?
        var sided = false
        if values.isEmpty, measures.isEmpty, statistics.count == 1, facts.count == 2, marks(.after).isEmpty,
            task(.runs, .length) == nil, marks(.vs).isEmpty || twoSides(facts) == nil,
            let fact = facts.first(where: { $0.index == statistics[0].index + 1 }), let rank = fact.value.rank,
            fact.value.settled
        {
            // "average loss on red days": the move itself, among the other fact's days.
            measured = fact.index
            if let much = task(.howmuch) { used.insert(much) }
            measures =
                [true, false].map {
                    .statistic(statistic: statistics[0].value, of: rank.series(percent: $0), where: nil)
                } + [.count(where: nil)]
        }
        if values.isEmpty, measures.isEmpty, let statistic = asked.first, facts.count == 1,
            let rank = facts[0].value.rank, task(.runs, .length) == nil,
            marks(.after).isEmpty
        {
            // "средний гэп вверх", "average drop": the fact's own quantity; a percentile of drops is of how large they are.
            var rank = rank
            if case .quantile = statistic, facts[0].value.up == false { rank.absolute = true }
            measures = [
                .statistic(statistic: statistic, of: rank.series(percent: true), where: nil),
                .statistic(statistic: statistic, of: rank.series(percent: false), where: nil), .count(where: nil),
            ]
            // "average red day in points": told in both.
            used.formUnion(indices.filter { line[$0] == .measure(.points) || line[$0] == .measure(.percent) })
            if inPoints { measures.swapAt(0, 1) }
            if rank.isGap, facts[0].value.up == nil, facts[0].value.condition.atoms == [.gapFilled],
                statistic == .mean || statistic == .median
            {
                // "average unfilled gap": its size, and its sign beside it, as of all gaps.
                rank.absolute = false
                measures = rank.measures(statistic) + [.count(where: nil)]
            }
        }
        if values.isEmpty, measures.isEmpty, let statistic = asked.first, let sides = twoSides(facts) {
            // "median gap up and gap down": each side by itself.
            measures = [nil, false].flatMap { percent in
                sides.map { fact in
                    .statistic(
                        statistic: statistic,
                        of: (fact.rank ?? Quantity(.change)).series(percent: percent ?? !inPoints),
                        where: fact.condition
                    )
                }
            }
            used.formUnion(marks(.and) + marks(.vs))
            used.formUnion([task(.howmuch)].compactMap(\.self))
            used.formUnion(indices.filter { line[$0] == .measure(.points) || line[$0] == .measure(.percent) })
            sided = true
        }
        used.formUnion(statistics.map(\.index))
        if asked.isEmpty, !values.isEmpty, keys.isEmpty, slots.isEmpty, superlatives.isEmpty, bests.isEmpty,
            facts.isEmpty
        {
            // "how much does it usually travel": its mean.
            used.formUnion(often.filter { line.isForm($0, .usual) })
        }
        if let both = indices.first(where: { line.pieces[$0].sense == .highLow }),
            !keys.isEmpty || !asked.isEmpty || !slots.isEmpty
        {
            used.insert(both)
            let high = Series.metric(metric: .high, of: .own)
            let low = Series.metric(metric: .low, of: .own)
            let ends: [Measure] = [
                .statistic(statistic: .max, of: high, where: nil), .statistic(statistic: .min, of: low, where: nil),
            ]
            if asked.isEmpty, slots.isEmpty, facts.isEmpty, isOfLongBars(both) {
                // "high and low of each year": the year's own.
                measures += ends
            } else {
                measures +=
                    Quantity(.range).measures(.mean) + [
                        .statistic(statistic: asked.first ?? .mean, of: high, where: nil),
                        .statistic(statistic: asked.first ?? .mean, of: low, where: nil),
                    ] + ends
            }
        }
        if let both = highLowOfPeriod, measures.isEmpty {
            // "the high and low of this year": the farthest of all its days.
            used.insert(both)
            measures = [
                .statistic(statistic: .max, of: .metric(metric: .high, of: .own), where: nil),
                .statistic(statistic: .min, of: .metric(metric: .low, of: .own), where: nil),
            ]
            fit = 26
        }
        if measures.isEmpty, !dates.isEmpty || task(.statistics) != nil, !keys.isEmpty, facts.isEmpty, values.isEmpty,
            slots.isEmpty, statistics.isEmpty
        {
            measures = Bundle.statistics
            fit = 7
        }
        if measures.isEmpty, isPlainPeriod {
            measures = Bundle.statistics
            fit = 8
        }
        if measures.isEmpty, task(.standing) == nil, !keys.isEmpty, !facts.isEmpty || patternWord != nil {
            if let word = patternWord { used.insert(word) }
            // "inside days by year": how many there were; what such days were like is told where it is asked for.
            let isTally = !dayFacts.isEmpty && patternWord == nil && task(.statistics, .performance) == nil
            measures = isTally ? [.count(where: nil)] : Bundle.behaviour
            fit = 10
        }
        // A price alone is no mean: the high of a year is its highest, its close the last.
        if values.count == 1, values[0].value.isPrice, values[0].value.shift == 0, asked.isEmpty, keys.isEmpty,
            slots.isEmpty,
            task(.statistics, .performance) == nil
        {
            return []
        }
        // "where did last month close in its range": one bar.
        if keys.isEmpty, slots.isEmpty, asked.isEmpty, asksPlaceOfClose, !dates.isEmpty { return [] }
        // "the range on the last day of each month": one by one.
        if asked.isEmpty, !values.isEmpty, indices.contains(where: { line.pieces[$0].each && isDays($0) }) { return [] }
        // "лоу дня по получасам": when it comes, not how low the half hours are.
        if !slots.isEmpty, asked.isEmpty, values.contains(where: { $0.value.extreme != nil && saysDaily($0.index) }) {
            return []
        }
        // "low at open": two prices and nothing to do with them.
        if values.count > 1, asked.isEmpty, values.contains(where: { $0.value.isPrice }) { return [] }
        guard !measures.isEmpty else { return [] }
        // Lists of days are told one by one.
        if keys.contains(where: { isDateKey($0.value) }) { return [] }
        if singleDay, !values.isEmpty, asked.isEmpty, keys.isEmpty { return [] }
        used.formUnion(facts.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .mark(.given), .verb(.form): used.insert(index)
            // "does it go the same way as the day": no figure of the one of them alone.
            case .mark(.together) where task(.performance) == nil || !values.isEmpty: used.insert(index)
            case .verb(.trade) where task(.performance) != nil || values.contains(where: { $0.value.isVolume }):
                used.insert(index)
            case .mark(.separately) where !keys.isEmpty && marks(.absolute).isEmpty: used.insert(index)
            case .mark(.separately), .mark(.but): continue
            default: continue
            }
        }
        if let both = split(values, measures, used) { return [both] }
        // "сравни по кварталам": the groups are what is compared.
        if !keys.isEmpty || Set(values.map(\.value.base)).count > 1, let compare = task(.compare), variants() == nil {
            used.insert(compare)
        }
        if let distribution = task(.distribution), !keys.isEmpty || !slots.isEmpty { used.insert(distribution) }
        var order: MeasureOrder?
        var (key, unit) = grouping(
            &used,
            // How far returns spread is told of days: a year has one of its own.
            returns: isOfBars
                || values.contains { $0.value.base == .performance } && !statistics.contains { $0.value == .deviation }
        )
        if let bars = barUnits.first, barUnits.count == 1, slots.isEmpty, !asked.isEmpty || bars.value.isLong {
            unit = bars.value
            used.insert(bars.index)
            // Rows of a period come before their mean where no statistic is said; "the return of FOMC weeks" is of all of them.
            if asked.isEmpty, key.isEmpty, calendarFacts.isEmpty || line.has(.shown) || singleDay { fit = 9 }
        }
        // "mean range of one-minute bars by hour": shorter rows, the hour they begin in.
        if barUnits.count == 1, let bars = barUnits.first, case .minutes(let minutes) = bars.value, slots.count == 1,
            !asked.isEmpty, minutes < slots[0].value, slots[0].value % minutes == 0
        {
            unit = bars.value
            used.insert(bars.index)
        }
        let ways = all { (sense: Sense) -> Bool? in if case .orderWay(let down) = sense { down } else { nil } }
        if let way = ways.first, !key.isEmpty {
            used.formUnion(ways.map(\.index))
            order = MeasureOrder(measure: 0, descending: way.value)
        }
        // Seasons without a unit: months.
        if task(.seasonality) != nil, key.isEmpty { key = [.calendar(field: .month)] }
        let isMove = task(.howmuch) != nil && values.isEmpty && measured == nil
        let condition =
            isMove || sided ? nil : Condition.every(facts.filter { $0.index != measured }.map(\.value.condition))
        var summary = Summary(measures: measures, keys: key)
        summary.order = order
        let session = facts.contains { $0.value.ofSession } && values.isEmpty
        var base = study(.summary(summary: summary), condition: condition, unit: unit, sessionEvent: session)
        if measures == Bundle.statistics || measures == Bundle.behaviour {
            base.study = base.study.withoutSettledShares
        }
        return [
            Candidate(
                name: "summary",
                study: base.study,
                used: used.union(base.used),
                fit: fit,
                assumptions: base.assumptions
            )
        ]
    }

    /// High and low of many days, where none of them is named by itself.
    private var highLowOfPeriod: Int? {
        guard let both = indices.first(where: { line.pieces[$0].sense == .highLow }), quantities.isEmpty,
            dayFacts.isEmpty, keys.isEmpty, slots.isEmpty, barUnits.isEmpty, statistics.isEmpty, spans.isEmpty,
            !line.has(.shown), !line.has(.daily), !line.has(.day), task(.time, .timehour, .days, .compare) == nil,
            often.isEmpty, superlatives.isEmpty, units(.day).isEmpty
        else { return nil }
        switch dates.first?.value.shape {
        case .half?, .other?: return dates.count == 1 ? both : nil
        case nil:
            let months = calendarFacts.contains {
                if case .calendar(.month, _) = $0.value.condition { true } else { false }
            }
            return calendarFacts.count == 1 && months ? both : nil
        default: return nil
        }
    }

    /// Each group is one bar longer than a day: a year, or a month of one year.
    private func isOfLongBars(_ index: Int) -> Bool {
        guard keys.count == 1, !saysDaily(index), case .calendar(let field) = keys[0].value else { return false }
        switch field {
        case .year, .weekStart: return true
        case .month, .quarter, .isoWeek: return isWithinYear
        default: return false
        }
    }

    /// "by volume quartile": groups, and no figure of their own.
    private func groups(_ quartiles: Int) -> Bool {
        line.prep(quartiles) == .by || line.isMark(quartiles - 1, .each)
            || line.prep(quartiles - 1) == .by && quantities.contains { $0.index == quartiles - 1 }
    }

    private var inPoints: Bool { indices.contains { line[$0] == .measure(.points) } }

    private func isDays(_ index: Int) -> Bool {
        switch line.pieces[index].sense {
        case .condition(let fact): fact.isCalendar
        case .dates: true
        default: false
        }
    }

    var patternWord: Int? { indices.first { line.pieces[$0].sense == .patternWord } }

    /// "изменение за 2023": of the whole period, the mean day beside it.
    private func isMoveOfPeriod(_ quantity: Quantity) -> Bool {
        guard quantity.base == .metric(.change) || quantity.base == .metric(.changePct), quantity.shift == 0,
            !dates.isEmpty, dates.allSatisfy({ $0.value.shape != .day && $0.value.period != .all }), keys.isEmpty,
            slots.isEmpty, facts.isEmpty
        else { return false }
        return true
    }

    /// "change by week in June": each week's own, the mean day beside it. What all Januaries have in common is no move.
    private func isMoveOfEach(_ quantity: Quantity, _ index: Int) -> Bool {
        guard quantity.base == .metric(.change) || quantity.base == .metric(.changePct), quantity.shift == 0,
            keys.count == 1, slots.isEmpty, facts.isEmpty, !saysDaily(index),
            case .calendar(let field) = keys[0].value
        else { return false }
        switch field {
        case .year, .weekStart: return true
        case .month, .quarter, .isoWeek: return isWithinYear
        default: return false
        }
    }

    /// The period asked about lies in one year.
    private var isWithinYear: Bool {
        guard !dates.isEmpty, case .ranges(let ranges)? = period(dates.map(\.value)) else { return false }
        return Set(ranges.flatMap { [$0.first?.year, ($0.last ?? context.today).year] }).count == 1
    }

    /// "January 2023", "Q1 2024": a period alone.
    private var isPlainPeriod: Bool {
        !dates.isEmpty && dayFacts.isEmpty && quantities.isEmpty && task(.distribution, .compare, .trend) == nil
            && dates.allSatisfy { $0.value.shape != .day }
            && keys.isEmpty && slots.isEmpty && spans.isEmpty
    }
}

extension BarUnit {
    /// Longer than a day.
    var isLong: Bool {
        switch self {
        case .minutes, .day: false
        case .week, .month, .quarter, .year: true
        }
    }
}
