internal import Market
internal import Studies

extension Line {
    /// "в каком месяце больше объём", "which weekday has more volume", "в каком часу объём меньше": of all groups the one with
    /// the most, where nothing is named that they are held against.
    mutating func settleMostOfGroups() {
        settleMostOften()
        settleMostOfUnits()
        settleOftenerThanNot()
        guard asksGroup,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .mark(.or), .mark(.vs), .superlative, .best, .statistic(.sum), .task(.compare),
                    .task(.correlation):
                    true
                default: piece.prep == .than
                }
            })
        else { return }
        for index in pieces.indices where pieces[index].tokens.count == 1 {
            guard let end = end(index) else { continue }
            if isOfGroup(index + 1) {
                pieces[index].sense = .superlative(end)
                return
            }
            let ends = index + 1 == count || isStop(index + 1) || isDates(index + 1) || year(index + 1) != nil
            guard ends, isQuantity(index - 1), !isPrice(index - 1) else { continue }
            pieces[index].sense = .superlative(end)
            pieces.swapAt(index - 1, index)
            return
        }
    }

    /// "at what hour is the high made most", "in which hour does it make its low the most": most often.
    private mutating func settleMostOften() {
        guard pieces.contains(where: { $0.sense == .task(.timehour) || $0.sense == .task(.time) }),
            let end = pieces.firstIndex(where: {
                if case .quantity(let end) = $0.sense { end.extreme != nil } else { false }
            })
        else { return }
        for index in pieces.indices where index > end && self[index] == .superlative(.max) {
            guard has(.most, in: pieces[index]), !isQuantity(index + 1), unit(index + 1) == nil else { continue }
            pieces[index].sense = .often
        }
    }

    /// "are most months green", "is NQ up most days", «большинство недель зелёные»: what share of them is.
    private mutating func settleMostOfUnits() {
        guard
            let most = pieces.indices.first(where: { index in
                (self[index] == .superlative(.max) || self[index] == .unknown) && has(.majority, in: pieces[index])
                    && unit(index + 1).map { [.day, .week, .month, .quarter, .year].contains($0) } ?? false
            }), let noun = pieces.indices.first(where: { $0 == most + 1 }),
            let state = pieces.indices.first(where: { state(of: $0) != nil }), let told = self.state(of: state),
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .stop?, .symbol?, .instruments?, .empty?, .dates?, .relative?, .verb(.close)?,
                    .quantity(Quantity(.close))?:
                    true
                case .number?: year(index) != nil
                default: index == most || index == noun || index == state
                }
            })
        else { return }
        var (share, own, units) = (pieces[most], pieces[state], pieces[noun])
        (share.sense, share.afterStop, own.sense, own.afterStop) = (.task(.share), false, told, false)
        (share.prep, share.prepTokens, own.prep, own.prepTokens) = (nil, [], nil, [])
        empty.formUnion(units.prepTokens + pieces[most].prepTokens)
        (units.prep, units.prepTokens, units.afterStop) = (nil, [], false)
        let others = pieces.indices.filter { index in
            index != most && index != noun && index != state && self[index] != .verb(.close)
                && self[index] != .quantity(Quantity(.close))
        }
        for index in pieces.indices where self[index] == .verb(.close) || isQuantity(index) {
            empty.formUnion(pieces[index].tokens)
        }
        pieces = [share, own, units] + others.map { pieces[$0] }
    }

    private func state(of index: Int) -> Sense? {
        switch self[index] {
        case .colour?, .rise?, .win?: self[index]
        case .way(let up)?: .rise(up: up)
        default: nil
        }
    }

    /// "in which months does it fall more often than it rises", "по каким дням чаще падает, чем растёт": how often it does in
    /// each; that is against the other in any case. Months and longer units are counted themselves.
    private mutating func settleOftenerThanNot() {
        guard asksGroup, pieces.contains(where: { $0.sense == .often && has(.oftener, in: $0) }) else { return }
        let states = pieces.indices.filter { state(of: $0) != nil }
        guard states.count == 2, let one = state(of: states[0]), let other = state(of: states[1]), one != other,
            let first = pieces[states[0]].tokens.last, let last = pieces[states[1]].tokens.first, first < last,
            (first..<last).contains(where: { forms.contains(tokens[$0].text, .than) })
        else { return }
        for place in states { pieces[place].sense = place == states[0] ? one : other }
        empty.formUnion(pieces[states[1]].tokens + pieces[states[1]].prepTokens)
        let isNamedAgain = isMark(states[1] - 1, .it) || isMark(states[1] - 1, .those)
        pieces.remove(at: states[1])
        if isNamedAgain { drop(states[1] - 1) }
        guard let asked = pieces.firstIndex(where: { if case .which = $0.sense { true } else { false } }),
            case .which(let unit)? = self[asked]
        else { return }
        rows = [.month: BarUnit.month, .quarter: .quarter][unit] ?? rows
    }

    /// More is the most of all, less the least.
    private func end(_ index: Int) -> Superlative? {
        switch self[index] {
        case .relation(.greater)?, .mark(.more)?: .max
        case .relation(.less)?: .min
        case .way(let up)? where has(.comparative, in: pieces[index]): up ? .max : .min
        default: nil
        }
    }

    private func isPrice(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index] { quantity.isPrice } else { false }
    }

    /// "В каком месяце", "which hour".
    private var asksGroup: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .which(.weekday), .which(.month), .which(.year), .which(.quarter), .which(.hour), .which(.monthofyear),
                .which(.dayofmonth), .task(.timehour):
                true
            default: false
            }
        }
    }

    /// It can be more or less in one group than in another.
    private func isOfGroup(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(let quantity)?: !quantity.isPrice && quantity.shift == 0 && !isRelation(index + 1)
        case .colour?, .pattern?, .rise?: true
        default: false
        }
    }
}
