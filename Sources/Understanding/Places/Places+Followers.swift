internal import Market
internal import Studies

extension Places {
    /// "After" and "next" put one fact on another day than the rest.
    func followers() -> [Int] {
        repeated() + laterFills() + lostEvents() + events() + earlierOutcomes() + sequences() + presentDays()
            + unrelatedWeekdays()
            + nextOutcomes()
    }

    /// "After NR4, is the next day's range above average": what is said of the next day does not choose the day
    /// before it.
    private func nextOutcomes() -> [Int] {
        let parts = if case .all(let parts)? = chosen { parts } else { [chosen].compactMap(\.self) }
        guard parts.count > 1 else { return [] }
        return frame.dayFacts.filter { fact in
            let unit = line.unit(fact.index - 1) == .day ? fact.index - 2 : fact.index - 1
            return line.isMark(unit, .next) && parts.contains(fact.value.condition)
        }
        .map(\.index)
    }

    /// "How often does the day after an unfilled gap fill it": a fill is of its own session's gap, and no later one's.
    private func laterFills() -> [Int] {
        guard let chosen, told.contains(where: { $0.atoms.contains(.gapFilled) }) else { return [] }
        let parts = if case .all(let parts) = chosen { parts } else { [chosen] }
        let isEarlier = parts.contains { part in
            if case .shifted(.not(.gapFilled), ..<0) = part { true } else { false }
        }
        guard isEarlier else { return [] }
        return frame.dayFacts.filter { fact in
            fact.value.condition == .gapFilled && line.isMark(fact.index + 1, .it)
                || fact.value.condition == .gapFilled
                    && !words.pieces.contains { word in
                        guard case .quantity(let gap) = word.sense, gap.isGap else { return false }
                        return !Set(word.tokens).isDisjoint(with: line.pieces[fact.index].tokens)
                    }
        }
        .map(\.index)
    }

    /// "Worst week after a gap down Monday": the gap has a place in the study.
    private func lostEvents() -> [Int] {
        var found: Set<Condition> = []
        study.visit { element in
            if case .condition(let condition) = element { found.formUnion(condition.atoms.map(\.bare)) }
        }
        return frame.marks(.after).compactMap { mark in
            guard case .condition(let fact)? = line[mark + 1], !fact.isCalendar else { return nil }
            let isLost = fact.condition.atoms.contains { $0.isOfGap && !found.contains($0.bare) }
            return isLost ? mark + 1 : nil
        }
    }

    /// "Gap up after gap up": one fact said twice is of two days.
    private func repeated() -> [Int] {
        let marks = frame.marks(.after) + frame.marks(.next) + frame.marks(.previous)
        guard !marks.isEmpty else { return [] }
        let facts = frame.dayFacts
        return facts.indices.filter { place in
            facts[..<place].contains { $0.value.condition == facts[place].value.condition }
        }
        .map { facts[$0].index }
        .filter { _ in !looksElsewhere }
    }

    /// "Red then green then red": each of them is a day of its own.
    private func sequences() -> [Int] {
        guard words.pieces.contains(where: { [.mark(.then), .mark(.next), .mark(.after)].contains($0.sense) }) else {
            return []
        }
        let facts = frame.dayFacts.filter { !$0.value.ofSession }
        guard facts.count > 2 else { return [] }
        let placed = ([chosen].compactMap(\.self) + told + sides).flatMap(\.atoms).count
        return placed < facts.count ? facts.map(\.index) : []
    }

    /// What the rows of each side of a comparison are chosen by.
    private var sides: [Condition] {
        if case .comparison(let variants, _) = study.result { variants.compactMap(\.condition) } else { [] }
    }

    /// "If yesterday fell, what about today": of any such two days, not of these.
    private func presentDays() -> [Int] {
        guard line.isMark(0, .given), study.period.singleDay != nil, !frame.dayFacts.isEmpty else { return [] }
        return frame.indices.filter { if case .relative? = line[$0] { true } else { false } }
            + frame.dayFacts.map(\.index)
    }

    /// "Green Mondays and red Fridays" are days of two kinds where nothing says that the one follows the other.
    private func unrelatedWeekdays() -> [Int] {
        guard told.isEmpty, ![Mark.given, .after, .next, .then, .previous, .before].contains(where: frame.has) else {
            return []
        }
        let isShifted = study.condition.map { condition in
            let parts = if case .all(let parts) = condition { parts } else { [condition] }
            return parts.contains { part in
                if case .shifted(.all(let inner), ..<0) = part {
                    inner.contains { if case .calendar(.weekday, _) = $0 { true } else { false } }
                } else {
                    false
                }
            }
        }
        return isShifted ?? false ? frame.dayFacts.map(\.index) : []
    }

    /// "Friday green if Wednesday is red": what is asked about does not lie before what is given.
    private func earlierOutcomes() -> [Int] {
        guard study.condition != nil, !frame.has(.previous), !frame.has(.before), !frame.has(.eve),
            !frame.has(.ago), !frame.indices.contains(where: { line.pieces[$0].sense == .relative(.yesterday) })
        else { return [] }
        // "What percent of the drops came after a red day": here it is what is asked.
        let isAsked = frame.marks(.after).contains { mark in
            if case .condition(let fact)? = line[mark + 1] { told.contains(fact.shifted(-1).condition) } else { false }
        }
        guard !isAsked else { return [] }
        let isEarlier = told.contains { if case .shifted(_, ..<0) = $0 { true } else { false } }
        return isEarlier ? frame.dayFacts.map(\.index) : []
    }

    /// "After a red day" is of the day before, or of what followed; only a session's own event may be of the same day.
    private func events() -> [Int] {
        frame.marks(.after).filter { mark in
            guard case .condition(let fact)? = line[mark + 1], !fact.isCalendar, !fact.ofSession, fact.span == nil,
                fact.rank?.span == nil, fact.condition.atoms.allSatisfy(\.isOfDay)
            else { return false }
            return !looksElsewhere
        }
    }

    private var looksElsewhere: Bool {
        let witness = Witness(study, frame.instrument)
        return witness.looksAhead || witness.looksBack
    }
}

extension Condition {
    /// How a whole day went, not what happened within it.
    fileprivate var isOfDay: Bool {
        switch self {
        case .compare(.metric(_, let bar), _, _) where bar.span?.isPartOfDay ?? false: false
        case .compare(let left, _, _):
            !left.metrics.isEmpty && left.metrics.allSatisfy { $0.family == .change || $0.family == .body }
        default: false
        }
    }
}
