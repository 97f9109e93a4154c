internal import Market
internal import Studies

extension Line {
    /// What a predicate says of its own weekday or window: "if Friday is red, how often is Monday red".
    mutating func joinSubjects(_ frame: Surroundings) {
        joinWeekdaySubjects()
        joinWindowSubjects(frame)
    }

    private struct Pair {
        /// The fact with its subject.
        var range: ClosedRange<Int>
        var fact: Fact
        var isGiven: Bool
    }

    /// Two predicates of two weekdays are of two days; the given one lies as many trading days before the other.
    private mutating func joinWeekdaySubjects() {
        var pairs: [(pair: Pair, day: Int)] = []
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let day = weekday(index) else { continue }
            // "Monday and Tuesday both red".
            let next = isMark(index + 1, .both) ? index + 2 : index + 1
            if let fact = state(next), prep(next) == nil {
                let first = firstSubject(index)
                pairs.append((Pair(range: first...next, fact: fact, isGiven: isGiven(first)), day))
            } else if let fact = state(index - 1), prep(index) == nil || prep(index) == .in,
                pairs.last?.pair.range.upperBound != index - 1
            {
                pairs.append((Pair(range: (index - 1)...index, fact: fact, isGiven: isGiven(index - 1)), day))
            }
        }
        guard pairs.count == 2, pairs[0].day != pairs[1].day else { return }
        let given = pairs[1].pair.isGiven && !pairs[0].pair.isGiven ? pairs[1] : pairs[0]
        let other = pairs[1].pair.isGiven && !pairs[0].pair.isGiven ? pairs[0] : pairs[1]
        let earlier = given.pair.range.compactMap(weekday)
        guard earlier.allSatisfy({ (1...5).contains($0) && $0 != other.day }), (1...5).contains(other.day),
            other.pair.range.compactMap(weekday).count == 1
        else { return }
        // "red Mondays and red Fridays": both kinds of days, no sequence.
        let between = (pairs[0].pair.range.upperBound + 1)..<pairs[1].pair.range.lowerBound
        let isListed = between.count == 1 && (isMark(between.lowerBound, .and) || isMark(between.lowerBound, .vs))
        if isListed, !pairs[0].pair.isGiven, !pairs[1].pair.isGiven, has(.plural) { return }
        var fact = given.pair.fact
        let days = earlier.map { day in
            Condition.shifted(
                of: .all(of: [.calendar(field: .weekday, oneOf: [day]), given.pair.fact.condition]),
                by: -((other.day - day + 5) % 5)
            )
        }
        fact.condition = days.count == 1 ? days[0] : .all(of: days)
        (fact.isOutcome, fact.settled, fact.ofSession, fact.up, fact.rank) = (false, false, false, nil, nil)
        join(given.pair.range, as: .condition(fact))
    }

    /// "зелёная касса после зелёного овернайта": each fact is of its own window.
    private mutating func joinWindowSubjects(_ frame: Surroundings) {
        let windows = pieces.indices.filter { window($0) != nil }
        guard !windows.isEmpty,
            pieces.contains(where: {
                if case .quantity = $0.sense { false } else { $0.sense == .mark(.given) || $0.sense == .mark(.after) }
            })
        else { return }
        var pairs: [(range: ClosedRange<Int>, fact: Fact, span: Span)] = []
        for index in windows {
            guard let span = window(index) else { continue }
            let isTaken = pairs.last?.range.upperBound == index - 1
            if let fact = state(index - 1), isAdjective(index - 1), !isTaken {
                pairs.append(((index - 1)...index, fact, span))
            } else if let fact = state(index + 1), prep(index + 1) == nil {
                pairs.append((index...(index + 1), fact, span))
            } else if let fact = state(index - 1), prep(index) == nil, !isTaken {
                pairs.append(((index - 1)...index, fact, span))
            }
        }
        let states = pieces.indices.filter { state($0) != nil }.count
        guard pairs.count == windows.count, states == 2, !pairs.isEmpty else { return }
        // What begins earlier is told first: the night before the session, but the session before the next night.
        let starts = pairs.map { frame.window(of: $0.span)?.from ?? 0 }
        let given =
            pairs.count == 2 && isGiven(pairs[1].range.lowerBound) && !isGiven(pairs[0].range.lowerBound) ? 1 : 0
        let isJoined =
            pairs.count == 2
            && (pairs[0].range.upperBound + 1..<pairs[1].range.lowerBound).contains {
                isMark($0, .but) || isMark($0, .and)
            }
        if pairs.count == 2, !isJoined, starts[given] > starts[1 - given] { return }
        for (range, fact, span) in pairs.reversed() {
            var fact = fact
            guard let condition = frame.said(fact.condition, of: span) else { return }
            fact.condition = condition
            (fact.rank, fact.plain) = (nil, nil)
            fact.ofSession = true
            join(range, as: .condition(fact))
        }
    }

    /// "If Monday and Tuesday are red": the first of the weekdays that one predicate is said of.
    private func firstSubject(_ index: Int) -> Int {
        var first = index
        while true {
            let isJoined = isMark(first - 1, .and) || self[first - 1] == .stop(",")
            guard isJoined, weekday(first - 2) != nil, state(first - 3) == nil, prep(first) == nil else { return first }
            first -= 2
        }
    }

    private func weekday(_ index: Int) -> Int? {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, let days) = fact.condition,
            days.count == 1
        else { return nil }
        return days[0]
    }

    private func window(_ index: Int) -> Span? {
        switch self[index] {
        case .span(let span)?: span
        default: nil
        }
    }

    /// How the day went, said of it as a predicate.
    private func state(_ index: Int) -> Fact? {
        guard case .condition(let fact)? = self[index], !fact.isCalendar, fact.isOutcome, fact.run == nil,
            !pieces[index].afterStop
        else { return nil }
        if case .shifted = fact.condition { return nil }
        return fact
    }

    private func isGiven(_ index: Int) -> Bool {
        isMark(index - 1, .given) || isMark(index - 1, .after) || isMark(index - 1, .previous)
    }
}
