internal import Market
internal import Studies

extension Surroundings {
    /// Whether no loaded day can meet a condition because of the calendar alone: releases and expirations that never
    /// fall together, or never on such a weekday or month.
    func isNever(_ condition: Condition) -> Bool {
        var days: Set<CivilDate>?
        var fields: [(field: CalendarField, values: [Int])] = []
        var open = [condition]
        while let part = open.popLast() {
            switch part {
            case .all(let parts): open += parts
            case .event(let event, 0):
                let found = Set(self.days(event))
                // Nothing is known of an event without days.
                guard !found.isEmpty else { continue }
                days = days.map { $0.intersection(found) } ?? found
            case .calendar(let field, let values): fields.append((field, values))
            default: continue
            }
        }
        guard let days else { return false }
        return !days.contains { day in
            fields.allSatisfy { field, values in
                switch field {
                case .weekday: values.contains(day.weekday)
                case .month: values.contains(day.month)
                default: true
                }
            }
        }
    }

    /// Whether the calendar leaves no day for a study or for one of what it compares.
    func isNever(_ study: Study) -> Bool {
        var conditions = [study.condition]
        if case .comparison(let variants, _) = study.result {
            conditions += variants.map { Condition.both(study.condition, $0.condition) }
        }
        return conditions.contains { $0.map(isNever) ?? false }
    }
}
