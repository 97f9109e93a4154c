internal import Market
internal import Studies

extension Frame {
    /// Weeks, months, quarters and years that are ranked each by itself: "top 5 weeks", "best quarter since 2020"; and not
    /// by what all Januaries have in common.
    func rankedBars(many: Bool) -> (unit: BarUnit, index: Int)? {
        let found = many ? plainBars : ranksInstances
        guard let found else { return nil }
        switch found.unit {
        case .week: return (.week, found.index)
        case .month: return (.month, found.index)
        case .quarter: return (.quarter, found.index)
        case .year: return (.year, found.index)
        default: return nil
        }
    }

    private var plainBars: (unit: UnitWord, index: Int)? {
        units(.week, .month, .quarter, .year)
            .first { line.prep($0.index) != .by && !line.pieces[$0.index].each && !isAheadOfDay($0.index) }
            .map { (unit: $0.value, index: $0.index) }
    }

    /// The unit that is one of its kind: a quarter of several years, any week.
    var ranksInstances: (unit: UnitWord, index: Int)? {
        guard let ranked = ungroupedUnit ?? (task(.top) == nil ? nil : plainBars), slots.isEmpty else { return nil }
        if !keys.isEmpty { return Self.isLong(ranked.unit) && isWithinYears(ranked.unit) ? ranked : nil }
        if task(.top) != nil { return Self.isLong(ranked.unit) ? ranked : nil }
        if ranked.unit == .week, countsMost(dayFacts) { return nil }
        // "the best quarter of all time on average": of what all such quarters have in common.
        if ranked.unit == .month || ranked.unit == .quarter, !bests.isEmpty, quantities.isEmpty,
            statistics.contains(where: { $0.value == .mean || $0.value == .median })
        {
            return nil
        }
        // "which week of 2024", "which week had the biggest drop": one of them.
        let isOfNamed =
            ranked.unit == .week && often.isEmpty && statistics.isEmpty && (!dates.isEmpty || line.has(.preterite))
        if case .which? = line[ranked.index], !line.has(.past), !isOfNamed, !happenedOnce { return nil }
        switch ranked.unit {
        case .week: return ranked
        // "which month had the biggest drop": it happened once.
        case .month, .quarter: return spansYears || dates.isEmpty && happenedOnce ? ranked : nil
        default: return nil
        }
    }

    /// "which month fell the most": told of one of them, and not of what they have in common.
    private var happenedOnce: Bool {
        (line.has(.preterite) || line.has(.went)) && often.isEmpty && !ranksByMean && bests.isEmpty
            && !isOfMostDays && !countsMost(dayFacts)
            && superlatives.allSatisfy {
                $0.value == .max || $0.value == .min || $0.value == .wide || $0.value == .narrow
            }
    }

    /// "the best week of each year": each year, or quarter, has some of its own.
    func isWithinYears(_ unit: UnitWord) -> Bool {
        guard keys.count == 1, case .calendar(let field) = keys[0].value else { return false }
        switch field {
        case .year, .yearStart: return unit != .year
        case .quarter, .quarterStart: return unit == .week || unit == .month
        case .month, .monthStart: return unit == .week
        default: return false
        }
    }

    /// Volatility, and whatever is averaged, is the mean of the days of a month, not a quantity of the month's own bar.
    var ranksByMean: Bool {
        let superlative = superlatives.first?.value
        return superlative == .volatile || superlative == .calm || !statistics.isEmpty
            || quantities.contains { $0.value.base == .volatility }
    }

    static func isLong(_ unit: UnitWord) -> Bool { [.week, .month, .quarter, .year].contains(unit) }

    /// A period of more than one year is named.
    private var spansYears: Bool {
        guard !dates.isEmpty, let period = period(dates.map(\.value)) else { return false }
        switch period {
        case .all: return true
        case .ranges(let ranges):
            guard ranges.count == 1, let first = ranges[0].first else { return false }
            return (ranges[0].last ?? context.today) > first.adding(months: 12)
        case .lastDays, .firstDays: return false
        }
    }

    /// The fields that tell the units apart; the unit's own number alone where it repeats with the years.
    func groupKeys(_ unit: UnitWord, _ key: Key) -> [Key] {
        guard ranksInstances != nil else { return [key] }
        switch unit {
        case .week: return [.calendar(field: .weekStart)]
        case .month, .quarter: return [.calendar(field: .year), key]
        default: return [key]
        }
    }

    /// What tells one week, month or quarter from the others beside its first day.
    static func calendarColumns(_ unit: BarUnit) -> [Series] {
        let fields: [CalendarField] =
            switch unit {
            case .week: [.year, .isoWeek]
            case .month: [.year, .month]
            case .quarter: [.year, .quarter]
            case .year: [.year]
            case .minutes, .day: []
            }
        return fields.map { .calendar(field: $0) }
    }
}
