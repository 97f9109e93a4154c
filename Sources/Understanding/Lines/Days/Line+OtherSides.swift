internal import Market
internal import Studies

extension Line {
    /// "days that opened above the previous close vs those that opened below it": the level is named once, and the other
    /// side is the same fact the other way.
    mutating func joinOtherSides() {
        guard pieces.contains(where: { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }) else { return }
        for index in pieces.indices.reversed() {
            guard case .relation(let side)? = self[index] else { continue }
            let last = isMark(index + 1, .it) ? index + 1 : index
            guard last + 1 == count || isStop(last + 1) || isDates(last + 1) || isMark(last + 1, .those) else {
                continue
            }
            var first = index
            let told = self[first - 1]
            switch told {
            case .verb(.open)?, .verb(.close)?, .quantity(Quantity(.open))?, .quantity(Quantity(.close))?: first -= 1
            default: break
            }
            while unit(first - 1) == .day || self[first - 1] == .task(.days) || isMark(first - 1, .those) { first -= 1 }
            guard isJoint(first - 1), case .condition(var fact)? = self[first - 2], let up = fact.up, up != side.isUp,
                case .compare(.metric(let metric, let bar), let relation, .number(value: 0)) = fact.condition,
                Self.fits(told, metric)
            else { continue }
            fact.condition = .compare(
                left: .metric(metric: metric, of: bar),
                relation: relation.mirrored,
                right: .number(value: 0)
            )
            (fact.up, fact.rankDescending) = (!up, !fact.rankDescending)
            join(first...last, as: .condition(fact))
            pieces[first - 1].sense = .mark(.vs)
            if isStop(first + 1), pieces[(first + 1)...].allSatisfy({ $0.sense.pointsBack }) {
                // ": compare such days".
                for piece in pieces[(first + 1)...] { empty.formUnion(piece.tokens) }
                pieces.removeSubrange((first + 1)...)
            }
            return
        }
    }

    private func isJoint(_ index: Int) -> Bool {
        switch self[index] {
        case .mark(.vs)?, .mark(.and)?, .mark(.or)?, .mark(.given)?, .task(.compare)?, .stop("/")?, .stop(",")?: true
        default: false
        }
    }

    /// The gap is of the open, the change of the close.
    private static func fits(_ told: Sense?, _ metric: Metric) -> Bool {
        switch told {
        case .verb(.open)?, .quantity(Quantity(.open))?: metric.family == .gap
        case .verb(.close)?, .quantity(Quantity(.close))?: metric.family != .gap
        default: true
        }
    }

    /// "on Fridays with NFP and without it": the days are named once, and both sides are of them.
    mutating func joinWithAndWithout() {
        for index in pieces.indices.reversed() {
            guard case .condition(var without)? = self[index], without.isCalendar,
                case .not(let denied) = without.condition
            else { continue }
            var joint = index - 1
            var again: Fact?
            if isMark(joint, .given) { joint -= 1 }
            if case .condition(let days)? = self[joint], days.isCalendar { (again, joint) = (days, joint - 1) }
            guard joinsHeads(joint) || isMark(joint, .vs) || isMark(joint, .or) || self[joint] == .stop(","),
                case .condition(var with)? = self[joint - 1], with.condition == denied
            else { continue }
            var head = joint - 2
            if isMark(head, .given) { head -= 1 }
            guard case .condition(let days)? = self[head], days.isCalendar, again == nil || again == days else {
                continue
            }
            with.condition = .all(of: [days.condition, with.condition])
            without.condition = .all(of: [days.condition, without.condition])
            join((joint + 1)...index, as: .condition(without))
            pieces[joint].sense = .mark(.vs)
            join(head...(joint - 1), as: .condition(with))
            return
        }
    }

    /// "with NFP and without it": what is left out was named just before.
    mutating func settleWithoutIt() {
        for index in pieces.indices.reversed() where isMark(index, .except) && isMark(index + 1, .it) {
            guard case .condition(let fact)? = pieces[..<index].last(where: { !$0.sense.isBesideDays })?.sense,
                fact.isCalendar
            else { continue }
            pieces[index + 1].sense = .condition(fact)
        }
    }

    /// "накануне праздника и сразу после него": the day after what the first was the eve of, asked in the same way.
    mutating func joinAfterIt() {
        for index in pieces.indices.reversed() where isMark(index, .it) {
            let isAfter = isMark(index - 1, .after)
            guard isAfter || isMark(index - 1, .before),
                let place = pieces[..<(index - 1)].lastIndex(where: {
                    if case .condition = $0.sense { true } else { false }
                }),
                case .condition(let fact)? = self[place], case .event(let event, let offset) = fact.condition,
                abs(offset) <= 1, offset != (isAfter ? 1 : -1)
            else { continue }
            let other = Condition.event(event: event, offset: isAfter ? 1 : -1)
            join((index - 1)...index, as: .condition(Fact(condition: other, isCalendar: true)))
            guard isMark(index - 3, .and), case .task(let asked)? = self[index - 2],
                pieces[..<place].contains(where: { $0.sense == .task(asked) })
            else { return }
            drop(index - 2)
            return
        }
    }
}

extension Sense {
    fileprivate var isBesideDays: Bool {
        switch self {
        case .mark(.and), .mark(.or), .mark(.vs), .stop, .unit(.day), .mark(.given): true
        case .condition(let fact): !fact.isCalendar
        default: false
        }
    }

    fileprivate var pointsBack: Bool {
        switch self {
        case .stop, .task(.compare), .mark(.those), .unit(.day), .empty: true
        default: false
        }
    }
}
