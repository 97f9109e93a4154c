internal import Market
internal import Studies

extension Line {
    /// Words beside others that say what those say: "сколько процентов от диапазона", "RSI стоит выше 70", "the most
    /// frequent one", "годовая доходность за каждый год".
    mutating func dropSmallWords() {
        for index in pieces.indices.reversed() {
            switch self[index] {
            case .relation(.greater)? where self[index - 1] == .task(.share) && has(.from, in: pieces[index]):
                // "сколько процентов от диапазона": of it, and no bound.
                if isQuantity(index + 1) || isSpan(index + 1) { drop(index) }
            case .verb(.form)? where isQuantity(index - 1) && isRelation(index + 1) && isStraight(index):
                drop(index)
            case .number?
            where plainNumber(index) == 1 && (self[index - 1] == .often || isSuperlative(index - 1))
                && pieces[index].tokens.first.map({ tokens[$0].kind == .word }) ?? false && !isNamed(index + 1):
                drop(index)
            case .unit(let unit)? where has(.annual, in: pieces[index]) && isQuantity(index + 1):
                // The groups say so.
                if case .key(let key)? = Self.key(unit), pieces.contains(where: { $0.sense == .key(key) }) {
                    drop(index)
                }
            default: continue
            }
        }
    }

    /// "what was March 16 2020 like", "what are Fridays like": how they went, and no term.
    mutating func settleWhatLike() {
        guard let first = tokens.first, forms.contains(first.text, .what),
            let last = pieces.lastIndex(where: { !$0.sense.isSilent }), last > 0, pieces[last].sense == .unknown,
            isForm(last, .likeword),
            !pieces.contains(where: { if case .term = $0.sense { true } else { false } })
        else { return }
        pieces[last].sense = .task(.performance)
        if pieces[0].sense == .task(.explain) {
            pieces[0].sense = .empty
            empty.formUnion(pieces[0].tokens)
        }
    }

    /// "covid crash march 2020", "ковидный обвал в марте 2020": what a time is remembered for, beside the time itself. Alone it
    /// names none.
    mutating func dropNamesOfTimes() {
        guard
            pieces.contains(where: { piece in
                switch piece.sense {
                case .number(let value, nil): (1990...2100).contains(value)
                case .dates: true
                default: false
                }
            })
        else { return }
        for index in pieces.indices where self[index] == .unknown && isForm(index, .crisis) {
            pieces[index].sense = .empty
            empty.formUnion(pieces[index].tokens)
            // "covid crash": of that time, and no kind of days.
            guard case .rise(up: false)? = self[index + 1], !has(.plural, in: pieces[index + 1]) else { continue }
            pieces[index + 1].sense = .empty
            empty.formUnion(pieces[index + 1].tokens)
        }
    }

    /// "how does it end", "чем заканчивается день", "how does the week close": what came of it; no gap is closed by that.
    mutating func settleHowItEnds() {
        for index in pieces.indices.reversed() where self[index] == .task(.performance) {
            var last = index + 1
            var isOfPeriod = false
            while isMark(last, .it) || isMark(last, .those) || unit(last) != nil || self[last] == .span(.wholeDay)
                || self[last] == .empty
            {
                isOfPeriod = isOfPeriod || unit(last) != nil && unit(last) != .day
                last += 1
            }
            guard last > index + 1, self[last] == .verb(.close) || self[last] == .quantity(Quantity(.close)),
                last + 1 == count || isStop(last + 1)
            else { continue }
            if isOfPeriod {
                empty.formUnion(pieces[last].tokens)
                pieces.remove(at: last)
            } else {
                join(index...last, as: .task(.performance))
            }
        }
    }

    private func isStraight(_ index: Int) -> Bool { !pieces[index].afterStop && !pieces[index + 1].afterStop }

    private func isSuperlative(_ index: Int) -> Bool { if case .superlative? = self[index] { true } else { false } }

    private func isNamed(_ index: Int) -> Bool {
        switch self[index] {
        case .unit?, .quantity?, .condition?, .barUnit?, .span?, .pattern?: true
        default: false
        }
    }

    /// "how much is it up or down this quarter": how far it went, whichever way.
    mutating func settleUpOrDown() {
        guard pieces.contains(where: { $0.sense == .task(.howmuch) }),
            pieces.count(where: { $0.sense == .mark(.absolute) }) == 1,
            let either = pieces.firstIndex(where: { $0.sense == .mark(.absolute) }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .task(.howmuch), .mark(.absolute), .symbol, .dates, .relative, .stop, .empty, .measure, .span: true
                default: false
                }
            })
        else { return }
        pieces[either].sense = .quantity(Quantity(.performance))
    }

    /// "... by change, add volume": in a first question one more column, as "with".
    mutating func settleAdded() {
        for index in pieces.indices where isMark(index, .add) && isQuantity(index + 1) && index > 0 {
            pieces[index].sense = .mark(.and)
        }
    }

    /// "show each day of the week of June 10": of that week, and no weekdays.
    mutating func splitDayOfWeekOf() {
        for index in pieces.indices.reversed() where unit(index) == .weekday && pieces[index].tokens.count > 2 {
            guard let last = pieces[index].tokens.last, last + 3 < tokens.count,
                forms.contains(tokens[last + 1].text, .partitive)
            else { continue }
            let next = pieces[(index + 1)...].filter { $0.sense != .empty && $0.sense != .prep(.in) }.prefix(2)
            guard next.count == 2, case .months? = next.first?.sense, case .number(let day, nil)? = next.last?.sense,
                (1...31).contains(day)
            else { continue }
            pieces[index].sense = .unit(.day)
        }
    }
}
