internal import Market
internal import Studies

extension Frame {
    /// "weekly high by weekday", "at what hour is the week's low made", "на какой день приходится лоу месяца": how often the
    /// high (low) of a longer unit falls on each weekday, day of the month or hour.
    func daysOfExtremes() -> [Candidate] {
        guard quantities.count == 1, let extreme = quantities.first, let event = extreme.value.extreme,
            let unit = extreme.value.unit, extreme.value.shift == 0, extreme.value.span == nil, dayFacts.isEmpty,
            task(.correlation, .compare) == nil, superlatives.isEmpty, bests.isEmpty, let asked = askedField(unit)
        else { return [] }
        var used: Set<Int> = [extreme.index, asked.index]
        used.formUnion(often)
        for index in indices {
            switch line.pieces[index].sense {
            case .verb(.form), .task(.distribution), .task(.count), .task(.share), .task(.time): used.insert(index)
            default: continue
            }
        }
        let summary = Summary(
            measures: [.count(where: nil)],
            keys: [.eventCalendar(event: event, field: asked.field)],
            order: MeasureOrder(measure: 0, descending: true)
        )
        let base = study(.summary(summary: summary), unit: unit, without: [asked.index])
        return [
            Candidate(
                name: "days of an extreme",
                study: base.study,
                used: used.union(base.used),
                fit: 32,
                assumptions: base.assumptions
            )
        ]
    }

    /// The part of the unit that is asked for.
    private func askedField(_ unit: BarUnit) -> (field: CalendarField, index: Int)? {
        if let key = keys.first, keys.count == 1, slots.isEmpty, case .calendar(let field) = key.value {
            switch field {
            case .weekday, .dayOfMonth: return (field, key.index)
            case .month where unit == .year || unit == .quarter: return (field, key.index)
            default: return nil
            }
        }
        guard keys.isEmpty else { return nil }
        if let slot = slots.first, slots.count == 1 {
            return (slot.value == 60 ? .hour : .slot(minutes: slot.value), slot.index)
        }
        if let hour = task(.timehour) { return (.hour, hour) }
        for index in indices {
            switch line.pieces[index].sense {
            case .which(.weekday), .unit(.weekday): return (.weekday, index)
            case .which(.dayofmonth), .unit(.dayofmonth): return (.dayOfMonth, index)
            case .which(.hour), .which(.hourofday): return (.hour, index)
            case .which(.slot(let minutes)): return (.slot(minutes: minutes), index)
            case .task(.days): return (unit == .week ? .weekday : .dayOfMonth, index)
            default: continue
            }
        }
        return nil
    }
}
