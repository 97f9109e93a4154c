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
            let smaller = windows[0].length <= windows[1].length ? 0 : 1
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
            case .measure(.percent), .verb(.form), .task(.share): used.insert(index)
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

    private func says(_ unit: UnitWord) -> Bool { false }

    private func saysDayOf(_ index: Int) -> Bool {
        line.unit(index + 1) == .day || line.words(of: line.pieces[index]).contains(" ")
    }

    /// "Is this normal?": where a day stands among all.
    func standings() -> [Candidate] {
        guard let asked = task(.standing) else { return [] }
        var used: Set<Int> = [asked]
        for index in indices where line.pieces[index].sense == .task(.standing) || line.isMark(index, .rest) {
            used.insert(index)
        }
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
        let day: CivilDate
        var without: Set<Int> = []
        if let relative = relativeDay([]) {
            without.insert(relative.index)
            used.insert(relative.index)
            switch relative.period {
            case .lastDays(_, let upTo): day = lastTradingDay(upTo)
            default: day = relative.period.singleDay ?? context.today
            }
        } else if dates.count == 1, let date = dates[0].value.period.singleDay {
            day = date
            without.insert(dates[0].index)
            used.insert(dates[0].index)
        } else {
            return []
        }
        let condition = Condition.calendar(field: .date, oneOf: [day.dayNumber])
        var base = study(.standing(of: series), condition: condition, without: without)
        base.study.period = .all
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

    /// The last trading day on or before a date, within the loaded days.
    func lastTradingDay(_ upTo: CivilDate) -> CivilDate {
        let last = context.loaded.first { $0.instrument.symbol == symbol }?.days.upperBound ?? upTo
        let calendar = context.catalogue.tradingCalendar(for: instrument)
        let day = min(upTo, last)
        return calendar.isTradingDay(day) ? day : calendar.previous(before: day)
    }

    /// "range by day", "fill rate by gap size: under 0.25%, 0.25-0.5%, ...": groups between edges.
    func bySize() -> [Candidate] {
        var edges: [Double] = []
        var used: Set<Int> = []
        for index in indices {
            switch line.pieces[index].sense {
            case .between(let low, let high, .percent):
                edges += [low, high]
                used.insert(index)
            case .number(let value, .percent):
                edges.append(value)
                used.insert(index)
            case .relation, .mark(.absolute), .mark(.together): used.insert(index)
            default: continue
            }
        }
        let unique = Array(Set(edges)).sorted()
        guard unique.count >= 2, edges.count >= 3, let by = quantities.first(where: { line.prep($0.index) == .by })
        else { return [] }
        used.formUnion(quantities.map(\.index))
        var size = by.value
        size.absolute = size.isSigned
        var measures: [Measure] = [.count(where: nil)]
        let outcome = dayFacts.first
        if let asked = task(.share) { used.insert(asked) }
        if let asked = task(.count) { used.insert(asked) }
        used.formUnion(often)
        used.formUnion(dayFacts.map(\.index))
        if let outcome { measures.append(.share(of: outcome.value.condition, where: nil, withBase: false)) }
        let condition: Condition? =
            size.isGap ? .holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0)) : nil
        let key = Key.edges(of: size.series(percent: true), edges: unique)
        let base = study(.summary(summary: Summary(measures: measures, keys: [key])), condition: condition)
        return [
            Candidate(
                name: "by size",
                study: base.study,
                used: used.union(base.used),
                fit: 28,
                assumptions: base.assumptions
            )
        ]
    }

    /// "How long does it take to fill": minutes from the open to an event.
    func delays() -> [Candidate] {
        guard let asked = task(.length) ?? (statistics.isEmpty ? nil : task(.time)), task(.runs) == nil,
            let fill = dayFacts.first(where: { $0.value.condition == .gapFilled })
        else { return [] }
        var used: Set<Int> = [asked, fill.index]
        let open = (instrument.window(of: .rth)?.from ?? instrument.dayStart)
        var from = open
        for index in indices {
            switch line.pieces[index].sense {
            case .clock(let minute): (from, used) = (minute, used.union([index]))
            case .timeBound(_, let minute): (from, used) = (minute, used.union([index]))
            case .unit(.minute), .unit(.hour), .verb(.form): used.insert(index)
            case .quantity(let quantity) where quantity.isGap: used.insert(index)
            default: continue
            }
        }
        let wait = Series.arithmetic(
            left: .time(event: .gapFill, of: .own),
            operation: .minus,
            right: .number(value: Double(from))
        )
        let asks = statistics.isEmpty ? [.mean, .median] : statistics.map(\.value)
        used.formUnion(statistics.map(\.index))
        let measures: [Measure] =
            asks.map { Measure.statistic(statistic: $0, of: wait, where: nil) } + [.count(where: nil)]
        let base = study(
            .summary(summary: Summary(measures: measures, keys: [])),
            condition: .gapFilled,
            without: Set(spans.map(\.index)),
            sessionEvent: true
        )
        return [
            Candidate(
                name: "time until",
                study: base.study,
                used: used.union(base.used),
                fit: 30,
                assumptions: base.assumptions
            )
        ]
    }
}
