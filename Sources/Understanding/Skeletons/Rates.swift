internal import Market
internal import Studies

extension Frame {
    /// "how many green days per month on average", "сколько в среднем торговых дней в неделе": days of a kind in each week,
    /// month, quarter or year, on the mean.
    func rates() -> [Candidate] {
        guard let asked = task(.count), statistics.isEmpty || statistics.count == 1 && statistics[0].value == .mean,
            slots.isEmpty,
            barUnits.isEmpty, superlatives.isEmpty, bests.isEmpty,
            quantities.allSatisfy({ $0.value.isGap && $0.value.shift == 0 }),
            [Mark.after, .next, .previous, .then, .vs, .before].allSatisfy({ !has($0) }), let each = eachUnit,
            !statistics.isEmpty || countsMonths(each.index)
        else { return [] }
        let facts = dayFacts
        guard facts.allSatisfy({ $0.value.unit == nil }),
            !facts.isEmpty || !calendarFacts.isEmpty || !units(.day).isEmpty || !quantities.isEmpty
        else { return [] }
        var used: Set<Int> = Set([asked, each.index] + statistics.map(\.index))
        used.formUnion(facts.map(\.index))
        if facts.contains(where: { $0.value.ofSession }) { used.formUnion(quantities.map(\.index)) }
        for index in indices {
            switch line.pieces[index].sense {
            case .verb(.form), .mark(.each), .mark(.both): used.insert(index)
            default: continue
            }
        }
        var condition = Condition.every(facts.map(\.value.condition))
        if facts.isEmpty, !quantities.isEmpty {
            // "how many gaps per month": days that gapped.
            condition = .holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0))
            used.formUnion(quantities.map(\.index))
        }
        let days = Series.number(value: 1)
        var measures: [Measure] = [.statistic(statistic: .perUnit(unit: each.unit), of: days, where: condition)]
        if let condition { measures.append(.count(where: condition)) }
        let outcome = facts.contains { $0.value.ofSession } && facts.contains { $0.value.settled }
        let base = study(.summary(summary: Summary(measures: measures)), sessionEvent: outcome, ofOneDay: false)
        return [
            Candidate(
                name: "mean count",
                study: base.study,
                used: used.union(base.used),
                fit: statistics.isEmpty ? 34 : 30,
                assumptions: base.assumptions
            )
        ]
    }

    /// "how many times per month does it fall over 1%", of many years: in one month of them, and not in all Januaries.
    private func countsMonths(_ index: Int) -> Bool {
        line[index] == .key(.calendar(field: .month)) && line.has(.per, in: line.pieces[index]) && dates.isEmpty
            && keys.count == 1
    }

    /// "per month", "в неделю": the one unit that is spoken of beside days.
    private var eachUnit: (unit: BarUnit, index: Int)? {
        var found: [(unit: BarUnit, index: Int)] = []
        for key in keys {
            guard case .calendar(let field) = key.value, let unit = BarUnit(of: field) else { return nil }
            found.append((unit, key.index))
        }
        for unit in units(.week, .month, .quarter, .year)
        where line.prep(unit.index) == .in || line.pieces[unit.index].each || line.isMark(unit.index - 1, .each) {
            if let bar = BarUnit(unit.value) { found.append((bar, unit.index)) }
        }
        return found.count == 1 ? found[0] : nil
    }
}

extension BarUnit {
    /// The stretch that a calendar field tells apart.
    fileprivate init?(of field: CalendarField) {
        switch field {
        case .isoWeek, .weekStart: self = .week
        case .month, .monthStart: self = .month
        case .quarter, .quarterStart: self = .quarter
        case .year, .yearStart: self = .year
        default: return nil
        }
    }
}
