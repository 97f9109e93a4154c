internal import Market
internal import Studies

extension Frame {
    /// "how often do Asia and Europe close in the same direction", "the day after FOMC against FOMC day", "does a day go the
    /// other way than the day before": two parts of a day, or two days that follow each other, both up or both down.
    func sameWays() -> [Candidate] {
        guard let way = (marks(.together) + marks(.opposite)).first, named.count < 2, quantities.isEmpty,
            statistics.isEmpty, dayFacts.isEmpty, task(.correlation, .compare, .time, .runs) == nil,
            !often.isEmpty || task(.share, .count, .performance) != nil, let sides = waysCompared
        else { return [] }
        let isSame = line.isMark(way, .together)
        func condition(_ right: (Bool) -> Condition) -> Condition {
            .any(of: [true, false].map { up in .all(of: [sides.left(up), right(isSame ? up : !up)]) })
        }
        let grouping = keys.filter { if case .calendar = $0.value { !isDateKey($0.value) } else { false } }
        var used = sides.used.union(grouping.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .mark(.and), .mark(.both), .mark(.together), .mark(.opposite), .mark(.vs), .verb(.close), .verb(.form),
                .verb(.trade), .verb(.reverse), .often, .task(.count), .task(.share), .task(.performance), .unit(.day),
                .mark(.it), .mark(.those):
                used.insert(index)
            default: continue
            }
        }
        let shares = ([sides.right] + sides.besides).map {
            Measure.share(of: condition($0), where: nil, withBase: false)
        }
        let base = study(
            .summary(
                summary: Summary(
                    measures: shares.count > 1 ? shares : shares + [.count(where: condition(sides.right))],
                    keys: grouping.map(\.value)
                )
            ),
            condition: sides.days,
            span: sides.ofSession ? defaultSpan : nil,
            without: sides.used
        )
        return [
            Candidate(
                name: "same way",
                study: base.study,
                used: used.union(base.used),
                fit: 31,
                assumptions: base.assumptions
            )
        ]
    }

    private struct Ways {
        var left: (Bool) -> Condition
        var right: (Bool) -> Condition
        /// What the other side may mean as well, told beside it.
        var besides: [(Bool) -> Condition] = []
        /// Which days are looked at.
        var days: Condition?
        var ofSession = false
        var used: Set<Int>
    }

    /// What the day may be beside a part of the session: the session; for its last part what was before it.
    private func daysBeside(_ part: Span) -> [Span] {
        guard let rth = surroundings.window(of: .session(name: .rth)), let own = surroundings.window(of: part),
            part.isPartOfDay, rth.from <= own.from, own.to <= rth.to
        else { return [] }
        return own.to == rth.to && own.from > rth.from
            ? [.clock(window: Window(from: rth.from, to: own.from))] : [.session(name: .rth)]
    }

    private var waysCompared: Ways? {
        let events = calendarFacts.compactMap { fact -> (event: CalendarEvent, offset: Int, index: Int)? in
            guard case .event(let event, let offset) = fact.value.condition else { return nil }
            return (event, offset, fact.index)
        }
        if spans.count == 2, spans[0].value != spans[1].value, events.isEmpty {
            let (one, other) = (Bar(span: spans[0].value), Bar(span: spans[1].value))
            return Ways(
                left: { .sign(.body, up: $0, of: one) },
                right: { .sign(.body, up: $0, of: other) },
                ofSession: true,
                used: Set(spans.map(\.index))
            )
        }
        if let found = waysOfWeekdays ?? waysOfPartAndWhole { return found }
        let days = units(.day).map(\.index)
        if spans.count == 1, let part = spans.first, days.count == 1, events.isEmpty,
            (marks(.next) + marks(.previous)).isEmpty
        {
            // "how often does the first hour set the direction of the day".
            return Ways(
                left: { .sign(.body, up: $0, of: Bar(span: part.value)) },
                right: { .sign(.body, up: $0, of: Bar(span: .wholeDay)) },
                besides: daysBeside(part.value).map { day in { .sign(.body, up: $0, of: Bar(span: day)) } },
                used: Set(days + [part.index])
            )
        }
        let isNext = events.first { $0.offset == 1 }
        let isFollowed = events.isEmpty && spans.isEmpty && !(marks(.next) + marks(.previous)).isEmpty
        guard spans.isEmpty, isNext != nil || isFollowed, Set(events.map(\.event)).count < 2,
            events.count < 3, events.allSatisfy({ $0.offset == 0 || $0.offset == 1 })
        else { return nil }
        return Ways(
            left: { .sign(.change, up: $0) },
            right: { .shifted(of: .sign(.change, up: $0), by: -1) },
            days: isNext.map { .event(event: $0.event, offset: 1) },
            used: Set(events.map(\.index) + marks(.next) + marks(.previous))
        )
    }

    /// "does Tuesday reverse Monday": of the later one and the trading day before it that is the other.
    private var waysOfWeekdays: Ways? {
        let days = calendarFacts.compactMap { fact -> (day: Int, index: Int)? in
            guard case .calendar(.weekday, let days) = fact.value.condition, days.count == 1 else { return nil }
            return (days[0], fact.index)
        }
        guard days.count == 2, calendarFacts.count == 2, spans.isEmpty, days.allSatisfy({ (1...5).contains($0.day) }),
            days[0].day != days[1].day
        else { return nil }
        let lag = (days[1].day - days[0].day + 5) % 5
        let (later, earlier, by) = lag < 3 ? (days[1], days[0], lag) : (days[0], days[1], 5 - lag)
        return Ways(
            left: { .shifted(of: .sign(.change, up: $0), by: -by) },
            right: { .sign(.change, up: $0) },
            days: .all(of: [
                .calendar(field: .weekday, oneOf: [later.day]),
                .shifted(of: .calendar(field: .weekday, oneOf: [earlier.day]), by: -by),
            ]),
            used: Set(days.map(\.index))
        )
    }

    /// "does Monday go the way of the week": a weekday and its week, or what is left of it; a month and its year.
    private var waysOfPartAndWhole: Ways? {
        let wholes = units(.week, .year)
        guard calendarFacts.count == 1, wholes.count == 1, spans.isEmpty,
            case .calendar(let field, let named) = calendarFacts[0].value.condition, named.count == 1
        else { return nil }
        let close = Series.metric(metric: .close, of: .own)
        let isRest = has(.rest)
        func whole(_ unit: BarUnit, _ up: Bool) -> Condition {
            isRest
                ? .compare(
                    left: .containing(unit: unit, span: defaultSpan, of: close),
                    relation: up ? .greater : .less,
                    right: close
                ) : .containing(unit: unit, span: defaultSpan, of: .sign(.change, up: up))
        }
        let used = Set([calendarFacts[0].index, wholes[0].index] + marks(.rest))
        switch (field, wholes[0].value) {
        case (.weekday, .week):
            return Ways(
                left: { .sign(.change, up: $0) },
                right: { whole(.week, $0) },
                days: calendarFacts[0].value.condition,
                used: used
            )
        case (.month, .year):
            return Ways(
                left: { .containing(unit: .month, span: defaultSpan, of: .sign(.change, up: $0)) },
                right: { whole(.year, $0) },
                days: .all(of: [
                    calendarFacts[0].value.condition,
                    .calendar(field: .ordinal(within: .month, fromEnd: true), oneOf: [1]),
                ]),
                used: used
            )
        default: return nil
        }
    }
}
