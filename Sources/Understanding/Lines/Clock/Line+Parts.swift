internal import Market
internal import Studies

extension Line {
    /// "первый час кассы", "first 30 minutes of RTH": the part says the session.
    mutating func joinParts() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .span(let part)? = self[index], case .span(.session(.rth))? = self[index + 1] else { continue }
            switch part {
            case .opening, .closing, .session(.morning), .session(.afternoon):
                join(index...(index + 1), as: .span(part))
            default: continue
            }
        }
    }

    /// "overnight range > RTH range": each quantity of a comparison has the window beside it.
    mutating func joinSpannedSides() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isRelation(index) else { continue }
            if isSpan(index - 2), self[index - 1] == .verb(.open) || self[index - 1] == .verb(.close),
                isSpan(index + 1) && isQuantity(index + 2) || isQuantity(index + 1) && isSpan(index + 2)
            {
                // "does London open above the Asian high": the price of that session.
                pieces[index - 1].sense = .quantity(Quantity(self[index - 1] == .verb(.open) ? .open : .close))
            }
            let left =
                isSpan(index - 1) && isQuantity(index - 2)
                ? (index - 2, index - 1) : isQuantity(index - 1) && isSpan(index - 2) ? (index - 1, index - 2) : nil
            let right =
                isSpan(index + 1) && isQuantity(index + 2)
                ? (index + 2, index + 1) : isQuantity(index + 1) && isSpan(index + 2) ? (index + 1, index + 2) : nil
            if let left, left == (index - 2, index - 1), right == nil, isQuantity(index + 1), !isSpan(index + 2),
                case .quantity(let own)? = self[index - 2], own.extreme == nil
            {
                // "закрытие кассы выше VWAP": both are of that window.
                pieces.swapAt(index - 2, index - 1)
                continue
            }
            guard let left, let right else { continue }
            attach(right.0, right.1)
            attach(left.0, left.1)
            index -= 1
        }
    }

    private mutating func attach(_ quantity: Int, _ span: Int) {
        guard case .quantity(var value)? = self[quantity], case .span(let window)? = self[span], value.span == nil
        else { return }
        value.span = window
        join(min(quantity, span)...max(quantity, span), as: .quantity(value))
    }

    /// "если первый час красный, то день ...", "RTH change after a red Asian session": a fact beside a window is of that
    /// window. What a follow-up measures was said before.
    mutating func joinSpannedFacts(_ frame: Surroundings, isFollowUp: Bool) {
        joinHeadedFact(frame)
        shareWindowOfColours(frame)
        joinSaidOfParts(frame)
        let facts = pieces.filter { if case .condition(let fact) = $0.sense { !fact.isCalendar } else { false } }
        // "average move on days when the first hour is red": what is measured keeps a window of its own.
        let measures = pieces.contains {
            if case .quantity = $0.sense { true } else { $0.sense == .task(.performance) }
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            let isGiven =
                isMark(index - 1, .given) || isMark(index - 1, .after) || unit(index - 1) == .day
                // "on days when RTH volume was above 200k".
                || self[index - 1] == .task(.days) && pieces[index - 1].tokens.count > 1
            // "average range on days with a red first hour": what is measured is of the days.
            let isOfDays =
                (measures || isFollowUp) && isSpan(index + 1) && isFreeFact(index) && isAdjective(index) && isHad(index)
            // "when the first hour is green", "what about days when Asia was red" behind another question.
            let isTurn =
                isFollowUp && (isMark(index - 1, .given) || self[index - 1] == .task(.days) || unit(index - 1) == .day)
            guard facts.count > 1 || isOfDays || isTurn || isGiven && (measures || isMark(index - 1, .after)) else {
                continue
            }
            let span: Span
            if case .span(let named)? = self[index + 1], isFreeFact(index), facts.count > 1 || isOfDays,
                isAdjective(index) || isOfHours(index)
            {
                // "a green first hour closes red", "fell in the first hour, closed green": not of what comes next.
                span = named
            } else if case .span(let named)? = self[index], isFreeFact(index + 1),
                facts.count > 1 || measures || isTurn
            {
                span = named
            } else if case .span(let named)? = self[index + 1], isFreeFact(index), isMark(index - 1, .after),
                prep(index + 1) == nil, frame.isEarly(named) || isAdjective(index), !isQuantity(index + 2)
            {
                span = named
            } else {
                continue
            }
            guard case .condition(var fact)? = isFreeFact(index) ? self[index] : self[index + 1],
                let condition = frame.said(fact.condition, of: span), condition != fact.condition
            else { continue }
            fact.condition = condition
            fact.plain = nil
            fact.rank = nil
            fact.ofSession = frame.isEarly(span)
            join(index...(index + 1), as: .condition(fact))
        }
    }

    /// "green in the first hour and red in the last", "утром вверх, после обеда вниз", "and both the first and the last hour
    /// red": what is said of each of several parts of the day is of that part.
    private mutating func joinSaidOfParts(_ frame: Surroundings) {
        shareToldOfParts()
        let spans = pieces.indices.filter { isSpan($0) }
        guard spans.count > 1 else { return }
        let isBefore = spans.allSatisfy { told($0 - 1) != nil && !pieces[$0].afterStop }
        let isBehind = spans.allSatisfy { told($0 + 1) != nil && !pieces[$0 + 1].afterStop }
        var pairs: [(told: Int, span: Int)] = []
        if isBefore != isBehind {
            pairs = spans.map { (isBefore ? $0 - 1 : $0 + 1, $0) }
        }
        for pair in pairs.reversed() {
            guard case .span(let span)? = self[pair.span], var fact = told(pair.told),
                let condition = frame.said(fact.condition, of: span)
            else { continue }
            (fact.condition, fact.plain, fact.rank, fact.ofSession) = (condition, nil, nil, frame.isEarly(span))
            join(min(pair.told, pair.span)...max(pair.told, pair.span), as: .condition(fact))
        }
    }

    /// "if the night and the first hour are green", "both the first and the last hour red": one word for both.
    private mutating func shareToldOfParts() {
        for index in pieces.indices.reversed() where isMark(index, .and) && isSpan(index + 1) {
            // "и первый час, и весь день были красными".
            let first = isStop(index - 1) ? index - 2 : index - 1
            guard isSpan(first), told(index + 2) != nil, !pieces[index + 2].afterStop, told(first - 1) == nil,
                !isQuantity(first - 1), first == index - 1 || isMark(first - 1, .and) || isMark(first - 1, .both)
            else { continue }
            let again = Piece(sense: pieces[index + 2].sense, tokens: [], text: pieces[index + 2].text)
            pieces.insert(again, at: first + 1)
            if isMark(first - 1, .both) || isMark(first - 1, .and) { drop(first - 1) }
        }
    }

    /// Which way it went, said of nothing yet.
    private func told(_ index: Int) -> Fact? {
        switch self[index] {
        case .way(let up)?, .colour(let up)?: Self.state(.body, up)
        case .condition(let fact)? where isFreeFact(index): fact
        default: nil
        }
    }

    /// "green versus red RTH days", "зелёных против красных первых часов": both are of the window behind them.
    private mutating func shareWindowOfColours(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            let places = [index, index + 2]
            guard case .span(let span)? = self[index + 3], prep(index + 3) == nil, !pieces[index + 3].afterStop,
                isMark(index + 1, .vs) || isMark(index + 1, .or) || isMark(index + 1, .and),
                places.allSatisfy({ isFreeFact($0) && pieces[$0].tokens.count == 1 }),
                case .condition(let one)? = self[index], case .condition(let other)? = self[index + 2],
                one.settled, other.settled, let up = one.up, other.up == !up, unit(index - 1) != .day,
                !isSpan(index - 1)
            else { continue }
            for (place, fact) in zip(places, [one, other]).reversed() {
                guard let condition = frame.said(fact.condition, of: span) else { return }
                var fact = fact
                (fact.condition, fact.plain, fact.rank) = (condition, nil, nil)
                pieces[place].sense = .condition(fact)
            }
            join((index + 2)...(index + 3), as: pieces[index + 2].sense)
        }
    }

    /// "First hour range above 1%: average day range": the window is of the clause that it stands in.
    private mutating func joinHeadedFact(_ frame: Surroundings) {
        guard let stop = pieces.firstIndex(where: { $0.sense == .stop(":") || $0.sense == .stop(",") }),
            pieces[stop...].contains(where: { if case .quantity = $0.sense { true } else { false } })
        else { return }
        let start = isMark(0, .given) ? 1 : 0
        guard stop == start + 2 else { return }
        let places = [start, start + 1]
        guard let window = places.first(where: { if case .span = self[$0] { true } else { false } }),
            let place = places.first(where: { $0 != window && isFreeFact($0) }),
            case .span(let span)? = self[window], case .condition(var fact)? = self[place],
            let condition = frame.said(fact.condition, of: span), condition != fact.condition
        else { return }
        (fact.condition, fact.plain, fact.rank) = (condition, nil, nil)
        fact.ofSession = frame.isEarly(span)
        join(start...(start + 1), as: .condition(fact))
    }

    /// "a green first hour": a colour before what has it; in "the day green, the first hour red" it has its noun already.
    func isAdjective(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], fact.settled, pieces[index].tokens.count == 1,
            prep(index + 1) == nil, !pieces[index + 1].afterStop
        else { return false }
        return isHad(index) || unit(index - 1) != .day && !isSpan(index - 1)
    }

    /// "with a red ...", "had a red ...": a word of having stands just before.
    func isHad(_ index: Int) -> Bool {
        guard var place = pieces[index].tokens.first, place > 0 else { return false }
        if place > 1, forms.contains(tokens[place - 1].text, .indefinite) { place -= 1 }
        return forms.contains(tokens[place - 1].text, .possessing)
    }

    /// What is said of a day, of no window yet.
    private func isFreeFact(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], !pieces[index].afterStop else { return false }
        return !fact.isCalendar && !fact.ofSession && fact.run == nil && fact.span == nil
    }
}
