internal import Market
internal import Studies

/// Two things of one kind, of which it is asked which has the more of something.
extension Line {
    /// "which of the two had the bigger range, Europe or Asia": of the two that are named, not of instruments.
    mutating func settleWhichOfTwo() {
        guard pieces.indices.contains(where: { joinsAlike($0) && !isInstrument($0 - 1) }) else { return }
        for index in pieces.indices where has(.which, in: pieces[index]) {
            guard case .eachInstrument = pieces[index].sense else { continue }
            pieces[index].sense = .mark(.those)
        }
    }

    /// "who has more range, Asia or Europe", "are ranges larger on red or on green days", "do Fed days have a bigger range than
    /// the rest": they are held against one another, and the word between is no bound.
    mutating func settleEitherAsked() {
        settleThanOther()
        let joints = pieces.indices.filter { joinsAlike($0) }
        guard joints.count == 1, let joint = joints.first, isMark(joint, .or) || isMark(joint, .vs),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task(.compare), .task(.share), .task(.count), .often, .task(.time), .task(.timehour), .when,
                    .number, .numbers, .between, .key:
                    true
                case .quantity(let quantity): quantity.extreme != nil
                // "who fell more", "кто больше ходит": what is done more is told elsewhere.
                case .rise, .verb(.travel), .way: true
                default: false
                }
            }),
            let word = pieces.indices.first(where: { isComparativeAlone($0) || isWinner($0) })
        else { return }
        if isQuantity(word) {
            pieces[joint].sense = .mark(.vs)
            pieces.insert(Piece(sense: .task(.compare), tokens: [], text: ""), at: word + 1)
            return
        }
        // "who moved more in april 2025": over that month.
        if self[word - 1] == .quantity(Quantity(.move)), has(.preterite, in: pieces[word - 1]),
            pieces.contains(where: { if case .dates(let dates) = $0.sense { dates.shape != .day } else { false } })
        {
            pieces[word - 1].sense = .quantity(Quantity(.performance))
            pieces[word].sense = .task(.compare)
            pieces[joint].sense = .mark(.vs)
            pieces.insert(Piece(sense: .statistic(.compounded), tokens: []), at: word - 1)
            return
        }
        pieces[word].sense = isWinner(word) ? .best(up: true) : .task(.compare)
        pieces[joint].sense = .mark(isWinner(word) ? .or : .vs)
    }

    /// "gap up vs gap down, which is more often", "зеленых дней больше или красных", "outside or inside days, which comes more
    /// often": how often each of the two is, and not how they differ.
    mutating func settleOftenerOfTwo() {
        let facts = pieces.indices.filter {
            if case .condition(let fact)? = self[$0] { !fact.isCalendar && fact.run == nil } else { false }
        }
        guard facts.count == 2,
            let link = (facts[0] + 1..<facts[1]).first(where: { isMark($0, .or) || isMark($0, .vs) }),
            let asked = pieces.indices.first(where: {
                guard has(.oftener, in: pieces[$0]) || isForm($0, .oftener) || self[$0] == .relation(.greater) else {
                    return false
                }
                return pieces[$0].sense == .often || self[$0] == .relation(.greater) || isMark($0, .more)
            }),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .condition, .stop, .unit(.day), .mark(.those), .verb(.form), .empty, .dates, .symbol: true
                default: index == link || index == asked
                }
            })
        else { return }
        pieces[link].sense = .mark(.or)
        pieces[asked].sense = .often
        for index in pieces.indices.reversed() {
            switch pieces[index].sense {
            case .stop(","), .stop(":"), .mark(.those), .verb(.form): drop(index)
            default: pieces[index].afterStop = false
            }
        }
        if let often = pieces.firstIndex(where: { $0.sense == .often }) { pieces.append(pieces.remove(at: often)) }
    }

    /// "... a bigger range than the rest", "was the Asian range wider than the European one".
    private mutating func settleThanOther() {
        guard isAskedWhether,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .often, .mark(.given), .unit(.day), .number, .mark(.vs), .when: true
                default: false
                }
            })
        else { return }
        let quantities = pieces.indices.filter { isQuantity($0) }
        guard let named = quantities.first, case .quantity(let quantity)? = self[named], !quantity.isPrice,
            quantity.shift == 0, quantities.count == 1 || quantities.count == 2 && self[quantities[1]] == self[named]
        else { return }
        if let rest = pieces.indices.first(where: { isMark($0, .rest) }), isOfCalendarDays(0...rest),
            let word = pieces.indices[..<rest].first(where: { isGreaterOrLess($0) })
        {
            pieces[word].sense = .task(.compare)
            pieces.insert(Piece(sense: .mark(.vs), tokens: []), at: rest)
            return
        }
        guard let word = pieces.indices.first(where: { isGreaterOrLess($0) }), isSpan(word + 1),
            let other = pieces.indices[..<word].first(where: { isSpan($0) }), self[other] != self[word + 1]
        else { return }
        pieces[word].sense = .mark(.vs)
        if quantities.count == 2, quantities[1] > word { drop(quantities[1]) }
    }

    /// "was ... wider than ...", with or without a time before it.
    private var isAskedWhether: Bool {
        if has(.whether) { return true }
        guard
            let asks = tokens.firstIndex(where: {
                forms.contains($0.text, .asks) || forms.contains($0.text, .past) || forms.contains($0.text, .auxiliary)
            }),
            let named = pieces.first(where: { if case .quantity = $0.sense { true } else { false } })?.tokens.first
        else { return false }
        return asks < named
            && !tokens[..<asks].contains { token in
                [.what, .which, .how].contains { forms.contains(token.text, $0) }
            }
    }

    private func isOfCalendarDays(_ range: ClosedRange<Int>) -> Bool {
        range.contains { if case .condition(let fact)? = self[$0] { fact.isCalendar } else { false } }
    }

    private func isGreaterOrLess(_ index: Int) -> Bool {
        self[index] == .relation(.greater) || self[index] == .relation(.less)
    }

    /// A comparative with no number behind it.
    private func isComparativeAlone(_ index: Int) -> Bool {
        // "which moves more, FOMC day or the day after".
        if isMark(index, .more) {
            // "who moves gold more": whose move it is stands between.
            let verb = isInstrument(index - 1) ? index - 2 : index - 1
            return isQuantity(index + 1) || self[verb] == .quantity(Quantity(.move))
        }
        // "which is wider, red or green days": the word is the range as well.
        if isQuantity(index) { return has(.width, in: pieces[index]) && has(.comparative, in: pieces[index]) }
        guard isGreaterOrLess(index) else { return false }
        switch self[index + 1] {
        // "which had the wider average range".
        case .statistic?:
            guard case .quantity(let quantity)? = self[index + 2] else { return false }
            return !quantity.isPrice && !isBehindThan(index + 1) && prep(index + 2) == nil
        case .number?, .numbers?, .between?, .mark(.previous)?, .relative?: return false
        case .quantity(let quantity)?: return !quantity.isPrice
        default: return !isBehindThan(index + 1)
        }
    }

    /// "who wins, Tuesdays or Thursdays": which is the better, and no way of a day.
    private func isWinner(_ index: Int) -> Bool {
        guard case .win(up: true)? = self[index], let first = pieces[index].tokens.first, first > 0 else {
            return false
        }
        return forms.contains(tokens[first - 1].text, .whoword)
    }

    func isInstrument(_ index: Int) -> Bool {
        switch self[index] {
        case .symbol?, .instruments?: true
        default: false
        }
    }

    /// A joint with things of one kind on both sides.
    private func joinsAlike(_ index: Int) -> Bool {
        guard isMark(index, .or) || isMark(index, .vs) else { return false }
        switch (self[index - 1], self[index + 1]) {
        case (.span?, .span?), (.weekdays?, .weekdays?), (.months?, .months?), (.colour?, .colour?), (.dates?, .dates?),
            (.symbol?, .symbol?), (.instruments?, .instruments?), (.event?, .event?), (.quarter?, .quarter?):
            return self[index - 1] != self[index + 1]
        case (.condition(let left)?, .condition(let right)?):
            return left.isCalendar && right.isCalendar && left.condition != right.condition
        default: return false
        }
    }
}
