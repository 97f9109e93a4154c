internal import Market
internal import Studies

extension Line {
    /// "which is broken first, PDH or PDL", "if the overnight high is broken first": which of the two ends of one bar a later
    /// price goes beyond first. What time it is broken at is another question, and the opening range has its own.
    mutating func joinFirstBroken(_ frame: Surroundings) {
        guard pieces.contains(where: { $0.sense == .verb(.break) }),
            let first = pieces.firstIndex(where: { isFirst($0) })
        else { return }
        let times = pieces.filter { $0.sense == .task(.time) || $0.sense == .task(.timehour) }
        guard times.allSatisfy({ has(.whenever, in: $0) }) else { return }
        settleFirstOfInside()
        if let side = pieces.firstIndex(where: { $0.sense == .mark(.side) }), times.isEmpty,
            !pieces.indices.contains(where: { openingMinutes($0) != nil }),
            let range = pieces.firstIndex(where: { $0.sense == .quantity(Quantity(.range)) })
        {
            // "which side of the overnight range": its high or its low.
            pieces[range].tokens = (pieces[range].tokens + pieces[side].tokens).sorted()
            pieces[range].sense = .highLow
            pieces.remove(at: side)
        }
        if let ends = bothEnds {
            guard !ends.level.isOpening else { return }
            joinWhichFirst(ends.range, ends.level, isBoth: ends.isBoth, frame)
        } else if times.isEmpty, let verb = pieces.firstIndex(where: { $0.sense == .verb(.break) }) {
            joinOneFirst(verb, first, frame)
        }
    }

    /// "after an inside day which side breaks first", "inside day: is the high or the low taken out first": the ends are
    /// those of the inside day, which the day after leaves.
    private mutating func settleFirstOfInside() {
        let days = pieces.indices.filter { if case .pattern? = self[$0] { true } else { isFact($0) } }
        let inside = Fact(condition: .pattern(name: "insideBar", of: .own))
        guard days.count == 1, let place = days.first else { return }
        switch self[place] {
        case .pattern(["insideBar"])?: break
        case .condition(let fact)? where fact.condition == inside.condition: break
        default: return
        }
        let ends = pieces.indices.filter { index in
            if case .quantity(let end)? = self[index] { end.extreme != nil && end.shift == 0 } else { false }
        }
        let sides = pieces.indices.filter { isMark($0, .side) || self[$0] == .highLow }
        guard (1...2).contains(ends.count) && sides.isEmpty || ends.isEmpty && sides.count == 1 else { return }
        for end in ends {
            guard case .quantity(var level)? = self[end], level.span == nil else { return }
            level.shift = -1
            pieces[end].sense = .quantity(level)
        }
        pieces[place].sense = .condition(inside.shifted(-1))
        if isMark(place - 1, .after) {
            pieces[place - 1].sense = .mark(.given)
        } else if !isMark(place - 1, .given) {
            pieces.insert(Piece(sense: .mark(.given), tokens: []), at: place)
        }
        guard let side = pieces.firstIndex(where: { $0.sense == .mark(.side) || $0.sense == .highLow }) else { return }
        var (high, low) = (Quantity(.high), Quantity(.low))
        (high.shift, low.shift) = (-1, -1)
        let said = pieces[side].tokens
        pieces.replaceSubrange(
            side...side,
            with: [
                Piece(sense: .quantity(high), tokens: said), Piece(sense: .mark(.or), tokens: said),
                Piece(sense: .quantity(low), tokens: said),
            ]
        )
    }

    /// "the opening range breaks to the upside first": before the other side, and no first day.
    mutating func joinFirstBehind(_ index: Int) {
        guard pieces.indices.contains(index + 1), isFirst(pieces[index + 1]), !pieces[index + 1].afterStop,
            unit(index + 2) == nil, !isFact(index + 2), case .condition(let fact)? = self[index],
            case .compare(_, _, .metric(let metric, let bar)) = fact.condition, case .opening? = bar.span,
            metric == .high || metric == .low
        else { return }
        var level = Quantity(metric)
        level.span = bar.span
        var order = fact
        (order.condition, order.plain) = (Self.leads(level), Self.leads(level.otherEnd))
        join(index...(index + 1), as: .condition(order))
    }

    /// "PDH is broken first", "сначала пробит хай овернайта".
    private mutating func joinOneFirst(_ verb: Int, _ first: Int, _ frame: Surroundings) {
        let ends = pieces.indices.compactMap { brokenEnd($0) }
        guard let found = ends.first else { return }
        let range = min(verb, first, found.range.lowerBound)...max(verb, first, found.range.upperBound)
        let isWhole = range.allSatisfy { index in
            index == verb || index == first || found.range.contains(index) || self[index] == .verb(.form)
        }
        guard isWhole else { return }
        join(range, as: .condition(Self.first(found.level, frame)))
    }

    /// One of both: each is counted among all days, or among those on which both are broken.
    private mutating func joinWhichFirst(
        _ ends: ClosedRange<Int>,
        _ level: Quantity,
        isBoth: Bool,
        _ frame: Surroundings
    ) {
        let named = pieces[ends].flatMap(\.tokens)
        let fact = Self.first(level, frame)
        var made: [Piece] = []
        var isPlaced = false
        for (index, piece) in pieces.enumerated() {
            if ends.contains(index) {
                guard !isPlaced else { continue }
                isPlaced = true
                if isBoth {
                    var both = fact
                    both.plain = nil
                    both.condition = .all(of: [Self.broken(level), Self.broken(level.otherEnd)])
                    made.append(Piece(sense: .mark(.given), tokens: []))
                    made.append(Piece(sense: .condition(both), tokens: named.sorted()))
                    made.append(Piece(sense: .stop(","), tokens: []))
                }
                let said = pieces.filter { $0.sense == .verb(.break) || isFirst($0) }.flatMap(\.tokens)
                made.append(Piece(sense: .often, tokens: []))
                made.append(Piece(sense: .condition(fact), tokens: (isBoth ? said : said + named).sorted()))
                continue
            }
            switch piece.sense {
            case .verb(.break), .verb(.form), .often, .mark(.those), .mark(.side), .mark(.single), .mark(.both),
                .task(.time), .mark(.given), .when, .task(.share), .superlative(.max), .task(.performance):
                empty.formUnion(piece.tokens)
            case .which: empty.formUnion(piece.tokens)
            default: if !isFirst(piece) { made.append(piece) }
            }
        }
        pieces = made
    }

    private func isFirst(_ piece: Piece) -> Bool {
        piece.sense == .ordinal(1) || piece.sense == .unknown && has(.atfirst, in: piece)
    }

    /// A high or low of another bar than the row's own.
    private func brokenEnd(_ index: Int) -> (level: Quantity, range: ClosedRange<Int>)? {
        guard case .quantity(var level)? = self[index], level.extreme != nil else { return nil }
        if level.shift != 0 || level.span != nil { return (level, index...index) }
        for place in [index - 1, index + 1] {
            guard case .span(let span)? = self[place] else { continue }
            level.span = span
            return (level, min(place, index)...max(place, index))
        }
        return nil
    }

    /// Both ends of one bar named together, the first named first.
    private var bothEnds: (level: Quantity, range: ClosedRange<Int>, isBoth: Bool)? {
        let isBoth = pieces.contains { $0.sense == .mark(.both) }
        for index in pieces.indices {
            if case .highLow? = self[index] {
                var level = Quantity(.high)
                if case .span(let span)? = self[index - 1] {
                    level.span = span
                    return (level, (index - 1)...index, isBoth)
                }
                if case .span(let span)? = self[index + 1] {
                    level.span = span
                    return (level, index...(index + 1), isBoth)
                }
                level.shift = -1
                for place in [index - 1, index + 1, index - 2]
                where isPreviousDay(place) && (place != index - 2 || unit(index - 1) == .day) {
                    let last = unit(place + 1) == .day ? place + 1 : place
                    return (level, min(place, index)...max(last, index), isBoth)
                }
            }
            guard let left = end(index),
                isMark(left.range.upperBound + 1, .or) || isMark(left.range.upperBound + 1, .and),
                let right = end(left.range.upperBound + 2), left.level.extreme != right.level.extreme
            else { continue }
            var level = left.level
            if !level.isOfOther { (level.span, level.shift) = (right.level.span, right.level.shift) }
            guard level.isOfOther, !right.level.isOfOther || level == right.level.otherEnd else { continue }
            let isAnd = isMark(left.range.upperBound + 1, .and)
            return (level, left.range.lowerBound...right.range.upperBound, isBoth || isAnd)
        }
        return nil
    }

    /// The same, where the other end may name the bar.
    private func end(_ index: Int) -> (level: Quantity, range: ClosedRange<Int>)? {
        if isSpan(index), !isOfOther(index), let end = brokenEnd(index + 1) { return end }
        if let end = brokenEnd(index) { return end }
        guard case .quantity(let end)? = self[index], end.extreme != nil else { return nil }
        return (end, index...index)
    }

    private func isOfOther(_ index: Int) -> Bool {
        if case .quantity(let level)? = self[index + 1] { level.isOfOther } else { false }
    }

    private static func first(_ level: Quantity, _ frame: Surroundings) -> Fact {
        var fact = Fact(condition: leads(level), ofSession: isOfSession(level, frame), isOutcome: true)
        fact.plain = leads(level.otherEnd)
        return fact
    }

    private static func broken(_ level: Quantity) -> Condition { beyond(level, nil) }

    /// Of a side that is never broken there is no first minute: whether it was is asked first, so that every day counts.
    private static func leads(_ level: Quantity) -> Condition {
        let other = level.otherEnd
        return .all(of: [
            broken(level),
            .any(of: [.not(of: broken(other)), .holds(level.timeBroken, .less, other.timeBroken)]),
        ])
    }
}

extension Quantity {
    /// A price of another bar than the row's own.
    fileprivate var isOfOther: Bool { shift != 0 || span != nil }

    fileprivate var isOpening: Bool { if case .opening? = span { true } else { false } }

    /// The low of the bar whose high it is, and the other way round.
    fileprivate var otherEnd: Quantity {
        var other = self
        other.base = .metric(extreme == .high ? .low : .high)
        return other
    }

    /// When a later price first goes beyond it.
    fileprivate var timeBroken: Series {
        var bar = Bar.own
        if case .opening(let minutes)? = span { bar.span = .afterOpening(minutes: minutes) }
        return .time(event: extreme == .high ? .above(level: series()) : .below(level: series()), of: bar)
    }
}
