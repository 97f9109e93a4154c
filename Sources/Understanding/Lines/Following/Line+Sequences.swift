internal import Market
internal import Studies

extension Line {
    /// "inside day, then an outside day": the day after, where each fact takes a day to be told. "If ..., then ..." joins
    /// nothing. Else it stays a word of its own: the order of two events of one day is not said by a study.
    mutating func joinSequences() {
        while let index = pieces.indices.first(where: { isMark($0, .then) && isAfterGiven($0) }) { drop(index) }
        if let index = pieces.indices.first(where: { isMark($0, .then) }),
            let next = pieces.indices.last(where: { isMark($0, .next) }), next > index
        {
            // "a gap up followed by a gap down the next day": said twice.
            pieces[index].sense = .mark(.next)
            pieces[index].tokens = (pieces[index].tokens + pieces[next].tokens).sorted()
            pieces.remove(at: next)
        }
        settleFollowing()
        settleMorningsAfter()
        settleGapsOfDaysAfter()
        settleWeekdaysInTurn()
        let asks = pieces.contains { $0.sense == .task(.share) || $0.sense == .often }
        if asks, let then = pieces.indices.first(where: { isMark($0, .then) }), self[then - 1] == .stop(","),
            isFact(then - 2), isFact(then + 1), pieces[..<then].contains(where: { $0.sense == .task(.share) })
        {
            // "доля зелёных дней, за которыми следует зелёный".
            drop(then - 1)
        }
        for index in pieces.indices where isMark(index, .then) {
            if isOfOneDay(index) {
                pieces[index].sense = .mark(.and)
                continue
            }
            if joinFollower(index) || joinMorningAfter(index) { return }
            if isFollowed(index) { continue }
            let sides = [pieces[..<index], pieces[(index + 1)...]].map { side in
                side.compactMap { piece in
                    if case .condition(let fact) = piece.sense, !fact.isCalendar { fact } else { nil }
                }
            }
            if !sides[0].isEmpty, !sides[1].isEmpty, sides[1].allSatisfy(\.isOfClose), sides[0].allSatisfy(\.ofSession)
            {
                // What happens within a day comes before its close anyway.
                pieces[index].sense = .mark(.and)
                continue
            }
            // "an inside day, then a gap down": the gap is of the next morning.
            guard sides.allSatisfy({ !$0.isEmpty }), sides[0].allSatisfy(\.isComplete),
                sides[1].allSatisfy({ $0.isComplete || $0.ofSession })
            else { continue }
            pieces[index].sense = .mark(.next)
        }
    }

    /// "touch yesterday's high and then close below it", "gap up, filled by 10:00, then closed green": the close of the day on
    /// which the level was met or the session began so.
    private func isOfOneDay(_ then: Int) -> Bool {
        guard case .condition(let right)? = self[then + 1],
            let before = pieces[..<then].lastIndex(where: { if case .condition = $0.sense { true } else { false } }),
            case .condition(let left)? = self[before]
        else { return false }
        // "followed by a red close" is of the next day.
        if right.isOutcome, !right.isCalendar, left.ofSession || left.condition.meetsLevelBefore,
            !has(.following, in: pieces[then]),
            pieces[then + 1].tokens.contains(where: { forms.contains(tokens[$0].text, .closeverb) })
        {
            return true
        }
        guard case .compare(.metric(.close, _), _, let level) = right.condition else { return false }
        if case .number = level { return false }
        var isMet = false
        left.condition.visit { element in
            if case .series(let series) = element, series == level { isMet = true }
        }
        return isMet
    }

    /// "show days after 3 red days that gapped up", "дни после красного дня с гэпом вверх": the days that are listed gapped.
    private mutating func settleGapsOfDaysAfter() {
        guard let after = pieces.firstIndex(where: { $0.sense == .mark(.after) }), after > 0,
            unit(after - 1) == .day || self[after - 1] == .task(.days),
            let gap = pieces.indices.last(where: { $0 > after + 1 && isFact($0) }),
            case .condition(let fact)? = self[gap], fact.ofSession, fact.rank?.isGap ?? false, !fact.isOutcome,
            pieces[(after + 1)..<gap].contains(where: { piece in
                if case .condition(let told) = piece.sense { !told.ofSession } else { false }
            }),
            pieces[(after + 1)..<gap].allSatisfy({ piece in
                switch piece.sense {
                case .condition(let told): !told.isCalendar
                case .mark(.given), .mark(.those), .number, .mark(.consecutive), .unit(.day), .task(.days): true
                default: false
                }
            }),
            pieces.indices.allSatisfy({ place in
                switch self[place] {
                case .task(.days)?, .condition?, .mark(.after)?, .unit(.day)?, .dates?, .stop?, .number?,
                    .mark(.given)?,
                    .mark(.those)?, .mark(.consecutive)?, .symbol?:
                    true
                default: false
                }
            })
        else { return }
        var moved = pieces.remove(at: gap)
        moved.tokens = (moved.tokens + moved.prepTokens).sorted()
        (moved.prep, moved.prepTokens, moved.afterStop) = (nil, [], false)
        if isMark(gap - 1, .given) || isMark(gap - 1, .those) || self[gap - 1] == .task(.days) { drop(gap - 1) }
        pieces.insert(moved, at: after - 1)
    }

    /// "after a green day a gap up over 0.5%: how often does it close green": the gap is of the morning after, and what is
    /// asked is of its day.
    private mutating func settleMorningsAfter() {
        for index in pieces.indices where isMark(index, .after) {
            guard case .condition(let left)? = self[index + 1], left.isOfWholeDay, left.run == nil,
                case .condition(let gap)? = self[index + 2], gap.ofSession, gap.rank?.isGap ?? false,
                gap.condition != .gapFilled, prep(index + 2) == nil, !pieces[index + 2].afterStop,
                let stop = pieces.indices.first(where: { $0 > index + 2 && isStop($0) }),
                pieces[stop...].contains(where: {
                    if case .condition(let fact) = $0.sense {
                        fact.settled || fact.condition == .gapFilled
                    } else {
                        false
                    }
                })
            else { continue }
            var eve = left.shifted(-1)
            (eve.isOutcome, eve.settled, eve.up, eve.rank) = (false, false, nil, nil)
            pieces[index + 1].sense = .condition(eve)
            pieces[index].sense = .mark(.given)
            pieces[index].prep = nil
            return
        }
    }

    /// "how often is RTH green following a gap down": behind it; "the following gap down" is a later one.
    private mutating func settleFollowing() {
        for index in pieces.indices where isMark(index, .next) && isForm(index, .following) && isFact(index + 1) {
            guard case .condition(let fact)? = self[index + 1], fact.ofSession, pieces[index].tokens.count == 1,
                let first = pieces[index].tokens.first,
                first > 0, !forms.contains(tokens[first - 1].text, .article)
            else { continue }
            pieces[index].sense = .mark(.after)
        }
    }

    /// "red day then a gap up: how often does it close green": the gap is of the next morning, and its day is asked about.
    private mutating func joinMorningAfter(_ index: Int) -> Bool {
        let before = isStop(index - 1) ? index - 2 : index - 1
        guard case .condition(let left)? = self[before], left.isOfWholeDay, left.run == nil,
            case .condition(let gap)? = self[index + 1], gap.ofSession, gap.rank?.isGap ?? false,
            gap.condition != .gapFilled,
            pieces[(index + 2)...].contains(where: { $0.sense == .task(.share) || $0.sense == .often })
                || pieces[..<before].contains(where: { $0.sense == .task(.share) || $0.sense == .often }),
            pieces[(index + 2)...].contains(where: {
                if case .condition(let fact) = $0.sense { fact.settled || fact.condition == .gapFilled } else { false }
            })
        else { return false }
        var eve = left.shifted(-1)
        (eve.isOutcome, eve.settled, eve.up, eve.rank) = (false, false, nil, nil)
        pieces[before].sense = .condition(eve)
        pieces[index].sense = .mark(.and)
        if isStop(index - 1) { drop(index - 1) }
        return true
    }

    /// "days up 2% followed by a down day", "дни с ростом больше 2%, после которых был красный": those that the other came
    /// after.
    private mutating func joinFollower(_ index: Int) -> Bool {
        guard saysOnlyFacts(besides: index), unit(0) == .day || self[0] == .task(.days) || isFact(0),
            case .condition(let left)? = self[isStop(index - 1) ? index - 2 : index - 1], !left.isOfWholeDay,
            !left.ofSession, !left.isCalendar, left.span == nil, case .condition(let right)? = self[index + 1],
            right.isOfWholeDay || right.isComplete
        else { return false }
        join(index...(index + 1), as: .condition(right.shifted(1)))
        return true
    }

    /// "how often is a green day followed by a red day": a red day after a green day. "Does a doji lead to a green day" asks
    /// how often; two facts and nothing else are the days of the second.
    private mutating func isFollowed(_ index: Int) -> Bool {
        let asksHowOften = pieces.contains { $0.sense == .task(.share) || $0.sense == .often }
        let isYesNo = forms.contains(tokens.first?.text ?? "", .asks) || has(.whether)
        let count = whole(index - 2).flatMap { (2...60).contains($0) ? $0 : nil }
        let asksHowMany = pieces.contains { $0.sense == .task(.count) }
        guard asksHowOften || asksHowMany || isYesNo || saysOnlyFacts(besides: index),
            case .condition(let left)? = self[index - 1],
            case .condition(let right)? = self[index + 1],
            left.isOfWholeDay || asksHowOften && !left.ofSession && !left.isCalendar && left.span == nil,
            right.isOfWholeDay || right.isComplete || right.ofSession && right.rank?.isGap ?? false
                || !asksHowOften && right.ofSession
                || asksHowOften && !right.isCalendar && !right.ofSession && right.span == nil
        else { return false }
        pieces.swapAt(index - 1, index + 1)
        pieces[index].sense = .mark(.after)
        if count != nil {
            // "two red days then green": the number is of the days before.
            pieces.insert(pieces.remove(at: index - 2), at: index)
        }
        if !asksHowOften, isYesNo {
            pieces.insert(Piece(sense: .task(.share), tokens: pieces[index].tokens), at: index - 1)
        }
        return true
    }

    /// "how many times was a streak of three red days followed by a green day".
    mutating func settleRunsFollowed() {
        for index in pieces.indices where isMark(index, .then) {
            if case .condition(let run)? = self[index - 1], run.run != nil, isFollowed(index) { return }
        }
        for index in pieces.indices where self[index] == .ordinal(1) && isMark(index + 2, .after) {
            // "the first red day after a streak of 5 green days": the one that ends it.
            guard case .condition(let turn)? = self[index + 1], turn.settled, turn.run == nil, let up = turn.up,
                case .condition(let run)? = self[index + 3], run.run != nil, run.up == !up
            else { continue }
            drop(index)
            return
        }
    }

    private func saysOnlyFacts(besides index: Int) -> Bool {
        pieces.indices.allSatisfy { place in
            switch pieces[place].sense {
            case .condition, .dates, .symbol, .stop, .task(.days), .unit(.day), .empty: true
            default: place == index
            }
        }
    }

    private func isAfterGiven(_ index: Int) -> Bool { pieces[..<index].contains { $0.sense == .mark(.given) } }

    /// Beside a gap of the same day "closed up" is against that session's open.
    mutating func joinMovesOfSession() {
        let gaps = pieces.contains {
            if case .condition(let fact) = $0.sense { fact.ofSession && fact.rank?.isGap ?? false } else { false }
        }
        guard gaps, !pieces.contains(where: { $0.sense == .mark(.next) || $0.sense == .mark(.previous) }) else {
            return
        }
        for index in pieces.indices {
            guard case .condition(var fact) = pieces[index].sense, fact.settled, fact.run == nil, let up = fact.up,
                fact.condition == .sign(.change, up: up)
            else { continue }
            fact.condition = .sign(.body, up: up)
            fact.rank = Quantity(.body)
            pieces[index].sense = .condition(fact)
        }
    }
}

extension Condition {
    /// "took out yesterday's low": it came to a level of the day before, which takes no close to be told.
    fileprivate var meetsLevelBefore: Bool {
        guard case .compare(.metric(let metric, _), _, .shifted(.metric, by: -1)) = self else { return false }
        return metric == .low || metric == .high
    }
}
