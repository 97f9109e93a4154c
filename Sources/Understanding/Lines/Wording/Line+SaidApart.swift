internal import Market
internal import Studies

extension Line {
    /// What a question's form says once and means of a part beside it.
    mutating func settleSaidApart() {
        shareGapOfWays()
        settleHeadedRanks()
        settleHeadings()
        settleHoursAskedOf()
        dropOtherWayRound()
        dropEachOfDays()
        dropSessionsNamed()
        settleBothWays()
        orderByLast()
        dropRangeOfWidth()
        settleHoursOfEnds()
    }

    /// "broken in both directions": on both sides, and not on either.
    private mutating func settleBothWays() {
        guard pieces.contains(where: { $0.sense == .verb(.break) }) else { return }
        for index in pieces.indices where isMark(index, .absolute) && has(.bothways, in: pieces[index]) {
            pieces[index].sense = .mark(.both)
        }
    }

    /// "..., largest range first": the order of what is listed.
    private mutating func orderByLast() {
        guard let last = pieces.lastIndex(where: { if case .stop = $0.sense { false } else { true } }),
            self[last] == .ordinal(1), case .quantity(let by)? = self[last - 1],
            case .superlative(let end)? = self[last - 2], end == .max || end == .min, isStop(last - 3),
            pieces[..<(last - 3)].contains(where: { piece in
                switch piece.sense {
                case .quantity(let quantity): quantity.base == by.base
                case .superlative(.wide), .superlative(.narrow): by.base == .metric(.range)
                case .superlative(.volatile), .superlative(.calm): by.base == .volatility
                default: false
                }
            })
        else { return }
        join((last - 2)...last, as: .orderWay(descending: end == .max))
    }

    /// "narrowest weekday by range": narrow is of the range.
    private mutating func dropRangeOfWidth() {
        guard
            let width = pieces.firstIndex(where: {
                $0.sense == .superlative(.wide) || $0.sense == .superlative(.narrow)
            }),
            let by = pieces[width...].firstIndex(where: { $0.sense == .quantity(Quantity(.range)) }), prep(by) == .by
        else { return }
        pieces[width].sense = .superlative(self[width] == .superlative(.wide) ? .max : .min)
    }

    /// "time-of-day distribution of highs and lows": when they are made, and not how high they are by hour.
    private mutating func settleHoursOfEnds() {
        guard let time = pieces.firstIndex(where: { $0.sense == .unit(.hourofday) && $0.prep == nil }),
            pieces.contains(where: { $0.sense == .task(.distribution) }),
            pieces.contains(where: \.sense.isEndOfDay),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .quantity, .highLow: piece.sense.isEndOfDay
                case .statistic, .superlative, .extremum: false
                default: true
                }
            })
        else { return }
        pieces[time].sense = .task(.time)
    }

    /// "average gap up and separately down", "гэпы вверх/вниз": the gap is named once.
    private mutating func shareGapOfWays() {
        for index in pieces.indices.reversed() {
            guard case .quantity(let gap)? = self[index], gap.isGap, case .way(let up)? = self[index + 1] else {
                continue
            }
            var next = index + 2
            if self[next] == .task(.howmuch) || isJointOfGaps(next) && self[next + 1] == .task(.count),
                pieces[..<index].contains(where: { $0.sense == .task(.count) })
            {
                // "сколько гэпов вверх и сколько вниз по понедельникам".
                let last = self[next] == .task(.howmuch) ? next : next + 1
                guard self[last + 1] == .way(up: !up) else { continue }
                join(next...last, as: .mark(.and))
            }
            guard isJointOfGaps(next) else { continue }
            next += 1
            if isMark(next, .separately) { next += 1 }
            guard self[next] == .way(up: !up) else { continue }
            var again = Piece(sense: pieces[index].sense, tokens: [])
            again.text = pieces[index].text
            pieces.insert(again, at: next)
            if isStop(index + 2) { pieces[index + 2].sense = .mark(.and) }
            return
        }
    }

    private func isJointOfGaps(_ index: Int) -> Bool {
        joinsHeads(index) || self[index] == .stop("/") || self[index] == .stop(",") || isMark(index, .vs)
    }

    /// "По кварталам: где волатильность выше всего": which of them.
    private mutating func settleHeadedRanks() {
        guard let place = pieces.firstIndex(where: { if case .unit = $0.sense { true } else { false } }), place <= 1,
            let unit = unit(place), prep(place) == .by, isStop(place + 1),
            let stop = pieces[place + 1].tokens.last, stop + 1 < tokens.count,
            [.whereabouts, .which].contains(where: { forms.contains(tokens[stop + 1].text, $0) }),
            pieces[(place + 2)...].contains(where: { piece in
                switch piece.sense {
                case .superlative(.max), .superlative(.min), .best: true
                default: false
                }
            }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .which, .task, .unit(.day): true
                default: false
                }
            })
        else { return }
        pieces[place].sense = .which(unit)
        (pieces[place].prep, pieces[place].prepTokens) = (nil, [])
        drop(place + 1)
    }

    /// "кварталы 2025: ...", "2025 quarters: ...": a heading says what it is told by.
    private mutating func settleHeadings() {
        guard let place = pieces.firstIndex(where: { if case .unit = $0.sense { true } else { false } }), place <= 1,
            let unit = unit(place), [.quarter, .month, .year, .week, .weekday].contains(unit), prep(place) == nil,
            forms.contains(pieces[place].text, .plural), place == 0 || year(0) != nil
        else { return }
        var next = place + 1
        while year(next) != nil || isDates(next) { next += 1 }
        guard self[next] == .stop(":") || self[next] == .stop(",") || self[next] == .stop("-") else { return }
        pieces[place].prep = .by
    }

    /// "какие часы насколько волатильны", "which hours how much volume": by hour.
    private mutating func settleHoursAskedOf() {
        for index in pieces.indices.reversed() {
            guard self[index] == .task(.timehour) || self[index] == .which(.hour),
                self[index + 1] == .task(.howmuch) || self[index + 1] == .task(.count)
            else { continue }
            join(index...(index + 1), as: .slots(60))
            (pieces[index].prep, pieces[index].prepTokens) = (nil, [])
        }
    }

    /// "is Friday wider than Monday or the other way round": it is asked anyway.
    private mutating func dropOtherWayRound() {
        guard let last = pieces.lastIndex(where: { if case .stop = $0.sense { false } else { true } }),
            isMark(last, .opposite), isMark(last - 1, .or), last > 2
        else { return }
        drop(last)
        drop(last - 1)
    }

    /// "a summary of every Friday of 2024": of such days.
    private mutating func dropEachOfDays() {
        guard pieces.contains(where: { $0.sense == .task(.statistics) }) else { return }
        for index in pieces.indices.reversed() where isMark(index, .each) {
            switch self[index + 1] {
            case .weekdays?, .event?, .pattern?: drop(index)
            default: continue
            }
        }
    }

    /// "two sessions, RTH and ETH": they are named.
    private mutating func dropSessionsNamed() {
        guard let place = pieces.firstIndex(where: { $0.sense == .unit(.session) }), let number = whole(place - 1),
            isStop(place + 1), pieces.indices.filter({ isSpan($0) && $0 > place }).count == number
        else { return }
        drop(place + 1)
        drop(place)
        drop(place - 1)
    }
}

extension Line {
    /// What the words without meaning around a word make of it; they must still stand in the line.
    mutating func settleBesideEmpty() {
        settleOpeningTimes()
        settleHowWide()
        settleLasting()
        settlePastTimes()
        dropDateAndTimeTold()
    }

    /// "время открытия сессии": when it opens, and at no price.
    private mutating func settleOpeningTimes() {
        for index in pieces.indices {
            guard self[index] == .quantity(Quantity(.open)) || self[index] == .quantity(Quantity(.close)),
                pieces[..<index].last(where: { !$0.sense.saysNothing })?.sense == .task(.time)
            else { continue }
            switch pieces[(index + 1)...].first(where: { !$0.sense.saysNothing })?.sense {
            case .unit(.session)?, .span?:
                pieces[index].sense = .verb(self[index] == .quantity(Quantity(.open)) ? .open : .close)
            default: continue
            }
        }
    }

    /// "how wide was the first half hour": its range, where nothing else is named that may be wide.
    private mutating func settleHowWide() {
        guard let place = pieces.firstIndex(where: { $0.sense == .empty && has(.breadth, in: $0) }),
            pieces.allSatisfy(\.sense.leavesWidthOpen)
        else { return }
        pieces[place].sense = .quantity(Quantity(.range))
        empty.subtract(pieces[place].tokens)
    }

    /// "how long does a losing streak last": it lasts, and is not the latest.
    private mutating func settleLasting() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.length) }),
            let runs = pieces.firstIndex(where: { $0.sense == .task(.runs) }), asked < runs,
            let last = pieces[(runs + 1)...].firstIndex(where: { $0.sense == .relative(.last) })
        else { return }
        switch pieces[(last + 1)...].first(where: { $0.sense != .empty })?.sense {
        case nil, .stop?, .statistic?, .often?:
            pieces[last].sense = .empty
            empty.formUnion(pieces[last].tokens)
        default: return
        }
    }

    /// "past 14:00": after it.
    private mutating func settlePastTimes() {
        for index in pieces.indices where self[index] == .relative(.past) {
            switch self[index + 1] {
            case .clock?: pieces[index].sense = .mark(.after)
            case .number? where self[index + 2] == .stop(":") && isNumber(index + 3):
                pieces[index].sense = .mark(.after)
            default: continue
            }
        }
    }

    /// "when (date and time) was the high": asked already.
    private mutating func dropDateAndTimeTold() {
        guard let open = pieces.firstIndex(where: { $0.sense == .stop("(") }),
            let close = pieces[open...].firstIndex(where: { $0.sense == .stop(")") }), open > 0,
            pieces[..<open].last?.sense == .when || pieces[..<open].last?.sense == .task(.time)
        else { return }
        let inside = (open + 1)..<close
        guard !inside.isEmpty,
            inside.allSatisfy({ index in
                switch self[index] {
                case .mark(.and)?, .task(.time)?, .stop(",")?, .stop("/")?, .empty?: true
                default: unit(index) == .day && has(.dated, in: pieces[index])
                }
            })
        else { return }
        for index in (open...close).reversed() { drop(index) }
    }
}

extension Sense {
    fileprivate var saysNothing: Bool {
        switch self {
        case .empty, .prep: true
        default: false
        }
    }

    /// Time and windows, and nothing with a size of its own.
    fileprivate var leavesWidthOpen: Bool {
        switch self {
        case .empty, .prep, .stop, .span, .unit, .number, .ordinal, .relative, .dates, .months, .weekdays, .quarter,
            .statistic, .mark(.each), .mark(.and), .mark(.next), .mark(.previous), .mark(.after),
            .mark(.before), .mark(.eve), .event, .often, .symbol, .instruments, .verb(.form), .clock, .ampm, .which:
            true
        case .condition(let fact): fact.isCalendar
        default: false
        }
    }
}

extension Sense {
    fileprivate var isEndOfDay: Bool {
        switch self {
        case .highLow: true
        case .quantity(let quantity): quantity.extreme != nil
        default: false
        }
    }
}
