internal import Market
internal import Studies

extension Line {
    /// "FOMC: the day before, the day of and the day after", "до, в день и после заседаний", "fed meetings, performance
    /// around them": the days around an event, whichever way they are told.
    mutating func settleAroundEvents() {
        guard let event = pieces.firstIndex(where: { if case .event = $0.sense { true } else { false } }) else {
            return
        }
        for index in pieces.indices {
            if isMark(index, .around), isMark(index + 1, .those) || isMark(index + 1, .it), index > event {
                move(index...(index + 1), to: event)
                return
            }
            guard let last = threeDays(index), last < event || index > event else { continue }
            move(index...last, to: event)
            return
        }
    }

    private mutating func move(_ range: ClosedRange<Int>, to event: Int) {
        var around = pieces[range.lowerBound]
        around.sense = .mark(.around)
        around.tokens = pieces[range].flatMap(\.tokens).sorted()
        (around.prep, around.prepTokens, around.afterStop) = (nil, [], false)
        pieces.removeSubrange(range)
        pieces.insert(around, at: event < range.lowerBound ? event : event - range.count)
    }

    /// Before, the day itself, and after: where they end.
    private func threeDays(_ index: Int) -> Int? {
        guard let before = side(index, .before) else { return nil }
        let day = skip(before + 1)
        // "before, on and after FOMC days".
        if day > before + 1, isMark(day, .after), let first = pieces[before].tokens.last,
            let last = pieces[day].tokens.first, first + 1 < last,
            tokens[(first + 1)..<last].contains(where: { forms.contains($0.text, .landing) })
        {
            return day
        }
        guard day > before + 1, unit(day) == .day, let after = side(skip(day + 1), .after), skip(day + 1) > day + 1
        else { return nil }
        return after
    }

    private func skip(_ index: Int) -> Int {
        var place = index
        while self[place] == .stop(",") || isMark(place, .and) { place += 1 }
        return place
    }

    /// "before", "the day before".
    private func side(_ index: Int, _ mark: Mark) -> Int? {
        if isMark(index, mark) { return index }
        if mark == .before, isMark(index, .eve) { return index }
        return unit(index) == .day && isMark(index + 1, mark) ? index + 1 : nil
    }
}
