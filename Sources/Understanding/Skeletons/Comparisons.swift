internal import Market
internal import Studies

extension Frame {
    /// Named variants side by side: periods, weekdays, sessions, instruments, a part against the rest.
    func comparisons() -> [Candidate] {
        let asked = task(.compare) ?? marks(.vs).first ?? separated
        let chooses =
            asked == nil && (!bests.isEmpty || !often.isEmpty || has(.or) || has(.both))
            ? bests.first?.index ?? often.first ?? marks(.or).first : nil
        guard task(.correlation) == nil, let found = variants() else { return [] }
        guard asked != nil || chooses != nil || named.count > 1 || found.exclusive else { return [] }
        var used = found.used
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.compare), .mark(.vs), .mark(.or), .mark(.and), .often, .mark(.separately), .best,
                .task(.performance), .mark(.those):
                used.insert(index)
            case .relation where comparesWords(index): used.insert(index)
            case .superlative(.max) where chooses != nil || asked != nil: used.insert(index)
            case .prep: used.insert(index)
            default: continue
            }
        }
        var facts = dayFacts.filter { !found.used.contains($0.index) }
        var measures: [Measure] = []
        var sessionEvent = false
        let values = quantities.filter {
            !found.used.contains($0.index) && !($0.value.isGap && dayFacts.contains { $0.value.ofSession })
        }
        for quantity in quantities where !values.contains(where: { $0.index == quantity.index }) {
            used.insert(quantity.index)
        }
        let shareTask = task(.share)
        if let shareTask { used.insert(shareTask) }
        if let count = task(.count) { used.insert(count) }
        if (shareTask != nil || !often.isEmpty || task(.count) != nil) && values.isEmpty, let outcome = facts.first {
            measures = [.share(of: outcome.value.condition, where: nil, withBase: false)]
            if task(.count) != nil { measures.append(.count(where: outcome.value.condition)) }
            used.insert(outcome.index)
            sessionEvent = outcome.value.ofSession
            facts.removeFirst()
        }
        for (quantity, index) in values {
            used.insert(index)
            for one in quantity.measures(statistic(for: index)) where !measures.contains(one) { measures.append(one) }
        }
        used.formUnion(statistics.map(\.index))
        if let both = indices.first(where: { line.pieces[$0].sense == .highLow }) {
            used.insert(both)
            measures += Quantity(.range).measures(.mean)
        }
        if let statistics = task(.statistics) { used.insert(statistics) }
        if measures.isEmpty {
            measures = Bundle.behaviour
            if found.kind == .spans, surroundingsVolume {
                measures.append(.statistic(statistic: .mean, of: .metric(metric: .volume, of: .own), where: nil))
            }
        }
        used.formUnion(facts.map(\.index))
        sessionEvent = sessionEvent || found.ofSession
        // A condition on one instrument is not the other's.
        if found.kind == .symbols, !facts.isEmpty { return [] }
        let condition = Condition.every(facts.map(\.value.condition))
        let grouping = keys.filter { !isDateKey($0.value) }
        if !grouping.isEmpty, grouping.contains(where: { Self.isGroup($0.value, found) }) {
            used.formUnion(grouping.map(\.index))
        }
        var base = study(
            .comparison(variants: found.variants, measures: measures),
            condition: condition,
            without: found.used,
            sessionEvent: sessionEvent
        )
        if found.kind == .symbols {
            base.study.symbols = named
            for index in indices { if case .symbol = line.pieces[index].sense { used.insert(index) } }
        }
        return [
            Candidate(
                name: "comparison",
                study: base.study,
                used: used.union(base.used),
                fit: asked == nil && !found.exclusive && bests.isEmpty ? 18 : 31,
                assumptions: base.assumptions
            )
        ]
    }

    private var surroundingsVolume: Bool { context.loaded.first { $0.instrument.symbol == symbol }?.hasVolume ?? true }

    private var separated: Int? { marks(.separately).first }

    /// "по годам: 2020, 2022, 2024": the key says what the variants are.
    private static func isGroup(_ key: Key, _ found: Variants) -> Bool {
        guard case .calendar(let field) = key else { return false }
        switch (field, found.kind) {
        case (.year, .periods), (.month, .periods), (.quarter, .periods), (.weekday, .calendar), (.month, .calendar):
            return true
        default: return false
        }
    }

    /// "где больше волатильность": the relation is the comparison.
    private func comparesWords(_ index: Int) -> Bool {
        if case .number? = line[index + 1] { return false }
        return true
    }

    struct Variants {
        enum Kind { case symbols, spans, periods, calendar, facts }
        var kind: Kind
        var variants: [Variant]
        var used: Set<Int>
        var ofSession = false
        /// No day can be of two of them.
        var exclusive = false
    }

    /// What is compared: the first kind of thing of which two or more are named.
    func variants() -> Variants? {
        if named.count > 1 {
            let places = Set(indices.filter { if case .symbol = line.pieces[$0].sense { true } else { false } })
            return Variants(
                kind: .symbols,
                variants: named.map { Variant(name: .symbol(symbol: $0), symbol: $0) },
                used: places
            )
        }
        if let rest = againstRest() { return rest }
        if let sides = eventSides() { return sides }
        if let apart = marks(.separately).first, let ways = marks(.absolute).first,
            dayFacts.contains(where: { $0.value.condition == .gapFilled })
        {
            let sides = [true, false].map { Condition.sign(.gap, up: $0) }
            return Variants(
                kind: .facts,
                variants: sides.map { Variant(name: .condition(condition: $0), condition: $0) },
                used: [apart, ways],
                ofSession: true
            )
        }
        let facts = dayFacts
        let asksHowOften = !often.isEmpty && quantities.isEmpty && task(.compare) == nil && marks(.vs).isEmpty
        if facts.count >= 2, !asksHowOften, let pair = alternatives(facts.map { ($0.value, $0.index) }) {
            return Variants(
                kind: .facts,
                variants: pair.map { Variant(name: .condition(condition: $0.0.condition), condition: $0.0.condition) },
                used: Set(pair.map(\.1)),
                ofSession: pair.contains { $0.0.ofSession }
            )
        }
        let named = spans
        let values = quantities.compactMap { item in item.value.span.map { ($0, item.index) } }
        if Set(named.map(\.value)).count >= 2 {
            return Variants(
                kind: .spans,
                variants: named.map { Variant(name: .span(span: $0.value), span: $0.value) },
                used: Set(named.map(\.index))
            )
        }
        _ = values
        if dates.count >= 2 {
            return Variants(
                kind: .periods,
                variants: dates.map {
                    Variant(name: Self.name($0.value, among: dates.map(\.value)), period: $0.value.period)
                },
                used: Set(dates.map(\.index))
            )
        }
        if dates.count == 1, case .ranges(let ranges) = dates[0].value.period, ranges.count >= 2 {
            return nil
        }
        let calendar = calendarFacts
        if calendar.count >= 2, let pair = alternatives(calendar.map { ($0.value, $0.index) }) {
            return Variants(
                kind: .calendar,
                variants: pair.map { Variant(name: Self.name($0.0.condition), condition: $0.0.condition) },
                used: Set(pair.map(\.1))
            )
        }
        return nil
    }

    /// Facts joined by "vs", "and", "or", a comma: alternatives, not conditions that all hold.
    private func alternatives(_ facts: [(Fact, Int)]) -> [(Fact, Int)]? {
        var chosen: [(Fact, Int)] = []
        for (position, fact) in facts.enumerated() {
            guard position + 1 < facts.count else { continue }
            let next = facts[position + 1]
            let between = (fact.1 + 1)..<next.1
            let joined =
                between.contains {
                    line.isMark($0, .vs) || line.isMark($0, .and) || line.isMark($0, .or) || line[$0] == .stop(",")
                }
                || line.prep(next.1) == .from || line.prep(next.1) == .than
                || line.prep(next.1) == .in && task(.compare) != nil || !bests.isEmpty
                || between.contains { line[$0] == .task(.compare) }
                || !between.isEmpty && line[between.lowerBound] == .best(up: true)
            guard joined, !between.contains(where: { line.isMark($0, .given) || line.isMark($0, .after) }) else {
                continue
            }
            guard Self.sameKind(fact.0, next.0) else { continue }
            if chosen.last?.1 != fact.1 { chosen.append(fact) }
            chosen.append(next)
        }
        return chosen.count >= 2 ? chosen : nil
    }

    private static func sameKind(_ left: Fact, _ right: Fact) -> Bool {
        switch (left.condition, right.condition) {
        case (.calendar(let a, _), .calendar(let b, _)): a == b || isPlace(a) && isPlace(b)
        case (.event, .event), (.pattern, .pattern): true
        case (.compare(let a, _, _), .compare(let b, _, _)): a == b
        case (.event, .calendar), (.calendar, .event), (.event, .not), (.holdsEvent, .not): true
        default: false
        }
    }

    private static func isPlace(_ field: CalendarField) -> Bool {
        if case .ordinal = field { true } else { false }
    }

    /// "OPEX vs other Fridays", "half days vs normal days", "last 3 days of the month vs all other days".
    private func againstRest() -> Variants? {
        guard let rest = marks(.rest).first ?? marks(.not).first ?? marks(.except).first else {
            return restByNegation()
        }
        guard
            let event = calendarFacts.first(where: { $0.index < rest })
                ?? dayFacts.first(where: { $0.index < rest }).map({ $0 })
        else { return nil }
        var used: Set<Int> = [event.index, rest]
        var other = Condition.not(of: event.value.condition)
        // "other Fridays": the rest of those.
        if let named = calendarFacts.first(where: { $0.index > rest }) {
            other = Condition.both(named.value.condition, other) ?? other
            used.insert(named.index)
        }
        for unit in units(.week) where unit.index > rest { used.insert(unit.index) }
        return Variants(
            kind: .calendar,
            variants: [
                Variant(name: Self.name(event.value.condition), condition: event.value.condition),
                Variant(name: .rest, condition: other),
            ],
            used: used,
            ofSession: event.value.ofSession
        )
    }

    /// "opex week vs non-opex weeks": the negation is a fact of its own.
    private func restByNegation() -> Variants? {
        let calendar = calendarFacts
        guard calendar.count == 2 else { return nil }
        for (one, other) in [(calendar[0], calendar[1]), (calendar[1], calendar[0])] {
            guard case .not(let inner) = other.value.condition, inner == one.value.condition else { continue }
            return Variants(
                kind: .calendar,
                variants: [
                    Variant(name: Self.name(inner), condition: inner),
                    Variant(name: .rest, condition: other.value.condition),
                ],
                used: [one.index, other.index]
            )
        }
        return nil
    }

    /// The days around an event, or on both sides of it.
    private func eventSides() -> Variants? {
        let calendar = calendarFacts
        if let around = calendar.first(where: {
            if case .any(let parts) = $0.value.condition { parts.count == 3 } else { false }
        }),
            case .any(let parts) = around.value.condition
        {
            return Variants(
                kind: .calendar,
                variants: parts.map { Variant(name: .condition(condition: $0), condition: $0) },
                used: [around.index],
                exclusive: true
            )
        }
        let sides = calendar.filter { if case .event = $0.value.condition { true } else { false } }
        guard sides.count == 2, sides[0].value.condition != sides[1].value.condition,
            case .event(let a, let x) = sides[0].value.condition,
            case .event(let b, let y) = sides[1].value.condition, a == b, x != y
        else { return nil }
        return Variants(
            kind: .calendar,
            variants: sides.map {
                Variant(name: .condition(condition: $0.value.condition), condition: $0.value.condition)
            },
            used: Set(sides.map(\.index)),
            exclusive: true
        )
    }

    /// A month by its name where all are of one year; else the period.
    private static func name(_ dates: Dates, among all: [Dates]) -> VariantName {
        let years = Set(all.compactMap { $0.period.dateRange?.first?.year })
        guard years.count == 1, all.allSatisfy({ $0.shape == dates.shape }), let first = dates.period.dateRange?.first
        else { return name(dates) }
        switch dates.shape {
        case .month: return .month(month: first.month)
        case .quarter: return .quarter(quarter: first.quarter)
        default: return name(dates)
        }
    }

    static func name(_ dates: Dates) -> VariantName {
        if dates.shape == .year, let first = dates.period.dateRange?.first { return .year(year: first.year) }
        return .period(period: dates.period)
    }

    static func name(_ condition: Condition) -> VariantName {
        switch condition {
        case .calendar(.weekday, let values) where values.count == 1: .weekday(day: values[0])
        case .calendar(.month, let values) where values.count == 1: .month(month: values[0])
        case .calendar(.quarter, let values) where values.count == 1: .quarter(quarter: values[0])
        default: .condition(condition: condition)
        }
    }
}
