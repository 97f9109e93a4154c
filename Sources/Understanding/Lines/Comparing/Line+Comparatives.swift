internal import Market
internal import Studies

extension Line {
    /// "is volume higher in 2025 than in 2021", "гэпы больше в пятницу, чем в понедельник", "is NQ more volatile than gold":
    /// two things are held against one another; the word between is no bound on either.
    mutating func joinComparatives() {
        guard let other = pieces.indices.first(where: { isHeldAgainst($0) }),
            let word = (0..<other).last(where: { isComparative($0) }),
            (0..<other).contains(where: { $0 != word && isAlike($0, other) })
        else { return }
        if isQuantity(word) {
            pieces.insert(Piece(sense: .task(.compare), tokens: [], text: ""), at: word + 1)
        } else {
            pieces[word].sense = .task(.compare)
        }
    }

    /// "after a wide day how often is the next day's range narrower", "after NR7 is the next range wider, %": held against the
    /// day that it follows, and not against the other days.
    mutating func settleThanDayFollowed() {
        for index in pieces.indices.reversed() where isQuantity(index) && has(.width, in: pieces[index]) {
            // "the next day is wider": its range.
            guard has(.comparative, in: pieces[index]), isMark(index - 1, .next) || unit(index - 1) == .day else {
                continue
            }
            let side: Relation = has(.narrower, in: pieces[index]) ? .less : .greater
            pieces.insert(Piece(sense: .relation(side), tokens: pieces[index].tokens), at: index + 1)
        }
        let asks = pieces.contains { [.task(.share), .task(.count), .often].contains($0.sense) }
        // "is the next day's range wider": than that of the day before it.
        let asksOfNext = has(.nextword) && (has(.whether) || has(.asks))
        guard asks || asksOfNext,
            let word = pieces.indices.first(where: { self[$0] == .relation(.less) || self[$0] == .relation(.greater) }),
            case .quantity(var quantity)? = self[word - 1], !quantity.isPrice, quantity.shift == 0,
            pieces[(word + 1)...].allSatisfy({ piece in
                switch piece.sense {
                case .stop, .task(.share), .often, .measure(.percent), .mark(.given), .mark(.after), .unit(.day): true
                case .condition(let fact): !fact.isCalendar && (fact.condition.isOfPattern || namesDayAfter)
                default: false
                }
            }),
            pieces.contains(where: { piece in
                if piece.sense == .mark(.given) || piece.sense == .mark(.after) { return true }
                guard asksOfNext, case .condition(let fact) = piece.sense else { return false }
                if case .shifted(_, -1) = fact.condition { return true }
                return false
            }),
            case .relation(let relation)? = self[word],
            pieces.contains(where: { piece in
                guard case .condition(let fact) = piece.sense, !fact.isCalendar else { return false }
                if case .shifted(_, -1) = fact.condition { return true }
                // "the day after NR7".
                return pieces.contains { $0.sense == .mark(.next) }
                    || namesDayAfter
            })
        else { return }
        // "..., %": the share of such days, and no size in percent.
        if !asks { quantity.percent = nil }
        let condition = Condition.holds(quantity.series(), relation, .shifted(of: quantity.series(), by: -1))
        join((word - 1)...word, as: .condition(Fact(condition: condition, isOutcome: true)))
        if !asks { pieces.insert(Piece(sense: .task(.share), tokens: []), at: 0) }
    }

    /// "the day after NR7", "на следующий день после NR7".
    private var namesDayAfter: Bool {
        pieces.indices.contains { index in
            isMark(index, .after) && (unit(index - 1) == .day || has(.day, in: pieces[index]))
        }
    }

    /// A period, window, day or instrument behind "than"; of "than in" the last preposition is the piece's own.
    func isHeldAgainst(_ index: Int) -> Bool {
        switch self[index] {
        case .dates?, .span?, .window?, .symbol?: break
        case .condition(let fact)? where fact.isCalendar: break
        default: return false
        }
        return isBehindThan(index)
    }

    /// "... than on green days", "чем на зелёных".
    func isBehindThan(_ index: Int) -> Bool {
        guard pieces.indices.contains(index),
            let first = pieces[index].prepTokens.first ?? pieces[index].tokens.first
        else { return false }
        return prep(index) == .than || first > 0 && forms.contains(tokens[first - 1].text, .than)
    }

    /// "где больше средний диапазон": in which of those that are named, and not more than the mean.
    func asksWhere(_ index: Int) -> Bool {
        guard isRelation(index), let first = pieces[index].tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .whereabouts)
            && pieces.count {
                switch $0.sense {
                case .dates, .span, .window, .symbol: true
                case .condition(let fact): fact.isCalendar
                default: false
                }
            } > 1
    }

    /// "больше чем в дни NFP": a relation that ends in "than", and no bound behind it.
    func isMoreThan(_ index: Int) -> Bool {
        guard isRelation(index), has(.than, in: pieces[index]) else { return false }
        return isMark(index + 1, .given)
    }

    private func isComparative(_ index: Int) -> Bool {
        switch self[index] {
        case .relation(.greater)?, .relation(.less)?:
            switch self[index + 1] {
            case .number?, .numbers?, .between?, .quantity?, .statistic?: false
            default: true
            }
        case .way?, .quantity?: has(.comparative, in: pieces[index])
        default: false
        }
    }

    /// Both are periods, or windows, or days of the calendar, or instruments.
    private func isAlike(_ one: Int, _ other: Int) -> Bool {
        switch (self[one], self[other]) {
        case (.dates?, .dates?), (.span?, .span?), (.span?, .window?), (.window?, .span?), (.window?, .window?),
            (.symbol?, .symbol?):
            true
        case (.condition(let left)?, .condition(let right)?): left.isCalendar && right.isCalendar
        default: false
        }
    }
}

extension Condition {
    /// A pattern, of the day itself or of the day before.
    fileprivate var isOfPattern: Bool {
        switch self {
        case .pattern: true
        case .shifted(let of, -1): of.isOfPattern
        default: false
        }
    }
}
