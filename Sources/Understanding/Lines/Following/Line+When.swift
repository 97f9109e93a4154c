internal import Market
internal import Studies

extension Line {
    /// A greeting before a question is politeness.
    mutating func dropGreetings() {
        var index = 0
        while index < count {
            switch self[index] {
            case .chat(.patterns)? where pieces.count > 1:
                // "what pattern was yesterday": asked of a day, and not which there are.
                pieces[index].sense = .patternWord
                index += 1
            case .chat(.loaded)? where pieces.contains(where: { $0.sense == .task(.count) }):
                // "from what date are the data and how many days": the other half is asked for too.
                pieces[index].sense = .unknown
                index += 1
            // "on election days": no politeness, and nothing that bars know.
            case .chat(.smallTalk)? where pieces.count > 1 && has(.offtopic, in: pieces[index]): index += 1
            case .chat? where pieces.count > 1, .mark(.leadin)?: drop(index)
            default: index += 1
            }
        }
    }

    /// "стоп, я имел в виду объём": a call, and no order of the market.
    mutating func dropInterjection() {
        guard let first = pieces.firstIndex(where: { $0.sense != .empty }), self[first + 1] == .stop(","),
            has(.interjection, in: pieces[first])
        else { return }
        drop(first)
    }

    /// "Drop 2020": in a chat it leaves the year out; before a question of its own it may as well be a fall.
    mutating func settleRemoval(isFollowUp: Bool) {
        guard let first = pieces.firstIndex(where: { $0.sense != .empty }), case .rise(up: false) = pieces[first].sense,
            isForm(first, .removes)
        else { return }
        let named = pieces[(first + 1)...].filter { $0.sense != .empty }
        switch named.first?.sense {
        case .dates?, .weekdays?, .months?, .event?: break
        case .number(let year, nil)? where year == year.rounded() && (1900...2199).contains(year): break
        default: return
        }
        if isFollowUp {
            pieces[first].sense = .mark(.except)
        } else if named.count > 1 {
            pieces[first].sense = .unknown
        }
    }

    /// "The weekday with the highest volume": the unit has it, no condition is given.
    mutating func dropWithOfRanked() {
        let isTop = pieces.contains { $0.sense == .task(.top) }
        var index = 1
        while index < count {
            if isTop, isMark(index, .given), isMark(index + 1, .it), unit(index + 2) == .weekday {
                // "top 10 drops with their weekday": a column of them.
                drop(index)
            } else if self[index] == .mark(.given), let unit = unit(index - 1) ?? which(index - 1),
                unit != .day || isForm(index - 1, .oneday),
                ranks(index + 1)
            {
                drop(index)
            } else {
                index += 1
            }
        }
    }

    private func which(_ index: Int) -> UnitWord? {
        if case .which(let unit)? = self[index] { unit } else { nil }
    }

    private func ranks(_ index: Int) -> Bool {
        switch self[index] {
        case .superlative?, .best?, .extremum?: true
        default: false
        }
    }

    /// "когда NQ падает больше 2%, золото растёт?": what one does when the other does it, and nothing joins the two.
    private func opensClauseOfOneInstrument(_ index: Int) -> Bool {
        let named = pieces.indices.filter { isInstrument($0) }
        guard named.count == 2, named[0] == index + 1, named[1] > named[0] + 1, !has(.past),
            pieces[..<index].allSatisfy({ $0.sense == .empty })
        else { return false }
        return !pieces[named[0]..<named[1]].contains { piece in
            switch piece.sense {
            case .mark(.and), .mark(.but), .mark(.or), .mark(.vs): true
            default: false
            }
        }
    }

    /// "When" asks for a time where a sentence begins or ends with it, and gives a condition where something stands before it.
    mutating func settleWhen() {
        // "on red days when is the high made": the days are the red ones.
        for index in pieces.indices.dropFirst()
        where self[index] == .task(.days) && (asksBehind(index) || self[index + 1] == .often) {
            switch self[index - 1] {
            case .colour?, .way?, .rise?, .win?, .weekdays?, .pattern?, .event?: pieces[index].sense = .task(.time)
            default: continue
            }
        }
        for index in pieces.indices.reversed() where self[index] == .when && isMark(index - 1, .and) {
            // "когда был хай и когда лой": asked once of both.
            guard let end = pieces.indices.contains(index + 1) ? pieces[index + 1] : nil, isEnd(end),
                pieces[..<(index - 1)].contains(where: { $0.sense == .when }),
                pieces[..<(index - 1)].contains(where: isEnd)
            else { continue }
            drop(index)
        }
        for index in pieces.indices where pieces[index].sense == .when {
            if pieces[index].tokens.count > 1 {
                // "exactly when": it asks, and begins no clause.
                pieces[index].sense = .task(.time)
                continue
            }
            if opensClauseOfOneInstrument(index) {
                pieces[index].sense = .mark(.given)
                continue
            }
            // "gold when NQ makes a 20-day high".
            let isOfOther =
                isInstrument(index - 1)
                && pieces[(index + 1)...].contains { if case .symbol = $0.sense { true } else { false } }
            let before =
                isOfOther
                || pieces[..<index].contains {
                    switch $0.sense {
                    case .quantity, .task(.count), .task(.share), .task(.performance), .task(.time), .task(.days),
                        .unit,
                        .colour, .rise, .way, .win,
                        .weekdays, .statistic, .verb, .superlative, .key, .often, .highLow, .pattern, .bars:
                        true
                    default: false
                    }
                }
            let end = pieces[index...].firstIndex { $0.sense == .stop("?") || $0.sense == .stop(".") } ?? pieces.count
            let later = pieces[(index + 1)..<max(end, index + 1)].contains {
                switch $0.sense {
                case .task(.share), .task(.count), .task(.performance): true
                // "when the day is green, the low comes in which half hour".
                case .which(.slot), .which(.hour), .task(.timehour): true
                default: false
                }
            }
            // "when the first hour is over 1%, average range": a condition, and what is asked behind the comma.
            let comma = pieces[(index + 1)..<max(end, index + 1)].firstIndex { $0.sense == .stop(",") }
            let asked = comma.map { place in
                pieces[place..<end].contains { if case .statistic = $0.sense { true } else { false } }
            }
            // "... and when?"; "on red days, when is the high made"; "when usually".
            let isLast = pieces[(index + 1)..<max(end, index + 1)].allSatisfy {
                // "..., when and how much"
                $0.sense == .task(.howmuch) || $0.sense == .mark(.and)
            }
            let asks = asksBehind(index) || self[index + 1] == .often
            pieces[index].sense = (before || later || asked == true) && !isLast && !asks ? .mark(.given) : .task(.time)
        }
    }

    /// A high or a low.
    private func isEnd(_ piece: Piece) -> Bool {
        switch piece.sense {
        case .quantity(let quantity): quantity.extreme != nil
        case .extremum: true
        default: false
        }
    }

    /// "статистика по дням, где close < open", "по дням 2024, где ...": of those days, not by day.
    mutating func settleDaysGiven() {
        if pieces.contains(where: { $0.sense == .task(.distribution) }) {
            // "how are daily ranges distributed": no other question.
            if self[0] == .task(.performance), has(.how, in: pieces[0]) { drop(0) }
            // "distribution of volume by day": its rows are days.
            for index in pieces.indices.reversed()
            where unit(index) == .day && prep(index) == .by && isQuantity(index - 1) && !pieces[index].each {
                drop(index)
            }
        }
        for index in pieces.indices.reversed() where unit(index) == .day && prep(index) == .by {
            // "статистика по дням NFP": of such days, not day by day.
            guard case .event? = self[index + 1], prep(index + 1) == nil, !pieces[index + 1].afterStop else { continue }
            (pieces[index + 1].prep, pieces[index + 1].prepTokens) = (.in, pieces[index].prepTokens)
            drop(index)
        }
        for index in pieces.indices where unit(index) == .day && prep(index) == .by {
            var last = index
            while isDates(last + 1) || plainNumber(last + 1) != nil { last += 1 }
            let next = (pieces[last].tokens.last ?? 0) + 1
            let isWhere = tokens.indices.contains(next) && forms.contains(tokens[next].text, .whereabouts)
            if isWhere || isMark(last + 1, .given) { pieces[index].prep = nil }
        }
    }

    /// "после дня, когда пробили хай": behind that day, whatever is said of it behind the comma.
    mutating func settleAfterDayWhen() {
        for index in pieces.indices.reversed() where isMark(index, .after) {
            guard pieces.indices.contains(index + 1), pieces[index + 1].tokens.count == 1,
                isForm(index + 1, .day) || has(.day, in: pieces[index + 1])
            else { continue }
            let given = self[index + 2] == .stop(",") ? index + 3 : index + 2
            guard isMark(given, .given) || self[given] == .when else { continue }
            for place in ((index + 2)...given).reversed() { drop(place) }
            join(index...(index + 1), as: .mark(.after))
            if pieces.indices.contains(index + 1) { pieces[index + 1].afterStop = false }
        }
    }

    /// A verb that begins a question stands right behind: "when is", "when does".
    private func asksBehind(_ index: Int) -> Bool {
        guard let last = pieces[index].tokens.last, tokens.indices.contains(last + 1) else { return false }
        return forms.contains(tokens[last + 1].text, .asks)
    }
}
