internal import Market
internal import Studies

extension Line {
    /// "is the next one green", "how did the following one go": the next day.
    mutating func settleNextOne() {
        for index in pieces.indices.reversed()
        where isMark(index, .next) && pieces[index].tokens.count > 1 && unit(index + 1) == nil {
            guard !has(.day, in: pieces[index]), !has(.daily, in: pieces[index]),
                let last = pieces[index].tokens.last, !forms.contains(tokens[last].text, .oneday)
            else { continue }
            var day = Piece(sense: .unit(.day), tokens: [last], text: tokens[last].text)
            day.afterStop = false
            pieces[index].tokens.removeLast()
            pieces.insert(day, at: index + 1)
        }
    }

    /// "A 2% drop and the next day green", "inside day and red next day": the second is said of the day after.
    mutating func joinNextDays() {
        guard let and = pieces.firstIndex(where: { $0.sense == .mark(.and) }), isState(and - 1),
            !pieces[..<and].contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.given) })
        else { return }
        let first: Int
        let last: Int
        let state: Int
        if isMark(and + 1, .next) || isMark(and + 1, .after) && unit(and + 2) == .day {
            // "and the next day green"
            state = unit(and + 2) == .day ? and + 3 : and + 2
            (first, last) = (and + 1, state)
        } else {
            // "and green next day", "and a green day after"
            state = and + 1
            // "... and a green close after a red day": the event stands behind.
            guard isMark(state + 1, .next) || isMark(state + 1, .after) && !isState(state + 2) else { return }
            (first, last) = (state, unit(state + 2) == .day ? state + 2 : state + 1)
        }
        guard isState(state), endsClause(last + 1), case .condition(let fact)? = self[state] else { return }
        if pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .often }) {
            // Whether of all days or of the first ones is not said.
            for index in first...last where isMark(index, .next) || isMark(index, .after) {
                pieces[index].sense = .unknown
            }
        } else {
            join(first...last, as: .condition(fact.shifted(1)))
        }
    }

    /// "the day after a Monday", "after a Monday the next day": a trading day before which the weekday was; where it is asked
    /// how often, of an event's day as well.
    mutating func settleAfterWeekdays() {
        let afters = pieces.indices.filter { isMark($0, .after) }
        let isAsked = pieces.contains { $0.sense == .task(.share) || $0.sense == .often || $0.sense == .task(.count) }
        guard afters.count == 1, let after = afters.first, case .condition(let fact)? = self[after + 1] else { return }
        let condition: Condition
        switch fact.condition {
        case .calendar(.weekday, _): condition = .shifted(of: fact.condition, by: -1)
        case .event(let event, let days) where isAsked: condition = .event(event: event, offset: days + 1)
        default: return
        }
        let next = pieces.indices.first { isMark($0, .next) }
        let isDayAfter = unit(after - 1) == .day || has(.day, in: pieces[after])
        guard next != nil || isDayAfter else { return }
        guard !isToldOfEvent(after + 1) else { return }
        if case .condition(let told)? = self[after + 2], !pieces[after + 2].afterStop {
            // "after a Friday drop of 2%": the event has more words; what is asked about follows a question.
            guard told.settled, next != nil || isAsked else { return }
        }
        let first = isDayAfter && unit(after - 1) == .day ? after - 1 : after
        join(first...(after + 1), as: .condition(Fact(condition: condition, isCalendar: true)))
        if let next { drop(next > first ? next - (after + 1 - first) : next) }
    }

    /// "the day after Fridays that closed green", "после пятниц, закрытых в плюс", where it is asked how the next day was or
    /// another way is told of it: the way behind the name is its own.
    private func isToldOfEvent(_ index: Int) -> Bool {
        var place = index + 1
        if self[place] == .stop(",") { place += 1 }
        if isMark(place, .given) || self[place] == .task(.days) { place += 1 }
        guard isWayTold(place), !isMark(place + 1, .or), !isMark(place + 2, .or) else { return false }
        let last = closes(place) ? place + 1 : place
        if pieces.contains(where: { $0.sense == .task(.performance) }) { return true }
        // "the average change the day after Thursday closed red": a figure is asked, and no way.
        let isAsked = pieces.contains { [.task(.share), .task(.count), .often].contains($0.sense) }
        let isFigure = pieces[..<index].contains { piece in
            switch piece.sense {
            case .statistic, .quantity: true
            default: false
            }
        }
        if isFigure, !isAsked { return true }
        return pieces.indices.contains { ($0 < index || $0 > last) && isWayTold($0) }
    }

    private func isWayTold(_ index: Int) -> Bool {
        switch self[index] {
        case .colour?, .win?, .rise?: return true
        case .verb(.close)?, .quantity(Quantity(.close))?:
            switch self[index + 1] {
            case .colour?, .win?, .way?: return true
            default: return false
            }
        case .condition(let fact)?: return fact.settled && !fact.isCalendar
        default: return false
        }
    }

    /// "After a red day is the volume higher than average?", "после роста следующий день чаще зелёный?": how often.
    mutating func askAfters() {
        guard let after = pieces.firstIndex(where: { $0.sense == .mark(.after) }) else { return }
        // "after three green days"
        let given = plainNumber(after + 1) == nil ? after + 1 : after + 2
        guard isState(given),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .quantity, .statistic, .superlative, .best, .when, .mark(.given), .which: true
                default: false
                }
            })
        else { return }
        var next = given + 1
        if self[next] == .stop(",") { next += 1 }
        let start = next
        var often: Int?
        while true {
            if isMark(next, .next) || unit(next) == .day || isMark(next, .it) || isSymbol(next)
                || self[next] == .verb(.form)
            {
                next += 1
            } else if self[next] == .often, often == nil {
                (often, next) = (next, next + 1)
            } else {
                break
            }
        }
        guard isState(next), endsClause(next + 1), let from = pieces[given].tokens.first,
            let to = pieces[next].tokens.first, from < to
        else { return }
        if let often {
            pieces[often].sense = .task(.share)
        } else if let verb = (from + 1..<to).first(where: {
            !pieces[given].tokens.contains($0)
                && (forms.contains(tokens[$0].text, .does) || forms.contains(tokens[$0].text, .asks))
        }) {
            empty.remove(verb)
            pieces.insert(Piece(sense: .task(.share), tokens: [verb]), at: start)
        } else if self[next + 1] == .stop("?") {
            pieces[next + 1].sense = .task(.share)
            pieces.insert(pieces.remove(at: next + 1), at: start)
        }
    }

    private func isSymbol(_ index: Int) -> Bool { if case .symbol? = self[index] { true } else { false } }

    private func isState(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index] else { return false }
        return !fact.isCalendar
    }

    private func endsClause(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .dates?, .task(.share)?, .task(.count)?, .condition?: true
        default: false
        }
    }

    /// "when a day was red, what did the day after look like": the next one, where nothing stands behind it that it could
    /// be after.
    mutating func settleDayAfter() {
        let isOfEvent = pieces.contains { if case .event = $0.sense { true } else { false } }
        guard !isOfEvent else { return }
        for index in pieces.indices.reversed() where unit(index) == .day && isMark(index + 1, .after) {
            // "the day after the day after a doji": the second one.
            guard unit(index + 2) == .day, isMark(index + 3, .after), plainNumber(index - 1) == nil else { continue }
            pieces[index].sense = .ordinal(2)
            pieces.remove(at: index + 1)
            return
        }
        for index in pieces.indices.dropFirst() where isMark(index, .after) && unit(index - 1) == .day {
            if isMark(index + 1, .each) || isMark(index + 1, .those) || isMark(index + 1, .it), index + 2 == count,
                pieces[..<(index - 1)].contains(where: { isKindOfDay($0.sense) })
            {
                // "the five best days and how the day after each went".
                drop(index + 1)
            }
            guard pieces[..<(index - 1)].contains(where: { isKindOfDay($0.sense) }), plainNumber(index - 2) == nil
            else { continue }
            switch self[index + 1] {
            case nil, .stop("?")?, .stop(".")?, .task(.performance)?: break
            default: continue
            }
            pieces[index].sense = .mark(.next)
            pieces.swapAt(index - 1, index)
            return
        }
    }

    private func isKindOfDay(_ sense: Sense) -> Bool {
        switch sense {
        case .colour, .rise, .win, .pattern, .task(.top), .best, .superlative: true
        case .condition(let fact): fact.settled
        default: false
        }
    }

    /// "3 red days in a row: the performance afterwards": what the next day brought.
    mutating func settleAfterwards() {
        for index in pieces.indices.reversed() where isMark(index, .then) {
            // "outside day, then 3 days later": the horizon says so.
            if whole(index + 1) != nil, unit(index + 2) != nil, isMark(index + 3, .after) { drop(index) }
        }
        if let last = pieces.indices.last(where: { !isStop($0) }), pieces[last].sense == .task(.performance),
            let word = pieces[last].tokens.last, pieces[last].tokens.count > 1,
            forms.contains(tokens[word].text, .nextword), !pieces.contains(where: { $0.sense == .mark(.after) }),
            pieces[..<last].contains(where: { isKindOfDay($0.sense) })
        {
            // "doji - what next": one phrase.
            pieces[last].tokens.removeLast()
            pieces.insert(Piece(sense: .mark(.next), tokens: [word], text: tokens[word].text), at: last + 1)
            return
        }
        if let last = pieces.indices.last(where: { !isStop($0) }), isMark(last, .then) || isMark(last, .next),
            let word = pieces[last].tokens.first,
            let asking = [word, word - 1].first(where: { $0 >= 0 && forms.contains(tokens[$0].text, .what) }),
            !pieces.contains(where: { if case .task = $0.sense { true } else { $0.sense == .mark(.after) } }),
            pieces.indices.contains(where: { $0 < last && (isKindOfDay(pieces[$0].sense) || isQuantity($0)) })
        {
            // "три красных дня подряд, что потом", "гэп вверх — что на следующий день".
            pieces[last].sense = .mark(.next)
            pieces[last].tokens.removeAll { $0 == asking }
            pieces.insert(Piece(sense: .task(.performance), tokens: [asking], text: tokens[asking].text), at: last)
            empty.remove(asking)
            return
        }
        guard let last = pieces.indices.last(where: { !isStop($0) }), isMark(last, .then),
            pieces[..<last].contains(where: { $0.sense == .task(.performance) }),
            !pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.next) })
        else { return }
        pieces[last].sense = .mark(.next)
    }
}
