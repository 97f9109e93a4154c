internal import Market
internal import Studies

/// What a question says of the day before the one that it asks about.
extension Frame {
    /// What a fact behind "after" says of the day that is asked about: it held the day before; what the session opened with
    /// is of the same day, unless the next one is named.
    func followed(_ fact: Fact, by marker: Int) -> Condition {
        (fact.ofSession && !asksNextDay(marker) ? fact : fact.shifted(-1)).condition
    }

    /// What several facts behind "after" say of one day: a gap that is told behind how whole days went is of the morning
    /// after them ("after two red days and a gap down").
    func ofMorning(_ facts: [Fact]) -> [Fact] {
        guard
            let gap = facts.lastIndex(where: { $0.ofSession && $0.rank?.isGap ?? false && $0.condition != .gapFilled })
        else { return facts }
        return facts.enumerated().map { place, fact in place < gap && fact.isOfWholeDay ? fact.shifted(-1) : fact }
    }

    /// It stands behind "after" in its clause, and what is ranked does not come between: "the 5 biggest drops after a green
    /// day", "after a green day the 5 biggest drops", but "after the 5 biggest drops".
    func isBefore(_ fact: (value: Fact, index: Int), behind marker: Int) -> Bool {
        guard marker < fact.index, !breaks(between: marker, and: fact.index) else { return false }
        let ranks = superlatives.map(\.index) + bests.map(\.index) + [task(.top)].compactMap(\.self)
        return !ranks.contains { marker < $0 && $0 < fact.index }
    }

    /// Of the day before those that are ranked: "top 5 days after a red day", "when the previous day was red".
    func isOfDayBefore(_ fact: (value: Fact, index: Int)) -> Bool {
        if fact.value.condition.isOfDayBefore { return true }
        return marks(.after).contains { isBefore(fact, behind: $0) }
    }

    /// "The day after a gap", "на следующий день после гэпа": not the session of the gap itself.
    func asksNextDay(_ marker: Int) -> Bool {
        if marks(.next).contains(where: { $0 <= marker }) || line.unit(marker - 1) == .day
            || line[marker - 1] == .task(.days) || line.has(.day, in: line.pieces[marker])
            || line.has(.camebehind, in: line.pieces[marker])
        {
            return true
        }
        // "right after a gap up day": such a day is over.
        if line.has(.atonce, in: line.pieces[marker]),
            line.unit(marker + 1) == .day || line.unit(marker + 2) == .day
                || line.pieces.indices.contains(marker + 1) && line.has(.day, in: line.pieces[marker + 1])
        {
            return true
        }
        // "a hammer the day after a gap down".
        guard let first = line.pieces[marker].tokens.first, first > 1 else { return false }
        return line.forms.contains(line.tokens[first - 1].text, .day)
            && line.forms.contains(line.tokens[first - 2].text, .article)
    }
}

extension Frame {
    /// The days that a share is of, where a verb says of them what they come after; nil: no such verb.
    func base(followedBy facts: [(value: Fact, index: Int)], _ asked: Int, _ after: Set<Int>) -> Int? {
        guard asked >= 0, line.has(.partword, in: line.pieces[asked]), let first = after.min(), first == 1,
            after.count == facts.count - 1, facts[0].index > asked, marks(.next).isEmpty, marks(.given).isEmpty,
            let marker = marks(.after).first, marker > facts[0].index, let word = line.pieces[marker].tokens.first,
            // "green days are followed by a red one" stands the other way round.
            let subject = line.pieces[facts[0].index].tokens.first, 0..<word ~= subject
        else { return nil }
        let verb = line.tokens[word - 1].text
        let isVerb =
            line.has(.camebehind, in: line.pieces[marker]) || line.forms.contains(verb, .falls)
            || line.forms.contains(verb, .camebehind)
        return isVerb ? 0 : nil
    }
}

extension Condition {
    /// A price of the day is held against one of the day before: what follows an event may be that.
    var isBeyondDayBefore: Bool {
        let prices: [Metric] = [.open, .high, .low, .close]
        if case .compare(.metric(let own, _), _, .shifted(.metric(let level, _), -1)) = self {
            return prices.contains(own) && prices.contains(level)
        }
        return false
    }
}

extension Condition {
    /// All of it is said of the day before.
    var isOfDayBefore: Bool {
        switch self {
        case .shifted(_, let by): by == -1
        case .all(let parts): !parts.isEmpty && parts.allSatisfy(\.isOfDayBefore)
        default: false
        }
    }
}
