internal import Market
internal import Studies

extension Frame {
    /// "how often is NQ higher a week after a 2% drop", "доля роста через 5 дней после красного дня": on how many of the
    /// days it stood higher so many days later.
    func sharesAhead() -> [Candidate] {
        let ahead = horizons()
        guard !ahead.isEmpty, let asked = task(.share) ?? often.first ?? task(.count),
            task(.time, .correlation, .compare) == nil,
            quantities.isEmpty, statistics.isEmpty, slots.isEmpty, spans.isEmpty, superlatives.isEmpty, bests.isEmpty,
            let outcome = wayAhead
        else { return [] }
        let events = dayFacts.filter { $0.index != outcome.index }
        guard events.allSatisfy({ event in marks(.after).contains { $0 < event.index } }),
            !events.isEmpty || calendarFacts.contains(where: { event in marks(.after).contains { $0 < event.index } })
        else { return [] }
        var used = Set(events.map(\.index)).union(marks(.after)).union(marks(.next)).union(often)
        used.formUnion([asked, outcome.index])
        for horizon in ahead { used.formUnion(horizon.used) }
        for index in indices
        where line[index] == .task(.share) || line[index] == .task(.count) || line[index] == .verb(.form) {
            used.insert(index)
        }
        let measures = ahead.flatMap { horizon -> [Measure] in
            let move = Series.move(rows: horizon.days)
            let told = Condition.holds(move, outcome.up ? .greater : .less, .number(value: 0))
            return [
                .share(of: told, where: nil, withBase: true), .statistic(statistic: .mean, of: move, where: nil),
            ]
        }
        let grouping = keys.filter { !isDateKey($0.value) }
        used.formUnion(grouping.map(\.index))
        let base = study(
            .summary(summary: Summary(measures: measures, keys: grouping.map(\.value))),
            condition: Condition.every(events.map(\.value.condition)),
            ofOneDay: false
        )
        return [
            Candidate(
                name: "share ahead",
                study: base.study,
                used: used.union(base.used),
                fit: 34,
                assumptions: base.assumptions
            )
        ]
    }

    /// Which way is asked about: a rise that nothing comes after, "up" or "higher" than nothing named.
    private var wayAhead: (up: Bool, index: Int)? {
        var found: [(up: Bool, index: Int)] = dayFacts.compactMap { fact in
            guard fact.value.settled, let up = fact.value.up, fact.value.run == nil, !fact.value.ofSession,
                !isOfDays(fact.index), !isBehindAfter(fact.index)
            else { return nil }
            return (up, fact.index)
        }
        for index in indices where !isBehindAfter(index) {
            switch line[index] {
            case .way(let up): found.append((up, index))
            case .relation(.greater) where !isBound(index + 1): found.append((true, index))
            case .relation(.less) where !isBound(index + 1): found.append((false, index))
            default: continue
            }
        }
        return found.count == 1 ? found[0] : nil
    }

    /// It is part of what so many days come after.
    private func isBehindAfter(_ index: Int) -> Bool {
        let before = line[index - 1]
        return before == .mark(.after) || before == .unit(.day) && line.isMark(index - 2, .after)
            || line.isMark(index - 1, .given)
    }

    private func isBound(_ index: Int) -> Bool {
        switch line[index] {
        case .number?, .numbers?, .between?, .quantity?, .relative?, .mark(.previous)?: true
        default: false
        }
    }
}

extension Statistic {
    /// One figure of moves from one day to another.
    var isOfMoves: Bool { [.mean, .median, .min, .max].contains(self) }
}
