internal import Market
internal import Studies

extension Frame {
    /// The unit that a month, quarter or event week stands for as a whole: "how many green Decembers", "how often is OPEX
    /// week red". Nil where days are named, or where it only says when: "green days in December".
    func wholeUnit(_ place: Int) -> BarUnit? {
        guard task(.count, .share) != nil || !often.isEmpty || asksEitherWay, case .condition(let fact)? = line[place],
            fact.isCalendar,
            let unit = fact.condition.wholeUnit, keys.isEmpty, slots.isEmpty, quantities.isEmpty, statistics.isEmpty,
            !namesDays, isSubject(place)
        else { return nil }
        return unit
    }

    /// The rows that the words say are whole months or quarters; nil where they say days.
    var wholeUnits: (unit: BarUnit, places: [Int])? {
        let found = indices.compactMap { place in wholeUnit(place).map { (unit: $0, place: place) } }
        guard let first = found.first, found.allSatisfy({ $0.unit == first.unit }) else { return nil }
        return (first.unit, found.map(\.place))
    }

    /// The line names days as such.
    private var namesDays: Bool {
        line.has(.day) || !units(.day, .calendarday).isEmpty || task(.days) != nil
            || calendarFacts.contains {
                switch $0.value.condition {
                case .calendar(let field, _): field == .weekday || field == .dayOfMonth
                case .event: true
                default: false
                }
            }
    }

    /// "OPEX week green or red": either way of the same is asked.
    private var asksEitherWay: Bool {
        guard dayFacts.count == 1, case .any(let ways) = dayFacts[0].value.condition, ways.count == 2 else {
            return false
        }
        return ways[0].isOpposite(of: ways[1]) && line.has(.or)
    }

    /// A settled fact is said of it: beside it, and no preposition makes it a date.
    private func isSubject(_ place: Int) -> Bool {
        let facts = dayFacts
        guard facts.count == 1, facts[0].value.settled || asksEitherWay, facts[0].value.run == nil,
            line.prep(place) != .in,
            line.prep(place) != .from, line.prep(place) != .since
        else { return false }
        // "December green share": of its days, as "Friday green share" is; "how often is December green" is of it.
        if let share = task(.share), share > place, share > facts[0].index, often.isEmpty, !asksEitherWay {
            return false
        }
        // "is January usually positive".
        return (min(place, facts[0].index) + 1..<max(place, facts[0].index)).allSatisfy {
            line[$0] == .often || asksEitherWay && line[$0] == .stop(",")
        }
    }
}

extension Condition {
    fileprivate var wholeUnit: BarUnit? {
        switch self {
        case .calendar(.month, let values): values.count == 1 ? .month : nil
        case .calendar(.quarter, let values): values.count == 1 ? .quarter : nil
        case .holdsEvent(_, .week): .week
        default: nil
        }
    }
}
