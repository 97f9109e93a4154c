internal import Market
internal import Studies

extension Frame {
    /// "range by hour after a red day": of the day that follows, by parts of the clock.
    private func byClock(
        _ asked: [(value: Quantity, index: Int)],
        _ condition: Condition?,
        _ used: Set<Int>
    ) -> [Candidate] {
        var used = used.union(asked.map(\.index)).union(statistics.map(\.index)).union(units(.day).map(\.index))
        let measures = asked.flatMap { quantity in
            quantity.value.measures(
                quantity.value.isVolume && statistics.allSatisfy { $0.value == .mean }
                    ? .perDay : statistics.first?.value ?? .mean
            )
        }
        guard !measures.isEmpty, statistics.count <= 1 else { return [] }
        let (key, unit) = grouping(&used, returns: false)
        let base = study(.summary(summary: Summary(measures: measures, keys: key)), condition: condition, unit: unit)
        return [
            Candidate(
                name: "what follows by the clock",
                study: base.study,
                used: used.union(base.used),
                fit: 27,
                assumptions: base.assumptions
            )
        ]
    }

    /// "What happens after": the next days of those that a condition chooses.
    func afters() -> [Candidate] {
        let moves = movesAhead
        let ahead = moves.isEmpty ? horizons() : moves
        let markers = marks(.after) + marks(.next)
        if markers.isEmpty { return sequels() }
        guard task(.count, .correlation, .compare) == nil, task(.share) == nil || asksOnlyWhatFollows,
            !asksWhatFollows
        else { return [] }
        var facts = dayFacts
        var calendar: [(value: Fact, index: Int)] = []
        if facts.isEmpty {
            // An event of the calendar with a horizon: "move 3 days after FOMC".
            guard
                let event = calendarFacts.first(where: { if case .event = $0.value.condition { true } else { false } })
                    ?? calendarFacts.first(where: { line.isMark($0.index - 1, .after) }),
                !ahead.isEmpty
            else { return [] }
            calendar = [event]
            facts = []
        }
        var used: Set<Int> = Set(facts.map(\.index)).union(markers).union(calendar.map(\.index))
        if let share = task(.share) { used.insert(share) }
        if let performance = task(.performance) { used.insert(performance) }
        used.formUnion(often)
        for index in indices
        where [.task(.performance), .task(.statistics), .verb(.form)].contains(line.pieces[index].sense) {
            used.insert(index)
        }
        if ahead.isEmpty, marks(.after).isEmpty, !facts.contains(where: { $0.index > markers[0] }) {
            // "when it drops 2%, what happens the next day".
            guard quantities.isEmpty, statistics.isEmpty, self.task(.performance) != nil else { return [] }
            let event = Condition.every(facts.map(\.value.condition))
            // "gap up, what happens the next day", as "after a gap up".
            if !facts.isEmpty, facts.allSatisfy({ $0.value.ofSession && $0.value.rank?.isGap ?? false }) {
                return inSession(event, [], used)
            }
            let base = study(.summary(summary: Summary(measures: Bundle.after(1))), condition: event)
            return [
                Candidate(
                    name: "what follows",
                    study: base.study,
                    used: used.union(base.used),
                    fit: 27,
                    assumptions: base.assumptions
                )
            ]
        }
        // What stands before the marker is what is asked of the next day; behind it the event.
        guard
            let marker = markers.sorted().first(where: { mark in facts.contains { $0.index > mark } })
                ?? (ahead.isEmpty ? nil : markers.first)
        else { return [] }
        let events = facts.filter { $0.index > marker }
        let before = facts.filter { $0.index < marker }
        let event = events.isEmpty ? before : events
        guard !event.isEmpty || !calendar.isEmpty else { return [] }
        var condition = Condition.every(event.map(\.value.condition))
        // What such days are like is told when how they closed is given: only the next day is left to ask of.
        let isClosed =
            event.contains { $0.value.ofSession }
            && event.contains { $0.value.settled && !$0.value.ofSession && !isClauseOfPart }
        let morning = ofMorning(event.map(\.value)).map(\.condition)
        let isOfMorning = !asksNextDay(marker) && morning != event.map(\.value.condition)
        if isOfMorning { condition = Condition.every(morning) }
        let session =
            (event.contains { $0.value.ofSession } || isEarlierInDay(event.map(\.value))) && (!isClosed || isOfMorning)
        // "упал после роста накануне": conditions on one day and the one before, a list and not a behaviour.
        if !before.isEmpty, !events.isEmpty, let next = nextDayAlone(behind: events.map(\.index)) {
            // "hammer after a red day: next day".
            let base = study(
                .summary(summary: Summary(measures: Bundle.after(1))),
                condition: Condition.every(
                    before.map(\.value.condition) + events.map { $0.value.shifted(-1).condition }
                )
            )
            return [
                Candidate(
                    name: "what follows",
                    study: base.study,
                    used: used.union(base.used).union([next, next + 1]),
                    fit: 28,
                    assumptions: base.assumptions
                )
            ]
        }
        if !before.isEmpty, !events.isEmpty {
            if isYesNo { return [] }
            let isSameDay = session && !asksNextDay(marker)
            condition = Condition.every(
                before.map(\.value.condition) + events.map { (isSameDay ? $0.value : $0.value.shifted(-1)).condition }
            )
            return listed(condition, before, used, isSameDay)
        }
        var measures: [Measure] = []
        var apart: Set<Int> = []
        var asked: [(value: Quantity, index: Int)] = quantities
        asked.removeAll { quantity in
            quantity.value.isGap && session || moves.contains { $0.used.contains(quantity.index) }
        }
        if !slots.isEmpty {
            let isNext = !session || asksNextDay(marker)
            return ahead.isEmpty
                ? byClock(asked, isNext ? condition?.shifted(placeOfDay(marker)?.value ?? 1) : condition, used) : []
        }
        if task(.performance) != nil, statistics.isEmpty, asked.count == 1, asked[0].value.base == .metric(.close) {
            // "how does it close the day after": which way, not at what price.
            used.insert(asked[0].index)
            asked = []
        }
        if !ahead.isEmpty {
            for horizon in ahead { used.formUnion(horizon.used) }
            let only = ahead.map(\.days)
            for quantity in asked {
                guard quantity.value.isSigned || quantity.value.base == .volatility else { return [] }
                used.insert(quantity.index)
            }
            used.formUnion(statistics.map(\.index))
            guard statistics.count < 2, statistics.allSatisfy({ $0.value.isOfMoves }) else { return [] }
            for days in only {
                let statistic = statistics.first?.value ?? .mean
                measures.append(.statistic(statistic: statistic, of: .move(rows: days), where: nil))
                if calendar.contains(where: { if case .event = $0.value.condition { true } else { false } }) {
                    // "two days after FOMC" may as well be of that day.
                    let change = Series.metric(metric: .changePct, of: .own)
                    measures.append(.statistic(statistic: .mean, of: .shifted(of: change, by: days), where: nil))
                }
            }
            for days in only {
                measures.append(
                    .share(of: .holds(.move(rows: days), .greater, .number(value: 0)), where: nil, withBase: false)
                )
            }
        } else if session, !marks(.after).contains(where: { $0 > marker && line.unit($0 - 1) == .day }),
            asked.isEmpty || !asksNextDay(marker) && !marks(.next).contains(where: { line.unit($0 + 1) == .day })
        {
            return inSession(condition, asked, used)
        } else if !asked.isEmpty {
            // "average range by weekday after a red day": weekdays of the days that are measured.
            guard !keys.contains(where: { $0.value == .calendar(field: .weekday) }) else { return [] }
            used.formUnion(statistics.map(\.index))
            let later = placeOfDay(marker)
            if let later { used.insert(later.index) }
            let late = lateWindow
            if let late { apart.insert(late.index) }
            for quantity in asked {
                used.insert(quantity.index)
                // "how does it open after ...": against the close before; a price alone says nothing.
                guard let own = statistics.isEmpty ? quantity.value.asMove : quantity.value else { return [] }
                var next = own
                next.shift = later?.value ?? 1
                if let late, next.span == nil { next.span = late.value }
                let said: [Statistic?] =
                    statistics.isEmpty
                    ? [nil]
                    : statistics.count > 1 && quantities.count > 1
                        ? [statistic(for: quantity.index)] : statistics.map(\.value)
                for statistic in said {
                    measures += next.measures(statistic).filter { !measures.contains($0) }
                }
            }
            measures.insert(.count(where: nil), at: 0)
        } else {
            guard statistics.isEmpty else { return [] }
            measures = Bundle.after(1)
            // "which way does it go after a doji": the share of days that rose says so.
            used.formUnion(marks(.side))
        }
        let summary = Summary(measures: measures, keys: keys.map(\.value))
        used.formUnion(keys.map(\.index))
        // "on Monday after a red Friday": the weekday before the marker is the next day's.
        var following: Set<Int> = []
        let last = event.map(\.index).max() ?? marker
        let isOfWeekday = event.contains { $0.value.condition.holdsWeekday }
        for fact in calendarFacts where ahead.isEmpty && (fact.index < marker || isOfWeekday && fact.index > last) {
            guard case .calendar(.weekday, _) = fact.value.condition else { continue }
            condition = Condition.both(condition, .shifted(of: fact.value.condition, by: 1))
            following.insert(fact.index)
        }
        used.formUnion(following.union(apart))
        let base = study(
            .summary(summary: summary),
            condition: condition,
            without: following.union(calendar.map(\.index)).union(apart),
            sessionEvent: isClosed
        )
        var made = base.study
        if let event = calendar.first {
            made.condition = Condition.both(made.condition, unshifted(event.value.condition))
        }
        return [
            Candidate(
                name: "what follows",
                study: made,
                used: used.union(base.used),
                fit: 27,
                assumptions: base.assumptions
            )
        ]
    }

    /// "the first hour's range after a gap up that closed red": what is measured is a part of those days.
    private var isClauseOfPart: Bool { !quantities.isEmpty && !spans.isEmpty }

    /// "afternoon range after a red morning": hours that are over before those that are asked about begin.
    private func isEarlierInDay(_ facts: [Fact]) -> Bool {
        let named = spans.map(\.value) + quantities.compactMap(\.value.span)
        guard Set(named).count == 1, let asked = surroundings.window(of: named[0]) else { return false }
        return facts.allSatisfy { fact in
            var ends: [Int?] = []
            fact.condition.visit { element in
                guard case .series(.metric(_, let bar)) = element else { return }
                ends.append(bar.span.flatMap { surroundings.window(of: $0)?.to })
            }
            return !ends.isEmpty && ends.allSatisfy { end in end.map { $0 <= asked.from } ?? false }
        }
    }

    /// Late hours, which a half day lacks: the days that are counted on must have them all, so the figure keeps the window.
    private var lateWindow: (value: Span, index: Int)? {
        guard spans.count == 1, let window = surroundings.window(of: spans[0].value), spans[0].value.isPartOfDay,
            let rth = surroundings.window(of: .session(name: .rth)), window.from >= rth.to - 3 * 60
        else { return nil }
        return spans[0]
    }

    /// "3-day return after a doji", where nothing else is asked: from the doji's own close on.
    private var movesAhead: [(days: Int, used: Set<Int>)] {
        guard quantities.count == 1, let asked = quantities.first, case .ahead(let days) = asked.value.base, days > 0,
            !asked.value.absolute, let marker = (marks(.after) + marks(.next)).min(), !asksNextDay(marker)
        else { return [] }
        return [(days, [asked.index])]
    }

    /// "Probability after an outside day": of nothing that is named, so of what such days are followed by.
    private var asksOnlyWhatFollows: Bool {
        guard let share = task(.share), let marker = marks(.after).first, marks(.after).count == 1, share < marker,
            marks(.next).isEmpty, marks(.given).isEmpty, quantities.isEmpty, statistics.isEmpty, keys.isEmpty
        else { return false }
        return dayFacts.count == 1 && dayFacts[0].index == marker + 1 && !dayFacts[0].value.ofSession
            && !line.pieces[share + 1..<marker].contains { $0.sense == .unknown }
    }

    /// "on the second day after": so many days later.
    private func placeOfDay(_ marker: Int) -> (value: Int, index: Int)? {
        guard line.unit(marker - 1) == .day, case .ordinal(let place)? = line[marker - 2], (1...20).contains(place)
        else {
            return nil
        }
        return (place, marker - 2)
    }

    /// "работает ли breakout": a pattern is complete at its close, so what it did is what followed.
    func sequels() -> [Candidate] {
        guard let asked = task(.performance), task(.share, .count, .compare) == nil, quantities.isEmpty,
            statistics.isEmpty, dayFacts.count == 1,
            let fact = dayFacts.first, fact.value.isComplete
        else { return [] }
        let base = study(.summary(summary: Summary(measures: Bundle.after(1))), condition: fact.value.condition)
        return [
            Candidate(
                name: "what follows",
                study: base.study,
                used: base.used.union([asked, fact.index]),
                fit: 28,
                assumptions: base.assumptions
            )
        ]
    }

    /// What follows an event of the session is measured in that session.
    func inSession(
        _ condition: Condition?,
        _ asked: [(value: Quantity, index: Int)],
        _ used: Set<Int>
    ) -> [Candidate] {
        var used = used
        var measures: [Measure] = []
        for quantity in asked {
            used.insert(quantity.index)
            if quantity.value.isReturn, quantity.value.span == nil {
                // What it gave from the open on; the change holds the gap itself.
                measures += Quantity(.body).measures(statistics.first?.value ?? .mean)
                measures += Quantity(.change).measures(statistics.first?.value ?? .mean)
            } else {
                measures += quantity.value.measures(statistics.first?.value)
            }
        }
        used.formUnion(statistics.map(\.index))
        if asked.isEmpty {
            guard statistics.isEmpty else { return [] }
            measures =
                Array(Quantity(.body).measures(.mean).prefix(1)) + [
                    .share(of: .sign(.body, up: true), where: nil, withBase: true),
                    .statistic(statistic: .mean, of: .metric(metric: .changePct, of: .own), where: nil),
                ] + Bundle.after(1)
        }
        used.formUnion(keys.map(\.index))
        let base = study(
            .summary(summary: Summary(measures: measures, keys: keys.map(\.value))),
            condition: condition,
            sessionEvent: true
        )
        return [
            Candidate(
                name: "what follows in the session",
                study: base.study,
                used: used.union(base.used),
                fit: 27,
                assumptions: base.assumptions
            )
        ]
    }

    func unshifted(_ condition: Condition) -> Condition {
        if case .event(let event, let offset) = condition, offset == 1 { return .event(event: event, offset: 0) }
        return condition
    }

    func listed(
        _ condition: Condition?,
        _ facts: [(value: Fact, index: Int)],
        _ used: Set<Int>,
        _ session: Bool
    ) -> [Candidate] {
        var columns: [Series] = []
        for fact in facts { columns += (fact.value.rank?.columns ?? []).filter { !columns.contains($0) } }
        if columns.isEmpty { columns = Self.plainColumns }
        let base = study(.list(list: Listing(columns: columns)), condition: condition, sessionEvent: session)
        return [
            Candidate(
                name: "days after",
                study: base.study,
                used: used.union(base.used),
                fit: 24,
                assumptions: base.assumptions
            )
        ]
    }

    static let plainColumns: [Series] = [
        .metric(metric: .open, of: .own), .metric(metric: .high, of: .own), .metric(metric: .low, of: .own),
        .metric(metric: .close, of: .own),
        .metric(metric: .changePct, of: .own),
    ]
}

extension Quantity {
    /// A return or a change, in which the window is not named.
    fileprivate var isReturn: Bool {
        switch base {
        case .performance, .move, .metric(.change), .metric(.changePct): shift == 0 && !absolute
        default: false
        }
    }
}

extension Condition {
    /// It is of a weekday, among others.
    fileprivate var holdsWeekday: Bool {
        guard case .all(let parts) = self else { return false }
        return parts.contains { if case .calendar(.weekday, _) = $0 { true } else { false } }
    }

    /// So many days before.
    fileprivate func shifted(_ days: Int) -> Condition { .shifted(of: self, by: -days) }
}
