internal import Market
internal import Studies

extension Line {
    /// Weeks that hold an event against those that do not, named once: "opex week vs all other weeks", "weeks without opex",
    /// "in opex week and outside of it"; and what brackets only name again.
    mutating func settleOtherWeeks() {
        dropNamedAgain()
        for index in pieces.indices {
            if isMark(index, .outside), isMark(index + 1, .it), joinsHeads(index - 1),
                pieces[..<index].contains(where: { isOfEvent($0.sense) })
            {
                join(index...(index + 1), as: .mark(.rest))
                return
            }
            if isMark(index, .and), case .condition(let left)? = self[index - 1],
                case .condition(let right)? = self[index + 1], right.condition == .not(of: left.condition),
                left.isCalendar
            {
                // "opex weeks and non-opex weeks": no week is both.
                pieces[index].sense = .mark(.vs)
                return
            }
            if isMark(index, .and), isMark(index + 1, .not), case .condition(let left)? = self[index - 1],
                case .condition(let right)? = self[index + 2], right.condition == left.condition, left.isCalendar
            {
                pieces[index].sense = .mark(.vs)
                return
            }
            guard let week = week(before: index) else { continue }
            if unit(index) == .week, week.unit == .week, isMark(index + 1, .except) || isMark(index + 1, .not),
                case .condition(let fact)? = self[index + 2], fact.condition == .event(event: week.event, offset: 0)
            {
                let other = Condition.not(of: .holdsEvent(event: week.event, unit: .week))
                join(index...(index + 2), as: .condition(Fact(condition: other, isCalendar: true)))
                return
            }
            if isMark(index, .rest), unit(index + 1) == week.unit {
                join(index...(index + 1), as: .mark(.rest))
                return
            }
            if unit(index) == .week, week.unit == .week, case .condition(let fact)? = self[index + 1],
                fact.condition == .not(of: .event(event: week.event, offset: 0))
            {
                let other = Condition.not(of: .holdsEvent(event: week.event, unit: .week))
                join(index...(index + 1), as: .condition(Fact(condition: other, isCalendar: true)))
                return
            }
        }
    }

    /// "quarterly expiration (quad witching)", "opex week (OPEX)".
    private mutating func dropNamedAgain() {
        for index in pieces.indices.reversed() where self[index] == .stop("(") && self[index + 2] == .stop(")") {
            if let named = [index - 1, index - 2].first(where: { self[$0] == self[index + 1] }),
                named == index - 1 || unit(index - 1) == .day || isSpan(index - 1), self[named] != nil
            {
                // "экстремумы дня (хай и лой)".
                let said = pieces[index...(index + 2)].flatMap(\.tokens)
                pieces[named].tokens = (pieces[named].tokens + said).sorted()
                pieces.removeSubrange(index...(index + 2))
                continue
            }
            guard case .condition(let again)? = self[index + 1], case .condition(let fact)? = self[index - 1],
                again.isCalendar, again.condition == fact.condition || again.condition == fact.condition.heldEvent
            else { continue }
            join((index - 1)...(index + 2), as: .condition(fact))
        }
    }

    private func isOfEvent(_ sense: Sense) -> Bool {
        guard case .condition(let fact) = sense else { return false }
        switch fact.condition {
        case .event, .holdsEvent: return true
        default: return false
        }
    }

    private func week(before index: Int) -> (event: CalendarEvent, unit: UnitWord)? {
        for piece in pieces[..<index] {
            guard case .condition(let fact) = piece.sense, case .holdsEvent(let event, let unit) = fact.condition else {
                continue
            }
            switch unit {
            case .week: return (event, .week)
            case .month: return (event, .month)
            default: continue
            }
        }
        return nil
    }
}

extension Condition {
    /// The event that its week or month holds, as a day.
    fileprivate var heldEvent: Condition? {
        if case .holdsEvent(let event, _) = self { .event(event: event, offset: 0) } else { nil }
    }
}
