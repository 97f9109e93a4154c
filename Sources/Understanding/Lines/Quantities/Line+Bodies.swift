internal import Market
internal import Studies

extension Line {
    /// "open to close drops", "упал больше чем на 1% от открытия до закрытия": the move named is from the open, not from
    /// the close before.
    mutating func joinMovesOfBody() {
        settleIntraday()
        settleLargestBodies()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], quantity.base == .metric(.body), quantity.shift == 0,
                !quantity.absolute, let place = moveBeside(index), case .condition(var fact)? = self[place]
            else { continue }
            fact.condition = fact.condition.ofBody
            fact.plain = nil
            var rank = quantity
            rank.percent = quantity.percent ?? fact.rank?.percent
            (fact.rank, fact.span) = (rank, fact.span ?? quantity.span)
            let tokens = (pieces[place].tokens + pieces[index].tokens).sorted()
            pieces[place].sense = .condition(fact)
            pieces[place].tokens = tokens
            pieces.remove(at: index)
            index = min(index, place)
        }
    }

    /// "the largest candle body", "топ 5 дней с самым большим телом": of either way, unless one is named.
    private mutating func settleLargestBodies() {
        for index in pieces.indices
        where self[index] == .superlative(.max) && self[index + 1] == .quantity(Quantity(.body)) {
            let isOneWay = pieces.contains { piece in
                switch piece.sense {
                case .rise, .way, .win, .colour, .best: true
                case .condition(let fact): fact.up != nil
                default: false
                }
            }
            guard !isOneWay, case .quantity(var body)? = self[index + 1] else { continue }
            body.absolute = true
            pieces[index + 1].sense = .quantity(body)
        }
    }

    /// "Biggest intraday drop": within the day, from its open; "intraday swing": of a day, whose range is within it.
    private mutating func settleIntraday() {
        for index in pieces.indices.reversed()
        where unit(index) == .hourofday && prep(index) == nil && !pieces[index].each {
            if pieces[index].tokens.count == 1, case .quantity(let quantity)? = self[index + 1],
                prep(index + 1) == nil, !pieces[index + 1].afterStop
            {
                switch quantity.base {
                case .metric(.range), .metric(.rangePct), .volatility: drop(index)
                case .move, .metric(.change):
                    var body = Quantity(.body)
                    body.absolute = quantity.base == .move
                    join(index...(index + 1), as: .quantity(body))
                default: continue
                }
                continue
            }
            guard case .condition(let fact)? = self[index + 1], fact.up != nil, fact.rank?.base == .metric(.change),
                prep(index + 1) == nil
            else { continue }
            pieces[index].sense = .quantity(Quantity(.body))
        }
    }

    private func isMinuteBar(_ index: Int) -> Bool {
        if case .barUnit(.minutes)? = self[index] {
            true
        } else {
            unit(index) == .minute && pieces[index].tokens.count > 1
        }
    }

    /// "the most red days", "самые зелёные месяцы": those that lost or gained the most.
    mutating func settleColours() {
        for index in pieces.indices {
            // "the biggest up 5-minute candle", "самая большая 5-минутная свеча вверх": of those that rose.
            guard case .way(let up)? = self[index], prep(index) == nil, !pieces[index].afterStop else { continue }
            if self[index - 1] == .superlative(.max), isMinuteBar(index + 1) {
                pieces[index].sense = .colour(up: up)
            } else if self[index - 2] == .superlative(.max), isMinuteBar(index - 1) {
                pieces[index].sense = .colour(up: up)
                pieces.swapAt(index - 1, index)
            }
        }
        // "which month has the most red days" counts them.
        guard
            !pieces.contains(where: {
                switch $0.sense {
                case .which, .task(.runs), .mark(.consecutive): true
                default: false
                }
            })
        else { return }
        for index in pieces.indices {
            guard case .colour(let up)? = self[index], case .superlative(.max)? = self[index - 1] else { continue }
            // A green candle is large by its body.
            if self[index + 1] == .bars { continue }
            pieces[index].sense = .win(up: up)
        }
    }

    /// "moved over 100 points in range", "moved 1% (either way)": said a second time.
    mutating func joinSaidAgain() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .condition(var fact)? = self[index], let rank = fact.rank, rank.base == .move else { continue }
            if case .quantity(let quantity)? = self[index + 1], quantity.base == .metric(.range),
                prep(index + 1) == .in, quantity.shift == 0, let condition = fact.condition.ofRange
            {
                fact.condition = condition
                var range = quantity
                range.percent = rank.percent
                (fact.rank, fact.up, fact.plain) = (range, nil, nil)
                join(index...(index + 1), as: .condition(fact))
            }
            let mark = self[index + 1] == .stop("(") ? index + 2 : index + 1
            if isMark(mark, .absolute), case .condition(let fact)? = self[index], fact.rank?.absolute ?? false {
                let last = self[mark + 1] == .stop(")") && mark == index + 2 ? mark + 1 : mark
                join(index...last, as: .condition(fact))
            }
        }
    }

    /// The move that stands beside, windows aside.
    private func moveBeside(_ index: Int) -> Int? {
        var places = [index + 1, index - 1]
        if isSpan(index - 1) { places.append(index - 2) }
        return places.first { place in
            guard case .condition(let fact)? = self[place], fact.run == nil, let rank = fact.rank, rank.shift == 0
            else {
                return false
            }
            // "open-to-close gain of at least 300 points": what it brought.
            if rank.base == .performance, place == index + 1, !pieces[place].afterStop, prep(place) == nil {
                return true
            }
            guard fact.up != nil else { return false }
            return rank.base == .metric(.change) && !(place > index && pieces[place].afterStop)
        }
    }
}

extension Condition {
    /// What is said of the change, said of the move from open to close.
    var ofBody: Condition {
        switch self {
        case .compare(let left, let relation, let right):
            .compare(left: left.ofBody, relation: relation, right: right.ofBody)
        case .all(let parts): .all(of: parts.map(\.ofBody))
        case .any(let parts): .any(of: parts.map(\.ofBody))
        case .not(let of): .not(of: of.ofBody)
        default: self
        }
    }
}

extension Condition {
    /// What is said of how far the close went, said of the range.
    fileprivate var ofRange: Condition? {
        switch self {
        case .compare(.absolute(.metric(let metric, let bar)), let relation, let right) where metric.family == .change:
            .compare(
                left: .metric(metric: metric == .change ? .range : .rangePct, of: bar),
                relation: relation,
                right: right
            )
        default: nil
        }
    }
}

extension Series {
    fileprivate var ofBody: Series {
        switch self {
        case .metric(.change, let bar): .metric(metric: .body, of: bar)
        case .metric(.changePct, let bar): .metric(metric: .bodyPct, of: bar)
        case .absolute(let of): .absolute(of: of.ofBody)
        case .aggregate(let statistic, let of): .aggregate(statistic: statistic, of: of.ofBody)
        default: self
        }
    }
}
