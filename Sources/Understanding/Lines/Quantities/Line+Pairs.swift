internal import Market
internal import Studies

/// Figures that are held against each other by the words between them.
extension Line {
    /// "average gain vs average loss", "средний плюс / средний минус": beside a fall, or behind a mean, it is a rise and no
    /// return of all days.
    mutating func settleGainsAndLosses() {
        // "average gain of green days": of days that are named, it is their change.
        let namesDays = pieces.contains { piece in
            switch piece.sense {
            case .mark(.after), .colour, .win: true
            default: false
            }
        }
        let falls =
            !namesDays
            && pieces.indices.contains { self[$0] == .rise(up: false) && (isMean($0 - 1) || joins($0 - 1)) }
        for index in pieces.indices {
            switch self[index] {
            case .quantity? where falls && has(.gaining, in: pieces[index]) && (isMean(index - 1) || joins(index - 1)):
                pieces[index].sense = .rise(up: true)
            case .way(let up)?
            where (has(.plusword, in: pieces[index]) || has(.minus, in: pieces[index])) && isMean(index - 1)
                && unit(index + 1) == nil:
                pieces[index].sense = .rise(up: up)
            default: continue
            }
        }
    }

    private func isMean(_ index: Int) -> Bool {
        switch self[index] {
        case .statistic(.mean)?, .statistic(.median)?: true
        default: false
        }
    }

    private func joins(_ index: Int) -> Bool {
        isMark(index, .vs) || isMark(index, .and) || self[index] == .stop("/") || self[index] == .stop(",")
    }

    /// "средние тени", "average wick": of either end.
    mutating func settleMeanWicks() {
        // "upper wick vs lower wick, average": one beside the other.
        for index in pieces.indices where isMark(index, .vs) {
            guard case .quantity(let left)? = self[index - 1], case .quantity(let right)? = self[index + 1],
                Set([left, right]) == Set([Quantity(.upperShadow), Quantity(.lowerShadow)])
            else { continue }
            pieces[index].sense = .mark(.and)
            if !pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }) {
                pieces.insert(Piece(sense: .statistic(.mean), tokens: []), at: index - 1)
            }
            return
        }
        for index in pieces.indices.reversed() where self[index] == .unknown && has(.wick, in: pieces[index]) {
            guard isMean(index - 1) else { continue }
            let tokens = pieces[index].tokens
            pieces[index].sense = .quantity(Quantity(.upperShadow))
            pieces.insert(
                contentsOf: [
                    Piece(sense: .mark(.and), tokens: []),
                    Piece(sense: .quantity(Quantity(.lowerShadow)), tokens: tokens),
                ],
                at: index + 1
            )
        }
    }

    /// "тело к диапазону", "body/range ratio", "ratio of the upper wick to the range": what a part of the bar is of its range,
    /// in percent, day by day; their mean, where nothing else is asked.
    mutating func joinPartsOfRange() {
        guard let whole = pieces.firstIndex(where: { $0.sense == .quantity(Quantity(.range)) }), whole > 0,
            pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) == 2
        else { return }
        let isSlash = self[whole - 1] == .stop("/")
        let place = isSlash ? whole - 2 : whole - 1
        guard case .quantity(let part)? = self[place], part.isPartOfBar, part.span == nil, part.shift == 0 else {
            return
        }
        var asked = pieces.indices.filter { self[$0] == .task(.ratio) }
        guard isSlash || prep(whole) == .to || !asked.isEmpty && isMark(whole - 1, .vs) else { return }
        var named = part
        named.absolute = part.isSigned
        let share = Series.percent(of: named.series(percent: false), in: Quantity(.range).series(percent: false))
        pieces[place].tokens = (pieces[place].tokens + asked.flatMap { pieces[$0].tokens }).sorted()
        join(place...whole, as: .quantity(Quantity(.series(share))))
        asked = pieces.indices.filter { self[$0] == .task(.ratio) }
        for index in asked.reversed() { pieces.remove(at: index) }
        let isFigure = pieces.contains { piece in
            switch piece.sense {
            case .statistic, .superlative, .extremum, .relation, .task, .top, .percentile, .quartiles: true
            default: false
            }
        }
        guard !isFigure, let own = pieces.firstIndex(where: { $0.sense == .quantity(Quantity(.series(share))) }) else {
            return
        }
        pieces.insert(Piece(sense: .statistic(.mean), tokens: []), at: own)
    }

    /// "average upper wick in %": of the open, as a range is. "размер тела": its size has no sign.
    mutating func settleSizesOfParts() {
        for index in pieces.indices {
            guard case .quantity(var part)? = self[index], part.isPartOfBar, part.shift == 0 else { continue }
            if part.base == .metric(.body) {
                let first = pieces[index].tokens.first ?? 0
                let before = tokens[max(0, first - 3)..<first].contains { forms.contains($0.text, .sizeword) }
                let isSize = has(.sizeword, in: pieces[index]) || before
                guard isSize, pieces.indices.contains(where: { isStatistic($0) }) else { continue }
                part.absolute = true
            } else if part.percent == true, part.span == nil,
                // "in % of range".
                !pieces.contains(where: { $0.sense == .quantity(Quantity(.range)) })
            {
                let share = Series.percent(of: part.series(percent: false), in: Quantity(.open).series())
                part = Quantity(.series(share))
            }
            pieces[index].sense = .quantity(part)
        }
    }

    /// "up day volume / down day volume": the sides of one quantity.
    mutating func settleSlashedSides() {
        for index in pieces.indices where self[index] == .stop("/") {
            guard case .quantity(let left)? = self[index - 1],
                pieces[(index + 1)...].contains(where: { $0.sense == .quantity(left) }),
                let first = way(in: pieces[..<index]), let second = way(in: pieces[index...]), first != second
            else { continue }
            pieces[index].sense = .mark(.vs)
            if pieces.indices.contains(index + 1) { pieces[index + 1].afterStop = false }
            return
        }
    }

    private func way(in pieces: ArraySlice<Piece>) -> Bool? {
        let ways = pieces.compactMap { piece -> Bool? in
            switch piece.sense {
            case .way(let up), .colour(let up), .win(let up), .rise(let up): up
            default: nil
            }
        }
        return ways.count == 1 ? ways[0] : nil
    }

    /// "сумма пунктов за ночь и за кассу", "total points overnight vs RTH": how far it went in all.
    mutating func settleSumsOfPoints() {
        guard let sum = pieces.firstIndex(where: { $0.sense == .statistic(.sum) }), self[sum + 1] == .measure(.points),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity, .rise, .colour, .way, .win, .highLow, .openingRange, .relation, .verb,
                    .number(_, .points):
                    true
                default: false
                }
            })
        else { return }
        // Of a session, what it made from its open to its close.
        let isOfSession = pieces.contains { piece in
            if case .span(let span) = piece.sense { span != .wholeDay } else { false }
        }
        var moved = Quantity(isOfSession ? .metric(.body) : .performance)
        moved.percent = false
        pieces[sum + 1].sense = .quantity(moved)
    }

    /// "time between the RTH high and the RTH low": both of the one window.
    mutating func joinBetweenEnds() {
        for index in pieces.indices where isMark(index, .between) {
            var high = index + 1
            if isSpan(high) { high += 1 }
            guard case .quantity(let one)? = self[high], isMark(high + 1, .and) else { continue }
            var low = high + 2
            if isSpan(low), isSpan(index + 1), self[low] == self[index + 1] { low += 1 }
            guard case .quantity(let other)? = self[low], let end = one.extreme, let second = other.extreme,
                end != second, one.span == other.span, one.shift == 0, other.shift == 0
            else { continue }
            join(high...low, as: .highLow)
            return
        }
    }

    /// "80% of days are within what range": a percentile of it. "квартили объёма по дням": days are what it is of.
    mutating func settleQuantiles() {
        if pieces.contains(where: { $0.sense == .quartiles || $0.sense == .percentile || $0.sense == .decile }),
            let key = pieces.firstIndex(where: { $0.sense == .key(.calendar(field: .date)) })
        {
            drop(key)
        }
        guard
            let place = pieces.firstIndex(where: {
                if case .number(let share, .percent) = $0.sense { share > 0 && share < 100 } else { false }
            }), isOfDays(place), case .number(let share, _)? = self[place],
            let within = pieces.firstIndex(where: { $0.sense == .relation(.less) && has(.within, in: $0) }),
            pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) == 1,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .statistic, .task, .superlative, .extremum: true
                default: false
                }
            }), tokens.contains(where: { forms.contains($0.text, .what) || forms.contains($0.text, .which) })
        else { return }
        if unit(place + 1) == .day, place + 1 != within { drop(place + 1) }
        pieces[place].sense = .statistic(.quantile(probability: share / 100))
        if let relation = pieces.firstIndex(where: { $0.sense == .relation(.less) }) { drop(relation) }
    }

    /// "days with range > 300, %", "дни с гэпом больше 1%: %": behind days of a kind, of which nothing is measured, how many
    /// of a hundred they are.
    mutating func settleShareOfKind() {
        guard let last = pieces.indices.last(where: { !isStop($0) }), self[last] == .measure(.percent), last > 1,
            pieces[last].afterStop || isStop(last - 1)
        else { return }
        let names = pieces.contains { $0.sense == .unit(.day) || $0.sense == .task(.days) || has(.day, in: $0) }
        let isKind = pieces.contains { piece in
            switch piece.sense {
            case .relation, .pattern: true
            default: false
            }
        }
        let isFigure = pieces.contains { piece in
            switch piece.sense {
            case .statistic, .superlative, .best, .extremum, .key, .top, .task(.top), .task(.share), .task(.count),
                .task(.compare), .task(.distribution), .task(.correlation), .task(.howmuch), .mark(.after),
                .mark(.next):
                true
            default: false
            }
        }
        guard names, isKind, !isFigure else { return }
        var share = pieces.remove(at: last)
        share.sense = .task(.share)
        (share.prep, share.prepTokens, share.afterStop) = (nil, [], false)
        let first = pieces.firstIndex { $0.sense == .unit(.day) || $0.sense == .task(.days) || has(.day, in: $0) } ?? 0
        pieces.insert(share, at: first)
    }
}

extension Quantity {
    /// A part of a bar that lies within its range.
    fileprivate var isPartOfBar: Bool {
        guard case .metric(let metric) = base else { return false }
        return metric == .body || metric == .upperShadow || metric == .lowerShadow
    }
}
