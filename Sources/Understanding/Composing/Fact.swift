internal import Market
internal import Studies

extension Fact {
    /// Weekdays, months and the like: two of them are added up, or compared, where they are used.
    var isWeekdays: Bool {
        if case .calendar = condition { true } else { false }
    }

    /// The quantity that a comparison with a number speaks of.
    var compared: Series? {
        if case .compare(let left, _, .number) = condition { left } else { nil }
    }

    /// A pattern or run is told by the bar's close.
    var isComplete: Bool {
        switch condition {
        case .pattern, .run: true
        case .any(let parts): parts.allSatisfy { if case .pattern = $0 { true } else { false } }
        default: false
        }
    }

    /// It speaks of a whole day, so that what follows it comes the day after.
    var isOfWholeDay: Bool { isComplete || settled && !ofSession && !isCalendar && span == nil }

    /// It compares the bar's own close.
    var isOfClose: Bool {
        guard case .compare(.metric(.close, _), _, _) = condition else { return false }
        return true
    }

    func shifted(_ by: Int) -> Fact {
        guard by != 0 else { return self }
        if case .shifted = condition { return self }
        var fact = self
        fact.condition = .shifted(of: condition, by: by)
        fact.ofSession = false
        return fact
    }
}
