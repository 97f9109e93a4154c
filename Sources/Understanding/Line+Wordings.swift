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
        for index in pieces.indices.reversed() where isMark(index, .not) || isMark(index, .neither) {
            // "ни вверх ни вниз", "neither up nor down": neither side.
            let other = isMark(index + 2, .and) ? index + 3 : index + 2
            guard case .way(let up)? = self[index + 1], isMark(other, .not) || isMark(other, .neither),
                self[other + 1] == .way(up: !up)
            else { continue }
            join(index...(other + 1), as: .mark(.neither))
        }
        for index in pieces.indices {
            guard case .best(let up)? = self[index], case .number(_, let measure?)? = self[index + 1],
                measure == .percent || measure == .points, !isOfDays(index + 1)
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
            let isRanked = pieces.indices.contains { place in
                switch self[place] {
                case .top?, .task(.top)?, .superlative?, .best?, .order?, .orderWay?: place != index
                default: false
                }
            }
            let gap = pieces.first { if case .quantity(let gap) = $0.sense { gap.isGap } else { false } }
            if isRanked || gap == nil {
                drop(index)
            } else if pieces.contains(where: {
                $0.sense == .task(.share) || $0.sense == .often || $0.sense == .verb(.fill)
            }) {
                // "процент закрытия гэпов по размеру": groups of sizes.
                var size = Quantity(.gap)
                size.absolute = true
                (pieces[index].sense, pieces[index].prep) = (.quantity(size), .by)
            } else {
                drop(index)
            }
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
        for index in pieces.indices.reversed() where isMark(index, .absolute) {
            guard self[index - 1] == .stop("("), self[index + 1] == .stop(")") else { continue }
            pieces[index].afterStop = false
            pieces.remove(at: index + 1)
            pieces.remove(at: index - 1)
        }
        let isMean = pieces.indices.contains {
            self[$0] == .statistic(.mean) || self[$0] == .statistic(.median) || isForm($0, .usual)
        }
        // A volume goes through; it covers no distance.
        let isOfVolume = pieces.contains {
            if case .quantity(let quantity) = $0.sense { quantity.isVolume } else { false }
        }
        settleMovingMore()
        settleMovingMost()
        for index in pieces.indices where self[index] == .verb(.travel) {
            let isOfRange =
                pieces.contains { [.task(.share), .task(.time), .task(.timehour), .task(.length)].contains($0.sense) }
                && pieces.contains {
                    if case .quantity(let quantity) = $0.sense { quantity.base == .metric(.range) } else { false }
                }
            if isOfVolume || isOfRange {
                pieces[index].sense = .verb(.form)
                continue
            }
            let asked = pieces.firstIndex { $0.sense == .task(.count) || $0.sense == .task(.howmuch) }
            let isToDate = pieces.contains {
                if case .dates(let dates) = $0.sense { dates.isCurrent || $0.prep == .since } else { false }
            }
            if !isMean, let asked, isToDate || pieces.contains(where: { $0.sense == .measure(.percent) }),
                unit(asked + 1) == nil, threshold(index + 1, bare: true) == nil,
                !pieces.contains(where: { $0.sense == .unit(.day) && $0.prep == .in || $0.sense == .mark(.each) })
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
            let isOfNext = pieces.contains { $0.sense == .mark(.after) || $0.sense == .mark(.next) }
            if isBare || isOfNext && asked == nil && has(.how) && !isMean {
                // "как сходил в январе", "как ходил после обвала": how it did.
                pieces[index].sense = .task(.performance)
                continue
            }
            if !isMean, threshold(index + 1, bare: true)?.measure == .percent {
                // "двигался больше чем на 2%": either way.
                pieces[index].sense = .quantity(Quantity(.move))
                continue
            }
            let isAmount =
                asked != nil
                && pieces.contains {
                    switch $0.sense {
                    case .unit(.day): $0.prep == .in
                    case .mark(.each), .span, .window, .relative(.yesterday), .relative(.today): true
                    default: false
                    }
                }
            guard isMean || isAmount || threshold(index + 1, bare: true)?.measure == .points else { continue }
            pieces[index].sense = .quantity(Quantity(.range))
            if let asked, unit(asked + 1) == nil, threshold(index + 1, bare: true) == nil,
                asked < index, !isMeasure(asked + 1), !isMeasure(asked + 2)
            {
                // "сколько NQ ходит за день": how far, nothing is counted.
                pieces[index].tokens = (pieces[index].tokens + pieces[asked].tokens).sorted()
                pieces.remove(at: asked)
                return
            }
        }
    }

    /// "кто больше ходит, понедельник или пятница": the one is held against the other,
    /// and how far is what each of them moved.
    private mutating func settleMovingMore() {
        guard pieces.contains(where: { $0.sense == .mark(.or) || $0.sense == .mark(.vs) }) else { return }
        for index in pieces.indices.reversed() {
            switch self[index] {
            case .relation(.greater)?, .relation(.less)?:
                guard self[index + 1] == .verb(.travel), !isNumber(index + 2) else { continue }
                pieces[index + 1].sense = .quantity(Quantity(.move))
                drop(index)
            default: continue
            }
        }
    }

    /// "в какой час ходит меньше всего": where the move is the largest or the smallest.
    private mutating func settleMovingMost() {
        let isAsked = pieces.contains {
            switch $0.sense {
            case .task(.timehour), .task(.time), .which, .when: true
            default: false
            }
        }
        guard isAsked else { return }
        for index in pieces.indices where self[index] == .verb(.travel) {
            let sides = [index - 1, index + 1]
            guard sides.contains(where: { if case .superlative? = self[$0] { true } else { false } }) else { continue }
            pieces[index].sense = .quantity(Quantity(.move))
        }
    }

    /// A price, or the verb that names it.
    private func hasPrice(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity(let quantity)?: quantity.isPrice
        case .verb(.close)?, .verb(.open)?, .verb(.trade)?: true
        default: false
        }
    }

    private func isMeasure(_ index: Int) -> Bool { if case .measure? = self[index] { true } else { false } }

    /// "a new 20 day high", "обновил 20-дневный минимум": beyond all the days before, so many.
    mutating func joinHighsOfDays() {
        orderHighsOfDays()
        joinBreakoutsOfDays()
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
            while self[first - 1] == .verb(.break) || self[first - 1] == .verb(.form)
                || first < index && self[first - 1] == .verb(.touch)
            { first -= 1 }
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
            let price = quantity.series()
            let up = extreme == .high
            if first == index, last == place, isRelation(index - 1), hasPrice(index - 2) {
                // "closed above the 5 day high": a level of the days before.
                let level = Series.rolling(statistic: up ? .max : .min, of: price, count: days)
                join(index...place, as: .quantity(Quantity(.series(level))))
                continue
            }
            if first == index, case .relation(let relation)? = self[index - 1], relation == (up ? .greater : .less) {
                // "exceeds the 20 day high".
                first -= 1
            }
            guard first < index || last > place else { continue }
            let isOfClose = closes(first - 1)
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

    /// "a 20 day breakout", "a 50 day breakout to the downside": a close beyond all the days before, so many, and no row of
    /// breakouts.
    private mutating func joinBreakoutsOfDays() {
        for index in pieces.indices.reversed() {
            guard case .pattern(let names)? = self[index], names == ["breakoutUp"] || names == ["breakoutDown"],
                has(.breakout, in: pieces[index]), unit(index - 1) == .day, let days = whole(index - 2),
                (2...400).contains(days)
            else { continue }
            var (up, last) = (names == ["breakoutUp"], index)
            if case .way(let way)? = self[index + 1], !pieces[index + 1].afterStop { (up, last) = (way, index + 1) }
            let level = Series.metric(metric: up ? .high : .low, of: .own)
            let beyond = Condition.holds(
                .metric(metric: .close, of: .own),
                up ? .greater : .less,
                .rolling(statistic: up ? .max : .min, of: level, count: days)
            )
            join((index - 2)...last, as: .condition(Fact(condition: beyond, isOutcome: true)))
        }
    }

    /// "the high of the previous 20 days", "максимум за 20 дней": said as "20 day high", behind what breaks or is held
    /// against it.
    private mutating func orderHighsOfDays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(var level)? = self[index], level.extreme != nil, level.span == nil,
                let found = daysBefore(index + 1)
            else { continue }
            // "breaks yesterday's high over the last 200 days": the level has its day, the days are when.
            if level.shift != 0, isDates(index + 1) { continue }
            var first = index
            if case .superlative(let superlative)? = self[first - 1], superlative == .max || superlative == .min {
                first -= 1
            }
            switch self[first - 1] {
            case .relation?, .verb(.break)?, .verb(.form)?, .pattern?: break
            default: continue
            }
            level.shift = 0
            var number = pieces[first]
            number.sense = .number(Double(found.days), nil)
            number.tokens = pieces[first...found.last].flatMap(\.tokens).sorted()
            var price = pieces[index]
            price.sense = .quantity(level)
            (price.prep, price.prepTokens, price.afterStop) = (nil, [], false)
            let day = Piece(sense: .unit(.day), tokens: price.tokens, text: "")
            pieces.replaceSubrange(first...found.last, with: [number, day, price])
            index = first + 2
        }
    }

    /// So many trading days before, behind a price.
    func daysBefore(_ index: Int) -> (days: Int, last: Int)? {
        guard pieces.indices.contains(index), !pieces[index].afterStop else { return nil }
        // "of the last 20 days in 2024" says two things.
        if case .dates(let dates)? = self[index], case .lastDays(let days, _) = dates.period, (2...400).contains(days),
            pieces[index].tokens.count <= 3
        {
            return (days, index)
        }
        var place = index
        let isBefore = isMark(place, .previous) || self[place] == .relative(.past) || self[place] == .relative(.last)
        if isBefore { place += 1 }
        guard let days = whole(place), (2...400).contains(days), unit(place + 1) == .day,
            isBefore || prep(place) == .in || prep(place) == nil && !has(.spanning, in: pieces[place + 1])
        else { return nil }
        return (days, place + 1)
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
