internal import Market
internal import Studies

extension Line {
    /// "открылись выше prev close vs ниже": the second side of a fact says only its direction.
    mutating func joinElided() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index] else { continue }
            let next = index + 1
            // "... and how many down".
            let counted = self[next] == .task(.howmuch) ? next : next + 1
            guard
                isMark(next, .vs) || isMark(next, .or) || isMark(next, .and) || self[next] == .stop(",")
                    || counted == next
            else { continue }
            let place = self[counted] == .task(.count) || counted == next ? counted + 1 : counted
            let up: Bool
            if case .relation(let relation)? = self[place], case .number(let value, _)? = self[place + 1],
                let left = fact.compared
            {
                // "больше 400 или меньше 100": the same quantity.
                var other = fact
                other.condition = .holds(left, relation, .number(value: value))
                join(place...(place + 1), as: .condition(other))
                continue
            }
            switch self[place] {
            case .relation(let relation)?: up = relation.isUp
            case .way(let isUp)?: up = isUp
            default: continue
            }
            // "close above the open or below the open": the same level, said again.
            let isAgain =
                self[place].map { if case .relation = $0 { true } else { false } } ?? false
                && isQuantity(place + 1) && isSaid(again: place + 1, in: index)
            guard isAgain || !isOperand(place + 1), case .compare(let left, let relation, let bound) = fact.condition,
                relation.isUp != up
            else { continue }
            var other = fact
            // Below a number is as far the other way; below a price it is the same price.
            let otherBound: Series = if case .number(let value) = bound { .number(value: -value) } else { bound }
            other.condition = .holds(left, relation.mirrored, otherBound)
            other.up = up
            join(place...(isAgain ? place + 1 : place), as: .condition(other))
        }
    }

    private func isSaid(again place: Int, in index: Int) -> Bool {
        let said = Set(pieces[index].tokens.map { tokens[$0].text })
        return pieces[place].tokens.allSatisfy { said.contains(tokens[$0].text) }
    }

    /// "close above or below the open", "выше или ниже открытия": the level is that of both.
    mutating func shareLevels() {
        splitAlternatives()
        for index in pieces.indices.dropLast(3) {
            guard case .relation(let one)? = self[index], isMark(index + 1, .or),
                case .relation(let other)? = self[index + 2],
                one.isUp != other.isUp, isQuantity(index + 3), isQuantity(index - 1) || isVerb(index - 1)
            else { continue }
            pieces[index + 2].sense = .relation(one.mirrored)
            pieces.insert(pieces.remove(at: index + 3), at: index + 1)
            return
        }
    }

    /// "Or below" bounds the number before it; behind "above" it is the other side. "Close up or down" are two closes.
    private mutating func splitAlternatives() {
        for index in pieces.indices.dropFirst().reversed() where has(.or, in: pieces[index]) {
            let said = pieces[index].tokens
            if self[index] == .mark(.absolute), said.count == 3,
                self[index - 1] == .verb(.close) || self[index - 1] == .quantity(Quantity(.close))
            {
                let two = [true, false].map { Piece(sense: .way(up: $0), tokens: [$0 ? said[0] : said[2]]) }
                pieces.replaceSubrange(
                    index...index,
                    with: [two[0], Piece(sense: .mark(.or), tokens: [said[1]]), two[1]]
                )
            } else if case .relation(let relation)? = self[index], !isNumber(index - 1), said.count > 1,
                pieces[..<index].contains(where: { piece in
                    if case .relation(let before) = piece.sense { before.isUp != relation.isUp } else { false }
                })
            {
                pieces[index].tokens.removeFirst()
                pieces.insert(Piece(sense: .mark(.or), tokens: [said[0]]), at: index)
            }
        }
    }

    private func isVerb(_ index: Int) -> Bool { if case .verb? = self[index] { true } else { false } }

    /// "is the next day more often up or down": which way it goes is asked.
    mutating func askWhichWay() {
        guard pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.next) }) else { return }
        for index in pieces.indices where self[index] == .mark(.absolute) && has(.or, in: pieces[index]) {
            pieces[index].sense = .task(.performance)
        }
    }

    /// "зелёные или с гэпом вверх": one fact of two.
    mutating func joinAlternatives() {
        let compares = pieces.contains { $0.sense == .task(.compare) || $0.sense == .mark(.vs) || $0.sense == .often }
        guard !compares else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let left)? = self[index], isMark(index + 1, .or) else { continue }
            // "is the range higher on red days or on green days": which of them.
            if prep(index) == .in, isRelation(index - 1), isQuantity(index - 2) { continue }
            // "after a red day or after a gap down".
            let isAfterAgain = isMark(index + 2, .after) && isMark(index - 1, .after)
            let place = isMark(index + 2, .given) || isAfterAgain ? index + 3 : index + 2
            guard case .condition(let right)? = self[place], left.isCalendar == right.isCalendar,
                !left.isWeekdays || !right.isWeekdays, left.run == nil,
                right.run == nil
            else { continue }
            if left.isContrary(to: right), left.settled, right.settled, has(.present),
                pieces.contains(where: { $0.sense == .mark(.consecutive) || $0.sense == .task(.runs) })
            {
                // "сколько дней подряд растём или падаем": whichever run lasts.
                join(index...place, as: .task(.runs))
                continue
            }
            if left.isContrary(to: right), left.settled, right.settled,
                pieces.contains(where: { $0.sense == .mark(.after) || $0.sense == .mark(.next) })
            {
                // "after a hammer, up or down": which way is asked, as it was one of them.
                let first = isMark(index - 1, .or) ? index - 1 : index
                join(first...place, as: .task(.performance))
                continue
            }
            // "FOMC days green or red": how often either is asked, as every day is one of them.
            let asksOften =
                left.isContrary(to: right) && left.settled && right.settled
                && tellsOnlyDays(before: index, behind: place)
            var made = left
            made.condition = .any(of: [left.condition, right.condition])
            made.ofSession = left.ofSession && right.ofSession
            made.rank = left.rank == right.rank ? left.rank : nil
            (made.up, made.plain) = (nil, nil)
            let first = isMark(index - 1, .or) ? index - 1 : index
            let either = pieces[index + 1].tokens
            join(first...place, as: .condition(made))
            if asksOften { pieces.insert(Piece(sense: .task(.share), tokens: either), at: first + 1) }
            index = first
        }
    }

    /// Days of a kind or a period, and nothing that is asked of them.
    private func tellsOnlyDays(before index: Int, behind place: Int) -> Bool {
        let isDays = pieces[..<index].allSatisfy { piece in
            switch piece.sense {
            case .condition, .dates, .relative, .unit(.day), .stop, .empty, .prep, .symbol, .span, .bars: true
            default: false
            }
        }
        let names = pieces[..<index].contains { piece in
            switch piece.sense {
            case .condition, .dates: true
            default: false
            }
        }
        let asks = tokens.first.map { forms.contains($0.text, .asks) } ?? false
        return isDays && names && !asks
            && pieces[(place + 1)...].allSatisfy { if case .stop = $0.sense { true } else { $0.sense == .empty } }
    }

    func isOperand(_ index: Int) -> Bool {
        switch self[index] {
        case .number?, .quantity?: true
        default: false
        }
    }
}
