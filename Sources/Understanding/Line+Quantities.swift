internal import Market
internal import Studies

extension Line {
    /// Words that belong to a quantity: previous day's, percentiles, differences, an indicator's length.
    mutating func joinQuantities() {
        joinIndicators()
        joinExtrema()
        joinOfDay()
        joinOpeningPrices()
        joinHighLow()
        joinRangeOfBoth()
        joinPercentiles()
        joinPrevious()
        joinNext()
        joinDifferences()
        joinUnitsOfMeasure()
        joinReturnsOfUnits()
    }

    /// "average weekly range", "месячное изменение": of bars of that unit. Volatility stays the mean of days.
    private mutating func joinUnitBars() {
        let hasStatistic = pieces.contains { if case .statistic = $0.sense { true } else { false } }
        for index in pieces.indices where hasStatistic && prep(index) == .in && !pieces[index].each {
            // "средний объём за неделю": of weeks.
            guard case .quantity(let quantity)? = self[index - 1], quantity.span == nil, !quantity.isGap, quantity.base != .volatility,
                index == count - 1 || isStop(index + 1)
            else { continue }
            switch unit(index) {
            case .week?: pieces[index].sense = .barUnit(.week)
            case .month?: pieces[index].sense = .barUnit(.month)
            case .quarter?: pieces[index].sense = .barUnit(.quarter)
            default: continue
            }
        }
        for index in pieces.indices {
            guard case .quantity(let quantity)? = self[index + 1], prep(index + 1) == nil, !pieces[index + 1].afterStop,
                prep(index) != .by,
                !pieces[index].each, quantity.base != .volatility, quantity.span == nil, !quantity.isGap
            else { continue }
            let unit: BarUnit? =
                switch self[index] {
                case .unit(.week)?, .key(.calendar(.weekStart))?: .week
                case .unit(.month)?,
                    .key(.calendar(.month))? where isAdverb(index):
                    .month
                case .unit(.quarter)?,
                    .key(.calendar(.quarter))? where isAdverb(index):
                    .quarter
                default: nil
                }
            guard let unit, quantity.base != .performance || self[index] == .key(.calendar(field: .month)) && false
            else { continue }
            pieces[index].sense = .barUnit(unit)
        }
    }

    private func isAdverb(_ index: Int) -> Bool {
        prep(index) == nil && pieces[index].tokens.count == 1
    }

    /// "годовая доходность за 2023", "месячная доходность": the return of a unit.
    private mutating func joinReturnsOfUnits() {
        joinUnitBars()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index + 1], quantity.base == .performance,
                let unit = unit(index), prep(index) == nil,
                prep(index + 1) == nil, [.year, .month, .quarter, .week].contains(unit)
            else { continue }
            let shape: Dates.Shape =
                unit == .year ? .year : unit == .month ? .month : unit == .quarter ? .quarter : .week
            let said = pieces.contains { if case .dates(let dates) = $0.sense { dates.shape == shape } else { false } }
            if said {
                join(index...(index + 1), as: .quantity(quantity))
            } else if let key = Self.key(unit),
                !pieces.contains(where: { if case .key = $0.sense { true } else { false } })
            {
                pieces[index].sense = key
            }
        }
    }

    private mutating func joinIndicators() {
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
            if self[index + 1] == .stop("("), let length = whole(index + 2), (2...400).contains(length) {
                let end = self[index + 3] == .stop(")") ? index + 3 : index + 2
                join(index...end, as: .quantity(with(length)))
            } else if let length = whole(index + 1), (2...400).contains(length), !pieces[index + 1].afterStop {
                join(index...(index + 1), as: .quantity(with(length)))
            } else if unit(index - 1) == .day, let length = whole(index - 2), (2...400).contains(length) {
                join((index - 2)...index, as: .quantity(with(length)))
                index -= 2
            } else if let length = whole(index - 1), (2...400).contains(length) {
                join((index - 1)...index, as: .quantity(with(length)))
                index -= 1
            }
        }
    }

    /// "максимальный объём" is a statistic, "максимум" alone the day's high.
    private mutating func joinExtrema() {
        for index in pieces.indices {
            guard case .extremum(let largest) = pieces[index].sense else { continue }
            var next = index + 1
            while unit(next) == .day || isSpan(next) || isMark(next, .and) || self[next] == .stop(",") || isStatistic(next) { next += 1 }
            switch self[next] {
            case .quantity(let quantity)? where quantity.extreme == nil:
                let ranks = pieces.contains { $0.sense == .task(.top) } || isUnitPlace(index - 1)
                pieces[index].sense = ranks ? .superlative(largest ? .max : .min) : .statistic(largest ? .max : .min)
            case .task(.length)?, .task(.runs)?, .rise?, .task(.count)?, .win?, .colour?, .openingRange?:
                pieces[index].sense = .superlative(largest ? .max : .min)
            default:
                if case .statistic? = self[index - 1] {
                    pieces[index].sense = .statistic(largest ? .max : .min); continue
                }
                if isMark(index - 1, .and), case .statistic? = self[index - 2] {
                    pieces[index].sense = .statistic(largest ? .max : .min)
                    continue
                }
                if isMark(index + 1, .and), case .extremum(let other)? = self[index + 2], other != largest {
                    pieces[index].sense = .quantity(Quantity(largest ? .high : .low))
                    continue
                }
                pieces[index].sense = .quantity(Quantity(largest ? .high : .low))
            }
        }
    }

    /// "диапазон хай и лоу": the range is from high to low anyway.
    private mutating func joinRangeOfBoth() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], quantity.base == .metric(.range), self[index + 1] == .highLow,
                !pieces[index + 1].afterStop
            else { continue }
            join(index...(index + 1), as: .quantity(quantity))
        }
    }

    /// "opening range high": the high of the opening range.
    private mutating func joinOpeningPrices() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let range)? = self[index], case .opening? = range.span, range.base == .metric(.range),
                case .quantity(var price)? = self[index + 1], price.extreme != nil, price.span == nil
            else { continue }
            price.span = range.span
            join(index...(index + 1), as: .quantity(price))
        }
    }

    /// "low дня": the day's own low.
    private mutating func joinOfDay() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], quantity.isPrice, unit(index + 1) == .day,
                prep(index + 1) == nil,
                pieces[index + 1].text == "дня", !pieces[index + 1].afterStop
            else { continue }
            join(index...(index + 1), as: .quantity(quantity))
        }
    }

    /// "хай или лой", "high, low": the two ends together.
    private mutating func joinHighLow() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let left)? = self[index], case .quantity(let right)? = self[index + 2],
                let a = left.extreme, let b = right.extreme,
                a != b, left.shift == 0, right.shift == 0, left.span == nil, right.span == nil,
                isMark(index + 1, .or) || isMark(index + 1, .and) || self[index + 1] == .stop("/")
                    || self[index + 1] == .stop(","),
                !isRelation(index + 3), !isRelation(index - 1)
            else { continue }
            join(index...(index + 2), as: .highLow)
        }
    }

    private func isRelation(_ index: Int) -> Bool {
        if case .relation? = self[index] { true } else { false }
    }

    private func isStatistic(_ index: Int) -> Bool {
        switch self[index] {
        case .statistic?, .extremum?: true
        default: false
        }
    }

    /// "день с максимальным объёмом": the unit asked for stands before.
    private func isUnitPlace(_ index: Int) -> Bool {
        switch self[index] {
        case .unit?, .which?, .task(.days)?, .task(.timehour)?: true
        default: false
        }
    }

    private func isSpan(_ index: Int) -> Bool {
        if case .span? = self[index] { true } else { false }
    }

    /// "90th percentile", "75-й перцентиль".
    private mutating func joinPercentiles() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .percentile? = self[index] else { continue }
            for place in [index - 1, index + 1] {
                let value: Double? =
                    switch self[place] {
                    case .ordinal(let number)?: Double(number)
                    case .number(let number, nil)?, .number(let number, .percent)?: number
                    default: nil
                    }
                guard let value, value > 0, value < 100 else { continue }
                join(min(place, index)...max(place, index), as: .statistic(.quantile(probability: value / 100)))
                index = min(place, index)
                // "25th and 75th percentile".
                if isMark(index - 1, .and) || self[index - 1] == .stop(","), case .ordinal(let other)? = self[index - 2], other < 100 {
                    pieces[index - 2].sense = .statistic(.quantile(probability: Double(other) / 100))
                }
                break
            }
        }
    }

    /// "previous day's high", "хай прошлого дня", "prev close", "yesterday's close" where today's price meets it.
    private mutating func joinPrevious() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isPreviousDay(index) else { continue }
            var end = index
            if unit(index + 1) == .day || isSpan(index + 1) { end += 1 }
            if case .quantity(var quantity)? = self[end + 1], quantity.isPrice || quantity.shift == 0 && end > index {
                quantity.shift = -1
                join(index...(end + 1), as: .quantity(quantity))
            } else if case .highLow? = self[end + 1] {
                continue
            } else if case .quantity(var quantity)? = self[index - 1], quantity.isPrice, quantity.shift == 0 {
                quantity.shift = -1
                join((index - 1)...end, as: .quantity(quantity))
                index -= 1
            } else if case .relation? = self[index - 1], case .quantity(var quantity)? = self[index - 2],
                quantity.isPrice || end == index
            {
                // "high был выше предыдущего": the same quantity of the day before.
                quantity.shift = -1
                join(index...end, as: .quantity(quantity))
            }
        }
    }

    /// "волатильность следующего дня", "next day's range", "tomorrow's range": in a relation of two days.
    private mutating func joinNext() {
        guard pieces.contains(where: { $0.sense == .task(.correlation) }) else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            if self[index] == .relative(.today), case .quantity? = self[index + 1] {
                drop(index)
                index -= 1
                continue
            }
            guard isMark(index, .next) || self[index] == .relative(.tomorrow) else { continue }
            let end = unit(index + 1) == .day ? index + 1 : index
            if case .quantity(var quantity)? = self[end + 1], !pieces[end + 1].afterStop {
                quantity.shift = 1
                join(index...(end + 1), as: .quantity(quantity))
            } else if case .quantity(var quantity)? = self[index - 1] {
                quantity.shift = 1
                join((index - 1)...end, as: .quantity(quantity))
                index -= 1
            }
        }
    }

    private func isPreviousDay(_ index: Int) -> Bool {
        if isMark(index, .previous) { return true }
        if self[index] == .relative(.previous) || self[index] == .relative(.last) { return unit(index + 1) == .day }
        guard self[index] == .relative(.yesterday) else { return false }
        return pieces.contains {
            switch $0.sense {
            case .relation, .verb(.break), .verb(.touch): true
            default: false
            }
        }
    }

    /// "open to high", "от открытия до хая": how far one price lies from another.
    private mutating func joinDistances() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let left)? = self[index], left.isPrice, left.base != .metric(.close) || left.shift == 0 else { continue }
            let next = isMark(index + 1, .before) ? index + 2 : index + 1
            guard next > index + 1 || prep(next) == .to, case .quantity(let right)? = self[next], right.isPrice, right.base != left.base else { continue }
            let from = self[index - 1] == .relation(.greater) && pieces[index - 1].text == "от"
            let series = Series.arithmetic(left: right.series(), operation: .minus, right: left.series())
            var quantity = Quantity(.series(series))
            quantity.absolute = right.extreme != nil || left.extreme != nil
            join((from ? index - 1 : index)...next, as: .quantity(quantity))
            if from { index -= 1 }
        }
    }

    /// "close - low", "high минус open".
    private mutating func joinDifferences() {
        joinDistances()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let left)? = self[index], left.isPrice, case .quantity(let right)? = self[index + 2],
                right.isPrice,
                self[index + 1] == .stop("-") || self[index + 1] == .way(up: false) && pieces[index + 1].text == "минус"
            else { continue }
            let series = Series.arithmetic(left: left.series(), operation: .minus, right: right.series())
            join(index...(index + 2), as: .quantity(Quantity(.series(series))))
        }
    }

    /// "range in points", "show it in %": the unit of the quantity beside it, or of all.
    private mutating func joinUnitsOfMeasure() {
        // "сколько пунктов средний диапазон": the unit of a quantity, nothing is counted.
        if let place = pieces.indices.first(where: { self[$0] == .task(.count) }), case .measure(let scale)? = self[place + 1],
            scale == .points || scale == .percent,
            let found = pieces[(place + 2)...].firstIndex(where: { if case .quantity = $0.sense { true } else { false } }),
            case .quantity(var quantity)? = self[found]
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
                pieces[index].text != "%" || prep(index) == .in
            {
                quantity.percent = true
                join(index...(index + 1), as: .quantity(quantity))
            }
        }
    }
}
