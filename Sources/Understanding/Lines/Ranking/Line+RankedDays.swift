internal import Market
internal import Studies

/// Which days are ranked or chosen, where a word stands for them or says again what they are.
extension Line {
    /// Those that need numbers, units and windows joined.
    mutating func settleUnitsRanked() {
        settleWorse()
        settleSessionsAsDays()
        settleBestAndWorstWeek()
    }

    /// All others, in their order.
    mutating func settleDaysNamed() {
        settleFollowingEvent()
        dropOpeningOfGap()
        shareOrdinalDays()
        shareUnitOfEnds()
        dropGoneWith()
        settleStrongest()
        groupCompared()
        settleWentBy()
    }

    /// "following Labor Day", "follow an outside day": after it.
    private mutating func settleFollowingEvent() {
        guard !pieces.contains(where: { $0.sense == .mark(.after) }) else { return }
        for index in pieces.indices where isMark(index, .next) && has(.following, in: pieces[index]) {
            switch self[index + 1] {
            case .event?: pieces[index].sense = .mark(.after)
            case .colour?, .pattern?, .rise?, .win?, .weekdays?, .number?:
                // "green days that follow 3 red ones"; "the following red day" is the next of them.
                guard let word = pieces[index].tokens.first, pieces[index].tokens.count == 1, word > 0,
                    !forms.contains(tokens[word - 1].text, .article)
                else { continue }
                pieces[index].sense = .mark(.after)
            default: continue
            }
        }
    }

    /// "opened with a gap up", "гэп вверх на открытии": a gap is where the session opens.
    private mutating func dropOpeningOfGap() {
        for index in pieces.indices.reversed() {
            guard self[index] == .verb(.open) || self[index] == .quantity(Quantity(.open)) else { continue }
            var next = index + 1
            while isMark(next, .given) || isOfGapName(next) { next += 1 }
            var before = index - 1
            while isOfGapName(before) { before -= 1 }
            if isGap(next), next > index + 1 || prep(next) == .in || self[index] == .verb(.open),
                (index + 1..<next).contains(where: { isMark($0, .given) }) || has(.withword, in: pieces[index])
                    || withStands(before: next)
            {
                let given = (index + 1..<next).first { isMark($0, .given) }
                if let given { drop(given) }
                drop(index)
            } else if isGap(before), prep(index) == .in, isStop(index + 1) || endsGap(index + 1) {
                drop(index)
            } else if isMark(index + 1, .after), isGap(before) || isStop(index - 1) && isGap(index - 2) {
                // "gaps opened after a red day", "гэпы, открытые после красного дня".
                drop(index)
                if isStop(index - 1) { drop(index - 1) }
            }
        }
    }

    /// "the month's 1st Friday", "первая пятница месяца против третьей": which of the month's, and the other one of them.
    private mutating func shareOrdinalDays() {
        for index in pieces.indices.reversed() where unit(index) == .month && isOrdinal(index + 1) {
            guard case .weekdays? = self[index + 2], prep(index) == nil || prep(index) == .in else { continue }
            var month = pieces.remove(at: index)
            (pieces[index].prep, pieces[index].prepTokens) = (month.prep, month.prepTokens)
            (month.prep, month.prepTokens) = (nil, [])
            pieces.insert(month, at: index + 2)
        }
        for index in pieces.indices.reversed()
        where isOrdinal(index) && (isMark(index + 1, .or) || isMark(index + 1, .and)) {
            // "on the first or on the third Friday".
            guard isOrdinal(index + 2), case .weekdays? = self[index + 3], self[index] != self[index + 2] else {
                continue
            }
            var day = pieces[index + 3]
            day.tokens = []
            (day.prep, day.prepTokens) = (nil, [])
            pieces.insert(day, at: index + 1)
        }
        for index in pieces.indices.reversed() where isOrdinal(index) {
            guard isMark(index - 1, .vs) || joinsHeads(index - 1), isOrdinalEnd(index + 1) else { continue }
            let place = unit(index - 2) == .month ? index - 3 : index - 2
            guard case .weekdays? = self[place], isOrdinal(place - 1) else { continue }
            var day = pieces[place]
            day.tokens = []
            pieces.insert(day, at: index + 1)
        }
    }

    /// "first 30 minutes against the last 30", "the first 30 and the last 30 minutes": the unit is said once.
    private mutating func shareUnitOfEnds() {
        func end(_ index: Int) -> Int? {
            switch self[index] {
            case .ordinal(1)?, .relative(.past)?, .relative(.last)?: whole(index + 1) == nil ? nil : index + 1
            default: nil
            }
        }
        let ends = pieces.indices.compactMap { end($0) }
        guard ends.count == 2,
            pieces[ends[0]..<ends[1]].contains(where: {
                [.mark(.vs), .mark(.and), .mark(.or), .stop(",")].contains($0.sense)
            })
        else { return }
        func isTime(_ index: Int) -> Bool { unit(index) == .minute || unit(index) == .hour }
        if isTime(ends[0] + 1), unit(ends[1] + 1) == nil {
            var again = pieces[ends[0] + 1]
            again.tokens = []
            pieces.insert(again, at: ends[1] + 1)
        } else if isTime(ends[1] + 1), unit(ends[0] + 1) == nil {
            var again = pieces[ends[1] + 1]
            again.tokens = []
            pieces.insert(again, at: ends[0] + 1)
        }
    }

    /// "дни прошли с диапазоном менее 150 пунктов": they had it.
    private mutating func dropGoneWith() {
        for index in pieces.indices.dropLast().reversed() where self[index] == .verb(.travel) {
            guard isQuantity(index + 1), !isRelation(index - 1), let first = pieces[index + 1].tokens.first, first > 0,
                let last = pieces[index].tokens.last, last == first - 2,
                forms.contains(tokens[first - 1].text, .withword)
            else { continue }
            drop(index)
        }
    }

    /// "the strongest drop", "самое сильное дневное падение": the largest.
    private mutating func settleStrongest() {
        for index in pieces.indices where self[index] == .best(up: true) {
            let next = unit(index + 1) == .day ? index + 2 : index + 1
            switch self[next] {
            case .rise(up: false)?: pieces[index].sense = .superlative(.max)
            case .quantity(let quantity)? where quantity.isGap || !quantity.isSigned && !quantity.isPrice:
                pieces[index].sense = .superlative(.max)
            default: continue
            }
        }
    }

    /// "compare volume across the days of the week": told for each of them.
    private mutating func groupCompared() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.compare) }),
            let place = pieces.indices.first(where: { unit($0) == .weekday || unit($0) == .monthofyear }),
            place > asked,
            prep(place) != .by, pieces[asked].tokens.count == 1,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .mark(.vs), .mark(.and), .mark(.or), .weekdays, .months, .which, .key: true
                default: false
                }
            })
        else { return }
        pieces[place].prep = .by
    }

    /// "цена ушла больше чем на 3% в любую сторону": how far it went, where no level is named.
    private mutating func settleWentBy() {
        guard
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .quantity, .span, .openingRange, .highLow: true
                default: false
                }
            })
        else { return }
        for index in pieces.indices where self[index] == .verb(.break) || self[index] == .verb(.trade) {
            let next = isRelation(index + 1) ? index + 2 : index + 1
            guard case .number? = self[next], self[next + 1] == .measure(.percent) else { continue }
            pieces[index].sense = .verb(.travel)
        }
    }

    /// "a decline worse than 1.5%", "хуже -2%": beyond it on the way down.
    private mutating func settleWorse() {
        for index in pieces.indices where has(.worse, in: pieces[index]) {
            switch self[index] {
            case .best(up: false)?, .relation(.less)?, .relation(.greater)?: break
            default: continue
            }
            guard case .number(let value, let scale)? = self[index + 1],
                scale == .percent || scale == .points || value < 0
            else { continue }
            let isFall = pieces[..<index].contains { piece in
                switch piece.sense {
                case .rise(up: false): true
                case .quantity(let quantity): quantity.isDrawdown
                default: false
                }
            }
            pieces[index].sense = .relation(isFall && value > 0 ? .greater : .less)
        }
    }

    /// "5 sessions with the most volume", "top 15 sessions": days, as no day has so many parts with a name.
    private mutating func settleSessionsAsDays() {
        let isRanked = pieces.contains { piece in
            switch piece.sense {
            case .superlative, .best, .task(.top), .extremum: true
            default: false
            }
        }
        guard isRanked, !pieces.contains(where: { if case .span = $0.sense { true } else { false } }) else { return }
        for index in pieces.indices where unit(index) == .session && prep(index) != .by {
            let number = (max(0, index - 4)..<index).reversed().first { whole($0) != nil }
            guard let number, let count = whole(number), (5...1000).contains(count),
                (number + 1..<index).allSatisfy({ isRankWord($0) })
            else { continue }
            pieces[index].sense = .unit(.day)
        }
    }

    /// "which weeks of 2025 had the highest and the lowest change", "какая неделя лучшая и какая худшая": one of each.
    private mutating func settleBestAndWorstWeek() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .which(.week) }) else { return }
        let ends = pieces.indices.filter { index in
            switch self[index] {
            case .best?, .superlative(.max)?, .superlative(.min)?: true
            default: false
            }
        }
        guard ends.count == 2, self[ends[0]] != self[ends[1]], ends[0] > asked,
            (ends[0] + 1..<ends[1]).allSatisfy({
                isMark($0, .and) || self[$0] == .stop(",") || self[$0] == .which(.week) || isMark($0, .those)
            })
        else { return }
        var week = pieces[asked]
        (week.sense, week.prep, week.prepTokens) = (.unit(.week), nil, [])
        let again = (ends[0] + 1..<ends[1]).filter { !isMark($0, .and) }
        pieces.insert(week, at: ends[1] + 1)
        for index in again.reversed() { drop(index) }
        pieces.remove(at: asked)
    }

    private func isGap(_ index: Int) -> Bool {
        if case .quantity(let quantity)? = self[index] { quantity.isGap && quantity.shift == 0 } else { false }
    }

    private func isOfGapName(_ index: Int) -> Bool {
        switch self[index] {
        case .size?, .way?, .superlative?: true
        default: false
        }
    }

    private func withStands(before index: Int) -> Bool {
        guard let first = pieces[index].tokens.first, first > 0 else { return false }
        return tokens[max(0, first - 2)..<first].contains { forms.contains($0.text, .withword) }
    }

    private func endsGap(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .relation?, .dates?, .number?, .mark(.and)?, .prep?: true
        default: false
        }
    }

    private func isRankWord(_ index: Int) -> Bool {
        switch self[index] {
        case .superlative?, .best?, .quantity?, .colour?, .way?, .size?: true
        default: false
        }
    }

    private func isOrdinal(_ index: Int) -> Bool { if case .ordinal? = self[index] { true } else { false } }

    private func isOrdinalEnd(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .quantity?, .statistic?, .unit(.month)?: true
        default: false
        }
    }
}
