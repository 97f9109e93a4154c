internal import Market
internal import Studies

/// An edit on its way into a study.
struct Change {
    var study: Study
    let frame: Frame
    let context: ReadContext

    /// Makes every piece's change; false where one of them has no place in the study.
    mutating func apply() -> Bool {
        if frame.has(.more) { return more() }
        if frame.task(.why) != nil { return true }
        if frame.has(.those), let ranking = frame.ranking() { return those(ranking) }
        if frame.task(.compare) != nil || frame.has(.vs) { return compared() }
        if let place = frame.indices.first(where: { frame.line.pieces[$0].sense == .ordinal(1) }),
            let minutes = frame.line.whole(place + 1)
        {
            guard let changed = study.replacingOpening(minutes) else { return false }
            study = changed
            return frame.indices.count <= 4
        }
        if frame.has(.after), let fact = frame.dayFacts.first, frame.dayFacts.count == 1 { return follow(fact.value) }
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .dates, .relative: continue
            case .condition(let fact): add(fact)
            case .span(let span): set(span)
            case .window(let window): set(.clock(window: window))
            case .timeBound: return false
            case .symbol(let symbol):
                guard study.symbols.count == 1 else { return false }
                study.symbols = [symbol]
            case .quantity(let quantity): guard set(quantity) else { return false }
            case .measure(let scale): prefer(percent: scale == .percent)
            case .key(let key): guard group(by: key) else { return false }
            case .unknown, .number, .ordinal, .which, .top, .superlative, .statistic, .verb, .relation, .slots:
                return false
            default: continue
            }
        }
        let dates = frame.dates.map(\.value)
        if !dates.isEmpty {
            guard let period = frame.period(dates) else { return false }
            study.period = period
        } else if let day = frame.relativeDay([]) {
            study.period = day.period
        }
        return true
    }

    /// "а после inside day?": another event, the same thing after it.
    private mutating func follow(_ fact: Fact) -> Bool {
        guard case .summary = study.result else { return false }
        var parts: [Condition] =
            switch study.condition {
            case .all(let parts)?: parts
            case let one?: [one]
            case nil: []
            }
        let shifts = parts.contains { if case .shifted = $0 { true } else { false } }
        if shifts {
            parts.removeAll { if case .shifted = $0 { true } else { false } }
            parts.append(fact.shifted(-1).condition)
        } else if let last = parts.last {
            // The event itself is chosen; calendar conditions stay.
            if case .calendar = last { return false }
            parts[parts.count - 1] = fact.condition
        } else {
            return false
        }
        study.condition = Condition.every(parts)
        return true
    }

    private mutating func more() -> Bool {
        guard case .list(var list) = study.result, let limit = list.limit else { return false }
        list.skip += limit
        study.result = .list(list: list)
        return true
    }

    /// "какие из них самые волатильные": the same days in another order.
    private mutating func those(_ ranking: Frame.Ranking) -> Bool {
        var columns = ranking.columns
        if case .list(let list) = study.result { columns += list.columns.filter { !columns.contains($0) } }
        let order = [Order(by: ranking.columns[0], descending: ranking.descending)]
        study.result = .list(
            list: Listing(columns: columns, order: order, limit: ranking.limitAssumed ? nil : ranking.limit)
        )
        return true
    }

    /// "now compare with April": the study's period beside another.
    private mutating func compared() -> Bool {
        guard case .summary(let summary) = study.result, summary.keys.isEmpty else { return false }
        var others: [Variant] = frame.dates.map { Variant(name: Frame.name($0.value), period: $0.value.period) }
        for fact in frame.calendarFacts {
            guard let period = sameYear(fact.value.condition) else {
                return false
            }
            others.append(Variant(name: .period(period: period), period: period))
        }
        let spans = frame.spans.map(\.value)
        if others.isEmpty, !spans.isEmpty {
            let all = [study.span] + spans
            study.result = .comparison(
                variants: all.map { Variant(name: .span(span: $0), span: $0) },
                measures: summary.measures
            )
            return true
        }
        guard !others.isEmpty else {
            let named = frame.named.filter { !study.symbols.contains($0) }
            guard !named.isEmpty else { return false }
            let symbols = study.symbols + named
            study.symbols = symbols
            study.result = .comparison(
                variants: symbols.map { Variant(name: .symbol(symbol: $0), symbol: $0) },
                measures: summary.measures
            )
            return true
        }
        let own = Variant(name: .period(period: study.period), period: study.period)
        study.result = .comparison(variants: [own] + others, measures: summary.measures)
        study.period = .all
        return true
    }

    /// A month or quarter of the year that the study's month or quarter is of.
    private func sameYear(_ condition: Condition) -> Period? {
        guard case .calendar(let field, let values) = condition, values.count == 1, let range = study.period.dateRange,
            let first = range.first,
            let last = range.last, first.year == last.year, last.dayNumber - first.dayNumber < 93
        else { return nil }
        switch field {
        case .month: return .months(values[0]...values[0], of: first.year)
        case .quarter: return .quarter(values[0], of: first.year)
        default: return nil
        }
    }

    private mutating func add(_ fact: Fact) {
        if let period = sameYear(fact.condition) {
            study.period = period
            return
        }
        var parts: [Condition] =
            switch study.condition {
            case .all(let parts)?: parts
            case let one?: [one]
            case nil: []
            }
        parts.removeAll { Self.replaces(fact.condition, $0) }
        study.condition = Condition.every(parts + [fact.condition])
    }

    /// The same thing said otherwise: another weekday, the other side of a gap.
    private static func replaces(_ new: Condition, _ old: Condition) -> Bool {
        switch (new, old) {
        case (.calendar(let a, _), .calendar(let b, _)): a == b
        case (.compare(let a, _, _), .compare(let b, _, _)): a == b
        case (.pattern, .pattern), (.event, .event): true
        default: false
        }
    }

    private mutating func set(_ span: Span) {
        if case .opening(let minutes) = span, let changed = study.replacingOpening(minutes) {
            study = changed
        } else {
            study.span = span
        }
    }

    private mutating func set(_ quantity: Quantity) -> Bool {
        switch study.result {
        case .summary(var summary):
            var statistic: Statistic?
            for case .statistic(let one, _, _) in summary.measures {
                statistic = one
                break
            }
            summary.measures = quantity.measures(frame.statistics.first?.value ?? statistic)
            if summary.order != nil { summary.order = MeasureOrder(measure: 0, descending: true) }
            study.result = .summary(summary: summary)
        case .list(var list):
            list.columns = quantity.columns
            if let order = list.order.first {
                list.order = [Order(by: quantity.columns[0], descending: order.descending)]
            }
            study.result = .list(list: list)
        case .comparison(let variants, _):
            study.result = .comparison(variants: variants, measures: quantity.measures(frame.statistics.first?.value))
        default: return false
        }
        return true
    }

    private mutating func prefer(percent: Bool) {
        guard case .summary(var summary) = study.result else { return }
        func isAsked(_ measure: Measure) -> Bool {
            guard case .statistic(_, let series, _) = measure, let metric = series.metric else { return false }
            return (metric.unit == .percent) == percent
        }
        summary.measures = summary.measures.filter(isAsked) + summary.measures.filter { !isAsked($0) }
        study.result = .summary(summary: summary)
    }

    private mutating func group(by key: Key) -> Bool {
        guard case .summary(var summary) = study.result else { return false }
        summary.keys = [key]
        study.result = .summary(summary: summary)
        return true
    }
}
