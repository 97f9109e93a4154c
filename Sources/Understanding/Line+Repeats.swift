internal import Market
internal import Studies

extension Line {
    /// A greeting before a question is politeness.
    mutating func dropGreetings() {
        var index = 0
        while index < count {
            if case .chat? = self[index], pieces.count > 1 { drop(index) } else { index += 1 }
        }
    }

    /// "When" asks for a time where a sentence begins with it, and gives a condition where something stands before it.
    mutating func settleWhen() {
        for index in pieces.indices where pieces[index].sense == .when {
            let before = pieces[..<index].contains {
                switch $0.sense {
                case .quantity, .task(.count), .task(.share), .task(.performance), .task(.time), .task(.days), .unit,
                    .colour, .rise, .way, .win,
                    .weekdays, .statistic, .verb, .superlative, .key, .often, .highLow, .pattern, .bars:
                    true
                default: false
                }
            }
            let end = pieces[index...].firstIndex { $0.sense == .stop("?") || $0.sense == .stop(".") } ?? pieces.count
            let later = pieces[(index + 1)..<max(end, index + 1)].contains {
                switch $0.sense {
                case .task(.share), .task(.count), .task(.performance): true
                default: false
                }
            }
            pieces[index].sense = before || later ? .mark(.given) : .task(.time)
        }
    }

    /// "открылись выше prev close vs ниже": the second side of a fact says only its direction.
    mutating func joinElided() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(let fact)? = self[index] else { continue }
            let next = index + 1
            guard isMark(next, .vs) || isMark(next, .or) || isMark(next, .and) || self[next] == .stop(",") else {
                continue
            }
            let place = next + 1
            let up: Bool
            if case .relation(let relation)? = self[place], case .number(let value, let measure)? = self[place + 1],
                let left = fact.compared
            {
                // "больше 400 или меньше 100": the same quantity.
                _ = measure
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
            guard !isNumber(place + 1), case .compare(let left, let relation, .number(let value)) = fact.condition,
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
            let place = isMark(index + 2, .given) ? index + 3 : index + 2
            guard case .condition(let right)? = self[place], left.isCalendar == right.isCalendar, left.run == nil,
                right.run == nil
            else { continue }
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

    /// "first 30 min from the 8:20 open ... before 13:30": the session's own ends, where its opening is spoken of.
    private mutating func dropSessionEnds(_ frame: Surroundings) {
        guard let rth = frame.instrument.window(of: .rth), pieces.contains(where: { piece in
            switch piece.sense {
            case .span(.opening): true
            case .condition(let fact): fact.ofSession
            case .quantity(let quantity): quantity.span != nil
            default: false
            }
        }) else { return }
        var index = 0
        while index < count {
            if self[index] == .clock(rth.from), self[index + 1] == .quantity(Quantity(.open)) {
                drop(index + 1)
                drop(index)
            } else if self[index] == .timeBound(after: false, minute: rth.to) {
                drop(index)
            } else {
                index += 1
            }
        }
    }

    private func isNumber(_ index: Int) -> Bool {
        switch self[index] {
        case .number?, .quantity?: true
        default: false
        }
    }

    /// "RTH (09:30-16:00)", "первый час (9:30-10:30)", "с 18:00 до 9:30" after "ночью": said twice.
    mutating func dropRepeats(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .window(let window)? = self[index] else { continue }
            for other in pieces.indices where other != index {
                let span: Span? =
                    switch pieces[other].sense {
                    case .span(let span): span
                    case .quantity(let quantity): quantity.span
                    case .condition(let fact): fact.span
                    default: nil
                    }
                guard let span, frame.window(of: span) == window else { continue }
                let tokens = pieces[index].tokens
                pieces[other].tokens = (pieces[other].tokens + tokens).sorted()
                pieces.remove(at: index)
                index -= 1
                break
            }
        }
        dropSessionEnds(frame)
        // "хай прошлого дня (PDH)": the level by another name.
        index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], self[index - 1] == .stop("("),
                let place = pieces[..<index].lastIndex(where: {
                    if case .condition(let fact) = $0.sense { fact.rank == quantity } else { false }
                })
            else { continue }
            pieces[place].tokens += pieces[index].tokens
            pieces.remove(at: index)
            index -= 1
        }
        // "first 30 minutes RTH", "первый час кассы": the part says the session.
        index = 0
        while index < count {
            defer { index += 1 }
            guard case .span(let part)? = self[index], case .span(.session(.rth))? = self[index + 1] else { continue }
            switch part {
            case .opening, .closing, .session(.morning), .session(.afternoon):
                join(index...(index + 1), as: .span(part))
            default: continue
            }
        }
    }
}
