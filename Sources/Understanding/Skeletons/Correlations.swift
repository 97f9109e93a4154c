internal import Market
internal import Studies

extension Frame {
    /// Two quantities against each other.
    func correlations() -> [Candidate] {
        guard let asked = task(.correlation) else { return [] }
        var used: Set<Int> = Set(marks(.between)).union([asked])
        // "насколько коррелируют", "how strongly do they correlate".
        if let much = task(.howmuch) { used.insert(much) }
        let sides = windowed()
        used.formUnion(sides.used)
        if sides.quantities.count == 1, named.count == 2 {
            var (left, right) = (sides.quantities[0], sides.quantities[0])
            right.symbol = named[1]
            left.symbol = nil
            return [made(left, right, used, symbols: named)].compactMap { $0 }
        }
        if sides.quantities.isEmpty, spans.isEmpty, named.count == 1, let own = context.symbol, own != named[0],
            context.loaded.contains(where: { $0.instrument.symbol == own })
        {
            // "correlation with NQ": of what is looked at.
            var right = Quantity(.change)
            right.symbol = named[0]
            return [made(Quantity(.change), right, used, symbols: [own, named[0]])].compactMap { $0 }
        }
        if sides.quantities.isEmpty, named.count == 2 {
            var right = Quantity(.change)
            right.symbol = named[1]
            return [made(Quantity(.change), right, used, symbols: named)].compactMap { $0 }
        }
        if sides.quantities.isEmpty, spans.count == 2, spans[0].value != spans[1].value, dayFacts.isEmpty {
            // "Correlation between overnight and RTH": of their moves.
            var (left, right) = (Quantity(.body), Quantity(.body))
            (left.span, right.span) = (spans[0].value, spans[1].value)
            used.formUnion(spans.map(\.index))
            used.formUnion(marks(.vs))
            return [made(left, right, used, symbols: [symbol])].compactMap { $0 }
        }
        if sides.quantities.count == 1, spans.count == 2, spans[0].value != spans[1].value {
            // "корреляция диапазона Азии и RTH": the quantity is said once.
            var (left, right) = (sides.quantities[0], sides.quantities[0])
            (left.span, right.span) = (spans[0].value, spans[1].value)
            used.formUnion(spans.map(\.index))
            used.formUnion(marks(.vs))
            return [made(left, right, used, symbols: [symbol])].compactMap { $0 }
        }
        if let pair = ofWeekdays(sides.quantities, used) ?? ofPartAndWhole(sides.quantities, used) { return [pair] }
        guard sides.quantities.count == 2 else { return [] }
        let places = quantities.map(\.index)
        if named.count == 2 {
            // "NQ change and MGC change the next day": each names its own.
            let symbols = indices.filter { if case .symbol = line.pieces[$0].sense { true } else { false } }
            guard symbols.count == 2, places.count == 2, max(symbols[0], places[0]) < min(symbols[1], places[1]) else {
                return []
            }
            var right = sides.quantities[1]
            right.symbol = named[1]
            return [made(sides.quantities[0], right, used, symbols: named)].compactMap { $0 }
        }
        // "зависит от": the preposition belongs to the verb.
        used.formUnion(indices.filter { line[$0] == .prep(.from) })
        used.formUnion(marks(.vs).filter { places[0] < $0 && $0 < places[1] })
        return [made(sides.quantities[0], sides.quantities[1], used, symbols: [symbol])].compactMap { $0 }
    }

    /// "Friday's change and Monday's gap": of weekdays that follow each other in a week, or over the weekend.
    private func ofWeekdays(_ sides: [Quantity], _ used: Set<Int>) -> Candidate? {
        let days = calendarFacts.compactMap { fact -> (day: Int, index: Int)? in
            guard case .calendar(.weekday, let days) = fact.value.condition, days.count == 1 else { return nil }
            return (days[0], fact.index)
        }
        guard days.count == 2, calendarFacts.count == 2, days[0].day != days[1].day, let left = sides.first,
            sides.count <= 2,
            sides.allSatisfy({ $0.shift == 0 })
        else { return nil }
        var right = sides[sides.count - 1]
        let later = days[1].day > days[0].day ? days[1].day - days[0].day : days[1].day + 5 - days[0].day
        right.shift = later
        let condition = Condition.all(of: [
            .calendar(field: .weekday, oneOf: [days[0].day]),
            .shifted(of: .calendar(field: .weekday, oneOf: [days[1].day]), by: later),
        ])
        let base = study(
            .correlation(left: left.series(percent: true), right: right.series(percent: true)),
            condition: condition,
            without: Set(days.map(\.index))
        )
        return Candidate(
            name: "correlation of weekdays",
            study: base.study,
            used: used.union(base.used).union(days.map(\.index)),
            fit: 31,
            assumptions: base.assumptions
        )
    }

    /// "корреляция доходности января с доходностью года", "does Monday predict the rest of the week": what a month brought
    /// against its year, a weekday against its week, or against what was left of it.
    private func ofPartAndWhole(_ sides: [Quantity], _ used: Set<Int>) -> Candidate? {
        // "January return and year return" groups by nothing.
        let named = keys.filter { line.prep($0.index) != .by && $0.value == .calendar(field: .year) }
        let wholes = units(.week, .year) + named.map { (.year, $0.index) }
        guard wholes.count == 1, calendarFacts.count == 1, dayFacts.isEmpty, keys.count == named.count, slots.isEmpty,
            spans.isEmpty,
            sides.count <= 2, sides.allSatisfy({ $0.isChange && $0.shift == 0 }),
            case .calendar(let field, let named) = calendarFacts[0].value.condition, named.count == 1
        else { return nil }
        let change = Series.metric(metric: .changePct, of: .own)
        let close = Series.metric(metric: .close, of: .own)
        let (part, unit, last): (Series, BarUnit, Condition?)
        switch (field, wholes[0].value) {
        case (.weekday, .week): (part, unit, last) = (change, .week, nil)
        case (.month, .year):
            let lastDay = Condition.calendar(field: .ordinal(within: .month, fromEnd: true), oneOf: [1])
            (part, unit, last) = (.containing(unit: .month, span: defaultSpan, of: change), .year, lastDay)
        default: return nil
        }
        let whole = Series.containing(unit: unit, span: defaultSpan, of: marks(.rest).isEmpty ? change : close)
        let rest = Series.arithmetic(
            left: .percent(of: whole, in: close),
            operation: .minus,
            right: .number(value: 100)
        )
        let base = study(
            .correlation(left: part, right: marks(.rest).isEmpty ? whole : rest),
            condition: last
        )
        return Candidate(
            name: "correlation of a part and its whole",
            study: base.study,
            used: used.union(base.used).union([wholes[0].index]).union(marks(.rest) + marks(.vs)),
            fit: 31,
            assumptions: base.assumptions
        )
    }

    private func made(_ left: Quantity, _ right: Quantity, _ used: Set<Int>, symbols: [String]) -> Candidate? {
        var used = used
        let facts = dayFacts
        used.formUnion(facts.map(\.index))
        var (left, right) = (left, right)
        // The size of a gap, not its side, goes with how far the day moved.
        if [left, right].contains(where: { $0.base == .volatility || $0.base == .metric(.range) || $0.isVolume }) {
            if left.isGap { left.absolute = true }
            if right.isGap { right.absolute = true }
        }
        if left.isGap != right.isGap, left.shift == right.shift, left.symbol == right.symbol {
            // What came after the gap: a change from the close before holds the gap itself.
            if left.isChange, !left.isGap { left = left.afterGap(hasRegularHours) }
            if right.isChange, !right.isGap { right = right.afterGap(hasRegularHours) }
        }
        let percent: Bool? = [left, right].contains { $0.base == .volatility || $0.isSigned } ? true : nil
        if let one = left.span, let other = right.span, one != other {
            // A change reaches back over the other window; the moves inside do not meet.
            if left.isChange { left.base = .metric(.body) }
            if right.isChange { right.base = .metric(.body) }
        }
        func series(_ quantity: Quantity) -> Series {
            quantity.series(
                percent: quantity.base == .volatility || quantity.isSigned
                    ? true : (quantity.base == .metric(.range) ? quantity.percent ?? percent : percent)
            )
        }
        guard symbols.count > 1 || series(left) != series(right) else { return nil }
        for index in indices {
            if case .symbol = line.pieces[index].sense { used.insert(index) }
        }
        var base = study(
            .correlation(left: series(left), right: series(right)),
            condition: Condition.every(facts.map(\.value.condition)),
            span: left.span == nil && right.span == nil ? nil : defaultSpan,
            without: Set(spans.map(\.index)).subtracting(globalSpans)
        )
        base.study.symbols = symbols
        // "with the year's return" groups by nothing: it says whose return it is.
        let grouping = keys.filter { !isDateKey($0.value) && !isOwner($0.index) }
        if !grouping.isEmpty, case .correlation(let left, let right) = base.study.result {
            let measure = Measure.correlation(of: left, with: right, where: nil)
            base.study.result = .summary(summary: Summary(measures: [measure], keys: grouping.map(\.value)))
            used.formUnion(grouping.map(\.index))
        }
        return Candidate(
            name: "correlation",
            study: base.study,
            used: used.union(base.used),
            fit: 30,
            assumptions: base.assumptions
        )
    }

    /// A period straight before a quantity, which is that period's.
    private func isOwner(_ index: Int) -> Bool {
        isQuantity(index + 1) && line.prep(index) != .by && !line.pieces[index].each && !line.isForm(index, .periodic)
    }

    /// Windows that stand beside no quantity.
    private var globalSpans: Set<Int> { Set(spans.map(\.index)).subtracting(windowed().used) }

    /// Quantities with the windows that stand beside them, where there is more than one quantity or window.
    func windowed() -> (quantities: [Quantity], used: Set<Int>) {
        var made: [Quantity] = []
        var used: Set<Int> = []
        var taken: Set<Int> = []
        for (quantity, index) in quantities {
            var quantity = quantity
            used.insert(index)
            if quantity.span == nil {
                // The window before it ("overnight range"), or after it ("range of the first hour").
                var place: Int?
                switch line[index - 1] {
                case .span?, .window?: if !taken.contains(index - 1) { place = index - 1 }
                default: break
                }
                // One window behind both quantities is of both.
                let closing =
                    spans.count == 1 && quantities.count == 2 && index == quantities[1].index
                    && !saysDay(quantities[0].index)
                if place == nil, !closing, case .span? = line[index + 1],
                    !(isQuantity(index + 2) && line.prep(index + 1) == nil && line.prep(index + 2) == nil)
                {
                    place = index + 1
                }
                if place == nil, !closing, case .window? = line[index + 1] { place = index + 1 }
                if let place, !line.pieces[place].afterStop, let span = spans.first(where: { $0.index == place })?.value
                {
                    quantity.span = span
                    taken.insert(place)
                    used.insert(place)
                    // "(9:30-10:30)" after "first hour".
                    if line[place + 1] == .stop("("), case .window(let window)? = line[place + 2],
                        surroundings.window(of: span) == window
                    {
                        used.insert(place + 2)
                        taken.insert(place + 2)
                    }
                }
            } else {
                let place = index + 1
                if line[place] == .stop("("), case .window(let window)? = line[place + 1], let span = quantity.span,
                    surroundings.window(of: span) == window
                {
                    used.insert(place + 1)
                }
            }
            made.append(quantity)
        }
        return (made, used)
    }

    /// "Объём дня", "дневной объём": of the day, beside another of a part of it.
    private func saysDay(_ index: Int) -> Bool {
        line.has(.day, in: line.pieces[index]) || line.has(.daily, in: line.pieces[index])
            || line.has(.perday, in: line.pieces[index])
            || [index - 1, index + 1].contains { line.unit($0) == .day && line.prep($0) != .by }
    }

    private func isQuantity(_ index: Int) -> Bool {
        if case .quantity? = line[index] { true } else { false }
    }
}

extension Quantity {
    /// From the session's open to its close.
    fileprivate func afterGap(_ hasRegularHours: Bool) -> Quantity {
        var moved = self
        moved.base = .metric(.body)
        if moved.span == nil, hasRegularHours { moved.span = .session(name: .rth) }
        return moved
    }
}
