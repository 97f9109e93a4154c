internal import Market
internal import Studies

extension Line {
    /// "пробили хай прошлого дня", "high of the first hour broken before 11:00", "neither side of the opening range broken".
    mutating func joinBreaks(_ frame: Surroundings) {
        settleHeldLevels()
        guard
            pieces.contains(where: {
                $0.sense == .verb(.break) || $0.sense == .verb(.hold) || $0.sense == .verb(.trade)
                    || $0.sense.isBreakout
            })
        else { return }
        // "when is yesterday's high usually broken": the frequency is asked of all of it.
        for index in pieces.indices.dropFirst() where self[index] == .often && self[index + 1] == .verb(.break) {
            guard case .quantity? = self[index - 1] else { continue }
            pieces.swapAt(index, index - 1)
        }
        settleHeadedBreaks()
        settleOftenerBroken()
        joinFirstBroken(frame)
        // "is the overnight low first broken": when it first is, is asked of all of it.
        for index in pieces.indices.dropFirst() where self[index] == .ordinal(1) && self[index + 1] == .verb(.break) {
            guard case .quantity? = self[index - 1] else { continue }
            pieces.insert(pieces.remove(at: index), at: 0)
        }
        settleStaysInside()
        settleNeitherWay()
        joinOpeningRanges()
        joinOpeningBreakouts()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isBreak(index) else { continue }
            let place = nameSides(index)
            guard var found = breaking(place, frame) else { continue }
            // "closed at a new 20 day high": beyond it by the close.
            let first = found.range.lowerBound
            if closes(first - 1), let closed = found.fact.condition.byClose {
                found.fact.condition = closed
                (found.fact.plain, found.fact.rank) = (nil, nil)
                found.range = (first - 1)...found.range.upperBound
            }
            join(found.range, as: .condition(found.fact))
            index = found.range.lowerBound
        }
        for index in pieces.indices.reversed() { joinFirstBehind(index) }
    }

    /// The close is spoken of.
    func closes(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.close)?: true
        case .quantity(let quantity)?: quantity == Quantity(.close)
        default: false
        }
    }

    private func isBreak(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.break)?, .verb(.hold)?: return true
        // "traded above the overnight high".
        case .verb(.trade)?: return isRelation(index + 1) || isMark(index + 1, .both) && isRelation(index + 2)
        default: return false
        }
    }

    // MARK: Levels

    /// Prices that may be broken, with how they are joined.
    struct Levels {
        var prices: [Quantity]
        var range: ClosedRange<Int>
        var both = false
        var neither = false
        /// One of two and not the other.
        var single = false
        /// The first of two and not the second.
        var firstOnly = false
    }

    /// Levels that begin at a piece: "the overnight high", "хай и лоу прошлого дня", "both sides of the first hour".
    func levels(from index: Int) -> Levels? {
        var place = index
        var (both, neither, single) = (false, false, false)
        while isJoint(place), !isMark(place, .or) {
            if isMark(place, .single) {
                single = true
            } else if isMark(place, .not) || isMark(place, .neither) {
                neither = true
            } else {
                both = true
            }
            place += 1
        }
        guard var found = level(from: place) else { return nil }
        let isEither = asksOftenerOfTwo
        if case .highLow? = self[place], !has(.or, in: pieces[place]), !isEither { both = !neither && !single }
        // "вчерашний хай и лой", not "вчерашний хай/лой".
        let ends = found.range.dropFirst().first { self[$0] == .highLow }
        if let ends, !isEither, !has(.or, in: pieces[ends]), pieces[ends].tokens.count > 2,
            pieces[ends].tokens.allSatisfy({ tokens[$0].kind == .word })
        {
            both = !neither && !single
        }
        // "ни хай ни лой предыдущего дня", "the high and the low of the first hour".
        var next = found.range.upperBound + 1
        // "... but not its low".
        while isJoint(next) || isDenied(next) || isMark(next, .it) && isDenied(next - 1) { next += 1 }
        var firstOnly = false
        if next > found.range.upperBound + 1, found.prices.count == 1, let other = level(from: next),
            other.prices.count == 1
        {
            let marks = (found.range.upperBound + 1)..<next
            // "the high and not the low", "the high but not the low".
            firstOnly = !neither && marks.contains { isDenied($0) || isMark($0, .not) }
            if !firstOnly, marks.contains(where: { isMark($0, .not) || isMark($0, .neither) }) { neither = true }
            if marks.contains(where: { isMark($0, .and) || isMark($0, .both) }) { both = !neither && !firstOnly }
            if !found.prices[0].isLevel {
                (found.prices[0].shift, found.prices[0].span) = (other.prices[0].shift, other.prices[0].span)
            }
            var other = other
            if !other.prices[0].isLevel, other.prices[0].extreme != found.prices[0].extreme {
                // "yesterday's high and not the low": of yesterday as well.
                (other.prices[0].shift, other.prices[0].span) = (found.prices[0].shift, found.prices[0].span)
            }
            found.prices += other.prices
            found.range = found.range.lowerBound...other.range.upperBound
        }
        if isRelation(next), found.prices.count == 1, next == found.range.upperBound + 1, let other = level(from: next)
        {
            // "above the high and below the low": the joint is in the relation's words.
            both = !neither
            found.prices += other.prices
            found.range = found.range.lowerBound...other.range.upperBound
        }
        guard found.prices.allSatisfy(\.isLevel) else { return nil }
        if both || neither || single || firstOnly, found.prices.count != 2 { return nil }
        return Levels(
            prices: found.prices,
            range: index...found.range.upperBound,
            both: both && !single,
            neither: neither,
            single: single,
            firstOnly: firstOnly
        )
    }

    /// A word that joins two levels; "not" before a verb is the verb's.
    private func isJoint(_ index: Int) -> Bool {
        if isMark(index, .not) { return !isBreak(index + 1) }
        return isSides(index) || isMark(index, .and) || isMark(index, .or)
    }

    /// "but not": the other level is not among those that are broken.
    private func isDenied(_ index: Int) -> Bool {
        isMark(index, .except) || isMark(index, .but) && isMark(index + 1, .not)
            || self[index] == .stop(",") && isMark(index + 1, .not)
    }

    /// Which of two sides are meant.
    private func isSides(_ index: Int) -> Bool {
        isMark(index, .both) || isMark(index, .neither) || isMark(index, .single)
    }

    private func level(from index: Int) -> Levels? {
        func sides(_ span: Span?, shift: Int = 0) -> [Quantity] {
            [Metric.high, .low].map { metric in
                var price = Quantity(metric)
                (price.span, price.shift) = (span, shift)
                return price
            }
        }
        switch self[index] {
        case .relation(let relation)?:
            // Beyond its own side: above a high, below a low.
            guard let found = level(from: index + 1), found.prices.count == 1,
                relation.isUp == (found.prices[0].extreme == .high)
            else { return nil }
            return Levels(prices: found.prices, range: index...found.range.upperBound)
        case .quantity(var quantity)? where quantity.extreme != nil:
            var last = index
            if !quantity.isLevel, case .span(let span)? = self[index + 1] { (quantity.span, last) = (span, index + 1) }
            return Levels(prices: [quantity], range: index...last)
        case .quantity(let quantity)? where quantity.base == .metric(.range) && quantity.span != nil:
            return Levels(prices: sides(quantity.span), range: index...index)
        case .highLow?:
            if case .span(let span)? = self[index + 1] {
                return Levels(prices: sides(span), range: index...(index + 1))
            }
            guard isPreviousDay(index + 1) else { return nil }
            let last = unit(index + 2) == .day ? index + 2 : index + 1
            return Levels(prices: sides(nil, shift: -1), range: index...last)
        case .span(let span)?:
            if case .quantity(var quantity)? = self[index + 1], quantity.extreme != nil, quantity.shift == 0 {
                quantity.span = span
                return Levels(prices: [quantity], range: index...(index + 1))
            }
            if case .highLow? = self[index + 1] { return Levels(prices: sides(span), range: index...(index + 1)) }
            // "обе стороны овернайта".
            guard isSides(index - 1) else { return nil }
            return Levels(prices: sides(span), range: index...(isRange(index + 1) ? index + 1 : index))
        case .mark(.it)? where isBreak(index - 1) || isBreak(index + 1):
            // "close above yesterday's high after breaking it".
            let named = pieces[..<index].reversed().lazy.compactMap { piece -> Quantity? in
                guard case .quantity(let quantity) = piece.sense, quantity.isLevel, quantity.extreme != nil else {
                    return nil
                }
                return quantity
            }
            return named.first.map { Levels(prices: [$0], range: index...index) }
        default:
            guard isPreviousDay(index) else { return nil }
            let place = unit(index + 1) == .day ? index + 2 : index + 1
            guard case .highLow? = self[place] else { return nil }
            return Levels(prices: sides(nil, shift: -1), range: index...place)
        }
    }

    /// Levels that end before a piece.
    private func levels(upTo end: Int) -> Levels? {
        (max(0, end - 6)...max(0, end)).lazy.compactMap { levels(from: $0) }.first { $0.range.upperBound == end }
    }

    // MARK: Breaks

    /// "first 30 minutes: how often do both sides get broken": the range stands elsewhere; it is put beside the verb.
    private mutating func nameSides(_ verb: Int) -> Int {
        var place = verb - 1
        while self[place] == .verb(.form) { place -= 1 }
        if isSides(verb + 1), openingMinutes(place) != nil, levels(from: verb + 1) == nil {
            // "the opening range broken on both sides".
            pieces.insert(pieces.remove(at: verb + 1), at: place)
            return verb + 1
        }
        guard isSides(place), levels(from: place) == nil,
            let range = pieces.indices.first(where: {
                openingMinutes($0) != nil && $0 < place || openingMinutes($0) != nil && $0 > verb
            })
        else { return verb }
        let moved = pieces.remove(at: range)
        let after = range < place ? place : place + 1
        pieces.insert(moved, at: after)
        let end = range < place ? verb : verb + 1
        if end - after > 1 { pieces.removeSubrange((after + 1)..<end) }
        return after + 1
    }

    private func breaking(_ verb: Int, _ frame: Surroundings) -> (fact: Fact, range: ClosedRange<Int>)? {
        var (first, last) = (verb, verb)
        var isNegated = self[verb] == .verb(.hold)
        if isMark(first - 1, .not), self[verb] == .verb(.break) { (isNegated, first) = (true, first - 1) }
        // "gets broken".
        var before = first - 1
        while self[before] == .verb(.form) { before -= 1 }
        // "took out only yesterday's high".
        let isOnly = isMark(last + 1, .only)
        guard
            let found = levels(from: last + (isOnly ? 2 : 1))
                ?? (self[verb] == .verb(.trade) ? nil : levels(upTo: before))
        else {
            return nil
        }
        // What is broken first, or on which side, is not whether it is broken.
        if found.prices.count == 2, !found.both, !found.neither, !found.single, asksSide { return nil }
        first = min(first, found.range.lowerBound)
        last = max(last, found.range.upperBound)
        // "(9:30-10:30)" after the first hour: said twice.
        if let span = found.prices[0].span, self[last + 1] == .stop("("), case .window(let window)? = self[last + 2],
            frame.window(of: span) == window
        {
            last += self[last + 3] == .stop(")") ? 3 : 2
        }
        if isNegated {
            // "остается хаем дня": as that end of the whole day.
            if found.prices.count == 1, case .quantity(let end)? = self[last + 1], end.shift == 0, end.span == nil,
                end.extreme == found.prices[0].extreme
            {
                last += 1
            }
            // "держится весь день", "holds until the close".
            if isMark(last + 1, .before) && isMark(last + 2, .end) {
                last += 2
            } else if isMark(last + 1, .end) || self[last + 1] == .span(.wholeDay) {
                last += 1
            }
        }
        var until: Span?
        if case .opening(let minutes)? = found.prices[0].span, let bound = bound(last + 1, frame), !bound.outside,
            let rth = frame.instrument.window(of: .rth)
        {
            guard let window = Self.window(of: bound, frame), window.from <= rth.from + minutes,
                window.to > rth.from + minutes
            else { return nil }
            if window.to < rth.to { until = .clock(window: Window(from: rth.from + minutes, to: window.to)) }
            last = bound.last
        } else if let span = found.prices[0].span, let own = frame.window(of: span), !isNegated,
            case .timeBound(let isAfter, let clock)? = self[last + 1], let rth = frame.instrument.window(of: .rth),
            own.to <= rth.from, found.prices.allSatisfy({ $0.span == span && $0.shift == 0 })
        {
            // "касса пробивает ночной лой до 10:00", "пробой лоя лондона после 8:20": in the session, up to or from then.
            let minute = frame.minute(clock)
            let hours = Window(from: isAfter ? minute : rth.from, to: isAfter ? rth.to : minute)
            let isOfSession = self[first - 1] == .span(.session(name: .rth))
            guard hours.from >= own.to, hours.from < hours.to else { return nil }
            if isAfter || isOfSession || own.to == rth.from {
                until = .clock(window: hours)
                last += 1
                if isOfSession { first -= 1 }
            }
        }
        let sides = found.prices.map { Self.beyond($0, until) }
        let isAny = !found.both && !found.neither
        let denied =
            isNegated ? nil : found.firstOnly ? sides[1] : isOnly && sides.count == 1 ? sides[0].otherSideBroken : nil
        let condition: Condition =
            denied.map { .all(of: [sides[0], .not(of: $0)]) }
            ?? (found.single
                ? .all(of: [.any(of: sides), .not(of: .all(of: sides))])
                : isNegated || found.neither
                    ? .every(sides.map { Condition.not(of: $0) }) ?? sides[0]
                    : sides.count == 1 ? sides[0] : isAny ? .any(of: sides) : .all(of: sides))
        var fact = Fact(condition: condition, ofSession: Self.isOfSession(found.prices[0], frame), isOutcome: true)
        fact.unit = found.prices[0].unit
        if sides.count == 1, !isNegated, denied == nil {
            if until == nil { fact.plain = condition }
            fact.rank = found.prices[0]
        }
        return (fact, first...last)
    }

    private var asksSide: Bool {
        pieces.contains {
            switch $0.sense {
            case .way, .mark(.absolute), .mark(.side), .ordinal(1): true
            default: false
            }
        } || has(.side)
    }

    private static func window(of bound: TimeBound, _ frame: Surroundings) -> Window? {
        switch bound.bound {
        case .timeBound(false, let minute): Window(from: frame.instrument.dayStart, to: minute)
        case .window(let window): window
        case .span(let span): frame.window(of: span)
        default: nil
        }
    }

    /// A later price beyond a level; after an opening, of the session's rest (until an earlier end).
    static func beyond(_ level: Quantity, _ until: Span?) -> Condition {
        let up = level.extreme == .high
        var own = Quantity(up ? .high : .low)
        own.span = until
        if case .opening(let minutes)? = level.span { own.span = until ?? .afterOpening(minutes: minutes) }
        return .holds(own.series(), up ? .greater : .less, level.series())
    }

    /// Levels of the session's opening, and those that are complete where it opens, are broken in it.
    static func isOfSession(_ level: Quantity, _ frame: Surroundings) -> Bool {
        guard let span = level.span, let window = frame.window(of: span), let rth = frame.instrument.window(of: .rth)
        else { return false }
        return window.to >= rth.from
    }
}

extension Quantity {
    /// A price of another bar than the row's own.
    fileprivate var isLevel: Bool { shift != 0 || span != nil }
}

extension Sense {
    fileprivate var isBreakout: Bool {
        if case .pattern(let names) = self { names == ["breakoutUp"] || names == ["breakoutDown"] } else { false }
    }
}

extension Condition {
    /// The bar's close in the place of its high or low.
    fileprivate var byClose: Condition? {
        guard case .compare(.metric(let metric, let bar), let relation, let level) = self,
            metric == .high || metric == .low
        else { return nil }
        return .compare(left: .metric(metric: .close, of: bar), relation: relation, right: level)
    }
}
