internal import Market
internal import Studies

extension Line {
    /// "average weekly range", "месячное изменение": of bars of that unit. Volatility stays the mean of days.
    mutating func joinUnitBars() {
        let hasStatistic = pieces.contains { if case .statistic = $0.sense { true } else { false } }
        for index in pieces.indices where hasStatistic && prep(index) == .in && !pieces[index].each {
            // "средний объём за неделю": of weeks.
            guard case .quantity(let quantity)? = self[index - 1], quantity.span == nil, !quantity.isGap,
                quantity.base != .volatility,
                index == count - 1 || isStop(index + 1)
            else { continue }
            switch unit(index) {
            case .week?: pieces[index].sense = .barUnit(.week)
            case .month?: pieces[index].sense = .barUnit(.month)
            case .quarter?: pieces[index].sense = .barUnit(.quarter)
            default: continue
            }
        }
        for index in pieces.indices where hasStatistic && prep(index) == nil && isAdverb(index) && !pieces[index].each {
            // "средний диапазон недели", "average range of a week".
            guard case .quantity(let quantity)? = self[index - 1], quantity.span == nil, quantity.unit == nil,
                !quantity.isGap, !quantity.isPrice, !pieces[index].afterStop, quantity.base != .volatility,
                quantity.base != .performance,
                index == count - 1 || isStop(index + 1) || prep(index + 1) != nil || isDates(index + 1)
            else { continue }
            switch unit(index) {
            case .week?: pieces[index].sense = .barUnit(.week)
            case .month?: pieces[index].sense = .barUnit(.month)
            case .quarter?: pieces[index].sense = .barUnit(.quarter)
            default: continue
            }
        }
        joinLargestWithin()
        joinSumsOfUnits()
        for index in pieces.indices {
            guard case .quantity(let quantity)? = self[index + 1], prep(index + 1) == nil, !pieces[index + 1].afterStop,
                prep(index) != .by,
                // "how many weekly candles had a range above 5%": the weeks are counted.
                self[index - 1] != .task(.count) || !isRelation(index + 2),
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
                // "yearly range": of the year; other quantities are told of its days.
                case .unit(.year)? where quantity.base == .metric(.range) && isAdverb(index),
                    .key(.calendar(.year))? where quantity.base == .metric(.range) && isAdverb(index):
                    .year
                default: nil
                }
            // "average monthly return": of months; "monthly returns" are told one by one.
            let isOne = isStatistic(index - 1) && !has(.plural, in: pieces[index + 1])
            guard let unit, quantity.base != .performance || isOne else { continue }
            pieces[index].sense = .barUnit(unit)
        }
    }

    /// "максимальное движение за час": of candles of that length.
    private mutating func joinLargestWithin() {
        let isLargest = pieces.contains {
            switch $0.sense {
            case .superlative(.max), .statistic(.max), .best: true
            default: false
            }
        }
        guard isLargest else { return }
        for index in pieces.indices where prep(index) == .in && !pieces[index].each {
            guard case .quantity(let quantity)? = self[index - 1], quantity.span == nil, !quantity.isGap,
                !quantity.isPrice
            else { continue }
            switch unit(index) {
            case .hour?: pieces[index].sense = .barUnit(.minutes(count: 60))
            case .slot(let minutes)?: pieces[index].sense = .barUnit(.minutes(count: minutes))
            case .minute?: pieces[index].sense = .barUnit(.minutes(count: 1))
            default: continue
            }
        }
    }

    /// "какая 15-минутка в среднем самая широкая": the same minutes of every day, not one candle of one day.
    private mutating func joinAverageCandles() {
        let isRanked = pieces.contains {
            switch $0.sense {
            case .superlative, .extremum, .best: true
            default: false
            }
        }
        guard isRanked, pieces.contains(where: { $0.sense == .statistic(.mean) || $0.sense == .statistic(.median) })
        else { return }
        for index in pieces.indices {
            switch self[index] {
            case .barUnit(.minutes(count: 60))?: pieces[index].sense = .which(.hour)
            case .barUnit(.minutes(let count))? where count > 1 && count <= 720:
                pieces[index].sense = .which(.slot(minutes: count))
            default: continue
            }
        }
    }

    func isAdverb(_ index: Int) -> Bool {
        // "the 90th percentile of monthly range".
        (prep(index) == nil || prep(index) != .by && isStatistic(index - 1)) && pieces[index].tokens.count == 1
    }

    /// "average volume per week": of weeks, as it adds up; "самое большое падение за месяц": of months.
    private mutating func joinSumsOfUnits() {
        for index in pieces.indices.dropFirst() {
            let bars: BarUnit? =
                switch self[index] {
                case .key(.calendar(.weekStart))?: .week
                case .key(.calendar(.month))?, .unit(.month)?: .month
                case .key(.calendar(.quarter))?, .unit(.quarter)?: .quarter
                default: nil
                }
            guard let bars else { continue }
            if case .quantity(let quantity)? = self[index - 1], quantity.isVolume, quantity.span == nil,
                self[index - 2] == .statistic(.mean), has(.per, in: pieces[index])
            {
                pieces[index].sense = .barUnit(bars)
            } else if case .rise(let up)? = self[index - 1], prep(index) == .in, !pieces[index].each,
                self[index - 2] == .superlative(.max), plainNumber(index - 3) == nil, bars != .week
            {
                pieces[index].sense = .barUnit(bars)
                pieces[index].prep = nil
                pieces[index - 1].sense = .quantity(Quantity(.change))
                pieces[index - 2].sense = .best(up: up)
            }
        }
    }

    /// "standard deviation of weekly returns": of such bars' changes.
    private mutating func joinSpreadsOfUnits() {
        for index in pieces.indices.dropFirst() where prep(index) != .by && pieces[index].tokens.count == 1 {
            guard case .statistic(let statistic)? = self[index - 1], statistic.isOfSpread,
                case .quantity(var quantity)? = self[index + 1], quantity.base == .performance, prep(index + 1) == nil
            else { continue }
            switch self[index] {
            case .unit(.week)?, .key(.calendar(.weekStart))?: pieces[index].sense = .barUnit(.week)
            case .unit(.month)?, .key(.calendar(.month))?: pieces[index].sense = .barUnit(.month)
            case .unit(.quarter)?, .key(.calendar(.quarter))?: pieces[index].sense = .barUnit(.quarter)
            default: continue
            }
            quantity.base = .metric(.change)
            pieces[index + 1].sense = .quantity(quantity)
        }
    }

    /// "December returns by year", "доходность каждого января по годам": of the days of that month in each year; "изменение
    /// за каждый год" is each year's own return.
    private mutating func joinReturnsOfEachYear() {
        guard let key = pieces.firstIndex(where: { $0.sense == .key(.calendar(field: .year)) }) else { return }
        let named = pieces.indices.filter { isQuantity($0) }
        guard named.count == 1, case .quantity(var quantity)? = self[named[0]], quantity.span == nil,
            !pieces.contains(where: { if case .statistic = $0.sense { true } else { false } })
        else { return }
        let months = pieces.indices.filter { pieces[$0].isMonth }
        let isChange = quantity.base == .metric(.change) && quantity.shift == 0
        if isChange, months.count == 1 || isOneQuarter {
            quantity.base = .performance
            pieces[named[0]].sense = .quantity(quantity)
        }
        if quantity.base == .performance, isOneQuarter, months.isEmpty,
            let place = pieces.firstIndex(where: { $0.isQuarter })
        {
            pieces.insert(Piece(sense: .barUnit(.quarter), tokens: pieces[place].tokens), at: place + 1)
        } else if quantity.base == .performance, months.count == 1 {
            // Such a month's own bar, one in each year.
            if isMark(months[0] - 1, .each) { drop(months[0] - 1) }
            guard let place = pieces.firstIndex(where: { $0.isMonth }) else { return }
            pieces.insert(Piece(sense: .barUnit(.month), tokens: pieces[place].tokens), at: place + 1)
        } else if quantity.base == .metric(.change), months.isEmpty, pieces[key].each {
            quantity.base = .performance
            pieces[named[0]].sense = .quantity(quantity)
        }
    }

    /// "average return in September", "september avg return, how many red": of Septembers, as a month's return is its own;
    /// "daily" would say days.
    private mutating func joinMeanReturnOfMonth() {
        let named = pieces.indices.filter { isQuantity($0) }
        guard named.count == 1, case .quantity(let quantity)? = self[named[0]], quantity == Quantity(.performance),
            pieces.contains(where: { $0.sense == .statistic(.mean) || $0.sense == .statistic(.median) }),
            let place = pieces.firstIndex(where: { $0.isMonth || $0.isQuarter }),
            pieces.indices.allSatisfy({ index in
                switch pieces[index].sense {
                case .statistic, .quantity, .symbol, .span, .dates, .task(.count), .task(.share), .colour, .rise, .win,
                    .way,
                    .mark(.and), .mark(.add), .often, .measure(.percent):
                    true
                default: index == place || pieces[index].sense.isSilent
                }
            })
        else { return }
        pieces.insert(
            Piece(sense: .barUnit(pieces[place].isMonth ? .month : .quarter), tokens: pieces[place].tokens),
            at: place + 1
        )
    }

    private var isOneQuarter: Bool { pieces.count(where: { $0.isQuarter }) == 1 }

    /// "годовая доходность за 2023", "месячная доходность": the return of a unit.
    mutating func joinReturnsOfUnits() {
        joinUnitBars()
        joinAverageCandles()
        joinSpreadsOfUnits()
        joinReturnsOfEachYear()
        // "standard deviation of daily returns": each day's change.
        for index in pieces.indices.reversed() where unit(index) == .day && prep(index) == nil {
            guard case .quantity(let quantity)? = self[index + 1], quantity.base == .performance, isStatistic(index - 1)
            else { continue }
            var change = quantity
            change.base = .metric(.change)
            join(index...(index + 1), as: .quantity(change))
        }
        joinMeanReturnOfMonth()
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index + 1], quantity.base == .performance,
                let unit = unit(index), prep(index) == nil,
                prep(index + 1) == nil, [.year, .month, .quarter, .week].contains(unit)
            else { continue }
            let shape: Dates.Shape =
                unit == .year ? .year : unit == .month ? .month : unit == .quarter ? .quarter : .week
            // "after a record close, the next week's return": what came then.
            if isMark(index - 1, .next), pieces.contains(where: { $0.sense == .mark(.after) }) { continue }
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
}

extension Statistic {
    /// It says something only of many values.
    fileprivate var isOfSpread: Bool {
        switch self {
        case .deviation, .quantile, .median: true
        default: false
        }
    }
}

extension Piece {
    /// One quarter of any year.
    fileprivate var isQuarter: Bool {
        guard case .condition(let fact) = sense, case .calendar(.quarter, let values) = fact.condition else {
            return false
        }
        return values.count == 1
    }

    /// One month of any year.
    fileprivate var isMonth: Bool {
        guard case .condition(let fact) = sense, case .calendar(.month, let values) = fact.condition else {
            return false
        }
        return values.count == 1
    }
}
