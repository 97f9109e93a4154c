internal import Market
internal import Studies

extension Line {
    /// "average loss of red days", "средний % роста в зелёный день": of days that went that way it is their change, and
    /// chooses no days of its own.
    mutating func settleMovesOfKinds() {
        joinPercentOfMoves()
        let statistics = pieces.indices.filter { isStatistic($0) }
        // "average loss of red days and average gain of green ones": where both are moves, each is told of its days anyway.
        guard let first = statistics.first, case .rise? = self[first + 1],
            statistics.count == 1 || pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
        else { return }
        for index in pieces.indices {
            guard case .rise(let up)? = self[index], isStatistic(index - 1), prep(index) != .by, !asksHowMuch,
                prep(index + 1) == nil || prep(index + 1) == .in, way(of: index + 1) == up, namesDays(index + 1)
            else { continue }
            var change = Quantity(.change)
            if has(.percentword, in: pieces[index]) { change.percent = true }
            pieces[index].sense = .quantity(change)
        }
    }

    /// "average % drop": the unit stands before what it is of, and asks for no share.
    private mutating func joinPercentOfMoves() {
        for index in pieces.indices.reversed() {
            guard case .rise? = self[index], prep(index) == nil || prep(index) == .in,
                self[index - 1] == .task(.share) || self[index - 1] == .measure(.percent),
                has(.percentword, in: pieces[index - 1]), pieces[index - 1].tokens.count == 1, isStatistic(index - 2)
            else { continue }
            join((index - 1)...index, as: pieces[index].sense)
        }
    }

    /// Which way days went, by the word that names them.
    private func way(of index: Int) -> Bool? {
        switch self[index] {
        case .colour(let up)?, .way(let up)?, .win(let up)?, .rise(let up)?: up
        default: nil
        }
    }

    /// "на сколько в среднем падают красные дни": a verb, whose size is asked for elsewhere.
    private var asksHowMuch: Bool { pieces.contains { $0.sense == .task(.howmuch) } }

    private func namesDays(_ index: Int) -> Bool {
        unit(index + 1) == .day && prep(index + 1) == nil || has(.day, in: pieces[index])
    }

    /// "волатильность падающих дней": the days fall, and not the quantity.
    mutating func settleRisingDays() {
        for index in pieces.indices.dropFirst() {
            guard case .rise(let up)? = self[index], isForm(index, .adjectival), unit(index + 1) == .day,
                prep(index + 1) == nil,
                prep(index) == nil, isQuantity(index - 1)
            else { continue }
            pieces[index].sense = .win(up: up)
        }
    }

    /// "дни сильного роста, больше 2%": the size stands behind a comma.
    mutating func joinSizesBehindCommas() {
        for index in pieces.indices.reversed() where self[index] == .stop(",") {
            let move = unit(index - 1) == .day && prep(index - 1) == nil ? index - 2 : index - 1
            guard case .rise? = self[move], isRelation(index + 1), plainNumber(index + 2) != nil,
                self[index + 3] == .task(.share) || self[index + 3] == .measure(.percent)
                    || self[index + 3] == .measure(.points),
                index + 4 == count || isStop(index + 4)
            else { continue }
            pieces[index + 1].afterStop = false
            drop(index)
        }
    }

    /// "how often does it close up and how often down", "percent up vs percent down": the other way of what was said before.
    mutating func joinOtherWays() {
        for index in pieces.indices.reversed() {
            guard case .way(let up)? = self[index], prep(index) == nil, isEndOfWays(index + 1) else { continue }
            var place = index - 1
            while isAsked(place) { place -= 1 }
            guard place < index - 1, isMark(place, .and) || isMark(place, .vs) || self[place] == .stop(",") else {
                continue
            }
            while isDates(place - 1) { place -= 1 }
            guard case .condition(var fact)? = self[place - 1], fact.settled, fact.up == !up, fact.run == nil,
                case .compare(let left, let relation, .number(value: 0)) = fact.condition
            else { continue }
            fact.condition = .compare(left: left, relation: relation.mirrored, right: .number(value: 0))
            (fact.up, fact.rankDescending, fact.plain, fact.beside) = (up, up, nil, nil)
            pieces[index].sense = .condition(fact)
        }
    }

    private func isAsked(_ index: Int) -> Bool {
        switch self[index] {
        case .often?, .task(.share)?, .task(.count)?: true
        default: false
        }
    }

    private func isEndOfWays(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .dates?, .mark(.vs)?, .mark(.and)?: true
        default: false
        }
    }

    /// "... vs every day": all of them, and not each by itself.
    mutating func dropEachOfAll() {
        for index in pieces.indices.reversed() where isMark(index, .vs) {
            let each = self[index + 1] == .stop(".") ? index + 2 : index + 1
            guard isMark(each, .each), unit(each + 1) == .day, each + 2 == count || isStop(each + 2) else { continue }
            pieces[each + 1].afterStop = false
            for place in ((index + 1)...each).reversed() { drop(place) }
        }
    }

    /// "14-period ATR", "RSI with 14 periods": bars of the length that is meant anyway.
    mutating func dropBarsOfIndicators() {
        for index in pieces.indices.reversed() where isForm(index, .barcount) && whole(index - 1) != nil {
            switch self[index] {
            case .unknown?, .empty?: break
            default: continue
            }
            if isIndicator(index + 1), prep(index + 1) == nil {
                drop(index)
            } else if isMark(index - 2, .given), isIndicator(index - 3) {
                drop(index)
                drop(index - 2)
            } else if isIndicator(index - 2) {
                drop(index)
            }
        }
    }

    private func isIndicator(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index], case .indicator = quantity.base else { return false }
        return true
    }

    /// "which 5 weeks of 2025 had the highest volume", "три месяца с самой высокой волатильностью": so many units before what
    /// ranks them, as if it said "5 highest volume weeks".
    mutating func orderCountedUnits() {
        let ranking = pieces.indices.filter { if case .superlative? = self[$0] { true } else { false } }
        guard ranking.count == 1, let rank = ranking.first, rank > 1, let last = endOfRank(rank), unit(last + 1) == nil,
            let counted = pieces[..<(rank - 1)].indices.first(where: { isCount($0) && ranksUnit($0 + 1) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task(.top), .task(.count), .task(.share), .task(.time), .statistic, .best, .mark(.after),
                    .mark(.before),
                    .mark(.consecutive), .task(.correlation), .task(.compare), .mark(.each):
                    true
                default: piece.prep == .by
                }
            })
        else { return }
        var named = Array(pieces[counted...(counted + 1)])
        for place in named.indices {
            empty.formUnion(named[place].prepTokens)
            (named[place].prep, named[place].prepTokens, named[place].afterStop) = (nil, [], false)
        }
        empty.formUnion(pieces[rank].prepTokens)
        (pieces[rank].prep, pieces[rank].prepTokens) = (nil, [])
        pieces.insert(named[1], at: last + 1)
        if last > rank, ranksByRange(rank) { join(rank...last, as: pieces[rank].sense) }
        pieces.insert(named[0], at: rank)
        if isMark(rank - 1, .given) { drop(rank - 1) }
        pieces.removeSubrange(counted...(counted + 1))
    }

    /// The last word of "highest volume", "widest range", "самыми волатильными".
    private func endOfRank(_ rank: Int) -> Int? {
        if isQuantity(rank + 1), prep(rank + 1) == nil { return rank + 1 }
        switch self[rank] {
        case .superlative(.max)?, .superlative(.min)?: return nil
        default: return rank
        }
    }

    private func ranksByRange(_ rank: Int) -> Bool {
        self[rank] == .superlative(.wide) || self[rank] == .superlative(.narrow)
    }

    private func isCount(_ index: Int) -> Bool {
        guard let number = whole(index), (2...50).contains(number), !isRelation(index - 1), !isRelative(index - 1)
        else {
            return false
        }
        switch self[index - 1] {
        case .mark(.previous)?, .mark(.next)?, .ordinal?, .edge?, .span?: return false
        default: break
        }
        // "in which 3 months", and not "in 3 months".
        guard let prep = pieces[index].prep else { return true }
        guard prep == .in, let first = pieces[index].tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .which)
    }

    private func ranksUnit(_ index: Int) -> Bool {
        guard prep(index) == nil, let unit = unit(index) else { return false }
        return switch unit {
        case .week, .month, .quarter, .year, .weekday, .hour, .hourofday, .monthofyear: true
        default: false
        }
    }

    /// "how many points has gold gained", "прибавило сколько пунктов": points are not counted.
    mutating func settleCountedPoints() {
        for index in pieces.indices where self[index] == .task(.count) && self[index + 1] == .measure(.points) {
            let moves = pieces.count { piece in
                if case .condition(let fact) = piece.sense {
                    fact.settled && fact.up != nil && !fact.isCalendar
                } else {
                    false
                }
            }
            guard moves == 1, !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }) else {
                return
            }
            pieces[index].sense = .task(.howmuch)
        }
    }

    /// "рост золота в пунктах с 1 декабря", "gold's rise in 2024": of a period and nothing else, how far it went.
    mutating func settleRiseOfPeriod() {
        guard let place = pieces.firstIndex(where: { isRise($0.sense) }), !has(.plural, in: pieces[place]),
            pieces.count(where: { if case .dates = $0.sense { true } else { false } }) < 2,
            pieces.contains(where: { if case .dates = $0.sense { true } else { $0.sense.isLongKey } }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .dates(let dates): dates.shape != .day
                case .symbol, .stop, .empty, .measure(.points), .measure(.percent), .relative(.all): true
                default: isRise(piece.sense) || piece.sense.isLongKey
                }
            }), pieces.count(where: { isRise($0.sense) }) == 1, pieces[place].tokens.count == 1,
            pieces[place].tokens.allSatisfy({ forms.contains(tokens[$0].text, .riseword) })
        else { return }
        var change = Quantity(.change)
        if let measure = pieces.firstIndex(where: { $0.sense == .measure(.points) || $0.sense == .measure(.percent) }) {
            change.percent = pieces[measure].sense == .measure(.percent)
            pieces[place].tokens = (pieces[place].tokens + pieces[measure].tokens).sorted()
            pieces[place].sense = .quantity(change)
            pieces.remove(at: measure)
        } else {
            pieces[place].sense = .quantity(change)
        }
    }

    private func isRise(_ sense: Sense) -> Bool {
        if case .condition(let fact) = sense, fact.settled, fact.rank?.base == .metric(.change) { true } else { false }
    }
}

extension Sense {
    /// By month, by year.
    fileprivate var isLongKey: Bool {
        guard case .key(.calendar(let field)) = self else { return false }
        switch field {
        case .month, .monthStart, .quarter, .quarterStart, .year, .yearStart: return true
        default: return false
        }
    }
}
