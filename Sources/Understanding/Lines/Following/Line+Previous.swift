internal import Market
internal import Studies

extension Line {
    /// "previous day's high", "хай прошлого дня", "prev close", "yesterday's close" where today's price meets it.
    mutating func joinPrevious() {
        for index in pieces.indices where isSpan(index) && prep(index) == nil && isRelation(index + 1) {
            // "opened the cash session above the previous high": the session opened.
            guard [.verb(.open), .verb(.close)].contains(self[index - 1]) else { continue }
            pieces.swapAt(index - 1, index)
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isPreviousDay(index) else { continue }
            var end = index
            if unit(index + 1) == .day || isSpan(index + 1) { end += 1 }
            // "the previous day's RTH high".
            if end > index, isSpan(end + 1), isLevel(end + 2) { end += 1 }
            if case .quantity(var quantity)? = self[end + 1], quantity.isPrice || quantity.shift == 0 && end > index {
                quantity.shift = -1
                let named = end > index ? spanNamed(end) : nil
                if let named, hasOtherSpan(than: named) {
                    // "overnight trades below yesterday's RTH low": of that session.
                    quantity.span = named
                } else if named != nil {
                    // "closed below yesterday's RTH low": the sessions of both days.
                    pieces.swapAt(end, end + 1)
                    join(index...end, as: .quantity(quantity))
                    continue
                }
                join(index...(end + 1), as: .quantity(quantity))
                takeSpan(index)
            } else if case .highLow? = self[end + 1] {
                continue
            } else if case .quantity(var quantity)? = self[index - 1], quantity.shift == 0,
                quantity.isPrice || end > index && isRelation(index - 2) && self[index - 3] == self[index - 1]
            {
                // "хай прошлого дня", "диапазон превышает диапазон предыдущего дня".
                quantity.shift = -1
                join((index - 1)...end, as: .quantity(quantity))
                index -= 1
                takeSpan(index)
            } else if case .relation? = self[index - 1], case .quantity(var quantity)? = self[index - 2],
                quantity.isPrice || end == index
            {
                // "high был выше предыдущего": the same quantity of the day before.
                quantity.shift = -1
                join(index...end, as: .quantity(quantity))
            }
        }
    }

    private func isLevel(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index] { quantity.isPrice && prep(index) == nil } else { false }
    }

    /// "вчерашний лой RTH" beside another window: of that session.
    private mutating func takeSpan(_ index: Int) {
        guard case .quantity(var level)? = self[index], level.span == nil, level.isPrice,
            let named = spanNamed(index + 1),
            prep(index + 1) == nil, !pieces[index + 1].afterStop, hasOtherSpan(than: named)
        else { return }
        level.span = named
        join(index...(index + 1), as: .quantity(level))
    }

    private func spanNamed(_ index: Int) -> Span? { if case .span(let span)? = self[index] { span } else { nil } }

    private func hasOtherSpan(than span: Span) -> Bool {
        pieces.contains { if case .span(let other) = $0.sense { other != span } else { false } }
    }

    /// "волатильность следующего дня", "next day's range", "tomorrow's range": in a relation of two days.
    mutating func joinNext() {
        guard pieces.contains(where: { $0.sense == .task(.correlation) }) else { return }
        joinRelativeSides()
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.correlation) }) else { return }
        if !pieces.contains(where: { isQuantity($0.sense) }), named(asked) {
            // "correlation between consecutive days": of their changes.
            pieces.insert(Piece(sense: .quantity(Quantity(.change)), tokens: pieces[asked].tokens), at: asked + 1)
        }
        let named = pieces.indices.filter(isQuantity)
        if has(.serial, in: pieces[asked]) || pieces.indices.contains(where: { isForm($0, .lag) }), named.count == 1,
            case .quantity(var quantity)? = self[named[0]],
            quantity.shift == 0
        {
            let serial = pieces[asked]
            // "autocorrelation": with itself a day later, or so many.
            quantity.shift = takeLag(asked) ?? 1
            let other = Piece(sense: .quantity(quantity), tokens: serial.tokens, text: serial.text)
            guard let own = pieces.firstIndex(where: { isQuantity($0.sense) }) else { return }
            pieces.insert(other, at: own + 1)
        }
        joinSuccessors()
        var index = 0
        while index < count {
            defer { index += 1 }
            if self[index] == .relative(.today), case .quantity? = self[index + 1] {
                drop(index)
                index -= 1
                continue
            }
            if self[index] == .relative(.yesterday) || isPreviousDay(index) {
                earlier(index)
                continue
            }
            guard isMark(index, .next) || self[index] == .relative(.tomorrow) else { continue }
            let end = unit(index + 1) == .day ? index + 1 : index
            if case .quantity(var quantity)? = self[end + 1], !pieces[end + 1].afterStop {
                quantity.shift = 1
                join(index...(end + 1), as: .quantity(quantity))
            } else if case .quantity(var quantity)? = self[index - 1] {
                quantity.shift = 1
                join((index - 1)...end, as: .quantity(quantity))
                index -= 1
            }
        }
    }

    /// Days that follow each other are named, and no quantity of them.
    private func named(_ asked: Int) -> Bool {
        let isSerial = has(.serial, in: pieces[asked])
        let isSuccessive = pieces.indices.contains { isMark($0, .consecutive) }
        let isOfTwo =
            pieces.contains { $0.sense == .relative(.yesterday) } && pieces.contains { $0.sense == .relative(.today) }
        return (isSerial || isSuccessive || isOfTwo)
            && pieces.allSatisfy {
                switch $0.sense {
                case .task(.correlation), .mark, .unit(.day), .relative, .stop, .symbol, .dates, .span: true
                default: false
                }
            }
    }

    /// "correlation between the range of one day and the next", "диапазона сегодня и завтра": of one quantity on two days
    /// that follow each other.
    private mutating func joinSuccessors() {
        let named = pieces.indices.filter(isQuantity)
        guard named.count == 1, let own = named.first, case .quantity(var quantity)? = self[own], quantity.shift == 0,
            let next = pieces.indices.last(where: {
                isMark($0, .next) || self[$0] == .relative(.tomorrow) || isMark($0, .consecutive)
                    || self[$0] == .relative(.yesterday)
            }), next > own || isMark(next, .consecutive) || self[next] == .relative(.yesterday)
        else { return }
        let among = pieces.indices.filter { $0 != own && pieces[$0].sense != .task(.correlation) }
        guard
            among.allSatisfy({ index in
                switch self[index] {
                case .unit(.day)?, .mark(.next)?, .mark(.and)?, .mark(.between)?, .mark(.it)?, .mark(.consecutive)?,
                    .relative(.today)?, .relative(.tomorrow)?, .relative(.yesterday)?, .dates?, .symbol?, .span?,
                    .stop?, .number(1, nil)?, .mark(.vs)?, .prep(.from)?:
                    true
                default: false
                }
            })
        else { return }
        quantity.shift = self[next] == .relative(.yesterday) ? -1 : 1
        let said = among.filter { index in
            switch self[index] {
            case .dates?, .symbol?, .span?, .stop?, .mark(.between)?: false
            default: true
            }
        }
        let other = Piece(sense: .quantity(quantity), tokens: said.flatMap { pieces[$0].tokens }.sorted(), text: "")
        pieces.insert(other, at: own + 1)
        for index in said.reversed() { pieces.remove(at: index > own ? index + 1 : index) }
    }

    /// "lag 1", "5-day lag": how far a value lies from the one that it is held against; told by the correlation's piece.
    private mutating func takeLag(_ asked: Int) -> Int? {
        guard let place = pieces.indices.first(where: { isForm($0, .lag) }) else { return nil }
        let before = unit(place - 1) == .day ? place - 2 : place - 1
        guard let number = [place + 1, before].first(where: { whole($0).map((1...20).contains) ?? false }),
            let days = whole(number)
        else { return nil }
        var range = min(number, place)...max(number, place)
        if number > place, unit(number + 1) == .day { range = place...(number + 1) }
        guard !range.contains(asked) else { return nil }
        pieces[asked].tokens = (pieces[asked].tokens + pieces[range].flatMap(\.tokens)).sorted()
        pieces.removeSubrange(range)
        return days
    }

    /// "yesterday's range", "со вчерашним": of the day before the one that it is held against.
    private mutating func earlier(_ index: Int) {
        let end = unit(index + 1) == .day ? index + 1 : index
        if case .quantity(var quantity)? = self[end + 1], quantity.shift == 0 {
            quantity.shift = -1
            join(index...(end + 1), as: .quantity(quantity))
        } else if case .quantity(var quantity)? = self[index - 1], quantity.shift == 0, !pieces[index].afterStop,
            pieces.count(where: { isQuantity($0.sense) }) == 2
        {
            // "with the range of the day before", said of the second of two.
            quantity.shift = -1
            join((index - 1)...end, as: .quantity(quantity))
        } else if end == count - 1 || isStop(end + 1),
            case .quantity(var quantity)? = pieces[..<index].last(where: { isQuantity($0.sense) })?.sense
        {
            quantity.shift = -1
            join(index...end, as: .quantity(quantity))
        }
    }

    private func isQuantity(_ sense: Sense) -> Bool { if case .quantity = sense { true } else { false } }

    /// "вчерашнее изменение с сегодняшним": two days' values of one quantity.
    private mutating func joinRelativeSides() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard self[index] == .relative(.yesterday), case .quantity(var quantity)? = self[index + 1],
                quantity.shift == 0
            else { continue }
            quantity.shift = -1
            join(index...(index + 1), as: .quantity(quantity))
        }
        let named = pieces.indices.filter(isQuantity)
        guard named.count == 1, case .quantity(var quantity)? = self[named[0]], quantity.shift == -1,
            let today = pieces.firstIndex(where: { $0.sense == .relative(.today) }), unit(today + 1) == nil
        else { return }
        quantity.shift = 0
        pieces[today].sense = .quantity(quantity)
    }

    func isPreviousDay(_ index: Int) -> Bool {
        if isMark(index, .previous) { return true }
        if self[index] == .relative(.previous) || self[index] == .relative(.last) { return unit(index + 1) == .day }
        guard self[index] == .relative(.yesterday) else { return false }
        return pieces.contains {
            switch $0.sense {
            case .relation, .verb(.break), .verb(.touch): true
            default: false
            }
        }
    }
}
