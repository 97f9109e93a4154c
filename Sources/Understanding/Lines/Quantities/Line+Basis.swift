internal import Market
internal import Studies

extension Line {
    /// "close to close" of every move that is named; but "average close to close change on days when the first hour fell
    /// 0.5%" says how the change is taken, and nothing of the hour.
    var comparesAllCloses: Bool {
        pieces.indices.contains { index in
            guard self[index] == .quantity(Quantity(.change)), pieces[index].tokens.count > 2 else { return false }
            guard case .statistic? = self[index - 1] else { return true }
            return !pieces[index...].contains { $0.sense == .mark(.given) || $0.sense == .when }
        }
    }

    /// "How many days closed green, close to close", "самое большое падение от открытия до закрытия": the two prices that a
    /// move is told by, said last, settle what rising and falling before them is against.
    mutating func joinBasis() {
        guard let place = pieces.lastIndex(where: { !$0.sense.isOfFrame }),
            case .quantity(let basis) = pieces[place].sense,
            case .metric(let metric) = basis.base, basis == Quantity(metric), metric.isMove,
            // "top 5 days after a red day by change": what they are ranked by.
            prep(place) != .by || !pieces.contains(where: { $0.sense == .task(.top) }),
            !pieces[..<place].contains(where: { if case .statistic = $0.sense { true } else { false } })
                || isApart(place)
        else { return }
        var changed: Int?
        for index in pieces.indices[..<place] {
            switch pieces[index].sense {
            case .condition(var fact) where fact.condition.isMove(otherThan: metric):
                fact.condition = fact.condition.told(by: metric)
                fact.plain = fact.plain?.told(by: metric)
                if case .metric(let rank)? = fact.rank?.base, rank.isMove {
                    fact.rank?.base = .metric(metric.like(rank))
                }
                pieces[index].sense = .condition(fact)
                changed = index
            default: continue
            }
        }
        // Said of moves that are told by it anyway.
        let same = pieces.indices[..<place].last { index in
            if case .condition(let fact) = pieces[index].sense { fact.condition.isMove(of: metric) } else { false }
        }
        guard let changed = changed ?? same else { return }
        if isStop(place - 1) {
            drop(place - 1)
            take(place - 1, into: changed)
        } else {
            take(place, into: changed)
        }
    }

    /// "average range on up days, open to close": behind a comma, where the mean has a quantity of its own.
    private func isApart(_ place: Int) -> Bool {
        isStop(place - 1) && pieces[..<place].contains { if case .quantity = $0.sense { true } else { false } }
    }

    private mutating func take(_ index: Int, into other: Int) {
        pieces[other].tokens = (pieces[other].tokens + pieces[index].tokens).sorted()
        pieces.remove(at: index)
    }
}

extension Sense {
    /// It says which days of what, or nothing.
    fileprivate var isOfFrame: Bool {
        switch self {
        case .dates, .span, .window, .symbol, .top, .task(.top), .number: true
        default: isSilent
        }
    }

    /// It says nothing of its own.
    var isSilent: Bool {
        switch self {
        case .stop, .prep, .empty: true
        default: false
        }
    }
}

extension Metric {
    /// Between two prices: this bar's open or the close before, and the close.
    var isMove: Bool { family == .change || family == .body }

    /// The metric of this one's family in the other's unit.
    func like(_ other: Metric) -> Metric {
        let isPercent = other.unit == .percent
        return family == .body ? (isPercent ? .bodyPct : .body) : isPercent ? .changePct : .change
    }
}

extension Condition {
    /// It compares a move of the other family, and no part of it one of this.
    func isMove(otherThan metric: Metric) -> Bool {
        let families = moves
        return !families.isEmpty && !families.contains(metric.family)
    }

    /// It compares a move of this family.
    fileprivate func isMove(of metric: Metric) -> Bool { moves.contains(metric.family) }

    private var moves: Set<Metric> {
        switch self {
        case .compare(let left, _, _): left.metric.map { $0.isMove ? [$0.family] : [] } ?? []
        case .run(let of, _, _), .shifted(let of, _), .not(let of), .containing(_, _, let of): of.moves
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.moves) }
        default: []
        }
    }

    /// The same with its moves told by another pair of prices.
    func told(by metric: Metric) -> Condition {
        switch self {
        case .compare(let left, let relation, let right):
            .compare(left: left.told(by: metric), relation: relation, right: right.told(by: metric))
        case .run(let of, let count, let exactly): .run(of: of.told(by: metric), count: count, exactly: exactly)
        case .shifted(let of, let by): .shifted(of: of.told(by: metric), by: by)
        case .not(let of): .not(of: of.told(by: metric))
        case .containing(let unit, let span, let of):
            .containing(unit: unit, span: span, of: of.told(by: metric))
        case .all(let parts): .all(of: parts.map { $0.told(by: metric) })
        case .any(let parts): .any(of: parts.map { $0.told(by: metric) })
        default: self
        }
    }
}

extension Series {
    fileprivate func told(by metric: Metric) -> Series {
        switch self {
        case .metric(let own, let bar) where own.isMove: .metric(metric: metric.like(own), of: bar)
        case .absolute(let of): .absolute(of: of.told(by: metric))
        case .shifted(let of, let by): .shifted(of: of.told(by: metric), by: by)
        case .aggregate(let statistic, let of): .aggregate(statistic: statistic, of: of.told(by: metric))
        case .rolling(let statistic, let of, let count):
            .rolling(statistic: statistic, of: of.told(by: metric), count: count)
        default: self
        }
    }
}
