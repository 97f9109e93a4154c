internal import Market
internal import Studies

extension Frame {
    /// "if Monday is red, how often does the week close up", "share of weeks that end green after a red Monday", "if the first
    /// day of the month is green, how often is the month", "if January is up, how often is the year": a part of the very
    /// week, month or year, so that a row is that part and what is asked is of the unit around it.
    func periodsOfDays() -> [Candidate] {
        guard let asked = task(.share) ?? often.first, named.count < 2, quantities.isEmpty, statistics.isEmpty,
            slots.isEmpty, marks(.next).isEmpty, marks(.previous).isEmpty, spans.isEmpty,
            let told = toldPart, let week = named(told.whole), let outcome = outcome(of: week, besides: told)
        else { return [] }
        let day = told.condition
        var used = told.used.union([asked, week, outcome.index])
        used.formUnion(marks(.given) + marks(.after) + marks(.it) + often)
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.share), .measure(.percent), .verb(.form), .task(.explain): used.insert(index)
            default: continue
            }
        }
        let whole = Condition.containing(unit: told.whole, span: defaultSpan, of: outcome.value.condition)
        let grouping = keys.filter { !isDateKey($0.value) }
        used.formUnion(grouping.map(\.index))
        let base = study(
            .summary(
                summary: Summary(
                    measures: [.count(where: day), .share(of: whole, where: day, withBase: false)]
                        + [.share(of: whole, where: nil, withBase: false)],
                    keys: grouping.map(\.value)
                )
            ),
            condition: told.part,
            without: [told.place],
            ofOneDay: false
        )
        return [
            Candidate(
                name: "weeks of a day",
                study: base.study,
                used: used.union(base.used),
                fit: 34,
                assumptions: base.assumptions
            )
        ]
    }

    /// The one place at which the unit is named.
    private func named(_ unit: BarUnit) -> Int? {
        let word: UnitWord? =
            switch unit {
            case .week: .week
            case .month: .month
            case .quarter: .quarter
            case .year: .year
            case .minutes, .day: nil
            }
        let places = indices.filter { line[$0] == .barUnit(unit) || word != nil && line.unit($0) == word }
        return places.count == 1 ? places[0] : nil
    }

    private struct ToldPart {
        var part: Condition
        /// The unit that it lies in.
        var whole: BarUnit
        /// What is said of it.
        var condition: Condition
        var place: Int
        var used: Set<Int>
    }

    /// "red Monday", "Monday is red": one weekday, and what is said right beside it; so a day by its number, or a month.
    private var toldPart: ToldPart? {
        for fact in facts {
            // Joined already: "after a red Monday".
            if case .all(let parts) = fact.value.condition, parts.count == 2,
                let day = parts.first(where: { $0.isOneWeekday }), let told = parts.first(where: { !$0.isOneWeekday })
            {
                return ToldPart(
                    part: day,
                    whole: .week,
                    condition: told,
                    place: fact.index,
                    used: [fact.index]
                )
            }
        }
        guard calendarFacts.count == 1, let day = calendarFacts.first, let units = day.value.condition.partOfUnit,
            let told = dayFacts.first(where: { abs($0.index - day.index) == 1 && $0.value.isOutcome })
        else { return nil }
        var (part, said) = (day.value.condition, told.value.condition)
        if case .calendar(.month, _) = part {
            // Of the month's last day, which lies in both.
            part = .all(of: [part, .calendar(field: .ordinal(within: .month, fromEnd: true), oneOf: [1])])
            said = .containing(unit: .month, span: defaultSpan, of: said)
        }
        return ToldPart(
            part: part,
            whole: units,
            condition: said,
            place: day.index,
            used: [day.index, told.index]
        )
    }

    /// What is said of the week: right beside it.
    private func outcome(of week: Int, besides told: ToldPart) -> (value: Fact, index: Int)? {
        let others = dayFacts.filter { !told.used.contains($0.index) }
        guard others.count == 1, let outcome = others.first, outcome.value.isOutcome, abs(outcome.index - week) <= 2,
            outcome.value.run == nil
        else { return nil }
        return outcome
    }
}

extension Condition {
    /// A weekday of its week, a day by its number in its unit, a month of its year.
    fileprivate var partOfUnit: BarUnit? {
        guard case .calendar(let field, let values) = self, values.count == 1 else { return nil }
        switch field {
        case .weekday: return .week
        case .ordinal(let within, _): return within
        case .month: return .year
        default: return nil
        }
    }

    fileprivate var isOneWeekday: Bool {
        if case .calendar(.weekday, let days) = self { days.count == 1 } else { false }
    }
}
