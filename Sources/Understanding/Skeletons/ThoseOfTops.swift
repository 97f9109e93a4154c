internal import Market
internal import Studies

extension Frame {
    /// "из топ 10 падений какие были в понедельник", "of the 10 biggest drops, which were on a Monday": those of the top on
    /// such days, where a day that only stands beside the top chooses what is ranked.
    func thoseOfTop(
        _ series: Series,
        _ rank: Ranking,
        _ extreme: Condition,
        _ used: Set<Int>,
        _ session: Bool
    ) -> Candidate? {
        guard !rank.limitAssumed, rank.limit != 1, let last = rank.used.max(), calendarFacts.count == 1,
            let day = calendarFacts.first, day.index > last, keys.isEmpty, statistics.isEmpty,
            task(.count, .share) == nil, asksWhich(behind: last, before: day.index)
        else { return nil }
        let listing = Listing(columns: rank.columns, order: [Order(by: series, descending: rank.descending)])
        let base = study(
            .list(list: listing),
            condition: .all(of: [day.value.condition, extreme]),
            without: [day.index],
            sessionEvent: session
        )
        return Candidate(
            name: "those of the top",
            study: base.study,
            used: used.union([day.index]).union(marks(.those)).union(base.used),
            fit: 33,
            assumptions: base.assumptions + rank.assumptions
        )
    }

    /// "which" stands between, or begins the question: "which of the 10 biggest drops were on a Monday".
    private func asksWhich(behind first: Int, before last: Int) -> Bool {
        guard let start = line.pieces[first].tokens.last, let end = line.pieces[last].tokens.first, start + 1 < end,
            let opening = line.tokens.first
        else { return false }
        let between = line.tokens[start + 1..<end]
        if between.contains(where: { line.forms.contains($0.text, .which) }) { return true }
        return line.forms.contains(opening.text, .which)
            && between.contains { line.forms.contains($0.text, .falls) }
    }
}
