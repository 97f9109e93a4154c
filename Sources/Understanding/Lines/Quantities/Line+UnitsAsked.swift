internal import Market
internal import Studies

extension Line {
    /// "in dollars": of what is quoted in dollars these are its points; "not percent" beside them says it once more.
    mutating func settleDollars(_ instrument: Instrument) {
        // "$50".
        for index in pieces.indices.dropLast().reversed() where self[index] == .measure(.dollars) {
            guard case .number(let value, nil)? = self[index + 1], let sign = pieces[index].tokens.last,
                pieces[index + 1].tokens.first == sign + 1, tokens[sign + 1].glued, tokens[sign].kind == .sign
            else { continue }
            join(
                index...(index + 1),
                as: .number(value, instrument.isQuotedInDollars ? .points : .dollars)
            )
        }
        if instrument.isQuotedInDollars {
            for index in pieces.indices.reversed() where self[index] == .measure(.dollars) {
                pieces[index].sense = .measure(.points)
                // "$50".
                guard let number = plainNumber(index + 1), isDollarSign(index) else { continue }
                join(index...(index + 1), as: .number(number, .points))
            }
        }
        guard pieces.contains(where: { $0.sense == .measure(.points) }) else { return }
        for index in pieces.indices.reversed() where isDenied(index) {
            for place in [index + 1, index, index - 1]
            where pieces.indices.contains(place)
                && (place == index || isMark(place, .not) || isMark(place, .insteadof)
                    || has(.rather, in: pieces[place])
                    || has(.needless, in: pieces[place]))
            {
                drop(place)
            }
        }
    }

    /// No word, so it stands before its number.
    private func isDollarSign(_ index: Int) -> Bool { words(of: pieces[index]) == "$" }

    /// "not percent", "rather than %", "проценты не надо".
    private func isDenied(_ index: Int) -> Bool {
        guard self[index] == .measure(.percent) else { return false }
        return isMark(index - 1, .not) || isMark(index - 1, .insteadof) || prep(index) == .than
            || isMark(index + 1, .not) || pieces.indices.contains(index + 1) && has(.needless, in: pieces[index + 1])
    }

    /// "top 3 hours of 2025 by volume, date and hour": what a list tells of its rows in any case.
    mutating func dropAskedColumns() {
        settleHourWithDate()
        guard pieces.contains(where: { $0.sense.ranksRows }),
            var last = pieces.indices.last(where: { !isStop($0) && self[$0] != .empty })
        else { return }
        let end = last
        var named = 0
        while isColumn(last) {
            if unit(last) != nil { named += 1 }
            last -= 1
        }
        guard named > 0, last < end, isStop(last + 1) || isStop(last), has(.dated, in: pieces[(last + 1)...end]) else {
            return
        }
        if let hour = pieces[..<(last + 1)].indices.first(where: { unit($0) == .hour && prep($0) != .by }) {
            // With their dates: single hours of single days, and not hours of the clock.
            pieces[hour].sense = .barUnit(.minutes(count: 60))
        }
        for index in ((last + 1)...end).reversed() where !isStop(index) { drop(index) }
    }

    /// "за какой час 2024 цена прошла больше всего, с датой": one hour of one day, as its date is asked for.
    private mutating func settleHourWithDate() {
        guard pieces.contains(where: { $0.sense.ranksRows }), let word = tokens.last(where: { $0.kind == .word }),
            forms.contains(word.text, .dated),
            let hour = pieces.firstIndex(where: { $0.sense == .task(.timehour) || $0.sense == .which(.hour) })
        else { return }
        pieces[hour].sense = .barUnit(.minutes(count: 60))
        (pieces[hour].prep, pieces[hour].prepTokens) = (nil, [])
        while let last = pieces.indices.last, last > hour, isColumn(last) || isStop(last) { drop(last) }
    }

    private func isColumn(_ index: Int) -> Bool {
        guard pieces.indices.contains(index) else { return false }
        switch pieces[index].sense {
        case .unit(.day): return has(.dated, in: pieces[index])
        case .unit(.hour), .mark(.and), .stop("+"), .empty, .task(.time), .mark(.add): return true
        case .unknown: return has(.withword, in: pieces[index])
        default: return false
        }
    }

    private func has(_ kind: Forms.Kind, in range: ArraySlice<Piece>) -> Bool { range.contains { has(kind, in: $0) } }

    /// "how many 2% days", "which year had the most 2% days": days that moved so far, whichever way.
    mutating func joinPercentDays() {
        let counts = pieces.contains {
            $0.sense == .task(.count) || $0.sense == .superlative(.max) || $0.sense == .superlative(.min)
        }
        guard counts else { return }
        for index in pieces.indices.reversed() {
            guard case .number(let size, .percent)? = self[index], size > 0, size <= 20, unit(index + 1) == .day,
                prep(index + 1) == nil, !isRelation(index - 1), !ranks(index - 1), !isOfDays(index, .of),
                !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
            else { continue }
            var move = Quantity(.change)
            move.absolute = true
            var fact = Fact(
                condition: .holds(move.series(percent: true), .greaterOrEqual, .number(value: size)),
                isOutcome: true
            )
            fact.rank = move
            join(index...(index + 1), as: .condition(fact))
        }
    }

    private enum Partitive { case of }

    /// "5% of days": a part of them.
    private func isOfDays(_ index: Int, _ partitive: Partitive) -> Bool {
        guard let last = pieces[index].tokens.last, let next = pieces[index + 1].tokens.first else { return false }
        return (last + 1..<max(last + 1, next)).contains { forms.contains(tokens[$0].text, .partitive) }
    }

    private func ranks(_ index: Int) -> Bool {
        switch self[index] {
        case .best?, .task(.top)?, .edge?, .superlative(.wide)?, .superlative(.narrow)?, .superlative(.volatile)?,
            .superlative(.calm)?:
            true
        default: false
        }
    }
}

extension Instrument {
    /// A point of its price is a dollar.
    fileprivate var isQuotedInDollars: Bool {
        switch instrumentClass {
        case .metalFuture, .energyFuture, .stock, .crypto: true
        case .indexFuture, .rateFuture, .currencyFuture, .agricultureFuture, .fx: false
        }
    }
}

extension Sense {
    fileprivate var ranksRows: Bool {
        switch self {
        case .superlative, .best, .task(.top), .order, .orderWay: true
        default: false
        }
    }
}
