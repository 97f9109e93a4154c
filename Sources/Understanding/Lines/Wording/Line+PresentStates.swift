internal import Market
internal import Studies

/// What is asked of now, or of one period, and not of the days of which it holds.
extension Line {
    /// "are we above the 200 day average", "волатильность сейчас выше средней?": of the last day, whose figures tell it.
    mutating func settlePresentStates(today: CivilDate) {
        let states = pieces.indices.filter { index in
            guard case .condition(let fact)? = self[index], !fact.isCalendar, fact.run == nil,
                // "is NQ bullish" names no day; "is NQ up now" does.
                !fact.settled || has(.present)
            else { return false }
            switch fact.condition {
            case .compare, .all: return true
            default: return false
            }
        }
        settleMoveUpToNow(today: today)
        guard states.count == 1, asksOfNow(states[0]),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .stop, .symbol, .span, .empty, .mark(.it), .relative(.this): true
                default: states.contains(index)
                }
            })
        else { return }
        var isOfMean = false
        if case .condition(let fact)? = self[states[0]], case .compare(let value, _, let level) = fact.condition {
            switch level {
            case .number: pieces[states[0]].sense = .quantity(Quantity(.series(value)))
            // "above average": that of all days.
            case .aggregate: isOfMean = true
            default: break
            }
        }
        for index in pieces.indices.reversed() where self[index] == .relative(.this) { drop(index) }
        guard !isOfMean else {
            pieces.append(Piece(sense: .relative(.today), tokens: [], text: ""))
            return
        }
        let day = Dates(period: .lastDays(count: 1, upTo: today), shape: .day, assumed: true)
        pieces.append(Piece(sense: .dates(day), tokens: [], text: ""))
    }

    /// "5 day change now": of the last day.
    private mutating func settleMoveUpToNow(today: CivilDate) {
        let moves = pieces.indices.filter { index in
            guard case .quantity(let quantity)? = self[index], case .ahead(let rows) = quantity.base else {
                return false
            }
            return rows < 0
        }
        guard has(.present), moves.count == 1,
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .stop, .symbol, .span, .empty, .mark(.it): true
                default: moves.contains(index)
                }
            })
        else { return }
        let day = Dates(period: .lastDays(count: 1, upTo: today), shape: .day, assumed: true)
        pieces.append(Piece(sense: .dates(day), tokens: [], text: ""))
    }

    /// "Now", or "are we ...", "is price ...", «мы ...» at the head of the question.
    private func asksOfNow(_ state: Int) -> Bool {
        if has(.present) { return true }
        let words = tokens.filter { $0.kind == .word && !forms.contains($0.text, .article) }
        guard let first = words.first else { return false }
        if forms.contains(first.text, .ourselves) { return true }
        guard forms.contains(first.text, .statement), words.count > 1 else { return false }
        return forms.contains(words[1].text, .ourselves) || forms.contains(words[1].text, .priceword)
            || forms.contains(words[1].text, .venue) || pieces.contains { isNamed($0, words[1]) }
            || isSubject(words[1], of: state)
    }

    /// "is volatility higher than usual": it begins with what is held against a level of its own.
    private func isSubject(_ word: Token, of state: Int) -> Bool {
        guard let first = pieces[state].tokens.first, tokens[first].text == word.text,
            !has(.plural, in: pieces[state]), case .condition(let fact)? = self[state],
            case .compare(_, _, let level) = fact.condition
        else { return false }
        if case .number = level { return false }
        // "is the overnight high broken in the first hour": of each day.
        return !pieces.contains { if case .span(.opening) = $0.sense { true } else { false } }
    }

    private func isNamed(_ piece: Piece, _ word: Token) -> Bool {
        guard case .symbol = piece.sense, let first = piece.tokens.first else { return false }
        return tokens[first].text == word.text
    }

    /// "is this month up or down", "was last week green", "закрылась ли прошлая неделя в плюс": how that period went.
    mutating func settleWayOfPeriod() {
        let periods = pieces.indices.filter { unitOfPeriod($0) != nil }
        guard periods.count == 1, let period = unitOfPeriod(periods[0]), asksWhetherItDid else { return }
        var ways: [Int] = []
        for index in pieces.indices {
            switch pieces[index].sense {
            case .way where has(.comparative, in: pieces[index]): return
            case .colour, .way, .rise, .win, .mark(.absolute): ways.append(index)
            case .condition(let fact) where fact.settled && fact.up != nil && fact.run == nil: ways.append(index)
            case .verb(.close), .verb(.form), .quantity(Quantity(.close)): ways.append(index)
            case .mark(.or): ways.append(index)
            case .stop("?"), .symbol, .empty, .mark(.it): continue
            case .dates: continue
            // "was 2022 a down year".
            case .unit(let unit) where unit == period && !has(.plural, in: pieces[index]): ways.append(index)
            default: return
            }
        }
        guard let told = ways.first(where: { saysWay($0) }) else { return }
        pieces[told].sense = .quantity(Quantity(.performance))
        pieces[told].tokens = ways.flatMap { pieces[$0].tokens }.sorted()
        (pieces[told].prep, pieces[told].prepTokens) = (nil, [])
        for index in ways.reversed() where index != told { pieces.remove(at: index) }
    }

    /// "в каком месяце был лой 2022": its day tells it.
    mutating func settleUnitOfExtreme() {
        guard let asked = pieces.firstIndex(where: { if case .which = $0.sense { true } else { false } }),
            case .which(let unit)? = self[asked], [.week, .month, .quarter].contains(unit),
            let end = pieces.firstIndex(where: {
                $0.sense == .quantity(Quantity(.high)) || $0.sense == .quantity(Quantity(.low))
            }),
            pieces.contains(where: {
                if case .dates(let dates) = $0.sense { dates.shape == .year || dates.period == .all } else { false }
            }),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .stop, .symbol, .empty, .span, .verb(.form), .dates: true
                default: index == asked || index == end
                }
            })
        else { return }
        pieces[asked].sense = .task(.days)
        (pieces[asked].prep, pieces[asked].prepTokens) = (nil, [])
    }

    func unitOfPeriod(_ index: Int) -> UnitWord? {
        guard case .dates(let dates)? = self[index] else { return nil }
        return switch dates.shape {
        case .week: .week
        case .month: .month
        case .quarter: .quarter
        case .half: .halfyear
        case .year: .year
        case .day, .other: nil
        }
    }

    private func saysWay(_ index: Int) -> Bool {
        switch self[index] {
        case .colour?, .way?, .rise?, .win?, .mark(.absolute)?, .condition?: true
        default: false
        }
    }

    /// A question that is answered with yes or no, by its first word, or by what stands between two ways.
    private var asksWhetherItDid: Bool {
        guard let first = tokens.first(where: { $0.kind == .word }) else { return false }
        return forms.contains(first.text, .statement) || forms.contains(first.text, .auxiliary)
            || tokens.contains { forms.contains($0.text, .whether) || $0.text == "?" }
            || pieces.contains { $0.sense == .mark(.or) || $0.sense == .mark(.absolute) }
            || has(.present)
    }

    /// "is RSI overbought", «RSI перекуплен»: beyond 70, or below 30.
    mutating func settleOverbought() {
        for index in pieces.indices.reversed() {
            guard self[index] == .unknown || self[index] == .empty, let up = overbought(index),
                let place = [index - 1, index + 1, index - 2].first(where: { place in
                    if case .quantity(let quantity)? = self[place], case .indicator(.rsi) = quantity.base,
                        quantity.shift == 0
                    {
                        true
                    } else {
                        false
                    }
                }), abs(place - index) == 1 || self[index - 1] == .empty || isMark(index - 1, .it),
                case .quantity(let quantity)? = self[place]
            else { continue }
            let fact = Fact(
                condition: .holds(quantity.series(), up ? .greater : .less, .number(value: up ? 70 : 30)),
                isOutcome: true,
                assumedThreshold: true
            )
            let range = min(place, index)...max(place, index)
            empty.subtract(pieces[index].tokens)
            join(range, as: .condition(fact))
        }
    }

    private func overbought(_ index: Int) -> Bool? {
        if has(.overbought, in: pieces[index]) { return true }
        return has(.oversold, in: pieces[index]) ? false : nil
    }

    /// An average, yesterday's high, the high of the running year or month: a price that the day's close lies some way from.
    private func levelAt(_ index: Int) -> (series: Series, quantity: Quantity, range: ClosedRange<Int>)? {
        guard case .quantity(let quantity)? = self[index], quantity.isPrice, quantity.span == nil else { return nil }
        // "how far did it close below the open yesterday": that day's own open.
        if quantity.shift == -1, quantity.base == .metric(.open),
            let last = pieces[index].tokens.last, forms.contains(tokens[last].text, .yesterday)
        {
            return nil
        }
        if quantity.isOfIndicator || quantity.shift == -1 { return (quantity.series(), quantity, index...index) }
        guard quantity.extreme != nil, quantity.shift == 0 else { return nil }
        for place in [index - 1, index + 1] {
            let unit: UnitWord?
            if case .dates(let dates)? = self[place] {
                unit = dates.isCurrent ? unitOfPeriod(place) : nil
            } else {
                unit = self.unit(place)
            }
            guard let bars = Self.longer(unit), plainNumber(place - 1) == nil else { continue }
            var level = quantity
            level.within = bars
            return (level.series(), quantity, min(place, index)...max(place, index))
        }
        return nil
    }

    /// "how far above PDH do we go", "how far below the overnight low does it run": beyond a level on days that break it.
    private mutating func settleRunsBeyond() -> Bool {
        for index in pieces.indices where isRelation(index) && has(.far, in: pieces[max(0, index - 1)]) {
            guard case .relation(let side)? = self[index],
                let level = pieces.indices[(index + 1)...].first(where: { isQuantity($0) }),
                case .quantity(let end)? = self[level], let extreme = end.extreme, side.isUp == (extreme == .high),
                end.shift == -1 || end.span != nil || isSpan(level - 1), level <= index + 2,
                let verb = pieces.indices[(level + 1)...].first(where: { has(.runverb, in: pieces[$0]) }),
                pieces[(level + 1)..<verb].allSatisfy({ piece in
                    switch piece.sense {
                    case .span, .symbol, .mark(.it), .mark(.those), .empty, .unit(.day), .statistic, .often: true
                    default: false
                    }
                })
            else { continue }
            empty.formUnion(pieces[verb].tokens)
            pieces.remove(at: verb)
            pieces[index].sense = .verb(.break)
            pieces[index - 1].sense = .task(.howmuch)
            return true
        }
        return false
    }

    /// "how far is price from the 50 SMA", "насколько цена выше SMA 200", "distance to VWAP in points": the close against a
    /// level that each day has; of the last day, where no others are named.
    mutating func settleDistances(today: CivilDate) {
        if settleRunsBeyond() { return }
        let levels = pieces.indices.compactMap { levelAt($0) }
        guard levels.count == 1, let found = levels.first, let word = pieces[found.range.lowerBound].tokens.first
        else { return }
        let (level, named) = (found.range.lowerBound, found.quantity)
        let isDistance = tokens[..<word].contains { forms.contains($0.text, .distance) }
        var first = level
        let inPoints = tokens[..<word].contains { forms.contains($0.text, .pointsword) }
        var measure: Scale? = named.percent.map { $0 ? .percent : .points } ?? (inPoints ? .points : nil)
        var isAsked = isDistance
        var statistic: Int?
        search: while first > 0 {
            switch pieces[first - 1].sense {
            case .empty, .mark(.it), .mark(.before), .prep, .symbol: break
            case .relation(.greater), .relation(.less), .mark(.vs): break
            case .way: break
            case .measure(let scale) where scale == .percent || scale == .points: measure = scale
            case .quantity(let quantity) where quantity == Quantity(.close): break
            case .unknown where has(.far, in: pieces[first - 1]): isAsked = true
            case .empty where has(.far, in: pieces[first - 1]): isAsked = true
            case .task(.howmuch): isAsked = true
            case .statistic(.mean) where isDistance: statistic = first - 1; break search
            default: break search
            }
            first -= 1
        }
        // "percent below this month's high".
        if case .measure(.percent)? = self[first], isRelation(first + 1), first < level { isAsked = true }
        guard isAsked, !isRelation(first) else { return }
        var last = found.range.upperBound
        if case .measure(let scale)? = self[last + 1], scale == .percent || scale == .points {
            (measure, last) = (scale, last + 1)
        }
        let symbols = pieces[first..<level].filter { if case .symbol = $0.sense { true } else { false } }
        let tokens = pieces[first...last].filter { !symbols.contains($0) }.flatMap { $0.tokens + $0.prepTokens }
        let distance = Self.distance(
            Quantity(.close),
            found.series,
            percent: measure != .points,
            absolute: statistic != nil
        )
        var piece = pieces[level]
        piece.sense = .quantity(Quantity(.series(distance)))
        piece.tokens = tokens.sorted()
        (piece.prep, piece.prepTokens) = (nil, [])
        empty.subtract(piece.tokens)
        pieces.replaceSubrange(first...last, with: symbols + [piece])
        let isDated = pieces.contains { piece in
            switch piece.sense {
            case .dates, .relative, .statistic, .key, .condition, .task, .superlative, .extremum: true
            default: false
            }
        }
        guard !isDated else { return }
        let day = Dates(period: .lastDays(count: 1, upTo: today), shape: .day, assumed: true)
        pieces.append(Piece(sense: .dates(day), tokens: [], text: ""))
    }
}
