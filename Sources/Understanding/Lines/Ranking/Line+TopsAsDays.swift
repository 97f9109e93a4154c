internal import Market
internal import Studies

extension Attempt {
    /// Where a top stands among words that no list has a place for, it is a kind of days: what can be asked of red days
    /// can be asked of "the 20 widest days" as well ("how many in each year", "the return without them"). Nil without one.
    func takingTopsAsDays(_ surroundings: Surroundings) -> Line? {
        var hasTop = false
        let line = reduced(surroundings) { line in
            guard let top = line.namedTop, !line.asksForPeriod(of: top),
                let fact = fact(of: Array(line.pieces[top]), line, surroundings)
            else { return }
            line.join(top, as: .condition(fact))
            hasTop = true
        }
        return hasTop ? line : nil
    }

    /// The days (weeks, months) that the words of a top alone would list.
    private func fact(of pieces: [Piece], _ line: Line, _ surroundings: Surroundings) -> Fact? {
        var alone = line
        alone.pieces = pieces
        alone.joinFacts(surroundings)
        let frame = Frame(alone, context, surroundings, language)
        guard let rank = frame.ranking(), let limit = rank.limit, !rank.limitAssumed, limit > 1, rank.skip == 0,
            rank.share == nil,
            frame.indices.allSatisfy({ rank.used.contains($0) || rank.implied.contains($0) || alone.unit($0) != nil })
        else { return nil }
        var fact = Fact(
            condition: .extreme(of: rank.columns[0], largest: rank.descending, count: limit, within: nil, among: nil)
        )
        if rank.unit != .day { fact.unit = rank.unit }
        return fact
    }
}

extension Line {
    /// So many units that one thing ranks: "20 widest days", "топ 10 дней по объёму", "5 days with the largest range".
    fileprivate var namedTop: ClosedRange<Int>? {
        guard let rank = pieces.indices.first(where: { isRanking($0) }) else { return nil }
        var (first, last) = (rank, rank)
        while isRanking(first - 1) || whole(first - 1) != nil { first -= 1 }
        while isRanking(last + 1) || isQuantity(last + 1) || whole(last + 1) != nil || isRise(last + 1) { last += 1 }
        if isUnit(last + 1) {
            last += 1
            if isQuantity(last + 1), prep(last + 1) == .by { last += 1 }
        } else if isUnit(first - 1), whole(first - 2) != nil, last > rank {
            first -= 2
        } else if !isRise(last) {
            return nil
        }
        return (first...last).contains(where: { whole($0) != nil }) ? first...last : nil
    }

    /// "how many of the 20 widest days were in 2020": the period is what is asked, and does not choose what is ranked.
    fileprivate func asksForPeriod(of top: ClosedRange<Int>) -> Bool {
        let counts = pieces.contains { piece in
            switch piece.sense {
            case .task(.count), .task(.share), .task(.howmuch), .often: true
            default: false
            }
        }
        let places = pieces.indices.filter { isDates($0) }
        guard counts, !places.isEmpty else { return false }
        let isBeside = places.allSatisfy { $0 == top.lowerBound - 1 || $0 == top.upperBound + 1 }
        let asksElse = pieces.indices.contains { index in
            switch self[index] {
            case .key?, .which?, .mark(.each)?: true
            case .condition?, .colour?, .rise?, .pattern?, .way?, .weekdays?: !top.contains(index)
            default: false
            }
        }
        return !isBeside || !asksElse
    }

    private func isRise(_ index: Int) -> Bool { if case .rise? = self[index] { true } else { false } }

    private func isUnit(_ index: Int) -> Bool {
        switch self[index] {
        case .unit(.day)?, .unit(.week)?, .unit(.month)?, .unit(.quarter)?, .unit(.year)?, .task(.days)?: true
        default: false
        }
    }
}
