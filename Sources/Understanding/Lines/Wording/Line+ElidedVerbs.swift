internal import Market
internal import Studies

extension Line {
    /// What clauses leave out, and words whose place in the day another rule would take, before words are joined to days.
    mutating func settleBeforeDays(_ surroundings: Surroundings) {
        // "the high earlier than the low" holds no prices against each other.
        if pieces.contains(where: { isRelation(of: $0) && has(.earlier, in: $0) }) {
            joinFirstExtreme()
        }
        settleLastLongBars()
        settleOwnOfEach()
        settleLongTimeframes()
        settleWeeksOfEvents()
        settlePlaceAmongUnits()
        dropAfterIt()
        dropAgainOfTouches()
        dropEndOfSession()
        joinOpenTouches(surroundings)
        joinPercentDays()
        settleListedSessions()
        settleCandleOfHour()
        joinTimesApart(surroundings)
        settleRepeatedAnd()
        shareElidedVerbs()
    }

    /// "RTH breaks the overnight high, and how often the overnight low", "..., and separately the low", "... и отдельно лой":
    /// the verb, and where it is left out what the level is of, are said once; each level is asked about by itself.
    mutating func shareElidedVerbs() {
        let verbs = pieces.indices.filter { breaksOrTouches($0) }
        guard verbs.count == 1, let verb = verbs.first,
            let asked = pieces.firstIndex(where: { $0.sense == .task(.share) || $0.sense == .task(.count) }),
            let level = level(behind: verb),
            let joint = pieces.indices.first(where: { $0 > level && joinsClauses($0) })
        else { return }
        var place = joint
        while joinsClauses(place) || self[place] == .stop(",") || self[place] == .stop("?") { place += 1 }
        if pieces[joint..<place].contains(where: { $0.sense == .stop("?") }), self[place] != self[asked] {
            // "... the overnight high? and the overnight low?": asked once more.
            pieces.insert(Piece(sense: .mark(.separately), tokens: [], text: ""), at: place)
        }
        guard isMark(place, .separately) || self[place] == self[asked],
            let other = self.level(behind: place), self[other] != self[level] || other > place + 1,
            !pieces[place...].contains(where: { isVerb($0.sense) })
        else { return }
        var said: [Piece] = []
        for index in [verb] + (other == place + 1 ? Array(verb + 1..<level) : []) {
            var piece = pieces[index]
            piece.afterStop = false
            said.append(piece)
        }
        if isMark(place, .separately) { pieces[place].sense = pieces[asked].sense }
        if other == place + 1 {
            // "хай ночи, и отдельно лой": what it is of stands behind.
            let behind = pieces[(level + 1)..<joint].filter { isPartOfDay($0.sense) }
            pieces.insert(contentsOf: behind, at: other + 1)
        }
        pieces.insert(contentsOf: said, at: place + 1)
    }

    /// "и хай, и лой", "и ночной хай, и ночной лой": both of them.
    mutating func settleRepeatedAnd() {
        for index in pieces.indices where isMark(index, .and) && pieces[index].tokens.count == 1 {
            guard breaksOrTouches(index - 1), let first = level(behind: index), self[first + 1] == .stop(","),
                isMark(first + 2, .and), level(behind: first + 2) != nil
            else { continue }
            pieces[index].sense = .mark(.both)
            drop(first + 1)
            return
        }
    }

    /// "touched again after 12:00": a level is touched once or more in any case.
    mutating func dropAgainOfTouches() {
        guard pieces.contains(where: { $0.sense == .verb(.touch) }) else { return }
        for index in pieces.indices.reversed() where self[index] == .unknown && has(.again, in: pieces[index]) {
            drop(index)
        }
    }

    /// "if Wednesday is red, how often is the Thursday after it green": of two weekdays that follow each other the words only
    /// say which comes after which.
    mutating func dropAfterIt() {
        let days = pieces.indices.filter { weekday($0) != nil }
        guard days.count == 2, let first = weekday(days[0]), let second = weekday(days[1]) else { return }
        for index in pieces.indices.reversed() where isMark(index + 1, .it) {
            guard let day = days.first(where: { $0 == index - 1 }), let own = weekday(day) else { continue }
            let other = day == days[0] ? second : first
            let isNext = isMark(index, .after) && own == other % 5 + 1
            let isPrevious = isMark(index, .before) && other == own % 5 + 1
            guard isNext || isPrevious else { continue }
            drop(index + 1)
            drop(index)
        }
    }

    private func weekday(_ index: Int) -> Int? {
        switch self[index] {
        case .weekdays(let days)? where days.count == 1: days[0]
        case .condition(let fact)?:
            if case .calendar(.weekday, let days) = fact.condition, days.count == 1 { days[0] } else { nil }
        default: nil
        }
    }

    /// A high or low behind a place, with nothing between but what it is of.
    private func level(behind place: Int) -> Int? {
        var index = place + 1
        while pieces.indices.contains(index) {
            switch pieces[index].sense {
            case .quantity(let quantity) where quantity.extreme != nil: return index
            case .span, .window, .mark(.previous), .mark(.both), .relative(.yesterday), .relative(.previous),
                .unit(.day):
                index += 1
            default: return nil
            }
        }
        return nil
    }

    private func isPartOfDay(_ sense: Sense) -> Bool {
        switch sense {
        case .span, .window: true
        default: false
        }
    }

    private func joinsClauses(_ index: Int) -> Bool {
        isMark(index, .and) || isMark(index, .but) || self[index] == .stop(",") || self[index] == .stop(";")
            || self[index] == .stop("?") && (isMark(index + 1, .and) || isMark(index + 1, .but))
    }

    private func breaksOrTouches(_ index: Int) -> Bool {
        self[index] == .verb(.break) || self[index] == .verb(.touch)
    }

    private func isVerb(_ sense: Sense) -> Bool {
        switch sense {
        case .verb, .relation, .colour, .rise, .win: true
        default: false
        }
    }
}
