internal import Market
internal import Studies

extension Frame {
    /// "if Monday is red, how often does the week close up", "share of weeks that end green after a red Monday": a weekday of
    /// the very week, so that a row is that day and what is asked is of the week around it.
    func periodsOfDays() -> [Candidate] {
        guard let asked = task(.share) ?? often.first, named.count < 2, quantities.isEmpty, statistics.isEmpty,
            slots.isEmpty, marks(.next).isEmpty, marks(.previous).isEmpty, spans.isEmpty,
            let week = weekNamed, let told = dayOfWeek, let outcome = outcome(of: week, besides: told)
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
        guard case .calendar(.weekday, _) = told.weekday else { return [] }
        let whole = Condition.containing(unit: .week, span: defaultSpan, of: outcome.value.condition)
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
            condition: told.weekday,
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

    /// The one place at which weeks are named.
    private var weekNamed: Int? {
        let places = indices.filter { line.unit($0) == .week || line[$0] == .barUnit(.week) }
        return places.count == 1 ? places[0] : nil
    }

    private struct ToldDay {
        var weekday: Condition
        /// What is said of it.
        var condition: Condition
        var place: Int
        var used: Set<Int>
    }

    /// "red Monday", "Monday is red": one weekday, and what is said right beside it.
    private var dayOfWeek: ToldDay? {
        for fact in facts {
            // Joined already: "after a red Monday".
            if case .all(let parts) = fact.value.condition, parts.count == 2,
                let day = parts.first(where: \.isOneWeekday), let told = parts.first(where: { !$0.isOneWeekday })
            {
                return ToldDay(weekday: day, condition: told, place: fact.index, used: [fact.index])
            }
        }
        let days = calendarFacts.filter { $0.value.condition.isOneWeekday }
        guard days.count == 1, calendarFacts.count == 1, let day = days.first,
            let told = dayFacts.first(where: { abs($0.index - day.index) == 1 && $0.value.isOutcome })
        else { return nil }
        return ToldDay(
            weekday: day.value.condition,
            condition: told.value.condition,
            place: day.index,
            used: [day.index, told.index]
        )
    }

    /// What is said of the week: right beside it.
    private func outcome(of week: Int, besides told: ToldDay) -> (value: Fact, index: Int)? {
        let others = dayFacts.filter { !told.used.contains($0.index) }
        guard others.count == 1, let outcome = others.first, outcome.value.isOutcome, abs(outcome.index - week) <= 2,
            outcome.value.run == nil
        else { return nil }
        return outcome
    }
}

extension Condition {
    fileprivate var isOneWeekday: Bool {
        if case .calendar(.weekday, let days) = self { days.count == 1 } else { false }
    }
}
