internal import Market
internal import Studies

extension Change {
    /// "the next month", "годом раньше", "the previous year": the neighbouring period of the study's own length.
    mutating func neighbour() -> Bool? {
        let sooner = frame.indices.filter {
            frame.line.isRelation($0) && frame.line.has(.sooner, in: frame.line.pieces[$0])
        }
        let later = frame.indices.filter {
            frame.line.isRelation($0) && frame.line.has(.later, in: frame.line.pieces[$0])
        }
        let back = frame.marks(.previous) + frame.marks(.before) + sooner
        let marks = frame.marks(.next) + frame.marks(.after) + back + later
        guard marks.count == 1, let mark = marks.first, frame.dates.isEmpty, frame.facts.isEmpty,
            frame.quantities.isEmpty, study.period.singleDay == nil
        else { return nil }
        let units = frame.units(.week, .month, .quarter, .year)
        guard units.count == 1, let unit = units.first, abs(unit.index - mark) == 1,
            frame.line.plainNumber(unit.index - 1) == nil
        else { return nil }
        guard let period = study.period.neighbour(unit.value, back.contains(mark) ? -1 : 1) else { return false }
        use([mark, unit.index])
        place(period)
        return true
    }

    /// "а за весь год?", "and for the whole year": the year, quarter or month that the study's period lies in.
    mutating func wholePeriod() -> Bool? {
        let units = frame.units(.month, .quarter, .year)
        guard frame.line.has(.entire), units.count == 1, let unit = units.first,
            frame.indices.allSatisfy({ $0 == unit.index || quiet.contains($0) || frame.line.isForm($0, .entire) }),
            let range = study.period.dateRange, let first = range.first, let last = range.last, first.year == last.year
        else { return nil }
        let period: Period? =
            switch unit.value {
            case .year: .year(first.year)
            case .quarter where first.quarter == last.quarter: .quarter(first.quarter, of: first.year)
            case .month where first.month == last.month: .months(first.month...first.month, of: first.year)
            default: nil
            }
        guard let period, period != study.period else { return false }
        use(frame.indices)
        place(period)
        return true
    }

    /// "а за 20?" after a year: another year by its last two digits.
    mutating func bareYear() -> Bool? {
        guard let range = study.period.dateRange, let year = range.first?.year, study.period == .year(year) else {
            return nil
        }
        var found: Int?
        for index in frame.indices where !quiet.contains(index) {
            guard found == nil, let number = frame.line.plainNumber(index), frame.line.prep(index) == .in,
                (0...99).contains(number),
                context.loaded.contains(where: {
                    ($0.days.lowerBound.year...$0.days.upperBound.year).contains(2000 + Int(number))
                })
            else { return nil }
            found = 2000 + Int(number)
        }
        guard let found else { return nil }
        use(frame.indices)
        place(.year(found))
        return true
    }

    /// Another period in the place of the study's; variants that differ in their periods are told no longer.
    mutating func place(_ period: Period) {
        if case .comparison(let variants, let measures) = study.result, variants.contains(where: { $0.period != nil }) {
            study.result = .summary(summary: Summary(measures: measures))
        }
        study.period = period
    }

    /// "since June" after a question about 2024: of that year, to the end of what was asked about.
    func within(_ period: Period) -> Period {
        guard let open = period.dateRange, open.last == nil, let first = open.first, let range = study.period.dateRange,
            let begin = range.first, let end = range.last, end < first,
            let moved = CivilDate(year: end.year, month: first.month, day: first.day), begin <= moved, moved <= end
        else { return period }
        return .range(moved, end)
    }

    /// "и за 2023 тоже": beside the period that was asked about.
    mutating func alsoIn(_ dates: [Dates]) -> Bool {
        guard study.period != .all else { return false }
        switch study.result {
        case .comparison(let variants, let measures) where variants.allSatisfy({ $0.period != nil }):
            let new = dates.map { Variant(name: Frame.name($0), period: $0.period) }
            study.result = .comparison(variants: variants + new.filter { !variants.contains($0) }, measures: measures)
            study.period = .all
        case .summary(let summary) where summary.keys.isEmpty:
            let own = Variant(name: study.period.name, period: study.period)
            let new = dates.map { Variant(name: $0.period.name, period: $0.period) }
            study.result = .comparison(variants: [own] + new.filter { $0 != own }, measures: summary.measures)
            study.period = dates.reduce(study.period) { Period.union($0, $1.period) ?? .all }
        default:
            let together = dates.reduce(study.period as Period?) { old, new in
                old.flatMap { Period.union($0, new.period) }
            }
            guard let together else { return false }
            study.period = together
        }
        return true
    }
}

extension Period {
    /// A whole year by its number.
    fileprivate var name: VariantName {
        guard let year = dateRange?.first?.year, self == .year(year) else { return .period(period: self) }
        return .year(year: year)
    }

    /// The period of a shape before one that it is.
    func before(_ shape: Dates.Shape) -> Period? {
        switch shape {
        case .week: neighbour(.week, -1)
        case .month: neighbour(.month, -1)
        case .quarter: neighbour(.quarter, -1)
        case .year: neighbour(.year, -1)
        case .day, .half, .other: nil
        }
    }

    /// The week, month, quarter or year beside one that it is; a year on for what lies within a year.
    fileprivate func neighbour(_ unit: UnitWord, _ by: Int) -> Period? {
        guard let range = dateRange, let first = range.first, let last = range.last else { return nil }
        switch unit {
        case .week where first == first.startOfWeek && last == first.adding(days: 6):
            return .range(first.adding(days: 7 * by), last.adding(days: 7 * by))
        case .month where self == .months(first.month...first.month, of: first.year):
            let day = first.adding(months: by)
            return .months(day.month...day.month, of: day.year)
        case .quarter where self == .quarter(first.quarter, of: first.year):
            let day = first.adding(months: 3 * by)
            return .quarter(day.quarter, of: day.year)
        case .year where first.year == last.year && self == .months(first.month...last.month, of: first.year):
            return .months(first.month...last.month, of: first.year + by)
        default: return nil
        }
    }
}
