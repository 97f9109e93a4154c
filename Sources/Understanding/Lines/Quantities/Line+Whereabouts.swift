internal import Market
internal import Studies

extension Line {
    /// "where did we close on Friday", "где вчера открылись", "close on friday": a price of one time and nothing to do with
    /// it but tell it; of a weekday the latest up to today.
    mutating func settleWhereabouts(today: CivilDate) {
        settleTradedAt()
        settleClosedAt()
        let verbs = pieces.indices.filter { self[$0] == .verb(.close) || self[$0] == .verb(.open) }
        let prices = pieces.indices.filter {
            if case .quantity(let quantity)? = self[$0] { quantity.isPrice && quantity.shift == 0 } else { false }
        }
        let times = pieces.indices.filter { isTime($0) || isLongTime($0) }
        let asked = pieces.indices.filter { isMark($0, .given) && isForm($0, .whereabouts) }
        if verbs.count == 1, prices.isEmpty, times.count == 1, has(.how),
            pieces.indices.allSatisfy({ isSilent($0) || (verbs + times).contains($0) })
        {
            // "как закрылись позавчера": how that day was.
            pieces[verbs[0]].sense = .task(.performance)
            return
        }
        guard verbs.count + prices.count == 1, times.count == 1, asked.count < 2,
            prices.count == 1 || has(.whereabouts) || has(.how) || has(.what) && has(.priceword),
            pieces.indices.allSatisfy({ isSilent($0) || (verbs + prices + times + asked).contains($0) })
        else { return }
        if let verb = verbs.first {
            pieces[verb].sense = .quantity(Quantity(self[verb] == .verb(.close) ? .close : .open))
        }
        if let time = times.first, case .weekdays(let days)? = self[time],
            let date = (0..<7).lazy.map({ today.adding(days: -$0) }).first(where: { $0.weekday == days[0] })
        {
            pieces[time].sense = .dates(Dates(period: .day(date), shape: .day, assumed: true))
        }
        guard let price = verbs.first ?? prices.first, let place = asked.first else { return }
        pieces[price].tokens = (pieces[price].tokens + pieces[place].tokens).sorted()
        pieces.remove(at: place)
    }

    /// "what price did the last day of each quarter close at", "чем закрылся последний день квартала, цена": its close.
    private mutating func settleClosedAt() {
        // "чем закрылся ..., цена": one phrase asks how it went, and the price says of what.
        if has(.priceword), !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }),
            let how = pieces.firstIndex(where: { $0.sense == .task(.performance) && has(.closeverb, in: $0) }),
            has(.atwhat, in: pieces[how])
        {
            pieces[how].sense = .quantity(Quantity(.close))
            return
        }
        let verbs = pieces.indices.filter { self[$0] == .verb(.close) || self[$0] == .verb(.open) }
        guard verbs.count == 1, let verb = verbs.first,
            !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }),
            let last = pieces[verb].tokens.last, let first = pieces[verb].tokens.first,
            isAskedAt(last) || has(.priceword) && tokens[..<first].contains(where: { forms.contains($0.text, .atwhat) })
        else { return }
        pieces[verb].sense = .quantity(Quantity(self[verb] == .verb(.close) ? .close : .open))
        // "what did".
        for index in pieces.indices.reversed()
        where self[index] == .task(.performance) && (has(.what, in: pieces[index]) || has(.once, in: pieces[index])) {
            drop(index)
        }
    }

    /// "what did it close at on its last day": nothing that it would be at stands behind the word.
    private func isAskedAt(_ verb: Int) -> Bool {
        guard has(.what), tokens.indices.contains(verb + 1), forms.contains(tokens[verb + 1].text, .atprice) else {
            return false
        }
        guard tokens.indices.contains(verb + 2) else { return true }
        return tokens[verb + 2].kind == .sign || forms.contains(tokens[verb + 2].text, .during)
            || forms.contains(tokens[verb + 2].text, .ondays)
    }

    /// "where was NQ trading at 15:30 on 9 April": what that minute was.
    private mutating func settleTradedAt() {
        guard has(.whereabouts), let verb = pieces.firstIndex(where: { $0.sense == .verb(.trade) }),
            let minute = pieces.firstIndex(where: { piece in
                if case .window(let window) = piece.sense { window.length == 1 } else { false }
            }),
            pieces.indices.allSatisfy({ index in
                index == verb || index == minute || isSilent(index) || isTime(index)
                    || isMark(index, .given) && isForm(index, .whereabouts)
            })
        else { return }
        let words = pieces.indices.filter { $0 == verb || isMark($0, .given) }
        pieces[minute].tokens = (pieces[minute].tokens + words.flatMap { pieces[$0].tokens }).sorted()
        for index in words.reversed() { pieces.remove(at: index) }
    }

    /// "how was Monday", "во сколько был хай в пятницу": of one weekday in the past only the latest is meant.
    mutating func settlePastWeekday(today: CivilDate) {
        let named = pieces.indices.filter { if case .weekdays? = self[$0] { true } else { false } }
        guard has(.past) || asksOnce, named.count == 1, let place = named.first,
            case .weekdays(let days)? = self[place],
            days.count == 1, (1...5).contains(days[0]), !pieces[place].each, !isForm(place, .plural),
            prep(place) == nil || prep(place) == .in,
            // "which were on Monday": some of the rows that were told.
            !has(.which) || pieces.indices.contains(where: isToldOfDay),
            pieces.indices.allSatisfy({ $0 == place || isSilent($0) && !isMark($0, .it) || isToldOfDay($0) }),
            let date = (1...7).lazy.map({ today.adding(days: -$0) }).first(where: { $0.weekday == days[0] })
        else { return }
        pieces[place].sense = .dates(Dates(period: .day(date), shape: .day, assumed: true))
    }

    /// "did": it asks, and of once.
    var asksOnce: Bool {
        tokens.contains { forms.contains($0.text, .once) && forms.contains($0.text, .auxiliary) }
    }

    private func isToldOfDay(_ index: Int) -> Bool {
        switch self[index] {
        case .task(.performance)?, .task(.time)?, .task(.howmuch)?, .quantity?, .highLow?, .bars?, .verb(.open)?,
            .verb(.close)?, .verb(.form)?, .mark(.and)?, .openingRange?, .colour?:
            true
        default: false
        }
    }

    /// "current price", "последняя цена", "last close": the close of the last day there is.
    mutating func settleLastPrice(today: CivilDate) {
        let prices = pieces.indices.filter { self[$0] == .quantity(Quantity(.close)) }
        let ends = pieces.indices.filter {
            [.relative(.last), .relative(.past), .relative(.this)].contains(pieces[$0].sense)
        }
        guard ends.count < 2, prices.count == 1 || prices.isEmpty && has(.price),
            pieces.indices.allSatisfy({
                isSilent($0) || (prices + ends).contains($0) || self[$0] == .task(.explain)
            }),
            ends.count == 1 || has(.present) || has(.lastprice)
        else { return }
        let day = Dates(period: .lastDays(count: 1, upTo: today), shape: .day, assumed: true)
        if prices.isEmpty, let end = ends.first {
            pieces[end].sense = .quantity(Quantity(.close))
        } else if let end = ends.first {
            pieces.remove(at: end)
        } else if prices.isEmpty {
            // "цена сейчас": the words only point.
            pieces.append(Piece(sense: .quantity(Quantity(.close)), tokens: [], text: ""))
        }
        pieces.append(Piece(sense: .dates(day), tokens: [], text: ""))
    }

    /// "50 day SMA right now", "SMA50 сейчас", "where is the 200-day average": a value that each day has, of the last day.
    mutating func settleNow(today: CivilDate) {
        settleUnitOfExtreme()
        joinPercentOf()
        settleTrueRangeInPercent()
        settleOverbought()
        settleDistances(today: today)
        settleWayOfPeriod()
        guard has(.present) || has(.whereabouts) else { return }
        let values = pieces.indices.filter {
            if case .quantity(let quantity)? = self[$0] { quantity.isOfIndicator } else { false }
        }
        guard values.count == 1, let value = values.first,
            pieces.indices.allSatisfy({
                $0 == value || isSilent($0) || isMark($0, .given) || self[$0] == .relative(.this)
                    || self[$0] == .task(.explain) || unit($0) == .day
            })
        else { return }
        for index in pieces.indices.reversed()
        where isMark(index, .given) || self[index] == .relative(.this) || self[index] == .task(.explain)
            || unit(index) == .day
        {
            drop(index)
        }
        let day = Dates(period: .lastDays(count: 1, upTo: today), shape: .day, assumed: true)
        pieces.append(Piece(sense: .dates(day), tokens: [], text: ""))
    }

    /// A week, a month: its own open or close.
    private func isLongTime(_ index: Int) -> Bool {
        guard case .dates(let dates)? = self[index], case .ranges(let ranges) = dates.period else { return false }
        return ranges.count == 1 && [.week, .month, .quarter, .year].contains(dates.shape)
    }

    private func isTime(_ index: Int) -> Bool {
        switch self[index] {
        case .weekdays(let days)?: days.count == 1 && !pieces[index].each && !isForm(index, .plural)
        case .dates(let dates)?: dates.shape == .day
        case .relative(.yesterday)?, .relative(.today)?, .relative(.beforeyesterday)?: true
        default: false
        }
    }

    private func isSilent(_ index: Int) -> Bool {
        switch self[index] {
        case .stop?, .symbol?, .span?, .mark(.it)?, .empty?: true
        default: false
        }
    }
}

extension Quantity {
    var isOfIndicator: Bool { if case .indicator = base { shift == 0 } else { false } }
}
