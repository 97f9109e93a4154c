internal import Market
internal import Studies

extension Line {
    /// "2% or more": the relation moves before its number.
    mutating func orderRelations() {
        var index = 0
        // "over the 5 days", "over the last year": a preposition.
        while index < count {
            if case .relation(.greater)? = self[index], isForm(index, .over) {
                switch self[index + 1] {
                case .number(_, nil)? where unit(index + 2) != nil: drop(index)
                case .mark(.next)?: drop(index)
                case .number?, .quantity?, .statistic?, .mark?: index += 1
                default: drop(index)
                }
            } else {
                index += 1
            }
        }
        index = 0
        while index < count {
            defer { index += 1 }
            guard case .number? = self[index], case .relation(let relation)? = self[index + 1],
                relation == .greaterOrEqual || relation == .lessOrEqual, pieces[index + 1].tokens.count > 1
            else { continue }
            if case .relation(let before)? = self[index - 1] {
                // "от 3% и больше": said twice.
                if before.isUp == relation.isUp { drop(index + 1) }
                continue
            }
            // "2% or more two days in a row": the second number counts something else.
            if case .number(_, nil)? = self[index], case .number? = self[index + 2] { continue }
            pieces.swapAt(index, index + 1)
        }
        for index in pieces.indices where unit(index + 1) != nil {
            // "three days or longer", "три дня подряд и более".
            let place = isMark(index + 2, .consecutive) ? index + 3 : index + 2
            guard case .number(_, nil)? = self[index], case .relation(let relation)? = self[place],
                relation == .greaterOrEqual || relation == .lessOrEqual, pieces[place].tokens.count > 1,
                !isNumber(place + 1), !isRelation(index - 1)
            else { continue }
            pieces.insert(pieces.remove(at: place), at: index)
        }
        // "не меньше", "not more than" are in the lexicon; "не выше" before a quantity: the relation negated.
        index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .not), case .relation(let relation)? = self[index + 1] else { continue }
            join(index...(index + 1), as: .relation(relation.negated))
        }
    }

    /// "when the range tops 2%": a verb.
    private func tops(_ index: Int) -> Bool { isForm(index, .exceeds) && isQuantity(index - 1) }

    /// "минимум 500 пунктов", "min 1%", "гэпы до 0.1%": before a size the bound that it is.
    mutating func settleLeastAndMost() {
        for index in pieces.indices {
            guard case .number(_, let measure?)? = self[index + 1], [.percent, .points, .ticks].contains(measure),
                prep(index + 1) == nil, !pieces[index + 1].afterStop
            else { continue }
            switch self[index] {
            case .extremum(largest: true)? where tops(index), .statistic(.max)? where tops(index),
                .task(.top)? where tops(index):
                pieces[index].sense = .relation(.greater)
            case .extremum(let largest)?:
                pieces[index].sense = .relation(largest ? .lessOrEqual : .greaterOrEqual)
            case .statistic(.max)?: pieces[index].sense = .relation(.lessOrEqual)
            case .statistic(.min)?: pieces[index].sense = .relation(.greaterOrEqual)
            case .mark(.before)?:
                guard case .quantity(let quantity)? = self[index - 1], !quantity.isPrice else { continue }
                pieces[index].sense = .relation(.lessOrEqual)
            default: continue
            }
        }
    }

    /// "ниже 100 пунктов диапазон", "over 300 points of range": the bound stands before its quantity.
    mutating func orderBounds() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isRelation(index), case .number(_, let measure?)? = self[index + 1],
                measure == .percent || measure == .points || measure == .ticks,
                case .quantity(let quantity)? = self[index + 2], !quantity.isPrice, !pieces[index + 2].afterStop,
                prep(index + 2) == nil || prep(index + 2) == .in, !isBound(index - 1), !isRelation(index + 3),
                !isMark(index + 3, .before)
            else { continue }
            let piece = pieces.remove(at: index + 2)
            pieces.insert(piece, at: index)
        }
    }

    /// A bound may belong to what stands before it; "объём кассы больше 70% объёма дня": past a window.
    private func isBound(_ index: Int) -> Bool {
        switch self[index] {
        case .span? where isQuantity(index - 1): true
        case .quantity?, .rise?, .way?, .verb?, .condition?, .win?, .colour?, .highLow?, .mark(.it)?: true
        default: false
        }
    }

    struct Threshold {
        var relation: Relation
        var value: Double
        var measure: Scale?
        var last: Int

        /// "A fall below -2%": the number has the fall's sign, so the bound stands as it is written.
        var isBelowMinus: Bool { value < 0 && !relation.isUp }

        /// "At least once": how often, not how much.
        var isOnce: Bool { measure == .times && value == 1 }
    }

    /// "rose less than 1%, 1 to 2% and over 2%", "range under 100, 100-200 and over 200": what several bounds are of is
    /// named before the first, where such days are counted.
    mutating func shareBounds() {
        guard pieces.contains(where: { $0.sense == .task(.count) || $0.sense == .mark(.buckets) }),
            !pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .mark(.given) })
        else { return }
        for index in pieces.indices {
            switch self[index] {
            case .rise?, .quantity?: break
            default: continue
            }
            guard var last = bound(index + 1) else { continue }
            var starts: [Int] = []
            while isMark(last + 1, .and) || isMark(last + 1, .or) || self[last + 1] == .stop(",") {
                var next = last + 2
                if isMark(next, .and) { next += 1 }
                guard let end = bound(next) else { break }
                starts.append(next)
                last = end
            }
            guard starts.count > 1 else { continue }
            for start in starts.reversed() {
                var head = pieces[index]
                (head.prep, head.prepTokens, head.afterStop) = (nil, [], pieces[start].afterStop)
                (pieces[start].prep, pieces[start].prepTokens, pieces[start].afterStop) = (nil, [], false)
                pieces.insert(head, at: start)
            }
            return
        }
    }

    /// A bound, or both, that begin at a piece; where they end.
    private func bound(_ index: Int) -> Int? {
        if case .between? = self[index] { return index }
        return threshold(index, bare: false)?.last
    }

    /// A relation and a number from an index on, past a bracket; without a relation "at least".
    func threshold(_ index: Int, bare: Bool) -> Threshold? {
        var next = index
        if self[next] == .stop("("), case .relation? = self[next + 1] { next += 1 }
        if case .relation(let relation)? = self[next], case .number(let value, let measure)? = self[next + 1] {
            var last = next + 1
            // "5+ days" counts days; "more than twice the average" is a multiple.
            if measure == nil, value <= 60, unit(last + 1) != nil { return nil }
            if measure == nil || measure == .times, case .statistic? = self[last + 1] { return nil }
            if next > index, self[last + 1] == .stop(")") { last += 1 }
            return Threshold(relation: relation, value: value, measure: measure, last: last)
        }
        guard bare, case .number(let value, let measure)? = self[index], let measure,
            measure == .percent || measure == .points || measure == .ticks
        else { return nil }
        return Threshold(relation: .greaterOrEqual, value: value, measure: measure, last: index)
    }

    /// "at most" with no number behind it is the most there was.
    mutating func settleBareBounds() {
        for index in pieces.indices {
            guard self[index] == .relation(.lessOrEqual), pieces[index].tokens.count == 2 else { continue }
            switch self[index - 1] {
            case .mark(.and)?, .mark(.consecutive)?, .task(.runs)?, .task(.length)?: break
            default: continue
            }
            switch self[index + 1] {
            case nil, .stop(",")?, .stop("?")?, .mark(.and)?, .relative?, .dates?:
                pieces[index].sense = .superlative(.max)
            default: continue
            }
        }
    }
}
