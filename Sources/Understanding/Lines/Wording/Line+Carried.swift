internal import Market
internal import Studies

extension Line {
    /// "RTH opened above yesterday's high but closed below it", "overnight green vs red": what is said next, without a
    /// window of its own, is of the window that was named.
    mutating func carryWindows() {
        for index in pieces.indices {
            guard case .condition(let fact)? = self[index], !fact.isCalendar, let place = next(after: index),
                case .condition(var other)? = self[place], !other.isCalendar, !other.ofSession, other.run == nil,
                other.span == nil
            else { continue }
            let span: Span?
            if let opened = fact.condition.windowOfPrices, other.isOfClose || other.settled {
                span = opened
            } else if let broken = fact.condition.windowOfLevels,
                other.isOfClose && other.condition.isOfLevel(of: fact.condition)
                    || other.settled && place > index + 1 && !has(.day, in: pieces[place])
            {
                // "RTH breaks yesterday's low and closes back above it".
                span = broken
            } else if let window = fact.condition.windowOfState, fact.isOpposite(of: other), place > index + 1,
                // "..., and how often does it close down".
                place == next(after: index, withinClause: true) || asksBefore(place) && isAdded(place),
                pieces[place].tokens.count == 1 || asksBefore(place) && pieces[place].tokens.count == 2,
                !has(.day, in: pieces[place]), unit(place + 1) != .day
            {
                span = window
            } else {
                continue
            }
            // The level is the one that was named.
            let level = other.isOfClose ? fact.condition.levelBar : nil
            guard let span,
                let condition = (level.map { other.condition.withLevel($0) } ?? other.condition).within(span),
                condition != other.condition
            else { continue }
            // Said of the day in a clause of its own, it may as well be the whole day.
            if place > index + 1, has(.day, in: pieces[place]) { other.beside = other.condition }
            other.condition = condition
            (other.plain, other.rank) = (nil, nil)
            pieces[place].sense = .condition(other)
        }
    }

    /// The next fact, past words that only join; beyond the clause also past those that ask how often.
    private func next(after index: Int, withinClause: Bool = false) -> Int? {
        var place = index + 1
        while joinsHeads(place) || isMark(place, .but) || isMark(place, .given) || !withinClause && asks(place)
            || !withinClause && (isDates(place) || isMark(place, .it))
        {
            place += 1
        }
        return place <= index + (withinClause ? 3 : 4) ? place : nil
    }

    /// "... and how often ...", where a comma alone may lead from what is given to what is asked.
    private func isAdded(_ index: Int) -> Bool {
        var place = index - 1
        while isMark(place, .it) || asks(place) && !isStop(place) { place -= 1 }
        return isMark(place, .and) || isMark(place, .vs) || isMark(place, .but)
    }

    private func asksBefore(_ index: Int) -> Bool {
        let verb = isMark(index - 1, .it) ? index - 2 : index - 1
        return asks(verb) && !isStop(verb)
    }

    private func asks(_ index: Int) -> Bool {
        switch self[index] {
        case .stop(":")?, .stop("-")?, .stop(",")?, .often?, .task(.share)?: true
        default: false
        }
    }
}

extension Fact {
    /// The other side of a state: green and red.
    fileprivate func isOpposite(of other: Fact) -> Bool {
        settled && other.settled && up != nil && other.up != nil && up != other.up
    }
}

extension Condition {
    /// The window whose open or close is held against something.
    fileprivate var windowOfPrices: Span? {
        let spans = atoms.map { atom -> Span? in
            guard case .compare(.metric(let metric, let bar), _, let right) = atom, metric == .open || metric == .close,
                right != .number(value: 0)
            else { return nil }
            return bar.span
        }
        return Set(spans).count == 1 ? spans[0] : nil
    }

    /// The bar that the level which it breaks is of.
    fileprivate var levelBar: Bar? {
        guard case .compare(_, _, .shifted(.metric, ..<0)) = self, case .compare(_, _, .shifted(let level, _)) = self,
            case .metric(_, let bar) = level, bar.span != nil
        else { return nil }
        return bar
    }

    fileprivate func withLevel(_ bar: Bar) -> Condition {
        guard case .compare(let left, let relation, .shifted(.metric(let metric, let own), let by)) = self,
            own.span == nil
        else { return self }
        return .compare(
            left: left,
            relation: relation,
            right: .shifted(of: .metric(metric: metric, of: bar), by: by)
        )
    }

    /// It is held against the level that the other one breaks, whichever window that is of.
    fileprivate func isOfLevel(of other: Condition) -> Bool {
        guard case .compare(_, _, .shifted(.metric(let own, let bar), let by)) = self,
            case .compare(_, _, .shifted(.metric(let level, _), let back)) = other
        else { return false }
        return own == level && by == back && bar.span == nil
    }

    /// The window whose high or low goes beyond that of a bar before.
    fileprivate var windowOfLevels: Span? {
        guard case .compare(.metric(let metric, let bar), _, .shifted(.metric, ..<0)) = self,
            metric == .high || metric == .low, case .session? = bar.span
        else { return nil }
        return bar.span
    }

    /// The window that went up or down.
    fileprivate var windowOfState: Span? {
        guard case .compare(.metric(let metric, let bar), _, .number(value: 0)) = self,
            metric.family == .body || metric.family == .change
        else { return nil }
        return bar.span
    }
}
