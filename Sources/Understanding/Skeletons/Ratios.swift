internal import Market
internal import Studies

extension Frame {
    /// "какую часть диапазона кассы даёт первый час": one window's share of another's.
    func ratios() -> [Candidate] {
        guard let asked = task(.share), task(.correlation) == nil, dayFacts.isEmpty else { return [] }
        let named = spans
        let values = quantities
        guard let value = values.first, values.count <= 2,
            value.value.isVolume || value.value.base == .metric(.range) || value.value.base == .volatility
        else { return [] }
        var used: Set<Int> = Set(values.map(\.index)).union([asked]).union(named.map(\.index))
        let inner: Span
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
        var (part, whole) = (value.value, value.value)
        part.span = inner
        whole.span = outer
        let metric: Bool? = value.value.isVolume ? nil : false
        let quotient = Series.arithmetic(
            left: .arithmetic(left: .number(value: 100), operation: .times, right: part.series(percent: metric)),
            operation: .dividedBy,
            right: whole.series(percent: metric)
        )
        let measures: [Measure] = [
            .statistic(statistic: .mean, of: quotient, where: nil),
            .ratio(of: part.series(percent: metric), to: whole.series(percent: metric), where: nil),
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
        let base = study(
            .summary(summary: Summary(measures: measures, keys: grouping.map(\.value))),
            span: defaultSpan,
            without: Set(named.map(\.index))
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

    func says(_ unit: UnitWord) -> Bool { false }
    func saysDayOf(_ index: Int) -> Bool {
        line.unit(index + 1) == .day || line.words(of: line.pieces[index]).contains(" ")
    }
}
