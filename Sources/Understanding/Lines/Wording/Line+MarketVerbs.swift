internal import Market
internal import Studies

extension Line {
    /// "when does the market usually open", "what time did RTH close": behind a verb that asks, with a market or a session
    /// as subject, open and close are what it does, no price.
    ///
    /// Words without meaning must still stand in the line.
    mutating func settleMarketVerbs() {
        dropFallingOn()
        let asksTime = pieces.contains { [.task(.time), .task(.timehour), .when].contains($0.sense) }
        for index in pieces.indices where isForm(index, .does) {
            switch self[index] {
            case .quantity(Quantity(.open))? where isDone(index, bySymbol: asksTime):
                pieces[index].sense = .verb(.open)
            case .quantity(Quantity(.close))? where isDone(index, bySymbol: asksTime):
                pieces[index].sense = .verb(.close)
            default: continue
            }
        }
        settleHowItCloses()
        // "в котором часу сняли хай": when the day made it, where no other level is named.
        for index in pieces.indices where asksTime && self[index] == .verb(.break) && isForm(index, .took) {
            let ends = pieces.filter { if case .quantity(let end) = $0.sense { end.extreme != nil } else { false } }
            guard ends.count == 1, case .quantity(let end) = ends[0].sense, end.shift == 0, end.span == nil,
                !pieces.contains(where: { $0.sense.namesOtherLevel })
            else { continue }
            pieces[index].sense = .verb(.form)
        }
        settleHitWhen()
        // "what next day": what comes, and when.
        for index in pieces.indices.reversed() where self[index] == .task(.performance) && unit(index + 1) == .day {
            guard pieces[index].tokens.count > 1, let last = pieces[index].tokens.last,
                forms.contains(tokens[last].text, .nextword)
            else { continue }
            pieces[index].tokens.removeLast()
            pieces.insert(Piece(sense: .mark(.next), tokens: [last], text: tokens[last].text), at: index + 1)
        }
        // "London takes the Asian low", "price takes both ONH and ONL": a level of other hours or of another day is broken.
        for index in pieces.indices where self[index] == .verb(.form) && has(.takeverb, in: pieces[index]) {
            let next = pieces[(index + 1)...].filter { $0.sense != .empty && $0.sense != .mark(.both) }
            let isOther: Bool
            switch next.first?.sense {
            case .quantity(let end)?: isOther = end.extreme != nil && (end.shift != 0 || end.span != nil)
            case .span?, .relative(.yesterday)?, .mark(.previous)?:
                if case .quantity(let end)? = next.dropFirst().first?.sense {
                    isOther = end.extreme != nil
                } else {
                    isOther = false
                }
            default: isOther = false
            }
            if isOther { pieces[index].sense = .verb(.break) }
        }
        // "yesterday's low gets hit today": the level of another day is touched.
        for index in pieces.indices where self[index] == .verb(.form) && has(.hitword, in: pieces[index]) {
            let before = pieces[..<index].last { $0.sense != .empty }
            guard case .quantity(let end)? = before?.sense, end.extreme != nil,
                end.shift != 0 || pieces[..<index].contains(where: { $0.sense.namesOtherDay })
            else { continue }
            pieces[index].sense = .verb(.touch)
        }
    }

    /// "when was the 2024 high hit", "the high of 2024, what day was it reached": it was made, where it touches nothing else.
    private mutating func settleHitWhen() {
        let ends = pieces.filter { piece in
            switch piece.sense {
            case .quantity(let end): end.extreme != nil && end.shift == 0 && end.span == nil
            // "the highest price".
            case .extremum: piece.tokens.count > 1
            default: false
            }
        }
        let asks = pieces.contains { piece in
            switch piece.sense {
            case .task(.time), .task(.days), .when: true
            default: false
            }
        }
        guard asks, ends.count == 1, !pieces.contains(where: { $0.sense.namesOtherLevel }) else { return }
        for index in pieces.indices where self[index] == .verb(.touch) {
            switch pieces[(index + 1)...].first(where: { $0.sense != .empty })?.sense {
            case nil, .stop?: pieces[index].sense = .verb(.form)
            case .number?, .months?, .relative?:
                if pieces[(index + 1)...].first(where: { $0.sense != .empty })?.prep == .in {
                    pieces[index].sense = .verb(.form)
                }
            default: continue
            }
        }
    }

    /// "how do Fridays usually close", "how does NQ close on Mondays": how such days went, and at no price.
    private mutating func settleHowItCloses() {
        tellHowEachClosed()
        guard has(.how), let verb = pieces.indices.first(where: { isForm($0, .does) && saysClose($0) }),
            let first = pieces[verb].tokens.first,
            pieces[..<verb].contains(where: { has(.auxiliary, in: $0) })
        else { return }
        var isOfDays = false
        for (index, piece) in pieces.enumerated() where index != verb {
            switch piece.sense {
            case .weekdays, .months, .event: isOfDays = true
            case .task(.performance) where has(.how, in: piece): continue
            case .symbol, .instruments, .empty, .often, .prep, .stop, .quarter, .statistic(.mean): continue
            case .number: guard year(index) != nil else { return }
            case .span, .relative(.all): continue
            default: return
            }
        }
        guard isOfDays, tokens[..<first].contains(where: { forms.contains($0.text, .how) }) else { return }
        pieces[verb].sense = .task(.performance)
        for index in pieces.indices where self[index] == .often || self[index] == .statistic(.mean) {
            pieces[index].sense = .empty
        }
    }

    /// "how did each day of last week close": what each of them brought.
    private mutating func tellHowEachClosed() {
        guard has(.how), let each = pieces.firstIndex(where: { $0.sense == .mark(.each) }),
            let day = pieces[(each + 1)...].firstIndex(where: { $0.sense != .empty }), unit(day) == .day,
            let verb = pieces.indices.first(where: { saysClose($0) }),
            pieces.contains(where: { if case .relative = $0.sense { true } else { false } }),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .relative, .unit, .empty, .prep, .stop, .symbol, .instruments, .mark(.each): true
                case .task(.performance): has(.how, in: pieces[index])
                default: index == verb
                }
            })
        else { return }
        pieces[verb].sense = .quantity(Quantity(.change))
        for index in pieces.indices where self[index] == .task(.performance) { pieces[index].sense = .empty }
    }

    private func saysClose(_ index: Int) -> Bool {
        self[index] == .verb(.close) || self[index] == .quantity(Quantity(.close))
    }

    /// "what share of the volume falls on Fridays": it is theirs, and has not fallen.
    private mutating func dropFallingOn() {
        guard !asksWhether else { return }
        for index in pieces.indices.reversed() where self[index] == .rise(up: false) {
            guard self[index + 1] == .prep(.in),
                case .quantity(let quantity)? = pieces[..<index].last(where: { $0.sense != .empty })?.sense,
                quantity.isVolume,
                pieces[(index + 2)...].first(where: { $0.sense != .empty })?.sense.namesCalendarDays ?? false
            else { continue }
            pieces[index].sense = .empty
            empty.formUnion(pieces[index].tokens)
        }
    }

    /// "what time did NQ bottom", "when does it usually top": behind its subject the verb says which end; "when does volume
    /// peak": the most of what is named.
    mutating func settleTurns() {
        for index in pieces.indices where self[index] == .task(.top) && has(.turns, in: pieces[index]) {
            // "days when the close topped yesterday's high": it was above it.
            guard case .quantity(let price)? = pieces[..<index].last(where: { $0.sense != .empty })?.sense,
                price.isPrice
            else { continue }
            switch pieces[(index + 1)...].first(where: { $0.sense != .empty })?.sense {
            case .mark(.previous)?, .relative(.yesterday)?, .quantity?: pieces[index].sense = .relation(.greater)
            default: continue
            }
        }
        guard pieces.contains(where: { [.task(.time), .task(.timehour), .when].contains($0.sense) }) else { return }
        for index in pieces.indices where isForm(index, .turns) {
            let before = pieces[..<index].last { ![.empty, .often].contains($0.sense) }
            let next = pieces[(index + 1)...].first { $0.sense != .empty }
            if case .quantity(let quantity)? = before?.sense, quantity.extreme == nil, !quantity.isPrice {
                guard self[index] == .quantity(Quantity(.high)) || self[index] == .task(.top) else { continue }
                pieces[index].sense = .extremum(largest: true)
                continue
            }
            switch next?.sense {
            case .number?, .quantity?, .unit?, .colour?, .rise?, .bars?, .barUnit?: continue
            default: break
            }
            switch self[index] {
            case .task(.top)?: pieces[index].sense = .quantity(Quantity(.high))
            case .superlative(.min)?: pieces[index].sense = .quantity(Quantity(.low))
            default: continue
            }
        }
    }

    /// "the most volume traded": it says nothing more; "busiest hour": that of the most volume.
    mutating func settleTrading() {
        for index in pieces.indices.reversed() {
            if self[index] == .verb(.trade), case .superlative? = self[index + 1],
                case .quantity(let quantity)? = self[index + 2], quantity.isVolume
            {
                // "which hour trades the most volume".
                drop(index)
                continue
            }
            if self[index] == .verb(.trade), !isRelation(index + 1),
                pieces[..<index].contains(where: { $0.sense == .task(.performance) })
            {
                // "how did NQ trade": how it did.
                drop(index)
                continue
            }
            if self[index] == .verb(.trade), case .quantity(let quantity)? = self[index - 1], quantity.isVolume {
                join((index - 1)...index, as: .quantity(quantity))
            }
            if self[index] == .verb(.trade), case .superlative(let rank)? = self[index - 1],
                rank == .max || rank == .min,
                !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
            {
                // "в какой час меньше всего торгуют": of volume.
                pieces[index].sense = .quantity(Quantity(.volume))
            }
            guard case .superlative(.max)? = self[index], has(.busy, in: pieces[index]),
                !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
            else { continue }
            pieces.insert(Piece(sense: .quantity(Quantity(.volume)), tokens: pieces[index].tokens), at: index + 1)
        }
    }

    /// Whether a subject and, before it, a verb that asks lead to the piece.
    private func isDone(_ index: Int, bySymbol: Bool) -> Bool {
        var (hasSubject, isVenue) = (false, false)
        for piece in pieces[..<index].reversed() {
            switch piece.sense {
            case .span, .unit(.session): hasSubject = true
            case .symbol where bySymbol: hasSubject = true
            case .symbol, .often, .relative: continue
            case .empty:
                if has(.venue, in: piece) { (hasSubject, isVenue) = (true, true) }
                if has(.asks, in: piece) || has(.past, in: piece) {
                    // "is the market open on Monday" asks no price; "was the RTH open above ..." does.
                    let isState = !has(.auxiliary, in: piece)
                    return hasSubject && (!isState || isVenue && isLast(index) && !asksWhat(before: piece))
                }
            default: return false
            }
        }
        return false
    }

    /// Nothing behind it is held against it or measured.
    private func isLast(_ index: Int) -> Bool {
        pieces[(index + 1)...].allSatisfy { piece in
            switch piece.sense {
            case .relation, .quantity, .way, .colour, .size, .statistic, .mark(.vs), .rise, .highLow: false
            default: true
            }
        }
    }

    private func asksWhat(before piece: Piece) -> Bool {
        guard let token = piece.tokens.first, token > 0 else { return false }
        return forms.contains(tokens[token - 1].text, .what)
    }
}

extension Sense {
    /// Another day or window, whose high or low may be meant.
    fileprivate var namesOtherLevel: Bool {
        switch self {
        case .relative(.yesterday), .relative(.previous), .relative(.last), .mark(.previous), .span, .openingRange,
            .unit(.week), .unit(.month), .unit(.hour), .window, .clock, .ordinal, .task(.share), .task(.count):
            true
        default: false
        }
    }
}

extension Sense {
    fileprivate var namesOtherDay: Bool {
        switch self {
        case .relative(.yesterday), .mark(.previous): true
        default: false
        }
    }
}

extension Sense {
    fileprivate var namesCalendarDays: Bool {
        switch self {
        case .weekdays, .months, .quarter: true
        default: false
        }
    }
}
