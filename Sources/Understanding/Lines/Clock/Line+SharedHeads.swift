internal import Market
internal import Studies

extension Line {
    /// "first and last 30 minutes", "до и после 14:00", "верхняя и нижняя тень": two words that stand before one head say
    /// it of each.
    mutating func shareHeads() {
        splitHyphenedRanges()
        for index in pieces.indices.reversed() where joinsHeads(index + 1) {
            shareLength(index)
            shareTime(index)
            shareShadow(index)
            shareGap(index)
            sharePattern(index)
            shareWeek(index)
            shareDay(index)
        }
    }

    /// "positive vs negative gaps": both are gaps.
    private mutating func shareGap(_ index: Int) {
        guard let up = side(index), side(index + 2) == !up, case .quantity(let gap)? = self[index + 3], gap.isGap else {
            return
        }
        pieces.insert(pieces[index + 3], at: index + 1)
    }

    /// "volume on up vs down days": days of either way.
    private mutating func shareDay(_ index: Int) {
        guard case .way(let up)? = self[index], case .way(!up)? = self[index + 2], unit(index + 3) == .day,
            isMark(index + 1, .vs) || isStop(index + 1)
        else { return }
        pieces.insert(pieces[index + 3], at: index + 1)
    }

    /// "bullish vs bearish engulfing": both are the pattern, which has its two sides in its name.
    private mutating func sharePattern(_ index: Int) {
        guard case .colour(let up)? = self[index], case .pattern(let names)? = self[index + 2], names.count == 1 else {
            return
        }
        let (own, other) = up ? ("bullish", "bearish") : ("bearish", "bullish")
        guard names[0].hasPrefix(other) else { return }
        pieces[index].sense = .pattern([own + names[0].dropFirst(other.count)])
    }

    private func side(_ index: Int) -> Bool? {
        switch self[index] {
        case .way(let up)?, .win(let up)?, .colour(let up)?: up
        default: nil
        }
    }

    /// "OPEX vs non-OPEX weeks": weeks of either kind.
    private mutating func shareWeek(_ index: Int) {
        let place = isMark(index + 2, .not) ? index + 3 : index + 2
        if place > index + 2, case .event(let event)? = self[index], self[place] == .event(event),
            case .weekdays? = self[place + 1]
        {
            // "OPEX vs non-OPEX Fridays": the other Fridays.
            pieces[place].sense = .mark(.rest)
            pieces[place].tokens = (pieces[index + 2].tokens + pieces[place].tokens).sorted()
            pieces.remove(at: index + 2)
            return
        }
        guard case .event? = self[index], case .event? = self[place], unit(place + 1) == .week else { return }
        pieces.insert(pieces[place + 1], at: index + 1)
    }

    /// "январь-март", "Mon-Wed" are written as one word: the sign between two units of one kind is a way from the one to
    /// the other.
    private mutating func splitHyphenedRanges() {
        for index in pieces.indices.dropFirst().reversed() {
            guard let first = pieces[index].tokens.first, tokens[first].isHyphened else { continue }
            switch (self[index - 1], self[index]) {
            case (.weekdays?, .weekdays?), (.months?, .months?), (.quarter?, .quarter?):
                pieces.insert(Piece(sense: .stop("-"), tokens: [], text: ""), at: index)
            default: continue
            }
        }
    }

    func joinsHeads(_ index: Int) -> Bool {
        isMark(index, .and) || isMark(index, .or) || isMark(index, .vs) || self[index] == .stop(",")
            || self[index] == .stop("/")
    }

    /// Whether a piece is one end of a stretch, and which.
    private func end(_ index: Int) -> Bool? {
        switch self[index] {
        case .ordinal(1)?: false
        case .relative(.last)?, .relative(.past)?: true
        default: nil
        }
    }

    /// "the first and last 30 minutes", "первый и последний час".
    private mutating func shareLength(_ index: Int) {
        if case .span(.opening(let minutes))? = self[index], end(index + 2) == true, unit(index + 3) == nil,
            whole(index + 3) == nil || prep(index + 3) == .in
        {
            // "first hour vs last".
            pieces[index + 2].sense = .span(.closing(minutes: minutes))
            return
        }
        if self[index] == .quantity(Quantity(.open)), isForm(index, .openingword),
            case .span(.closing(let minutes))? = self[index + 2]
        {
            // "the opening and the closing hour": no opening price.
            pieces[index].sense = .span(.opening(minutes: minutes))
            return
        }
        guard let isLast = end(index) else { return }
        if case .span(.session(let name))? = self[index + 2], name == (isLast ? .openingHour : .closingHour) {
            pieces[index].sense = .span(.session(name: isLast ? .closingHour : .openingHour))
            return
        }
        switch (self[index + 2], isLast) {
        case (.span(.closing(let minutes))?, false): pieces[index].sense = .span(.opening(minutes: minutes))
        case (.span(.opening(let minutes))?, true): pieces[index].sense = .span(.closing(minutes: minutes))
        default: break
        }
        guard let other = end(index + 2), other != isLast else { return }
        var last = index + 3
        if whole(last) != nil { last += 1 }
        switch unit(last) {
        case .minute?, .hour?, .slot?: break
        default: return
        }
        pieces.insert(contentsOf: pieces[(index + 3)...last], at: index + 1)
    }

    /// "before and after 14:00".
    private mutating func shareTime(_ index: Int) {
        guard isMark(index, .before) && isMark(index + 2, .after) || isMark(index, .after) && isMark(index + 2, .before)
        else { return }
        var last = index + 3
        if case .clock? = self[last] {
        } else if whole(last) != nil, case .ampm? = self[last + 1] {
            last += 1
        } else if whole(last) != nil, self[last + 1] == .stop(":"), whole(last + 2) != nil {
            last += 2
        } else {
            return
        }
        pieces.insert(contentsOf: pieces[(index + 3)...last], at: index + 1)
    }

    private mutating func shareShadow(_ index: Int) {
        guard case .edge(let up)? = self[index], case .quantity(let shadow)? = self[index + 2] else { return }
        let other = Quantity(up ? .upperShadow : .lowerShadow)
        if shadow == Quantity(up ? .lowerShadow : .upperShadow) { pieces[index].sense = .quantity(other) }
    }
}
