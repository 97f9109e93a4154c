internal import Market
internal import Studies

extension Change {
    /// Behind "in", and with nothing that it is the last of.
    private func isWithin(_ index: Int) -> Bool {
        frame.line.prep(index) == .in && frame.line.pieces[index].tokens.count == 1
    }

    /// "самый свежий из них", "the oldest one", "which one is the highest", "когда был последний": one of the rows, or one
    /// of the groups.
    mutating func pick() -> Bool? {
        guard let end = end ?? top, !frame.line.has(.also) else { return nil }
        let isPick = frame.indices.allSatisfy { index in
            switch frame.line.pieces[index].sense {
            case _ where index == end.index || quiet.contains(index): true
            case .mark(.those), .mark(.it), .mark(.each), .task(.time), .when, .superlative, .task(.explain),
                .task(.performance), .unit(.day),
                .task(.days), .relative(.this), .mark(.then):
                true
            case .which: asksGroupTold
            case .number(1, nil): index == frame.line.count - 1 || frame.line.isStop(index + 1)
            default: false
            }
        }
        guard isPick else { return nil }
        switch study.result {
        case .list(var list):
            if isFirstOfRank(end.index, list) {
                // "top 10 drops", then "the first one": as they stand.
            } else if end.isDate {
                guard chooseListed(list) else { return false }
                list.order = [Order(by: .calendar(field: .date), descending: end.isLast)]
            } else {
                guard let by = rankedBy(list) else {
                    isDoubtful = true
                    return false
                }
                // "which of those was the smallest": among the rows that were told.
                if frame.has(.those) {
                    guard chooseListed(list) else { return false }
                }
                list.order = [Order(by: by, descending: descends(by, largest: end.isLast, list))]
                if !list.columns.contains(by) { list.columns.insert(by, at: 0) }
            }
            // "and the smallest ones": as many of them.
            if end.isDate || !frame.line.has(.plural) { list.limit = 1 }
            list.skip = 0
            study.result = .list(list: list)
        case .summary(var summary) where !summary.keys.isEmpty && !end.isDate:
            // Of more than one figure it is not said by which.
            summary.order = MeasureOrder(measure: 0, descending: end.isLast)
            summary.limit = 1
            study.result = .summary(summary: summary)
        case .summary where end.isDate:
            guard showCounted(), case .list(var list) = study.result else { return false }
            list.order = [Order(by: .calendar(field: .date), descending: end.isLast)]
            list.limit = 1
            study.result = .list(list: list)
        default: return nil
        }
        use(frame.indices)
        return true
    }

    /// "average volume by month", then "which month is the weakest": one of the groups that were told.
    private var asksGroupTold: Bool {
        guard case .summary(let summary) = study.result, summary.plainColumns?.isEmpty == false else { return false }
        return frame.indices.contains { index in
            guard case .which(let unit) = frame.line.pieces[index].sense, case .key(let key)? = Line.key(unit) else {
                return false
            }
            return summary.keys == [key]
        }
    }

    /// The first of rows that stand by rank; "when was the first" asks for the earliest.
    private func isFirstOfRank(_ index: Int, _ list: Listing) -> Bool {
        guard frame.line[index] == .ordinal(1), let order = list.order.first,
            order.by != .calendar(field: .date)
        else { return false }
        return frame.task(.time) == nil && !frame.indices.contains { frame.line[$0] == .when }
    }

    /// Which way the largest come first: of falls the largest is the lowest change, but the best is the highest.
    func descends(_ by: Series, largest: Bool, _ list: Listing) -> Bool {
        let isRank = frame.indices.contains { if case .best = frame.line.pieces[$0].sense { true } else { false } }
        guard !isRank, let metric = by.metric, metric.hasSign, by == .metric(metric: metric, of: .own) else {
            return largest
        }
        if let order = list.order.first, order.by.metric?.family == metric.family {
            return order.descending == largest
        }
        for case .compare(.metric(let own, .own), let relation, .number) in study.condition?.parts ?? []
        where own.family == metric.family && relation != .equal && relation != .notEqual {
            return relation.isUp == largest
        }
        return largest
    }

    /// The latest or the earliest of them.
    private var end: (index: Int, isLast: Bool, isDate: Bool)? {
        guard frame.dates.isEmpty else { return nil }
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            // "а в последний?": of hours or the like, and no day of those that were told.
            case .relative(.last) where isWithin(index), .relative(.past) where isWithin(index): return nil
            case .relative(.last), .relative(.past): return (index, true, true)
            case .ordinal(1): return (index, false, true)
            default: continue
            }
        }
        return nil
    }

    /// The largest or the smallest of them; "where's the maximum" asks for the group.
    private var top: (index: Int, isLast: Bool, isDate: Bool)? {
        // "what happened on the worst": of a rank, one of its rows.
        let tellsOne =
            if case .list(let list) = study.result { list.limit != nil && frame.task(.performance) != nil } else {
                false
            }
        let points =
            frame.has(.those) || frame.task(.time) != nil || frame.line.has(.whereabouts) || tellsOne || asksGroupTold
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            // "the most volatile of them": by another quantity, which orders them anew.
            case .superlative(let superlative) where points && (superlative == .max || superlative == .min):
                return (index, superlative == .max, false)
            case .best(let up) where points && !frame.isPreference(index): return (index, up, false)
            case .statistic(.max) where points: return (index, true, false)
            case .statistic(.min) where points: return (index, false, false)
            case .quantity(let quantity)
            where points && quantity.extreme != nil && frame.line.has(.extremum, in: frame.line.pieces[index]):
                return (index, quantity.extreme == .high, false)
            default: continue
            }
        }
        return nil
    }

    /// "and the volume", "и гэп в эти дни", "и закрылись ли они": one thing more of the rows that were listed. "By"
    /// another quantity orders them otherwise.
    mutating func column() -> Bool? {
        guard case .list(var list) = study.result, isLedByAnd || asksOfRanked(list), frame.statistics.isEmpty else {
            return nil
        }
        let isOfOne = !isLedByAnd && list.limit == 1
        var columns: [Series] = []
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .mark(.and), .mark(.those), .mark(.it), .mark(.each), .stop, .empty, .unit(.day), .task(.days),
                .mark(.given) where index == frame.indices.first, .task(.explain):
                continue
            // "was it a Monday?": its weekday tells, and no other day is looked for.
            case .condition(let fact) where isOfOne && fact.isCalendar:
                guard case .calendar(let field, _) = fact.condition else { return nil }
                columns.append(.calendar(field: field))
            case .dates(let dates) where isOfOne && dates.shape == .day && dates.assumed:
                columns.append(.calendar(field: .weekday))
            case .condition(let fact) where isOfOne && fact.condition == .gapFilled:
                columns.append(.time(event: .gapFill, of: .own))
            case .condition(let fact) where isOfOne && fact.settled:
                guard let rank = fact.rank else { return nil }
                columns += rank.columns
            case .quantity(let quantity):
                guard frame.line.prep(index) != .by, !frame.line.isRelation(index + 1) else { return nil }
                columns += list.alike(quantity.columns)
            case .unit(.weekday): columns.append(.calendar(field: .weekday))
            case .verb(.close), .verb(.fill):
                guard study.speaksOfGaps else { return nil }
                columns.append(.time(event: .gapFill, of: .own))
            case .condition(let fact) where fact.condition == .gapFilled && frame.line.has(.whether):
                columns.append(.time(event: .gapFill, of: .own))
            default: return nil
            }
        }
        guard !columns.isEmpty else { return nil }
        use(frame.indices)
        list.columns += columns.filter { !list.columns.contains($0) }
        study.result = .list(list: list)
        return true
    }

    /// "best day of 2024", then "when was the high", "во сколько был лоу": the time of each row's own.
    mutating func timesOfListed() -> Bool? {
        if let time = timeOfPrice() { return time }
        guard case .list(var list) = study.result, list.limit != nil || list.columns.contains(where: \.isTimeOfEnd),
            study.unit == .day, frame.quantities.count == 1, let price = frame.quantities.first,
            let event = price.value.extreme, price.value.shift == 0,
            !frame.line.has(.extremum, in: frame.line.pieces[price.index]),
            list.columns.contains(where: \.isTimeOfEnd) && isLedByAnd || frame.task(.time) != nil
                || frame.indices.contains(where: { frame.line[$0] == .when })
        else { return nil }
        let isTime = consists { sense, index in
            switch sense {
            case .task(.time), .when, .verb(.form), .mark(.and), .mark(.but), .unit(.day), .task(.days): true
            default: index == price.index
            }
        }
        guard isTime else { return nil }
        let bar = Bar(span: price.value.span)
        let columns = price.value.columns + [.time(event: event, of: bar)]
        list.columns += columns.filter { !list.columns.contains($0) }
        study.result = .list(list: list)
        return true
    }

    /// "what was the high on July 19", then "а во сколько": when that one end of the day was made.
    private mutating func timeOfPrice() -> Bool? {
        guard case .list(var list) = study.result, study.period.singleDay != nil, list.columns.count == 1,
            case .metric(let price, let bar) = list.columns[0], price == .high || price == .low,
            frame.task(.time) != nil || frame.indices.contains(where: { frame.line[$0] == .when })
        else { return nil }
        let isTime = consists { sense, _ in
            switch sense {
            case .task(.time), .when, .mark(.and), .mark(.but), .verb(.form): true
            default: false
            }
        }
        guard isTime else { return nil }
        list.columns.append(.time(event: price == .high ? .high : .low, of: bar))
        study.result = .list(list: list)
        return true
    }

    /// "their volume", "with the gap", "was it a Monday?": something of the days that were ranked, which stay the same.
    private func asksOfRanked(_ list: Listing) -> Bool {
        guard !list.order.isEmpty, list.limit != nil else { return false }
        let line = frame.line, first = line.tokens.first?.text ?? ""
        if line.tokens.contains(where: { line.forms.contains($0.text, .theirs) }) { return true }
        if frame.has(.those) || line.forms.contains(first, .withword) { return true }
        guard list.limit == 1, frame.quantities.isEmpty, frame.superlatives.isEmpty, let last = frame.indices.last
        else {
            return false
        }
        let isAsked = line[last] == .stop("?") || frame.isYesNo || line.forms.contains(first, .falls)
        // "on a Monday?" asks for the largest of Mondays.
        return isAsked && !frame.facts.contains { line.prep($0.index) == .in }
    }

    private var isLedByAnd: Bool {
        frame.line.isMark(frame.indices.first { !frame.line.isStop($0) } ?? 0, .and)
    }

    /// "сколько из них закрылось?", "how many of those filled": of gaps that were listed.
    mutating func filled() -> Bool? {
        guard study.speaksOfGaps, frame.facts.isEmpty, frame.quantities.isEmpty, frame.dates.isEmpty,
            frame.has(.those) || frame.has(.it) || frame.line.pieces.count <= 4,
            let verb = frame.indices.first(where: {
                frame.line[$0] == .verb(.close) || frame.line[$0] == .verb(.fill)
            })
        else { return nil }
        let isNot = frame.has(.not)
        let outcome: Condition = isNot ? .not(of: .gapFilled) : .gapFilled
        guard let asked = frame.task(.count, .share, .howmuch) else {
            // "which of them filled", "какие закрылись": fewer of the same rows.
            guard case .list(var list) = study.result, frame.line.has(.which) else { return nil }
            let isWhich = consists { sense, index in
                switch sense {
                case .task(.days), .which, .mark(.not): true
                default: index == verb
                }
            }
            guard isWhich, chooseListed(list) else { return nil }
            study.condition = Condition.both(study.condition, outcome)
            (list.limit, list.skip) = (nil, 0)
            study.result = .list(list: list)
            return true
        }
        switch study.result {
        case .list(let list):
            // "the largest range", then "gap fill rate": of all the days that it is the largest of.
            let isOfAll = list.limit != nil && !listsSoMany && frame.task(.share) == asked
            guard isOfAll && !frame.has(.those) || chooseListed(list) else { return false }
        case .summary(let summary):
            // Of gaps that were counted.
            guard summary.keys.isEmpty, summary.measures.count == 1, case .count(let counted) = summary.measures[0]
            else { return nil }
            study.condition = Condition.both(study.condition, counted)
        default: return nil
        }
        use([asked, verb] + frame.marks(.those) + frame.marks(.it) + frame.marks(.not))
        study.result = .summary(
            summary: Summary(measures: [
                .count(where: outcome), .count(where: nil), .share(of: outcome, where: nil, withBase: false),
            ])
        )
        return true
    }

    /// "добавь среду", "and 2025": one more of what was compared.
    mutating func variant() -> Bool? {
        guard case .comparison(var variants, let measures) = study.result,
            isLedByAnd || frame.has(.more) || frame.has(.add) || frame.line.has(.also)
        else { return nil }
        var new: [Variant] = []
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .mark(.and), .mark(.more), .mark(.add), .stop, .empty, .unit(.day), .task(.days): continue
            case .dates(let dates) where variants.allSatisfy({ $0.period != nil }):
                new.append(Variant(name: Frame.name(dates), period: dates.period))
            case .condition(let fact) where fact.isCalendar && variants.allSatisfy({ $0.condition != nil }):
                new.append(Variant(name: Frame.name(fact.condition), condition: fact.condition))
            case .symbol(let symbol) where variants.allSatisfy({ $0.symbol != nil }):
                new.append(Variant(name: .symbol(symbol: symbol), symbol: symbol))
                if !study.symbols.contains(symbol) { study.symbols.append(symbol) }
            case .span(let span) where variants.allSatisfy({ $0.span != nil }):
                new.append(Variant(name: .span(span: span), span: span))
            default: return nil
            }
        }
        guard !new.isEmpty else { return nil }
        use(frame.indices)
        variants += new.filter { !variants.contains($0) }
        study.result = .comparison(variants: variants, measures: measures)
        return true
    }
}

extension Listing {
    /// "range today against its 20-day mean", then "and volume": against its own mean too.
    fileprivate func alike(_ named: [Series]) -> [Series] {
        guard let first = columns.first, case .metric(let told, let bar) = first, let new = named.first,
            columns.allSatisfy({ $0.metric?.family == told.family || $0.holds(first) }),
            columns.contains(where: { $0.metric == nil })
        else { return named }
        return columns.map { $0.rewriting { $0 == .metric(metric: told, of: bar) ? new : nil } }
    }
}

extension Series {
    fileprivate func holds(_ other: Series) -> Bool {
        var holds = false
        _ = rewriting { series in
            if series == other { holds = true }
            return nil
        }
        return holds
    }

    /// When the high or the low came.
    fileprivate var isTimeOfEnd: Bool {
        switch self {
        case .time(.high, _), .time(.low, _): true
        default: false
        }
    }
}

extension Study {
    /// A gap chooses or ranks its rows.
    var speaksOfGaps: Bool {
        var speaks = false
        visit { if case .series(.metric(let metric, _)) = $0, metric.family == .gap { speaks = true } }
        return speaks
    }
}
