internal import Market
internal import Studies

/// The highest and lowest prices of so many days.
extension Line {
    /// "a new 20 day high", "обновил 20-дневный минимум": beyond all the days before, so many.
    mutating func joinHighsOfDays(today: CivilDate) {
        orderHighsOfDays()
        orderHighsOfWeeks()
        joinBreakoutsOfDays()
        var index = 0
        while index < count {
            defer { index += 1 }
            // "20 day high", or "20-дневный хай", which is one word of two.
            let isOfWeeks = isWeek(index + 1)
            let place = unit(index + 1) == .day || isOfWeeks ? index + 2 : index + 1
            guard let length = whole(index), (2...(isOfWeeks ? 60 : 400)).contains(length),
                case .quantity(let quantity)? = self[place], let extreme = quantity.extreme, quantity.shift == 0,
                quantity.span == nil, place > index + 1 || has(.daily, in: pieces[place])
            else { continue }
            // A year of 52 weeks has 252 trading days.
            let days = isOfWeeks ? length * 252 / 52 : length
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
            if first == index, last == place, isValue(index...place) {
                let dates =
                    isOfWeeks
                    ? Dates(period: .range(today.adding(days: 1 - 7 * length), today), shape: .other)
                    : Dates(period: .lastDays(count: days, upTo: today), shape: .other)
                join(index...(place - 1), as: .dates(dates))
                pieces.insert(Piece(sense: .statistic(up ? .max : .min), tokens: []), at: index)
                return
            }
            guard first < index || last > place || happensToDays(index...place) else { continue }
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

    /// "what is the 20 day high", "52 week high": a price, and nothing else is asked.
    private func isValue(_ range: ClosedRange<Int>) -> Bool {
        pieces.indices.allSatisfy { index in
            switch pieces[index].sense {
            case .stop, .symbol, .span, .empty, .task(.explain), .task(.howmuch), .relative(.this), .mark(.it): true
            default: range.contains(index)
            }
        } && !has(.plural, in: pieces[range.upperBound])
    }

    /// "days with a 20 day high", "is today a 20 day high", "how many 20-day highs in 2024": made on such a day.
    private func happensToDays(_ range: ClosedRange<Int>) -> Bool {
        if isMark(range.lowerBound - 1, .after) || has(.plural, in: pieces[range.upperBound]) { return true }
        return pieces[..<range.lowerBound].contains { piece in
            switch piece.sense {
            case .relative(.today), .relative(.yesterday), .task(.days), .task(.count): true
            case .mark(.given): has(.day, in: piece)
            default: false
            }
        } && !isRelation(range.lowerBound - 1)
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

    private func isWeek(_ index: Int) -> Bool { unit(index) == .week || self[index] == .barUnit(.week) }

    /// "хай за 52 недели": the length stands behind the price.
    private mutating func orderHighsOfWeeks() {
        for index in pieces.indices {
            guard case .quantity(let level)? = self[index], level.extreme != nil, level.shift == 0, level.span == nil,
                let weeks = whole(index + 1), (2...60).contains(weeks), isWeek(index + 2),
                prep(index + 1) == .in || prep(index + 1) == nil && !pieces[index + 1].afterStop
            else { continue }
            let price = pieces.remove(at: index)
            (pieces[index].prep, pieces[index].prepTokens) = (price.prep, pieces[index].prepTokens)
            pieces.insert(price, at: index + 2)
            (pieces[index + 2].prep, pieces[index + 2].prepTokens, pieces[index + 2].afterStop) = (nil, [], false)
            return
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
}
