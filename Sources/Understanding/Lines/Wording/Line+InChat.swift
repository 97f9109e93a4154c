internal import Market
internal import Studies

extension Line {
    /// "just the gaps down now", "keep leap years": in a chat, at the head of what changes the question, only that stays.
    mutating func settleJust(isFollowUp: Bool) {
        guard isFollowUp, let first = pieces.firstIndex(where: { if case .stop = $0.sense { false } else { true } }),
            pieces[first].sense == .empty || pieces[first].sense == .unknown, has(.justword, in: pieces[first]),
            pieces[first...].allSatisfy(\.sense.choosesOnly)
        else { return }
        pieces[first].sense = .mark(.only)
        empty.subtract(pieces[first].tokens)
    }

    /// "let's check vol for 2024" after a question about volatility: the same; "annualized vol" is no volume.
    mutating func settleShortVolatility(after earlier: Line?) {
        let isOfVolatility =
            earlier?.pieces.contains {
                if case .quantity(let quantity) = $0.sense { quantity.base == .volatility } else { false }
            } ?? false
        guard isOfVolatility || pieces.contains(where: { $0.sense == .mark(.annual) }) else { return }
        for index in pieces.indices where self[index] == .quantity(Quantity(.volume)) && isForm(index, .shortvol) {
            pieces[index].sense = .quantity(Quantity(.volatility))
        }
    }

    /// "вчера сколько было?", "за 2023-2024 сколько": in a chat, of another time and of nothing else, the same is asked.
    mutating func dropHowMuchAgain(isFollowUp: Bool) {
        guard isFollowUp, let asked = pieces.firstIndex(where: \.sense.asksHowMuch),
            pieces.indices.contains(where: {
                isDates($0) || isRelative($0) || year($0) != nil || isSpan($0)
            }),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .dates, .relative, .empty, .stop, .prep, .months, .quarter, .half, .mark(.and), .mark(.it),
                    .symbol, .span:
                    true
                case .number: year(index) != nil
                default: index == asked
                }
            })
        else { return }
        for index in pieces.indices where pieces[index].sense == .mark(.it) { pieces[index].sense = .empty }
        pieces[asked].sense = .empty
        empty.formUnion(pieces[asked].tokens)
    }
}

extension Line {
    /// "плюс среда", "plus the afternoon": in a chat, one more beside what was asked.
    mutating func settlePlusInChat() {
        guard let first = pieces.firstIndex(where: { if case .stop = $0.sense { false } else { $0.sense != .empty } }),
            pieces[first].tokens.count == 1, has(.plusword, in: pieces[first]),
            let next = pieces[(first + 1)...].first(where: { $0.sense != .empty })
        else { return }
        switch next.sense {
        case .weekdays, .months, .span, .dates, .symbol: pieces[first].sense = .mark(.add)
        case .number where year(first + 1) != nil: pieces[first].sense = .mark(.add)
        default: return
        }
        empty.subtract(pieces[first].tokens)
    }
}

extension Sense {
    /// Days, or words that say nothing.
    fileprivate var choosesOnly: Bool {
        switch self {
        case .statistic, .task, .superlative, .best, .often, .key, .when, .which: false
        case .quantity(let quantity): quantity.isGap
        default: true
        }
    }

    fileprivate var asksHowMuch: Bool {
        switch self {
        case .task(.howmuch), .task(.count), .task(.performance): true
        default: false
        }
    }
}
