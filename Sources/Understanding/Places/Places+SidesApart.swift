internal import Market
internal import Studies

extension Places {
    /// "минутки, average volume of the 10 biggest up days": bars of minutes are looked at, or it is asked.
    func minutesLost() -> [Int] {
        frame.barUnits.filter { bars in
            guard case .minutes = bars.value, study.unit != bars.value else { return false }
            var isFound = false
            study.visit { element in
                switch element {
                case .series(.containing(bars.value, _, _)), .condition(.containing(bars.value, _, _)): isFound = true
                default: break
                }
            }
            return !isFound
        }
        .map(\.index)
    }

    /// Two sides that are one and the same: a word of one of them was lost.
    func sameSides() -> [Int] {
        guard case .comparison(let variants, _) = study.result else { return [] }
        let own = variants.map { variant in
            var variant = variant
            variant.name = .rest
            return variant
        }
        return Set(own).count < own.count ? frame.disputed : []
    }

    /// "Up days in 2023 vs down days in 2024": what one side names for itself is not of the other.
    func sidesMixed() -> [Int] {
        guard let found = frame.ownSides(), found.differing.count > 1 else { return [] }
        let differing = found.differing
        let isApart: Bool
        switch study.result {
        case .comparison(let variants, _):
            isApart = variants.allSatisfy { variant in
                (!differing.contains(.period) || variant.period != nil)
                    && (!differing.contains(.span) || variant.span != nil)
                    && (differing.isDisjoint(with: [.days, .calendar]) || variant.condition != nil)
                    && !differing.contains(.figure)
            }
        case .summary(let summary):
            // Windows are in the figures themselves.
            isApart =
                differing.contains(.figure) && summary.keys.isEmpty
                && (differing == [.figure, .span] || summary.measures.allSatisfy { $0.hasOwnDays })
        case .list, .distribution, .runs, .correlation, .standing: return []
        }
        guard !isApart else { return [] }
        if differing.contains(.period) { return frame.dates.map(\.index) }
        return differing.contains(.span) ? frame.spans.map(\.index) : frame.calendarFacts.map(\.index)
    }
}

extension Measure {
    fileprivate var hasOwnDays: Bool {
        switch self {
        case .count(let condition), .statistic(_, _, let condition), .share(_, let condition, _),
            .ratio(_, _, let condition), .correlation(_, _, let condition):
            condition != nil
        }
    }
}
