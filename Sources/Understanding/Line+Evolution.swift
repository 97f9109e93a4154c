internal import Market
internal import Studies

extension Line {
    /// "How did volatility change from 2020 to 2024", "как менялся объём", "насколько вырос объём в 2024 по сравнению с 2023":
    /// the verb is of a quantity that days have more or less of, and no move of the price.
    mutating func settleEvolution() {
        guard let verb = evolving else { return }
        drop(verb)
        let isGrouped = pieces.contains {
            if case .key = $0.sense {
                true
            } else {
                $0.prep == .by || $0.sense == .mark(.vs) || $0.sense == .task(.compare)
            }
        }
        let named = pieces.compactMap { if case .dates(let dates) = $0.sense { dates } else { nil } }
        guard !isGrouped, named.count <= 1 else { return }
        // Over several years from one to the next, within a year from month to month.
        let range = named.first?.period.dateRange
        let (first, last) = (range?.first, range?.last)
        let isOfYear = first.map { one in last.map { one.year == $0.year && one.month < $0.month } ?? false } ?? false
        let isLong = named.first.map { $0.period == .all } ?? true
        guard isOfYear || isLong || first?.year != last?.year else { return }
        let field: CalendarField = isOfYear ? .month : .year
        pieces.append(Piece(sense: .key(.calendar(field: field)), tokens: pieces.last?.tokens ?? [], prep: .by))
    }

    /// The verb that says that a quantity became another, where times are held against one another or follow each other.
    private var evolving: Int? {
        let times = pieces.count { if case .dates = $0.sense { true } else { false } }
        let isHeld = pieces.contains { $0.sense == .mark(.vs) || $0.sense == .task(.compare) || $0.prep == .than }
        return pieces.indices.first { index in
            let isVerb: Bool =
                switch self[index] {
                case .quantity(Quantity(.change))?, .unknown?: has(.evolved, in: pieces[index])
                case .rise?: times > 1 && isHeld && threshold(index + 1, bare: true) == nil
                default: false
                }
            guard isVerb else { return false }
            return [index - 1, index + 1, index + 2].contains { place in
                guard case .quantity(let quantity)? = self[place], !quantity.isPrice, !quantity.isSigned else {
                    return false
                }
                return place < index + 2 || isStatistic(index + 1)
            }
        }
    }
}
