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
            guard !isOperand(place + 1), case .compare(let left, let relation, .number(let value)) = fact.condition,
                relation.isUp != up
            else { continue }
            var other = fact
            other.condition = .holds(left, relation.mirrored, .number(value: -value))
            other.up = up
            pieces[place].sense = .condition(other)
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
            let place = isMark(index + 2, .given) ? index + 3 : index + 2
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
            var made = left
            made.condition = .any(of: [left.condition, right.condition])
            made.ofSession = left.ofSession && right.ofSession
            made.rank = left.rank == right.rank ? left.rank : nil
            (made.up, made.plain) = (nil, nil)
            let first = isMark(index - 1, .or) ? index - 1 : index
            join(first...place, as: .condition(made))
            index = first
        }
    }

    func isOperand(_ index: Int) -> Bool {
        switch self[index] {
        case .number?, .quantity?: true
        default: false
        }
    }
}
