internal import Market
internal import Studies

/// One part of the day that goes on with, or turns against, what another did.
extension Line {
    /// "how often does the afternoon reverse the morning", "как часто последний час продолжает день": both the same way, or
    /// one against the other.
    mutating func settleTurnsOfParts() {
        // "вторая половина дня разворачивает первую".
        if let half = pieces.indices.first(where: { self[$0] == .span(.session(name: .afternoon)) }),
            has(.ahalf, in: pieces[half]),
            pieces.contains(where: { $0.sense == .verb(.reverse) || $0.sense == .verb(.continue) }),
            let first = pieces.indices.first(where: { self[$0] == .ordinal(1) })
        {
            pieces[first].sense = .span(.session(name: .morning))
        }
        // "RTH continues the overnight move": the way it went.
        if pieces.contains(where: { $0.sense == .verb(.reverse) || $0.sense == .verb(.continue) }) {
            for index in pieces.indices.reversed()
            where (self[index] == .quantity(Quantity(.move)) || self[index] == .quantity(Quantity(.change)))
                && (isSpan(index - 1) || isSpan(index + 1))
            {
                drop(index)
            }
        }
        settleDirections()
        let parts = pieces.indices.filter { isTurningPart($0) }
        guard parts.count == 2,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity, .highLow, .colour, .way, .rise, .win, .mark(.after), .mark(.given), .mark(.previous),
                    .relation, .number:
                    true
                case .condition(let fact): !fact.isCalendar
                case .mark(.next): !has(.follows, in: piece)
                default: false
                }
            })
        else { return }
        if let turn = pieces.indices.first(where: { isTurn($0) }), parts[0] < turn, turn < parts[1] {
            pieces[turn].sense = .mark(self[turn] == .verb(.reverse) ? .opposite : .together)
        }
        guard pieces.contains(where: { $0.sense == .mark(.opposite) || $0.sense == .mark(.together) }) else { return }
        // "the first hour's direction matches the day's", "по направлению": of what they are alike.
        for index in pieces.indices.reversed() where self[index] == .unknown && has(.side, in: pieces[index]) {
            drop(index)
        }
    }

    /// Parts of a day and the day; a weekday and another, or the week that it lies in; a month and its year.
    private func isTurningPart(_ index: Int) -> Bool {
        switch self[index] {
        case .span?, .window?, .unit(.day)?: true
        case .unit(.week)?: pieces.indices.contains { isWeekday($0) }
        case .unit(.year)?: pieces.indices.contains { isMonth($0) }
        // "on Fridays the last hour goes with the day": whose parts they are.
        default:
            (isWeekday(index) || isMonth(index))
                && !pieces.indices.contains { isSpan($0) || isWindow($0) || unit($0) == .day }
        }
    }

    func isMonth(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index], case .calendar(.month, _) = fact.condition { true } else { false }
    }

    /// "последний час в сторону дня или против", "goes with the day's direction", "does the 9:30-10 direction match the day
    /// close", "does Friday follow Thursday's direction": a direction said beside two parts makes them alike, and the close
    /// of a part is the way that it went.
    private mutating func settleDirections() {
        let parts = pieces.indices.filter { isTurningPart($0) }
        let isSided = pieces.contains { $0.sense == .unknown && has(.side, in: $0) }
        let matches = pieces.indices.filter {
            isMark($0, .together) || isMark($0, .opposite) || self[$0] == .verb(.reverse)
                || self[$0] == .verb(.continue)
        }
        guard !parts.isEmpty, isSided || !matches.isEmpty,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity(let quantity): quantity != Quantity(.close)
                case .highLow, .colour, .rise, .win, .relation, .statistic, .task(.correlation), .task(.time): true
                default: false
                }
            })
        else { return }
        for index in pieces.indices.reversed()
        where self[index] == .quantity(Quantity(.close)) || self[index] == .verb(.close) {
            if isTurningPart(index - 1) || isTurningPart(index + 1) {
                drop(index)
            } else if parts.count == 1, index == lastSaid {
                // "... does the close agree": the day's.
                pieces[index].sense = .unit(.day)
            }
        }
        let found = pieces.indices.filter { isTurningPart($0) }
        guard found.count == 2 else { return }
        // "does the direction of the first hour match": it is said what they do.
        if matches.isEmpty,
            let side = pieces.firstIndex(where: { $0.sense == .unknown && has(.side, in: $0) })
        {
            if let follows = pieces.indices.first(where: { has(.follows, in: pieces[$0]) && $0 > found[0] }) {
                pieces[follows].sense = .mark(.together)
            } else if pieces[side].prep == .in || isMark(side - 1, .given) || isMark(found[1] - 1, .given) {
                pieces[side].sense = .mark(.together)
                for index in pieces.indices.reversed() where isMark(index, .given) && has(.withword, in: pieces[index])
                {
                    drop(index)
                }
            } else {
                return
            }
        }
        // "... или против": the other way is what is left.
        if let last = lastSaid, isMark(last, .vs) || isMark(last, .opposite), isMark(last - 1, .or),
            pieces[..<last].contains(where: { $0.sense == .mark(.together) })
        {
            drop(last)
            drop(last - 1)
        }
        let asks = pieces.contains { piece in
            switch piece.sense {
            case .often, .task(.share), .task(.count), .task(.performance), .measure(.percent): true
            default: false
            }
        }
        if !asks { pieces.insert(Piece(sense: .often, tokens: []), at: 0) }
        for index in pieces.indices where self[index] == .measure(.percent) { pieces[index].sense = .task(.share) }
    }

    /// The last piece that is no sign.
    private var lastSaid: Int? { pieces.indices.last { !isStop($0) } }

    private func isTurn(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.reverse)?, .verb(.continue)?: true
        // "how often does the last hour follow the morning".
        case .unknown?, .mark(.next)?: has(.follows, in: pieces[index])
        default: false
        }
    }

    /// "азия красная, европа красная, как закрывается касса", "8:20-9:30 up, 9:30-13:30 up too": what parts of the day did,
    /// clause by clause, and behind them the part that is asked about; the first are given.
    mutating func settlePartsInTurn(_ frame: Surroundings) {
        var start = 0
        while case .symbol? = self[start] { start += 1 }
        if self[start] == .stop(":") || self[start] == .stop(",") { start += 1 }
        if isMark(start, .given) { start += 1 }
        var given: [(part: Int, state: Int)] = []
        var index = start
        while let pair = partWithState(index) {
            let next = max(pair.part, pair.state) + 1
            // "если первый час зелёный, то последний тоже?", where nothing is left between them.
            let isBare = start > 0 && isMark(start - 1, .given) && given.isEmpty && isSpan(next)
            guard self[next] != .stop("?"),
                isStop(next) || isMark(next, .and) || isMark(next, .then) || isBare
            else { break }
            given.append(pair)
            index = isBare ? next : next + 1
            if isBare { break }
            if isStop(next), isMark(index, .then) || isMark(index, .and) { index += 1 }
        }
        if given.count > 1, !pieces[min(index, count)...].contains(where: { isPartOrDay($0.sense) }),
            let told = given.popLast()
        {
            // "first hour green, RTH green, %": the last is asked about.
            index = min(told.part, told.state)
        }
        guard let last = given.last, index < count else { return }
        let asked = index..<count
        // "monday green, tuesday?": of weekdays in turn.
        let isOfWeekdays = given.contains { isWeekday($0.part) }
        // "monday green and tuesday green, how often", "ночь в плюс и касса в плюс: как часто": both at once.
        if start == 0 || !isMark(start - 1, .given), isMark(asked.lowerBound - 1, .and),
            given.count == 1, partWithState(asked.lowerBound) != nil
        {
            return
        }
        let parts = asked.filter { isOfWeekdays ? isWeekday($0) : isSpan($0) || isWindow($0) }
        let states = asked.filter { isStateWord($0) }
        let days = asked.filter { unit($0) == .day }
        guard let part = parts.first ?? days.first, parts.count < 2, states.count < 2,
            states.allSatisfy({ isBeside($0, part) }),
            !isOfWeekdays
                || given.count == 1 && !parts.isEmpty && self[part] != self[last.part]
                    && (states.isEmpty || asked.contains { self[$0] == .task(.share) || self[$0] == .stop("?") }),
            // "ночь зелёная, касса красная: какой процент дней": of all days.
            !asked.contains(where: {
                $0 > part && self[$0] == .task(.share) && (has(.day, in: pieces[$0]) || unit($0 + 1) == .day)
            }),
            asked.allSatisfy({ place in
                switch self[place] {
                case .span?, .window?, .colour?, .way?, .rise?, .win?, .often?, .task(.share)?, .task(.performance)?,
                    .measure(.percent)?, .unit(.day)?, .verb(.close)?, .quantity(Quantity(.close))?, .stop?,
                    .mark(.it)?, .mark(.then)?, .dates?, .key?:
                    true
                default: isOfWeekdays && place == part
                }
            })
        else { return }
        let bound = pieces[asked.lowerBound].tokens.first ?? 0
        let isSame = tokens.indices.contains { $0 > bound && forms.contains(tokens[$0].text, .also) }
        for place in pieces.indices {
            if case .window(let window)? = self[place] { pieces[place].sense = .span(.clock(window: window)) }
        }
        for (_, state) in given {
            // What hours did is told against their own open.
            if case .way(let up)? = self[state], self[state - 1] != .quantity(Quantity(.gap)) {
                pieces[state].sense = isOfWeekdays ? .rise(up: up) : .colour(up: up)
            }
        }
        if states.isEmpty, !isSame {
            // "monday green, wednesday?": only of the one that comes next.
            if isOfWeekdays, let day = oneWeekday(last.part), oneWeekday(part) != day % 5 + 1 { return }
            let head = pieces[start..<asked.lowerBound]
            guard
                asked.allSatisfy({ self[$0] != .often && self[$0] != .task(.share) && self[$0] != .measure(.percent) })
            else { return }
            // "how does the session close": which way, as after any event.
            var told = pieces[asked].filter { piece in
                switch piece.sense {
                case .stop, .mark(.it), .mark(.then), .verb(.close), .unit(.day), .quantity(Quantity(.close)),
                    .task(.performance):
                    empty.formUnion(piece.tokens)
                    return false
                default: return true
                }
            }
            told.insert(Piece(sense: .task(.performance), tokens: []), at: 0)
            var events: [Piece] = []
            for (part, state) in given {
                if !events.isEmpty { events.append(Piece(sense: .mark(.and), tokens: [])) }
                let isGap = self[part] == .quantity(Quantity(.gap))
                for place in isGap ? [part, state] : [state, part] {
                    var piece = pieces[place]
                    piece.afterStop = false
                    events.append(piece)
                }
            }
            let joints = head.filter { piece in !events.contains { $0.tokens == piece.tokens } }
            for piece in joints { empty.formUnion(piece.tokens) }
            pieces =
                pieces[..<start].filter { $0.sense != .mark(.given) } + told
                + [Piece(sense: .mark(.after), tokens: [])] + events
            return
        }
        if states.isEmpty {
            var state = pieces[last.state]
            (state.tokens, state.prep, state.prepTokens, state.afterStop) = ([], nil, [], false)
            pieces.insert(state, at: part + 1)
        }
        if parts.isEmpty {
            // "... day closes green": read as any such sentence is, once it says what is given.
            guard start == 0 || !isMark(start - 1, .given) else { return }
        }
        for place in (asked.lowerBound..<count).reversed() where !parts.isEmpty && unit(place) == .day { drop(place) }
        for place in (asked.lowerBound..<count).reversed()
        where !parts.isEmpty && saysCloses(place) && (isStateWord(place + 1) || isStateWord(place - 1)) {
            drop(place)
        }
        for place in asked.lowerBound..<count where self[place] == .measure(.percent) {
            pieces[place].sense = .task(.share)
        }
        if !pieces[asked.lowerBound...].contains(where: { $0.sense == .often || $0.sense == .task(.share) }) {
            pieces.insert(Piece(sense: .task(.share), tokens: []), at: asked.lowerBound)
        }
        if !pieces[..<asked.lowerBound].contains(where: { $0.sense == .mark(.given) }) {
            pieces.insert(Piece(sense: .mark(.given), tokens: []), at: start)
        }
    }

    /// Right beside it, or behind "closes".
    private func isBeside(_ state: Int, _ part: Int) -> Bool {
        abs(state - part) == 1 || state == part + 2 && saysCloses(part + 1)
    }

    private func saysCloses(_ index: Int) -> Bool {
        self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close))
    }

    private func isPartOrDay(_ sense: Sense) -> Bool {
        switch sense {
        case .span, .window, .unit(.day): true
        default: false
        }
    }

    /// "weekly return if Monday is red": the week that the Monday is of, and no grouping by weeks.
    mutating func settlePeriodsOfParts() {
        guard let place = pieces.indices.first(where: { self[$0] == .key(.calendar(field: .weekStart)) }),
            isQuantity(place + 1),
            prep(place) == nil, pieces.contains(where: { $0.sense == .mark(.given) || $0.sense == .mark(.after) }),
            pieces.indices.contains(where: { isWeekday($0) && (isStateWord($0 + 1) || isStateWord($0 - 1)) })
        else { return }
        pieces[place].sense = .barUnit(.week)
    }

    private func oneWeekday(_ index: Int) -> Int? {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, let days) = fact.condition,
            days.count == 1
        else { return nil }
        return days[0]
    }

    private func isWindow(_ index: Int) -> Bool { if case .window? = self[index] { true } else { false } }

    private func isStateWord(_ index: Int) -> Bool {
        switch self[index] {
        case .colour?, .way?, .rise?, .win?: true
        default: false
        }
    }

    /// "азия красная", "green first hour", "gap up": a part of the day, or the gap, and what it did.
    private func partWithState(_ index: Int) -> (part: Int, state: Int)? {
        let isPart = isSpan(index) || isWindow(index)
        if isPart || self[index] == .quantity(Quantity(.gap)) || isWeekday(index), isStateWord(index + 1),
            !pieces[index + 1].afterStop
        {
            return (index, index + 1)
        }
        // "лондон закрылся в плюс, касса потом куда".
        if isPart || isWeekday(index), saysCloses(index + 1), isStateWord(index + 2), !pieces[index + 2].afterStop {
            return (index, index + 2)
        }
        if isStateWord(index), isSpan(index + 1) || isWindow(index + 1) || isWeekday(index + 1), prep(index + 1) == nil
        {
            return (index + 1, index)
        }
        return nil
    }

    /// "how does RTH close when the low is in the first 15 minutes": which way, and not at what price.
    mutating func dropCloseAskedHow() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.performance) }),
            pieces.contains(where: { $0.sense == .mark(.given) }),
            !pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }),
            let close = pieces[asked...].firstIndex(where: { $0.sense == .quantity(Quantity(.close)) }),
            pieces[(asked + 1)..<close].allSatisfy({ piece in
                switch piece.sense {
                case .span, .mark(.it), .unit(.day), .mark(.those): true
                default: false
                }
            })
        else { return }
        switch self[close + 1] {
        case nil, .stop?, .mark(.given)?, .dates?, .span?: drop(close)
        default: return
        }
    }
}
