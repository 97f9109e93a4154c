internal import Market
internal import Studies

extension Line {
    /// "max drawdown on a closing basis", "просадка по ценам закрытия": it is told by closes anyway.
    private mutating func dropClosesOfDrawdown() {
        guard pieces.indices.contains(where: { isDrawdownOfPeriod($0) }) else { return }
        for index in pieces.indices.reversed() where self[index] == .quantity(Quantity(.close)) {
            if prep(index) == .by || prep(index) == .in, !isStatistic(index - 1) { drop(index) }
        }
    }

    private func isDrawdownOfPeriod(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index], case .series(.drawdown(.period, _)) = quantity.base else {
            return false
        }
        return quantity == Quantity(quantity.base)
    }

    /// "how far is NQ from its high", "на сколько NQ ниже своего максимума": its highest high, where no day's own is spoken of.
    private mutating func joinBelowOwnHigh() {
        let isOther = pieces.contains { piece in
            switch piece.sense {
            case .statistic, .often, .task(.share), .task(.count), .span, .unit, .number, .superlative, .key, .verb,
                .condition:
                true
            default: false
            }
        }
        let highs = [Sense.quantity(Quantity(.high)), .extremum(largest: true)]
        let quantities = pieces.indices.filter { isQuantity($0) || self[$0] == .extremum(largest: true) }
        guard !isOther, quantities.count == 1, let high = quantities.first, highs.contains(pieces[high].sense),
            isMark(high - 1, .it)
        else { return }
        let isBelow = self[high - 2] == .relation(.less) || isRelation(high - 2) && isForm(high - 2, .from)
        var first = isBelow ? high - 2 : high - 1
        guard isBelow || prep(high - 1) == .from || prep(high) == .from else { return }
        let asked = pieces.indices.last {
            $0 < first
                && (self[$0] == .task(.howmuch) || has(.far, in: pieces[$0]) || has(.distance, in: pieces[$0])
                    || self[$0] == .measure(.percent))
        }
        guard let asked, (asked..<first).allSatisfy({ $0 == asked || isSilentOrSymbol($0) }) else { return }
        let said = pieces[asked].tokens
        pieces.remove(at: asked)
        first -= 1
        let last = high - 1
        join(first...last, as: .quantity(Quantity(.series(.drawdown(from: .period, byHigh: true)))))
        pieces[first].tokens = (pieces[first].tokens + said).sorted()
        empty.subtract(said)
    }

    private func isSilentOrSymbol(_ index: Int) -> Bool {
        switch self[index] {
        case .empty?, .symbol?, .prep?: true
        default: false
        }
    }

    /// "макс просадка за 2022 от пика": it is from the peak anyway; "how far below the ATH did it end 2022": on its last day.
    private mutating func settleDrawdownsNamed() {
        guard let place = pieces.indices.first(where: { isDrawdownOfPeriod($0) }) else { return }
        for index in pieces.indices.reversed() where self[index] == .quantity(Quantity(.high)) && index > place {
            let isLinked = isRelation(index - 1) && isForm(index - 1, .from)
            guard isLinked || prep(index) == .from, index + 1 == count || isStop(index + 1) || isDates(index + 1) else {
                continue
            }
            let said = pieces[(isLinked ? index - 1 : index)...index].flatMap(\.tokens)
            pieces[place].tokens = (pieces[place].tokens + said).sorted()
            pieces.removeSubrange((isLinked ? index - 1 : index)...index)
        }
        for index in pieces.indices.reversed() where self[index] == .verb(.close) {
            guard case .dates(var dates)? = self[index + 1], dates.shape == .year || dates.shape == .month,
                let last = dates.period.dateRange?.last, has(.alltime, in: pieces[place])
            else { continue }
            dates.period = .lastDays(count: 1, upTo: last)
            dates.shape = .day
            pieces[index].sense = .dates(dates)
            pieces[index].tokens = (pieces[index].tokens + pieces[index + 1].tokens).sorted()
            pieces.remove(at: index + 1)
        }
    }

    /// A drawdown by year is each year's own; that of one day, or of now, is from the highest close of the loaded data.
    mutating func settleDrawdowns(today: CivilDate) {
        joinBelowOwnHigh()
        let isByClose = pieces.contains { $0.sense == .quantity(Quantity(.close)) }
        for index in pieces.indices {
            guard case .quantity(var quantity)? = self[index], case .series(.drawdown(.period, _)) = quantity.base
            else {
                continue
            }
            // "below the ATH": of highs, as that is one; a drawdown is told by closes.
            if has(.alltime, in: pieces[index]), !has(.drawdownword, in: pieces[index]), !isByClose {
                quantity.base = .series(.drawdown(from: .period, byHigh: true))
            }
            // "на сколько %": it is one in percent anyway.
            quantity.percent = nil
            pieces[index].sense = .quantity(quantity)
        }
        dropClosesOfDrawdown()
        settleDrawdownsNamed()
        let found = pieces.indices.filter { isDrawdownOfPeriod($0) }
        guard !found.isEmpty else { return }
        // "how far is NQ from its ATH": how far it is, is what is told.
        for index in pieces.indices.reversed() where index < found[0] {
            guard has(.far, in: pieces[index]) || self[index] == .task(.howmuch),
                (index + 1..<found[0]).allSatisfy({ isSilentOrSymbol($0) || isMark($0, .it) })
            else { continue }
            empty.formUnion(pieces[index].tokens)
            pieces.remove(at: index)
            return settleDrawdowns(today: today)
        }
        // "below the ATH in 2022": of all highs until then, and not only of that year's.
        let isFromRecord = found.contains { has(.alltime, in: pieces[$0]) }
        var peak = isFromRecord ? Peak.data : Peak.period
        for piece in pieces where !isFromRecord {
            switch piece.sense {
            case .key(.calendar(.year)), .key(.calendar(.yearStart)): peak = .each(unit: .year)
            case .key(.calendar(.quarter)), .key(.calendar(.quarterStart)): peak = .each(unit: .quarter)
            case .key(.calendar(.month)), .key(.calendar(.monthStart)): peak = .each(unit: .month)
            case .key(.calendar(.weekStart)), .key(.calendar(.isoWeek)): peak = .each(unit: .week)
            case .dates(let dates) where dates.shape == .day: peak = .data
            case .relative(.yesterday), .relative(.today), .relative(.beforeyesterday): peak = .data
            default: continue
            }
        }
        let isBare = pieces.indices.allSatisfy { index in
            switch self[index] {
            case .stop?, .symbol?, .mark(.it)?, .empty?, .task(.howmuch)?, .task(.explain)?, .relative(.this)?,
                .task(.length)?, .task(.count)?, .measure?:
                true
            default: found.contains(index)
            }
        }
        if isBare {
            peak = .data
            pieces.removeAll { $0.sense == .relative(.this) || $0.sense == .task(.count) || $0.sense == .task(.length) }
            let day = Dates(period: .lastDays(count: 1, upTo: today), shape: .day, assumed: true)
            pieces.append(Piece(sense: .dates(day), tokens: [], text: ""))
        }
        if case .each = peak,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .statistic, .superlative, .extremum, .best: true
                default: false
                }
            }), let place = found.first
        {
            // "drawdown by year": the deepest of each.
            pieces.insert(Piece(sense: .statistic(.max), tokens: pieces[place].tokens), at: place)
        }
        for index in pieces.indices {
            switch self[index] {
            case .quantity(let quantity)? where isDrawdownOfPeriod(index):
                guard case .series(.drawdown(_, let byHigh)) = quantity.base else { continue }
                pieces[index].sense = .quantity(Quantity(.series(.drawdown(from: peak, byHigh: byHigh))))
            // The deepest is the least number.
            case .statistic(.max)?: pieces[index].sense = .statistic(.min)
            case .statistic(.min)?: pieces[index].sense = .statistic(.max)
            case .superlative(.max)?: pieces[index].sense = .superlative(.min)
            case .superlative(.min)?: pieces[index].sense = .superlative(.max)
            default: continue
            }
        }
    }

    /// What is said of a drawdown that it does not settle, and those that are none.
    mutating func doubtDrawdowns() {
        for index in pieces.indices.reversed() {
            // "average drawdown from the open": how far below it the bar went.
            guard case .quantity(let drawdown)? = self[index], drawdown.isDrawdown, prep(index + 1) == .from,
                case .quantity(let open)? = self[index + 1], open.base == .metric(.open), open.shift == 0
            else { continue }
            let low = Series.metric(metric: .low, of: Bar(span: open.span))
            var below = Quantity(.series(.arithmetic(left: open.series(), operation: .minus, right: low)))
            below.span = open.span
            join(index...(index + 1), as: .quantity(below))
        }
        guard
            pieces.contains(where: {
                if case .quantity(let quantity) = $0.sense, case .series(.drawdown) = quantity.base {
                    true
                } else {
                    false
                }
            })
        else { return }
        // "below 20% from the all-time high" lies deeper; "a drawdown below 20%" may be a small one as well.
        for index in pieces.indices where self[index] == .relation(.less) && has(.level, in: pieces[index]) {
            guard case .number(let value, .percent)? = self[index + 1], value > 0 else { continue }
            if case .quantity(let quantity)? = self[index + 2], quantity.isDrawdown {
                pieces[index].sense = .relation(.greater)
            } else if case .quantity(let quantity)? = self[index - 1], quantity.isDrawdown {
                pieces[index].sense = .unknown
            }
        }
        // "average drawdown": of all days, or of the depths that single ones reached, is not said; "average distance from the
        // all-time high" is of all days.
        let isDistance = pieces.contains { has(.alltime, in: $0) && has(.distance, in: $0) }
        for index in pieces.indices where self[index] == .statistic(.mean) && !isDistance {
            pieces[index].sense = .unknown
        }
    }
}

extension Quantity {
    var isDrawdown: Bool { if case .series(.drawdown) = base { true } else { false } }
}
