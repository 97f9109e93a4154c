internal import Market
internal import Studies

extension Line {
    private func isBarUnit(_ index: Int) -> Bool { if case .barUnit? = self[index] { true } else { false } }

    /// "максимальный объём" is a statistic, "максимум" alone the day's high.
    mutating func joinExtrema() {
        leadWithUnits()
        for index in pieces.indices {
            if case .superlative(let width)? = self[index], width == .wide || width == .narrow,
                case .quantity(let quantity)? = self[index + 1],
                quantity.isGap || quantity.base == .metric(.range) && asksWhichUnit
            {
                // "the widest gap": the gap's width, not the day's range; "weekday with the narrowest range": of the means.
                pieces[index].sense = .superlative(width == .wide ? .max : .min)
            }
            if case .relation(let relation) = pieces[index].sense, has(.extremum, in: pieces[index]),
                !isNumber(index + 1)
            {
                // "максимум на прошлой неделе": no bound follows.
                pieces[index].sense = .extremum(largest: relation == .lessOrEqual || relation == .less)
            }
            guard case .extremum(let largest) = pieces[index].sense else { continue }
            if pieces.contains(where: { $0.sense == .mark(.consecutive) }), !isQuantity(index + 1) {
                // "сколько максимум дней подряд": how many at most.
                pieces[index].sense = .superlative(largest ? .max : .min)
                continue
            }
            if self[index + 1] == .statistic(.mean), case .quantity? = self[index + 2], asksWhichUnit {
                // "в каком получасе минимальный средний объём": of the means.
                pieces[index].sense = .superlative(largest ? .max : .min)
                continue
            }
            if isMark(index + 1, .and) || self[index + 1] == .stop(","), case .statistic? = self[index + 2] {
                // "minimum, average and maximum": figures of one thing.
                pieces[index].sense = .statistic(largest ? .max : .min)
                continue
            }
            var next = index + 1
            while unit(next) == .day || isSpan(next) || isMark(next, .and) || self[next] == .stop(",")
                || isStatistic(next) || isBarUnit(next)
            { next += 1 }
            switch self[next] {
            case .quantity(let quantity)? where quantity.extreme == nil:
                let ranks =
                    pieces.contains { $0.sense == .task(.top) } || isUnitPlace(index - 1) || index == 1 && isBarUnit(0)
                    || asksClockOfHabit
                pieces[index].sense = ranks ? .superlative(largest ? .max : .min) : .statistic(largest ? .max : .min)
            case .quantity? where next == index + 1 && prep(next) == nil:
                // "max high of 2024", "минимальный лой": the highest of them; of groups, of each.
                let isOfSeveral =
                    isGrouped || has(.plural)
                    || pieces.contains { if case .statistic = $0.sense { true } else { false } }
                pieces[index].sense =
                    isOfSeveral ? .statistic(largest ? .max : .min) : .superlative(largest ? .max : .min)
            case .task(.length)?, .task(.runs)?, .rise?, .task(.count)?, .win?, .colour?, .openingRange?:
                pieces[index].sense = .superlative(largest ? .max : .min)
            default:
                if case .quantity(let quantity)? = self[index - 1], quantity.extreme == nil, !quantity.isPrice,
                    asksWhichUnit || asksClockOfHabit, prep(index) == nil
                {
                    // "when does volume peak", "в какой час объём максимальный".
                    pieces[index].sense = .superlative(largest ? .max : .min)
                    continue
                }
                if case .quantity(let quantity)? = self[index - 1], quantity.extreme == nil, !quantity.isPrice,
                    prep(index) == nil, !pieces[index].afterStop
                {
                    // "по получасам: где средний объём максимальный"; "объём максимальный" alone is the largest there was.
                    pieces[index].sense =
                        isGrouped ? .superlative(largest ? .max : .min) : .statistic(largest ? .max : .min)
                    continue
                }
                if case .statistic? = self[index - 1] {
                    pieces[index].sense = .statistic(largest ? .max : .min); continue
                }
                if isMark(index - 1, .and) || self[index - 1] == .stop(","), case .statistic? = self[index - 2] {
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

    /// A time of the clock is asked for, and of no one day.
    private var asksClockOfHabit: Bool {
        pieces.contains { $0.sense == .task(.time) || $0.sense == .task(.timehour) }
            && !pieces.contains {
                switch $0.sense {
                case .dates(let dates): dates.shape == .day
                case .relative(.yesterday), .relative(.today), .relative(.beforeyesterday): true
                default: false
                }
            }
    }

    private var isGrouped: Bool {
        pieces.contains {
            switch $0.sense {
            case .slots, .key, .unit(.hour), .unit(.slot), .unit(.weekday), .unit(.month): true
            default: false
            }
        }
    }

    private var asksWhichUnit: Bool {
        pieces.contains {
            switch $0.sense {
            case .which, .task(.timehour): true
            default: false
            }
        }
    }

    /// "диапазон хай и лоу": the range is from high to low anyway.
    mutating func joinRangeOfBoth() {
        // "difference between high and low".
        for index in pieces.indices.reversed() where self[index] == .highLow {
            let first = isMark(index - 1, .between) ? index - 2 : index - 1
            guard self[first] == .task(.compare), has(.difference, in: pieces[first]) else { continue }
            join(first...index, as: .quantity(Quantity(.range)))
        }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], quantity.base == .metric(.range),
                self[index + 1] == .highLow,
                !pieces[index + 1].afterStop
            else { continue }
            join(index...(index + 1), as: .quantity(quantity))
        }
    }

    /// "opening range high": the high of the opening range.
    mutating func joinOpeningPrices() {
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
    mutating func joinOfDay() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .quantity(let quantity)? = self[index], quantity.isPrice, unit(index + 1) == .day,
                prep(index + 1) == nil,
                isForm(index + 1, .ofday), !pieces[index + 1].afterStop
            else { continue }
            join(index...(index + 1), as: .quantity(quantity))
        }
    }

    /// "хай или лой", "high, low": the two ends together.
    mutating func joinHighLow() {
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

    func isStatistic(_ index: Int) -> Bool {
        switch self[index] {
        case .statistic?, .extremum?: true
        default: false
        }
    }

    /// "день 2024 с минимальным диапазоном": the unit that is ranked, and which of them behind.
    private mutating func leadWithUnits() {
        for index in pieces.indices {
            guard case .extremum? = self[index] else { continue }
            var place = index - 1
            while isDates(place) { place -= 1 }
            guard place < index - 1, unit(place) != nil, prep(place) == nil,
                case .quantity(let quantity)? = self[index + 1], quantity.extreme == nil
            else { continue }
            let between = Array(pieces[(place + 1)..<index])
            pieces.removeSubrange((place + 1)..<index)
            pieces.append(contentsOf: between)
            return
        }
    }

    /// "день с максимальным объёмом": the unit asked for stands before.
    func isUnitPlace(_ index: Int) -> Bool {
        switch self[index] {
        case .unit?, .which?, .task(.days)?, .task(.timehour)?: true
        default: false
        }
    }
}
