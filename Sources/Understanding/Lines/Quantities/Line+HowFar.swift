internal import Market
internal import Studies

extension Line {
    /// "сколько прибавил с начала месяца": how far it went; only of days and times can it be how many.
    mutating func settleHowFar() {
        dropOftenOfWay()
        for index in pieces.indices where isForm(index, .amount) {
            // "сколько процентов потерял" is no share of anything.
            guard self[index] == .task(.count) && pieces[index].tokens.count == 1 || self[index] == .task(.share),
                let moved = subject(behind: index), case .rise = pieces[moved].sense, isForm(moved, .went)
            else { continue }
            pieces[index].sense = .task(.howmuch)
        }
        settleGiven()
        tellMovesOfRanked()
        if let much = pieces.firstIndex(where: { $0.sense == .task(.howmuch) }),
            !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
        {
            // "how much is it up this year".
            for index in pieces.indices[(much + 1)...] {
                if case .way(let up)? = self[index], case .symbol? = self[index - 1] {
                    pieces[index].sense = .rise(up: up)
                }
            }
        }
        for index in pieces.indices where self[index] == .task(.count) && isForm(index, .amount) {
            // "сколько в среднем контрактов торгуется в день": a volume is measured, not counted.
            guard case .statistic? = self[index + 1] else { continue }
            var place = index + 2
            while self[place] == .verb(.travel) || self[place] == .verb(.trade) || self[place] == .verb(.form)
                || self[place] == .empty
            { place += 1 }
            guard case .quantity(let quantity)? = self[place], quantity.isVolume else { continue }
            for verb in (index + 2..<place).reversed() where self[verb] != .empty { drop(verb) }
            drop(index)
            return
        }
    }

    /// "куда чаще идёт последний час": which way it goes tells how often in any case.
    private mutating func dropOftenOfWay() {
        guard let often = pieces.firstIndex(where: { $0.sense == .often && has(.oftener, in: $0) }),
            self[often - 1] == .task(.performance) || self[often + 1] == .task(.performance),
            pieces.contains(where: { if case .span = $0.sense { true } else { false } }),
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .task(.performance)?, .span?, .symbol?, .stop?, .empty?, .instruments?, .dates?, .prep?,
                    .mark(.before)?, .quantity(Quantity(.close))?:
                    true
                default: index == often
                }
            })
        else { return }
        drop(often)
    }

    /// "5 worst weeks of 2022, how many % did they lose", "топ 5 дней, на сколько процентов выросли": the move that they are
    /// ranked by, and no share of them.
    private mutating func tellMovesOfRanked() {
        guard let rank = pieces.firstIndex(where: { $0.sense.ranks }),
            let asked = pieces.lastIndex(where: { $0.sense == .task(.share) || $0.sense == .task(.howmuch) }),
            asked > rank, !has(.day, in: pieces[asked]), let moved = subject(behind: asked),
            pieces[(moved + 1)...].allSatisfy({ $0.sense == .empty || isStop($0.sense) || $0.sense == .mark(.each) })
        else { return }
        switch pieces[moved].sense {
        case .rise, .win: break
        default: return
        }
        var change = Quantity(.change)
        if has(.sign, in: pieces[asked]) { change.percent = true }
        pieces[moved].sense = .quantity(change)
        pieces[moved].tokens = (pieces[asked].tokens + pieces[moved].tokens).sorted()
        pieces.remove(at: asked)
    }

    private func isStop(_ sense: Sense) -> Bool { if case .stop = sense { true } else { false } }

    /// "сколько NQ сделал за год", "how much did it make each year": its move, where nothing else is named.
    private mutating func settleGiven() {
        guard has(.gave),
            let asked = pieces.firstIndex(where: {
                $0.sense == .task(.count) && $0.tokens.count == 1 || $0.sense == .task(.howmuch)
            }),
            let verb = pieces.indices[(asked + 1)...].first(where: { has(.gave, in: pieces[$0]) }),
            [nil, verb].contains(subject(behind: asked)), subject(behind: verb) == nil,
            !pieces[..<asked].contains(where: { if case .quantity = $0.sense { true } else { false } })
        else { return }
        pieces[verb].sense = .quantity(Quantity(.performance))
        empty.subtract(pieces[verb].tokens)
        if pieces.contains(where: { $0.sense == .mark(.each) }) {
            drop(asked)
        } else {
            pieces[asked].sense = .task(.howmuch)
        }
    }

    /// "what hour has the most lows of the day": how often, not how low.
    mutating func settleMostTimes() {
        guard pieces.contains(where: { $0.sense == .task(.time) || $0.sense == .task(.timehour) || $0.sense == .when }),
            !pieces.contains(where: { $0.sense == .task(.length) || $0.sense == .task(.howmuch) })
        else { return }
        for index in pieces.indices {
            // "when does it typically occur", "when do most gaps fill".
            if self[index] == .statistic(.mean), isForm(index, .usual) { pieces[index].sense = .often }
            if self[index] == .unknown, has(.majority, in: pieces[index]) { pieces[index].sense = .often }
        }
        guard pieces.contains(where: { $0.sense == .task(.timehour) }) else { return }
        for index in pieces.indices where self[index] == .superlative(.max) && has(.most, in: pieces[index]) {
            let next = pieces[(index + 1)...].first { $0.sense != .empty && $0.sense != .prep(.in) }
            guard case .quantity(let quantity)? = next?.sense else { continue }
            let isFill = quantity.isGap && pieces.contains { $0.sense == .verb(.fill) }
            if quantity.extreme != nil || isFill { pieces[index].sense = .often }
        }
    }

    /// "volume distribution throughout the day", "распределение объёма внутри дня": over its hours; "когда самый большой объём
    /// в течение дня": an hour is asked for, and no day.
    mutating func settleWithinDay() {
        let asks = pieces.contains { piece in
            switch piece.sense {
            case .task(.distribution): true
            case .when, .task(.time), .task(.timehour): ranksSomething
            default: false
            }
        }
        guard asks,
            pieces.contains(where: {
                switch $0.sense {
                case .quantity(let quantity): quantity.extreme == nil && !quantity.isPrice && !quantity.isGap
                case .superlative(.volatile), .superlative(.calm): true
                default: false
                }
            })
        else { return }
        let time = pieces.contains { $0.sense == .task(.distribution) } ? nil : clockQuestion
        for index in pieces.indices.reversed()
        where unit(index) == .day || unit(index) == .hourofday || has(.ofday, in: pieces[index]) {
            guard let first = pieces[index].tokens.first else { continue }
            let before = tokens[max(0, first - 2)...first].map(\.text)
            guard
                before.contains(where: {
                    forms.contains($0, .withinday)
                        || time != nil && (forms.contains($0, .during) || forms.contains($0, .lasting) && !has(.past))
                })
            else { continue }
            var lead = index
            while let before = pieces[..<lead].last, lead > (time ?? -1) + 1, isBeforeUnit(before) { lead -= 1 }
            if let time {
                pieces[time].tokens += pieces[lead...index].flatMap(\.tokens)
                empty.subtract(pieces[time].tokens)
                pieces.removeSubrange(lead...index)
                return
            }
            pieces[index].sense = .unit(.hour)
            pieces[index].prep = .by
            let prep = pieces[..<index].lastIndex { $0.sense != .empty }
            if let prep, case .prep? = self[prep] {
                empty.formUnion(pieces[prep].tokens)
                pieces.remove(at: prep)
            }
            return
        }
    }

    /// "When", "at what time": where the question begins with it.
    private var clockQuestion: Int? {
        pieces.firstIndex {
            switch $0.sense {
            case .when, .task(.time), .task(.timehour): true
            default: false
            }
        }
    }

    private func isBeforeUnit(_ piece: Piece) -> Bool {
        switch piece.sense {
        case .empty, .prep: true
        default: false
        }
    }

    private var ranksSomething: Bool {
        pieces.contains {
            switch $0.sense {
            case .superlative, .extremum, .size: true
            default: false
            }
        }
    }

    /// "средняя цена": of the close, where no price is named; "обычный диапазон": its mean.
    mutating func settlePlainPrices() {
        let hasQuantity = pieces.contains { if case .quantity = $0.sense { true } else { false } }
        for index in pieces.indices {
            if !hasQuantity, case .statistic = pieces[index].sense, self[index + 1] == .empty,
                has(.priceword, in: pieces[index + 1])
            {
                pieces[index + 1].sense = .quantity(Quantity(.close))
                empty.subtract(pieces[index + 1].tokens)
            }
            if isMark(index, .rest), !pieces.contains(where: { $0.sense.choosesDays }) {
                let next = unit(index + 1) == .day ? index + 2 : index + 1
                if case .quantity? = self[next] { pieces[index].sense = .statistic(.mean) }
            }
        }
    }

    /// "в диапазон от -1% до 1%": no range is below zero, the change is meant.
    mutating func settleSignedRanges() {
        guard let place = pieces.firstIndex(where: { $0.sense == .quantity(Quantity(.range)) }),
            !pieces.contains(where: { $0.sense != .quantity(Quantity(.range)) && $0.sense.isQuantity })
        else { return }
        let number = pieces[(place + 1)...].first { if case .number = $0.sense { true } else { false } }
        guard let token = number?.tokens.first, token > 0, tokens[token].glued, tokens[token - 1].text == "-",
            token == 1 || !tokens[token - 1].glued
        else { return }
        pieces[place].sense = .quantity(Quantity(.change))
    }

    /// "около 2%" is neither more nor less than that: how near is not said.
    mutating func settleRoughly() {
        for index in pieces.indices where self[index] == .empty && has(.roughly, in: pieces[index]) {
            guard case .number? = self[index + 1] else { continue }
            pieces[index].sense = .unknown
            empty.subtract(pieces[index].tokens)
        }
    }

    /// The first piece behind a place that is no instrument, unit of measure or time.
    private func subject(behind place: Int) -> Int? {
        var isInTime = false
        for index in pieces.indices[(place + 1)...] {
            switch pieces[index].sense {
            case .empty, .symbol, .instruments, .measure: continue
            case .prep, .relative, .number, .mark(.each): isInTime = true
            case .unit, .months, .quarter, .half:
                guard isInTime else { return index }
            default: return index
            }
        }
        return nil
    }

    /// "накануне падений", "накануне FOMC": on the eve of what is named behind it; "накануне был красный" is of the day before.
    mutating func settleEves() {
        for index in pieces.indices where isMark(index, .previous) && has(.eveword, in: pieces[index]) {
            guard pieces[index].tokens.count == 1,
                let next = pieces[(index + 1)...].first(where: { $0.sense != .empty })
            else { continue }
            if case .event = next.sense {
                pieces[index].sense = .mark(.eve)
            } else if let token = next.tokens.first, forms.contains(tokens[token].text, .genitive) {
                pieces[index].sense = .mark(.eve)
            }
        }
    }

    /// "volume lower than the day before": held against that day, which is the eve of nothing.
    mutating func settleDayBefore() {
        for index in pieces.indices.reversed() where isMark(index, .eve) && pieces[index].tokens.count == 2 {
            // "red days before 2023": days, up to that year.
            guard year(index + 1) != nil, let day = pieces[index].tokens.first else { continue }
            pieces[index].sense = .mark(.before)
            pieces[index].tokens.removeFirst()
            pieces.insert(Piece(sense: .unit(.day), tokens: [day], text: tokens[day].text), at: index)
        }
        for index in pieces.indices where isMark(index, .eve) && has(.day, in: pieces[index]) {
            if isDoneTheDayBefore(index) {
                pieces[index].sense = .mark(.previous)
                pieces.insert(Piece(sense: .unit(.day), tokens: pieces[index].tokens), at: index + 1)
                return
            }
            // "is the range correlated with that of the day before".
            let isOther = pieces.contains {
                [.task(.correlation), .mark(.together), .mark(.opposite)].contains($0.sense)
            }
            guard index == count - 1 || isStop(index + 1) || isMark(index + 1, .and),
                isRelation(index - 1) || prep(index) == .than || isOther || isPriceOf(index - 1)
            else { continue }
            pieces[index].sense = .mark(.previous)
            pieces.insert(Piece(sense: .unit(.day), tokens: pieces[index].tokens), at: index + 1)
        }
    }

    /// "below the low of the day before".
    private func isPriceOf(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index] else { return false }
        return quantity.isPrice && quantity.shift == 0 && quantity.span == nil
    }

    /// "when the day before closed red": that day did it; "the day before a fall" is the eve of one.
    func isDoneTheDayBefore(_ index: Int) -> Bool {
        guard let last = pieces[index].tokens.last, last + 1 < tokens.count else { return false }
        return forms.contains(tokens[last + 1].text, .preterite)
    }

    /// "the eve of a fall of more than 2%": the day before such a day.
    mutating func joinEvesOfFacts() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .eve), case .condition(let fact)? = self[index + 1], !fact.isCalendar,
                !pieces[index + 1].afterStop
            else { continue }
            join(index...(index + 1), as: .condition(fact.shifted(1)))
        }
    }
}

extension Sense {
    fileprivate var isQuantity: Bool { if case .quantity = self { true } else { false } }

    fileprivate var ranks: Bool {
        switch self {
        case .superlative, .best, .top, .task(.top): true
        default: false
        }
    }

    /// It says which days are meant, so that others can be the rest.
    fileprivate var choosesDays: Bool {
        switch self {
        case .event, .weekdays, .months, .colour, .way, .rise, .win, .pattern, .mark(.vs), .task(.compare), .condition,
            .relation, .quarter, .half:
            true
        default: false
        }
    }
}
