internal import Market
internal import Studies

extension Line {
    /// "stayed inside the first hour range": neither side of it was broken later.
    mutating func settleStaysInside() {
        for index in pieces.indices where self[index] == .verb(.hold) && isMark(index + 1, .inside) {
            switch self[index + 2] {
            case .span(.opening)?, .openingRange?: break
            case .quantity(let range)? where range.base == .metric(.range) && range.span?.isOpening ?? false: break
            default: continue
            }
            pieces[index].sense = .mark(.not)
            pieces[index + 1].sense = .verb(.break)
        }
    }

    /// "открытие внутри вчерашнего диапазона": between the day before's low and high.
    mutating func joinInside(_ frame: Surroundings) {
        joinBetweenEnds(frame)
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .inside) || isMark(index, .outside), let range = insideRange(index + 1) else {
                continue
            }
            // A price, or the whole of the bar that stays there.
            let prices: [Quantity]
            let first = index - 1
            // "is the RTH range inside the overnight range", "диапазон кассы внутри ночного".
            if isSpan(first), isPlainRange(first - 1), range.span != nil { pieces.swapAt(first, first - 1) }
            switch self[first] {
            case .quantity? where isPlainRange(first) && isSpan(first - 1) && range.span != nil:
                prices = [Quantity(.high), Quantity(.low)]
            case .span(let own)? where range.span != nil && range.span != own:
                // "RTH inside the overnight range".
                prices = [Quantity(.high), Quantity(.low)]
            case .quantity(let quantity)? where quantity.isPrice: prices = [quantity]
            case .verb(.close)?: prices = [Quantity(.close)]
            case .verb(.open)?: prices = [Quantity(.open)]
            case .verb(.hold)? where range.span != nil: prices = [Quantity(.high), Quantity(.low)]
            default: continue
            }
            func level(_ metric: Metric) -> Series {
                let price = Series.metric(metric: metric, of: Bar(span: range.span))
                return range.span == nil ? .shifted(of: price, by: -1) : price
            }
            let within = Condition.all(of: [
                .holds(prices[0].series(), .lessOrEqual, level(.high)),
                .holds(prices[prices.count - 1].series(), .greaterOrEqual, level(.low)),
            ])
            var fact = Fact(condition: isMark(index, .outside) ? .not(of: within) : within, isOutcome: true)
            // What lies before the session is complete where it opens.
            if let span = range.span { fact.ofSession = frame.isBeforeSession(span) }
            if isSpan(first) {
                join(index...range.last, as: .condition(fact))
                continue
            }
            join((index - 1)...range.last, as: .condition(fact))
            index -= 1
        }
    }

    /// "между вчерашним лоем и вчерашним хаем", "between the overnight low and the overnight high": inside that bar.
    private mutating func joinBetweenEnds(_ frame: Surroundings) {
        for index in pieces.indices.reversed() where isMark(index, .between) {
            guard let (left, middle) = endNamed(index + 1), isMark(middle + 1, .and),
                let (right, last) = endNamed(middle + 2), let first = left.extreme, let second = right.extreme,
                first != second,
                left.shift == right.shift, left.span == right.span, left.shift < 0 || left.span != nil,
                left.within == nil, right.within == nil, left.unit == nil, right.unit == nil
            else { continue }
            let price: Quantity
            switch self[index - 1] {
            case .quantity(let quantity)? where quantity == Quantity(.close) || quantity == Quantity(.open):
                price = quantity
            case .verb(.close)?: price = Quantity(.close)
            case .verb(.open)?: price = Quantity(.open)
            default: continue
            }
            let (high, low) = first == .high ? (left, right) : (right, left)
            let within = Condition.all(of: [
                .holds(price.series(), .lessOrEqual, high.series()),
                .holds(price.series(), .greaterOrEqual, low.series()),
            ])
            var fact = Fact(condition: within, isOutcome: true)
            if let span = left.span { fact.ofSession = frame.isBeforeSession(span) }
            join((index - 1)...last, as: .condition(fact))
        }
    }

    /// "yesterday's low", "the overnight high": an end of another bar, and where its words end.
    private func endNamed(_ index: Int) -> (Quantity, Int)? {
        var place = index
        var (shift, span) = (0, nil as Span?)
        switch self[place] {
        case .mark(.previous)?, .relative(.yesterday)?, .relative(.previous)?:
            (shift, place) = (-1, place + (unit(place + 1) == .day ? 2 : 1))
        case .dates(let dates)? where dates.shape == .day && has(.yesterday, in: pieces[place]):
            (shift, place) = (-1, place + 1)
        case .span(let own)?: (span, place) = (own, place + 1)
        default: break
        }
        guard case .quantity(var end)? = self[place], end.extreme != nil else { return nil }
        guard end.shift == 0 || shift == 0, end.span == nil || span == nil else { return nil }
        end.shift += shift
        if let span { end.span = span }
        return (end, place)
    }

    /// The day before's range, or that of a named part of the day.
    private func insideRange(_ index: Int) -> (span: Span?, last: Int)? {
        func isRange(_ index: Int) -> Bool {
            if case .quantity(let range)? = self[index] {
                range.base == .metric(.range) && range.span == nil && range.shift == 0
            } else {
                false
            }
        }
        switch self[index] {
        case .mark(.previous)?, .relative(.yesterday)?, .relative(.previous)?:
            let next = index + (unit(index + 1) == .day ? 2 : 1)
            return isRange(next) ? (nil, next) : nil
        case .span(let span)?:
            if isRange(index + 1) { return (span, index + 1) }
            // "the RTH range inside the overnight one".
            let isNamed =
                isRange(index - 2) || isRange(index - 3) && isSpan(index - 2)
                || isSpan(index - 2) && pieces[index - 1].tokens.count > 1
            return isNamed ? (span, index) : nil
        case .quantity(let range)? where range.base == .metric(.range) && range.shift == -1 && range.span == nil:
            // "the prior day's range", joined.
            return (nil, index)
        case .quantity? where isRange(index):
            if case .span(let span)? = self[index + 1] { return (span, index + 1) }
            // "внутри диапазона предыдущего дня".
            if isMark(index + 1, .previous), unit(index + 2) == .day { return (nil, index + 2) }
            return nil
        default: return nil
        }
    }

    private func isPlainRange(_ index: Int) -> Bool { self[index] == .quantity(Quantity(.range)) }

    /// "crossed above SMA 50", "RSI crosses below 30", "price crossed the 50 day MA": on that side now, and not the day before;
    /// where no side is named, on either.
    mutating func joinCrossings() {
        orderCrossings()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .verb(.cross)? = self[index] else { continue }
            var first = index
            var sides = [true, false]
            var place = index + 1
            switch self[place] {
            case .relation(let relation)?: (sides, place) = ([relation.isUp], place + 1)
            case .way(let isUp)?: (sides, place) = ([isUp], place + 1)
            default: break
            }
            // "пересекла SMA200 снизу вверх".
            let behind = sides.count == 2 ? place + 1 : nil
            if let behind, case .way(let isUp)? = self[behind], prep(behind) == nil { sides = [isUp] }
            let value: Series
            let level: Series
            switch (self[place], self[index - 1]) {
            case (.quantity(let named)?, let before) where named.isPrice && (sides.count == 1 || named.isOfIndicator):
                var crosses = Series.metric(metric: .close, of: .own)
                if case .quantity(let own)? = before, prep(index - 1) == nil {
                    // "SMA50 crossed above SMA200": one average crosses the other.
                    guard own.base == .metric(.close) || own.isPrice && own.isOfIndicator else { continue }
                    if own.isOfIndicator { crosses = own.series() }
                    first -= 1
                }
                (value, level) = (crosses, named.series())
            case (.number(let number, nil)?, .quantity(let own)?)
            where own.isOfIndicator && !own.isPrice && unit(place + 1) == nil:
                first -= 1
                (value, level) = (own.series(), .number(value: number))
            default: continue
            }
            join(
                first...(sides.count == 1 ? behind ?? place : place),
                as: .condition(Self.crossing(value, level, sides: sides))
            )
            index = first
        }
    }

    /// On that side now, and not the day before.
    static func crossing(_ value: Series, _ level: Series, sides: [Bool]) -> Fact {
        let crossings = sides.map { up -> Condition in
            let before = Condition.holds(value, up ? .lessOrEqual : .greaterOrEqual, level)
            return .all(of: [.holds(value, up ? .greater : .less, level), .shifted(of: before, by: -1)])
        }
        var fact = Fact(condition: crossings.count == 1 ? crossings[0] : .any(of: crossings), isOutcome: true)
        if sides.count == 1 { fact.up = sides[0] }
        return fact
    }

    /// "20 ema vs 50 ema crosses", "SMA50/SMA200 cross": the verb stands behind both; "сколько раз пересекли 15000 по
    /// закрытию": the close crosses it.
    private mutating func orderCrossings() {
        for index in pieces.indices where self[index] == .verb(.trade) && has(.wentover, in: pieces[index]) {
            // "сколько раз закрытие ушло под SMA 200": it was above before.
            guard isRelation(index + 1), case .quantity(let level)? = self[index + 2], level.isOfIndicator,
                level.isPrice,
                self[index - 1] == .quantity(Quantity(.close)), pieces.contains(where: { $0.sense == .task(.count) })
            else { continue }
            pieces[index].sense = .verb(.cross)
        }
        for index in pieces.indices where self[index] == .verb(.cross) {
            let joint = index - 2
            if case .quantity(let one)? = self[index - 3], case .quantity(let other)? = self[index - 1],
                one.isOfIndicator,
                other.isOfIndicator, one.isPrice, other.isPrice,
                isMark(joint, .vs) || isMark(joint, .and) || self[joint] == .stop("/")
            {
                let verb = pieces.remove(at: index)
                empty.formUnion(pieces[joint].tokens)
                pieces[joint] = verb
                return
            }
            let level = isRelation(index + 1) ? index + 2 : index + 1
            if plainNumber(level).map({ $0 >= 500 }) ?? false, unit(level + 1) == nil || unit(level + 1) == .day,
                let close = [level + 1, level + 2, index - 1].first(where: { self[$0] == .quantity(Quantity(.close)) }),
                let price = plainNumber(level)
            {
                let sides: [Bool] =
                    if case .relation(let side)? = self[index + 1] { [side.isUp] } else { [true, false] }
                let fact = Self.crossing(Quantity(.close).series(), .number(value: price), sides: sides)
                // "... on a daily close".
                join(min(index, close)...max(level, close), as: .condition(fact))
                return
            }
        }
    }

    /// "a breakout of the upper Bollinger band", "closed outside the bands": the close lies beyond it; a breakout of bands of
    /// which none is named is open.
    mutating func joinBandBreaks() {
        for index in pieces.indices {
            guard case .quantity(let band)? = self[index],
                case .indicator(.bollinger(let count, let width, let side)) = band.base
            else { continue }
            let close = Series.metric(metric: .close, of: .own)
            func beyond(_ band: Indicator.Band) -> Condition {
                let level = Series.indicator(indicator: .bollinger(count: count, width: width, band: band))
                return .holds(close, band == .upper ? .greater : .less, level)
            }
            if side == .middle {
                if isMark(index - 1, .outside) {
                    let first =
                        self[index - 2] == .verb(.close) || self[index - 2] == .quantity(Quantity(.close)) ? 2 : 1
                    let outside = Condition.any(of: [beyond(.upper), beyond(.lower)])
                    join((index - first)...index, as: .condition(Fact(condition: outside, isOutcome: true)))
                    return
                }
                for place in [index - 1, index + 1] where isBreakout(place) { pieces[place].sense = .unknown }
                continue
            }
            guard let place = [index - 1, index + 1].first(where: { isBreakout($0) }) else { continue }
            join(
                min(place, index)...max(place, index),
                as: .condition(Fact(condition: beyond(side), isOutcome: true, up: side == .upper))
            )
            return
        }
    }

    private func isBreakout(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.break)?: true
        case .pattern(let names)?: names.allSatisfy { $0 == "breakoutUp" || $0 == "breakoutDown" }
        default: false
        }
    }

    /// A price of another bar or window, or one that is named by its number.
    private func touched(_ index: Int) -> Quantity? {
        switch self[index] {
        case .quantity(let level)?
        where level.isPrice && (level.shift != 0 || level.span != nil || level.isOfIndicator):
            level
        // So many points are a distance, unless they are as many as a price has.
        case .number(let value, let scale)?
        where scale == nil || scale == .points && value >= 1000 || scale == .dollars:
            unit(index + 1) == nil ? Quantity(.series(.number(value: value))) : nil
        default: nil
        }
    }

    /// "touched both the previous high and the previous low", "не коснулись ни хая, ни лоя прошлого дня": of the day before
    /// both levels lie within the day's own range, one of them, or neither.
    private mutating func joinTouchesOfBoth() {
        for index in pieces.indices.reversed() where self[index] == .verb(.touch) {
            guard let found = levels(from: index + 1), found.prices.count == 2, !found.single, !found.firstOnly,
                found.prices.allSatisfy({ $0.shift == -1 && $0.span == nil && $0.unit == nil })
            else { continue }
            let isDenied = isMark(index - 1, .not)
            let isAny = !found.both && !found.neither
            // "did not touch both": the one, or neither.
            if isDenied, found.both { continue }
            if isAny, !pieces[found.range].contains(where: { $0.sense == .mark(.or) || has(.or, in: $0) }) { continue }
            let (high, low) = (Series.metric(metric: .high, of: .own), Series.metric(metric: .low, of: .own))
            let touched = found.prices.map { level -> Condition in
                .all(of: [
                    .holds(low, .lessOrEqual, level.series()), .holds(high, .greaterOrEqual, level.series()),
                ])
            }
            let none = found.neither || isDenied
            let condition: Condition =
                none
                ? .all(of: touched.map { .not(of: $0) }) : isAny ? .any(of: touched) : .all(of: touched)
            let first = isDenied ? index - 1 : index
            join(first...found.range.upperBound, as: .condition(Fact(condition: condition, isOutcome: true)))
        }
    }

    /// "when did gold first break 3000", "когда впервые дошли до 20000": on which day, of all days.
    private var asksFirstDay: Bool {
        let numbers = pieces.indices.filter { if case .number? = self[$0] { true } else { false } }
        guard numbers.count == 1, let number = numbers.first, plainNumber(number).map({ $0 >= 500 }) ?? false,
            self[number - 1] == .verb(.touch), pieces.contains(where: { $0.sense == .ordinal(1) })
        else { return false }
        return pieces.indices.allSatisfy { index in
            switch self[index] {
            case .task(.time)?: has(.whenword, in: pieces[index])
            case .ordinal(1)?, .symbol?, .stop?, .empty?, .verb(.touch)?, .dates?: true
            default: index == number
            }
        }
    }

    /// "сколько дней пересекали 20000", "days with 20000 inside the range": the price lies within the day's own range.
    private func crossesPrice(_ index: Int) -> Bool {
        guard self[index] == .verb(.cross), !pieces.contains(where: { $0.sense == .quantity(Quantity(.close)) }) else {
            return false
        }
        return isPriceNumber(index + 1) || isPriceNumber(index - 1) && !isRelation(index + 1)
    }

    private func isPriceNumber(_ index: Int) -> Bool { plainNumber(index).map { $0 >= 500 } ?? false }

    private mutating func settleFirstReached() {
        guard let broken = pieces.firstIndex(where: { $0.sense == .verb(.break) }) else { return }
        let said = pieces[broken].sense
        pieces[broken].sense = .verb(.touch)
        if !asksFirstDay { pieces[broken].sense = said }
    }

    /// "touched the previous day's high": the level lies within the day's own range; "reached" a high: it came at least there.
    mutating func joinTouches() {
        settleFirstReached()
        guard !pieces.contains(where: { $0.sense == .task(.time) || $0.sense == .task(.timehour) }) || asksFirstDay
        else { return }
        // "first touch of it, number of days per hour": when it was touched is told.
        let isTallied =
            pieces.contains { $0.sense == .ordinal(1) }
            && pieces.contains { if case .slots = $0.sense { true } else { false } }
        guard !isTallied else { return }
        joinTouchesOfBoth()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard self[index] == .verb(.touch) || crossesPrice(index) else { continue }
            var (first, last) = (index, index + 1)
            var found = touched(last)
            if found == nil {
                // "yesterday's low gets touched".
                (first, last) = (index - 1, index)
                while self[first] == .verb(.form) { first -= 1 }
                if isQuantity(first) || isPriceNumber(first) { found = touched(first) }
            }
            guard let level = found else { continue }
            let (high, low) = (Series.metric(metric: .high, of: .own), Series.metric(metric: .low, of: .own))
            let reaches = has(.reaches, in: pieces[index])
            let condition: Condition
            if reaches, let extreme = level.extreme {
                condition =
                    extreme == .high
                    ? .holds(high, .greaterOrEqual, level.series()) : .holds(low, .lessOrEqual, level.series())
            } else {
                condition = .all(of: [
                    .holds(low, .lessOrEqual, level.series()), .holds(high, .greaterOrEqual, level.series()),
                ])
            }
            var fact = Fact(condition: condition, isOutcome: true)
            fact.unit = level.unit
            if level.extreme != nil { (fact.rank, fact.plain) = (level, condition) }
            join(first...last, as: .condition(fact))
            index = first
        }
    }
}
