internal import Market
internal import Studies

extension Places {
    /// Days that are told side by side, or from one to another, are not days that are all of it at once.
    func joined() -> [Int] { listed() + transitions() + besideEvents() + seasons() + rankedLists() }

    /// "Largest range of Monday, Tuesday and Friday": of each of them, or the one largest of all; which is not said.
    private func rankedLists() -> [Int] {
        guard case .list(let list) = study.result, list.limit != nil, !list.order.isEmpty,
            let rank = frame.superlatives.first, frame.task(.top, .days, .time) == nil, frame.dates.count < 2,
            line.whole(rank.index - 1) == nil, line.whole(rank.index + 1) == nil, !line.has(.which), !line.has(.or)
        else { return [] }
        // "the biggest gap up and down": one of each side.
        let sides = words.pieces.indices.filter {
            words.isMark($0, .absolute) && words.has(.andword, in: words.pieces[$0])
        }
        if list.limit == 1, !sides.isEmpty { return sides.compactMap(piece) }
        let named = words.pieces.indices.filter { word in
            switch words[word] {
            case .weekdays(let days)?: days.count == 1
            case .months(let months)?: months.count == 1
            default: false
            }
        }
        guard named.count > 1,
            zip(named, named.dropFirst()).allSatisfy({ left, right in
                right > left + 1 && (left + 1..<right).allSatisfy { words.isMark($0, .and) || words[$0] == .stop(",") }
            })
        else { return [] }
        return frame.calendarFacts.map(\.index)
    }

    /// "NFP, FOMC and CPI", "hammers and shooting stars": each by itself; both at once only where that is said.
    private func listed() -> [Int] {
        guard let chosen, frame.marks(.both).isEmpty, frame.marks(.together).isEmpty else {
            return []
        }
        let parts = if case .all(let parts) = chosen { parts } else { [chosen] }
        // "Days with a higher high and a lower low": days are chosen by both.
        let choosesDays = frame.asksForDays || frame.task(.days) != nil
        let facts = frame.facts.filter {
            parts.contains($0.value.condition) && $0.value.isNamed && (!choosesDays || $0.value.isCalendar)
        }
        return zip(facts, facts.dropFirst())
            .filter { left, right in
                !frame.isOfOneDay([left, right]) && left.value.isCalendar == right.value.isCalendar
                    && left.value.condition != right.value.condition
                    && frame.isListed(left.index, right.index)
            }
            .map(\.1.index)
    }

    /// "Friday to Monday": between two days, no set of them; "Monday to Wednesday" are all from the one to the other.
    private func transitions() -> [Int] {
        // "compare Monday to Friday".
        if case .comparison = study.result, frame.task(.compare) != nil { return [] }
        return words.pieces.indices.filter { word in
            guard case .weekdays(let ends)? = words[word], ends.count == 1, words.prep(word) == .to,
                let before = words.pieces[..<word].last(where: { if case .weekdays = $0.sense { true } else { false } }
                ),
                case .weekdays(let starts) = before.sense, starts.count == 1
            else { return false }
            guard starts[0] < ends[0] else { return true }
            return !weekdays.isSuperset(of: starts[0]...ends[0])
        }
        .compactMap(piece)
    }

    private var weekdays: Set<Int> {
        var found: Set<Int> = []
        study.visit { element in
            if case .condition(.calendar(.weekday, let days)) = element { found.formUnion(days) }
        }
        return found
    }

    /// "Thursdays after OPEX": the day after OPEX is never one.
    private func besideEvents() -> [Int] {
        guard case .all(let parts)? = chosen else { return [] }
        let days = parts.compactMap { if case .calendar(.weekday, let days) = $0 { days } else { nil } }.flatMap(\.self)
        guard !days.isEmpty else { return [] }
        return frame.calendarFacts.filter { fact in
            guard case .event(let event, let offset) = fact.value.condition, offset != 0,
                parts.contains(fact.value.condition)
            else { return false }
            return !frame.surroundings.weekdays(beside: event, offset).contains { days.contains($0) }
        }
        .map(\.index)
    }

    /// "This summer" is not every summer.
    private func seasons() -> [Int] {
        words.pieces.indices.filter { word in
            guard case .relative? = words[word], case .months(let months)? = words[word + 1], months.count == 3,
                let place = piece(of: word + 1)
            else { return false }
            if case .dates = line.pieces[place].sense { return false }
            return true
        }
        .compactMap { piece(of: $0 + 1) }
    }
}

extension Fact {
    /// A day of an event, or a pattern: known by its name.
    fileprivate var isNamed: Bool {
        switch condition {
        case .event, .pattern: true
        default: false
        }
    }
}

extension Surroundings {
    /// The weekdays on which the trading days so many places beside an event fell.
    fileprivate func weekdays(beside event: CalendarEvent, _ offset: Int) -> Set<Int> {
        Set(
            days(event).compactMap { day in
                let reach = 7 + 2 * abs(offset)
                let near =
                    offset > 0
                    ? calendar.days(in: day.adding(days: 1)...day.adding(days: reach))
                    : calendar.days(in: day.adding(days: -reach)...day.adding(days: -1)).reversed()
                let place = abs(offset) - 1
                return near.indices.contains(place) ? near[place].weekday : nil
            }
        )
    }
}
