internal import Market
internal import Studies

extension Frame {
    /// "какую часть диапазона кассы даёт первый час": one window's share of another's.
    func ratios() -> [Candidate] {
        if let times = task(.ratio) { return multiples(times) }
        guard task(.correlation) == nil else { return [] }
        if let portions = portions() ?? portionOfDays() { return [portions] }
        let inPercent = spans.count > 1 ? volumePercentAsked : nil
        let sides = sidesOfShare
        // "... on red days": of those; otherwise what is said of days is what is asked.
        let others = dayFacts.filter { !(sides?.used.contains($0.index) ?? false) }
        guard let asked = task(.share) ?? inPercent, others.allSatisfy({ isOn($0.index) }) else { return [] }
        let named = spans
        let values = quantities
        guard let value = values.first, values.count <= 2,
            value.value.isVolume || value.value.base == .metric(.range) || value.value.base == .volatility
        else { return [] }
        var used: Set<Int> = Set(values.map(\.index)).union([asked]).union(named.map(\.index))
        if let apart = partsApart(value.value, used) { return [apart] }
        guard inPercent == nil || task(.share) != nil else { return [] }
        var inner: Span
        var outer: Span = .wholeDay
        if named.count == 2 {
            let windows = named.compactMap { surroundings.window(of: $0.value) }
            guard windows.count == 2 else { return [] }
            var smaller = windows[0].length <= windows[1].length ? 0 : 1
            if values.count == 2 {
                // "A as a percent of B": the first, unless the share is asked of it ("какой процент A составляет B").
                smaller = asked == values[0].index - 1 || asked == named[0].index - 1 ? 1 : 0
            }
            inner = named[smaller].value
            outer = named[1 - smaller].value
            if let part = bounded(named[smaller].index, outer) ?? bounded(named[1 - smaller].index, inner) {
                // "of RTH volume before 11:00": from the session's open to that time.
                outer = part.isOf
                inner = .clock(window: part.window)
            }
            // "объёма дня ... за первый час RTH": the hour is of RTH anyway.
            if case .opening = inner, outer == .session(name: .rth), says(.day) || saysDayOf(value.index) {
                outer = .wholeDay
            }
        } else if named.count == 1 {
            inner = named[0].value
        } else if values.count == 1, let span = value.value.span {
            inner = span
        } else {
            return []
        }
        // A part is no share of itself.
        guard surroundings.window(of: inner) != surroundings.window(of: outer) else { return [] }
        var (part, whole) = (value.value, value.value)
        part.span = inner
        whole.span = outer
        let metric: Bool? = value.value.isVolume ? nil : false
        let all = whole.series(percent: metric)
        var told = part.series(percent: metric)
        if let outside = marks(.outside).first(where: { $0 == named.first.map { $0.index - 1 } }) {
            // "share of volume outside RTH": what the window leaves of the day; a range is no sum of parts.
            guard named.count == 1, value.value.isVolume else { return [] }
            told = .arithmetic(left: all, operation: .minus, right: told)
            used.insert(outside)
        }
        let measures: [Measure] = [
            .statistic(statistic: .mean, of: .percent(of: told, in: all), where: nil),
            .ratio(of: told, to: all, where: nil),
        ]
        for index in indices {
            switch line.pieces[index].sense {
            case .measure(.percent), .verb(.form), .verb(.trade), .task(.share): used.insert(index)
            default: continue
            }
        }
        used.formUnion(statistics.map(\.index))
        let grouping = keys.filter { !isDateKey($0.value) }
        used.formUnion(grouping.map(\.index))
        used.formUnion(others.map(\.index))
        var result = StudyResult.summary(summary: Summary(measures: measures, keys: grouping.map(\.value)))
        if let sides {
            guard grouping.isEmpty else { return [] }
            result = .comparison(variants: sides.variants, measures: measures)
            used.formUnion(sides.used.union(marks(.vs) + marks(.and) + marks(.between)))
            if let compare = task(.compare) { used.insert(compare) }
        }
        let base = study(
            result,
            condition: Condition.every(others.map(\.value.condition)),
            span: defaultSpan,
            without: Set(named.map(\.index)).union(sides?.used ?? [])
        )
        return [
            Candidate(
                name: "part of a whole",
                study: base.study,
                used: used.union(base.used),
                fit: 27,
                assumptions: base.assumptions
            )
        ]
    }

    /// "first hour share of the day's range in 2024 vs 2025", "... on Mondays vs Fridays", "... on 7 and 8 April": of each.
    private var sidesOfShare: Variants? {
        guard task(.share) != nil, !quantities.isEmpty, let found = variants() else { return nil }
        let isHeld = !marks(.vs).isEmpty || task(.compare) != nil || found.kind == .periods || found.exclusive
        switch found.kind {
        case .periods, .calendar, .facts: return isHeld ? found : nil
        case .symbols, .spans: return nil
        }
    }

    /// An open end of the day within a session: the part of the session before or after that time.
    private func bounded(_ index: Int, _ other: Span) -> (window: Window, isOf: Span)? {
        guard case .timeBound(let after, let minute) = line.pieces[index].sense, case .session = other,
            let session = surroundings.window(of: other), session.from < minute, minute < session.to
        else { return nil }
        return (
            after ? Window(from: minute, to: session.to) : Window(from: session.from, to: minute), other
        )
    }

    /// "ratio of RTH range to overnight range": how many times the other, day by day and of the sums.
    private func multiples(_ asked: Int) -> [Candidate] {
        let sides = windowed()
        guard sides.quantities.count == 2, dayFacts.isEmpty, task(.correlation) == nil, statistics.count <= 1,
            statistics.allSatisfy({ $0.value == .mean })
        else { return [] }
        var (part, whole) = (sides.quantities[0], sides.quantities[1])
        let (first, second) = (quantities[0], quantities[1])
        if spans.count == 2, first.value.span == nil, second.value.span == nil {
            // Each window is of the quantity that it stands with, in the order said.
            (part.span, whole.span) = (spans[0].value, spans[1].value)
        } else if spans.count == 1, first.index < spans[0].index, spans[0].index < second.index {
            // "volume of the first hour to the day's": a joint before the second leaves the window to the first.
            guard line.prep(second.index) != nil else { return [] }
            (part.span, whole.span) = (spans[0].value, second.value.span)
        }
        func series(_ quantity: Quantity) -> Series { quantity.series(percent: quantity.isVolume ? nil : false) }
        guard series(part) != series(whole), part.metric(percent: false)?.unit == whole.metric(percent: false)?.unit,
            !part.isSigned, !whole.isSigned, !part.isPrice
        else { return [] }
        let quotient = Series.arithmetic(left: series(part), operation: .dividedBy, right: series(whole))
        let measures: [Measure] = [
            .statistic(statistic: .mean, of: quotient, where: nil),
            .ratio(of: series(part), to: series(whole), where: nil),
        ]
        var used = sides.used.union(spans.map(\.index)).union([asked]).union(statistics.map(\.index))
        let (key, unit) = grouping(&used, returns: false)
        let base = study(
            .summary(summary: Summary(measures: measures, keys: key)),
            span: defaultSpan,
            unit: unit,
            without: Set(spans.map(\.index))
        )
        return [
            Candidate(
                name: "ratio",
                study: base.study,
                used: used.union(base.used),
                fit: 28,
                assumptions: base.assumptions
            )
        ]
    }

    func says(_ unit: UnitWord) -> Bool { false }
    func saysDayOf(_ index: Int) -> Bool {
        line.unit(index + 1) == .day || line.words(of: line.pieces[index]).contains(" ")
    }
}
