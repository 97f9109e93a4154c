internal import Market
internal import Studies

extension Frame {
    /// A relation of a quantity with nothing on its other side.
    private var bareRelation: Int? {
        indices.first { index in
            guard line.isRelation(index) else { return false }
            // "больше ли объём в красные дни".
            let isAsked = line.has(.whether) && line.isQuantity(index + 1)
            guard isAsked || line.isQuantity(index - 1) else { return false }
            var next = isAsked ? index + 2 : index + 1
            while line.isSpan(next) || line.isMark(next, .given) { next += 1 }
            switch line[next] {
            case nil, .stop?, .condition?, .dates?: return true
            default: return false
            }
        }
    }

    /// "OPEX vs other Fridays", "half days vs normal days", "last 3 days of the month vs all other days".
    func againstRest() -> Variants? {
        if let bare = bareRelation, facts.count == 1, dates.count < 2, let day = facts.first {
            // "is volume higher on Fridays": than on the others.
            return Variants(
                kind: .calendar,
                variants: [
                    Variant(name: Self.name(day.value.condition), condition: day.value.condition),
                    Variant(name: .rest, condition: .not(of: day.value.condition)),
                ],
                used: Set([bare, day.index] + marks(.given) + marks(.rest)),
                exclusive: true
            )
        }
        if let all = againstAll() { return all }
        if let bare = bareRelation, calendarFacts.isEmpty, dayFacts.count == 1, dates.count < 2,
            let fact = dayFacts.first,
            fact.index > bare, isYesNo
        {
            // "is volume higher on red days": than on the others.
            return Variants(
                kind: .facts,
                variants: [
                    Variant(name: .condition(condition: fact.value.condition), condition: fact.value.condition),
                    Variant(name: .rest, condition: .not(of: fact.value.condition)),
                ],
                used: [bare, fact.index],
                ofSession: fact.value.ofSession,
                exclusive: true
            )
        }
        guard let rest = marks(.rest).first ?? marks(.not).first ?? marks(.except).first else {
            return restByNegation()
        }
        if let year = yearAgainstRest(rest) { return year }
        guard
            var event = calendarFacts.first(where: { $0.index < rest }) ?? heldAgainst(rest)
        else { return nil }
        if let inside = insideOfKind(event, rest) { return inside }
        var used: Set<Int> = [event.index, rest]
        if let after = marks(.after).first(where: { $0 == event.index - 1 }), !event.value.isCalendar {
            // "share of green days after an inside day vs the rest".
            event.value.condition = followed(event.value, by: after)
            event.value.ofSession = event.value.ofSession && !asksNextDay(after)
            used.insert(after)
        }
        var other = Condition.not(of: event.value.condition)
        // "other Fridays": the rest of those.
        if let named = calendarFacts.first(where: { $0.index > rest }) {
            other = Condition.both(named.value.condition, other) ?? other
            used.insert(named.index)
        }
        for unit in units(.week, .month, .quarter, .year) where unit.index == rest + 1 || unit.value == .week {
            if unit.index > rest { used.insert(unit.index) }
        }
        return Variants(
            kind: .calendar,
            variants: [
                Variant(name: Self.name(event.value.condition), condition: event.value.condition),
                Variant(name: .rest, condition: other),
            ],
            used: used,
            ofSession: event.value.ofSession,
            // "on Mondays and on the other days": each by itself.
            exclusive: line.isMark(rest, .rest) && line.isMark(rest - 1, .and)
        )
    }

    /// The days that the rest is held against: of several facts those that are led in as days, "share of green days on inside
    /// days vs other days"; else the first.
    private func heldAgainst(_ rest: Int) -> (value: Fact, index: Int)? {
        let facts = dayFacts.filter { $0.index < rest }
        return facts.last {
            $0.value.condition.isOfDayBefore || line.isMark($0.index - 1, .after) || line.isMark($0.index - 1, .given)
                || line.prep($0.index) == .in
        } ?? facts.first
    }

    /// "days that closed in the top 20% of their range vs all days": beside every day, those that are named among them.
    private func againstAll() -> Variants? {
        guard let mark = marks(.vs).first, marks(.vs).count == 1, marks(.rest).isEmpty, line.isAllDays(mark + 1),
            let event = (calendarFacts + dayFacts).filter({ $0.index < mark }).max(by: { $0.index < $1.index }),
            let period = period(dates.map(\.value))
        else { return nil }
        return Variants(
            kind: .calendar,
            variants: [
                Variant(name: Self.name(event.value.condition), condition: event.value.condition),
                Variant(name: .period(period: period)),
            ],
            used: [event.index, mark, mark + 1],
            ofSession: event.value.ofSession,
            exclusive: true
        )
    }

    /// "Fridays before a holiday vs other Fridays": what else is said of the first ones holds them apart, and no other day
    /// meets it.
    private func insideOfKind(_ event: (value: Fact, index: Int), _ rest: Int) -> Variants? {
        guard case .calendar = event.value.condition,
            let more = (calendarFacts + dayFacts).first(where: {
                $0.index > event.index && $0.index < rest && $0.value.condition != event.value.condition
            }), case .event = more.value.condition,
            !(event.index..<more.index).contains(where: { line.isStop($0) })
        else { return nil }
        let named = calendarFacts.first { $0.index > rest }
        guard named == nil || named?.value.condition == event.value.condition,
            let own = Condition.both(event.value.condition, more.value.condition)
        else { return nil }
        let ofAll = line.unit(rest + 1) == .day
        let others =
            ofAll
            ? Condition.not(of: own)
            : Condition.both(event.value.condition, .not(of: more.value.condition)) ?? .not(of: own)
        var used: Set<Int> = [event.index, more.index, rest]
        if let named { used.insert(named.index) }
        return Variants(
            kind: .calendar,
            variants: [
                Variant(name: .condition(condition: own), condition: own), Variant(name: .rest, condition: others),
            ],
            used: used,
            exclusive: line.isMark(rest, .rest) && line.isMark(rest - 1, .and)
        )
    }

    /// "2024 against all other years".
    private func yearAgainstRest(_ rest: Int) -> Variants? {
        guard marks(.rest) == [rest], dates.count == 1, dates[0].index < rest, dates[0].value.shape == .year,
            let year = dates[0].value.period.dateRange?.first?.year, dates[0].value.period == .year(year),
            let unit = units(.year).first(where: { $0.index == rest + 1 }), calendarFacts.isEmpty
        else { return nil }
        let own = Condition.calendar(field: .year, oneOf: [year])
        return Variants(
            kind: .calendar,
            variants: [
                Variant(name: .year(year: year), condition: own), Variant(name: .rest, condition: .not(of: own)),
            ],
            used: [dates[0].index, rest, unit.index],
            exclusive: true
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
}
