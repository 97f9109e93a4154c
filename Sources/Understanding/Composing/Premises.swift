internal import Market
internal import Studies

/// What a condition settles about one row: bounds of quantities, values of calendar fields, and facts known to hold or not.
///
/// It sees through "and", negations, offsets and runs; what it does not see through counts as a fact of its own.
struct Premises {
    private struct Place: Hashable {
        var series: Series
        var shift: Int
    }

    private struct Known: Hashable {
        var condition: Condition
        var shift: Int
    }

    /// Values of a quantity that are still possible.
    private struct Bounds {
        var low = -Double.infinity
        var high = Double.infinity
        var isLowIn = true
        var isHighIn = true

        var isEmpty: Bool { low > high || low == high && !(isLowIn && isHighIn) }

        func isWithin(_ other: Bounds) -> Bool {
            let above = low > other.low || low == other.low && (other.isLowIn || !isLowIn)
            let below = high < other.high || high == other.high && (other.isHighIn || !isHighIn)
            return above && below
        }

        mutating func meet(_ other: Bounds) {
            if other.low > low || other.low == low && !other.isLowIn { (low, isLowIn) = (other.low, other.isLowIn) }
            if other.high < high || other.high == high && !other.isHighIn {
                (high, isHighIn) = (other.high, other.isHighIn)
            }
        }
    }

    private var bounds: [Place: Bounds] = [:]
    private var calendar: [Place: Set<Int>] = [:]
    private var facts: [Known: Bool] = [:]
    /// No row can meet all that was said.
    private(set) var isImpossible = false

    init(_ condition: Condition?) {
        if let condition { add(condition, holds: true, shift: 0) }
    }

    /// Whether the condition holds wherever these premises do.
    func imply(_ condition: Condition) -> Bool {
        let other = Premises(condition)
        guard !other.bounds.isEmpty || !other.calendar.isEmpty || !other.facts.isEmpty else { return false }
        return other.bounds.allSatisfy { place, range in bounds[place]?.isWithin(range) ?? false }
            && other.calendar.allSatisfy { place, values in calendar[place]?.isSubset(of: values) ?? false }
            && other.facts.allSatisfy { known, holds in facts[known] == holds }
    }

    func exclude(_ condition: Condition) -> Bool {
        var both = self
        both.add(condition, holds: true, shift: 0)
        return both.isImpossible
    }

    private mutating func add(_ condition: Condition, holds: Bool, shift: Int) {
        switch condition {
        case .all(let parts) where holds: parts.forEach { add($0, holds: true, shift: shift) }
        case .any(let parts) where !holds: parts.forEach { add($0, holds: false, shift: shift) }
        case .not(let inner): add(inner, holds: !holds, shift: shift)
        case .shifted(let inner, let by): add(inner, holds: holds, shift: shift + by)
        case .run(let inner, let count, _) where holds && count <= 60:
            for back in 0..<max(count, 1) { add(inner, holds: true, shift: shift - back) }
            know(condition, holds, shift)
        case .calendar(let field, let values):
            guard holds else { return know(condition, false, shift) }
            let place = Place(series: .calendar(field: field), shift: shift)
            let left = calendar[place].map { $0.intersection(values) } ?? Set(values)
            calendar[place] = left
            if left.isEmpty { isImpossible = true }
        case .compare(let left, let relation, .number(let value)):
            bound(left, holds ? relation : relation.negated, value, shift)
        case .compare(let left, let relation, let right):
            // One series against another: the sign of their difference.
            let difference = Series.arithmetic(left: left, operation: .minus, right: right)
            bound(difference, holds ? relation : relation.negated, 0, shift)
        default: know(condition, holds, shift)
        }
    }

    private mutating func know(_ condition: Condition, _ holds: Bool, _ shift: Int) {
        let known = Known(condition: condition, shift: shift)
        if let before = facts[known], before != holds { isImpossible = true }
        facts[known] = holds
    }

    private mutating func bound(_ series: Series, _ relation: Relation, _ value: Double, _ shift: Int) {
        var range = Bounds()
        switch relation {
        case .less: (range.high, range.isHighIn) = (value, false)
        case .lessOrEqual: range.high = value
        case .greater: (range.low, range.isLowIn) = (value, false)
        case .greaterOrEqual: range.low = value
        case .equal: (range.low, range.high) = (value, value)
        case .notEqual: return
        }
        var (inner, by) = (series, shift)
        if case .shifted(let of, let rows) = series { (inner, by) = (of, shift + rows) }
        meet(Place(series: inner, shift: by), range)
        // A percent beyond zero says the sign of the points, and the other way round.
        guard case .metric(let metric, let bar) = inner, let twin = metric.twin else { return }
        var sign = Bounds()
        if range.low > 0 || range.low == 0 && !range.isLowIn { (sign.low, sign.isLowIn) = (0, false) }
        if range.high < 0 || range.high == 0 && !range.isHighIn { (sign.high, sign.isHighIn) = (0, false) }
        meet(Place(series: .metric(metric: twin, of: bar), shift: by), sign)
    }

    private mutating func meet(_ place: Place, _ range: Bounds) {
        var left = bounds[place] ?? Bounds()
        left.meet(range)
        bounds[place] = left
        if left.isEmpty { isImpossible = true }
    }
}

extension Metric {
    /// The same in the other unit, with the same sign.
    fileprivate var twin: Metric? {
        switch self {
        case .change: .changePct
        case .changePct: .change
        case .body: .bodyPct
        case .bodyPct: .body
        case .gap: .gapPct
        case .gapPct: .gap
        default: nil
        }
    }
}
