internal import Market
internal import Studies

extension Frame {
    /// "в какую сессию чаще ставится хай", "which session has the widest range": the sessions that make up the day.
    func sessions() -> [Candidate] {
        guard let asked = indices.first(where: { line[$0] == .which(.session) }), task(.correlation) == nil,
            task(.count) == nil || !often.isEmpty,
            spans.isEmpty || spans.count > 1 && Set(spans.map(\.value)).count == spans.count, keys.isEmpty,
            slots.isEmpty, superlatives.count + bests.count <= 1
        else { return [] }
        // "..., Asia, London or RTH": those that are named.
        let parts = spans.isEmpty ? partsOfDay : spans.map(\.value)
        guard parts.count > 1, parts.allSatisfy({ surroundings.window(of: $0) != nil }) else { return [] }
        var used: Set<Int> = Set(
            [asked] + often + superlatives.map(\.index) + bests.map(\.index) + statistics.map(\.index)
                + spans.map(\.index)
        )
        if !spans.isEmpty { used.formUnion(marks(.or) + marks(.vs)) }
        if let count = task(.count) {
            // "..., number of days".
            used.insert(count)
            used.formUnion(units(.day).map(\.index))
        }
        for index in indices {
            switch line.pieces[index].sense {
            case .verb(.form), .task(.performance), .task(.share), .task(.compare), .task(.distribution), .order,
                .orderWay:
                used.insert(index)
            case .relation where comparesWords(index): used.insert(index)
            default: continue
            }
        }
        used.formUnion(dayFacts.map(\.index))
        if !often.isEmpty || task(.share) != nil, let event = timed(), event.isExtreme, event.series.count == 1,
            dayFacts.isEmpty, superlatives.isEmpty, bests.isEmpty
        {
            return [times(of: event, in: parts, used.union(event.used))]
        }
        guard dayFacts.isEmpty else { return [] }
        var measures: [Measure] = []
        for (quantity, index) in quantities {
            guard !quantity.isPrice else { return [] }
            used.insert(index)
            var quantity = quantity
            if quantity.base == .move { quantity.absolute = true }
            measures += quantity.measures(statistic(for: index) ?? .mean)
        }
        for superlative in superlatives where measures.isEmpty {
            switch superlative.value {
            case .volatile, .calm: measures += Quantity(.volatility).measures(.mean)
            case .wide, .narrow: measures += Quantity(.range).measures(.mean)
            case .max, .min: continue
            }
        }
        if measures.isEmpty, !bests.isEmpty {
            measures =
                Quantity(.body).measures(.mean) + [.share(of: .sign(.body, up: true), where: nil, withBase: false)]
        }
        if measures.isEmpty, task(.compare) != nil { measures = Bundle.behaviour }
        if task(.share) != nil, quantities.count == 1, let value = quantities.first?.value,
            case .metric(let metric, let bar) = value.series(percent: false), bar == .own, !value.isSigned
        {
            // "share of volume by session": of the day's.
            measures = [
                .ratio(
                    of: .metric(metric: metric, of: .own),
                    to: .metric(metric: metric, of: Bar(span: .wholeDay)),
                    where: nil
                )
            ]
        }
        guard !measures.isEmpty else { return [] }
        let variants = parts.map { Variant(name: .span(span: $0), span: $0) }
        let base = study(.comparison(variants: variants, measures: measures), without: Set(spans.map(\.index)))
        return [candidate("sessions", base, used, [])]
    }

    /// On how many days the event lies in each part of the day.
    private func times(of event: Timed, in parts: [Span], _ used: Set<Int>) -> Candidate {
        var measures: [Measure] = []
        for part in parts {
            guard let window = surroundings.window(of: part), let series = event.series.first else { continue }
            let inside: [Condition] = [
                .holds(series, .greaterOrEqual, .number(value: Double(window.from))),
                .holds(series, .less, .number(value: Double(window.to))),
            ]
            measures.append(.share(of: .all(of: inside), where: nil, withBase: false))
        }
        let base = study(
            .summary(summary: Summary(measures: measures)),
            span: defaultSpan,
            without: Set(spans.map(\.index))
        )
        return candidate("session of an event", base, used, base.assumptions)
    }

    private func candidate(
        _ name: String,
        _ base: (study: Study, used: Set<Int>, assumptions: [Assumption.Kind]),
        _ used: Set<Int>,
        _ assumptions: [Assumption.Kind]
    ) -> Candidate {
        Candidate(name: name, study: base.study, used: used.union(base.used), fit: 32, assumptions: assumptions)
    }

    /// Sessions one after another, from the day's start to its end.
    private var partsOfDay: [Span] {
        let names: [SessionName] =
            surroundings.window(of: .session(name: .asia)) != nil ? [.asia, .europe, .rth] : [.pre, .rth, .post]
        return names.filter { instrument.window(of: $0) != nil }.map { .session(name: $0) }
    }

    /// "последний час: в какую сторону чаще", "which way does the first hour usually go": up and down of the window.
    func directions() -> [Candidate] {
        guard has(.side), task(.correlation, .compare, .time) == nil, quantities.isEmpty,
            !often.isEmpty || task(.share) != nil,
            !indices.contains(where: { line[$0] == .verb(.break) || line[$0] == .verb(.touch) })
        else { return [] }
        var used = Set(often + marks(.side))
        for index in indices {
            switch line.pieces[index].sense {
            case .verb, .way, .mark(.absolute), .task(.share), .task(.performance), .measure(.percent), .rise,
                .mark(.or), .mark(.given), .mark(.after):
                used.insert(index)
            default: continue
            }
        }
        let given = dayFacts
        guard marks(.after).isEmpty || given.contains(where: { $0.value.ofSession }) else { return [] }
        used.formUnion(given.map(\.index))
        let grouping = keys.filter { !isDateKey($0.value) }
        used.formUnion(grouping.map(\.index))
        let metric: Metric = spans.isEmpty && !given.contains { $0.value.ofSession } ? .change : .body
        let measures: [Measure] = [true, false].map {
            .share(of: .sign(metric, up: $0), where: nil, withBase: !given.isEmpty)
        }
        let base = study(
            .summary(summary: Summary(measures: measures, keys: grouping.map(\.value))),
            condition: Condition.every(given.map(\.value.condition)),
            sessionEvent: given.contains { $0.value.ofSession }
        )
        return [candidate("which way", base, used, base.assumptions)]
    }
}
