internal import Market
internal import Studies

extension Line {
    /// "RSI dropped below 30", "диапазон опускался ниже 100": what is named lies beyond the bound, and the verb says no more;
    /// "fell below 15000": a price was traded there, and nothing fell by so much.
    mutating func settleLevelsReached() {
        for index in pieces.indices where isRelation(index) && has(.exceeds, in: pieces[index]) {
            // "days that exceed yesterday's high": broken, where nothing before is compared with it.
            guard case .quantity(let level)? = self[index + 1], level.extreme != nil, level.shift < 0,
                !isQuantity(index - 1)
            else { continue }
            pieces[index].sense = .verb(.break)
        }
        for index in pieces.indices.reversed() {
            if self[index] == .ordinal(1) {
                // "the first day above 20000", "первый раз выше 20000".
                let side = self[index + 1] == .unit(.day) ? index + 2 : index + 1
                if isRelation(side), forms.contains(pieces[side].text, .level),
                    plainNumber(side + 1).map({ $0 >= 500 }) ?? false
                {
                    pieces.insert(Piece(sense: .verb(.trade), tokens: []), at: side)
                    return
                }
            }
            guard case .relation(let relation)? = self[index + 1], case .number(_, let scale)? = self[index + 2],
                forms.contains(pieces[index + 1].text, .level), !pieces[index + 1].afterStop
            else { continue }
            switch self[index] {
            case .verb(.trade)?: break
            // "the range stayed over 2%".
            case .verb(.hold)? where forms.contains(pieces[index].text, .stayed) && scale != nil: break
            case .rise(let up)? where up == relation.isUp && scale != .percent: break
            default: continue
            }
            if case .quantity? = self[index - 1], prep(index) == nil, !pieces[index].afterStop {
                drop(index)
            } else if scale == nil, unit(index + 3) == nil {
                pieces[index].sense = .verb(.trade)
            }
        }
    }

    /// "broke PDH and closed above", "пробили хай, из них закрылись выше": of the level that was named last, here or in the turn
    /// before.
    mutating func joinClosesBeyondNamed(isLate: Bool = false) {
        if isLate { joinBreaksOfNamedBar() }
        for index in pieces.indices.reversed() where isLate ? self[index] == .verb(.trade) : closes(index) {
            let up: Bool
            switch self[index + 1] {
            case .relation(let side)? where side == .greater || side == .less: up = side == .greater
            case .way(let way)?: up = way
            default: continue
            }
            let last = isMark(index + 2, .it) ? index + 2 : index + 1
            guard forms.contains(pieces[index + 1].text, .level), isEndOfClause(last + 1) else { continue }
            let named = pieces[..<index].reversed().lazy.compactMap { piece -> Series? in
                if case .condition(let fact) = piece.sense { fact.condition.brokenLevel } else { nil }
            }
            let isOfOthers = pieces.contains {
                if case .condition(let fact) = $0.sense { !fact.isCalendar } else { false }
            }
            guard let level = named.first ?? (isOfOthers ? nil : told) else { continue }
            // "open above PDH, how often does it trade back below it".
            let price: Metric = closes(index) ? .close : up ? .high : .low
            let fact = Fact(
                condition: .holds(.metric(metric: price, of: .own), up ? .greater : .less, level),
                isOutcome: true
            )
            join(index...last, as: .condition(fact))
        }
    }

    /// "opened inside yesterday's range, how often does it break the high": that bar's, as no bar goes beyond its own.
    private mutating func joinBreaksOfNamedBar() {
        for index in pieces.indices.reversed() where self[index] == .verb(.break) {
            // "... how often is the low broken".
            let place = isQuantity(index + 1) ? index + 1 : index - 1
            guard case .quantity(let end)? = self[place], let extreme = end.extreme, end == Quantity(end.base),
                pieces[..<min(place, index)].contains(where: { piece in
                    guard case .condition(let fact) = piece.sense else { return false }
                    return fact.condition.atoms.contains { atom in
                        guard case .compare(.metric(.open, _), _, .shifted(.metric(_, .own), -1)) = atom else {
                            return false
                        }
                        return true
                    }
                }), isEndOfClause(max(place, index) + 1)
            else { continue }
            let own = end.series()
            let fact = Fact(
                condition: .holds(own, extreme == .high ? .greater : .less, .shifted(of: own, by: -1)),
                isOutcome: true
            )
            join(min(place, index)...max(place, index), as: .condition(fact))
        }
        // "open above PDH, how often back inside": the price comes back to that level.
        for index in pieces.indices where isMark(index, .inside) && isEndOfClause(index + 1) {
            let opened = pieces[..<index].reversed().lazy.compactMap { piece -> Condition? in
                guard case .condition(let fact) = piece.sense,
                    case .compare(.metric(.open, _), _, .shifted) = fact.condition
                else { return nil }
                return fact.condition
            }
            guard case .compare(_, let relation, let level)? = opened.first, relation == .greater || relation == .less
            else { continue }
            let price = Series.metric(metric: relation == .greater ? .low : .high, of: .own)
            pieces[index].sense = .condition(
                Fact(condition: .holds(price, relation.mirrored, level), isOutcome: true)
            )
        }
    }

    private func isEndOfClause(_ index: Int) -> Bool {
        switch self[index] {
        case nil, .stop?, .dates?, .task?, .mark(.and)?, .mark(.same)?, .often?, .mark(.those)?, .months?, .relative?:
            true
        default: false
        }
    }

    /// "when did we last cross it": the level of which the turn before spoke.
    mutating func nameToldLevel() {
        guard let told, !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } }) else {
            return
        }
        for index in pieces.indices where isMark(index, .it) {
            guard [.verb(.cross), .verb(.touch), .verb(.break)].contains(self[index - 1]) else { continue }
            switch told {
            case .indicator(let indicator): pieces[index].sense = .quantity(Quantity(.indicator(indicator)))
            case .shifted(.metric(let metric, let bar), let by):
                var level = Quantity(metric)
                (level.span, level.shift) = (bar.span, by)
                pieces[index].sense = .quantity(level)
            case .metric(let metric, let bar):
                var level = Quantity(metric)
                level.span = bar.span
                pieces[index].sense = .quantity(level)
            default: return
            }
            return
        }
    }
}

extension Condition {
    /// The price beyond which the bar's high or low lies.
    fileprivate var brokenLevel: Series? {
        guard case .compare(.metric(let metric, _), let relation, let level) = self, level.unit == .price else {
            return nil
        }
        if metric == .open, case .shifted = level { return level }
        return metric == .high && relation == .greater || metric == .low && relation == .less ? level : nil
    }
}

extension Study {
    /// The price that something is held against.
    var level: Series? {
        var found: Series?
        visit { element in
            guard found == nil, case .condition(.compare(let left, _, let right)) = element, left.unit == .price,
                right.unit == .price, right != left
            else { return }
            found = right
        }
        guard found == nil else { return found }
        // "are we above the 200-day average": an average beside the price.
        visit { element in
            if found == nil, case .series(let series) = element, case .indicator = series, series.unit == .price {
                found = series
            }
        }
        return found
    }
}
