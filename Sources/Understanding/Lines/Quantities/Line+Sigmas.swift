internal import Market
internal import Studies

/// Bounds in standard deviations.
extension Line {
    /// "beyond 3 sigma", "3 sigma days", "range over 2 standard deviations", "за пределами 2 сигм", "within 1 sigma": so many
    /// standard deviations of the period from its mean; what has a sign on either side, unless a way is said.
    mutating func settleSigmas() {
        for index in pieces.indices.reversed() {
            guard case .number(let count, let scale)? = self[index], (0.25...10).contains(count) else { continue }
            var last = index
            if scale == nil, self[index + 1] == .statistic(.deviation) || self[index + 1] == .measure(.sigmas),
                !pieces[index + 1].afterStop
            {
                last = index + 1
            } else if scale != .sigmas {
                continue
            }
            var first = index
            var isInside = false
            switch self[index - 1] {
            case .relation(let relation)? where relation != .equal && relation != .notEqual:
                (first, isInside) = (index - 1, !relation.isUp)
            case .mark(.outside)?: first = index - 1
            case .mark(.inside)?: (first, isInside) = (index - 1, true)
            default: break
            }
            // "3 std of range" is a figure, and "bands of 2 sigma" are an indicator's.
            guard first < index || isSaidOf(last + 1) else { continue }
            var quantity = Quantity(.change)
            if case .quantity(let named)? = self[first - 1], first < index, !pieces[first].afterStop {
                (quantity, first) = (named, first - 1)
            } else if case .quantity(let named)? = self[last + 1], first == index, !pieces[last + 1].afterStop {
                (quantity, last) = (named, last + 1)
            }
            guard !quantity.isPrice, !quantity.isOfIndicator, let told = quantity.columns.first else { continue }
            // "from the mean".
            if self[last + 1] == .statistic(.mean), prep(last + 1) == .from { last += 1 }
            var up: Bool?
            switch self[last + 1] {
            case .way(let way)?, .rise(let way)?: (up, last) = (way, last + 1)
            default: break
            }
            let condition = Condition.beyond(count, told, isInside: isInside, up: quantity.isSigned ? up : true)
            join(
                first...last,
                as: .condition(Fact(condition: condition, isOutcome: true, up: up))
            )
        }
    }

    private func isSaidOf(_ index: Int) -> Bool {
        guard pieces.indices.contains(index), !pieces[index].afterStop else { return false }
        switch self[index] {
        case .unit(.day)?, .task(.days)?, .bars?, .rise?: return true
        case .quantity(let quantity)?: return quantity.isSigned
        case .way?: return unit(index + 1) == .day
        default: return false
        }
    }
}

extension Condition {
    /// So many standard deviations of the period from its mean, or more; within them, if `isInside`.
    fileprivate static func beyond(_ count: Double, _ series: Series, isInside: Bool, up: Bool?) -> Condition {
        let mean = Series.aggregate(statistic: .mean, of: series)
        let far = Series.arithmetic(
            left: .number(value: count),
            operation: .times,
            right: .aggregate(statistic: .deviation, of: series)
        )
        let away: Series =
            switch up {
            case true?: .arithmetic(left: series, operation: .minus, right: mean)
            case false?: .arithmetic(left: mean, operation: .minus, right: series)
            case nil: .absolute(of: .arithmetic(left: series, operation: .minus, right: mean))
            }
        return .compare(
            left: isInside && up == true ? .absolute(of: away) : away,
            relation: isInside ? .lessOrEqual : .greater,
            right: far
        )
    }
}
