internal import Market
internal import Studies

/// Up and down, of what was said before.
extension Change {
    /// "упал больше 2%", then "а вырос?": as much the other way.
    mutating func turnBound(up: Bool, _ fact: Fact) -> Bool {
        guard case .compare(.metric(let metric, .own), _, .number(value: 0)) = fact.condition else { return false }
        let isBound = (study.condition?.parts ?? []).contains { part in
            guard case .compare(.metric(let own, .own), _, .number(let bound)) = part else { return false }
            return bound != 0 && own.family == metric.family
        }
        var turned = 0
        guard isBound, let condition = study.condition?.turned(up: up, &turned), turned == 1 else { return false }
        study.condition = condition
        if case .list(var list) = study.result, let order = list.order.first, order.hasSign,
            order.by.metric?.family == metric.family
        {
            list.order[0].descending = up
            study.result = .list(list: list)
        }
        replaced.formUnion(frame.dayFacts.map(\.index))
        return true
    }

    /// "а вниз?": the other way of the only thing that has one.
    mutating func turn(up: Bool) -> Bool {
        var turned = 0
        let condition = study.condition.map { $0.turned(up: up, &turned) }
        if turned == 1 {
            study.condition = condition
            if case .list(var list) = study.result, list.order.count == 1, list.order[0].hasSign {
                list.order[0].descending = up
                list.skip = 0
                study.result = .list(list: list)
            }
            return true
        }
        if turned == 0, study.fillsGaps {
            study.condition = Condition.both(study.condition, .sign(.gap, up: up))
            return true
        }
        guard turned == 0, case .summary(var summary) = study.result else { return false }
        summary.measures = summary.measures.map { measure in
            guard case .share(let of, let limit, let base) = measure else { return measure }
            return .share(of: of.turned(up: up, &turned), where: limit, withBase: base)
        }
        study.result = .summary(summary: summary)
        return turned == 1
    }
}

extension Condition {
    /// The same with its signed comparisons the other way; counts them.
    func turned(up: Bool, _ count: inout Int) -> Condition {
        switch self {
        case .all(let parts): return .all(of: parts.map { $0.turned(up: up, &count) })
        case .shifted(let inner, let by): return .shifted(of: inner.turned(up: up, &count), by: by)
        case .run(let inner, let length, let exactly):
            return .run(of: inner.turned(up: up, &count), count: length, exactly: exactly)
        case .compare(.metric(let metric, let bar), let relation, .number(let value))
        where metric.hasSign && relation != .equal && relation != .notEqual:
            count += 1
            guard relation.isUp != up else { return self }
            return .holds(.metric(metric: metric, of: bar), relation.mirrored, .number(value: value == 0 ? 0 : -value))
        default: return self
        }
    }
}
