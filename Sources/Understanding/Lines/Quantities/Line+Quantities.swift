internal import Market
internal import Studies

extension Line {
    /// Words that belong to a quantity: previous day's, percentiles, differences, an indicator's length.
    mutating func joinQuantities() {
        nameWidthsOfSpans()
        joinTravels()
        joinIndicators()
        joinExtrema()
        joinOfDay()
        joinOpeningPrices()
        joinHighLow()
        for index in pieces.indices.reversed() where isMark(index, .absolute) {
            guard case .quantity(var quantity)? = self[index + 1], quantity.isSigned else { continue }
            quantity.absolute = true
            join(index...(index + 1), as: .quantity(quantity))
        }
        settleTravelled()
        joinRangeOfBoth()
        joinClosePlaces()
        joinContrasts()
        joinPercentiles()
        joinExceeded()
        joinPrevious()
        joinNext()
        joinDifferences()
        joinUnitsOfMeasure()
        joinReturnsOfUnits()
        settleAmounts()
        joinCandleSizes()
    }

    /// "how wide in points is the first 15 minutes on average", "сколько пунктов в среднем первые 15 минут": their range.
    private mutating func nameWidthsOfSpans() {
        guard pieces.contains(where: { $0.sense == .measure(.points) || $0.sense == .measure(.percent) }),
            pieces.contains(where: { $0.sense == .statistic(.mean) || $0.sense == .statistic(.median) }),
            let place = pieces.firstIndex(where: { if case .span(.opening) = $0.sense { true } else { false } }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .measure, .statistic, .span, .stop, .dates, .key, .task(.count), .task(.howmuch), .symbol: true
                case .condition(let fact): fact.isCalendar
                default: false
                }
            })
        else { return }
        pieces.insert(Piece(sense: .quantity(Quantity(.range)), tokens: pieces[place].tokens), at: place + 1)
    }

    /// "ход по модулю": a range has no sign to leave out, so it is how far the price went from the open.
    private mutating func settleTravelled() {
        guard pieces.contains(where: { $0.sense == .mark(.absolute) }) else { return }
        for index in pieces.indices where isForm(index, .travelled) && self[index] == .quantity(Quantity(.range)) {
            pieces[index].sense = .quantity(Quantity(.body))
        }
    }

    /// "how many points is the average 5 minute candle": its range.
    private mutating func joinCandleSizes() {
        guard !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }),
            let place = pieces.indices.first(where: {
                if case .barUnit(.minutes)? = self[$0] { isStatistic($0 - 1) } else { false }
            })
        else { return }
        var range = Quantity(.range)
        if let unit = pieces.firstIndex(where: { $0.sense == .measure(.points) || $0.sense == .measure(.percent) }) {
            range.percent = self[unit] == .measure(.percent)
            let asked = self[unit - 1] == .task(.count) || self[unit - 1] == .task(.howmuch) ? unit - 1 : unit
            let tokens = pieces[asked...unit].flatMap(\.tokens)
            pieces.insert(
                Piece(sense: .quantity(range), tokens: (pieces[place].tokens + tokens).sorted()),
                at: place + 1
            )
            if unit < place { pieces.removeSubrange(asked...unit) }
        } else {
            pieces.insert(Piece(sense: .quantity(range), tokens: pieces[place].tokens), at: place + 1)
        }
    }

    /// "сколько в среднем от открытия до лоя": how much, where a statistic of a distance is asked for.
    private mutating func settleAmounts() {
        if pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }),
            let much = pieces.firstIndex(where: { $0.sense == .task(.howmuch) || $0.sense == .task(.count) }),
            pieces[(much + 1)...].contains(where: { $0.sense == .quantity(Quantity(.performance)) }),
            unit(much + 1) == nil, pieces[..<much].allSatisfy({ isHead($0.sense) })
        {
            // "how much does it return on average": the mean return.
            drop(much)
        }
        for index in pieces.indices.reversed() where self[index] == .bars && self[index + 1] == .stop("(") {
            // "свечи (тело)": the brackets say what of it.
            guard isQuantity(index + 2), self[index + 3] == .stop(")") else { continue }
            let said = pieces[index].tokens + pieces[index + 1].tokens + pieces[index + 3].tokens
            pieces[index + 2].tokens = (pieces[index + 2].tokens + said).sorted()
            (pieces[index + 2].prep, pieces[index + 2].afterStop) = (pieces[index].prep, false)
            pieces.remove(at: index + 3)
            pieces.removeSubrange(index...(index + 1))
        }
        joinSizesOfSessions()
        let distances = pieces.count {
            if case .quantity(let quantity) = $0.sense, case .series = quantity.base { true } else { false }
        }
        guard distances == 1, pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }),
            let place = pieces.indices.first(where: { self[$0] == .task(.count) }), unit(place + 1) == nil
        else { return }
        drop(place)
    }

    private func isHead(_ sense: Sense) -> Bool {
        switch sense {
        case .stop, .symbol, .dates, .key: true
        default: false
        }
    }

    /// "median size of the London session": its range, where nothing else is measured.
    private mutating func joinSizesOfSessions() {
        guard has(.sizeword), !pieces.contains(where: { $0.sense.isMeasured }),
            let place = pieces.indices.first(where: { isSpan($0) && isStatistic($0 - 1) })
        else { return }
        pieces.insert(Piece(sense: .quantity(Quantity(.range)), tokens: pieces[place].tokens), at: place + 1)
    }

    mutating func joinIndicators() {
        joinMeansOfDays()
        dropBarsOfIndicators()
        for index in pieces.indices.reversed() where unit(index) == .day && has(.daily, in: pieces[index]) {
            // "RSI(14) дневной выше 70": of days, as all of them are.
            guard isRelation(index + 1), let named = pieces[..<index].lastIndex(where: { !isBracketed($0) }),
                case .quantity(let quantity) = pieces[named].sense, case .indicator = quantity.base
            else { continue }
            drop(index)
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], case .indicator(let indicator) = quantity.base else {
                continue
            }
            func with(_ count: Int) -> Quantity {
                var quantity = quantity
                switch indicator {
                case .sma: quantity.base = .indicator(.sma(count: count))
                case .ema: quantity.base = .indicator(.ema(count: count))
                case .rsi: quantity.base = .indicator(.rsi(count: count))
                case .atr: quantity.base = .indicator(.atr(count: count))
                default: break
                }
                return quantity
            }
            if case .bollinger = indicator {
                joinBand(index)
            } else if self[index + 1] == .stop("("), let length = whole(index + 2), (2...400).contains(length) {
                let end = self[index + 3] == .stop(")") ? index + 3 : index + 2
                join(index...end, as: .quantity(with(length)))
            } else if let length = whole(index + 1), (2...400).contains(length), !pieces[index + 1].afterStop {
                join(index...(index + 1), as: .quantity(with(length)))
            } else if unit(index - 1) == .day, let length = whole(index - 2), (2...400).contains(length) {
                join((index - 2)...index, as: .quantity(with(length)))
                index -= 2
            } else if let length = whole(index - 1), (2...400).contains(length), !isFactor(length, index, indicator) {
                join((index - 1)...index, as: .quantity(with(length)))
                index -= 1
            }
        }
    }

    /// "the lower band (20, 2)": the length and the width that bands have anyway; "20,2" may be read as one number.
    private mutating func joinBand(_ index: Int) {
        guard self[index + 1] == .stop("(") else { return }
        var end = index + 2
        if plainNumber(end) == 20.2 {
            end += 1
        } else {
            guard plainNumber(end) == 20 else { return }
            end += 1
            if isStop(end), self[end] != .stop(")") { end += 1 }
            if plainNumber(end) == 2 { end += 1 }
        }
        guard self[end] == .stop(")"), case .quantity(let band)? = self[index] else { return }
        join(index...end, as: .quantity(band))
    }

    /// "Range above 2 ATR": so many of them.
    private func isFactor(_ number: Int, _ index: Int, _ indicator: Indicator) -> Bool {
        guard case .atr = indicator, number <= 10 else { return false }
        return isRelation(index - 2)
    }

    /// The length of an indicator in its brackets.
    private func isBracketed(_ piece: Piece) -> Bool {
        switch piece.sense {
        case .stop("("), .stop(")"), .number(_, nil): true
        default: false
        }
    }

    /// "the 200-day average", "20-дневная средняя выше 50-дневной": of closes, where no other quantity is averaged.
    private mutating func joinMeansOfDays() {
        var index = 0
        while index < count {
            defer { index += 1 }
            if let days = whole(index), [10, 20, 50, 100, 150, 200].contains(days), isRelation(index - 1),
                self[index + 1] == .statistic(.mean), !isQuantity(index + 2), unit(index + 2) == nil
            {
                // "под 200 среднюю", "below the 200 average".
                join(index...(index + 1), as: .quantity(Quantity(.indicator(.sma(count: days)))))
                continue
            }
            guard let days = whole(index), (2...400).contains(days), unit(index + 1) == .day,
                has(.spanning, in: pieces[index + 1])
            else { continue }
            let isMean = self[index + 2] == .statistic(.mean)
            let isOther = isRelation(index - 1) && isAverage(index - 2)
            guard isMean || isOther || isElided(index), !isQuantity(isMean ? index + 3 : index + 2),
                isHeldAgainstPrice(index, isMean)
            else {
                continue
            }
            join(index...(isMean ? index + 2 : index + 1), as: .quantity(Quantity(.indicator(.sma(count: days)))))
        }
    }

    /// "closed below the 200-day": of a price only a mean is called by its days.
    private func isElided(_ index: Int) -> Bool {
        guard isRelation(index - 1) else { return false }
        switch self[index + 2] {
        case nil, .stop?, .dates?, .mark(.given)?, .task?, .months?: break
        default: return false
        }
        switch self[index - 2] {
        case .verb(.close)?, .verb(.open)?, .verb(.trade)?: return true
        case .quantity(let quantity)?: return quantity.isPrice
        default: return false
        }
    }

    private func isAverage(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index], case .indicator(.sma) = quantity.base { true } else { false }
    }

    /// It stands on one side of a relation whose other side is a price, another such mean, or not said.
    private func isHeldAgainstPrice(_ index: Int, _ isMean: Bool) -> Bool {
        guard isRelation(index - 1) else { return isRelation(isMean ? index + 3 : index + 2) }
        return switch self[index - 2] {
        case .quantity(let quantity)?: quantity.isPrice
        case .condition?, .pattern?, .event?, .number(_, .times)?: false
        default: true
        }
    }

    /// "in points and percent": both units are told anyway.
    private mutating func joinBothUnits() {
        for index in pieces.indices.reversed() {
            guard case .measure(let first)? = self[index], first == .points || first == .percent else { continue }
            let isJoined = isMark(index + 1, .and) || self[index + 1] == .stop(",") || self[index + 1] == .stop("/")
            let next = isJoined ? index + 2 : index + 1
            guard case .measure(let second)? = self[next], second != first, second == .points || second == .percent,
                let place = pieces.lastIndex(where: {
                    if case .quantity(let quantity) = $0.sense {
                        quantity.percent == nil && quantity.base != .performance
                    } else {
                        false
                    }
                }), place < index
            else { continue }
            let start = isMark(index - 1, .both) ? index - 1 : index
            pieces[place].tokens = (pieces[place].tokens + pieces[start...next].flatMap(\.tokens)).sorted()
            pieces.removeSubrange(start...next)
            if isStop(start - 1), start == count { drop(start - 1) }
        }
    }

    /// "range in points", "show it in %": the unit of the quantity beside it, or of all.
    mutating func joinUnitsOfMeasure() {
        joinBothUnits()
        // "сколько в среднем пунктов": the unit stands behind the statistic.
        if let place = pieces.indices.first(where: { self[$0] == .task(.count) || self[$0] == .task(.howmuch) }),
            isStatistic(place + 1), case .measure? = self[place + 2]
        {
            pieces.swapAt(place + 1, place + 2)
        }
        if let place = pieces.indices.first(where: { self[$0] == .task(.count) }), isStatistic(place + 1),
            unit(place + 2) == .minute || unit(place + 2) == .hour
        {
            // "сколько в среднем минут".
            pieces.swapAt(place + 1, place + 2)
        }
        // "сколько пунктов средний диапазон": the unit of a quantity, nothing is counted.
        if let place = pieces.indices.first(where: { self[$0] == .task(.count) || self[$0] == .task(.howmuch) }),
            case .measure(let scale)? = self[place + 1],
            scale == .points || scale == .percent,
            let found = pieces[(place + 2)...].firstIndex(where: {
                if case .quantity = $0.sense { true } else { false }
            }),
            case .quantity(var quantity)? = self[found],
            self[place] == .task(.count) || quantity.base != .performance
        {
            quantity.percent = scale == .percent
            pieces[found].sense = .quantity(quantity)
            pieces[found].tokens = (pieces[found].tokens + pieces[place].tokens + pieces[place + 1].tokens).sorted()
            pieces.removeSubrange(place...(place + 1))
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .measure(let measure)? = self[index], measure == .percent || measure == .points else { continue }
            if case .quantity(var quantity)? = self[index - 1], prep(index) == .in || !pieces[index].afterStop {
                quantity.percent = measure == .percent
                join((index - 1)...index, as: .quantity(quantity))
                index -= 1
            } else if case .quantity(var quantity)? = self[index + 1], measure == .percent,
                pieces[index].text != "%" || prep(index) == .in || isStatistic(index - 1) && prep(index + 1) == nil
            {
                quantity.percent = true
                join(index...(index + 1), as: .quantity(quantity))
            }
        }
    }
}

extension Sense {
    /// It is a figure, or days of a kind.
    fileprivate var isMeasured: Bool {
        switch self {
        case .quantity, .colour, .rise, .win, .pattern, .highLow, .verb, .task: true
        default: false
        }
    }
}
