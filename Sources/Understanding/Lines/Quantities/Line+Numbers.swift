internal import Market
internal import Studies

extension Line {
    /// "More than a percent".
    private func isBehindArticle(_ index: Int) -> Bool {
        guard let first = pieces[index].tokens.first, first > 0, empty.contains(first - 1) else { return false }
        return forms.contains(tokens[first - 1].text, .indefinite)
    }

    /// Numbers take their units, ranges become one piece, `3+` and `-2` what they say.
    mutating func joinNumbers() {
        splitRelations()
        splitPatterns()
        // "больше процента": of one.
        for index in pieces.indices {
            guard case .relation? = self[index],
                self[index + 1] == .measure(.percent)
                    || self[index + 1] == .task(.share) && pieces[index + 1].tokens.count == 1,
                isForm(index + 1, .onepercent) || isBehindArticle(index + 1)
            else { continue }
            pieces[index + 1].sense = .number(1, .percent)
        }
        // "больше миллиона".
        for index in pieces.indices {
            guard case .relation? = self[index], case .measure(let scale)? = self[index + 1] else { continue }
            switch scale {
            case .thousand: pieces[index + 1].sense = .number(1000, nil)
            case .million: pieces[index + 1].sense = .number(1_000_000, nil)
            default: continue
            }
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            // "> -2", "-2%": a minus directly before a number.
            if self[index] == .stop("-"), case .number(let value, let measure)? = self[index + 1],
                tokens[pieces[index + 1].tokens[0]].glued,
                index == 0 || isRelation(index - 1)
                    || !tokens[pieces[index].tokens[0]].glued && !isNumber(index - 1)
                        && !isQuantity(index - 1)
            {
                join(index...(index + 1), as: .number(-value, measure))
            }
            // "на +2%": the sign of a number that is not added to one before.
            if self[index] == .stop("+"), case .number? = self[index + 1], isRelation(index - 1),
                tokens[pieces[index + 1].tokens[0]].glued
            {
                drop(index)
            }
            joinHalf(index)
            guard case .number(let value, nil)? = self[index] else { continue }
            if case .extremum? = self[index + 1], isForm(index + 1, .shortminute) {
                pieces[index + 1].sense = .unit(.minute)
            }
            if case .ordinalSuffix? = self[index + 1], tokens[pieces[index + 1].tokens[0]].glued || value < 40 {
                let next = pieces[index + 1]
                // "5 м" is five minutes' letter only where glued; "1-й" an ordinal.
                if tokens[next.tokens[0]].glued || next.text.count > 1 {
                    // "10-ти", "2-х процентов": so many; "1-х" are the first.
                    if isForm(index + 1, .cardinal), value > 1 {
                        join(index...(index + 1), as: .number(value, nil))
                        index -= 1
                    } else {
                        join(index...(index + 1), as: .ordinal(Int(value)))
                    }
                    continue
                }
            }
            if self[index + 1] == .task(.time), isForm(index + 1, .factor), isMultiplied(index + 2) {
                // "1.5 times the average".
                join(index...(index + 1), as: .number(value, .times))
                continue
            }
            if self[index + 1] == .task(.share), isForm(index + 1, .sign) {
                join(index...(index + 1), as: .number(value, .percent))
            }
            if self[index + 1] == .stop("+"), case .measure? = self[index + 2], prep(index + 2) == nil,
                tokens[pieces[index + 1].tokens[0]].glued
            {
                // "2+ процента".
                pieces.swapAt(index + 1, index + 2)
            }
            if self[index + 1] == .measure(.basis), prep(index + 1) == nil {
                join(index...(index + 1), as: .number(value / 100, .percent))
            }
            if case .measure(let measure)? = self[index + 1], pieces[index + 1].tokens.count == 1,
                prep(index + 1) == nil, year(index) == nil || tokens[pieces[index + 1].tokens[0]].glued
            {
                switch measure {
                case .thousand: join(index...(index + 1), as: .number(value * 1000, nil))
                case .million: join(index...(index + 1), as: .number(value * 1_000_000, nil))
                default: join(index...(index + 1), as: .number(value, measure))
                }
            }
            if self[index + 1] == .stop("+"), isNumber(index) {
                pieces.insert(
                    Piece(
                        sense: .relation(.greaterOrEqual),
                        tokens: pieces[index + 1].tokens,
                        prep: pieces[index].prep
                    ),
                    at: index
                )
                pieces.remove(at: index + 2)
                index += 1
            }
        }
        joinRanges()
        // "от 4 дней": with that number.
        for index in pieces.indices where self[index] == .relation(.greater) && has(.from, in: pieces[index]) {
            if isNumber(index + 1) { pieces[index].sense = .relation(.greaterOrEqual) }
        }
        while let index = pieces.firstIndex(where: { $0.sense == .ordinalSuffix }) { drop(index) }
    }

    /// "one and a half percent", "1 с половиной процента".
    private mutating func joinHalf(_ index: Int) {
        let half = isMark(index + 1, .and) ? index + 2 : index + 1
        guard case .number(let value, nil)? = self[index], value == value.rounded(), value > 0,
            case .number(0.5, let measure)? = self[half], measure == nil || measure == .percent,
            half > index + 1 || prep(half) == .from,
            measure != nil || isMeasureOrUnit(half + 1)
        else { return }
        join(index...half, as: .number(value + 0.5, measure))
    }

    private func isMeasureOrUnit(_ index: Int) -> Bool {
        if case .measure? = self[index] { return true }
        return unit(index) != nil || self[index] == .task(.share)
    }

    /// What a factor can be of: an average, or so many days' average.
    private func isMultiplied(_ index: Int) -> Bool {
        let place = isMark(index, .it) || isMark(index, .previous) ? index + 1 : index
        switch self[place] {
        case .statistic?, .extremum?, .quantity?: return true
        case .number(_, nil)?: return unit(place + 1) == .day
        default: return isMark(index, .previous) || self[index] == .relative(.yesterday)
        }
    }

    /// "больше 400 или меньше 100": "or less" before a number is "or" and "less".
    private mutating func splitRelations() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .relation(let relation)? = self[index], relation == .lessOrEqual || relation == .greaterOrEqual,
                pieces[index].tokens.count == 2, isNumber(self[index + 1] == .stop("-") ? index + 2 : index + 1),
                prep(index + 1) == nil || prep(index + 1) == .than,
                year(index + 1) == nil,
                !countsRows(index + 1, after: index - 1),
                let joint = pieces[index].tokens.first, forms.contains(tokens[joint].text, .joint)
            else { continue }
            var mark = pieces[index]
            mark.sense = .mark(forms.contains(tokens[joint].text, .or) ? .or : .and)
            mark.tokens = [joint]
            pieces[index].tokens.removeFirst()
            pieces[index].sense = .relation(relation == .lessOrEqual ? .less : .greater)
            pieces.insert(mark, at: index)
            index += 1
        }
    }

    /// "higher high and higher low": behind a price's pattern another one, and no bound.
    private mutating func splitPatterns() {
        for index in pieces.indices.reversed() {
            guard case .relation(let relation)? = self[index], relation == .lessOrEqual || relation == .greaterOrEqual,
                pieces[index].tokens.count == 2, case .quantity(let price)? = self[index + 1],
                let extreme = price.extreme, price == Quantity(extreme == .high ? .high : .low), prep(index + 1) == nil,
                case .pattern? = self[isRelative(index - 1) ? index - 2 : index - 1],
                let joint = pieces[index].tokens.first, forms.contains(tokens[joint].text, .joint),
                !forms.contains(tokens[joint].text, .or)
            else { continue }
            let isHigher = relation == .greaterOrEqual
            let name =
                extreme == .high
                ? isHigher ? "higherHigh" : "lowerHigh" : isHigher ? "higherLow" : "lowerLow"
            let mark = Piece(sense: .mark(.and), tokens: [joint])
            pieces[index].tokens.removeFirst()
            join(index...(index + 1), as: .pattern([name]))
            pieces.insert(mark, at: index)
        }
    }

    /// "2% or more two days in a row": the second number is no bound.
    private func countsRows(_ index: Int, after bound: Int) -> Bool {
        guard plainNumber(index) != nil else { return false }
        switch self[index + 1] {
        case .unit?, .ampm?: break
        default: return false
        }
        switch self[bound] {
        case .number(_, .some)?, .measure?: return true
        default: return false
        }
    }

    /// `0.25-0.5%`, "от 1 до 2%", "between 1 and 2%".
    private mutating func joinRanges() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .number(let low, let first)? = self[index], !isClockSign(index) else { continue }
            var next = index + 1
            let dashed = self[next] == .stop("-")
            let joined = dashed || isMark(next, .before) || isMark(next, .and)
            if joined { next += 1 }
            guard case .number(let high, let second)? = self[next] else { continue }
            let measure = second ?? first
            // "over 500 points through 2024": a bound and a year.
            if first != nil, second == nil, !joined || isMark(index + 1, .before), year(next) != nil { continue }
            guard measure != nil || year(index) == nil, high > low, !isClockSign(next) else { continue }
            if dashed, measure != nil || tokens[pieces[next].tokens[0]].glued {
                if measure == nil, low <= 24, high <= 24, low == low.rounded() { continue }
                join(index...next, as: .between(low, high, measure))
            } else if !dashed, measure == nil, joined, isMark(index - 1, .between), low > 31,
                year(index) == nil || year(next) == nil
            {
                join((index - 1)...next, as: .between(low, high, nil))
            } else if !dashed, measure == nil, joined || prep(next) == .to, low > 31,
                year(index) == nil || year(next) == nil,
                prep(index) == .from && isQuantity(index - 1)
                    || self[index - 1] == .relation(.greater) && has(.from, in: pieces[index - 1])
                        && isQuantity(index - 2)
            {
                // "range от 200 до 250"
                join((prep(index) == .from ? index : index - 1)...next, as: .between(low, high, nil))
            } else if !dashed, let measure, joined || prep(next) == .to {
                let from = index > 0 && (self[index - 1] == .relation(.greater) || isMark(index - 1, .between))
                // "0.25 to 0.5%": the unit is said once.
                guard from || prep(index) == .from || prep(next) == .to && first == nil else { continue }
                join((from ? index - 1 : index)...next, as: .between(low, high, measure))
            }
        }
    }

    private func isClockSign(_ index: Int) -> Bool {
        self[index + 1] == .stop(":") || self[index - 1] == .stop(":")
    }

    func isNumber(_ index: Int) -> Bool {
        if case .number? = self[index] { true } else { false }
    }
}
