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

    /// "weekly return if Monday is red", "monday red, rest of the week?": what the week around the day brought, or what was
    /// left of it.
    func movesOfPeriods() -> [Candidate] {
        guard task(.share, .count, .correlation, .compare, .time) == nil, often.isEmpty, named.count < 2,
            quantities.count <= 1, quantities.allSatisfy({ $0.value.isChange && $0.value.shift == 0 }), slots.isEmpty,
            marks(.next).isEmpty, marks(.previous).isEmpty, spans.isEmpty, superlatives.isEmpty, bests.isEmpty,
            statistics.allSatisfy({ $0.value.isOfMoves }), statistics.count < 2,
            let told = toldPart, dayFacts.allSatisfy({ told.used.contains($0.index) })
        else { return [] }
        let starts: [BarUnit: CalendarField] = [.week: .weekStart, .month: .monthStart, .year: .yearStart]
        let grouped = keys.first { $0.value == starts[told.whole].map { .calendar(field: $0) } }
        guard let whole = self.named(told.whole) ?? grouped?.index,
            keys.allSatisfy({ $0.index == whole }),
            !quantities.isEmpty || has(.rest) || task(.performance) != nil
        else { return [] }
        let close = Series.metric(metric: .close, of: .own)
        let move: Series =
            has(.rest)
            ? .arithmetic(
                left: .percent(of: .containing(unit: told.whole, span: defaultSpan, of: close), in: close),
                operation: .minus,
                right: .number(value: 100)
            ) : .containing(unit: told.whole, span: defaultSpan, of: .metric(metric: .changePct, of: .own))
        var used = told.used.union([whole])
        used.formUnion(quantities.map(\.index) + statistics.map(\.index))
        used.formUnion(marks(.given) + marks(.after) + marks(.it) + marks(.rest))
        if let performance = task(.performance) { used.insert(performance) }
        let statistic = statistics.first?.value ?? .mean
        let base = study(
            .summary(
                summary: Summary(measures: [
                    .count(where: nil), .statistic(statistic: statistic, of: move, where: nil),
                    .share(of: .holds(move, .greater, .number(value: 0)), where: nil, withBase: false),
                ])
            ),
            condition: .all(of: [told.part, told.condition]),
            without: [told.place],
            ofOneDay: false
        )
        return [
            Candidate(
                name: "moves of weeks of a day",
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
