internal import Market
internal import Studies

/// Words that say what another word of the question says already, or that stand apart from what they belong to.
extension Line {
    /// Of quantities.
    mutating func settleSaidOnce() {
        dropPointsOfDistances()
        dropHowMuchOfReturns()
        settleBecoming()
    }

    /// "annual returns, year by year", "годовые изменения по каждому году": the group is said twice.
    mutating func dropUnitSaidTwice() {
        for index in pieces.indices.reversed() {
            if unit(index) == .hour, prep(index) == nil, case .colour? = self[index - 1],
                pieces.contains(where: { $0.sense == .slots(60) })
            {
                // "share of green hours by hour": the hours that are told apart.
                drop(index)
                continue
            }
            guard isQuantity(index + 1), prep(index + 1) == nil, prep(index) != .by || index == 0,
                let field = field(of: index),
                pieces.indices.contains(where: { $0 != index && self[$0] == .key(.calendar(field: field)) })
            else { continue }
            drop(index)
        }
    }

    private func field(of index: Int) -> CalendarField? {
        switch self[index] {
        case .unit(.year)?, .key(.calendar(.year))?: .year
        case .unit(.month)?, .key(.calendar(.month))?: .month
        case .unit(.quarter)?, .key(.calendar(.quarter))?: .quarter
        case .unit(.week)?, .key(.calendar(.weekStart))?: .weekStart
        default: nil
        }
    }

    /// "average points from open to high", "от открытия до хая сколько пунктов": a distance between prices is in points.
    private mutating func dropPointsOfDistances() {
        let distances = pieces.compactMap { if case .quantity(let quantity) = $0.sense { quantity } else { nil } }
        guard !distances.isEmpty, distances.allSatisfy(\.isDistance) else { return }
        for index in pieces.indices.reversed() where self[index] == .measure(.points) { drop(index) }
    }

    /// "how much did it return each year", "how much do we return a week after a gap down": the return itself.
    private mutating func dropHowMuchOfReturns() {
        guard
            pieces.contains(where: {
                if case .key = $0.sense {
                    true
                } else {
                    $0.sense == .mark(.after) || $0.sense == .mark(.each) || $0.each
                }
            })
        else { return }
        for index in pieces.indices.reversed() where self[index] == .task(.howmuch) {
            let next = isMark(index + 1, .it) ? index + 2 : index + 1
            guard case .quantity(let quantity)? = self[next], prep(next) == nil, quantity.base == .performance
            else { continue }
            drop(index)
        }
    }

    /// "выносят обе стороны ночного диапазона, и хай и лой": both ends are said already.
    mutating func dropEndsSaidAgain() {
        for index in pieces.indices.reversed() where self[index] == .highLow {
            var before = index - 1
            while isMark(before, .and) || isMark(before, .both) || isStop(before) { before -= 1 }
            guard before < index - 1 || pieces[index].afterStop, case .condition(let fact)? = self[before],
                fact.condition.comparesBothEnds
            else { continue }
            drop(index)
        }
    }

    /// "... what % close green": how often.
    mutating func settleWhatPercent() {
        guard !pieces.contains(where: { $0.sense == .task(.share) || $0.sense == .task(.count) || $0.sense == .often })
        else { return }
        for index in pieces.indices where self[index] == .measure(.percent) && prep(index) == nil {
            // "green %, mean change by month": how many of them, before what else is asked.
            let named = unit(index - 1) == .day ? index - 2 : index - 1
            if case .colour? = self[named], !isStatistic(named - 1),
                isStop(index + 1) || self[index + 1] == nil || prep(index + 1) == .by,
                !pieces[index].afterStop
            {
                var share = pieces.remove(at: index)
                share.sense = .task(.share)
                pieces.insert(share, at: named)
                continue
            }
            if isStop(index - 1) {
                // "opened above yesterday's high, % closed above it": of what stands before.
                switch self[index + 1] {
                case .verb(.close)?, .colour?: pieces[index].sense = .task(.share)
                case .quantity(Quantity(.close))? where isRelation(index + 2): pieces[index].sense = .task(.share)
                default: break
                }
                continue
            }
            guard let first = pieces[index].tokens.first, first > 0, forms.contains(tokens[first - 1].text, .what)
            else { continue }
            switch self[index + 1] {
            case .quantity(Quantity(.close))?, .verb?, .colour?, .rise?, .win?, .way?:
                pieces[index].sense = .task(.share)
            default: continue
            }
        }
    }

    /// "in which RTH half hour", "в какой получас кассы": which of them is asked, and the window stands between.
    mutating func settleWhichOfWindow() {
        for index in pieces.indices.dropFirst() where isSpan(index - 1) && !pieces[index].afterStop {
            guard let unit = unit(index), let first = pieces[index - 1].tokens.first, first > 0,
                forms.contains(tokens[first - 1].text, .which) || forms.contains(tokens[first - 1].text, .what),
                empty.contains(first - 1)
            else { continue }
            switch unit {
            case .slot, .hour, .weekday, .month, .quarter, .year: break
            default: continue
            }
            pieces[index].sense = unit == .hour ? .task(.timehour) : .which(unit)
            pieces.swapAt(index - 1, index)
        }
    }

    /// "does the European session have a larger range than the Asian one": the quantity stands between the two.
    mutating func settleLargerThanOther() {
        guard
            let word = pieces.indices.first(where: { self[$0] == .relation(.greater) || self[$0] == .relation(.less) }),
            case .quantity(let quantity)? = self[word + 1], !quantity.isPrice, quantity.shift == 0, isSpan(word + 2),
            prep(word + 2) == .than || isBehindThan(word + 2),
            let other = pieces.indices[..<word].first(where: { isSpan($0) }), self[other] != self[word + 2],
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .task, .often, .mark(.given), .number, .mark(.vs), .when: true
                default: false
                }
            })
        else { return }
        drop(word)
        pieces.insert(Piece(sense: .mark(.vs), tokens: []), at: word + 1)
        pieces[word + 2].prep = nil
    }

    /// "is the market getting more volatile", "рынок стал волатильнее": than it was, so from year to year.
    private mutating func settleBecoming() {
        guard has(.becoming),
            let size = pieces.indices.first(where: { isGrownSize($0) }),
            // "is volatility getting higher".
            has(.comparative, in: pieces[size])
                || isRelation(count - 1) || isStop(count - 1) && isRelation(count - 2),
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .symbol?, .stop?, .empty?, .mark(.it)?, .relation?: true
                case .unknown?, .verb(.form)?: has(.becoming, in: pieces[index])
                default: index == size
                }
            })
        else { return }
        for index in pieces.indices.reversed() where index != size && !isStop(index) {
            if case .symbol? = self[index] { continue }
            drop(index)
        }
        let tokens = pieces.first { if case .quantity = $0.sense { true } else { false } }?.tokens ?? []
        pieces.append(Piece(sense: .key(.calendar(field: .year)), tokens: tokens, prep: .by))
    }

    /// "a bigger range than the previous day", "рендж больше, чем накануне": the same of the day before.
    mutating func settleThanDayBefore() {
        for index in pieces.indices where self[index] == .relation(.greater) || self[index] == .relation(.less) {
            let own = isQuantity(index + 1) ? index + 1 : index - 1
            guard case .quantity(var quantity)? = self[own], !quantity.isPrice, quantity.shift == 0,
                own > index || prep(own) == nil
            else { continue }
            var start = max(own, index) + 1
            if self[start] == .stop(","), isBehindThan(start + 1) { start += 1 }
            guard isMark(start, .previous) || self[start] == .relative(.yesterday), isBehindThan(start) else {
                continue
            }
            let end = unit(start + 1) == .day && prep(start + 1) == nil ? start + 1 : start
            if case .quantity? = self[end + 1], !pieces[end + 1].afterStop { continue }
            guard
                pieces.contains(where: {
                    $0.sense == .task(.share) || $0.sense == .task(.count) || $0.sense == .often
                        || $0.sense == .task(.days)
                })
            else { continue }
            let left = pieces[own]
            quantity.shift = -1
            var relation = pieces[index]
            relation.prep = nil
            var right = pieces[start]
            right.sense = .quantity(quantity)
            right.tokens = pieces[start...end].flatMap(\.tokens)
            right.prep = .than
            right.afterStop = false
            pieces.replaceSubrange(min(own, index)...end, with: [left, relation, right])
            return
        }
    }
}

extension Quantity {
    /// How far one price lies from another.
    fileprivate var isDistance: Bool {
        guard case .series(let series) = base else { return false }
        let inner: Series = if case .absolute(let of) = series { of } else { series }
        guard case .arithmetic(.metric(let left, _), .minus, .metric(let right, _)) = inner else { return false }
        return [left, right].allSatisfy { [.open, .high, .low, .close].contains($0) }
    }
}

extension Condition {
    /// A high and a low are each held against a level.
    fileprivate var comparesBothEnds: Bool {
        let metrics = atoms.compactMap { atom -> Metric? in
            if case .compare(.metric(let metric, _), _, _) = atom { metric } else { nil }
        }
        return atoms.count == 2 && Set(metrics) == [.high, .low]
    }
}
