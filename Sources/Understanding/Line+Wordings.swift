internal import Market
internal import Studies

extension Line {
    /// "neither A nor B", "не было ни A, ни B": each is denied once; "хуже -2%" is less than that.
    mutating func settleNegations() {
        for index in pieces.indices where isMark(index, .neither) && isRelation(index + 1) {
            pieces[index].sense = .mark(.not)
        }
        for index in pieces.indices.reversed() where has(.nor, in: pieces[index]) && isMark(index, .not) {
            let before = pieces[..<index].lastIndex { $0.sense == .mark(.not) }
            guard let before else { continue }
            if has(.nor, in: pieces[before]) {
                if !isMark(index - 1, .and), !isStop(index - 1) {
                    pieces.insert(Piece(sense: .mark(.and), tokens: [], text: ""), at: index)
                }
            } else {
                // A second denial of the verb says nothing more.
                drop(before)
            }
        }
        for index in pieces.indices {
            guard case .best(let up)? = self[index], case .number(_, let measure?)? = self[index + 1],
                measure == .percent || measure == .points
            else { continue }
            pieces[index].sense = .relation(up ? .greater : .less)
        }
    }

    /// "по размеру" ranks only behind a place ("третий по размеру"); else it says nothing of its own.
    mutating func settlePlaces() {
        for index in pieces.indices.reversed() {
            guard case .superlative(.max)? = self[index], has(.bySize, in: pieces[index]),
                pieces[index].tokens.count > 1
            else { continue }
            if case .ordinal? = self[index - 1] { continue }
            drop(index)
        }
    }

    /// "is volume higher on Fridays": more of a quantity without a sign, not a day that rose.
    mutating func settleComparatives() {
        for index in pieces.indices {
            guard case .way(let up)? = self[index], has(.comparative, in: pieces[index]),
                case .quantity(let quantity)? = self[index - 1], !quantity.isSigned, !quantity.isPrice
            else { continue }
            pieces[index].sense = .relation(up ? .greater : .less)
        }
    }

    /// "касса прошла больше 600 пунктов", "сколько в среднем проходит": how far it went is the range.
    mutating func joinTravels() {
        let isMean = pieces.indices.contains {
            self[$0] == .statistic(.mean) || self[$0] == .statistic(.median) || isForm($0, .usual)
        }
        // A volume goes through; it covers no distance.
        let isOfVolume = pieces.contains {
            if case .quantity(let quantity) = $0.sense { quantity.isVolume } else { false }
        }
        for index in pieces.indices where self[index] == .verb(.travel) {
            if isOfVolume {
                pieces[index].sense = .verb(.form)
                continue
            }
            let asked = pieces.firstIndex { $0.sense == .task(.count) || $0.sense == .task(.howmuch) }
            if !isMean, let asked, pieces.contains(where: { $0.sense == .measure(.percent) }),
                unit(asked + 1) == nil, threshold(index + 1, bare: true) == nil
            {
                // "сколько прошёл с начала года в процентах": its move over that time.
                pieces[index].sense = .quantity(Quantity(.performance))
                pieces[asked].sense = .task(.howmuch)
                continue
            }
            let isBare = pieces.allSatisfy { piece in
                switch piece.sense {
                case .dates, .symbol, .stop, .verb(.travel), .span, .relative, .unit, .months, .number: true
                default: false
                }
            }
            if isBare {
                // "как сходил в январе": how it did.
                pieces[index].sense = .task(.performance)
                continue
            }
            guard isMean || threshold(index + 1, bare: true)?.measure == .points else { continue }
            pieces[index].sense = .quantity(Quantity(.range))
        }
    }

    /// "a new 20 day high", "обновил 20-дневный минимум": beyond all the days before, so many.
    mutating func joinHighsOfDays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            // "20 day high", or "20-дневный хай", which is one word of two.
            let place = unit(index + 1) == .day ? index + 2 : index + 1
            guard let days = whole(index), (2...400).contains(days),
                case .quantity(let quantity)? = self[place], let extreme = quantity.extreme, quantity.shift == 0,
                quantity.span == nil, place > index + 1 || has(.daily, in: pieces[place])
            else { continue }
            var first = index
            while self[first - 1] == .verb(.break) || self[first - 1] == .verb(.form) { first -= 1 }
            if let pattern = breakout(before: index, up: extreme == .high) {
                // "a breakout above the 20 day high": of closes, as the pattern has it.
                let price = quantity.series()
                let beyond = Condition.holds(
                    .metric(metric: .close, of: .own),
                    extreme == .high ? .greater : .less,
                    .rolling(statistic: extreme == .high ? .max : .min, of: price, count: days)
                )
                join(pattern...place, as: .condition(Fact(condition: beyond, isOutcome: true)))
                index = pattern
                continue
            }
            let last = self[place + 1] == .verb(.break) || self[place + 1] == .verb(.form) ? place + 1 : place
            guard first < index || last > place else { continue }
            let isOfClose = closes(first - 1)
            let price = quantity.series()
            let up = extreme == .high
            // "closed at a new 20 day high": beyond it by the close.
            let condition = Condition.holds(
                isOfClose ? .metric(metric: .close, of: .own) : price,
                up ? .greater : .less,
                .rolling(statistic: up ? .max : .min, of: price, count: days)
            )
            if isOfClose { first -= 1 }
            join(first...last, as: .condition(Fact(condition: condition, isOutcome: true)))
            index = first
        }
    }

    /// Where a breakout's word stands before a level, past "above" or "of".
    private func breakout(before index: Int, up: Bool) -> Int? {
        var place = index - 1
        if case .relation(let relation)? = self[place], relation.isUp == up { place -= 1 }
        switch self[place] {
        case .pattern(let names)?: guard names == [up ? "breakoutUp" : "breakoutDown"] else { return nil }
        case .verb(.break)?: guard has(.breakout, in: pieces[place]) else { return nil }
        default: return nil
        }
        // "медвежий пробой минимума": its side is said by the level.
        if case .colour(let isUp)? = self[place - 1], isUp == up { place -= 1 }
        return place
    }

    /// "реализованная волатильность за 2024 годовая": the adjective is of the measure, not of the year's number.
    mutating func settleAnnual() {
        let isRealized = pieces.contains {
            if case .quantity(let quantity) = $0.sense { quantity.base == .realized } else { false }
        }
        guard isRealized else { return }
        for index in pieces.indices where unit(index) == .year && isForm(index, .annual) {
            pieces[index].sense = .mark(.annual)
        }
    }

    /// "annualised realised volatility": days' deviations by the root of the days of a year.
    mutating func joinAnnual(days: Double) {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .annual) || unit(index) == .year && prep(index) == nil && year(index - 1) == nil else {
                continue
            }
            let place = [index + 1, index - 1].first { place in
                guard case .quantity(let quantity)? = self[place] else { return false }
                return quantity.base == .realized || quantity.base == .volatility && isMark(index, .annual)
            }
            let far = pieces.firstIndex {
                if case .quantity(let quantity) = $0.sense { quantity.base == .realized } else { false }
            }
            guard let place = place ?? (isStop(index - 1) || isMark(index, .annual) ? far : nil) else { continue }
            let change = Series.metric(metric: .changePct, of: .own)
            let series = Series.arithmetic(left: change, operation: .times, right: .number(value: days.squareRoot()))
            var piece = pieces[place]
            piece.sense = .quantity(Quantity(.series(series)))
            piece.tokens = (piece.tokens + pieces[index].tokens).sorted()
            pieces[place] = piece
            pieces.remove(at: index)
            let position = place > index ? place - 1 : place
            if !isStatistic(position - 1) {
                pieces.insert(Piece(sense: .statistic(.deviation), tokens: [], text: ""), at: position)
            }
            return
        }
    }
}
