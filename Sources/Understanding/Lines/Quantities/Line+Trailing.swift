internal import Market
internal import Studies

extension Line {
    /// Units said apart from their quantity: "средний диапазон по средам в 2023 в пунктах", "how much percent did it gain".
    mutating func joinTrailingMeasures() {
        // The percent of a share is its own.
        guard !pieces.contains(where: { $0.sense == .task(.share) }) else { return }
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .measure(let measure)? = self[index], measure == .percent || measure == .points,
                // "$50 range": of the number.
                plainNumber(index + 1) == nil
            else { continue }
            let places = pieces.indices.filter {
                // "gap up ... green %": of the gap only its side is said.
                if case .quantity(let quantity)? = self[$0] {
                    quantity.hasUnits && !(quantity.isGap && isWay($0 + 1) && index != $0 + 2)
                } else {
                    false
                }
            }
            // "the range of the first hour vs the range of RTH, points": one quantity, said of each.
            if let last = places.last, case .quantity(var quantity)? = self[last],
                places.count == 1 || isSaidOfEach(places),
                quantity.percent == nil || quantity.percent == (measure == .percent)
            {
                quantity.percent = measure == .percent
                for place in places { pieces[place].sense = .quantity(quantity) }
                absorb(index, into: last)
                index -= 1
            } else if measure == .percent, isMuch(index - 1) || isMuch(index + 1) {
                absorb(index, into: isMuch(index - 1) ? index - 1 : index + 1)
                index -= 1
            } else if measure == .points, self[index - 1] == .task(.count), asksOnlyPoints(index) {
                // "нонфарм, сколько пунктов": from its low to its high.
                var range = Quantity(.range)
                range.percent = false
                join((index - 1)...index, as: .quantity(range))
            }
        }
    }

    /// A part of the day or its event, and nothing else that could have points.
    private func asksOnlyPoints(_ index: Int) -> Bool {
        let isNamed = pieces.contains { piece in
            switch piece.sense {
            case .span, .window, .event, .openingRange: true
            case .condition(let fact): fact.isCalendar
            default: false
            }
        }
        return isNamed
            && !pieces.contains { piece in
                switch piece.sense {
                case .condition(let fact): !fact.isCalendar
                case .quantity, .rise, .way, .relation, .verb, .highLow, .colour, .pattern, .statistic, .mark(.after),
                    .mark(.given), .task(.trade), .task(.backtest):
                    true
                default: false
                }
            }
    }

    /// The same quantity on both sides of "vs".
    private func isSaidOfEach(_ places: [Int]) -> Bool {
        places.allSatisfy { self[$0] == self[places[0]] }
            && zip(places, places.dropFirst()).allSatisfy { left, right in
                (left..<right).contains { isMark($0, .vs) }
            }
    }

    /// "20 day average range", "средний диапазон за 20 дней": of the last so many days, where nothing else says which.
    mutating func settleMeansOfDays(today: CivilDate) {
        let isOfPeriod = pieces.contains {
            switch $0.sense {
            // "what is the ...": said before anything that is asked.
            case .task(.explain): false
            case .dates, .relation, .condition, .task, .when, .often, .superlative, .best, .mark(.given), .mark(.after),
                .mark(.vs), .mark(.next), .mark(.before), .relative:
                true
            default: false
            }
        }
        let named = pieces.indices.filter(isQuantity)
        guard !isOfPeriod, named.count == 1, let place = pieces.indices.first(where: { whole($0) != nil }),
            let days = whole(place), (2...400).contains(days), unit(place + 1) == .day
        else { return }
        let leads = isStatistic(place + 2) && named[0] == place + 3 && has(.spanning, in: pieces[place + 1])
        let trails = place > named[0] && isStatistic(named[0] - 1) && prep(place) == .in
        guard leads || trails else { return }
        join(place...(place + 1), as: .dates(Dates(period: .lastDays(count: days, upTo: today), shape: .other)))
    }

    /// "20-дневная скользящая волатильность": an average of what no indicator is of.
    mutating func settleRolling() {
        for index in pieces.indices {
            guard case .quantity(let average)? = self[index], case .indicator(let indicator) = average.base,
                case .quantity(let other)? = self[index + 1],
                !other.isPrice, prep(index + 1) == nil
            else { continue }
            switch indicator {
            case .sma, .ema: pieces[index].sense = .unknown
            default: continue
            }
        }
    }

    private func isMuch(_ index: Int) -> Bool { self[index] == .task(.howmuch) }

    /// "above average volume": the statistic is of the quantity behind it.
    mutating func joinAdjectives() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .relation(let relation)? = self[index], case .statistic(let statistic)? = self[index + 1],
                statistic == .mean || statistic == .median,
                case .quantity(let quantity)? = self[index + 2], prep(index + 2) == nil, !asksWhere(index),
                prep(index) != nil || !isQuantity(index - 1)
            else { continue }
            let series = quantity.series(percent: quantity.isVolume ? nil : true)
            var fact = Fact(
                condition: .holds(series, relation, .aggregate(statistic: statistic, of: series)),
                isOutcome: true
            )
            fact.rank = quantity
            fact.rankDescending = relation.isUp
            join(index...(index + 2), as: .condition(fact))
        }
    }

    /// Takes a piece into another without changing what that means.
    private mutating func absorb(_ index: Int, into place: Int) {
        pieces[place].tokens = (pieces[place].tokens + pieces[index].tokens).sorted()
        pieces.remove(at: index)
    }
}

extension Quantity {
    /// It can be told in percent and in points.
    fileprivate var hasUnits: Bool {
        switch base {
        case .metric(.range), .metric(.rangePct), .metric(.change), .metric(.changePct), .metric(.body),
            .metric(.bodyPct), .metric(.gap), .metric(.gapPct):
            true
        case .volatility, .move, .performance, .realized: true
        default: false
        }
    }
}
