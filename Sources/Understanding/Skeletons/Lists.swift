internal import Market
internal import Studies

extension Frame {
    /// Days (or bars) that conditions choose: "найди дни с гэпом вверх больше 1%", "all Fridays in April 2023", "5-минутки".
    func lists() -> [Candidate] {
        var used: Set<Int> = []
        let facts = dayFacts
        guard statistics.isEmpty, task(.count, .share, .correlation, .statistics, .distribution, .compare) == nil,
            marks(.after).isEmpty
        else { return [] }
        // "if A, is B": a question about both, and no list.
        if let first = firstClause, line.isMark(first, .given), facts.count > 1, task(.days) == nil { return [] }
        used.formUnion(facts.map(\.index))
        if facts.count > 1 { used.formUnion(marks(.both)) }
        var columns: [Series] = []
        func add(_ series: [Series]) {
            for one in series where !columns.contains(one) { columns.append(one) }
        }
        let held = heldAgainst
        if let held { add([held.left, held.right]) }
        if let much = task(.howmuch), held != nil { used.insert(much) }
        if let much = task(.howmuch), singleDay, !quantities.isEmpty || wentOnDay {
            // "how much did it move yesterday": that day's figure.
            used.insert(much)
            if quantities.contains(where: { $0.value.base == .move }) {
                add(Quantity(.change).columns + Quantity(.range).columns)
            }
        }
        for fact in facts where held == nil { add(fact.value.rank?.columns ?? []) }
        // "volume of each of the 10 worst days": beside what they are the worst by.
        var order: [Order] = []
        for case .extreme(let of, let largest, let count, nil, _) in facts.map(\.value.condition) where count > 1 {
            add([of])
            order = [Order(by: of, descending: largest)]
        }
        if singleDay, facts.contains(where: { $0.value.condition == .gapFilled }) {
            // "did the gap fill on 15 March": when, or never.
            add(Quantity(.gap).columns + [.time(event: .gapFill, of: .own)])
        }
        let ahead = namesNext ? quantityAhead : nil
        for quantity in quantities where quantity.index != ahead {
            if quantity.value.isGap, facts.contains(where: { $0.value.ofSession }) {
                used.insert(quantity.index); continue
            }
            used.insert(quantity.index)
            add(quantity.value.columns)
        }
        if let ahead, case .quantity(var quantity)? = line[ahead] {
            quantity.shift += 1
            used.formUnion([ahead, ahead + 1])
            add([quantity.series(percent: quantity.isSigned ? true : nil)])
        } else if namesNext {
            add(aheadSeries(&used))
        }
        if namesNext { used.formUnion(marks(.vs)) }
        let both = indices.first { line.pieces[$0].sense == .highLow }
        if let both {
            used.insert(both)
            add([.metric(metric: .high, of: .own), .metric(metric: .low, of: .own)])
        }
        for index in indices {
            switch line.pieces[index].sense {
            case .verb(.form), .mark(.but), .mark(.only), .mark(.each): used.insert(index)
            case .mark(.vs) where periodOfPrice != nil && quantities.count == 2: used.insert(index)
            // "how did NQ trade on 29 November": what is asked of the day.
            case .verb(.trade) where task(.performance) != nil: used.insert(index)
            // "which Mondays did it trade on": days that exist are days that it traded.
            case .verb(.trade) where facts.isEmpty && quantities.isEmpty && !calendarFacts.isEmpty: used.insert(index)
            // "did we gap up or down yesterday": the day's own figure tells.
            case .mark(.absolute) where singleDay && quantities.contains { $0.value.isSigned || $0.value.isGap }:
                used.insert(index)
            case .task(.time)
            where !facts.isEmpty
                || calendarFacts.contains(where: { if case .event = $0.value.condition { true } else { false } }):
                used.insert(index)
            case .task(.performance)
            where singleDay || !dates.isEmpty && facts.isEmpty && quantities.isEmpty && dates[0].value.shape == .day:
                used.insert(index)
            case .task(.time) where both != nil || singleDay:
                used.insert(index)
                add([.time(event: .high, of: .own), .time(event: .low, of: .own)])
            default: continue
            }
        }
        var limit: Int?
        if let ends = latest(facts.map(\.index)) {
            used.formUnion(ends.used)
            order = [Order(by: .calendar(field: .date), descending: ends.last)]
            limit = ends.count
        }
        var unit = BarUnit.day
        if let bars = barUnits.first {
            unit = bars.value
            used.insert(bars.index)
        }
        if barUnits.isEmpty, facts.isEmpty, let period = periodOfPrice { unit = period }
        // "weeks with a range over 1000 points": rows of that unit.
        if barUnits.isEmpty, !facts.isEmpty, let longer = otherUnit(),
            let first = indices.first(where: { !isStop($0) }),
            // "inside weeks": the pattern stands before.
            longer.index == first || longer.index == first + 1 && line.isFact(first) && line.prep(longer.index) == nil
        {
            unit = longer.unit
            used.insert(longer.index)
        }
        let byDay = keys.first { isDateKey($0.value) }
        if let byDay { used.insert(byDay.index) }
        let byUnit = pricesByUnit
        if let byUnit {
            unit = byUnit.unit
            used.insert(byUnit.index)
        }
        // "10:00-11:00 on 5 August": its minutes.
        let windowed = spans.contains { if case .clock = $0.value { true } else { false } }
        if barUnits.isEmpty, singleDay, windowed, quantities.isEmpty, facts.isEmpty { unit = .day }
        guard
            !facts.isEmpty || !calendarFacts.isEmpty || singleDay || !barUnits.isEmpty || byDay != nil || isShort
                || isPlainShow || isSeveralDays || isDaily || isOfPrices || isOfDays || periodOfPrice != nil
                || byUnit != nil
        else { return [] }
        guard keys.count == (byDay == nil && byUnit == nil ? 0 : 1), slots.isEmpty else { return [] }
        if columns.isEmpty || (singleDay || !barUnits.isEmpty) && quantities.isEmpty && facts.isEmpty, held == nil {
            add(Array(Self.plainColumns.prefix(4)))
            if unit == .day { add([.metric(metric: .changePct, of: .own), .metric(metric: .rangePct, of: .own)]) }
            if surroundingsHaveVolume { add([.metric(metric: .volume, of: .own)]) }
            if unit == .day, singleDay { add([.time(event: .high, of: .own), .time(event: .low, of: .own)]) }
        }
        let session =
            facts.contains { $0.value.ofSession }
            && facts.contains { isPattern($0.value.condition) || $0.value.settled }
        var base = study(
            .list(list: Listing(columns: columns, order: order, limit: limit)),
            condition: held == nil && !wentOnDay && !isAskedOfDay ? Condition.every(facts.map(\.value.condition)) : nil,
            unit: unit,
            sessionEvent: session
        )
        if held != nil, base.study.comparesWithPeriod, let day = oneDay() {
            // "is yesterday's volume above average": the mean is of all days.
            base.study.period = .all
            base.study.condition = .calendar(field: .date, oneOf: [day.date.dayNumber])
        }
        if let order = order.first, order.descending, limit != nil { base.study.period = upToToday(base.study.period) }
        // A whole history without any choice is no answer.
        if facts.isEmpty, calendarFacts.isEmpty, dates.allSatisfy({ $0.value.period == .all }), relativeDay([]) == nil {
            return []
        }
        var fit = 14
        if task(.days) != nil || !barUnits.isEmpty || byDay != nil || singleDay || isSeveralDays { fit += 8 }
        if facts.isEmpty, !quantities.isEmpty, !singleDay, byDay == nil, !isShort, !isSeveralDays, !isDaily,
            !isOfPrices, periodOfPrice == nil, byUnit == nil
        {
            fit -= 12
        }
        if byUnit != nil { fit += 10 }
        if asksForDays, !facts.isEmpty { fit += 9 }
        if isDaily || isOfPrices || isOfDays { fit += 10 }
        if isListOfNamedDays || isListWithColumns { fit += 20 }
        if namesNext, !facts.isEmpty { fit += 12 }
        if isFewDays, facts.isEmpty, isShown, !isDaily, !quantities.contains(where: { $0.value.base == .volatility }) {
            fit += 10
        }
        return [
            Candidate(
                name: "list",
                study: base.study,
                used: used.union(base.used),
                fit: fit,
                assumptions: base.assumptions
            )
        ]
    }

    /// "list all hammers with next day change": what came the day after, beside each.
    private var namesNext: Bool {
        let isListed = line.has(.shown) || line.has(.whole) || has(.each)
        guard let next = marks(.next).last, isListed, keys.isEmpty, marks(.after).isEmpty else { return false }
        let first = quantityAhead ?? next
        let isJoined =
            line.isMark(first - 1, .given) || line.isMark(first - 1, .and) || line.isMark(first - 1, .vs)
            || line.isStop(first - 1) || line.prep(first) == .from && first < next
        return dayFacts.allSatisfy { $0.index < first } && isJoined
    }

    /// "... and the change on the next day", "... with the change of the next day": what is told of it stands before.
    private var quantityAhead: Int? {
        guard let next = marks(.next).last, line.isQuantity(next - 1), !line.pieces[next].afterStop else { return nil }
        let place = line.unit(next + 1) == .day ? next + 2 : next + 1
        return line[place] == nil || line.isStop(place) || line.isDates(place) ? next - 1 : nil
    }

    /// "the last 3% drop", "последние 10 inside day", "first gap down of 2024": the latest or earliest of such days.
    private func latest(_ facts: [Int]) -> (last: Bool, count: Int, used: Set<Int>)? {
        guard !facts.isEmpty else { return nil }
        for index in indices {
            let last: Bool
            switch line.pieces[index].sense {
            case .relative(.last), .relative(.past): last = true
            case .ordinal(1): last = false
            default: continue
            }
            var used: Set<Int> = [index]
            var next = index + 1
            var count = 1
            if let number = line.whole(next), number > 0, number <= 1000 {
                count = number
                used.insert(next)
                next += 1
            }
            guard facts.contains(where: { $0 >= next && $0 <= next + 2 }) else { continue }
            return (last, count, used)
        }
        return nil
    }

    /// "дни, когда ...", "days with ...": days are what is asked for.
    var asksForDays: Bool {
        guard let first = indices.first(where: { !isStop($0) }) else { return false }
        return line.unit(first) == .day || line[first] == .task(.days)
    }

    private func isStop(_ index: Int) -> Bool { if case .stop? = line[index] { true } else { false } }

    /// "close on Aug 5 and Aug 6 2024": each of them.
    private var isSeveralDays: Bool {
        dates.count > 1 && dates.allSatisfy { $0.value.shape == .day } && !quantities.isEmpty
    }

    /// "close last week": the week's own close, as there is one of it.
    private var periodOfPrice: BarUnit? {
        // "where did last month close in its range": of the month's own bar.
        // "open and close of 2022": both of that bar.
        let isPrice =
            !quantities.isEmpty && quantities.allSatisfy { $0.value.isPrice && $0.value.extreme == nil }
            || asksPlaceOfClose
        let isRange = quantities.isEmpty && !line.has(.daily) && indices.contains { line.pieces[$0].sense == .highLow }
        guard isPrice || isRange, dates.count == 1,
            calendarFacts.isEmpty, keys.isEmpty, slots.isEmpty, !isShown, !line.has(.chart), !line.has(.plural),
            !isDaily,
            spans.isEmpty
        else { return nil }
        switch dates[0].value.shape {
        case .week: return .week
        case .month: return .month
        case .quarter: return .quarter
        case .year: return .year
        case .day, .half, .other: return nil
        }
    }

    /// "where did it close in its range".
    var asksPlaceOfClose: Bool {
        quantities.count == 1 && quantities[0].value.base == .metric(.closePosition)
            && line.tokens.contains { line.forms.contains($0.text, .whereabouts) }
    }

    /// "closes by month", "закрытия по неделям 2024": opens and closes of longer bars, one by one.
    private var pricesByUnit: (unit: BarUnit, index: Int)? {
        // "OHLC by week": all four of them.
        let isOfBars = quantities.isEmpty && indices.contains { line.pieces[$0].sense == .bars }
        guard keys.count == 1, case .calendar(let field) = keys[0].value, facts.isEmpty,
            !quantities.isEmpty || isOfBars, superlatives.isEmpty, bests.isEmpty, often.isEmpty, dates.count <= 1,
            quantities.allSatisfy({ $0.value.isPrice && $0.value.extreme == nil && $0.value.shift == 0 })
        else { return nil }
        guard barUnits.isEmpty || isOfBars && barUnits.allSatisfy({ field.bars == $0.value }) else { return nil }
        return field.bars.map { ($0, keys[0].index) }
    }

    /// "daily closes for February", "диапазоны последних 10 дней": one for each day.
    private var isDaily: Bool {
        guard !quantities.isEmpty, keys.isEmpty, slots.isEmpty, barUnits.isEmpty, facts.isEmpty, !dates.isEmpty,
            superlatives.isEmpty, bests.isEmpty, often.isEmpty, variants() == nil
        else { return false }
        // "volume per day, last week".
        let isPerDay = statistics.isEmpty && units(.day).contains { line.pieces[$0.index].each }
        // "last 20 days, range and volume", "... and volume only": several figures of a few days, or nothing else of them.
        let isOfColumns = isFewDays && statistics.isEmpty && (quantities.count > 1 || has(.only))
        let isSaid =
            isPerDay || isOfColumns || quantities.contains { line.has(.perday, in: line.pieces[$0.index]) }
            || units(.day).contains { line.has(.perday, in: line.pieces[$0.index]) }
        guard isSaid, !quantities.contains(where: { $0.value.base == .volatility || $0.value.base == .realized }) else {
            return false
        }
        // "daily ranges of December", "дневной объём за прошлую неделю": of each day, where they are few or said to be many.
        let isOfEach =
            isPerDay || quantities.contains { saysDaily($0.index) }
            || units(.day).contains { line.has(.daily, in: line.pieces[$0.index]) }
        let isMany = quantities.contains { line.has(.severalof, in: line.pieces[$0.index]) }
        return isFewDays || isShown || isOfEach && (isShort || isMany) || quantities.allSatisfy { $0.value.isPrice }
    }

    /// "show open and close for December", "closing prices, March 2024": prices of a period are those of its days.
    private var isOfPrices: Bool {
        guard !quantities.isEmpty, quantities.allSatisfy({ $0.value.isPrice && $0.value.extreme == nil }),
            facts.isEmpty, dates.count == 1, keys.isEmpty, slots.isEmpty, barUnits.isEmpty, superlatives.isEmpty,
            bests.isEmpty, often.isEmpty, variants() == nil
        else { return false }
        return isShown || line.has(.plural) || line.has(.chart)
    }

    /// "all trading days in December 2024": the days themselves.
    private var isOfDays: Bool {
        guard quantities.isEmpty, facts.isEmpty, dates.count == 1, keys.isEmpty, slots.isEmpty, barUnits.isEmpty,
            superlatives.isEmpty, bests.isEmpty, often.isEmpty, spans.isEmpty, task(.performance) == nil
        else { return false }
        return line.has(.plural) && units(.day).contains { line.has(.plural, in: line.pieces[$0.index]) }
    }

    /// "последние 20 дней": so many days by number.
    private var isFewDays: Bool {
        guard dates.count == 1 else { return false }
        switch dates[0].value.period {
        case .lastDays, .firstDays: return true
        default: return false
        }
    }

    /// "покажи", "list": rows are wanted.
    var isShown: Bool {
        line.has(.shown)
    }

    private var surroundingsHaveVolume: Bool {
        context.loaded.first { $0.instrument.symbol == symbol }?.hasVolume ?? true
    }

    private func isPattern(_ condition: Condition) -> Bool {
        if case .pattern = condition { true } else { false }
    }

    /// "данные за декабрь 2024": a period and nothing to do with it but show.
    private var isPlainShow: Bool {
        guard dates.count == 1, dayFacts.isEmpty, quantities.isEmpty, keys.isEmpty, slots.isEmpty else { return false }
        return line.has(.data)
            || indices.contains { line.pieces[$0].sense == .highLow || line.pieces[$0].sense == .bars }
    }
}

extension CalendarField {
    /// The longer bars that it groups days into.
    fileprivate var bars: BarUnit? {
        switch self {
        case .isoWeek, .weekStart: .week
        case .month, .monthStart: .month
        case .quarter, .quarterStart: .quarter
        case .year, .yearStart: .year
        default: nil
        }
    }
}
