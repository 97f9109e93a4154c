internal import Market
internal import Studies

extension Line {
    /// "2021 onwards", "2021 и далее": from then on.
    mutating func joinOnward() {
        for index in pieces.indices.reversed() {
            let word = isMark(index + 1, .and) ? index + 2 : index + 1
            guard case .dates(let dates)? = self[index], isForm(word, .onward), dates.shape != .day,
                let first = dates.period.dateRange?.first
            else { continue }
            join(index...word, as: .dates(Dates(period: .range(first, nil), shape: .other)))
        }
    }

    /// "either the high or the low": the second word joins them.
    mutating func dropEither() {
        guard
            let place = pieces.firstIndex(where: {
                guard $0.sense == .mark(.or) else { return false }
                // "либо ..., либо ...": said before each of them.
                let (word, first) = ($0.text, $0.tokens.first ?? 0)
                return word == "either" || $0.tokens.count > 1
                    || pieces.contains { $0.sense == .mark(.or) && $0.text == word && ($0.tokens.first ?? 0) > first }
                        && !isAlternative(first)
            }),
            pieces[(place + 1)...].contains(where: { $0.sense == .mark(.or) || $0.sense == .highLow })
        else { return }
        let word = pieces[place].text
        if let again = pieces[(place + 1)...].firstIndex(where: { $0.sense == .mark(.or) && $0.text == word }),
            self[again - 1] == .stop(",")
        {
            drop(again - 1)
        }
        drop(place)
    }

    /// Something that it can join stands before an "or": "A or B or C".
    private func isAlternative(_ token: Int) -> Bool {
        guard let place = pieces.firstIndex(where: { $0.tokens.contains(token) }) else { return false }
        switch self[place - 1] {
        case nil, .stop?, .dates?, .task?, .unit(.day)?, .mark(.given)?: return false
        case .number?: return year(place - 1) == nil
        default: return true
        }
    }

    /// "first and second half of 2024", "1 и 2 квартал": the part is named once, behind its last place.
    mutating func joinElidedParts() {
        joinElidedSecond()
        joinElidedLengths()
        for index in pieces.indices.reversed() {
            guard case .ordinal(let place)? = self[index],
                isMark(index + 1, .and) || isMark(index + 1, .or) || isMark(index + 1, .vs)
                    || self[index + 1] == .stop(",")
            else { continue }
            switch (self[index + 2], self[index + 3]) {
            // Of the day they are its sessions.
            case (_, .unit(.day)?), (_, .unit(.session)?), (_, .span?): continue
            case (.half(let half)?, _) where half != place && (1...2).contains(place):
                pieces[index].sense = .half(place)
            case (.quarter(let quarter)?, _) where quarter != place && (1...4).contains(place):
                pieces[index].sense = .quarter(place)
            default: continue
            }
        }
    }

    /// Which way it went, or the end of what is said.
    private func isPredicate(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .colour?, .way?: true
        default: false
        }
    }

    /// "если первый час зелёный, то последний тоже?": what the first did is said, and the last is asked about.
    private func isBehindState(_ index: Int) -> Bool {
        var before = index - 1
        while isStop(before) || isMark(before, .then) { before -= 1 }
        switch self[before] {
        case .colour?, .way?, .rise?, .win?: return self[index + 1] != nil
        default: return false
        }
    }

    /// "the first six months of 2025 and the last six": the unit is that of the first.
    private mutating func joinElidedLengths() {
        // "последний час идёт туда же, куда первый", "does the first hour go the way of the last".
        for index in pieces.indices where isMark(index - 1, .together) || isMark(index - 1, .opposite) {
            let before = pieces[..<index].compactMap { piece -> Span? in
                if case .span(let span) = piece.sense { span } else { nil }
            }
            switch (self[index], before.last) {
            case (.ordinal(1)?, .closing(let minutes)?): pieces[index].sense = .span(.opening(minutes: minutes))
            case (.relative(.last)?, .opening(let minutes)?), (.relative(.past)?, .opening(let minutes)?):
                pieces[index].sense = .span(.closing(minutes: minutes))
            default: continue
            }
        }
        for index in pieces.indices.reversed() where self[index] == .relative(.last) || self[index] == .relative(.past)
        {
            // "the first hour green and the last red".
            if let first = pieces[..<index].first(where: { $0.sense.isOpening }),
                case .span(.opening(let minutes)) = first.sense,
                joinsHeads(index - 1) || isMark(index - 1, .but) || prep(index) == .in || isBehindState(index),
                isPredicate(index + 1)
            {
                pieces[index].sense = .span(.closing(minutes: minutes))
                continue
            }
            if let first = pieces[..<index].indices.first(where: { self[$0] == .ordinal(1) && unit($0 + 1) == .hour }),
                joinsHeads(index - 1) || isMark(index - 1, .but) || prep(index) == .in, isPredicate(index + 1)
            {
                pieces.insert(Piece(sense: .unit(.hour), tokens: pieces[first + 1].tokens), at: index + 1)
                continue
            }
            if isBehindState(index), isPredicate(index + 1),
                let first = pieces[..<index].indices.first(where: {
                    self[$0] == .ordinal(1) && whole($0 + 1) != nil && unit($0 + 2) == .minute
                })
            {
                // "если первые 30 минут красные, то последние тоже?".
                pieces.insert(contentsOf: pieces[(first + 1)...(first + 2)], at: index + 1)
                continue
            }
            guard let length = whole(index + 1), joinsHeads(index - 1), isEndOfParts(index + 2),
                let first = pieces[..<index].indices.first(where: { self[$0] == .ordinal(1) && whole($0 + 1) == length }
                ),
                let named = unit(first + 2)
            else { continue }
            switch named {
            case .month, .week, .day, .quarter, .minute, .hour: break
            default: continue
            }
            pieces.insert(Piece(sense: .unit(named), tokens: pieces[first + 2].tokens), at: index + 2)
        }
    }

    /// "первую половину 2025 и вторую", "Q1 2024 vs second": another part of the same year.
    private mutating func joinElidedSecond() {
        for index in pieces.indices.reversed() {
            guard case .ordinal(let place)? = self[index], joinsHeads(index - 1), isEndOfParts(index + 1) else {
                continue
            }
            let hasYear = year(index - 2) != nil
            let sense: Sense
            switch self[hasYear ? index - 3 : index - 2] {
            case .half(let half)? where half != place && (1...2).contains(place): sense = .half(place)
            case .quarter(let quarter)? where quarter != place && (1...4).contains(place): sense = .quarter(place)
            default: continue
            }
            pieces[index].sense = sense
            if hasYear {
                let year = Piece(sense: pieces[index - 2].sense, tokens: pieces[index - 2].tokens, text: "")
                pieces.insert(year, at: index + 1)
            }
        }
    }

    private func isEndOfParts(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .quantity?, .statistic?, .symbol?, .span?: true
        default: false
        }
    }

    /// "volume by session", "средний диапазон каждой сессии": of each part of the day.
    mutating func settleEachSession() {
        for index in pieces.indices where unit(index) == .session && (prep(index) == .by || pieces[index].each) {
            pieces[index].sense = .which(.session)
        }
        // "share of volume per session", "доля объёма сессий": what each of them has.
        guard let session = pieces.indices.first(where: { unit($0) == .session }),
            pieces.contains(where: { $0.sense == .task(.share) }),
            pieces.contains(where: { if case .quantity(let quantity) = $0.sense { quantity.isVolume } else { false } })
        else { return }
        if isMark(session - 1, .each) {
            join((session - 1)...session, as: .which(.session))
        } else if has(.plural, in: pieces[session]) {
            pieces[session].sense = .which(.session)
        }
    }

    /// "30 min OR broken", "15m or high": behind a length and before what such a range does, the opening range.
    mutating func settleOpeningRanges() {
        for index in pieces.indices {
            let isFirst = self[index] == .quantity(Quantity(.open)) && isForm(index, .openingword)
            guard isFirst || self[index] == .quantity(Quantity(.close)) && isForm(index, .closingword),
                whole(index + 1) != nil
            else { continue }
            // "the opening 30 minutes", "the closing 15 min": the first, the last.
            if isForm(index + 2, .shortminute) { pieces[index + 2].sense = .unit(.minute) }
            guard unit(index + 2) == .minute || unit(index + 2) == .hour else { continue }
            pieces[index].sense = isFirst ? .ordinal(1) : .relative(.last)
        }
        let isBroken = pieces.contains { $0.sense == .verb(.break) || $0.sense == .verb(.hold) }
        let isBare = !pieces.contains { if case .quantity = $0.sense { true } else { false } }
        for index in pieces.indices
        where self[index] == .span(.opening(minutes: 60)) && has(.initial, in: pieces[index]) {
            if isBroken || isBare && pieces.contains(where: { if case .statistic = $0.sense { true } else { false } }) {
                pieces[index].sense = .openingRange
            }
        }
        for index in pieces.indices where isMark(index, .or) {
            let written = tokens[pieces[index].tokens[0]].written
            guard written.count == 2, let first = written.first, first.isASCII else { continue }
            let isName =
                written == written.uppercased() && tokens.contains { $0.written.contains(where: \.isLowercase) }
            let isMinute = unit(index - 1) == .minute || isForm(index - 1, .shortminute)
            let hasLength = isMinute && whole(index - 2) != nil
            switch self[index - 3] {
            case .ordinal? where hasLength, .relative? where hasLength: continue
            default: break
            }
            guard isName || hasLength else { continue }
            switch self[index + 1] {
            case .verb(.break)?, .verb(.hold)?, .mark(.single)?, .mark(.both)?, .mark(.neither)?, .way?, .highLow?:
                pieces[index].sense = .openingRange
            case .quantity(let quantity)? where quantity.extreme != nil || quantity.base == .metric(.range):
                pieces[index].sense = .openingRange
            // "30 min OR on gold".
            case .symbol? where isName && hasLength: pieces[index].sense = .openingRange
            case .stop?, nil, .pattern?, .number?, .relative?: if isName { pieces[index].sense = .openingRange }
            default: continue
            }
        }
    }
}

extension Sense {
    fileprivate var isOpening: Bool { if case .span(.opening) = self { true } else { false } }
}
