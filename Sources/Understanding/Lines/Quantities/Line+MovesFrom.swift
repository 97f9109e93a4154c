internal import Market
internal import Studies

extension Line {
    /// "Fall from the open more than 0.5%": how far is said of the fall.
    mutating func leadWithMoves() {
        for index in pieces.indices where isPriceLeft(index) {
            let moved = isSpan(index - 1) ? index - 2 : index - 1
            guard case .rise? = self[moved], let found = threshold(index + 1, bare: false) else { continue }
            let price = Array(pieces[(moved + 1)...index])
            pieces.removeSubrange((moved + 1)...index)
            pieces.insert(contentsOf: price, at: moved + 1 + found.last - index)
            return
        }
    }

    /// "how far below the open does it go", "средний ход выше открытия": from the open to the low (high), and no days of which
    /// it holds; their mean, where nothing else is asked.
    mutating func joinWaysFromOpen() {
        let counts = pieces.indices.contains { index in
            [.task(.share), .task(.count), .task(.days), .often].contains(self[index]) && !isForm(index, .usual)
        }
        joinCloseFromEnd()
        func isAsked(_ index: Int) -> Bool {
            switch self[index] {
            case .task(.howmuch)?, .quantity(Quantity(.move))?: true
            case .quantity(Quantity(.range))?: isForm(index, .travelled)
            default: pieces.indices.contains(index) && has(.far, in: pieces[index])
            }
        }
        // "below the RTH open": the window behind it.
        if let side = pieces.indices.first(where: { isRelation($0) && isForm($0, .level) }), isSpan(side + 1),
            case .quantity(let open)? = self[side + 2], open == Quantity(open.base), open.base == .metric(.open),
            prep(side + 1) == nil, !counts, (0..<side).contains(where: { isAsked($0) })
        {
            pieces.swapAt(side + 1, side + 2)
        }
        guard !counts,
            let side = pieces.indices.first(where: { isRelation($0) && isForm($0, .level) }),
            case .relation(let relation)? = self[side], case .quantity(let open)? = self[side + 1],
            open.base == .metric(.open), open.shift == 0
        else { return }
        // "go below": the verb and the side in one.
        func isVerb(_ index: Int) -> Bool {
            switch self[index] {
            case .verb(.trade)?, .verb(.travel)?: true
            case .task(.performance)?, .unknown?: has(.runverb, in: pieces[index])
            default: false
            }
        }
        var first = side
        if isVerb(first - 1) { first -= 1 }
        var mean: Piece?
        var asked = open.percent != nil
        while first > 0 {
            if isAsked(first - 1) {
                asked = true
            } else if case .statistic? = self[first - 1], mean == nil {
                mean = pieces[first - 1]
            } else if self[first - 1] == .often, isForm(first - 1, .usual), mean == nil {
                // "насколько обычно уходит".
                pieces[first - 1].sense = .statistic(.mean)
                mean = pieces[first - 1]
            } else if case .measure(let scale)? = self[first - 1], scale == .points || scale == .percent {
                // "how many points below the open".
            } else if !isMark(first - 1, .it), !isVerb(first - 1) {
                break
            }
            first -= 1
        }
        guard asked else { return }
        var last = side + 1
        var next = isSpan(last + 1) && prep(last + 1) != .by ? last + 2 : last + 1
        while isMark(next, .it) || isSymbol(next) { next += 1 }
        if isVerb(next) {
            empty.formUnion(pieces[next].tokens)
            pieces.remove(at: next)
        } else if first == side, !isVerb(side) {
            // "ход ниже открытия" names the way itself; a bare "ниже открытия" does not.
            return
        }
        let unit = pieces.indices.first { $0 > last && self[$0] == .measure(.percent) }
        let isPercent =
            open.percent == true || unit != nil || pieces[first..<side].contains { $0.sense == .measure(.percent) }
        if let unit {
            // "..., in percent".
            pieces[last].tokens = (pieces[last].tokens + pieces[unit].tokens + pieces[unit].prepTokens).sorted()
            pieces.remove(at: unit)
        }
        var end = Quantity(relation.isUp ? .high : .low)
        end.span = open.span
        let level = Series.metric(metric: .open, of: Bar(span: end.span))
        var way = Quantity(.series(Self.distance(end, level, percent: isPercent)))
        way.span = end.span
        if mean != nil, let place = pieces[first...last].firstIndex(where: { $0 == mean }) {
            pieces.remove(at: place)
            last -= 1
        }
        join(first...last, as: .quantity(way))
        let isSaid = pieces.contains { piece in
            switch piece.sense {
            case .statistic, .superlative, .extremum, .top, .task(.distribution), .relative(.yesterday),
                .relative(.today):
                true
            case .dates(let dates): dates.shape == .day
            default: false
            }
        }
        if let mean {
            pieces.insert(mean, at: first)
        } else if !isSaid {
            pieces.insert(Piece(sense: .statistic(.mean), tokens: []), at: first)
        }
    }

    /// "how far from the high does it close": how far apart the two are.
    private mutating func joinCloseFromEnd() {
        for index in pieces.indices where has(.far, in: pieces[index]) {
            guard case .quantity(let end)? = self[index + 1], end.extreme != nil, end == Quantity(end.base),
                prep(index + 1) == .from
            else { continue }
            var last = index + 2
            while isMark(last, .it) || isSymbol(last) || unit(last) == .day { last += 1 }
            guard closes(last) else { continue }
            let distance = Self.distance(Quantity(.close), end.series(), percent: false)
            join(index...last, as: .quantity(Quantity(.series(distance))))
            return
        }
    }

    private func isSymbol(_ index: Int) -> Bool { if case .symbol? = self[index] { true } else { false } }

    /// "Dropped 1% from the open", "average drop from the open": the move from it. From a high or low it may end anywhere,
    /// so there its end has to be said.
    mutating func settleMovesFrom() {
        for index in pieces.indices.dropFirst().reversed() {
            // "average move from the open", "средний ход от открытия": how far from it the day closed.
            guard case .quantity(let price)? = self[index], price.base == .metric(.open), price.shift == 0 else {
                continue
            }
            let isLinked = isForm(index - 1, .from) && isRelation(index - 1)
            let moved = isLinked ? index - 2 : index - 1
            if isLinked, isMove(moved) {
                // "-1.5% от открытия".
                drop(index - 1)
                pieces[index - 1].prep = .from
                continue
            }
            guard isLinked || isPriceLeft(index), let size = self[moved],
                size == .quantity(Quantity(.move)) || size == .quantity(Quantity(.range)) && isForm(moved, .travelled)
            else { continue }
            var body = Quantity(.body)
            (body.span, body.absolute) = (price.span, true)
            join(moved...index, as: .quantity(body))
        }
        for index in pieces.indices where isPriceLeft(index) {
            guard case .quantity(let price)? = self[index], moveBefore(index) != nil else { continue }
            if price.base == .metric(.open) {
                var body = Quantity(.body)
                body.span = price.span
                pieces[index].sense = .quantity(body)
            } else {
                pieces[index].sense = .unknown
            }
        }
    }

    /// "was down over 1% but closed green", "went +2% and closed red", "были -1.5% от открытия и закрылись в плюс": it turned
    /// before the close, so the first move is how far the day's low or high went from where the second is measured.
    mutating func settleTurnedMoves() {
        for index in pieces.indices.dropLast(2) where index + 2 < count {
            // "up 1% intraday but closed red".
            if isFact(index), unit(index + 1) == .hourofday, isMark(index + 2, .but) || isMark(index + 2, .and),
                prep(index + 1) != .by
            {
                join(index...(index + 1), as: pieces[index].sense)
            }
            var next = index + 1
            while self[next] == .stop(",") || isMark(next, .and) || isMark(next, .but) || isMark(next, .then)
                || isMark(next, .it) || unit(next) == .day && prep(next) == nil
            { next += 1 }
            guard next > index + 1, case .condition(var fact)? = self[index], case .condition(let end)? = self[next],
                let up = fact.up, end.up == !up, !has(.closeverb, in: pieces[index]), has(.closeverb, in: pieces[next]),
                fact.run == nil, end.run == nil,
                case .compare(.metric(let metric, let bar), let relation, .number(let value)) = fact.condition,
                value != 0, case .compare(.metric(let last, _), _, .number(0)) = end.condition
            else { continue }
            guard [.body, .bodyPct, .change, .changePct].contains(metric) else { continue }
            let ofOpen = metric == .body || metric == .bodyPct || last == .body || last == .bodyPct
            let start = Series.metric(metric: ofOpen ? .open : .close, of: bar)
            var extreme = Quantity(up ? .high : .low)
            extreme.span = bar.span
            let distance = Self.distance(
                extreme,
                ofOpen ? start : .shifted(of: start, by: -1),
                percent: metric.unit == .percent,
                absolute: false
            )
            fact.condition = .compare(left: distance, relation: relation, right: .number(value: value))
            (fact.rank, fact.plain, fact.up) = (distance.quantity, nil, nil)
            pieces[index].sense = .condition(fact)
        }
    }

    /// "Largest drop from the high to the close", "low to close rally over 2%": the distance says what the move is.
    mutating func settleMovesOverDistances() {
        for index in pieces.indices.reversed() {
            if prep(index) == .from, isMove(index - 1), case .condition(let fact)? = self[index],
                case .compare(.absolute(.arithmetic), _, .number) = fact.condition,
                case .condition(let move)? = self[index - 1], case .compare(_, _, .number(0)) = move.condition
            {
                // "a drop from high to close of more than 2%".
                join((index - 1)...index, as: .condition(fact))
                return
            }
            guard case .quantity(let distance)? = self[index], case .series(.arithmetic(_, .minus, _)) = distance.base,
                distance.absolute,
                let place = [index - 1, index + 1, isSpan(index - 1) ? index - 2 : index - 1].first(where: {
                    // "from open to low on up days": the days went so.
                    let namesDays = $0 > index && isPlainWay($0) && (prep($0) == .in || has(.day, in: pieces[$0]))
                    return isMove($0) && !namesDays && !(pieces[$0].afterStop && $0 > index)
                }),
                case .condition(var fact)? = self[place],
                case .compare(.metric(let metric, _), let relation, .number(let value)) = fact.condition
            else { continue }
            guard value != 0 else {
                // "... on up days" says which days.
                if prep(place) == .in || has(.day, in: pieces[place]) { continue }
                let said = pieces[place].tokens
                pieces[index].tokens = (pieces[index].tokens + said).sorted()
                pieces.remove(at: place)
                // "на сколько сливают от открытия до лоя": as a rule.
                if self[place - 1] == .task(.howmuch),
                    !pieces.contains(where: { $0.sense.isStatisticOrDay })
                {
                    pieces[place - 1].sense = .statistic(.mean)
                }
                return
            }
            guard abs(place - index) == 1 else { continue }
            let series = distance.series(percent: metric.unit == .percent)
            fact.condition = .holds(series, value < 0 ? relation.mirrored : relation, .number(value: abs(value)))
            (fact.rank, fact.rankDescending, fact.up, fact.plain) = (series.quantity, true, nil, nil)
            join(min(index, place)...max(index, place), as: .condition(fact))
            return
        }
    }

    /// Up or down, and not how far.
    private func isPlainWay(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .compare(_, _, .number(value: 0)) = fact.condition else {
            return false
        }
        return true
    }

    private func isMove(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index] else { return false }
        return fact.up != nil && fact.run == nil && fact.rank?.base == .metric(.change) && fact.rank?.shift == 0
    }

    /// "Dropped more than 1 ATR", "a gap over half an ATR": only a range is held against so many of them.
    mutating func settleMultiplesOfTrueRange() {
        for index in pieces.indices where isRelation(index - 2) && isQuantity(index) {
            guard case .quantity(let quantity)? = self[index], case .indicator(.atr) = quantity.base,
                case .number(_, nil)? = self[index - 1]
            else { continue }
            if case .quantity(let measured)? = self[index - 3], !measured.isGap { continue }
            pieces[index].sense = .unknown
        }
    }

    /// A price that a move is told to have left.
    private func isPriceLeft(_ index: Int) -> Bool {
        guard prep(index) == .from || isSpan(index - 1) && prep(index - 1) == .from,
            case .quantity(let price)? = self[index], price.shift == 0, price.unit == nil
        else { return false }
        switch price.base {
        case .metric(.open), .metric(.high), .metric(.low): return prep(index + 1) != .to
        default: return false
        }
    }

    private func moveBefore(_ index: Int) -> Int? {
        let place = isSpan(index - 1) ? index - 2 : index - 1
        return isMove(place) ? place : nil
    }
}

extension Sense {
    fileprivate var isStatisticOrDay: Bool {
        switch self {
        case .statistic, .superlative, .extremum: true
        case .dates(let dates): dates.shape == .day
        default: false
        }
    }
}
