internal import Market
internal import Studies

/// Two sides of a comparison, of which the second leaves out what the first has said.
extension Line {
    /// "on days the overnight range was over 1% vs under 1%", "volume above average vs below": the quantity is named once,
    /// and what it is held against may be too.
    mutating func shareComparands() {
        for joiner in pieces.indices.reversed() {
            let isContrast = isMark(joiner, .vs)
            guard isContrast || isMark(joiner, .and) || isMark(joiner, .or) || self[joiner] == .stop(",") else {
                continue
            }
            var next = joiner + 1
            if isMark(next, .given) { next += 1 }
            guard case .relation(let second)? = self[next] else { continue }
            var last = joiner - 1
            while last > 0, unit(last) == .day || isMark(last, .given) { last -= 1 }
            guard isBound(last), case .relation(let first)? = self[last - 1], first.isUp != second.isUp,
                let named = quantityBefore(last - 1)
            else { continue }
            // "над и под": of one bound there are two sides; two bounds may make a band.
            if isBound(next + 1) {
                guard isContrast || self[next + 1] == self[last] else { continue }
            } else {
                guard isContrast, isStop(next + 1) || next + 1 == count else { continue }
                pieces.insert(bare(pieces[last]), at: next + 1)
            }
            // With its window: "overnight range".
            let start = isSpan(named - 1) && !pieces[named - 1].afterStop ? named - 1 : named
            pieces.insert(contentsOf: pieces[start...named].map(bare), at: next)
            if joiner + 1 == next, isMark(start - 1, .given) {
                pieces.insert(Piece(sense: .mark(.given), tokens: []), at: next)
            }
        }
    }

    private func bare(_ piece: Piece) -> Piece {
        var made = Piece(sense: piece.sense, tokens: [])
        made.text = piece.text
        return made
    }

    private func isBound(_ index: Int) -> Bool {
        switch self[index] {
        case .number?, .statistic(.mean)?: true
        default: false
        }
    }

    private func quantityBefore(_ index: Int) -> Int? {
        var place = index - 1
        while place >= 0 {
            switch pieces[place].sense {
            case .quantity: return place
            case .empty, .verb(.close), .verb(.form): place -= 1
            default: return nil
            }
        }
        return nil
    }

    /// "after a green day vs after a red one", "days after an inside day vs all days": days by what the day before was.
    mutating func settleAftersApart() {
        let isNext = pieces.contains {
            if case .quantity(let quantity) = $0.sense { quantity.shift != 0 } else { $0.sense == .mark(.next) }
        }
        guard !isNext else { return }
        for index in pieces.indices.reversed() where isMark(index, .after) {
            guard let first = event(index + 1), pieces.indices.contains(index + 2) else { continue }
            let joiner = index + 2
            let isAgain = isMark(joiner + 1, .after)
            guard
                isMark(joiner, .vs)
                    || isAgain && (isMark(joiner, .and) || isMark(joiner, .or) || self[joiner] == .stop(","))
            else { continue }
            let place = isAgain ? joiner + 2 : joiner + 1
            if let second = event(place), Frame.sameKind(first, second) || first.isOutcome == second.isOutcome {
                pieces[place].sense = .condition(second.behind)
            } else {
                guard isMark(joiner, .vs), isAllDays(place) || isMark(place, .rest) else { continue }
            }
            pieces[index + 1].sense = .condition(first.behind)
            if isAgain { drop(joiner + 1) }
            drop(index)
        }
    }

    private func event(_ index: Int) -> Fact? {
        guard case .condition(let fact)? = self[index] else { return nil }
        if !fact.isCalendar { return fact }
        if case .event(_, 0) = fact.condition { return fact }
        return nil
    }

    /// "vs all days": of every day, chosen or not.
    func isAllDays(_ index: Int) -> Bool {
        guard unit(index) == .day, let first = pieces[index].tokens.first else { return false }
        return has(.whole, in: pieces[index])
            || first > 0 && empty.contains(first - 1) && forms.contains(tokens[first - 1].text, .whole)
    }

    /// "gold's best days", "в 5 худших дней золота", behind what is asked of them: the days are chosen by their rank.
    mutating func joinDaysByRank() {
        for index in pieces.indices.reversed() {
            guard case .best(let up)? = self[index] else { continue }
            var first = index
            var last = index
            var limit = 10
            if let count = whole(index - 1), (1...1000).contains(count) {
                (first, limit) = (index - 1, count)
            } else if let count = whole(index + 1), (1...1000).contains(count) {
                (last, limit) = (index + 1, count)
            }
            guard unit(last + 1) == .day else { continue }
            last += 1
            let isSingle = has(.oneday, in: pieces[last]) && limit == 10
            var owner: Piece?
            if isSymbol(first - 1), prep(first) == nil, prep(first - 1) != .by {
                first -= 1
                owner = pieces[first]
            } else if isSymbol(last + 1) {
                last += 1
                owner = pieces[last]
            }
            let isLed = isMark(first - 1, .given) || isMark(first - 1, .after) || prep(first) == .in
            guard isLed, !isSingle, isAsked(before: first, ofAnother: owner.map { $0.sense }) else { continue }
            let extreme = Condition.extreme(
                of: .metric(metric: .changePct, of: .own),
                largest: up,
                count: limit,
                within: nil,
                among: nil
            )
            var fact = Fact(condition: extreme, isOutcome: false)
            fact.assumedThreshold = limit == 10
            let isMarked = isMark(first - 1, .given) || isMark(first - 1, .after)
            join(first...last, as: .condition(fact))
            guard let owner else { continue }
            var symbol = owner
            (symbol.prep, symbol.prepTokens) = (pieces[first].prep, pieces[first].prepTokens)
            pieces[first].tokens.removeAll { owner.tokens.contains($0) }
            (pieces[first].prep, pieces[first].prepTokens) = (nil, [])
            pieces.insert(symbol, at: first)
            if !isMarked { pieces.insert(Piece(sense: .mark(.given), tokens: []), at: first) }
        }
    }

    private func isSymbol(_ index: Int) -> Bool { if case .symbol? = self[index] { true } else { false } }

    /// Something is asked of the days that are named behind it: a quantity that they are not ranked by, or, where they are
    /// another instrument's, how it went.
    private func isAsked(before first: Int, ofAnother owner: Sense?) -> Bool {
        let isOther = owner.map { owner in
            pieces.contains { if case .symbol = $0.sense { $0.sense != owner } else { false } }
        }
        return pieces.prefix(max(first, 0)).contains { piece in
            switch piece.sense {
            case .quantity(let quantity): isOther ?? false || !quantity.isSigned
            case .task(.performance): isOther ?? false
            default: false
            }
        }
    }

    /// "close in the same direction", "move together" of two instruments: how they went, and no price of theirs. "After a
    /// fall of gold by 2%": the fall's size stands beside it.
    mutating func settleTwoInstruments() {
        for index in pieces.indices where isMark(index, .together) || isMark(index, .opposite) {
            guard case .quantity(let quantity)? = self[index - 1] else { continue }
            if quantity.base == .metric(.close) || quantity.base == .move { pieces[index - 1].sense = .verb(.close) }
        }
        guard pieces.count(where: { if case .symbol = $0.sense { true } else { false } }) == 2 else { return }
        // "NQ was up and gold was down": how each went.
        for index in pieces.indices where isSymbol(index) {
            guard case .way(let up)? = self[index + 1], prep(index + 1) == nil else { continue }
            pieces[index + 1].sense = .rise(up: up)
        }
        for index in pieces.indices.dropFirst(2) where isSymbol(index) && isSymbol(index - 2) && isQuantity(index - 1) {
            // "на сколько NQ волатильнее золота".
            guard has(.comparative, in: pieces[index - 1]), prep(index) == nil else { continue }
            pieces.insert(Piece(sense: .mark(.vs), tokens: []), at: index)
            return
        }
        for index in pieces.indices.dropFirst() where isSymbol(index) {
            guard case .rise? = self[index - 1], case .number(_, .percent)? = self[index + 1] else { continue }
            pieces.swapAt(index - 1, index)
            return
        }
    }

    /// "mgc average change on nq red days", "в красные дни золота": the fact is of the instrument beside it, and chooses
    /// the days.
    mutating func settleDaysOfOther() {
        let named = Set(
            pieces.compactMap { piece -> String? in
                if case .symbol(let symbol) = piece.sense { symbol } else { nil }
            }
        )
        guard named.count == 2, !pieces.contains(where: { $0.sense == .mark(.given) || $0.sense == .mark(.vs) }) else {
            return
        }
        for index in pieces.indices.dropFirst().reversed() where isSymbol(index) {
            let place = prep(index) == .in ? index + 1 : index - 1
            guard place > index || prep(place) == .in, case .condition(let fact)? = self[place], !fact.isCalendar else {
                continue
            }
            pieces.insert(Piece(sense: .mark(.given), tokens: []), at: min(index, place))
            return
        }
    }
}

extension Fact {
    /// The same of the day before, where it is told by a whole day; a gap and the like are of the same one.
    fileprivate var behind: Fact {
        if ofSession { return self }
        var fact = self
        if case .event(let event, 0) = condition {
            fact.condition = .event(event: event, offset: 1)
            return fact
        }
        fact = shifted(-1)
        (fact.isOutcome, fact.settled, fact.up, fact.rank) = (false, false, nil, nil)
        return fact
    }
}
