internal import Market
internal import Studies

extension Line {
    /// When the day's high or low came: "low after 14:00", "хай в первый час", "high before low", "gap filled by noon".
    mutating func joinTimes(_ frame: Surroundings) {
        dropTimeOfBounds(frame)
        let asksTime = pieces.contains { $0.sense == .task(.time) || $0.sense == .task(.timehour) }
        guard !asksTime else { return joinGivenTimes(frame) }
        joinFirstExtreme()
        let counts = pieces.contains {
            switch $0.sense {
            case .task(.share), .task(.count), .often, .mark(.given), .task(.days), .unit(.day): true
            default: false
            }
        }
        // "does it make its low in the first hour": on how many days.
        let isYesNo = forms.contains(tokens.first?.text ?? "", .asks) || has(.whether)
        // "high before or after noon": how often the one and the other.
        let isEither = pieces.indices.contains { isMark($0, .or) && isBound($0 - 1) && isBound($0 + 1) }
        if isEither, !isYesNo, !pieces.contains(where: { $0.sense == .often || $0.sense == .task(.share) }) {
            pieces.insert(Piece(sense: .task(.share), tokens: []), at: 0)
            return joinExtremeTimes(frame)
        }
        if pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }) {
            joinTimesOfClause(frame)
        } else if counts || isYesNo {
            joinExtremeTimes(frame)
        }
        joinFillTimes(frame)
    }

    /// "low of day in the first 15 min, how does it close": the first clause chooses the days.
    mutating func leadWithTimes() {
        guard let end = pieces.firstIndex(where: { $0.sense == .stop(",") }), end > 1,
            case .quantity(let level)? = self[0],
            level.extreme != nil, level.shift == 0,
            pieces[1..<end].allSatisfy({ piece in
                switch piece.sense {
                case .span, .window, .timeBound, .verb(.form), .mark(.before), .clock: true
                default: false
                }
            }),
            pieces[1..<end].contains(where: { $0.sense != .verb(.form) }),
            pieces[(end + 1)...].contains(where: { $0.sense == .task(.performance) || $0.sense == .task(.share) }),
            !pieces[(end + 1)...].contains(where: { piece in
                if case .quantity(let other) = piece.sense { other.extreme != nil } else { false }
            })
        else { return }
        pieces.insert(Piece(sense: .mark(.given), tokens: []), at: 0)
    }

    private func isBound(_ index: Int) -> Bool {
        if case .timeBound? = self[index] { true } else { isMark(index, .before) || isMark(index, .after) }
    }

    /// "average range on days when the high is made after 15:00": the clause that chooses days says when.
    private mutating func joinTimesOfClause(_ frame: Surroundings) {
        let leads = pieces.indices.filter { isMark($0, .given) || self[$0] == .task(.days) }
        // "в дни, когда": said in two words.
        guard var lead = leads.first else { return }
        if self[lead + 1] == .stop(","), leads.contains(lead + 2) {
            drop(lead + 1)
            drop(lead)
        }
        lead = min(lead, count - 1)
        let end = pieces.indices[(lead + 1)...].first { self[$0] == .stop(",") || self[$0] == .stop(":") } ?? count
        guard lead + 1 < end, !pieces[lead + 1..<end].contains(where: { isStatistic($0.sense) }) else { return }
        var given = self
        given.pieces = Array(pieces[(lead + 1)..<end])
        given.joinExtremeTimes(frame)
        guard given.count < end - lead - 1 else { return }
        pieces.replaceSubrange((lead + 1)..<end, with: given.pieces)
        pieces[lead].sense = .mark(.given)
    }

    private func isStatistic(_ sense: Sense) -> Bool { if case .statistic = sense { true } else { false } }

    /// "if the low is made in the first hour, when is the high": the time of one is asked for, that of the other is given.
    private mutating func joinGivenTimes(_ frame: Surroundings) {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.time) || $0.sense == .task(.timehour) }),
            let lead = pieces.indices.first(where: { isMark($0, .given) || self[$0] == .task(.days) && $0 > asked })
        else { return }
        let end = pieces.indices[(lead + 1)...].first {
            self[$0] == .stop(",") || self[$0] == .stop("?") || $0 == asked
        }
        let range = (lead + 1)..<(end ?? count)
        func hasExtreme(_ pieces: some Sequence<Piece>) -> Bool {
            pieces.contains { if case .quantity(let quantity) = $0.sense { quantity.extreme != nil } else { false } }
        }
        guard hasExtreme(pieces[range]), hasExtreme(pieces[..<lead]) || hasExtreme(pieces[range.upperBound...]) else {
            return
        }
        var given = self
        given.pieces = Array(pieces[range])
        given.joinExtremeTimes(frame)
        guard given.count < range.count else { return }
        pieces.replaceSubrange(range, with: given.pieces)
        pieces[lead].sense = .mark(.given)
    }

    /// "до 10 или после", "after 14 часов": hours, where the time of an event is spoken of.
    mutating func joinBareBounds() {
        let speaksOfTimes = pieces.contains {
            switch $0.sense {
            case .quantity(let quantity): quantity.extreme != nil && quantity.shift == 0
            case .highLow: true
            case .condition(let fact): fact.ofSession && (fact.condition == .gapFilled || fact.rank?.extreme != nil)
            default: false
            }
        }
        guard speaksOfTimes else { return }
        for index in pieces.indices.reversed() where isMark(index, .before) || isMark(index, .after) {
            guard let hour = whole(index + 1), (8...23).contains(hour) else { continue }
            let last = unit(index + 2) == .hour ? index + 2 : index + 1
            guard isEndOfBound(last + 1) else { continue }
            let isAfter = isMark(index, .after)
            join(index...last, as: .timeBound(after: isAfter, minute: hour * 60))
            // "... or after": the same hour.
            if isMark(index + 1, .or), let end = otherSide(index + 2, of: isAfter, hour * 60) {
                join((index + 2)...end, as: .timeBound(after: !isAfter, minute: hour * 60))
            }
        }
    }

    /// The last word of "... or after", "... or later", "... or after it", "... или после десяти": the other side of the same
    /// time.
    func otherSide(_ index: Int, of isAfter: Bool, _ minute: Int) -> Int? {
        let isLater = pieces.indices.contains(index) && has(.earlier, in: pieces[index])
        guard
            isMark(index, isAfter ? .before : .after)
                || isLater && self[index] == .relation(isAfter ? .less : .greater)
        else { return nil }
        var end = isMark(index + 1, .it) || isMark(index + 1, .those) ? index + 1 : index
        if whole(index + 1).map({ $0 * 60 == minute }) ?? false || self[index + 1] == .clock(minute) {
            end = index + 1
            if unit(end + 1) == .hour { end += 1 }
        }
        return isEndOfBound(end + 1) ? end : nil
    }

    func isEndOfBound(_ index: Int) -> Bool {
        switch self[index] {
        case .often?, .verb(.form)?: true
        case nil, .stop?, .mark(.or)?, .mark(.and)?, .dates?, .task?, .mark(.given)?: true
        default: false
        }
    }

    /// "high before low", "что ставится первым, хай или лоу".
    mutating func joinFirstExtreme() {
        for index in pieces.indices {
            guard case .quantity(let left)? = self[index], let first = left.extreme, left.shift == 0 else { continue }
            var next = index + 1
            var span = left.span
            // "the weekly high", "хай недели".
            var unit = longUnit(index - 1) ?? longUnit(next)
            let begin = longUnit(index - 1) == nil ? index : index - 1
            if longUnit(next) != nil { next += 1 }
            if case .span(let own)? = self[next] { (span, next) = (own, next + 1) }
            while case .verb(.form)? = self[next] { next += 1 }
            if self[next] == .often {
                pieces.insert(pieces.remove(at: next), at: index)
                return joinFirstExtreme()
            }
            guard
                isMark(next, .before) || self[next] == .relation(.less) || isMark(next, .after)
                    || self[next] == .relation(.greater),
                let (end, right, other) = otherEnd(behind: next, beside: span), let second = right.extreme,
                second != first, right.shift == 0,
                pieces[index...next].contains(where: {
                    $0.sense == .verb(.form) || $0.sense == .mark(.before) || has(.earlier, in: $0)
                })
            else { continue }
            let before = isMark(next, .before) || self[next] == .relation(.less)
            // "the RTH low before the RTH high": its window stands before it.
            var start = begin
            if span == nil, other != nil, case .span(let own)? = self[begin - 1], own == other, prep(begin - 1) == nil {
                start = begin - 1
            }
            span = span ?? other ?? right.span
            unit = unit ?? longUnit(end - 1)
            var last = end
            if let own = longUnit(end + 1), unit == nil || own == unit { (unit, last) = (own, end + 1) }
            guard longUnit(end - 1) ?? unit == unit else { continue }
            var fact = Self.order(first, second, before: before, span)
            fact.unit = unit
            join(start...last, as: .condition(fact))
            if unit == nil { dropMirror(behind: start) }
            return
        }
        if let found = firstOfBoth {
            joinOrder(found.first, at: found.range)
            askHowOften()
            return
        }
        // "что чаще первым: хай или лоу"
        guard let place = pieces.firstIndex(where: { $0.sense == .ordinal(1) || isEarlier($0) }),
            let both = eitherExtreme
        else { return }
        joinOrder(both.first, at: both.range)
        drop(place < both.range.lowerBound ? place : place - both.range.count + 1)
        askHowOften()
    }

    /// The price that comes behind "before" or "earlier than", with what stands between, and the window it is named with:
    /// "... its high", "... the RTH high".
    private func otherEnd(behind place: Int, beside span: Span?) -> (index: Int, quantity: Quantity, span: Span?)? {
        var index = place + 1
        while self[index] == .stop(",") || isMark(index, .it) || longUnit(index) != nil { index += 1 }
        var named: Span?
        if case .span(let own)? = self[index], span == nil || span == own { (named, index) = (own, index + 1) }
        guard case .quantity(let quantity)? = self[index] else { return nil }
        return (index, quantity, named)
    }

    /// A unit longer than a day, whose own high or low is spoken of.
    private func longUnit(_ index: Int) -> BarUnit? {
        switch self[index] {
        case .barUnit(let unit)? where unit.isLong: unit
        case .unit(.week)?: .week
        case .unit(.month)?: .month
        case .unit(.quarter)?: .quarter
        case .unit(.year)?: .year
        // Weeks that took the day's place throughout.
        case .unit(.day)?: rows
        default: nil
        }
    }

    func isRelation(of piece: Piece) -> Bool { if case .relation = piece.sense { true } else { false } }

    /// The one before the other, of how many days.
    private mutating func joinOrder(_ first: MinuteEvent, at range: ClosedRange<Int>) {
        let order = Piece(
            sense: .condition(Self.order(first, first == .high ? .low : .high, before: true, nil)),
            tokens: pieces[range].flatMap(\.tokens).sorted(),
            text: ""
        )
        pieces.replaceSubrange(range, with: [order])
        dropMirror(behind: range.lowerBound)
    }

    /// Of the days in general it asks how often.
    private mutating func askHowOften() {
        let isAsked = pieces.contains { piece in
            switch piece.sense {
            case .task, .often, .relative, .mark(.given): true
            default: false
            }
        }
        guard !isAsked else { return }
        if let percent = pieces.firstIndex(where: { $0.sense == .measure(.percent) }) {
            pieces[percent].sense = .task(.share)
        } else {
            pieces.insert(Piece(sense: .often, tokens: [], text: ""), at: 0)
        }
    }

    /// "... and vice versa": what comes in the other order is told beside it.
    private mutating func dropMirror(behind place: Int) {
        absorbOtherOrder(behind: place)
        var last = place + 1
        while isMark(last, .and) || self[last] == .stop(",") { last += 1 }
        guard isMark(last, .opposite),
            pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .task(.count) })
        else { return }
        join(place...last, as: pieces[place].sense)
    }

    /// "хай раньше лоя или лой раньше хая": the other order, said in full.
    private mutating func absorbOtherOrder(behind place: Int) {
        guard case .condition(let fact)? = self[place],
            case .compare(.time(let first, _), _, .time(let second, _)) = fact.condition
        else { return }
        var next = place + 1
        while joinsHeads(next) || self[next] == .task(.share) || self[next] == .often { next += 1 }
        guard next > place + 1, case .quantity(let left)? = self[next], left.extreme == second else { return }
        var last = next + 1
        while self[last] == .verb(.form) { last += 1 }
        guard isMark(last, .before) || isEarlierWord(last), case .quantity(let right)? = self[last + 1],
            right.extreme == first
        else { return }
        join(place...(last + 1), as: .condition(fact))
    }

    private func isEarlierWord(_ index: Int) -> Bool {
        pieces.indices.contains(index) && isEarlier(pieces[index])
    }

    /// "high first or low first", "сначала хай или сначала лой".
    private var firstOfBoth: (range: ClosedRange<Int>, first: MinuteEvent)? {
        func isFirst(_ index: Int) -> Bool {
            guard pieces.indices.contains(index) else { return false }
            return self[index] == .ordinal(1) || has(.atfirst, in: pieces[index]) || isEarlier(pieces[index])
        }
        func end(_ index: Int) -> MinuteEvent? {
            guard case .quantity(let quantity)? = self[index], quantity.shift == 0 else { return nil }
            return quantity.extreme
        }
        for index in pieces.indices {
            let isLed = isFirst(index)
            guard let first = end(isLed ? index + 1 : index), isLed || isFirst(index + 1) else { continue }
            let join = index + 2
            if !isLed, isMark(join, .and) || isMark(join, .but) || self[join] == .stop(","),
                let last = laterEnd(join + 1, than: first)
            {
                return (index...last, first)
            }
            guard isMark(join, .or) || isMark(join, .vs) || self[join] == .stop(",") else { continue }
            guard isLed == isFirst(join + 1), let other = end(isLed ? join + 2 : join + 1), other != first,
                isLed || isFirst(join + 2)
            else { continue }
            return (index...(join + 2), first)
        }
        return nil
    }

    /// "makes its low first and its high later": the other end, and that it comes after.
    private func laterEnd(_ index: Int, than first: MinuteEvent) -> Int? {
        var place = index
        while isMark(place, .it) || self[place] == .verb(.form) || isMark(place, .then) { place += 1 }
        guard case .quantity(let quantity)? = self[place], let other = quantity.extreme, other != first,
            quantity.shift == 0
        else { return nil }
        if isMark(place - 1, .then) { return place }
        place += 1
        while self[place] == .verb(.form) { place += 1 }
        guard pieces.indices.contains(place), has(.later, in: pieces[place]) || isMark(place, .after) else {
            return nil
        }
        return place
    }

    /// "раньше", "earlier".
    private func isEarlier(_ piece: Piece) -> Bool {
        guard has(.earlier, in: piece) else { return false }
        return piece.sense == .relation(.less) || piece.sense == .mark(.before)
    }

    /// "high or low", "лоу или хай": where, and which is named first.
    private var eitherExtreme: (range: ClosedRange<Int>, first: MinuteEvent)? {
        if let both = pieces.firstIndex(where: { $0.sense == .highLow }), has(.or, in: pieces[both]) {
            return (both...both, .high)
        }
        for index in pieces.indices where isMark(index + 1, .or) {
            guard case .quantity(let left)? = self[index], case .quantity(let right)? = self[index + 2],
                let first = left.extreme, let second = right.extreme, first != second
            else { continue }
            return (index...(index + 2), first)
        }
        return nil
    }

    private static func order(_ first: MinuteEvent, _ second: MinuteEvent, before: Bool, _ span: Span?) -> Fact {
        let isSession = span == .session(name: .rth)
        let bar = Bar(span: isSession ? nil : span)
        return Fact(
            condition: .holds(.time(event: first, of: bar), before ? .less : .greater, .time(event: second, of: bar)),
            ofSession: isSession,
            isOutcome: true,
            span: span,
            plain: .holds(.time(event: first, of: bar), before ? .greater : .less, .time(event: second, of: bar))
        )
    }

    /// "... и сколько", ", and what %", "? а", "vs": the same is asked once more.
    func asksAgain(_ index: Int) -> Bool {
        switch self[index] {
        case .mark(.and)?, .mark(.but)?, .mark(.or)?, .mark(.vs)?, .stop?, .task(.share)?, .task(.count)?, .often?,
            .measure(.percent)?:
            true
        default: false
        }
    }
}
