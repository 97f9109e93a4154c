internal import Market
internal import Studies

/// What a summary is split by, and of which rows.
extension Frame {
    /// The statistic said of a quantity: just before it, or the only one.
    func statistic(for index: Int) -> Statistic? {
        if let near = statistics.last(where: { $0.index < index && index - $0.index <= 4 }) { return near.value }
        if let next = statistics.first(where: { $0.index == index + 1 }) { return next.value }
        // "return and average range in January": the mean is the range's, and the return is the month's.
        if let first = statistics.first, first.index > index,
            quantities.contains(where: { $0.index == first.index + 1 }),
            quantities.contains(where: { $0.index == index && $0.value.base == .performance })
        {
            return nil
        }
        return statistics.first?.value
    }

    /// Keys and slots as groups, with the unit of rows that they need.
    func grouping(_ used: inout Set<Int>, returns: Bool) -> ([Key], BarUnit) {
        var made: [Key] = []
        var bars: [BarUnit] = []
        // A year of nights is made of the nights' own moves; between two of them lies the day.
        let isOfParts = spans.contains { $0.value.isPartOfDay }
        for (key, index) in keys where !isDateKey(key) {
            // The return of the first loaded day counts from its open, which no sum of daily moves does.
            if returns, statistics.isEmpty, key == .calendar(field: .year), choosesFirstLoaded { continue }
            made.append(key)
            used.insert(index)
            guard returns, !isOfParts, !choosesDays, case .calendar(let field) = key else { continue }
            switch field {
            case .month: bars.append(.month)
            case .quarter: bars.append(.quarter)
            case .year: bars.append(.year)
            case .isoWeek, .weekStart: bars.append(.week)
            default: break
            }
        }
        // "returns by month and year": of each month.
        var unit = [BarUnit.week, .month, .quarter, .year].first(where: bars.contains) ?? .day
        if let slot = slots.first {
            used.insert(slot.index)
            unit = .minutes(count: slot.value)
            made.append(.calendar(field: slot.value == 60 ? .hour : .slot(minutes: slot.value)))
        }
        return (made, unit)
    }

    /// "returns of the first five days of January by year": days one behind the other, the first that is loaded among them.
    private var choosesFirstLoaded: Bool {
        let first = context.loaded.first { $0.instrument.symbol == symbol }?.days.lowerBound.month
        let atoms = facts.flatMap(\.value.condition.atoms)
        let isOfMonth = atoms.contains { atom in
            if case .calendar(.month, let months) = atom { first.map(months.contains) ?? true } else { false }
        }
        return isOfMonth
            && atoms.contains { atom in
                switch atom {
                case .calendar(.ordinal(_, let fromEnd), _): !fromEnd
                case .calendar(.dayOfMonth, _), .calendar(.weekOfMonth, _): true
                default: false
                }
            }
    }

    /// "returns on Mondays by year", "of the first week of January by year": some days of each, and no year as a whole.
    private var choosesDays: Bool {
        facts.contains { fact in
            fact.value.unit == nil
                && fact.value.condition.atoms.contains { atom in
                    switch atom {
                    case .calendar(let field, _): ![.month, .quarter, .year].contains(field)
                    case .event: true
                    default: false
                    }
                }
        }
    }

    /// "средний гэп отдельно вверх и вниз": the two sides of a signed quantity.
    func split(_ values: [(value: Quantity, index: Int)], _ measures: [Measure], _ used: Set<Int>) -> Candidate? {
        guard !marks(.separately).isEmpty, values.count == 1,
            let value = values.first, value.value.isSigned
        else { return nil }
        var used = used
        used.formUnion(marks(.separately))
        used.formUnion(marks(.absolute))
        for index in indices { if case .way = line.pieces[index].sense { used.insert(index) } }
        let statistic = statistic(for: value.index) ?? .mean
        let sign = value.value.isGap ? Metric.gap : Metric.change
        let series = value.value.series(percent: value.value.percent ?? true)
        let two: [Measure] = [true, false].map {
            .statistic(statistic: statistic, of: series, where: .sign(sign, up: $0))
        }
        let counts: [Measure] = [true, false].map { .count(where: .sign(sign, up: $0)) }
        let (key, unit) = grouping(&used, returns: false)
        let base = study(.summary(summary: Summary(measures: two + counts, keys: key)), unit: unit)
        return Candidate(
            name: "two sides",
            study: base.study,
            used: used.union(base.used),
            fit: 24,
            assumptions: base.assumptions
        )
    }

    /// Up and down of one quantity, joined by "and".
    func twoSides(_ facts: [(value: Fact, index: Int)]) -> [Fact]? {
        if facts.count == 4, let left = oneSide(facts[0], facts[1]), let right = oneSide(facts[2], facts[3]) {
            return twoSides([left, right])
        }
        guard facts.count == 2, let first = facts[0].value.rank, let second = facts[1].value.rank,
            first.base == second.base, first.isSigned, facts[0].value.up != nil, facts[1].value.up != nil,
            facts[0].value.up != facts[1].value.up, marks(.after).isEmpty, marks(.given).isEmpty,
            (facts[0].index + 1..<facts[1].index).contains(where: { line.isMark($0, .and) || line.isMark($0, .vs) })
        else { return nil }
        return facts.map(\.value)
    }

    /// "gain on green days": the move itself, among the days of the other fact.
    func oneSide(
        _ first: (value: Fact, index: Int),
        _ second: (value: Fact, index: Int)
    ) -> (value: Fact, index: Int)? {
        guard first.value.settled, second.value.settled, first.value.up == second.value.up,
            !breaks(between: first.index, and: second.index)
        else { return nil }
        let isMoveFirst = first.value.rank?.base == .metric(.change)
        var side = isMoveFirst ? second : first
        side.value.rank = isMoveFirst ? first.value.rank : second.value.rank
        side.index = isMoveFirst == (second.value.up == nil) ? first.index : second.index
        return side
    }
}
