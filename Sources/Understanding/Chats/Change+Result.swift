internal import Market
internal import Studies

extension Change {
    /// "now compare with April": the study's period beside another.
    mutating func compared() -> Bool {
        guard case .summary(let summary) = study.result, summary.keys.isEmpty else { return false }
        var others: [Variant] = frame.dates.map { Variant(name: Frame.name($0.value), period: $0.value.period) }
        for fact in frame.calendarFacts {
            guard let period = sameYear(fact.value.condition) else {
                return false
            }
            others.append(Variant(name: .period(period: period), period: period))
        }
        use(frame.dates.map(\.index) + frame.calendarFacts.map(\.index) + frame.marks(.vs))
        if let asked = frame.task(.compare) { use([asked]) }
        let spans = frame.spans.map(\.value)
        if others.isEmpty, !spans.isEmpty {
            use(frame.spans.map(\.index))
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
            use(frame.indices.filter { if case .symbol = frame.line.pieces[$0].sense { true } else { false } })
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

    /// Months or a quarter of the year that the study's month, quarter or half is of.
    private func sameYear(_ condition: Condition) -> Period? {
        guard case .calendar(let field, let values) = condition, let range = study.period.dateRange,
            let first = range.first, let last = range.last, first.year == last.year,
            last.dayNumber - first.dayNumber < 190
        else { return nil }
        switch field {
        case .month: return .monthList(values, of: first.year)
        case .quarter where values.count == 1: return .quarter(values[0], of: first.year)
        default: return nil
        }
    }

    mutating func add(_ fact: Fact) {
        if case .list(var list) = study.result, let up = fact.up, let order = list.order.first,
            let metric = order.by.metric,
            order.hasSign, fact.condition.speaks(of: metric)
        {
            // The largest falls, and now the rises: their largest.
            list.order[0].descending = up
            study.result = .list(list: list)
        }
        if let period = sameYear(fact.condition) {
            study.period = period
            return
        }
        var parts = study.condition?.parts ?? []
        if let place = turnedWindow(fact, parts) {
            parts[place] = parts[place].told(up: fact.up ?? true)
            study.condition = Condition.every(parts)
            return
        }
        var added = fact.condition
        if fact.settled, let up = fact.up, parts.contains(where: \.isOfGap), frame.hasRegularHours,
            study.span == frame.defaultSpan, frame.spans.isEmpty
        {
            // "gap up days", "that closed red": against that session's open, as in one sentence.
            study.span = .session(name: .rth)
            if added == .sign(.change, up: up) { added = .sign(.body, up: up) }
        }
        if study.span.isPartOfDay, frame.spans.isEmpty, !parts.contains(where: Self.isSign) {
            // "range of the first hour", "on red days": whole days, as in one sentence.
            added = added.within(frame.defaultSpan) ?? added
        }
        parts.removeAll { Self.replaces(added, $0) || !frame.has(.only) && Self.isSign(added) && Self.isSign($0) }
        if added.namesDay {
            // "Christmas Eve", then "New Year's Eve", which is the last trading day of December.
            parts.removeAll { $0.namesDay }
            if parts.contains(where: \.isPlaceInMonth) { parts.removeAll { $0.isPlaceInMonth || $0.isMonth } }
        }
        study.condition = Condition.every(parts + [added])
    }

    /// "if the night is green", "and red?": the way of the one window that is given, and not another condition.
    private func turnedWindow(_ fact: Fact, _ parts: [Condition]) -> Int? {
        guard fact.settled, fact.up != nil, Self.isSign(fact.condition), !frame.has(.only), frame.units(.day).isEmpty,
            case .summary(let summary) = study.result,
            summary.measures.contains(where: { if case .share = $0 { true } else { false } })
        else { return nil }
        let windows = parts.indices.filter { parts[$0].isSignOfWindow }
        return windows.count == 1 && !parts.contains(where: Self.isSign) ? windows[0] : nil
    }

    /// How the day went, up or down.
    private static func isSign(_ condition: Condition) -> Bool {
        guard case .compare(.metric(let metric, .own), _, .number(value: 0)) = condition else { return false }
        return metric.family == .change || metric.family == .body
    }

    /// The same thing said otherwise: another weekday, the other side of a gap.
    static func replaces(_ new: Condition, _ old: Condition) -> Bool {
        switch (new, old) {
        case (.calendar(let a, _), .calendar(let b, _)): a == b
        case (.compare(let a, _, _), .compare(let b, _, _)): a == b
        case (.pattern, .pattern), (.event, .event): true
        default: false
        }
    }

    mutating func set(_ span: Span) {
        if case .opening(let minutes) = span, let changed = study.replacingOpening(minutes) {
            study = changed
        } else {
            if case .comparison(let variants, let measures) = study.result, variants.contains(where: { $0.span != nil })
            {
                study.result = .summary(summary: Summary(measures: measures))
            }
            keepDaysBefore(span)
            study.span = span
            // Within the day a move is of its own hours.
            if span.isPartOfDay, !frame.line.comparesCloses { study = study.withMovesInside() }
        }
    }

    /// "range on red days", "how often green after a red day", then "in the first hour": the days are those of before, and
    /// only what is told of them is of the hours.
    private mutating func keepDaysBefore(_ span: Span) {
        guard span.isPartOfDay, !study.span.isPartOfDay, study.unit == .day, case .summary(let summary) = study.result,
            summary.measures.contains(where: { if case .count = $0 { false } else { true } }),
            let kept = study.condition?.within(study.span)
        else { return }
        study.condition = kept
    }

    mutating func set(_ quantity: Quantity, _ index: Int) -> Bool {
        switch study.result {
        case .summary(var summary):
            // "total volume": no mean, whatever was asked before.
            let isTotal = quantity.isVolume && frame.line.pieces[index].tokens.count > 1
            summary.measures = quantity.measures(frame.statistics.first?.value ?? (isTotal ? nil : summary.statistic))
            if summary.order != nil { summary.order = MeasureOrder(measure: 0, descending: true) }
            study.result = .summary(summary: summary)
            leaveImpliedWindow(quantity)
        case .list(var list):
            if frame.line.prep(index) == .by || frame.has(.insteadof) || frame.has(.not) || frame.has(.rest)
                || frame.has(.same)
            {
                list.columns = quantity.columns
                if let order = list.order.first {
                    // The largest falls are ranked from below; of what has no way, the largest come first.
                    let isFall = order.by.metric?.hasSign ?? false && quantity.columns[0].metric?.hasSign == false
                    list.order = [Order(by: quantity.columns[0], descending: isFall || order.descending)]
                }
            } else {
                // "and the volume": the same rows, with a column more.
                list.columns += quantity.columns.filter { !list.columns.contains($0) }
            }
            study.result = .list(list: list)
        case .comparison(let variants, _):
            study.result = .comparison(variants: variants, measures: quantity.measures(frame.statistics.first?.value))
        case .distribution(var distribution):
            // "а лой?": the time of the other end.
            guard let event = quantity.extreme, distribution.of.count == 1,
                case .time(let old, let bar)? = distribution.of.first,
                old == .high || old == .low
            else { return false }
            distribution.of = [.time(event: event, of: bar)]
            study.result = .distribution(distribution: distribution)
        default: return false
        }
        return true
    }

    /// "how often do gaps fill", then "volatility": of the whole day; the session was of the gaps.
    private mutating func leaveImpliedWindow(_ quantity: Quantity) {
        guard !saysWindow, frame.spans.isEmpty, quantity.span == nil, !quantity.isGap else { return }
        if let condition = study.condition {
            guard let kept = condition.within(study.span) else { return }
            study.condition = kept
        }
        study.span = frame.defaultSpan
    }

    /// "в процентах": the unit that comes first. Counts of days are told with their share already.
    mutating func prefer(percent: Bool) -> Bool {
        guard case .summary(var summary) = study.result else { return false }
        if summary.measures == [.count(where: nil)] { return percent && study.condition != nil }
        func isAsked(_ measure: Measure) -> Bool {
            guard case .statistic(_, let series, _) = measure, let metric = series.metric else { return false }
            return (metric.unit == .percent) == percent
        }
        guard summary.measures.contains(where: isAsked) else { return false }
        summary.measures = summary.measures.filter(isAsked) + summary.measures.filter { !isAsked($0) }
        study.result = .summary(summary: summary)
        return true
    }

    mutating func group(by key: Key) -> Bool {
        guard case .summary(var summary) = study.result else { return false }
        summary.keys = [key]
        study.result = .summary(summary: summary)
        return true
    }
}

extension Condition {
    /// It compares a metric of the family with a number.
    fileprivate func speaks(of metric: Metric) -> Bool {
        if case .compare(let left, _, .number) = self { left.metric?.family == metric.family } else { false }
    }
}

extension Measure {
    fileprivate var statistic: Statistic? { if case .statistic(let statistic, _, _) = self { statistic } else { nil } }
}

extension Summary {
    /// The statistic that its figures are told by; nil where they are told by several.
    var statistic: Statistic? {
        var found: Set<Statistic> = []
        for case .statistic(let statistic, _, _) in measures { found.insert(statistic) }
        return found.count <= 2 ? measures.lazy.compactMap(\.statistic).first : nil
    }
}

extension Condition {
    /// It compares what a named part of the day did.
    var isOfPartOfDay: Bool {
        guard case .compare(let left, _, .number) = self, case .metric(_, let bar) = left else { return false }
        return bar.span?.isPartOfDay ?? false
    }

    /// How a named window went, up or down.
    fileprivate var isSignOfWindow: Bool {
        guard case .compare(.metric(let metric, let bar), _, .number(value: 0)) = self, bar.span != nil else {
            return false
        }
        return metric.family == .change || metric.family == .body
    }

    /// The same comparison with zero, up or down.
    fileprivate func told(up: Bool) -> Condition {
        guard case .compare(let left, _, let right) = self else { return self }
        return .compare(left: left, relation: up ? .greater : .less, right: right)
    }
}

extension Condition {
    /// A day of the year by its name: of an event, or by its place in a month.
    fileprivate var namesDay: Bool {
        switch self {
        case .event: true
        case .all(let parts):
            parts.contains(where: \.isPlaceInMonth) && parts.allSatisfy { $0.isPlaceInMonth || $0.isMonth }
        default: false
        }
    }

    fileprivate var isPlaceInMonth: Bool {
        if case .calendar(.ordinal(within: .month, fromEnd: _), _) = self { true } else { false }
    }

    fileprivate var isMonth: Bool { if case .calendar(.month, _) = self { true } else { false } }
}
