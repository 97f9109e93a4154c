internal import Market
internal import Studies

extension Line {
    /// "3 красных дня подряд", "closed up 5+ days in a row", "losing streak of 4+", "after 2 red days".
    mutating func joinRuns() {
        settleRunWays()
        var index = 0
        while index < count {
            defer { index += 1 }
            if isMark(index, .consecutive) {
                // Backwards: [relation] number [day] fact [day] | fact [relation] number [day]; "3 consecutive red days".
                if run(endingAt: index - 1, through: index) {
                    index = max(0, index - 3)
                } else if run(around: index) {
                    index = max(0, index - 2)
                }
            } else if case .task(.runs)? = self[index] {
                streak(index)
            } else if isMark(index, .after) {
                run(startingAt: index + 1)
            }
        }
    }

    /// "after 4 green days how often is the 5th red", "after 2 green days the chance of a third": the day after so many is
    /// the next one.
    mutating func dropPlaceInRun() {
        for index in pieces.indices.reversed() {
            guard case .ordinal(let place)? = self[index],
                let marker = pieces[..<index].lastIndex(where: { $0.sense == .mark(.after) }),
                case .condition(let ended)? = self[marker + 1], ended.condition.run?.count == place - 1,
                let of = ended.condition.run?.of
            else { continue }
            if case .condition(let told)? = self[index + 1], !told.isCalendar {
                join(index...(index + 1), as: .condition(told))
            } else if index + 1 == count || isStop(index + 1) || unit(index + 1) == .day || isDates(index + 1),
                // "with a gap up on the third": what is said of that day is said.
                !pieces[(marker + 2)..<index].contains(where: { if case .condition = $0.sense { true } else { false } })
            {
                pieces[index].sense = .condition(
                    Fact(condition: of, isOutcome: true, settled: true, up: ended.up, rank: ended.rank)
                )
            }
        }
    }

    /// "up streaks", "дней подряд в плюс": days that went that way.
    private mutating func settleRunWays() {
        for index in pieces.indices {
            guard case .way(let up)? = self[index] else { continue }
            let isOfRun = [index - 1, index + 1].contains { self[$0] == .task(.runs) || isMark($0, .consecutive) }
            if isOfRun || isCountedInRow(index) { pieces[index].sense = .condition(Self.state(.change, up)) }
        }
    }

    /// "NQ is up 3 days in a row", "how many days in a row has NQ been up".
    private func isCountedInRow(_ index: Int) -> Bool {
        if case .symbol? = self[index - 1], isMark(index - 2, .consecutive) { return true }
        var next = index + 1
        if case .relation? = self[next] { next += 1 }
        guard let count = whole(next), (2...60).contains(count) else { return false }
        return isMark(unit(next + 1) == .day ? next + 2 : next + 1, .consecutive)
    }

    /// "A streak of 4": how long, not in which year.
    private func isAmount(_ index: Int) -> Bool {
        pieces[index].prepTokens.contains { forms.contains(tokens[$0].text, .lengthy) }
    }

    private func factOfRun(_ index: Int) -> Fact? {
        if case .condition(let fact)? = self[index], !fact.isCalendar, fact.run == nil { fact } else { nil }
    }

    /// A bound of how many; "от 5 дней" counts five as well.
    private func bound(_ index: Int) -> Relation? {
        guard case .relation(let relation)? = self[index] else { return nil }
        return relation == .greater && has(.from, in: pieces[index]) ? .greaterOrEqual : relation
    }

    /// A relation and number that count days, ending at an index.
    private func number(endingAt index: Int) -> (relation: Relation?, count: Int, first: Int)? {
        guard let count = whole(index), (2...60).contains(count) else { return nil }
        if let relation = bound(index - 1) { return (relation, count, index - 1) }
        return (nil, count, index)
    }

    /// The same, beginning at an index; "day" behind the number is part of it.
    private func number(startingAt index: Int) -> (relation: Relation?, count: Int, last: Int)? {
        var (place, relation) = (index, Relation?.none)
        if let found = bound(place) { (place, relation) = (place + 1, found) }
        guard let count = whole(place), (2...60).contains(count) else { return nil }
        return (relation, count, unit(place + 1) == .day ? place + 1 : place)
    }

    private static func run(_ fact: Fact, _ relation: Relation?, _ count: Int) -> Fact {
        var made = fact
        let (length, exactly) =
            switch relation {
            case .greater?: (count + 1, false)
            case .equal?: (count, true)
            default: (count, false)
            }
        made.condition = .run(of: fact.condition, count: length, exactly: exactly)
        made.plain = fact.condition
        made.run = length
        made.rank = nil
        return made
    }

    private mutating func run(endingAt end: Int, through: Int) -> Bool {
        var index = end
        if unit(index) == .day { index -= 1 }
        // "... закрылся вверх 5+ дней подряд": fact, number.
        if let number = number(endingAt: index), let fact = factOfRun(number.first - 1) {
            join((number.first - 1)...through, as: .condition(Self.run(fact, number.relation, number.count)))
            return true
        }
        guard let fact = factOfRun(index) else { return false }
        var before = index - 1
        if unit(before) == .day { before -= 1 }
        if let number = number(endingAt: before) {
            var last = through
            if unit(last + 1) == .day { last += 1 }
            join(number.first...last, as: .condition(Self.run(fact, number.relation, number.count)))
            return true
        }
        if let number = whole(through + 1), (2...60).contains(number) {
            join(index...(through + 1), as: .condition(Self.run(fact, nil, number)))
            return true
        }
        return false
    }

    /// "3 consecutive red days", "3 дня подряд роста", "three straight up days".
    private mutating func run(around index: Int) -> Bool {
        var next = index + 1
        if unit(next) == .day { next += 1 }
        if factOfRun(next) == nil, let number = number(startingAt: next), let fact = factOfRun(number.last + 1) {
            // "сколько раз подряд было 6 зелёных дней".
            join(index...(number.last + 1), as: .condition(Self.run(fact, number.relation, number.count)))
            return true
        }
        // "два дня подряд NQ двигался больше чем на 2%".
        if case .symbol? = self[next], factOfRun(next + 1) != nil { next += 1 }
        guard let fact = factOfRun(next) else { return false }
        var before = index - 1
        if unit(before) == .day { before -= 1 }
        guard let number = number(endingAt: before) else { return false }
        join(number.first...next, as: .condition(Self.run(fact, number.relation, number.count)))
        return true
    }

    /// "losing streak of 4+", "3 day green streak", "серия из 5 красных дней".
    private mutating func streak(_ index: Int) {
        if factOfRun(index + 1) != nil, case .symbol? = self[index + 2], prep(index + 2) == nil {
            // "серии роста MGC от 5 дней": whose they are stands apart.
            pieces.insert(pieces.remove(at: index + 2), at: index)
            return streak(index + 1)
        }
        if let fact = factOfRun(index - 1) {
            var first = index - 1
            var next = index + 1
            var relation: Relation?
            if let found = bound(next) { (relation, next) = (found, next + 1) }
            // "in 24" is no length.
            if let count = whole(next), (2...60).contains(count),
                prep(next) != .in || relation != nil || isAmount(next) || unit(next + 1) == .day
            {
                if unit(next + 1) == .day { next += 1 }
                join(first...next, as: .condition(Self.run(fact, relation, count)))
                return
            }
            var before = first - 1
            if unit(before) == .day { before -= 1 }
            // "Top 3 winning streaks": so many streaks.
            if let number = number(endingAt: before), self[number.first - 1] != .task(.top) {
                first = number.first
                join(first...index, as: .condition(Self.run(fact, number.relation, number.count)))
            }
            return
        }
        if let fact = factOfRun(index + 1) {
            // "серии роста от 5 дней", "streaks of green days longer than 5 days".
            var next = index + 2
            var relation: Relation?
            if let found = bound(next) { (relation, next) = (found, next + 1) }
            if let count = whole(next), (2...60).contains(count), relation != nil || prep(next) == .from,
                unit(next + 1) == .day
            {
                join(index...(next + 1), as: .condition(Self.run(fact, relation, count)))
            }
            return
        }
        var next = index + 1
        if unit(next) == .day { next += 1 }
        if case .relation? = self[next], whole(next + 1) != nil { next += 1 }
        if let number = number(endingAt: next) {
            var place = next + 1
            if unit(place) == .day { place += 1 }
            if let fact = factOfRun(place) {
                join(index...place, as: .condition(Self.run(fact, number.relation, number.count)))
            }
        }
    }

    /// "after 3 red days": at least so many just before.
    private mutating func run(startingAt index: Int) {
        var next = index
        var relation: Relation?
        if let found = bound(next) { (relation, next) = (found, next + 1) }
        guard let count = whole(next), (2...60).contains(count) else { return }
        var place = next + 1
        if unit(place) == .day { place += 1 }
        guard let fact = factOfRun(place) else { return }
        let last = isMark(place + 1, .consecutive) ? place + 1 : place
        join(index...last, as: .condition(Self.run(fact, relation, count)))
    }

    /// "три красных подряд и четвёртый ...", "a streak continues for a 4th day": the run lies before the day spoken of.
    mutating func joinAfterRuns() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index], let length = fact.run else { continue }
            // "a 4th green day after 3 green days".
            if let place = pieces[..<index].firstIndex(where: { $0.sense == .ordinal(length + 1) }),
                case .condition? = self[place + 1]
            {
                drop(place)
                index -= 1
            }
            var before = fact.shifted(-1)
            (before.isOutcome, before.settled) = (false, false)
            if joinPatternBehindRun(index, before) { return }
            var next = index + 1
            if isMark(next, .and) || self[next] == .stop(",") { next += 1 }
            if let trailing = pieces[(index + 1)...].firstIndex(where: {
                $0.sense == .mark(.after) || $0.sense == .mark(.next)
            }),
                pieces[(index + 1)..<trailing].allSatisfy({ $0.sense == .stop(",") || $0.sense == .stop("-") }),
                isLast(trailing), !isMark(index - 1, .after)
            {
                askOfNext(index, fact, trailing)
                return
            }
            if let ordinal = nextOfRun(index, length), isLast(unit(ordinal + 1) == .day ? ordinal + 1 : ordinal) {
                askOfNext(index, fact, ordinal)
                return
            }
            if self[next] == .ordinal(length + 1) {
                let last = unit(next + 1) == .day ? next + 1 : next
                join(index...last, as: .condition(before))
            } else if case .verb(.continue)? = self[next], let plain = fact.plain {
                var last = next
                if self[last + 1] == .ordinal(length + 1) || whole(last + 1) == length + 1 || isMark(last + 1, .next) {
                    last += 1
                }
                if unit(last + 1) == .day { last += 1 }
                var outcome = fact
                (outcome.condition, outcome.run, outcome.plain, outcome.isOutcome, outcome.settled) = (
                    plain, nil, nil, true, true
                )
                join(next...last, as: .condition(outcome))
                pieces[index].sense = .condition(before)
            }
        }
    }

    /// "an inside day after 2 green days, next day up", "after 2 red days a hammer, next day": the run ended the day before
    /// the pattern's, and what is asked of the next day is counted from the pattern's.
    private mutating func joinPatternBehindRun(_ index: Int, _ before: Fact) -> Bool {
        guard isMark(index - 1, .after), let next = pieces[index...].firstIndex(where: { $0.sense == .mark(.next) })
        else { return false }
        var ahead = index + 1
        while isMark(ahead, .and) || self[ahead] == .stop(",") { ahead += 1 }
        guard
            let place = [index - 2, ahead].first(where: {
                guard $0 < next, case .condition(let fact)? = self[$0], case .pattern = fact.condition else {
                    return false
                }
                return true
            }), case .condition(var event)? = self[place]
        else { return false }
        event.condition = .all(of: [event.condition, before.condition])
        event.isOutcome = false
        let first = place < index ? place : index - 1
        join(first...max(place, index), as: .condition(event))
        pieces.insert(Piece(sense: .mark(.after), tokens: pieces[first].tokens), at: first)
        return true
    }

    /// The day behind a run, by its number: "... а третий?", "... идёт третий".
    private func nextOfRun(_ index: Int, _ length: Int) -> Int? {
        pieces[(index + 1)...].firstIndex { $0.sense == .ordinal(length + 1) }.flatMap { place in
            pieces[(index + 1)..<place].allSatisfy { piece in
                switch piece.sense {
                case .stop(","), .stop("-"), .mark(.and), .empty, .task(.performance), .verb(.form), .mark(.after),
                    .mark(.next):
                    true
                default: false
                }
            } ? place : nil
        }
    }

    private func isLast(_ index: Int) -> Bool {
        pieces[(index + 1)...].allSatisfy {
            switch $0.sense {
            case .stop, .empty, .dates, .symbol: true
            default: false
            }
        }
    }

    /// "Two red days in a row, what of the third", "как часто после 2 красных идёт третий": what the day behind the run is
    /// like, or how often it is like those of the run.
    private mutating func askOfNext(_ index: Int, _ fact: Fact, _ ordinal: Int) {
        let isShare = pieces.contains { $0.sense == .task(.share) || $0.sense == .often }
        let last = unit(ordinal + 1) == .day ? ordinal + 1 : ordinal
        var between = pieces[(index + 1)..<ordinal].flatMap(\.tokens)
        if isShare, let plain = fact.plain {
            var outcome = fact
            (outcome.condition, outcome.run, outcome.plain, outcome.isOutcome, outcome.settled) = (
                plain, nil, nil, true, true
            )
            join(ordinal...last, as: .condition(outcome))
        } else {
            between += pieces[ordinal...last].flatMap(\.tokens)
            pieces.removeSubrange(ordinal...last)
        }
        pieces.removeSubrange((index + 1)..<ordinal)
        empty.formUnion(between)
        if !isMark(index - 1, .after) {
            pieces.insert(Piece(sense: .mark(.after), tokens: pieces[index].tokens), at: index)
        }
    }
}

extension Condition {
    /// What holds so many days in a row, whichever day ends them.
    fileprivate var run: (of: Condition, count: Int)? {
        switch self {
        case .shifted(let of, _): of.run
        case .run(let of, let count, _): (of, count)
        default: nil
        }
    }
}
