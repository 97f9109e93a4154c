internal import Market
internal import Studies

/// The range of a session's first minutes, and its breaks.
extension Line {
    /// "range of the first 30 minutes", "диапазон первого часа": its two ends.
    mutating func joinOpeningRanges() {
        var index = 0
        while index < count {
            defer { index += 1 }
            let (range, opening): (Int, Int)
            if case .span(.opening)? = self[index], isRange(index + 1), !pieces[index + 1].afterStop {
                (range, opening) = (index + 1, index)
            } else if isRange(index), case .span(.opening)? = self[index + 1] {
                (range, opening) = (index, index + 1)
            } else {
                continue
            }
            guard case .span(let span)? = self[opening] else { continue }
            var quantity = Quantity(.range)
            quantity.span = span
            join(min(range, opening)...max(range, opening), as: .quantity(quantity))
        }
    }

    /// "opening range vs overnight range": one window held against another, each with a range.
    mutating func settleComparedOpenings() {
        guard pieces.contains(where: { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }),
            pieces.indices.contains(where: { isSpan($0) && (isRange($0 + 1) || isRange($0 - 1)) })
        else { return }
        for index in pieces.indices.reversed() {
            guard case .quantity(let range)? = self[index], range.base == .metric(.range), range.shift == 0,
                let span = range.span, case .opening = span
            else { continue }
            var window = pieces[index]
            window.sense = .span(span)
            pieces[index].sense = .quantity(Quantity(.range))
            (pieces[index].prep, pieces[index].prepTokens, pieces[index].afterStop) = (nil, [], false)
            pieces.insert(window, at: index)
        }
    }

    func isRange(_ index: Int) -> Bool { self[index] == .quantity(Quantity(.range)) }

    /// The range of the opening that a span or quantity names.
    func openingMinutes(_ index: Int) -> Int? {
        switch self[index] {
        case .span(.opening(let minutes))?: minutes
        case .quantity(let quantity)? where quantity.base == .metric(.range):
            if case .opening(let minutes)? = quantity.span { minutes } else { nil }
        default: nil
        }
    }

    /// "диапазон первых 15 минут: как часто пробивают обе стороны": the range at the head is what is broken.
    mutating func settleHeadedBreaks() {
        guard let stop = pieces.indices.first(where: { isStop($0) }), stop > 0,
            let verb = pieces.indices.first(where: { $0 > stop && self[$0] == .verb(.break) }),
            let both = pieces.indices.first(where: { $0 > stop && isMark($0, .both) }), abs(verb - both) == 1
        else { return }
        joinOpeningRanges()
        let heads = (0..<stop).filter { openingMinutes($0) != nil }
        guard heads.count == 1, let head = heads.first, stop < count, isStop(stop) || isStop(stop - 1) else { return }
        let end = isStop(stop) ? stop : stop - 1
        guard (0..<end).allSatisfy({ $0 == head || isDates($0) || self[$0] == .empty }) else { return }
        var opening = pieces[head]
        if case .span(let span) = opening.sense {
            var range = Quantity(.range)
            range.span = span
            opening.sense = .quantity(range)
        }
        guard let first = pieces.indices.first(where: { $0 > end && (self[$0] == .verb(.break) || isMark($0, .both)) })
        else { return }
        let pair = [pieces[first], pieces[first + 1]]
        guard let sides = pair.first(where: { $0.sense == .mark(.both) }),
            let broken = pair.first(where: { $0.sense == .verb(.break) })
        else { return }
        pieces.replaceSubrange(first...(first + 1), with: [sides, opening, broken])
        pieces.remove(at: head)
    }

    /// "the 30 minute range breaks up", "пробой 15-минутного диапазона": where it is broken, the range of the first of them.
    func breaksOpening(_ index: Int, _ minutes: Int, behind last: Int) -> Bool {
        guard prep(index) != .by, (5...120).contains(minutes), prep(last + 1) == nil,
            case .quantity(let level)? = self[last + 1], level.span == nil, level.shift == 0,
            level.base == .metric(.range) || level.extreme != nil
        else { return false }
        let isBroken = pieces.contains { piece in
            switch piece.sense {
            case .verb(.break): true
            case .pattern(let names): names == ["breakoutUp"] || names == ["breakoutDown"]
            default: false
            }
        }
        let isRanked = pieces.contains { piece in
            switch piece.sense {
            case .superlative, .top, .task(.top), .best, .statistic, .mark(.previous): true
            default: false
            }
        }
        return isBroken && !isRanked
    }

    /// "opening range breakout up", "пробой первых 30 минут вверх": the side is said by a way, or by a pattern's word.
    mutating func joinOpeningBreakouts() {
        guard let place = pieces.indices.first(where: { openingMinutes($0) != nil }),
            let minutes = openingMinutes(place)
        else { return }
        func broken(_ up: Bool) -> Fact {
            var level = Quantity(up ? .high : .low)
            level.span = .opening(minutes: minutes)
            return Fact(condition: Self.beyond(level, nil), ofSession: true, isOutcome: true, up: up)
        }
        // A pattern's word here means the range's break.
        for index in [place + 1, place - 1, place + 2] {
            guard case .pattern(let names)? = self[index], names == ["breakoutUp"] || names == ["breakoutDown"] else {
                continue
            }
            let isNegated = isMark(index - 1, .not)
            if index == place + 2, !isNegated { continue }
            let way = [index + 1, place + 1].first { if case .way? = self[$0] { true } else { false } }
            let up: Bool
            var last = max(place, index)
            if let way, case .way(let isUp)? = self[way] {
                up = isUp
                last = max(last, way)
            } else if names == ["breakoutDown"]
                || tokens[pieces[index].tokens[0]].text != words(of: pieces[index]).lowercased()
            {
                up = names == ["breakoutUp"]
            } else {
                pieces[index].sense = .verb(.break)
                return
            }
            var fact = broken(up)
            var first = min(place, index)
            if isNegated {
                (fact.condition, fact.up) = (.not(of: fact.condition), nil)
                first = min(place, index - 1)
            }
            join(first...last, as: .condition(fact))
            return
        }
        guard let verb = pieces.indices.first(where: { pieces[$0].sense == .verb(.break) }) else { return }
        let near = [verb + 1, place + 1].first { if case .way? = self[$0] { true } else { false } }
        if let near, case .way(let up)? = self[near], !pieces.contains(where: { $0.sense == .often }),
            near <= max(verb, place) + 1
        {
            var first = min(verb, place)
            let last = max(verb, place, near)
            guard last - first <= 4 else { return }
            var fact = broken(up)
            if isMark(verb - 1, .not) {
                fact.condition = .not(of: fact.condition)
                fact.up = nil
                first = min(first, verb - 1)
            }
            guard (first...last).allSatisfy({ isPartOfBreak($0, verb, place, near) }) else { return }
            join(first...last, as: .condition(fact))
        }
    }

    private func isPartOfBreak(_ index: Int, _ verb: Int, _ place: Int, _ way: Int) -> Bool {
        index == verb || index == place || index == way || isMark(index, .not)
    }

    /// "30 minute opening range: when is the low taken out first", "30 min OR: price breaks the low first": of the opening's
    /// two ends, the side.
    mutating func settleSideOfOpening() {
        guard
            pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity(let range): range.base == .metric(.range) && range.span?.isOfOpening ?? false
                case .span(let span): span.isOfOpening
                default: false
                }
            }), !pieces.contains(where: { $0.sense == .task(.time) || $0.sense == .task(.timehour) }),
            let verb = pieces.firstIndex(where: { $0.sense == .verb(.break) }),
            pieces.contains(where: { $0.sense == .ordinal(1) || $0.sense == .unknown && has(.atfirst, in: $0) })
        else { return }
        let ends = pieces.indices.filter { index in
            if case .quantity(let end)? = self[index] {
                end.extreme != nil && end.shift == 0 && (end.span == nil || end.span?.isOfOpening ?? false)
            } else {
                false
            }
        }
        guard ends.count == 1, let end = ends.first, case .quantity(let level)? = self[end], level.span == nil,
            abs(end - verb) <= 4
        else { return }
        pieces[end].sense = .way(up: level.extreme == .high)
    }
}

extension Span {
    fileprivate var isOfOpening: Bool { if case .opening = self { true } else { false } }
}
