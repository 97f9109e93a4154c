internal import Market
internal import Studies

/// Turns that leave out what they are about: the rows, or the groups, that were just told.
extension Change {
    /// "which had the highest volume", "какие самые волатильные?", "how many were on monday": of the rows that were
    /// listed, where no others are named. Nil where the rows were not chosen, or the turn says more than that.
    mutating func ofListed() -> Bool? {
        guard case .list(let list) = study.result, list.limit != nil || study.condition != nil,
            study.unit == .day || study.unit.isLongerThanDays && !namesRows,
            study.period.singleDay == nil, !frame.has(.those), !frame.has(.it), frame.statistics.isEmpty
        else { return nil }
        let asksWhich = frame.line.has(.which)
        let counts = frame.task(.count, .share) != nil
        // Days that are counted may be all of them; weeks or months that no word names are those that were listed.
        guard asksWhich || counts,
            !counts || list.limit != nil || !frame.calendarFacts.isEmpty || study.unit.isLongerThanDays
        else { return nil }
        // "the largest range", then "gap fill rate": of all the days that it is the largest of.
        if !asksWhich, frame.task(.count) == nil, list.limit != nil, !listsSoMany { return nil }
        var says = false
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case _ where quiet.contains(index): continue
            case .superlative, .best: says = says || asksWhich && !counts
            case .condition: says = true
            case .task(.count), .task(.share), .task(.performance): continue
            case .quantity(let quantity) where quantity.extreme != nil && frame.quantities.count == 1:
                guard asksWhich, !counts else { return nil }
                says = true
            case .quantity: guard asksWhich, !counts else { return nil }
            default: return nil
            }
        }
        guard says else { return nil }
        // A gap is a day's, and no week's.
        guard study.unit == .day || frame.dayFacts.allSatisfy({ !$0.value.ofSession }) else {
            isDoubtful = true
            return false
        }
        if frame.quantities.allSatisfy({ $0.value.extreme != nil }), frame.facts.isEmpty, let isTop = plainRank {
            guard let by = rankedBy(list) else {
                // "the last 5 days", then "which was the biggest": by what, is not said.
                isDoubtful = true
                return false
            }
            let descending = descends(by, largest: isTop, list)
            guard chooseListed(list) else { return false }
            let many = frame.line.has(.plural)
            study.result = .list(
                list: Listing(
                    columns: list.columns.contains(by) ? list.columns : [by] + list.columns,
                    order: [Order(by: by, descending: descending)],
                    limit: many ? nil : 1
                )
            )
            use(frame.indices)
            return true
        }
        guard those() else { return nil }
        use(frame.indices.filter { frame.line[$0] == .task(.performance) })
        return true
    }

    /// "how often does it break the high", then "and close above it": whether it asks both or of those that broke it is not
    /// said, and it chooses no days.
    func asksBesides(_ fact: Fact, _ index: Int) -> Bool {
        guard case .summary(let summary) = study.result, !fact.isCalendar, fact.isOutcome,
            summary.measures.contains(where: { if case .share = $0 { true } else { false } }),
            frame.line.has(.closeverb, in: frame.line.pieces[index])
        else { return false }
        return (0..<index).allSatisfy {
            frame.line.isMark($0, .and) || frame.line.isMark($0, .it) || frame.line.isStop($0)
        }
            && frame.line.isMark(0, .and)
    }

    /// "red weeks of 2024", then "average range": of those weeks, which are no days.
    mutating func figureOfListed() -> Bool? {
        guard case .list(let list) = study.result, list.limit != nil || study.condition != nil,
            study.unit.isLongerThanDays, frame.statistics.count == 1, frame.quantities.count == 1, !namesRows
        else { return nil }
        let isFigure = consists { sense, _ in
            switch sense {
            case .statistic, .quantity, .mark(.and), .mark(.but): true
            default: false
            }
        }
        guard isFigure else { return nil }
        return those()
    }

    /// "the 3 worst weeks of 2024", then "how much did they lose": what those rows moved by.
    mutating func amountOfListed() -> Bool? {
        guard case .list(var list) = study.result, list.limit != nil || study.condition != nil,
            frame.dayFacts.count == 1,
            let moved = frame.dayFacts.first, moved.value.settled, moved.value.up != nil, moved.value.run == nil,
            case .compare(.metric(let metric, .own), _, .number(value: 0)) = moved.value.condition,
            metric.family == .change, frame.task(.howmuch) != nil
        else { return nil }
        let isAmount = consists { sense, index in
            switch sense {
            case .task(.howmuch), .measure(.percent), .measure(.points), .mark(.and), .mark(.but): true
            default: index == moved.index
            }
        }
        guard isAmount else { return nil }
        list.columns += Quantity(.change).columns.filter { !list.columns.contains($0) }
        study.result = .list(list: list)
        return true
    }

    /// By what one of the rows is the largest: what ranked them, or what is told of them; the best and the worst are so by
    /// their move. Nil where nothing says it.
    func rankedBy(_ list: Listing) -> Series? {
        let by = list.order.first?.by ?? list.columns.first
        if frame.bests.contains(where: { !frame.isPreference($0.index) }), by?.metric?.hasSign != true {
            return .metric(metric: .changePct, of: .own)
        }
        return by?.metric?.isPrice == true ? nil : by
    }

    /// "how many green days": rows of its own.
    private var namesRows: Bool {
        frame.line.has(.day) || frame.indices.contains { frame.line.unit($0) != nil }
    }

    /// The largest or the smallest, by what ranked the rows; "the worst" is the smallest.
    private var plainRank: Bool? {
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .superlative(.max): return true
            case .superlative(.min): return false
            case .best(let up) where !frame.isPreference(index): return up
            // "какой минимальный?": of the rows, and no day's low.
            case .quantity(let quantity) where frame.quantities.count == 1:
                if let extreme = quantity.extreme { return extreme == .high }
            default: continue
            }
        }
        return nil
    }

    /// "какой самый спокойный?", "which hour is the highest", "bottom 3": some of the groups that were told.
    mutating func pickGroup() -> Bool? {
        guard case .summary(var summary) = study.result, summary.keys.count == 1, let key = summary.keys.first else {
            return nil
        }
        var rank: (index: Int, superlative: Superlative?, isTop: Bool)?
        var named: Metric?
        var count: Int?
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case _ where quiet.contains(index) && !frame.line.has(.rather, in: frame.line.pieces[index]): continue
            case .superlative(let superlative) where rank == nil:
                rank = (index, superlative, superlative == .max || superlative == .volatile || superlative == .wide)
            case .best(let up) where rank == nil && !frame.isPreference(index): rank = (index, nil, up)
            case .which(let unit), .unit(let unit):
                guard key.is(of: unit) else { return nil }
            case .task(.timehour), .task(.time):
                guard key.isOfClock else { return nil }
            case .task(.days):
                guard key == .calendar(field: .weekday) else { return nil }
            case .mark(.those), .mark(.it), .mark(.then), .when, .task(.performance): continue
            case .quantity(let quantity) where rank == nil && quantity.extreme != nil && frame.line.has(.which):
                rank = (index, quantity.extreme == .high ? .max : .min, quantity.extreme == .high)
            case .quantity(let quantity) where named == nil: named = quantity.columns.first?.metric
            case .number:
                guard let whole = frame.line.whole(index), (1...100).contains(whole), count == nil else { return nil }
                count = whole
            default: return nil
            }
        }
        guard let rank else { return nil }
        let isOfRange = rank.superlative.map { $0 != .max && $0 != .min } ?? false
        if isOfRange, named == nil, summary.measure(ranked: rank.superlative, nil) == nil {
            // "weekly returns", then "which was the widest": of the same weeks.
            let isWidth = rank.superlative == .wide || rank.superlative == .narrow
            summary.measures = Quantity(isWidth ? .metric(.range) : .volatility).measures(.mean)
        }
        guard let measure = summary.measure(ranked: rank.superlative, named) else { return nil }
        // The figure by which it is so stands first.
        summary.measures.insert(summary.measures.remove(at: measure), at: 0)
        summary.order = MeasureOrder(measure: 0, descending: rank.isTop)
        summary.limit = count ?? 1
        study.result = .summary(summary: summary)
        use(frame.indices)
        return true
    }
}

extension Summary {
    /// The figure by which groups are ranked: the one that is named, of the kind that the superlative speaks of, the
    /// move for the best and the worst, else the first.
    fileprivate func measure(ranked superlative: Superlative?, _ named: Metric?) -> Int? {
        func place(_ isOf: (Metric) -> Bool) -> Int? {
            measures.firstIndex { measure in
                if case .statistic(_, let series, _) = measure, let metric = series.metric {
                    isOf(metric)
                } else {
                    false
                }
            }
        }
        if let named { return place { $0.family == named.family } }
        return switch superlative {
        case .max, .min: measures.isEmpty ? nil : 0
        case .volatile, .calm, .wide, .narrow: place { $0.family == .range }
        case nil: place(\.hasSign)
        }
    }
}

extension Key {
    /// The groups are of this unit of time.
    fileprivate func `is`(of unit: UnitWord) -> Bool {
        switch Line.key(unit) {
        case .key(.calendar(.date)): self == .calendar(field: .weekday)
        case .key(let key): self == key
        case .slots: isOfClock
        default: false
        }
    }
}
