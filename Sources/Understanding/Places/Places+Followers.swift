internal import Market
internal import Studies

extension Places {
    /// "After" and "next" put one fact on another day than the rest.
    func followers() -> [Int] { repeated() + events() }

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
        case .compare(let left, _, _):
            !left.metrics.isEmpty && left.metrics.allSatisfy { $0.family == .change || $0.family == .body }
        default: false
        }
    }
}
