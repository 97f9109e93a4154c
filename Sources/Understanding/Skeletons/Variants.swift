internal import Market
internal import Studies

extension Frame {
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
        let isOftener = often.first { line.has(.oftener, in: line.pieces[$0]) }
        if let apart = marks(.separately).first ?? isOftener, let ways = marks(.absolute).first,
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
        // "more often on inside days than on outside days": of each.
        let isHeld = facts.dropFirst().contains { isBehindThan($0.index) }
        let asksHowOften =
            !often.isEmpty && quantities.isEmpty && task(.compare) == nil && marks(.vs).isEmpty && !isHeld
        if facts.count >= 2, !asksHowOften, let pair = alternatives(facts.map { ($0.value, $0.index) }) {
            if let after = daysAfter(pair) { return after }
            return Variants(
                kind: .facts,
                variants: pair.map { Variant(name: .condition(condition: $0.0.condition), condition: $0.0.condition) },
                used: Set(pair.map(\.1)),
                ofSession: pair.contains { $0.0.ofSession },
                exclusive: pair.count == 2 && areLedIn(pair.map(\.1)) && !quantities.isEmpty
                    || pair.count == 2 && pair[0].0.isContrary(to: pair[1].0)
                        && (!quantities.isEmpty || facts.count == 3 && task(.share) != nil)
            )
        }
        // "NFP days versus red days, without 2020": what is left out is none of the two.
        let calendar = calendarFacts.filter { if case .not = $0.value.condition { false } else { true } }
        if facts.count == 1, calendar.count == 1 {
            // "FOMC days versus red days": of either.
            let sides = (facts + calendar).sorted { $0.index < $1.index }
            if areOpposed(sides.map(\.index)) {
                return Variants(
                    kind: .facts,
                    variants: sides.map { Variant(name: Self.name($0.value.condition), condition: $0.value.condition) },
                    used: Set(sides.map(\.index)),
                    ofSession: facts[0].value.ofSession
                )
            }
        }
        let named = spans
        if Set(named.map(\.value)).count >= 2 {
            return Variants(
                kind: .spans,
                variants: named.map { Variant(name: .span(span: $0.value), span: $0.value) },
                used: Set(named.map(\.index))
            )
        }
        if dates.count >= 2 {
            return Variants(
                kind: .periods,
                variants: Self.variants(of: dates.map(\.value)),
                used: Set(dates.map(\.index))
            )
        }
        if dates.count == 1, case .ranges(let ranges) = dates[0].value.period, ranges.count >= 2 {
            return nil
        }
        if calendar.count >= 2, let pair = alternatives(calendar.map { ($0.value, $0.index) }) {
            return Variants(
                kind: .calendar,
                variants: pair.map { Variant(name: Self.name($0.0.condition), condition: $0.0.condition) },
                used: Set(pair.map(\.1)),
                exclusive: !quantities.isEmpty && areEvents(pair.map(\.0.condition)) || areListed(pair)
            )
        }
        return nil
    }

    /// "days after a red day vs after a green day": the next day of either.
    private func daysAfter(_ pair: [(Fact, Int)]) -> Variants? {
        let markers = marks(.after)
        guard let first = pair.first, let marker = markers.first, marker == first.1 - 1, horizons().isEmpty,
            markers.allSatisfy({ marker in pair.contains { $0.1 == marker + 1 } }),
            markers.count == 1 || markers.count == pair.count
        else { return nil }
        let isNextDay =
            line.unit(marker - 1) == .day || line.has(.day, in: line.pieces[marker]) || !marks(.next).isEmpty
        let shifts = isNextDay || !pair.contains { $0.0.ofSession }
        // "days after a red day and days with a gap up": the second are days of their own.
        let own = pair.dropFirst().filter { one in
            markers.count == 1 && (line.isMark(one.1 - 1, .given) || line[one.1 - 1] == .task(.days))
                && (line.has(.day, in: line.pieces[one.1 - 1]) || line.unit(one.1 - 2) == .day)
        }
        let variants = pair.map { fact, place -> Variant in
            let condition =
                shifts && !own.contains { $0.1 == place }
                ? Condition.shifted(of: fact.condition, by: -1) : fact.condition
            return Variant(name: .condition(condition: condition), condition: condition)
        }
        return Variants(
            kind: .facts,
            variants: variants,
            used: Set(pair.map(\.1)).union(markers).union(marks(.next)),
            ofSession: !shifts
        )
    }

    /// "в дни NFP, FOMC и CPI": each event is told by itself.
    private func areEvents(_ conditions: [Condition]) -> Bool {
        Set(conditions).count == conditions.count
            && conditions.allSatisfy { if case .event(_, 0) = $0 { true } else { false } }
    }

    /// "on Mondays and Fridays", "летом и зимой": days of the calendar that are named one by one are told one by one, where
    /// nothing takes them together.
    private func areListed(_ facts: [(Fact, Int)]) -> Bool {
        guard facts.count == calendarFacts.count, keys.isEmpty, slots.isEmpty, barUnits.isEmpty, superlatives.isEmpty,
            bests.isEmpty, marks(.together).isEmpty, marks(.only).isEmpty,
            // "show the days", but "show the average range on Mondays and Fridays".
            !line.has(.shown) || !statistics.isEmpty,
            task(.top, .time, .timehour, .days, .distribution, .runs, .length, .correlation) == nil,
            [Mark.after, .next, .previous, .given, .before].allSatisfy({ !has($0) })
        else { return false }
        // A figure of them, or how many or what share of them was so.
        let isCounted = task(.count, .share) != nil && Set(dayFacts.map(\.value.condition)).count == 1
        guard quantities.isEmpty ? isCounted : task(.count, .share) == nil else { return false }
        var seen: Set<Int> = []
        for (fact, _) in facts {
            guard case .calendar(let field, let values) = fact.condition, !Self.isPlace(field),
                seen.isDisjoint(with: values)
            else { return false }
            seen.formUnion(values)
        }
        return zip(facts, facts.dropFirst()).allSatisfy { left, right in
            left.1 + 1 < right.1
                && (left.1 + 1..<right.1).allSatisfy { place in
                    line.isMark(place, .and) || line[place] == .stop(",") || line[place] == .stop("/")
                        || line.unit(place) == .day
                        || isCounted && dayFacts.contains { $0.index == place }
                }
        }
    }

    /// Facts joined by "vs", "and", "or", a comma: alternatives, not conditions that all hold.
    func alternatives(_ facts: [(Fact, Int)]) -> [(Fact, Int)]? {
        var chosen: [(Fact, Int)] = []
        for (position, fact) in facts.enumerated() {
            guard position + 1 < facts.count else { continue }
            let next = facts[position + 1]
            let between = (fact.1 + 1)..<next.1
            let joined =
                between.contains {
                    line.isMark($0, .vs) || line.isMark($0, .and) || line.isMark($0, .or) || line[$0] == .stop(",")
                        || line[$0] == .stop("/")
                }
                || line.prep(next.1) == .from || isBehindThan(next.1)
                || (line.prep(next.1) == .in || line.prep(next.1) == .to) && task(.compare) != nil || !bests.isEmpty
                || between.contains { line[$0] == .task(.compare) }
                || !between.isEmpty && line[between.lowerBound] == .best(up: true)
                || between.contains { line.has(.comparative, in: line.pieces[$0]) && line.isQuantity($0) }
            // "on up days and on down days": the second list is led in as the first was.
            let isMore = between.contains { line.isMoreThan($0) }
            let led =
                isBehindThan(next.1)
                || between.count == 2 && (line.joinsHeads(between.lowerBound) || isMore)
                    && line.isMark(next.1 - 1, .given)
            let isWith =
                between.count == 1 && task(.compare) != nil
                && (line.isMark(between.lowerBound, .given) || line[between.lowerBound] == .task(.days))
            guard joined || isMore || isWith,
                led || isWith || !between.contains(where: { line.isMark($0, .given) || line.isMark($0, .after) })
            else {
                continue
            }
            let isPair = facts.count == 2 && (areOpposed([fact.1, next.1]) || areLedIn([fact.1, next.1]))
            guard isPair || Self.sameKind(fact.0, next.0) else { continue }
            if chosen.last?.1 != fact.1 { chosen.append(fact) }
            chosen.append(next)
        }
        return chosen.count >= 2 ? chosen : nil
    }

    /// "red days vs days with a gap": held against each other, however unlike they are.
    private func areOpposed(_ sides: [Int]) -> Bool {
        guard sides.count == 2, sides[0] + 1 < sides[1] else { return false }
        let between = sides[0] + 1..<sides[1]
        let isChosen = whichIsMore != nil && task(.share, .count) == nil
        return between.contains {
            line.isMark($0, .vs) || task(.compare) != nil && (line.isMark($0, .and) || line.isMark($0, .or))
                || isChosen && line.isMark($0, .or)
        }
    }

    /// "on gap up days and on outside days": each with a preposition of its own.
    private func areLedIn(_ sides: [Int]) -> Bool {
        func isLed(_ side: Int) -> Bool {
            line.prep(side) == .in || line.isMark(side - 1, .given) && line.has(.day, in: line.pieces[side - 1])
        }
        guard sides.count == 2, line.isMark(sides[0] + 1, .and), sides.allSatisfy(isLed) else { return false }
        return (sides[0] + 2..<sides[1]).allSatisfy { line.isMark($0, .given) }
    }

    /// "than inside days", "чем в дни FOMC".
    private func isBehindThan(_ index: Int) -> Bool {
        if line.isBehindThan(index) { return true }
        switch line[index - 1] {
        case .mark(.given)?, .task(.days)?, .unit(.day)?: return line.isBehindThan(index - 1)
        default: return false
        }
    }

    static func sameKind(_ left: Fact, _ right: Fact) -> Bool {
        switch (left.condition, right.condition) {
        case (.calendar(let a, _), .calendar(let b, _)): a == b || isPlace(a) && isPlace(b)
        // "first Friday of the month vs the third".
        case (.all(let a), .all(let b)): left.isCalendar && a.map(calendarField) == b.map(calendarField)
        case (.event, .event), (.holdsEvent, .holdsEvent), (.pattern, .pattern): true
        case (.compare(let a, _, _), .compare(let b, _, _)): a == b || a.isOfVolume && b.isOfVolume
        case (.event, .calendar), (.calendar, .event), (.event, .not), (.holdsEvent, .not): true
        case (.not(let a), let b), (let b, .not(let a)): a == b
        case (.shifted(let a, let by), .shifted(let b, let other)):
            by == other && sameKind(Fact(condition: a), Fact(condition: b))
        case (.all(let parts), let other), (let other, .all(let parts)):
            parts.contains { sameKind(Fact(condition: $0), Fact(condition: other)) }
        case (.run(let a, _, _), .run(let b, _, _)): sameKind(Fact(condition: a), Fact(condition: b))
        default: false
        }
    }

    private static func calendarField(_ condition: Condition) -> CalendarField? {
        if case .calendar(let field, _) = condition { field } else { nil }
    }

    static func isPlace(_ field: CalendarField) -> Bool {
        if case .ordinal = field { true } else { false }
    }

    /// The days around an event, or on both sides of it.
    func eventSides() -> Variants? {
        let calendar = calendarFacts
        if let around = calendar.first(where: {
            if case .any(let parts) = $0.value.condition { Self.isAround(parts) } else { false }
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

    /// The days before and after an event, and its own.
    private static func isAround(_ parts: [Condition]) -> Bool {
        parts.count == 3 && parts.contains { if case .event(_, 0) = $0 { true } else { false } }
    }

    /// Variants of periods; a month by its name where all are of one year, else by the period.
    static func variants(of all: [Dates]) -> [Variant] {
        let years = Set(all.compactMap { $0.period.dateRange?.first?.year })
        let isAlike = years.count == 1 && Set(all.map(\.shape)).count == 1
        return all.map { dates in
            let name: VariantName =
                switch (dates.shape, dates.period.dateRange?.first) {
                case (.month, let first?) where isAlike: .month(month: first.month)
                case (.quarter, let first?) where isAlike: .quarter(quarter: first.quarter)
                default: name(dates)
                }
            return Variant(name: name, period: dates.period)
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

extension Series {
    /// "High volume" is of the volume before, "low volume" of the period's.
    fileprivate var isOfVolume: Bool {
        if case .metric(let metric, .own) = self { metric == .volume || metric == .relativeVolume } else { false }
    }
}

extension Condition {
    /// One side of a bound, and the other.
    fileprivate func isMirror(of other: Condition) -> Bool {
        guard case .compare(let left, let relation, let right) = self else { return false }
        return other == .compare(left: left, relation: relation.mirrored, right: right)
    }
}

extension Fact {
    /// Both are of how the day went, and no day is both.
    func isContrary(to other: Fact) -> Bool {
        if other.condition == .not(of: condition) || condition == .not(of: other.condition) { return true }
        if case .shifted(let first, let by) = condition, case .shifted(let second, by) = other.condition {
            return first.isMirror(of: second)
        }
        if case .compare(_, _, let bound) = condition, bound != .number(value: 0) {
            return condition.isMirror(of: other.condition)
        }
        guard settled && other.settled || condition.isOfGap && other.condition.isOfGap,
            case .compare(let left, let relation, .number(0)) = condition
        else {
            return false
        }
        return other.condition == .compare(left: left, relation: relation.mirrored, right: .number(value: 0))
    }
}

extension Variant {
    /// A whole year as a choice of days.
    var ofYear: Variant {
        guard case .year(let year) = name, period == .year(year) else { return self }
        return Variant(name: name, condition: .calendar(field: .year, oneOf: [year]))
    }
}

extension Measure {
    /// The same of one of several things that are compared, beside the others in one row; nil where it cannot be.
    func of(_ variant: Variant) -> Measure? {
        guard variant.period == nil else { return nil }
        func own(_ bar: Bar) -> Bar {
            Bar(span: bar.span ?? variant.span, symbol: bar.symbol ?? variant.symbol)
        }
        func both(_ condition: Condition?) -> Condition? { Condition.both(variant.condition, condition) }
        switch self {
        case .statistic(let statistic, let series, let condition):
            return series.onBars(own).map { .statistic(statistic: statistic, of: $0, where: both(condition)) }
        case .count(let condition): return variant.condition == nil ? nil : .count(where: both(condition))
        case .share(let of, let condition, let withBase):
            return of.onBars(own).map { .share(of: $0, where: both(condition), withBase: withBase) }
        case .ratio, .correlation: return nil
        }
    }
}
