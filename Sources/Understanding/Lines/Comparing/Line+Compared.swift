internal import Market
internal import Studies

extension Line {
    /// What a comparison names once and means of each of its sides: "compare up and down days", "high and low volume days",
    /// "дни выше и ниже вчерашнего закрытия", "compare sessions".
    mutating func settleCompared() {
        settleDaytime()
        guard pieces.contains(where: { $0.sense == .task(.compare) || $0.sense == .mark(.vs) }) else { return }
        for index in pieces.indices
        where isMark(index, .vs) && isStatistic(index - 1) && isStatistic(index + 1)
            && self[index - 1] != self[index + 1]
        {
            // "median vs mean range": both of one quantity.
            pieces[index].sense = .mark(.and)
        }
        for index in pieces.indices.reversed() {
            splitWays(index)
            shareSize(index)
            shareLevel(index)
        }
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.compare) }) else { return }
        joinWith(asked)
        joinTo(asked)
        let place = self[asked + 1] == .relative(.all) ? asked + 2 : asked + 1
        if unit(place) == .session, isGroupedAlone(place) {
            join((asked + 1)...place, as: .which(.session))
        }
        if unit(place) == .weekday || unit(place) == .monthofyear,
            pieces[(place + 1)...].allSatisfy({ if case .stop = $0.sense { true } else { $0.sense.isDated } })
        {
            // "compare weekdays": how each of them is.
            pieces[asked].sense = .task(.statistics)
            pieces[place].prep = .by
        }
    }

    /// "Asia vs Europe vs US": beside sessions of other parts of the world it is the main one.
    mutating func settleAmerica() {
        for index in pieces.indices where pieces[index].sense == .empty || pieces[index].sense == .unknown {
            guard pieces[index].tokens.count == 1, has(.america, in: pieces[index]),
                isSpan(index - 2) || isSpan(index + 2),
                [index - 1, index + 1].contains(where: {
                    isMark($0, .vs) || isMark($0, .and) || isMark($0, .or) || isStop($0)
                })
            else { continue }
            pieces[index].sense = .span(.session(name: .rth))
            empty.subtract(pieces[index].tokens)
        }
    }

    /// "Compare March with April 2024", "сравни март с апрелем 2024": the one and the other.
    private mutating func joinWith(_ asked: Int) {
        for index in pieces.indices.reversed() where index > asked + 1 {
            if isMark(index, .given), isOfCalendar(index - 1), isOfCalendar(index + 1), pieces[index].tokens.count == 1
            {
                pieces[index].sense = .mark(.and)
            } else if prep(index) == .from, has(.beside, in: pieces[index]), isOfCalendar(index),
                isOfCalendar(index - 1)
            {
                let and = Piece(sense: .mark(.and), tokens: pieces[index].prepTokens)
                (pieces[index].prep, pieces[index].prepTokens) = (nil, [])
                pieces.insert(and, at: index)
            }
        }
    }

    /// "Compare 2023 to 2024", "compare Q1 to Q3 2024": the one beside the other, and no range.
    private mutating func joinTo(_ asked: Int) {
        let joints = pieces.indices.filter { $0 > asked + 1 && prep($0) == .to }
        guard joints.count == 1, let place = joints.first, isPeriod(place), isPeriod(place - 1),
            prep(place - 1) != .from,
            !pieces[(place + 1)...].contains(where: { piece in
                piece.prep == .from || [.mark(.vs), .mark(.and), .mark(.given)].contains(piece.sense)
            })
        else { return }
        let joint = Piece(sense: .mark(.and), tokens: pieces[place].prepTokens, text: "")
        (pieces[place].prep, pieces[place].prepTokens) = (nil, [])
        pieces.insert(joint, at: place)
    }

    private func isPeriod(_ index: Int) -> Bool {
        switch self[index] {
        case .weekdays?, .months?, .quarter?, .half?: true
        default: year(index) != nil
        }
    }

    private func isOfCalendar(_ index: Int) -> Bool {
        switch self[index] {
        case .months?, .quarter?: true
        default: false
        }
    }

    /// "overnight return vs intraday return".
    private func isIntraday(_ index: Int) -> Bool {
        unit(index) == .hourofday && pieces[index].tokens.count == 1 && prep(index) != .by && isQuantity(index + 1)
    }

    /// "ночь против дня", "объём ночью и днём": beside the night the day is the session.
    private mutating func settleDaytime() {
        guard let night = pieces.firstIndex(where: { $0.sense == .span(.session(name: .overnight)) }) else { return }
        for day in pieces.indices
        where (unit(day) == .day && isForm(day, .daytime) || isIntraday(day)) && plainNumber(day - 1) == nil {
            let between = pieces[(min(day, night) + 1)..<max(day, night)]
            let isJoined =
                between.contains { joint in
                    switch joint.sense {
                    case .mark(.and), .mark(.or), .mark(.vs), .stop("/"), .task(.howmuch), .task(.count): true
                    default: false
                    }
                } || prep(max(day, night)) == .than || prep(max(day, night)) == .from
            let isPlain = between.allSatisfy { piece in
                switch piece.sense {
                case .mark(.and), .mark(.or), .mark(.vs), .stop, .quantity, .statistic, .unit(.session): true
                case .task(.howmuch), .task(.count), .symbol, .verb(.travel), .empty: true
                default: false
                }
            }
            guard isJoined, isPlain else { continue }
            pieces[day].sense = .span(.session(name: .rth))
            // "сколько днём и сколько ночью": asked once.
            for again in (min(day, night) + 1)..<max(day, night) {
                if case .task = pieces[again].sense { pieces[again].sense = .mark(.and) }
            }
            if prep(max(day, night)) == .from { pieces[max(day, night)].prep = nil }
        }
    }

    /// "in which year was it higher, 2022 or 2023": the unit of those that are named says nothing more.
    mutating func dropUnitOfNamed() {
        let named = pieces.compactMap { if case .dates(let dates) = $0.sense { dates.shape } else { nil } }
        guard named.count > 1, Set(named).count == 1,
            pieces.contains(where: { $0.sense == .mark(.or) || $0.sense == .mark(.vs) })
        else { return }
        let shapes: [UnitWord: Dates.Shape] = [.year: .year, .month: .month, .quarter: .quarter, .week: .week]
        for index in pieces.indices.reversed() where !pieces[index].each {
            switch self[index] {
            case .unit(let unit)?, .which(let unit)?: if shapes[unit] == named[0], prep(index) != .by { drop(index) }
            default: continue
            }
        }
    }

    /// "Compare weekdays by volume": what stands behind the unit is neither a number of it nor a date.
    func isGroupedAlone(_ index: Int) -> Bool {
        switch self[index + 1] {
        case nil, .stop?, .dates?, .span?, .quantity?, .statistic?, .condition?, .prep?: true
        case .number?: prep(index + 1) != nil
        default: prep(index + 1) == .by
        }
    }

    /// "Up and down" is either way, unless the two are held against one another.
    private mutating func splitWays(_ index: Int) {
        guard isMark(index, .absolute), isForm(index, .upward), pieces[index].tokens.count == 3 else { return }
        let tokens = pieces[index].tokens
        let prep = pieces[index].prep
        let up = Piece(sense: .way(up: true), tokens: [tokens[0]], prep: prep, prepTokens: pieces[index].prepTokens)
        let and = Piece(sense: .mark(.and), tokens: [tokens[1]])
        let down = Piece(sense: .way(up: false), tokens: [tokens[2]])
        if case .quantity(let quantity)? = self[index - 1], quantity.isGap {
            pieces.replaceSubrange(index...index, with: [up, and, pieces[index - 1], down])
        } else if case .quantity(let quantity)? = self[index + 1], quantity.isGap {
            pieces.replaceSubrange(index...index, with: [up, pieces[index + 1], and, down])
        } else if unit(index + 1) == .day {
            pieces.replaceSubrange(index...index, with: [up, pieces[index + 1], and, down])
        } else if unit(index - 1) == .day {
            pieces.replaceSubrange(index...index, with: [up, and, pieces[index - 1], down])
        }
    }

    /// Which end of a scale a word names: "high", "low", "большой".
    private func sizeNamed(_ index: Int) -> Bool? {
        switch self[index] {
        case .size(let large)?: large
        case .quantity(let quantity)? where quantity.extreme != nil && isForm(index, .highest): true
        case .quantity(let quantity)? where quantity.extreme != nil && isForm(index, .lowest): false
        default: nil
        }
    }

    /// "High and low volume days", "дни с высоким и низким объёмом", "high vs low volatility".
    private mutating func shareSize(_ index: Int) {
        if self[index] == .highLow, pieces[index].tokens.count == 3, isMeasured(index + 1) {
            let tokens = pieces[index].tokens
            let isHighFirst = forms.contains(self.tokens[tokens[0]].text, .highest)
            let first = Piece(sense: .size(large: isHighFirst), tokens: [tokens[0]], prep: pieces[index].prep)
            let and = Piece(sense: .mark(.and), tokens: [tokens[1]])
            let second = Piece(sense: .size(large: !isHighFirst), tokens: [tokens[2]])
            pieces.replaceSubrange(index...index, with: [first, pieces[index + 1], and, second])
            return
        }
        guard joinsHeads(index + 1), let first = sizeNamed(index), let second = sizeNamed(index + 2), first != second,
            isMeasured(index + 3)
        else { return }
        pieces[index].sense = .size(large: first)
        pieces[index + 2].sense = .size(large: second)
        pieces.insert(pieces[index + 3], at: index + 1)
    }

    /// A quantity that days have much or little of.
    private func isMeasured(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index], !quantity.isPrice else { return false }
        return prep(index) == nil
    }

    /// "Days above and below yesterday's close": the level is named once.
    private mutating func shareLevel(_ index: Int) {
        guard isRelation(index) else { return }
        var next = index + 1
        if joinsHeads(next) { next += 1 }
        guard case .relation(let first)? = self[index], case .relation(let second)? = self[next],
            first.isUp != second.isUp, next == index + 2 || pieces[next].tokens.count > 1
        else { return }
        var last = next + 1
        if case .relative? = self[last] { last += 1 } else if isMark(last, .previous) { last += 1 }
        guard case .quantity(let level)? = self[last], level.isPrice else { return }
        let level0 = Array(pieces[(next + 1)...last])
        pieces[index].sense = .relation(first.isUp ? .greater : .less)
        pieces[next].sense = .relation(second.isUp ? .greater : .less)
        let and = Piece(sense: .mark(.and), tokens: [])
        pieces.insert(contentsOf: next == index + 1 ? level0 + [and] : level0, at: index + 1)
        guard unit(index - 1) == .day else { return }
        // A day above a level closed there.
        let close = Piece(sense: .verb(.close), tokens: [])
        pieces.insert(close, at: index)
        if let place = pieces.indices.first(where: { $0 > index + 1 && isRelation($0) }) {
            pieces.insert(close, at: place)
        }
    }
}

extension Sense {
    fileprivate var isDated: Bool {
        switch self {
        case .symbol, .span, .dates, .number: true
        default: false
        }
    }
}
