internal import Market
internal import Studies

extension Line {
    /// "close within 0.1% of the open", "в пределах 10 пунктов от хая", "change within 1%": at most so far apart.
    mutating func joinCloseness(_ frame: Surroundings) {
        var index = 0
        while index < count {
            defer { index += 1 }
            if isRelation(index), has(.within, in: pieces[index]), rangeBefore(index + 1) != nil,
                isPriceNamed(index - 1)
            {
                // "a close within the prior day's range": of that price alone.
                pieces[index].sense = .mark(.inside)
                continue
            }
            if isRelation(index), has(.within, in: pieces[index]), let last = rangeBefore(index + 1) {
                // "within yesterday's range": neither end is passed.
                join(
                    index...last,
                    as: .condition(Fact(condition: .pattern(name: "insideBar", of: .own), isOutcome: true))
                )
                continue
            }
            let isAway =
                self[index + 2] == .unknown && pieces.indices.contains(index + 2) && has(.away, in: pieces[index + 2])
            guard isRelation(index), has(.within, in: pieces[index]) || isAway && isUpTo(index),
                case .number(let value, let measure)? = self[index + 1], value > 0,
                measure == .percent || measure == .points || measure == .ticks,
                let (left, first) = near(index)
            else { continue }
            let start = isAway ? index + 3 : index + 2
            let named = isFrom(start) ? start + 1 : start
            let level = isMark(named, .it) ? named + 1 : named
            let threshold = Threshold(relation: .lessOrEqual, value: value, measure: measure, last: index + 1)
            if left.isPrice, let right = rightSide(level, of: left), right.extra == nil {
                let distance = Self.distance(left, right.series, percent: measure == .percent)
                let limit = measure == .ticks ? value * frame.tick : value
                join(
                    first...right.last,
                    as: .condition(
                        Fact(condition: .holds(distance, .lessOrEqual, .number(value: limit)), isOutcome: true)
                    )
                )
            } else if left.isSigned {
                var left = left
                left.absolute = true
                join(first...(index + 1), as: .condition(Self.compare(left, threshold, frame)))
            } else {
                continue
            }
            index = first
        }
    }

    /// "the midpoint of yesterday's range", "середина ночного диапазона": a price of its own, half way between that bar's ends.
    mutating func joinMidpoints() {
        for index in pieces.indices.reversed() where self[index] == .unknown && has(.midway, in: pieces[index]) {
            var middle: Quantity
            var span: Span?
            var last: Int
            if let before = rangeBefore(index + 1) {
                (last, span) = (before, nil)
            } else if let range = isMark(index + 1, .it) ? index + 2 : index + 1 as Int?,
                case .quantity(let held)? = self[range], held.base == .metric(.range), held.shift == 0
            {
                if isPreviousDay(range + 1), held.span == nil {
                    last = range + (unit(range + 2) == .day ? 2 : 1)
                } else if let own = held.span {
                    (last, span) = (range, own)
                } else if case .span(let own)? = self[range + 1] {
                    (last, span) = (range + 1, own)
                } else {
                    continue
                }
            } else if case .span(let own)? = self[index + 1], isOwnRangeNamed(index + 2) {
                (last, span) = (index + 2, own)
            } else {
                continue
            }
            let bar = Bar(span: span)
            middle = Quantity(
                .series(
                    .arithmetic(
                        left: .arithmetic(
                            left: .metric(metric: .high, of: bar),
                            operation: .plus,
                            right: .metric(metric: .low, of: bar)
                        ),
                        operation: .dividedBy,
                        right: .number(value: 2)
                    )
                )
            )
            middle.span = span
            if span == nil { middle.shift = -1 }
            join(index...last, as: .quantity(middle))
        }
    }

    private func isOwnRangeNamed(_ index: Int) -> Bool {
        guard case .quantity(let range)? = self[index] else { return false }
        return range.base == .metric(.range) && range.span == nil && range.shift == 0
    }

    /// "no more than", "less than".
    private func isUpTo(_ index: Int) -> Bool {
        self[index] == .relation(.less) || self[index] == .relation(.lessOrEqual)
    }

    /// A close or an open, by its noun or its verb.
    private func isPriceNamed(_ index: Int) -> Bool {
        switch self[index] {
        case .verb(.close)?, .verb(.open)?: true
        case .quantity(let quantity)?: quantity == Quantity(.close) || quantity == Quantity(.open)
        default: false
        }
    }

    /// The end of "yesterday's range".
    private func rangeBefore(_ index: Int) -> Int? {
        var place = index
        let isBefore = isPreviousDay(place)
        if isBefore { place += unit(place + 1) == .day ? 2 : 1 }
        guard case .quantity(let range)? = self[place], range.base == .metric(.range), range.span == nil,
            isBefore ? range.shift == 0 : range.shift == -1
        else { return nil }
        return place
    }

    /// The quantity that a closeness is said of, with where it begins.
    private func near(_ index: Int) -> (Quantity, Int)? {
        let place = isMark(index - 1, .it) || self[index - 1] == .mark(.given) ? index - 2 : index - 1
        switch self[place] {
        case .quantity(let quantity)?: return (quantity, self[place - 1] == .verb(.close) ? place - 1 : place)
        case .verb(.close)?: return (Quantity(.close), place)
        case .verb(.open)?: return (Quantity(.open), place)
        default: return nil
        }
    }

    private func isFrom(_ index: Int) -> Bool { isRelation(index) && isForm(index, .from) }

    /// How far apart two prices lie; in percent of the second.
    static func distance(_ left: Quantity, _ right: Series, percent: Bool, absolute: Bool = true) -> Series {
        let signed = signedDistance(left, right, percent: percent)
        return absolute ? .absolute(of: signed) : signed
    }

    private static func signedDistance(_ left: Quantity, _ right: Series, percent: Bool) -> Series {
        if left.base == .metric(.close), left.shift == 0 {
            if right == .metric(metric: .open, of: Bar(span: left.span)) {
                return .metric(metric: percent ? .bodyPct : .body, of: Bar(span: left.span))
            }
            if right == .shifted(of: .metric(metric: .close, of: Bar(span: left.span)), by: -1) {
                return .metric(metric: percent ? .changePct : .change, of: Bar(span: left.span))
            }
        }
        let difference = Series.arithmetic(left: left.series(), operation: .minus, right: right)
        guard percent else { return difference }
        return .arithmetic(
            left: .arithmetic(left: .number(value: 100), operation: .times, right: difference),
            operation: .dividedBy,
            right: right
        )
    }

    /// "closed in the top quarter of its range", "закрытие в нижних 10% диапазона": where in the range the close lies.
    mutating func joinEdges() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard let top = edge(index), let share = fraction(index + 1) else { continue }
            if isSpan(index - 1), closes(index - 2) {
                // "закрытие кассы в нижних 5%": the window is said before the close as well.
                pieces.swapAt(index - 1, index - 2)
            }
            var last = index + 1
            while isMark(last + 1, .it) || unit(last + 1) == .day { last += 1 }
            if case .quantity(let quantity)? = self[last + 1], quantity.base == .metric(.range), quantity.span == nil {
                last += 1
            } else if case .number? = self[index + 1], !namesPlace {
                continue
            }
            while unit(last + 1) == .day, isForm(last + 1, .ofday) || isForm(last + 1, .oneday) { last += 1 }
            var first: Int
            var isBefore = false
            // "closed in its bottom quarter".
            let holder = isMark(index - 1, .it) ? index - 2 : index - 1
            switch self[holder] {
            case .verb(.close)?: first = holder
            case .quantity(let quantity)? where quantity.base == .metric(.close) && quantity.shift == 0:
                first = self[holder - 1] == .verb(.close) ? holder - 1 : holder
            case .quantity(let quantity)?
            where quantity.base == .metric(.close) && quantity.shift == -1 && quantity.span == nil:
                // "the prior day's close in ...".
                (first, isBefore) = (holder, true)
            case .stop(",")?, .stop("(")?, .stop("-")?:
                // "закрытие на хаях, топ 10% диапазона": how near is said behind.
                guard case .quantity(let end)? = self[holder - 1], end.extreme == (top ? .high : .low), end.shift == 0,
                    end.span == nil, closes(holder - 2)
                else { continue }
                first = holder - 2
                if self[holder] == .stop("("), self[last + 1] == .stop(")") { last += 1 }
            default: continue
            }
            if self[first] == .verb(.close), isMark(first - 1, .previous) {
                // "если предыдущий закрылся в ...": the day before.
                (first, isBefore) = (first - 1, true)
            }
            let position = Series.metric(metric: .closePosition, of: .own)
            let condition = Condition.holds(
                position,
                top ? .greaterOrEqual : .lessOrEqual,
                .number(value: top ? 1 - share : share)
            )
            // "... half of the range, %": a sign of its own asks for the share.
            let signs = pieces[last].tokens.filter { isQuantity(last) && forms.contains(tokens[$0].text, .sign) }
            let fact = Fact(condition: condition, isOutcome: true)
            join(first...last, as: .condition(isBefore ? fact.shifted(-1) : fact))
            if !signs.isEmpty {
                pieces[first].tokens.removeAll { signs.contains($0) }
                pieces.append(Piece(sense: .measure(.percent), tokens: signs))
            }
            index = first
        }
    }

    /// "closes above 50% of its range": where in the range the close lies.
    mutating func joinPlacesInRange() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard case .relation(let relation)? = self[index], relation != .equal, let share = placeInRange(index + 1)
            else { continue }
            var last = index + 2
            var isOfDay = false
            while isMark(last, .it) || unit(last) == .day {
                isOfDay = isOfDay || unit(last) == .day || has(.day, in: pieces[last])
                last += 1
            }
            if case .quantity(let range)? = self[last], range.base == .metric(.range), range.span == nil,
                range.shift == 0
            {
                isOfDay = isOfDay || has(.day, in: pieces[last])
            } else if isOfDay, self[index + 1] == .unknown {
                // "the middle of the day".
                last -= 1
            } else {
                continue
            }
            if isSpan(index - 1), closes(index - 2) { pieces.swapAt(index - 1, index - 2) }
            guard closes(index - 1) else { continue }
            var first = index - 1
            var condition = Condition.holds(
                .metric(metric: .closePosition, of: .own),
                relation,
                .number(value: share / 100)
            )
            if isOfDay, case .span(let span)? = self[first - 1], span != .wholeDay {
                // "RTH closes above the middle of the day's range": of all of the day, whose part it is.
                let whole = Bar(span: .wholeDay)
                let position = Series.arithmetic(
                    left: .arithmetic(
                        left: .metric(metric: .close, of: Bar(span: span)),
                        operation: .minus,
                        right: .metric(metric: .low, of: whole)
                    ),
                    operation: .dividedBy,
                    right: .metric(metric: .range, of: whole)
                )
                condition = .holds(position, relation, .number(value: share / 100))
                first -= 1
            }
            join(first...last, as: .condition(Fact(condition: condition, isOutcome: true)))
            index = first
        }
    }

    /// "50% of its range", "the middle of its range".
    private func placeInRange(_ index: Int) -> Double? {
        if case .number(let share, .percent)? = self[index], share > 0, share < 100 { return share }
        return self[index] == .unknown && has(.midway, in: pieces[index]) ? 50 : nil
    }

    private func edge(_ index: Int) -> Bool? {
        switch self[index] {
        case .task(.top)?, .edge(up: true)?: true
        case .superlative(.max)?: true
        case .superlative(.min)?, .edge(up: false)?: false
        case .way(let up)? where has(.edge, in: pieces[index]): up
        default: nil
        }
    }

    /// Where in its range another day closed is said already, so that the range need not be named again.
    private var namesPlace: Bool {
        pieces.contains { piece in
            guard case .condition(let fact) = piece.sense else { return false }
            return fact.condition.atoms.contains { atom in
                if case .compare(.metric(.closePosition, _), _, _) = atom { true } else { false }
            }
        }
    }

    /// A part of one: "quarter", "third", "10%".
    private func fraction(_ index: Int) -> Double? {
        switch self[index] {
        case .unit(.quarter)?: 0.25
        case .decile?: 0.1
        case .ordinal(let part)? where part > 2: 1 / Double(part)
        case .number(let value, nil)? where value > 0 && value < 1: value
        case .number(let value, .percent)? where value > 0 && value < 100: value / 100
        default: nil
        }
    }
}

extension Series {
    /// What a list of such days shows.
    var quantity: Quantity {
        guard case .metric(let metric, let bar) = self else { return Quantity(.series(self)) }
        var quantity = Quantity(metric)
        quantity.span = bar.span
        quantity.percent = metric.unit == .percent
        return quantity
    }
}
