internal import Market
internal import Studies

extension Line {
    /// "первый час был больше 100 пунктов", "Asia under 50 points": how wide a part of the day is, where nothing of it is
    /// named.
    mutating func nameRangesOfParts() {
        for index in pieces.indices.reversed() where isSpan(index) {
            var next = index + 1
            while self[next] == .verb(.form) { next += 1 }
            guard case .relation? = self[next], case .number(_, .points)? = self[next + 1], isUnnamed(index, next)
            else { continue }
            var range = Piece(sense: .quantity(Quantity(.range)), tokens: pieces[next].tokens)
            range.text = pieces[next].text
            for place in ((index + 1)..<next).reversed() { drop(place) }
            pieces.insert(range, at: index + 1)
        }
    }

    /// No price or move stands before the window that the bound is of.
    private func isUnnamed(_ span: Int, _ relation: Int) -> Bool {
        var place = span - 1
        while place >= 0, !isStop(place), !isMark(place, .given), !isMark(place, .after), !isMark(place, .and) {
            switch self[place] {
            case .quantity?, .verb(.close)?, .verb(.open)?, .rise?, .way?, .relation?, .highLow?: return false
            default: place -= 1
            }
        }
        return true
    }

    /// "first hour range more than half of the day's range", "первый час больше 60% диапазона дня": a part's share of the
    /// whole. Of a part of the session the whole may as well be the session.
    mutating func joinSharesOfWhole() {
        for index in pieces.indices {
            guard case .relation(let relation)? = self[index], let share = share(index + 1) else { continue }
            var last = index + 2
            let day = unit(last) == .day ? last : nil
            var whole = Span.wholeDay
            if day != nil { last += 1 }
            if case .span(let named)? = self[last], !named.isPartOfDay { (whole, last) = (named, last + 1) }
            guard last > index + 2 || unit(last + 1) == .day, case .quantity(let quantity)? = self[last],
                quantity.shift == 0, quantity.span == nil, !quantity.isSigned, !quantity.isPrice,
                case .metric(let metric) = quantity.base
            else { continue }
            if day == nil, unit(last + 1) == .day { last += 1 }
            var first = index - 1
            while self[first] == .verb(.form) || self[first] == .quantity(quantity) { first -= 1 }
            if isSpan(first), self[first - 1] == .quantity(quantity) { first -= 1 }
            guard let window = (first..<index).first(where: { isSpan($0) }), case .span(let part)? = self[window],
                part.isPartOfDay
            else { continue }
            func condition(_ whole: Span) -> Condition {
                .holds(
                    .metric(metric: metric, of: Bar(span: part)),
                    relation,
                    .arithmetic(
                        left: .metric(metric: metric, of: Bar(span: whole)),
                        operation: .times,
                        right: .number(value: share)
                    )
                )
            }
            var fact = Fact(condition: condition(whole), isOutcome: true)
            if whole == .wholeDay, part.isOfRegularHours { fact.beside = condition(.session(name: .rth)) }
            join(first...last, as: .condition(fact))
            return
        }
    }

    private func share(_ index: Int) -> Double? {
        switch self[index] {
        case .number(0.5, nil)?: 0.5
        case .number(let value, .percent)? where value > 0 && value < 100: value / 100
        default: nil
        }
    }

    /// "overnight up or down more often": how often either.
    mutating func settleOftenerWays() {
        settleMoreInParts()
        guard pieces.contains(where: { $0.sense == .often || $0.sense == .task(.share) }),
            let either = pieces.firstIndex(where: { $0.sense == .mark(.absolute) && has(.or, in: $0) }),
            let window = pieces.first(where: \.sense.isPartOrGap), pieces.count(where: \.sense.isPartOrGap) == 1,
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .often, .task(.share), .mark(.absolute), .span, .symbol, .dates, .stop, .empty, .verb(.close),
                    .quantity(Quantity(.close)), .key:
                    true
                case .condition(let fact): fact.isCalendar
                default: piece.sense.isPartOrGap
                }
            })
        else { return }
        let said = pieces[either].tokens
        let asked = pieces.filter { $0.sense == .often || $0.sense == .task(.share) }.flatMap(\.tokens)
        let isGap = window.sense == .quantity(Quantity(.gap))
        let sides = [true, false].map { up in
            [
                Piece(sense: .task(.share), tokens: asked.sorted()), window,
                Piece(sense: isGap ? .way(up: up) : .colour(up: up), tokens: said),
            ]
        }
        pieces.remove(at: either)
        pieces.removeAll { $0 == window || $0.sense == .often || $0.sense == .task(.share) }
        pieces.insert(contentsOf: sides[0] + [Piece(sense: .mark(.and), tokens: said)] + sides[1], at: 0)
    }

    /// "где NQ растёт больше, ночью или в кассу", "night or day makes the gains?": what each of the two brought.
    private mutating func settleMoreInParts() {
        let spans = pieces.indices.filter { isSpan($0) }
        let rises = pieces.indices.filter { if case .rise? = self[$0] { true } else { false } }
        guard spans.count == 2, rises.count == 1, isMark(spans[0] + 1, .or), spans[1] == spans[0] + 2,
            self[spans[0]] != self[spans[1]],
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .span?, .rise?, .stop?, .empty?, .symbol?, .dates?, .relation(.greater)?, .mark(.more)?,
                    .verb(.form)?, .superlative(.max)?:
                    true
                case .mark(.or)?: index == spans[0] + 1
                default: false
                }
            })
        else { return }
        pieces[rises[0]].sense = .quantity(Quantity(.performance))
        pieces[spans[0] + 1].sense = .mark(.vs)
        for index in pieces.indices.reversed() {
            switch self[index] {
            case .relation?, .mark(.more)?, .verb(.form)?, .superlative?: drop(index)
            default: continue
            }
        }
    }

    /// "when the opening range is narrow, how big is the RTH range": on such days, on the mean.
    mutating func meanSizesOfKinds() {
        guard
            let lead = pieces.indices.first(where: {
                isMark($0, .given) || self[$0] == .task(.time) && has(.whenword, in: pieces[$0])
            }),
            let comma = pieces.indices.first(where: { $0 > lead && self[$0] == .stop(",") }),
            let asked = pieces.indices.first(where: { $0 > comma && isQuantity($0) }),
            let how = pieces[asked].tokens.first.map({ first in
                (pieces[comma].tokens.last ?? 0)..<first
            }), how.contains(where: { empty.contains($0) && forms.contains(tokens[$0].text, .how) }),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .statistic, .often, .task(.share), .task(.count), .superlative, .best, .dates: true
                default: false
                }
            })
        else { return }
        pieces[lead].sense = .mark(.given)
        pieces.insert(Piece(sense: .statistic(.mean), tokens: []), at: comma + 1)
    }
}

extension Sense {
    /// What goes up or down: a part of the day, or the gap.
    fileprivate var isPartOrGap: Bool {
        if case .span = self { true } else { self == .quantity(Quantity(.gap)) }
    }
}

extension Span {
    /// A part of the regular session.
    var isOfRegularHours: Bool {
        switch self {
        case .opening, .closing, .afterOpening, .session(.morning), .session(.afternoon): true
        default: false
        }
    }
}
