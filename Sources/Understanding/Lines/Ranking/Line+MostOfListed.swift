internal import Market
internal import Studies

/// Groups that are named one by one, of which the first or all in their order are asked for.
extension Line {
    /// "which of Monday, Wednesday and Friday has the highest volume", "most volatile of 2021, 2023 and 2025", "rank January,
    /// June and October by range": of those that are named, by a figure of each.
    mutating func settleMostOfListed() {
        settleNamedMonths()
        settleNamedYears()
        guard let list = listed, let unit = unitOfList(list.lowerBound),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .key, .slots, .mark(.or), .mark(.vs), .task(.compare), .task(.share), .task(.count), .task(.days),
                    .relation, .task(.top), .task(.correlation):
                    true
                case .which(let asked): asked != .day
                case .unit(let word): word != .day && word != unit
                default: false
                }
            })
        else { return }
        let isSorted = pieces.contains { $0.sense == .order }
        // "самый волатильный из дней вторник, ..."
        let head = self.unit(list.lowerBound - 1) == .day ? list.lowerBound - 1 : list.lowerBound
        guard isSorted || ranksOne && (asksWhichOf(head) || isOf(head) && isRankedFrom(head, list)) else { return }
        // "Which of the days Monday, ...": what they are is said by their names.
        let words = [list.upperBound + 1, list.lowerBound - 1].filter { place in
            self.unit(place) == .day && !isNumber(place - 1) || self.unit(place) == unit || self[place] == .which(.day)
        }
        for place in words { drop(place) }
        guard let first = listed?.lowerBound else { return }
        pieces.insert(Piece(sense: .which(unit), tokens: []), at: first)
    }

    /// It is one of several of its kind that are named together.
    func isOfList(_ index: Int) -> Bool { listed?.contains(index) ?? false }

    /// "which of the last three years was the best", "which of 2020-2025": of each of them.
    private mutating func settleNamedYears() {
        let dates = pieces.indices.filter { isDates($0) }
        guard dates.count == 1, let place = dates.first, case .dates(let named)? = self[place],
            let first = named.period.dateRange?.first, let last = named.period.dateRange?.last, first.year < last.year,
            first.month == 1, first.day == 1, last.month == 12, last.day == 31, asksWhichOf(place),
            pieces.indices.count(where: isRank) == 1,
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .which, .unit, .key, .task, .relation, .condition: true
                default: false
                }
            })
        else { return }
        pieces.insert(Piece(sense: .which(.year), tokens: []), at: place)
    }

    /// "the months Jan, Jun and Oct": months of every year, in whatever years.
    private mutating func settleNamedMonths() {
        guard let list = listed, unitOfList(list.lowerBound) == .monthofyear,
            unit(list.lowerBound - 1) == .month, prep(list.lowerBound) == nil, !isNumber(list.lowerBound - 2)
        else { return }
        pieces[list.lowerBound - 1].sense = .unit(.monthofyear)
    }

    /// Places of two or more of one kind, joined by "and" and commas.
    private var listed: ClosedRange<Int>? {
        for first in pieces.indices {
            guard let kind = unitOfList(first) else { continue }
            var last = first
            while let next = [last + 2, last + 3, last + 1].first(where: { place in
                unitOfList(place) == kind
                    && (last + 1..<place).allSatisfy { isMark($0, .and) || self[$0] == .stop(",") }
                    && (last + 1 < place || pieces[place].afterStop)
            }) { last = next }
            if last > first { return first...last }
        }
        return nil
    }

    /// What is named: one weekday, month or year.
    private func unitOfList(_ index: Int) -> UnitWord? {
        switch self[index] {
        case .condition(let fact)?:
            switch fact.condition {
            case .calendar(.weekday, let days) where days.count == 1: .weekday
            case .calendar(.month, let months) where months.count == 1: .monthofyear
            default: nil
            }
        case .dates(let dates)? where dates.shape == .year && dates.period.dateRange != nil: .year
        case .dates(let dates)? where dates.shape == .month && dates.period.dateRange != nil: .month
        case .dates(let dates)? where dates.shape == .quarter && dates.period.dateRange != nil: .quarter
        default: nil
        }
    }

    private var ranksOne: Bool { pieces.indices.count(where: isRank) == 1 || pieces.contains { $0.sense == .often } }

    private func isRank(_ index: Int) -> Bool {
        switch self[index] {
        case .superlative?, .best?: true
        default: false
        }
    }

    /// Tokens that stand right before a piece, the nearest first.
    private func wordsBefore(_ index: Int) -> [String] {
        guard let first = (pieces[index].prepTokens + pieces[index].tokens).min() else { return [] }
        return tokens[max(0, first - 4)..<first].reversed().map(\.text)
    }

    /// The rank stands right before the list, or the list is named first: "у кого из понедельника и среды самый ...".
    private func isRankedFrom(_ head: Int, _ list: ClosedRange<Int>) -> Bool {
        isRank(head - 1) || pieces.indices.first(where: isRank).map { $0 > list.upperBound } ?? false
    }

    /// "which of", "какой из дней".
    private func asksWhichOf(_ index: Int) -> Bool {
        let words = Array(wordsBefore(index).prefix(4))
        return words.contains { forms.contains($0, .which) }
    }

    private func isOf(_ index: Int) -> Bool {
        wordsBefore(index).prefix(2).contains { forms.contains($0, .partitive) }
            || pieces[index].prepTokens.contains { forms.contains(tokens[$0].text, .partitive) }
    }
}
