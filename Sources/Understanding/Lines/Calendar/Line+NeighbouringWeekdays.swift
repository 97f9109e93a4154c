internal import Market
internal import Studies

/// Two weekdays that follow each other, of which one is held against the other or both are told of.
extension Line {
    mutating func settleNeighbouringWeekdays() {
        settleLevelsOfWeekdays()
        settleQuantitiesOfWeekdays()
        settleWeekdaysOfOneWeek()
    }

    /// "how often is Tuesday's range bigger than Monday's", "как часто в пятницу объём больше, чем в четверг": one day is held
    /// against the trading day before it, where that is the weekday named. How often one of two days lies beyond the other
    /// that does not follow it, no study tells.
    private mutating func settleQuantitiesOfWeekdays() {
        guard pieces.contains(where: { [.task(.share), .task(.count), .often].contains($0.sense) }),
            let word = pieces.indices.first(where: { isRelation($0) }), case .relation(let relation)? = self[word],
            let right = weekday(word + 1),
            let place = [word - 1, word - 2].first(where: { isQuantity($0) }),
            place == word - 1 || weekday(word - 1) != nil,
            case .quantity(let quantity)? = self[place], !quantity.isPrice, quantity.shift == 0,
            let day = [place - 1, place + 1].first(where: { weekday($0) != nil }), let left = weekday(day),
            case .condition(let first)? = self[day], case .condition(let second)? = self[word + 1]
        else { return }
        let own = quantity.series()
        var condition = Condition.holds(own, relation, .shifted(of: own, by: -1))
        var days = Condition.all(of: [first.condition, .shifted(of: second.condition, by: -1)])
        if Self.weekday(after: left) == right {
            condition = .holds(.shifted(of: own, by: -1), relation, own)
            days = .all(of: [second.condition, .shifted(of: first.condition, by: -1)])
        } else if Self.weekday(after: right) != left {
            pieces[word].sense = .unknown
            return
        }
        var last = word + 1
        if case .quantity(let again)? = self[last + 1], again == quantity { last += 1 }
        let start = min(place, day)
        let said = pieces[start...last].flatMap(\.tokens).sorted()
        let outcome = Piece(sense: .condition(Fact(condition: condition, isOutcome: true)), tokens: said)
        let chosen = Piece(sense: .condition(Fact(condition: days, isCalendar: true)), tokens: pieces[day].tokens)
        pieces.replaceSubrange(start...last, with: [chosen, outcome])
    }

    /// "friday red and monday gap down, how many times", "inside day on Friday then a green Monday": the later weekday, before
    /// which the other was so.
    mutating func settleWeekdaysInTurn() {
        let days = pieces.indices.filter { weekday($0) != nil }
        guard days.count == 2, let first = weekday(days[0]), weekday(days[1]) == Self.weekday(after: first),
            pieces.contains(where: { [.often, .task(.share), .task(.count)].contains($0.sense) }),
            !days.contains(where: { has(.plural, in: pieces[$0]) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .mark(.after), .mark(.given), .mark(.next), .mark(.previous), .mark(.vs), .mark(.or), .quantity:
                    true
                default: false
                }
            }),
            let joint = (days[0]...days[1]).first(where: { joinsInTurn($0) })
        else { return }
        var start = joint
        while isCondition(start - 1) { start -= 1 }
        var next = joint
        while joinsInTurn(next) { next += 1 }
        var end = next
        while isCondition(end) { end += 1 }
        let told = (start..<joint).filter { !days.contains($0) }
        guard (start..<joint).contains(days[0]), (next..<end).contains(days[1]), !told.isEmpty, end - next > 1 else {
            return
        }
        let before = (start..<joint).compactMap { place -> Condition? in
            if case .condition(let fact)? = self[place] { fact.condition } else { nil }
        }
        guard let earlier = Condition.every(before) else { return }
        follow(days[1], Fact(condition: earlier, isCalendar: true))
        pieces[days[1]].tokens = (pieces[days[1]].tokens + (start..<joint).flatMap { pieces[$0].tokens }).sorted()
        for place in (joint..<next).reversed() { drop(place) }
        pieces.removeSubrange(start..<joint)
    }

    private func joinsInTurn(_ index: Int) -> Bool {
        isMark(index, .and) || isMark(index, .then) || isMark(index, .but) || self[index] == .stop(",")
    }

    private func isCondition(_ index: Int) -> Bool { if case .condition? = self[index] { true } else { false } }

    /// "how often does Tuesday take out Monday's high", "хай понедельника пробивают во вторник": the level is of the trading
    /// day before, where that is the weekday named.
    private mutating func settleLevelsOfWeekdays() {
        giveSecondLevel()
        guard
            let level = pieces.indices.first(where: { index in
                guard case .quantity(let quantity)? = self[index] else { return false }
                return quantity.isPrice && quantity.shift == 0 && ownerOfLevel(index) != nil
            }),
            let owner = ownerOfLevel(level), let earlier = weekday(owner),
            let later = pieces.indices.first(where: { weekday($0) == Self.weekday(after: earlier) }),
            pieces.contains(where: { piece in
                switch piece.sense {
                case .verb(.break), .verb(.touch), .verb(.hold), .relation: true
                default: false
                }
            }), case .quantity(var quantity)? = self[level], case .condition(let day)? = self[owner]
        else { return }
        quantity.shift = -1
        pieces[level].sense = .quantity(quantity)
        if prep(level) == nil { pieces[level].prep = pieces[owner].prep }
        follow(later, day)
        let said = pieces[owner].tokens
        pieces[level].tokens = (pieces[level].tokens + said).sorted()
        pieces.remove(at: owner)
    }

    /// "Tuesday's high exceeds Monday's": the other's high.
    private mutating func giveSecondLevel() {
        for index in pieces.indices.dropFirst(3) where isRelation(index - 1) && weekday(index) != nil {
            // "вторник закроется выше понедельника": its close.
            if self[index - 2] == .verb(.close) { pieces[index - 2].sense = .quantity(Quantity(.metric(.close))) }
            guard case .quantity(let quantity)? = self[index - 2], quantity.isPrice, quantity.shift == 0,
                let first = weekday(index - 3), weekday(index).map(Self.weekday(after:)) == first
            else { continue }
            switch self[index + 1] {
            case .quantity?, .unit?: continue
            default: pieces.insert(Piece(sense: .quantity(quantity), tokens: []), at: index + 1)
            }
            return
        }
    }

    /// "вероятность, что в одной неделе и четверг и пятница зелёные", "monday green and friday red, how often", "are Monday and
    /// Tuesday both red": the later one and the trading day before it that is the other; both at once, and neither is given.
    private mutating func settleWeekdaysOfOneWeek() {
        guard pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .often || $0.sense == .task(.count) })
        else { return }
        let days = pieces.indices.filter { weekday($0) != nil }
        guard days.count == 2, let one = weekday(days[0]), let two = weekday(days[1]), one != two else { return }
        let (earlier, later) = one < two ? (days[0], days[1]) : (days[1], days[0])
        let told = pieces.indices.filter { place in
            switch self[place] {
            case .colour?, .rise?, .win?, .way?: true
            case .condition(let fact)?: fact.settled && !fact.isCalendar
            default: false
            }
        }
        guard case .condition(let day)? = self[earlier], let first = told.first, let last = told.last, told.count <= 2
        else { return }
        let week = pieces.indices.first { place in
            unit(place) == .week
                && (isMark(place - 1, .same) || isMark(place - 1, .single) || whole(place - 1) == 1)
        }
        let isEach = told.count == 2 && areToldEach(days, told)
        guard
            isEach || week != nil && pieces[first].sense == pieces[last].sense || told.count == 1 && areToldBoth(days),
            let fact = Sense.onTwoDays(
                earlier: pieces[earlier < later ? first : last].sense,
                later: pieces[earlier < later ? last : first].sense,
                apart: abs(one - two)
            )
        else { return }
        follow(later, day, by: abs(one - two))
        let tokens = told.flatMap { pieces[$0].tokens }.sorted()
        pieces[last].sense = .condition(fact)
        pieces[last].tokens = tokens
        var lost: Set<Int> = [earlier]
        lost.formUnion(told.filter { $0 != last })
        if let week { lost.formUnion([week - 1, week].filter { pieces.indices.contains($0) }) }
        let joints = pieces.indices.filter { place in
            isMark(place, .both) || isMark(place, .and) && place > min(days[0], days[1]) - 2
                || week != nil && self[place] == .relation(.less) && place == (week ?? 0) - 2 || isMark(place, .inside)
                || isEach && saysCloses(place)
        }
        for place in lost.union(joints).sorted(by: >) { drop(place) }
    }

    /// "monday green and tuesday green": each with its own state, joined and neither given.
    private func areToldEach(_ days: [Int], _ told: [Int]) -> Bool {
        isOfThemAlone
            && zip(days, told).allSatisfy { day, state in
                let (low, high) = (min(day, state), max(day, state))
                return (low + 1..<high).allSatisfy { saysCloses($0) }
            }
            && pieces[min(days[0], told[0])..<max(days[1], told[1])].contains { $0.sense == .mark(.and) }
    }

    /// "are Monday and Tuesday both green".
    private func areToldBoth(_ days: [Int]) -> Bool {
        isOfThemAlone && pieces.contains { $0.sense == .mark(.both) }
            && pieces[days[0]..<days[1]].contains { $0.sense == .mark(.and) }
    }

    /// Nothing is given, and nothing else is asked of them.
    private var isOfThemAlone: Bool {
        !pieces.contains { piece in
            switch piece.sense {
            case .mark(.given), .mark(.after), .mark(.then), .mark(.next), .mark(.previous), .mark(.vs), .mark(.or),
                .mark(.before), .mark(.separately), .quantity, .task(.compare), .task(.performance):
                true
            default: false
            }
        }
    }

    private func saysCloses(_ index: Int) -> Bool {
        self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close))
    }

    /// A weekday whose trading day before is the other one.
    private mutating func follow(_ later: Int, _ earlier: Fact, by days: Int = 1) {
        guard case .condition(var day)? = self[later] else { return }
        day.condition = .all(of: [day.condition, .shifted(of: earlier.condition, by: -days)])
        pieces[later].sense = .condition(day)
    }

    /// Monday comes after Friday.
    private static func weekday(after day: Int) -> Int { day == 5 ? 1 : day + 1 }

    private func weekday(_ index: Int) -> Int? {
        guard case .condition(let fact)? = self[index], fact.isCalendar,
            case .calendar(.weekday, let days) = fact.condition, days.count == 1
        else { return nil }
        return days[0]
    }

    /// The weekday that a level is of: "Monday's high", "хай понедельника".
    private func ownerOfLevel(_ index: Int) -> Int? {
        if weekday(index - 1) != nil, prep(index) == nil, !pieces[index].afterStop,
            prep(index - 1) != .in, isBehindVerb(index - 1)
        {
            return index - 1
        }
        guard weekday(index + 1) != nil, prep(index + 1) == nil, !pieces[index + 1].afterStop else { return nil }
        return index + 1
    }

    /// "... take out Monday's high": what is broken stands behind.
    private func isBehindVerb(_ index: Int) -> Bool {
        switch self[index - 1] {
        case .verb?, .relation?: true
        default: false
        }
    }
}

extension Sense {
    /// What is said of a day and of the one so many trading days before it.
    fileprivate static func onTwoDays(earlier: Sense, later: Sense, apart: Int) -> Fact? {
        guard let before = earlier.ofDay, let own = later.ofDay else { return nil }
        return Fact(condition: .all(of: [own, .shifted(of: before, by: -apart)]), isOutcome: true)
    }

    private var ofDay: Condition? {
        switch self {
        case .colour(let up): .sign(.body, up: up)
        case .rise(let up), .win(let up), .way(let up): .sign(.change, up: up)
        case .condition(let fact): fact.condition
        default: nil
        }
    }
}
