internal import Market
internal import Studies

/// What is asked of days that are listed: their columns, or how one day went.
extension Frame {
    /// "OPEX days of 2024 with volume", "all NFP days and their range": the days that the calendar names, with columns.
    var isListOfNamedDays: Bool {
        guard facts.count == calendarFacts.count, !quantities.isEmpty, superlatives.isEmpty, bests.isEmpty,
            often.isEmpty, keys.isEmpty, slots.isEmpty, let subject = calendarFacts.first,
            subject.index == indices.first(where: { !line.isStop($0) && line[$0] != .task(.days) }),
            let first = quantities.first?.index, first > subject.index
        else { return false }
        // "with their change"
        let column = line.isMark(first - 1, .it) ? first - 1 : first
        return line.isMark(column - 1, .given) || line.isMark(column - 1, .those)
            || line[column - 1] == .stop(":") && line.has(.whole)
    }

    /// "list all gap ups over 0.8% with the change", "gap ups over 0.8% with their change": rows that are to be shown, and
    /// columns behind them.
    var isListWithColumns: Bool {
        guard isShown || isOfEachRow, !facts.isEmpty, !quantities.isEmpty, superlatives.isEmpty, bests.isEmpty,
            often.isEmpty,
            keys.isEmpty, slots.isEmpty, let subject = facts.map(\.index).min()
        else { return false }
        let columns = quantities.filter { !($0.value.isGap && facts.contains { $0.value.ofSession }) }
        return !columns.isEmpty && columns.allSatisfy { $0.index > subject }
    }

    /// "with their change": of each, and no figure of all.
    private var isOfEachRow: Bool {
        guard let column = quantities.first?.index, statistics.isEmpty, task(.count, .share) == nil else {
            return false
        }
        return line.isMark(column - 1, .it) && line.isMark(column - 2, .given)
    }

    /// "is today's range bigger than the 20 day average": both sides of one day are told, whichever is larger.
    var heldAgainst: (left: Series, right: Series)? {
        guard singleDay, dayFacts.count == 1, quantities.isEmpty,
            case .compare(let left, _, let right) = dayFacts[0].value.condition
        else { return nil }
        if case .number = right { return nil }
        return (left, right)
    }

    /// "how much did it lose yesterday": the day's own change, whichever way it went.
    var wentOnDay: Bool {
        guard task(.howmuch) != nil, singleDay, quantities.isEmpty, dayFacts.count == 1,
            let fact = dayFacts.first?.value,
            case .compare(_, _, .number(value: 0)) = fact.condition
        else { return false }
        return fact.settled && fact.rank?.base == .metric(.change)
    }

    /// "was 14 March a red day", "did the gap fill yesterday": the day is told, whichever way it went.
    var isAskedOfDay: Bool {
        guard singleDay, dayFacts.count == 1, quantities.allSatisfy(\.value.isGap), marks(.given).isEmpty,
            line.has(.asks) || line.has(.whether) || line.has(.past)
        else { return false }
        if dayFacts[0].value.condition == .gapFilled { return true }
        guard case .compare(let left, _, .number(value: 0)) = dayFacts[0].value.condition else { return false }
        return left.isDirection && !left.isShifted
    }
}
