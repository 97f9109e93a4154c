internal import Market
internal import Studies

/// What a question says again that its facts say already.
extension Line {
    /// Behind what is said of days.
    mutating func dropSaidAnyway() {
        absorbUntilEnd()
        dropSameDay()
        dropWaysOfSizes()
        dropEndsSaidAgain()
    }

    /// "never left the first hour's range before the close", "for the rest of the session": a break is looked for up to its end.
    private mutating func absorbUntilEnd() {
        guard
            let fact = pieces.firstIndex(where: { piece in
                guard case .condition(let fact) = piece.sense else { return false }
                return fact.condition.isAfterOpening
            })
        else { return }
        for index in pieces.indices.reversed() where index != fact {
            let last: Int
            if isMark(index, .before), closesSession(index + 1) {
                last = index + 1
            } else if prep(index) == .to, closesSession(index) {
                last = index
            } else if isMark(index, .rest), unit(index + 1) == .session || unit(index + 1) == .day {
                last = index + 1
            } else {
                continue
            }
            let said = pieces[index...last].flatMap { $0.prepTokens + $0.tokens }
            pieces.removeSubrange(index...last)
            let place = index < fact ? fact - (last - index + 1) : fact
            pieces[place].tokens = (pieces[place].tokens + said).sorted()
            return
        }
    }

    private func closesSession(_ index: Int) -> Bool {
        isMark(index, .end) || self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close))
    }

    /// "when gold gaps up, how often is NQ green the same day": what is given of one instrument and told of another is of one day,
    /// as are two things of which both hold.
    private mutating func dropSameDay() {
        let named = Set(pieces.compactMap { if case .symbol(let symbol) = $0.sense { symbol } else { nil } })
        let holdsBoth = pieces.contains { piece in
            if case .condition(let fact) = piece.sense, case .all = fact.condition { true } else { false }
        }
        guard named.count == 2 || holdsBoth,
            !pieces.contains(where: { [.mark(.next), .mark(.after), .mark(.previous)].contains($0.sense) })
        else { return }
        for index in pieces.indices.reversed() {
            if isMark(index, .same), unit(index + 1) == .day || unit(index + 1) == .session {
                drop(index + 1)
                drop(index)
            } else if isMark(index, .together), has(.day, in: pieces[index]) {
                drop(index)
            }
        }
    }

    /// "gaps of 0.3% or more, both directions", "закрытых гэпов, вверх и вниз вместе": a gap's size has no direction.
    private mutating func dropWaysOfSizes() {
        // "which gaps fill more often, up or down": of the two ways it is asked.
        guard
            !pieces.contains(where: {
                $0.sense == .mark(.separately) || $0.sense == .mark(.vs) || $0.sense == .often
                    || has(.which, in: $0)
            }), !has(.which),
            let way = pieces.firstIndex(where: { $0.sense == .mark(.absolute) }),
            pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity(let quantity): quantity.isGap
                case .condition(let fact): fact.ofSession && fact.up == nil && (fact.rank?.isGap ?? false)
                default: false
                }
            }),
            !pieces.contains(where: { piece in
                if case .condition(let fact) = piece.sense {
                    fact.up != nil && (fact.rank?.isGap ?? false)
                } else {
                    false
                }
            }),
            // Nothing else has a direction.
            !pieces.contains(where: { piece in
                if case .quantity(let quantity) = piece.sense { quantity.isSigned && !quantity.isGap } else { false }
            })
        else { return }
        if isMark(way + 1, .together) { drop(way + 1) }
        for index in pieces.indices {
            guard case .quantity(var quantity)? = self[index], quantity.isGap else { continue }
            quantity.absolute = true
            pieces[index].sense = .quantity(quantity)
        }
        drop(way)
    }

    /// "on which weekday do they ... most often? % of days by weekday": asked once more.
    mutating func dropAskedUnit() {
        guard pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .task(.count) }) else { return }
        let fields: [UnitWord: CalendarField] = [
            .weekday: .weekday, .month: .month, .monthofyear: .month, .year: .year, .quarter: .quarter,
        ]
        for index in pieces.indices.reversed() {
            guard case .which(let unit)? = self[index], let field = fields[unit],
                pieces.contains(where: { $0.sense == .key(.calendar(field: field)) })
            else { continue }
            drop(index)
        }
    }

    /// "stayed inside the 9:30-10:30 range": of the opening; "never left the overnight range": held inside it.
    mutating func settleHeldRanges(_ frame: Surroundings) {
        guard let rth = frame.instrument.window(of: .rth) else { return }
        let isHeld = pieces.contains {
            [.verb(.hold), .verb(.break), .mark(.inside)].contains($0.sense) || has(.within, in: $0)
        }
        guard isHeld else { return }
        for index in pieces.indices where self[index + 1] == .quantity(Quantity(.range)) {
            guard case .window(let window)? = self[index], window.from == rth.from, window.to < rth.to else { continue }
            pieces[index].sense = .span(.opening(minutes: window.length))
        }
        for index in pieces.indices.reversed() where self[index] == .relation(.less) && has(.within, in: pieces[index])
        {
            // "remained within the first hour's range".
            guard case .span? = self[index + 1], self[index + 2] == .quantity(Quantity(.range)), !isQuantity(index - 1)
            else { continue }
            pieces[index].sense = .verb(.hold)
            pieces.insert(Piece(sense: .mark(.inside), tokens: pieces[index].tokens), at: index + 1)
        }
        for index in pieces.indices.reversed() where isMark(index, .not) && self[index + 1] == .verb(.break) {
            guard case .span(let span)? = self[index + 2], self[index + 3] == .quantity(Quantity(.range)) else {
                continue
            }
            if case .opening = span { continue }
            pieces[index].sense = .verb(.hold)
            pieces[index + 1].sense = .mark(.inside)
        }
    }
}

extension Condition {
    /// It speaks of the session after its opening.
    fileprivate var isAfterOpening: Bool {
        atoms.contains { atom in
            guard case .compare(.metric(_, let bar), _, _) = atom, case .afterOpening? = bar.span else { return false }
            return true
        }
    }
}
