internal import Market
internal import Studies

/// Ends of the day that joints, commas and windows set apart, and what is said of both.
extension Line {
    /// All of them, in their order.
    mutating func settleNamedEnds() {
        joinBothEnds()
        settleListedPrices()
        settleUnitBefore()
        settleHourOfExtreme()
        orderWindowOfDistance()
        orderBoundBeforeMeasure()
    }

    /// "и хай, и лой", "ни хай, ни лой", "и верх, и низ первых 30 минут": the comma only sets apart what the joints join.
    private mutating func joinBothEnds() {
        for index in pieces.indices.dropFirst().reversed() {
            guard self[index + 1] == .stop(","), let none = joins(index - 1), joins(index + 2) == none,
                let first = endNamed(index), let second = endNamed(index + 3), first.isHigh != second.isHigh,
                first.isEdge == second.isEdge
            else { continue }
            var lead = pieces[index - 1]
            lead.sense = .mark(none ? .neither : .both)
            var ends = pieces[index]
            ends.sense = .highLow
            ends.tokens = pieces[index...(index + 3)].flatMap(\.tokens).sorted()
            // The two sides of what is named behind them.
            if first.isEdge { lead.tokens = (lead.tokens + ends.tokens).sorted() }
            pieces.replaceSubrange((index - 1)...(index + 3), with: first.isEdge ? [lead] : [lead, ends])
        }
    }

    /// "open, max, min, close", "открытие, максимум, минимум, закрытие": in a list of prices they are the day's ends.
    private mutating func settleListedPrices() {
        for index in pieces.indices {
            guard case .extremum(let largest)? = self[index] else { continue }
            let isBeside = [-1, 1].contains { way in
                var place = index + way
                while joinsHeads(place) || self[place] == .stop(",") || self[place]?.isEndWord ?? false { place += way }
                guard abs(place - index) > 1 else { return false }
                return self[place] == .quantity(Quantity(.open)) || self[place] == .quantity(Quantity(.close))
            }
            if isBeside { pieces[index].sense = .quantity(Quantity(largest ? .high : .low)) }
        }
    }

    /// "the close of the week before", "the low of the day before": of the one before, where nothing follows that it is before.
    private mutating func settleUnitBefore() {
        for index in pieces.indices.dropFirst().reversed() {
            guard case .quantity(let quantity)? = self[index - 1], quantity.shift == 0, !pieces[index].afterStop else {
                continue
            }
            if isMark(index, .before), has(.day, in: pieces[index - 1]), pieces[index - 1].tokens.count > 1,
                endsSaying(index + 1)
            {
                // "the low of the day before".
                pieces[index].sense = .mark(.previous)
            } else if isMark(index, .eve), has(.day, in: pieces[index]), endsSaying(index + 1),
                // "FOMC: returns the day before, day of and day after": of that event.
                !pieces.contains(where: { piece in
                    if case .event = piece.sense { true } else { piece.sense == .mark(.after) }
                })
            {
                pieces[index].sense = .mark(.previous)
            } else if let unit = unit(index), [.day, .week, .month, .quarter, .year, .session].contains(unit),
                isMark(index + 1, .before), endsSaying(index + 2), prep(index) != .by
            {
                pieces[index + 1].sense = .mark(.previous)
                pieces.swapAt(index, index + 1)
                pieces[index].afterStop = false
            }
        }
    }

    /// "час хая за 21 октября": at what hour it was.
    private mutating func settleHourOfExtreme() {
        guard
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .often, .which, .statistic, .when: true
                default: false
                }
            }), let hour = pieces.indices.first(where: { unit($0) == .hour }), hour <= 1, !isNumber(hour - 1),
            prep(hour) == nil,
            case .quantity(let quantity)? = self[hour + 1], quantity.extreme != nil, quantity.shift == 0,
            let last = pieces[hour].tokens.last, let first = pieces[hour + 1].tokens.first,
            first > last + 1 || (tokens[last].text.first.map(Alphabet.isCyrillic) ?? false)
        else { return }
        pieces[hour].sense = .task(.timehour)
    }

    /// "200 или более пунктов", "200 or more points": the bound stands before the measure.
    private mutating func orderBoundBeforeMeasure() {
        for index in pieces.indices.dropLast() {
            guard case .number? = self[index], case .relation(let relation)? = self[index + 1],
                relation == .greaterOrEqual || relation == .lessOrEqual, pieces[index + 1].tokens.count > 1,
                case .measure? = self[index + 2], !isRelation(index - 1)
            else { continue }
            pieces.swapAt(index, index + 1)
            (pieces[index].prep, pieces[index].prepTokens) = (pieces[index + 1].prep, pieces[index + 1].prepTokens)
            (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (nil, [])
        }
    }

    /// "от максимума кассы до её закрытия": the window of both stands behind the first.
    private mutating func orderWindowOfDistance() {
        for index in pieces.indices.reversed() where prep(index) == .from && isSpan(index) {
            // "from the RTH high to the RTH close".
            guard case .quantity(let left)? = self[index + 1], left.isPrice, self[index + 2] == self[index],
                prep(index + 2) == .to, case .quantity(let right)? = self[index + 3], right.isPrice
            else { continue }
            (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (.from, pieces[index].prepTokens)
            (pieces[index + 3].prep, pieces[index + 3].prepTokens) = (.to, pieces[index + 2].prepTokens)
            (pieces[index].prep, pieces[index].prepTokens) = (nil, [])
            drop(index + 2)
        }
        for index in pieces.indices.reversed() where isRelation(index) && isForm(index, .from) {
            guard case .quantity(let left)? = self[index + 1], left.isPrice, isSpan(index + 2),
                isMark(index + 3, .before)
            else { continue }
            let next = isMark(index + 4, .it) ? index + 5 : index + 4
            guard case .quantity(let right)? = self[next], right.isPrice else { continue }
            if next == index + 5 { drop(index + 4) }
            let span = pieces.remove(at: index + 2)
            pieces.insert(span, at: index)
        }
        for index in pieces.indices.reversed() where prep(index) == .from {
            guard case .quantity(let left)? = self[index], left.isPrice, isSpan(index + 1), isMark(index + 2, .before)
            else {
                continue
            }
            let next = isMark(index + 3, .it) ? index + 4 : index + 3
            guard case .quantity(let right)? = self[next], right.isPrice else { continue }
            if next == index + 4 { drop(index + 3) }
            let span = pieces.remove(at: index + 1)
            pieces.insert(span, at: index)
        }
    }

    /// Whether a word joins two things as neither of them; nil: it joins none.
    private func joins(_ index: Int) -> Bool? {
        switch self[index] {
        case .mark(.and)?, .mark(.both)?: false
        case .mark(.neither)?, .mark(.not)?: true
        default: nil
        }
    }

    private func endNamed(_ index: Int) -> (isHigh: Bool, isEdge: Bool)? {
        switch self[index] {
        case .quantity(let quantity)? where quantity.shift == 0: quantity.extreme.map { ($0 == .high, false) }
        case .extremum(let largest)?: (largest, false)
        case .edge(let up)?: (up, true)
        default: nil
        }
    }

    /// Nothing follows in the clause but when.
    private func endsSaying(_ index: Int) -> Bool {
        switch self[index] {
        // "the day before and the day after FOMC": of that event.
        case .mark(.and)?, .mark(.or)?:
            !pieces[index...].contains { $0.sense == .mark(.after) || $0.sense == .mark(.next) }
                && !pieces.contains { if case .event = $0.sense { true } else { false } }
        case nil, .stop?, .task?, .dates?, .mark(.given)?: true
        default: year(index) != nil
        }
    }
}

extension Sense {
    /// A word for one of a day's ends.
    fileprivate var isEndWord: Bool {
        switch self {
        case .extremum: true
        case .quantity(let quantity): quantity.extreme != nil
        default: false
        }
    }
}
