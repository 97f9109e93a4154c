internal import Market
internal import Studies

extension Frame {
    /// "Топ 5 самых волатильных дней", "biggest gap downs", "which day had the lowest range".
    func tops() -> [Candidate] {
        guard let rank = ranking() else { return [] }
        // Groups are ranked elsewhere.
        guard rankedUnit == nil, rank.unit == .day || !isOfMostDays else { return [] }
        // "by weekday, largest first": the groups are put in order.
        let isOrderOnly = task(.top) == nil && superlatives.isEmpty && bests.isEmpty && dayAsked == nil
        if isOrderOnly, keys.contains(where: { !isDateKey($0.value) }) { return [] }
        // "Mondays better than Fridays": a comparison.
        if task(.top) == nil, superlatives.isEmpty, variants() != nil { return [] }
        var used = rank.used
        // "5 days following a drop with the highest volume": so many days are wanted, and no move over them.
        if rank.limitAssumed, let ahead = horizons().first, let lead = indices.first, ahead.used.contains(lead) {
            return []
        }
        let told = toldOfTop
        let asides = askedOfRows
        let facts = dayFacts.filter { !told.contains($0.index) && !asides.contains($0.index) }
        used.formUnion(facts.map(\.index))
        // "biggest gains after a day that fell", "after a doji, the 5 widest ranges": the day ranked follows the event.
        let marker = marks(.after).first { mark in
            facts.contains { isBefore($0, behind: mark) }
                && ((rank.used.min() ?? mark) > mark || facts.contains { $0.index < mark } || isOfRanked(mark, rank))
        }
        if let marker { used.insert(marker) }
        let condition = Condition.every(
            facts.filter { !rank.implied.contains($0.index) }.map { fact in
                guard let marker, isBefore(fact, behind: marker) else { return fact.value.condition }
                return followed(fact.value, by: marker)
            }
        )
        let series = rank.columns[0]
        let limit = rank.limit
        let session = facts.contains { $0.value.ofSession } && facts.contains { $0.value.settled }
        for index in indices {
            if case .verb(.form) = line.pieces[index].sense { used.insert(index) }
            if case .mark(.but) = line.pieces[index].sense { used.insert(index) }
            // "closed with the biggest gain".
            if case .verb(.close) = line.pieces[index].sense, rank.used.contains(index + 1),
                rank.columns.contains(where: { $0.metric.map { $0.isMove || $0 == .close } ?? false })
            {
                used.insert(index)
            }
            if case .quantity(let quantity) = line.pieces[index].sense, quantity.isGap,
                facts.contains(where: { $0.value.ofSession })
            {
                used.insert(index)
            }
        }
        let share = rank.share.map { share in
            let probability = rank.descending ? 1 - share / 100 : share / 100
            return Condition.holds(
                series,
                rank.descending ? .greaterOrEqual : .lessOrEqual,
                .aggregate(statistic: .quantile(probability: probability), of: series)
            )
        }
        if share != nil, !keys.isEmpty || !statistics.isEmpty || task(.count) != nil { return [] }
        if let following = followingTop(series, rank, condition, used) { return following }
        if let rest = afterTop(series, rank, condition, used, session) { return rest }
        if let counted = countedTop(series, rank, condition, used, session) { return [counted] }
        // "for each year": the first of each.
        if let key = keys.first, keys.count == 1, key.index != askedOfTop?.index, case .calendar(let field) = key.value,
            !isDateKey(key.value)
        {
            // "change by day of month, top 5": five of those groups, not of the days in each.
            if task(.top) != nil, field == .dayOfMonth || field == .weekday { return [] }
            used.insert(key.index)
            if let limit, limit > 1, !rank.limitAssumed, splitsTop {
                // "how do the 20 widest days split by year", "the 20 widest days of all time by year": how many in each.
                let base = study(
                    .summary(summary: Summary(measures: [.count(where: nil)], keys: [key.value])),
                    condition: .extreme(
                        of: series,
                        largest: rank.descending,
                        count: limit,
                        within: nil,
                        among: Condition.every(
                            [condition].compactMap(\.self) + Self.chosenDays(calendarFacts.map(\.value.condition))
                        )
                    ),
                    unit: rank.unit,
                    sessionEvent: session
                )
                if let distribution = task(.distribution) { used.insert(distribution) }
                return [
                    Candidate(
                        name: "top split",
                        study: base.study,
                        used: used.union(base.used),
                        fit: 32,
                        assumptions: base.assumptions + rank.assumptions
                    )
                ]
            }
            let extreme = Condition.extreme(
                of: series,
                largest: rank.descending,
                count: rank.limitAssumed ? 1 : limit ?? 1,
                within: field.ofItsYear,
                among: Condition.every(
                    [condition].compactMap(\.self) + Self.chosenDays(calendarFacts.map(\.value.condition))
                )
            )
            var columns = rank.columns
            columns += aheadSeries(&used, rank)
            let base = study(
                .list(list: Listing(columns: columns)),
                condition: extreme,
                unit: rank.unit,
                sessionEvent: session
            )
            return [
                Candidate(
                    name: "top of each",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 32,
                    assumptions: base.assumptions
                )
            ]
        }
        var columns = rank.columns
        let next = marks(.next).last ?? line.count
        for extra in quantities
        where !rank.used.contains(extra.index) && extra.value.shift == 0 && extra.index < next {
            if let event = extra.value.extreme, task(.time, .timehour) != nil {
                // "time of the low on the worst day".
                columns.append(.time(event: event, of: Bar(span: extra.value.span)))
            }
            columns += extra.value.columns.filter { !columns.contains($0) }
            used.insert(extra.index)
        }
        for weekday in units(.weekday)
        where weekday.index != askedOfTop?.index
            && (line.isMark(weekday.index - 1, .it) || line.isMark(weekday.index - 1, .and))
        {
            // "... with their weekday".
            columns.append(.calendar(field: .weekday))
            used.insert(weekday.index)
        }
        columns += aheadSeries(&used, rank)
        // "... and the range of each".
        if let last = indices.last(where: { !line.isStop($0) }), line.isMark(last, .each) { used.insert(last) }
        for fact in dayFacts where asides.contains(fact.index) {
            let isFill = fact.value.condition == .gapFilled
            let told: [Series]? = isFill ? [.time(event: .gapFill, of: .own)] : fact.value.rank?.columns
            guard let shown = told else { return [] }
            columns += shown.filter { !columns.contains($0) }
            used.insert(fact.index)
            used.formUnion(marks(.those))
        }
        if let asked = askedOfTop {
            columns.append(.calendar(field: asked.field))
            used.insert(asked.index)
            used.formUnion(marks(.those))
        }
        if rank.columns.count == 1, case .metric(.high, _) = series { columns.append(.time(event: .high, of: .own)) }
        if rank.columns.count == 1, case .metric(.low, _) = series { columns.append(.time(event: .low, of: .own)) }
        if let time = task(.time) { used.insert(time) }
        if let time = task(.timehour), columns.contains(where: \.isTime) { used.insert(time) }
        if let much = task(.howmuch) { used.insert(much) }
        let listing = Listing(
            columns: columns,
            order: [Order(by: series, descending: rank.descending)],
            limit: limit,
            skip: rank.skip
        )
        let base = study(
            .list(list: listing),
            condition: Condition.both(condition, share),
            unit: rank.unit,
            sessionEvent: session
        )
        return [
            Candidate(
                name: "top",
                study: base.study,
                used: used.union(base.used),
                fit: 28 - (rank.weak ? 12 : 0),
                assumptions: base.assumptions + rank.assumptions
            )
        ]
    }

    /// The days that a calendar fact chooses are ranked among themselves.
    func among(_ extreme: Condition) -> Condition {
        let chosen = Self.chosenDays(calendarFacts.map(\.value.condition))
        guard !chosen.isEmpty, case .extreme(let of, let largest, let count, let within, let among) = extreme else {
            return extreme
        }
        return .extreme(
            of: of,
            largest: largest,
            count: count,
            within: within,
            among: Condition.every([among].compactMap(\.self) + chosen)
        )
    }

    /// "... - how many of them closed green": what is said behind the count is asked of the top, and does not choose it.
    /// "worst 3 days, and did they gap down": told of the rows, and no choice of them.
    private var askedOfRows: [Int] {
        guard let those = marks(.those).last ?? marks(.it).last, task(.count, .share) == nil,
            let top = superlatives.first?.index ?? task(.top) ?? bests.first?.index, top < those,
            let token = line.pieces[those].tokens.first, token > 0
        else { return [] }
        // "... и закрылись ли они": the verb stands before.
        if line.forms.contains(line.tokens[token - 1].text, .whether), isFact(those - 1), line.isMark(those - 2, .and) {
            return [those - 1]
        }
        guard line.forms.contains(line.tokens[token - 1].text, .asks) else { return [] }
        return dayFacts.map(\.index).filter { $0 > those }
    }

    private func isFact(_ index: Int) -> Bool { if case .condition? = line[index] { true } else { false } }

    var toldOfTop: [Int] {
        guard let asked = task(.count, .howmuch, .share),
            let top = superlatives.first?.index ?? task(.top) ?? bests.first?.index
        else { return [] }
        if asked < top, task(.top) == top || line.whole(top - 1) != nil, let last = dayFacts.last, last.value.isOutcome,
            dayFacts.count > 1 || !quantities.isEmpty, last.index > top + 1,
            (last.index + 1..<line.count).allSatisfy({ line.isStop($0) })
        {
            // "how many of the top 10 volume days were red": the count comes first, what is asked of them last.
            return [last.index]
        }
        guard top < asked,
            line.pieces[asked].afterStop || indices.contains(where: { line[$0] == .mark(.those) })
                // "из 15 самых объёмных дней сколько закрылись в минус".
                || dayFacts.contains(where: {
                    $0.index == asked + 1 && ($0.value.settled || $0.value.condition == .gapFilled)
                })
        else { return [] }
        return dayFacts.map(\.index).filter { $0 > asked }
    }

    /// "top 3 days after a red day", "5 largest ranges after a doji", "топ 5 дней по росту после доджи": the days that are
    /// ranked follow it.
    private func isOfRanked(_ mark: Int, _ rank: Ranking) -> Bool {
        isOfRankedDays(mark, rank) || line.isQuantity(mark - 1) && rank.used.contains(mark - 1)
    }

    /// "top 3 days after a red day": of days, and no move over so many.
    private func isOfRankedDays(_ mark: Int, _ rank: Ranking) -> Bool {
        guard line.unit(mark - 1) == .day || line[mark - 1] == .task(.days) else { return false }
        return rank.used.contains(mark - 2)
    }

    /// "over the 5 days following": the move ahead as a column; "and what came the next day": that day's change.
    func aheadSeries(_ used: inout Set<Int>, _ rank: Ranking? = nil) -> [Series] {
        // "3 days after a red day": so many days, and not so many later.
        if let rank, marks(.after).contains(where: { isOfRankedDays($0, rank) }) { return [] }
        if let performance = task(.performance), has(.next) || !horizons().isEmpty { used.insert(performance) }
        if let ahead = horizons().first {
            // "the worst week and the week after": so many weeks, and no five of them.
            guard let days = rank.map(\.daysOfRow) ?? 1, ahead.days.isMultiple(of: days) else { return [] }
            used.formUnion(ahead.used)
            return [.move(rows: ahead.days / days)]
        }
        guard let next = marks(.next).last else { return [] }
        used.insert(next)
        let place = line.unit(next + 1) == .day ? next + 2 : next + 1
        if case .quantity(var quantity)? = line[place] {
            quantity.shift += 1
            used.insert(place)
            return [quantity.series(percent: quantity.isSigned ? true : nil)]
        }
        guard line[place] == nil || line.isStop(place) || line.isDates(place) || task(.performance) != nil else {
            return []
        }
        return [.shifted(of: .metric(metric: .changePct, of: .own), by: 1)]
    }
}

extension Frame.Ranking {
    /// The trading days of one of the rows that are ranked, as horizons count them; nil of rows within a day, and of years.
    fileprivate var daysOfRow: Int? {
        switch unit {
        case .day: Frame.days(1, .day)
        case .week: Frame.days(1, .week)
        case .month: Frame.days(1, .month)
        case .minutes, .quarter, .year: nil
        }
    }
}

extension Series {
    fileprivate var isTime: Bool { if case .time = self { true } else { false } }
}
