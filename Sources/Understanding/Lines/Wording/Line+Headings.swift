internal import Market
internal import Studies

extension Line {
    /// "Sell in May: mean daily change May to October ...", "chop or trend: how many days ...", "... does sell in May hold?":
    /// a name that no study computes stands by itself over a question that can be computed without it. The answer tells
    /// that it was set aside.
    mutating func dropHeadingTerms() {
        let parts = clausesBetweenStops
        guard parts.count > 1, let heading = parts.firstIndex(where: { isHeading($0) }) else { return }
        // A bare name behind a question is no heading: something else may be asked of it.
        guard heading == 0 || parts[heading].contains(where: { self[$0] == .verb(.hold) || self[$0] == .task(.trend) })
        else { return }
        let others = parts.indices.filter { $0 != heading }.flatMap { Array(parts[$0]) }
        // A term elsewhere is what is asked about.
        guard !others.contains(where: { isTerm($0) }),
            others.contains(where: { measures($0) || self[$0] == .mark(.vs) }),
            others.count(where: { saysSomething($0) }) > 2
        else { return }
        for index in parts[heading] {
            pieces[index].sense = .empty
            empty.formUnion(pieces[index].tokens)
            self.heading.formUnion(pieces[index].tokens)
        }
    }

    /// "статистика по четвергам: средний диапазон, % зелёных": what it is made of is said behind.
    mutating func dropHeadingStatistics() {
        guard let heading = pieces.firstIndex(where: { $0.sense == .task(.statistics) }),
            let colon = pieces[heading...].firstIndex(where: { $0.sense == .stop(":") }),
            pieces[colon...].contains(where: { if case .statistic = $0.sense { true } else { false } })
        else { return }
        pieces[heading].sense = .empty
        empty.formUnion(pieces[heading].tokens)
    }

    /// What stands between signs that end a clause.
    private var clausesBetweenStops: [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for index in pieces.indices {
            guard case .stop(let sign)? = self[index], ":.?!;".contains(sign) else { continue }
            if start < index { parts.append(start..<index) }
            start = index + 1
        }
        if start < count { parts.append(start..<count) }
        return parts
    }

    /// A term, and words that only ask whether it is so.
    private func isHeading(_ part: Range<Int>) -> Bool {
        part.contains(where: { isTerm($0) })
            && part.allSatisfy { index in
                switch self[index] {
                case .term?, .empty?, .prep?, .mark(.or)?, .mark(.and)?, .mark(.vs)?, .task(.trend)?, .verb(.hold)?,
                    .task(.explain)?, .task(.performance)?, .stop?:
                    true
                default: false
                }
            }
    }

    private func isTerm(_ index: Int) -> Bool { if case .term? = self[index] { true } else { false } }

    private func measures(_ index: Int) -> Bool {
        switch self[index] {
        case .quantity?, .task(.count)?, .task(.share)?, .statistic?: true
        default: false
        }
    }

    private func saysSomething(_ index: Int) -> Bool {
        switch self[index] {
        case .empty?, .stop?, .prep?: false
        default: true
        }
    }
}
