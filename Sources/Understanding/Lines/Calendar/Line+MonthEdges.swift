internal import Market
internal import Studies

extension Line {
    /// "the month's first vs last trading day", "в первый и в последний торговый день месяца": the day and its month are
    /// named once, behind the last of them.
    mutating func joinMonthEdges() {
        for index in pieces.indices where has(.possessor, in: pieces[index]) && isPeriod(index) {
            // The month stands before its days.
            guard isEdge(index + 1), let day = (index + 2...index + 4).first(where: { unit($0) == .day }) else {
                continue
            }
            var month = pieces.remove(at: index)
            month.prep = .in
            pieces.insert(month, at: day)
            break
        }
        for index in pieces.indices where isEdge(index) && isEdge(index + 2) && unit(index + 3) == .day {
            let period = isMark(index + 4, .each) ? index + 5 : index + 4
            guard isPeriod(period), joinsHeads(index + 1), unit(period) != .week || prep(period) == .in else {
                continue
            }
            // "the first and the last" are two kinds of days, no day is both.
            if isMark(index + 1, .and) { pieces[index + 1].sense = .mark(.vs) }
            let head = pieces[(index + 3)...period].map { Piece(sense: $0.sense, tokens: $0.tokens) }
            pieces.insert(contentsOf: head, at: index + 1)
            pieces[index + 2].prep = .in
            return
        }
    }

    /// "ATR at the end of each quarter", "close at year end": on its last day, of what is known at a day's close.
    mutating func settleEndsOfEach() {
        for index in pieces.indices where has(.endword, in: pieces[index]) && pieces[index].tokens.count == 1 {
            guard self[index] == .unknown || self[index] == .verb(.close) else { continue }
            let place = isMark(index + 1, .each) ? index + 2 : index + 1
            guard isPeriod(place), !pieces[place].afterStop, place > index + 1 || has(.plural, in: pieces[place]),
                pieces[..<index].contains(where: { piece in
                    if case .quantity(let quantity) = piece.sense {
                        quantity.isPrice || quantity.isOfIndicator
                    } else {
                        false
                    }
                })
            else { continue }
            pieces[index].sense = .relative(.last)
            pieces.insert(Piece(sense: .unit(.day), tokens: pieces[index].tokens), at: index + 1)
            pieces[place + 1].prep = .in
            return
        }
    }

    private func isEdge(_ index: Int) -> Bool {
        switch self[index] {
        case .ordinal?, .relative(.last)?, .relative(.past)?: true
        default: false
        }
    }

    private func isPeriod(_ index: Int) -> Bool {
        switch unit(index) {
        case .month?, .week?, .quarter?, .year?: true
        default: false
        }
    }
}
