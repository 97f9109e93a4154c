internal import Studies

extension Line {
    /// Short words that stand for two things: "ср" is a mean before a quantity and a weekday where a weekday can stand;
    /// "пт" behind a number counts points.
    ///
    /// What the place does not tell stays unknown, so that it is asked about.
    mutating func settleAbbreviations() {
        var index = 0
        while index < count {
            if isForm(index, .shortpoints), isCounted(index) {
                pieces[index].sense = .measure(.points)
            } else if isForm(index, .shortmean), pieces[index].tokens.count == 1 {
                settleShortMean(index)
            }
            index += 1
        }
    }

    /// "300 пт", "на сколько пт", "сколько в среднем пт", not "последние 5 пт", "сколько пт" and not "в 2025 пт".
    private func isCounted(_ index: Int) -> Bool {
        let isMean = hasStatistic(but: index)
        switch self[index - 1] {
        case .task(.howmuch)?: return true
        case .task(.count)? where isMean: return true
        case .statistic? where self[index - 2] == .task(.count): return true
        default: break
        }
        guard plainNumber(index - 1) != nil, year(index - 1) == nil else { return false }
        switch self[index - 2] {
        case .relative?, .mark(.next)?, .ordinal?, .task(.top)?, .stop(":")?: return false
        default: return true
        }
    }

    private mutating func settleShortMean(_ index: Int) {
        var end = index
        let isAdjective = self[end + 1] == .ordinalSuffix && tokens[pieces[end + 1].tokens[0]].isHyphened
        if isAdjective { end += 1 }
        if self[end + 1] == .stop("."), tokens[pieces[end + 1].tokens[0]].glued { end += 1 }
        let meaning: Sense =
            isAdjective
                || pieces[index].text.count > 2 && isQuantity(index - 1) && !isBesideWeekday(index, end + 1)
                || isMeasured(end + 1) && !isWeekdayPlace(index, before: end + 1)
                    && !(self[index - 1] == .prep(.by) && hasStatistic(but: index))
            ? .statistic(.mean) : canBeWeekday(index, before: end + 1) ? .weekdays([3]) : .unknown
        guard meaning == .statistic(.mean) else {
            pieces[index].sense = meaning
            return
        }
        join(index...end, as: meaning)
    }

    /// What a mean is taken of begins here.
    private func isMeasured(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity?, .span?, .openingRange?, .unit?, .highLow?, .ordinal?, .extremum?, .bars?: true
        case .empty?: isMeasured(index + 1)
        default: false
        }
    }

    /// A weekday is named beside it, or "в" stands before: "в ср. объём" may be either.
    private func isWeekdayPlace(_ index: Int, before next: Int) -> Bool {
        isBesideWeekday(index, next) || self[index - 1] == .prep(.in)
    }

    private func canBeWeekday(_ index: Int, before next: Int) -> Bool {
        if isBesideWeekday(index, next) || hasStatistic(but: index) { return true }
        switch self[index - 1] {
        case .prep(let prep)?: return !isMeasured(next) && prep != .from
        case .mark(.each)?, .task(.count)?, .task(.share)?, .mark(.only)?, .mark(.after)?, .relative?: return true
        default: return hasWeekday(but: index)
        }
    }

    /// "пн, вт, ср", "ср и пт", "ср-пт".
    private func isBesideWeekday(_ index: Int, _ next: Int) -> Bool {
        func joins(_ index: Int) -> Bool {
            switch self[index] {
            case .stop(let sign)?: ",/-".contains(sign)
            case .mark(.and)?, .mark(.or)?, .mark(.vs)?, .prep?: true
            default: false
            }
        }
        func isWeekday(_ index: Int) -> Bool { if case .weekdays? = self[index] { true } else { false } }
        return (joins(index - 1) && isWeekday(index - 2)) || (joins(next) && isWeekday(next + 1))
    }

    private func hasStatistic(but index: Int) -> Bool {
        pieces.indices.contains {
            guard $0 != index else { return false }
            if case .statistic = self[$0] { return true }
            return false
        }
    }

    private func hasWeekday(but index: Int) -> Bool {
        pieces.indices.contains {
            guard $0 != index else { return false }
            if case .weekdays = self[$0] { return true }
            return false
        }
    }
}
