internal import Market
internal import Studies

extension Line {
    /// Words whose neighbours tell which of two everyday meanings they have; words without meaning still stand in the line.
    mutating func settleSpoken() {
        settleTallies()
        settlePosted()
        settleSums()
        settleGains()
        settleFormed()
    }

    /// "посчитай зелёные дни", "# of red days": what can be counted stands behind it, so that is wanted and no list.
    private mutating func settleTallies() {
        guard !pieces.contains(where: { if case .task = $0.sense { true } else { false } }) else { return }
        for index in pieces.indices where pieces[index].tokens.count == 1 && has(.tally, in: pieces[index]) {
            guard pieces[index].sense == .empty, let next = following(index) else { continue }
            switch pieces[next].sense {
            case .colour, .rise, .win, .pattern, .way: break
            case .unit(.day): break
            default: continue
            }
            pieces[index].sense = .task(.count)
            return
        }
    }

    /// "did nq post 3 red days", "when does it usually post": it is done; behind an event it is after it.
    private mutating func settlePosted() {
        for index in pieces.indices where isMark(index, .after) && isForm(index, .posted) {
            let before = pieces[..<index].last { $0.sense != .empty }
            let isDone: Bool =
                switch before?.sense {
                case .symbol?, .instruments?, .often?, .mark(.it)?: true
                default: false
                }
            let next = following(index)
            let endsHere = next.map { if case .prep = pieces[$0].sense { true } else { isStop($0) } } ?? true
            if isDone || endsHere { pieces[index].sense = .verb(.form) }
        }
    }

    /// "most volatile month overall": nothing is summed where something is ranked.
    private mutating func settleSums() {
        for index in pieces.indices where self[index] == .statistic(.sum) && has(.summing, in: pieces[index]) {
            let isRanked = pieces.contains { piece in
                switch piece.sense {
                case .superlative, .best, .often, .task(.count), .task(.share), .statistic(.mean),
                    .relative(.yesterday):
                    true
                default: false
                }
            }
            let next = following(index)
            if isRanked, next == nil || isStop(next ?? 0) { pieces[index].sense = .empty }
        }
    }

    /// "profit by month": how much was made of it; "closed in profit" says which days.
    private mutating func settleGains() {
        guard
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task(.share), .task(.count), .often, .verb, .mark(.after), .mark(.given), .when, .task(.days):
                    true
                default: false
                }
            })
        else { return }
        for index in pieces.indices where self[index] == .win(up: true) && has(.gainword, in: pieces[index]) {
            guard let next = following(index) else { continue }
            // Behind it, by what it is told apart.
            switch pieces[next].sense {
            case .prep(.by): break
            case .unit where has(.periodic, in: pieces[next]): break
            default: continue
            }
            pieces[index].sense = .quantity(Quantity(.performance))
        }
    }

    /// "во сколько больше всего ставится хай", "when does the high usually fall": of the time, not of how high or which way.
    private mutating func settleFormed() {
        guard
            pieces.contains(where: { [.task(.time), .task(.timehour), .when].contains($0.sense) }),
            let extreme = pieces.firstIndex(where: {
                if case .quantity(let quantity) = $0.sense { quantity.extreme != nil } else { $0.sense == .highLow }
            })
        else { return }
        for index in pieces.indices {
            switch self[index] {
            case .rise?:
                guard has(.falls, in: pieces[index]) else { continue }
                let between = pieces[min(index, extreme)...max(index, extreme)].dropFirst().dropLast()
                if between.allSatisfy({ $0.sense == .often || $0.sense == .empty }) {
                    pieces[index].sense = .verb(.form)
                }
            case .superlative(.max)?:
                guard let next = following(index), self[next] == .verb(.form), pieces[index].tokens.count == 2 else {
                    continue
                }
                pieces[index].sense = .often
            default: continue
            }
        }
    }

    /// The next piece that means something.
    private func following(_ index: Int) -> Int? {
        pieces.indices.dropFirst(index + 1).first { pieces[$0].sense != .empty }
    }
}
