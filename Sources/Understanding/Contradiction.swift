import Studies

extension Study {
    /// Whether a condition can never hold, or a share's outcome is settled by what it is a share of: an answer of 0 or 100%
    /// by logic alone means that the question was read wrong.
    var isSettledByLogic: Bool {
        let given = condition?.claims ?? []
        if Self.contradict(given) { return true }
        let measures: [Measure]
        switch result {
        case .summary(let summary): measures = summary.measures
        case .comparison(_, let all): measures = all
        case .list, .distribution, .runs, .correlation, .standing: return false
        }
        return measures.contains { measure in
            guard case .share(let outcome, let condition, _) = measure else { return false }
            let all = given + (condition?.claims ?? [])
            let claims = outcome.claims
            return Self.contradict(all + claims)
                || (!claims.isEmpty && claims.allSatisfy { claim in all.contains { $0.implies(claim) } })
        }
    }

    private static func contradict(_ claims: [Claim]) -> Bool {
        claims.indices.contains { left in claims[..<left].contains { $0.excludes(claims[left]) } }
    }
}

/// One comparison with a number, or one choice of calendar values, that must hold of a row.
private struct Claim: Equatable {
    var series: Series
    var low: Double
    var high: Double
    /// Whether the ends belong to it.
    var holdsLow: Bool
    var holdsHigh: Bool
    var values: Set<Int>?

    func implies(_ other: Claim) -> Bool {
        guard series == other.series else { return false }
        if let values, let others = other.values { return values.isSubset(of: others) }
        guard values == nil, other.values == nil else { return false }
        let lowHolds = low > other.low || low == other.low && (other.holdsLow || !holdsLow)
        let highHolds = high < other.high || high == other.high && (other.holdsHigh || !holdsHigh)
        return lowHolds && highHolds
    }

    func excludes(_ other: Claim) -> Bool {
        guard series == other.series else { return false }
        if let values, let others = other.values { return values.isDisjoint(with: others) }
        guard values == nil, other.values == nil else { return false }
        if low > other.high || other.low > high { return true }
        return low == other.high && !(holdsLow && other.holdsHigh)
            || other.low == high && !(other.holdsLow && holdsHigh)
    }
}

extension Condition {
    /// What must hold of a row for the condition to hold, as far as it is put together by "and".
    fileprivate var claims: [Claim] {
        claims(by: 0)
    }

    private func claims(by offset: Int) -> [Claim] {
        switch self {
        case .all(let parts): parts.flatMap { $0.claims(by: offset) }
        case .shifted(let of, let by): of.claims(by: offset + by)
        case .run(let of, let count, _): count <= 60 ? (0..<count).flatMap { of.claims(by: offset - $0) } : []
        case .compare(let left, let relation, .number(let value)): Self.claim(left.moved(by: offset), relation, value)
        case .calendar(let field, let values):
            [
                Claim(
                    series: Series.calendar(field: field).moved(by: offset),
                    low: 0,
                    high: 0,
                    holdsLow: true,
                    holdsHigh: true,
                    values: Set(values)
                )
            ]
        case .compare(let left, let relation, let right):
            // One series against another: the sign of their difference.
            Self.claim(Series.arithmetic(left: left, operation: .minus, right: right).moved(by: offset), relation, 0)
        case .pattern, .event, .holdsEvent, .gapFilled, .extreme, .any, .not: []
        }
    }

    private static func claim(_ series: Series, _ relation: Relation, _ value: Double) -> [Claim] {
        let infinity = Double.infinity
        switch relation {
        case .less: return [Claim(series: series, low: -infinity, high: value, holdsLow: false, holdsHigh: false)]
        case .lessOrEqual: return [Claim(series: series, low: -infinity, high: value, holdsLow: false, holdsHigh: true)]
        case .greater: return [Claim(series: series, low: value, high: infinity, holdsLow: false, holdsHigh: false)]
        case .greaterOrEqual:
            return [Claim(series: series, low: value, high: infinity, holdsLow: true, holdsHigh: false)]
        case .equal: return [Claim(series: series, low: value, high: value, holdsLow: true, holdsHigh: true)]
        case .notEqual: return []
        }
    }
}

extension Series {
    fileprivate func moved(by offset: Int) -> Series { offset == 0 ? self : .shifted(of: self, by: offset) }
}
