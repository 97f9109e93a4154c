internal import Market
internal import Studies

extension Line {
    /// "паттерн по часам".
    private var isOfHours: Bool {
        pieces.indices.contains { unit($0) == .hour && prep($0) == .by }
            && !pieces.contains { if case .pattern = $0.sense { true } else { false } }
    }

    /// "статистика за неделю", "volume for the month": the week, month or year up to today, where nothing else says of
    /// which days, and neither a mean of weeks nor the largest is asked for.
    mutating func settleBareUnits() {
        // "volume for months", "range for weekdays": by them.
        for index in pieces.indices where prep(index) == .in && unit(index) != nil && unit(index) != .day {
            guard let said = pieces[index].prepTokens.first, forms.contains(tokens[said].text, .span),
                has(.units, in: pieces[index]), pieces[index].tokens.count == 1, !isNumber(index - 1),
                pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
            else { continue }
            pieces[index].prep = .by
        }
        let places = pieces.indices.filter { index in
            guard let first = pieces[index].tokens.first else { return false }
            return [.week, .month, .quarter, .year].contains(unit(index) ?? .day) && prep(index) != .by
                && ([first - 1, first - 2].contains {
                    tokens.indices.contains($0) && forms.contains(tokens[$0].text, .span)
                } || isOfResults(index))
        }
        guard places.count == 1, let place = places.first else { return }
        var isAsked = false
        for (index, piece) in pieces.enumerated() where index != place {
            switch piece.sense {
            case .task(.statistics), .task(.performance): isAsked = true
            case .quantity(let quantity):
                guard quantity.extreme == nil else { return }
                isAsked = true
            case .symbol, .stop, .span, .empty, .mark(.and): continue
            default: return
            }
        }
        guard isAsked else { return }
        pieces.insert(Piece(sense: .relative(.past), tokens: [], text: ""), at: place)
    }

    /// "итоги недели", "week summary": what is told of is named beside it.
    private func isOfResults(_ index: Int) -> Bool {
        guard prep(index) == nil || prep(index) == .in, pieces.count(where: { $0.sense != .empty }) == 2 else {
            return false
        }
        return self[index - 1] == .task(.statistics) || self[index + 1] == .task(.statistics)
    }

    /// "покажи 16 мая 2024 по часам": of one day its candles.
    mutating func settleHoursOfDay() {
        let slots = pieces.indices.filter { if case .slots = pieces[$0].sense { true } else { false } }
        guard slots.count == 1, case .slots(let minutes) = pieces[slots[0]].sense,
            pieces.contains(where: { if case .dates(let dates) = $0.sense { dates.shape == .day } else { false } }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .dates, .slots, .stop, .symbol, .span, .empty: true
                default: false
                }
            })
        else { return }
        pieces[slots[0]].sense = .barUnit(.minutes(count: minutes))
        pieces[slots[0]].prep = nil
    }

    /// "когда волатильность выше: летом или зимой", "when is volume higher, summer or winter": of two times that are named it
    /// asks which, and not the time of the day.
    mutating func settleWhenOfTwo() {
        guard let place = pieces.firstIndex(where: { $0.sense == .task(.time) }), !has(.time, in: pieces[place]),
            place == 0 || pieces[..<place].allSatisfy({ if case .stop = $0.sense { true } else { false } }),
            pieces.indices.contains(where: { isMark($0, .or) && isOfCalendar($0 - 1) && isOfCalendar($0 + 1) })
        else { return }
        drop(place)
    }

    private func isOfCalendar(_ index: Int) -> Bool {
        if case .condition(let fact)? = self[index] { fact.isCalendar } else { false }
    }

    /// "does the last hour follow the first", "последний час повторяет направление первого часа": how two parts of the day go
    /// together.
    mutating func settleFollowedParts() {
        guard !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }) else { return }
        for index in pieces.indices where has(.follows, in: pieces[index]) && isBetweenParts(index) {
            pieces[index].sense = .task(.correlation)
            for side in pieces.indices where side != index && has(.side, in: pieces[side]) {
                pieces[side].sense = .empty
            }
        }
        for piece in pieces where piece.sense == .empty { empty.formUnion(piece.tokens) }
    }

    /// One part of the day stands before it, another behind.
    func isBetweenParts(_ index: Int) -> Bool {
        func part(_ pieces: ArraySlice<Piece>) -> Bool {
            pieces.count { if case .span = $0.sense { true } else { false } } == 1
                && pieces.allSatisfy { piece in
                    switch piece.sense {
                    case .span, .empty, .prep, .stop, .often, .unknown, .symbol: true
                    default: has(.side, in: piece)
                    }
                }
        }
        return part(pieces[..<index]) && part(pieces[(index + 1)...])
    }

    /// "does today's range predict tomorrow's": of one quantity on two days.
    func relatesDays(_ index: Int) -> Bool {
        func has(_ day: Relative, _ part: ArraySlice<Piece>) -> Bool { part.contains { $0.sense == .relative(day) } }
        // "предсказывает ли сегодняшний диапазон завтрашний".
        if self.has(.whether) || forms.contains(tokens.first?.text ?? "", .asks),
            pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) == 1,
            has(.today, pieces[...]) && has(.tomorrow, pieces[...])
                || has(.yesterday, pieces[...]) && has(.today, pieces[...])
        {
            return true
        }
        return pieces[..<index].contains { if case .quantity = $0.sense { true } else { false } }
            && (has(.today, pieces[..<index]) && has(.tomorrow, pieces[index...])
                || has(.yesterday, pieces[..<index]) && has(.today, pieces[index...]))
    }

    /// A month or weekday stands before it, the year or week that it is of behind.
    func isBetweenPartAndWhole(_ index: Int) -> Bool {
        let (before, behind) = (pieces[..<index], pieces[(index + 1)...])
        func isPlain(_ piece: Piece) -> Bool {
            switch piece.sense {
            case .empty, .prep, .stop, .symbol, .months, .weekdays, .unit(.year), .unit(.week), .mark(.rest), .quantity:
                true
            default: piece.sense == .unknown && has(.side, in: piece)
            }
        }
        // "предсказывает ли понедельник неделю": the verb comes first.
        let isFirst = before.allSatisfy { $0.sense == .empty }
        return before.allSatisfy(isPlain) && behind.allSatisfy(isPlain)
            && ((isFirst ? behind : before).contains { if case .months = $0.sense { true } else { false } }
                && behind.contains { $0.sense == .unit(.year) }
                || (isFirst ? behind : before).contains { if case .weekdays = $0.sense { true } else { false } }
                    && behind.contains { $0.sense == .unit(.week) })
    }

    /// "самый слабый месяц", "какой день недели самый сильный": of a time of the calendar the worst and the best.
    mutating func settleStrength() {
        for index in pieces.indices {
            guard case .superlative(let end) = pieces[index].sense, has(.strength, in: pieces[index]) else { continue }
            let before = pieces[..<index].contains { if case .which = $0.sense { true } else { false } }
            switch self[index + 1] {
            case .unit(let unit)?:
                guard unit == .day || Self.key(unit) != nil else { continue }
            case nil, .stop?, .symbol?, .dates?:
                guard before else { continue }
            default: continue
            }
            pieces[index].sense = .best(up: end == .max)
        }
    }

    /// "corr NQ vs MGC", "зависит ли диапазон от вчерашнего объёма", "is volume related to how much we move": the one and the
    /// other, with no bound between them.
    private mutating func settleRelated() {
        guard pieces.contains(where: { $0.sense == .task(.correlation) }) else { return }
        for index in pieces.indices.reversed() {
            switch self[index] {
            case .mark(.vs)?: pieces[index].sense = .mark(.and)
            case .relation(.greater)? where isForm(index, .from) && !isNumber(index + 1): drop(index)
            case .task(.howmuch)? where index > 0 && isQuantity(index + 1):
                // "how much we move": either way.
                if case .quantity(var moved)? = self[index + 1], moved.base == .move {
                    moved.absolute = true
                    pieces[index + 1].sense = .quantity(moved)
                }
                drop(index)
            default: continue
            }
        }
    }

    /// "с NQ", "with NQ": the word before it.
    private func isWith(_ piece: Piece) -> Bool {
        guard let first = piece.tokens.first, first > 0 else { return false }
        return forms.contains(tokens[first - 1].text, .withword)
    }

    /// "зависит ли волатильность от дня недели", "does the weekday affect volume", "is there a pattern related to months":
    /// what goes with a unit of time is grouped by it; what goes with an event is held against the other days.
    mutating func settleDependence() {
        settleRelated()
        guard
            let asked = pieces.firstIndex(where: { $0.sense == .task(.correlation) })
                ?? pieces.firstIndex(where: { $0.sense == .patternWord && isOfHours }),
            pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) <= 1
        else { return }
        // "корреляция NQ и золота по месяцам": of two things, in each month.
        guard pieces.count(where: { if case .symbol = $0.sense { true } else { false } }) < 2,
            // "correlation with NQ by month": of what is looked at and it.
            !pieces.contains(where: {
                if case .symbol = $0.sense { has(.withword, in: $0) || isWith($0) } else { false }
            }),
            pieces.count(where: { if case .span = $0.sense { true } else { false } }) < 2
        else { return }
        let units = pieces.indices.filter { index in
            guard let unit = unit(index), unit != .day, unit != .week, unit != .year, unit != .minute else {
                return false
            }
            return Self.key(unit) != nil && plainNumber(index - 1) == nil
        }
        if units.count == 1, let key = unit(units[0]).flatMap({ Self.key($0) }) {
            pieces[units[0]].sense = key
            pieces[units[0]].prep = .by
            pieces[asked].sense = .task(.seasonality)
            for index in pieces.indices.reversed()
            where isMark(index, .between) || isMark(index, .and) || isForm(index, .from)
                || has(.from, in: pieces[index])
            {
                drop(index)
            }
            return
        }
        let events = pieces.indices.filter { if case .event = pieces[$0].sense { true } else { false } }
        guard units.isEmpty, events.count == 1,
            pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
        else { return }
        pieces[asked].sense = .task(.compare)
        pieces.insert(
            contentsOf: [
                Piece(sense: .mark(.vs), tokens: [], text: ""), Piece(sense: .mark(.rest), tokens: [], text: ""),
            ],
            at: events[0] + 1
        )
    }

    /// "в какой день недели лучше всего торговать": how the days went, and no advice.
    mutating func dropTradingOfTimes() {
        let asksTime = pieces.contains {
            switch $0.sense {
            case .which(.weekday), .which(.month), .which(.monthofyear), .which(.hour), .which(.session),
                .task(.timehour):
                true
            default: false
            }
        }
        guard asksTime, pieces.contains(where: { if case .best = $0.sense { true } else { false } }) else { return }
        let others = pieces.contains { $0.sense == .task(.advice) && !has(.tradeword, in: $0) }
        guard !others else { return }
        for index in pieces.indices where self[index] == .task(.advice) {
            pieces[index].sense = .empty
            empty.formUnion(pieces[index].tokens)
        }
    }
}
