internal import Market
internal import Studies

extension Frame {
    struct Ranking {
        var columns: [Series]
        var descending: Bool
        var limit: Int?
        /// Rows left out at the top: "the third largest" stands behind two.
        var skip = 0
        var used: Set<Int>
        /// Of a hundred: "the top 10% of days".
        var share: Double?
        /// Facts that only say what is ranked.
        var implied: Set<Int> = []
        var unit: BarUnit = .day
        var limitAssumed = false
        var weak = false

        /// A list's length that was not said.
        var assumptions: [Assumption.Kind] { limitAssumed ? [.limit(count: limit ?? 10)] : [] }
    }

    /// "Which day had the maximum range": the day, not only how much.
    private var extremeOfDays: (value: Superlative, index: Int)? {
        let asksWhen = task(.time) != nil && line.has(.past) && !singleDay && spans.isEmpty && often.isEmpty
        guard task(.days) != nil || dayAsked != nil || asksWhen, task(.count, .share) == nil, statistics.count == 1,
            quantities.count == 1,
            statistics[0].index < quantities[0].index
        else { return nil }
        switch statistics[0].value {
        case .max: return (.max, statistics[0].index)
        case .min: return (.min, statistics[0].index)
        default: return nil
        }
    }

    /// What a list is ranked by, which way, and how many.
    func ranking() -> Ranking? {
        var used: Set<Int> = []
        var limit: Int?
        var asked = false
        if let top = task(.top) {
            used.insert(top)
            asked = true
            if let number = line.whole(top + 1), number > 0 {
                limit = number
                used.insert(top + 1)
            }
        }
        for index in indices where limit == nil && line.isMark(index + 1, .those) {
            // "..., five of them".
            guard let number = line.whole(index), number > 0 else { continue }
            limit = number
            used.insert(index)
        }
        var descending: Bool?
        var chosen: (Quantity, Int?)?
        let superlative = superlatives.first ?? extremeOfDays
        if let when = self.task(.time), superlative != nil { used.insert(when) }
        if superlative != nil { used.formUnion(dayAsked ?? []) }
        if let superlative {
            used.insert(superlative.index)
            asked = true
            if limit == nil, let number = line.whole(superlative.index - 1), number > 0 {
                limit = number
                used.insert(superlative.index - 1)
            }
            // "quietest 5 days", "15 дней с наименьшим объёмом".
            if limit == nil, let number = line.whole(superlative.index + 1), number > 0,
                countsRanked(superlative.index + 1),
                !(number > 1 && line.isForm(superlative.index + 2, .oneday))
            {
                limit = number
                used.insert(superlative.index + 1)
            }
            if limit == nil,
                let place = indices.first(where: {
                    line.whole($0) != nil
                        && (line.unit($0 + 1) == .day || line[$0 + 1] == .task(.days)
                            || line[$0 + 1].map(\.isBars) ?? false
                            // "the ten RTH days with the largest range".
                            || line.isSpan($0 + 1) && (line.unit($0 + 2) == .day || line.unit($0 + 2) == .session)
                            || line.unit($0 + 1) == .minute && $0 == indices.first
                            || isCountedGap($0 + 1))
                        && !line.isMark($0 + 2, .next)
                        && !line.isMark($0 + 2, .after)
                }), let number = line.whole(place),
                place < superlative.index, number > 0
            {
                limit = number
                used.insert(place)
            }
            if limit == nil, let (number, place) = countOfNamed {
                limit = number
                used.insert(place)
            }
            switch superlative.value {
            case .max: descending = true
            case .min: descending = false
            case .volatile: (descending, chosen) = (true, (Quantity(.volatility), nil))
            case .calm: (descending, chosen) = (false, (Quantity(.volatility), nil))
            case .wide: (descending, chosen) = (true, (Quantity(.range), nil))
            case .narrow: (descending, chosen) = (false, (Quantity(.range), nil))
            }
            if superlative.value == .wide || superlative.value == .narrow,
                let named = quantities.first(where: { $0.index == superlative.index + 1 }),
                named.value == Quantity(.range)
            {
                // "widest range days".
                used.insert(named.index)
            }
        }
        if chosen != nil, let by = quantities.first(where: { line.prep($0.index) == .by }),
            by.value.base != .volatility, by.value.base != .metric(.range), by.value.shift == 0
        {
            // "quietest days by volume".
            chosen = (by.value, by.index)
            used.insert(by.index)
        }
        for best in bests {
            used.insert(best.index)
            asked = true
            for place in [best.index - 1, best.index + 1] where limit == nil {
                guard let number = line.whole(place), number > 0, place < best.index || countsRanked(place) else {
                    continue
                }
                limit = number
                used.insert(place)
            }
            if limit == nil, superlative == nil, let (number, place) = countOfNamed {
                limit = number
                used.insert(place)
            }
            // "the best 10 days with the lowest volume": the superlative says which end.
            if superlative == nil { descending = best.value }
            if superlative == nil, best.value, quantities.isEmpty,
                dayFacts.contains(where: { $0.value.settled && $0.value.up == false && $0.value.run == nil })
            {
                // "best drops": the largest, or the least.
                return nil
            }
            if superlative == nil, quantities.isEmpty, let gap = rankedGap(behind: best.index) {
                // "the best unfilled gap up" is the largest; what the worst gap up is, is not said.
                guard best.value == gap.up else { return nil }
                chosen = (gap.quantity, nil)
                descending = gap.up
            } else if superlative == nil, quantities.allSatisfy({ isAside($0.index, behind: best.index) }) {
                chosen = (Quantity(.change), nil)
                if let performance = task(.performance) { used.insert(performance) }
            }
        }
        if task(.top) != nil, chosen == nil, quantities.isEmpty, dayFacts.isEmpty,
            let size = indices.first(where: { isSizeOfDays($0) }), case .size(let isLarge) = line.pieces[size].sense
        {
            // "топ 10 узких дней".
            (descending, chosen) = (isLarge, (Quantity(.range), nil))
            used.insert(size)
        }
        let place = rankPlace
        if place != nil { asked = true }
        let order = indices.first { line.pieces[$0].sense == .order }
        if let order {
            used.insert(order)
            asked = asked || limit != nil
        }
        for index in indices {
            if case .orderWay(let isDescending) = line.pieces[index].sense {
                descending = isDescending
                used.insert(index)
                asked = true
            }
        }
        guard asked else { return nil }
        // "наибольший гэп", "by volume", "most volatile": the quantity nearest after; "drops", "gap downs": the fact's own.
        var implied: Set<Int> = []
        if chosen == nil {
            let anchor = superlative?.index ?? task(.top) ?? order ?? bests.first?.index ?? 0
            let isOfRanked = superlative.map { isLed($0.index) && isRanked(behind: $0.index) } ?? false
            if let by = quantities.first(where: { isBehindBy($0.index) }) ?? quantities.first(where: {
                $0.index > anchor
            }) ?? (isOfRanked ? nil : quantities.last),
                by.value.shift == 0, !(by.value.isGap && dayFacts.contains { $0.value.rank?.isGap ?? false })
            {
                chosen = (by.value, by.index)
                used.insert(by.index)
            }
            // "biggest unfilled gap downs": by the gaps' own way, as a fill has none.
            let ranked = dayFacts.filter { $0.value.rank != nil && !isOfDayBefore($0) }
            let sided = ranked.filter { $0.value.up != nil }
            let tellsSide = ranked.allSatisfy { $0.value.rank?.isGap ?? false } && !sided.isEmpty
            let rankable = tellsSide ? sided : ranked
            if let fact = rankable.first(where: { line.prep($0.index) == .by })
                ?? rankable.first(where: { $0.index > (superlative?.index ?? -1) }) ?? rankable.first,
                chosen == nil
                    || !isBehindBy(chosen?.1 ?? 0) && (chosen?.1 ?? 0) > fact.index
                        && (task(.top) != nil || fact.index - 1 == superlative?.index)
                    // "avg volume on the ten biggest up days": computed of those.
                    || fact.index - 1 == superlative?.index && limit != nil
                        && (chosen?.1).map({ $0 + 1 < fact.index && line.isStatistic($0 - 1) }) ?? false
            {
                if let index = chosen?.1 { used.remove(index) }
                chosen = fact.value.rank.map { ($0, nil) }
                // "top 5 volatile days": the most volatile, however many are above a threshold that nobody named.
                if fact.value.assumedThreshold, task(.top) != nil { implied.insert(fact.index) }
                let away = superlative?.value == .min
                descending = away ? !fact.value.rankDescending : fact.value.rankDescending
            }
        }
        // "biggest 5-minute candle": by its range.
        if chosen == nil, let bars = barUnits.first, bars.value != .day, superlative != nil {
            chosen = (Quantity(.range), nil)
        }
        if chosen == nil, superlative != nil, let minute = units(.minute).first,
            line.pieces[minute.index].tokens.count > 1
        {
            // "самая большая минутная свеча".
            chosen = (Quantity(.range), nil)
        }
        guard var (quantity, _) = chosen else { return nil }
        // "biggest gap": by size; "largest change": by size too, unless a side is named.
        // ... but "the worst gap" has a side.
        if quantity.isGap, bests.isEmpty,
            !dayFacts.contains(where: { $0.value.rank?.isGap ?? false && $0.value.up != nil && !isOfDayBefore($0) })
        {
            quantity.absolute = true
        }
        if quantity.base == .move { quantity.absolute = true }
        if quantity.isSigned, let either = marks(.absolute).first {
            // "up or down": by size.
            quantity.absolute = true
            used.insert(either)
        }
        if let fact = dayFacts.first(where: {
            $0.value.settled && $0.value.up != nil && $0.value.run == nil && !isOfDayBefore($0)
        }), let up = fact.value.up,
            chosen?.1 != nil, quantity.isSigned, !quantity.isGap, task(.top) != nil || superlative != nil
        {
            // "biggest open to close drops": the fact says the way of what is ranked.
            descending = superlative?.value == .min ? !up : up
            quantity.absolute = false
            // "top 5 green Fridays by gain": of the change, among the green ones.
            let isOfBody = fact.value.condition == .sign(.body, up: up)
            if !isOfBody || quantity.metric(percent: false)?.family == .body { implied.insert(fact.index) }
        }
        for index in indices {
            guard case .measure(let scale) = line.pieces[index].sense, scale == .points || scale == .percent else {
                continue
            }
            quantity.percent = scale == .percent
            used.insert(index)
            // "..., and how many points".
            if line[index - 1] == .task(.count) || line[index - 1] == .task(.howmuch) { used.insert(index - 1) }
        }
        var ranking = Ranking(
            columns: quantity.columns,
            // The deepest drawdown is the least number.
            descending: descending ?? !quantity.isDrawdown,
            limit: limit,
            used: used,
            implied: implied
        )
        if let share = rankShare(used) {
            (ranking.share, ranking.limit) = (share.value, nil)
            limit = nil
            ranking.used.insert(share.index)
        }
        if let place {
            (limit, ranking.limit, ranking.skip) = (1, 1, place.value - 1)
            ranking.used.insert(place.index)
        }
        if quantity.absolute {
            var signed = quantity
            signed.absolute = false
            ranking.columns.append(contentsOf: signed.columns)
        }
        if limit == nil, ranking.share == nil {
            // "which days had", "days with": several.
            let oneAsked = task(.days).map { !line.has(.plural, in: line.pieces[$0]) } ?? false
            let one = oneAsked && superlative != nil || isSingular
            ranking.limit = one ? 1 : 10
            ranking.limitAssumed = !one
        }
        // "which minute of 2025 had the largest range": one of them, unless it is a habit.
        let asksMinute = indices.contains { line[$0] == .task(.time) && line.has(.aminute, in: line.pieces[$0]) }
        if asksMinute, dates.isEmpty, !line.has(.past) || !often.isEmpty { return nil }
        if ungroupedUnit?.unit == .minuteofday { return nil }
        if asksMinute || !units(.minute).isEmpty || barUnits.contains(where: { $0.value == .minutes(count: 1) }) {
            ranking.unit = .minutes(count: 1)
            ranking.used.formUnion(units(.minute).map(\.index))
            ranking.used.formUnion(
                indices.filter { line[$0] == .task(.time) && line.has(.aminute, in: line.pieces[$0]) }
            )
            for index in indices where line.plainNumber(index) == 1 { ranking.used.insert(index) }
            if limit == nil { (ranking.limit, ranking.limitAssumed) = (1, false) }
        }
        if barUnits.isEmpty, keys.isEmpty || ranksInstances.map({ isWithinYears($0.unit) }) ?? false,
            let (unit, index) = rankedBars(many: task(.top) != nil || limit != nil)
        {
            if ranksByMean { return nil }
            ranking.unit = unit
            ranking.used.insert(index)
            ranking.columns += Self.calendarColumns(unit).filter { !ranking.columns.contains($0) }
        }
        for (unit, index) in barUnits where unit != .day {
            ranking.unit = unit
            ranking.used.insert(index)
        }
        // A gap is a day's, and no minute's.
        if case .minutes = ranking.unit, quantity.isGap { return nil }
        if case .minutes = ranking.unit, quantity.base == .move {
            // Within the day a bar's move is its own; the close before may be the evening's.
            var own = quantity
            own.base = .metric(.body)
            own.absolute = true
            var signed = own
            signed.absolute = false
            ranking.columns = own.columns + signed.columns
        }
        return ranking
    }

    /// "which 5 gaps were the biggest": every day has one.
    private func isCountedGap(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = line[index], line.prep(index) == nil else { return false }
        return quantity.isGap
    }

    /// "by volume", "by RTH range": the window may stand between.
    private func isBehindBy(_ quantity: Int) -> Bool {
        line.prep(quantity) == .by || line.isSpan(quantity - 1) && line.prep(quantity - 1) == .by
    }

    /// "10 лучших дней и объём в эти дни", "best 5 days with their volume": a column of what is ranked, told behind it.
    private func isAside(_ quantity: Int, behind best: Int) -> Bool {
        // "volume on the worst day".
        if quantity < best { return isLed(best) }
        guard line.prep(quantity) != .by else { return false }
        return (best + 1..<quantity).contains {
            line.isMark($0, .and) || line.isMark($0, .given) || line[$0] == .stop(",")
                || line.isStop($0) && line.isStatistic(quantity - 1)
        }
    }

    /// "best unfilled gap up", "5 worst gap downs": gaps of one side, where no days are named.
    private func rankedGap(behind best: Int) -> (quantity: Quantity, up: Bool)? {
        let facts = dayFacts.filter { $0.index > best && $0.index <= best + 3 && $0.value.ofSession }
        guard let gap = facts.first(where: { $0.value.rank?.isGap ?? false && $0.value.up != nil }),
            let quantity = gap.value.rank, let up = gap.value.up, !line.has(.day, in: line.pieces[gap.index]),
            (best + 1..<gap.index).allSatisfy({ place in
                facts.contains { $0.index == place } || line.whole(place) != nil
            })
        else { return nil }
        return (quantity, up)
    }

    /// "the biggest up days", "the largest drop": what it is the largest of has an order of its own.
    private func isRanked(behind superlative: Int) -> Bool {
        dayFacts.contains { $0.value.rank != nil && ($0.index == superlative + 1 || $0.index == superlative + 2) }
    }

    /// "on the worst day", "of the 10 biggest up days": what stands before is asked of what is ranked.
    private func isLed(_ place: Int) -> Bool {
        // "on the 5 days with the biggest gap up".
        var first = place
        while line.prep(first) != .in, isNamedByRank(first - 1) { first -= 1 }
        // "change on the day with the biggest gap": the day is named in the figure's own words.
        return line.prep(first) == .in
            || first < place && line.isQuantity(first - 1) && line.has(.day, in: line.pieces[first - 1])
    }

    /// "5 days with", before what they rank by.
    private func isNamedByRank(_ index: Int) -> Bool {
        line.whole(index) != nil || line.unit(index) == .day || line[index] == .task(.days)
            || line.isMark(index, .given)
    }

    /// "top 10% of days", "худшие 5% дней": beside what ranks.
    private func rankShare(_ used: Set<Int>) -> (value: Double, index: Int)? {
        for (value, index) in all({ if case .number(let share, .percent) = $0 { share } else { nil } })
        where value > 0 && value < 100 && (used.contains(index - 1) || used.contains(index + 1)) {
            return (value, index)
        }
        return nil
    }

    /// A number of what is ranked: "largest five up gaps", "худшие 5 пятниц".
    private func countsRanked(_ place: Int) -> Bool {
        switch line[place + 1] {
        case .unit?, .condition?, .span?: true
        case .quantity?: line.has(.perday, in: line.pieces[place + 1]) || line.unit(place + 2) == .day
        default: false
        }
    }
}

extension Sense {
    /// Candles of a named length.
    fileprivate var isBars: Bool { if case .barUnit(.minutes) = self { true } else { false } }
}
