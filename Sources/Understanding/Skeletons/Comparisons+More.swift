internal import Market
internal import Studies

/// Words that ask which of two is more: of what, and where they stand.
extension Frame {
    /// "..., где выше", "which is larger: A or B": more, and nothing to be more than but the other.
    var whichIsMore: Int? {
        indices.first { index in
            guard line[index] == .relation(.greater) || line[index] == .relation(.less) else { return false }
            switch line[index + 1] {
            case nil, .stop?, .dates?: return true
            case .mark(.given)?: return line.isMoreThan(index)
            // "where is the average range larger".
            case .statistic?, .quantity?: return line.asksWhere(index)
            // "is the range higher on red days or on gap down days".
            case .condition? where has(.or) && line.prep(index + 1) == .in: return true
            default: return line.isBehindThan(index + 1)
            }
        }
    }

    /// "more green days", "зелёных дней больше": the word that asks for the larger number of them.
    func countedMore(_ fact: Int) -> Int? {
        let isOfDays = line.unit(fact + 1) == .day || line[fact + 1] == .task(.days)
        guard isOfDays || line.has(.plural, in: line.pieces[fact]) || line.has(.day, in: line.pieces[fact]) else {
            return nil
        }
        return [fact - 1, fact + (isOfDays ? 2 : 1)].first { place in
            switch line[place] {
            case .mark(.more)?, .task(.compare)?, .relation(.greater)?, .relation(.less)?: true
            default: false
            }
        }
    }

    /// "were there more green days in 2023 or in 2024".
    var moreOfKind: Int? { has(.or) ? dayFacts.lazy.compactMap { countedMore($0.index) }.first : nil }

    /// "сильнее упал": more of it than the other.
    func isMoreOf(_ fact: Int) -> Bool {
        [fact - 1, fact + 1].contains { place in
            guard line[place] == .relation(.greater) else { return false }
            if case .number? = line[place + 1] { return false }
            return true
        }
    }
}
