internal import Market
internal import Studies

/// Other days than those of before, and what they did.
extension Change {
    /// "average range on OPEX days", then "the day before": the day beside the event, and not the event's.
    mutating func besideEvent() -> Bool? {
        guard case .summary(let summary) = study.result, summary.measures.contains(where: { $0 != .count(where: nil) }),
            frame.facts.isEmpty, frame.quantities.isEmpty, frame.dates.isEmpty, frame.spans.isEmpty
        else { return nil }
        var step: Int?
        var saysDay = false
        for index in frame.indices {
            switch frame.line.pieces[index].sense {
            case .mark(.before), .mark(.previous), .mark(.eve):
                guard step == nil else { return nil }
                (step, saysDay) = (-1, saysDay || frame.line.isMark(index, .eve))
            case .mark(.after), .mark(.next):
                guard step == nil else { return nil }
                (step, saysDay) = (1, saysDay || frame.line.pieces[index].tokens.count > 1)
            case .unit(.day): saysDay = true
            case _ where quiet.contains(index): continue
            default: return nil
            }
        }
        guard let step, saysDay, var parts = study.condition?.parts else { return nil }
        let places = parts.indices.filter { if case .event(_, 0) = parts[$0] { true } else { false } }
        guard places.count == 1, case .event(let event, _) = parts[places[0]] else { return nil }
        parts[places[0]] = .event(event: event, offset: step)
        study.condition = Condition.every(parts)
        use(frame.indices)
        return true
    }

    /// "FOMC days of 2024", then "green or red": how often either.
    mutating func eitherWay() -> Bool? {
        guard frame.facts.count == 1, let fact = frame.dayFacts.first, frame.quantities.isEmpty, frame.dates.isEmpty,
            case .any(let ways) = fact.value.condition, ways.count == 2, ways[0].isOpposite(of: ways[1]),
            frame.indices.allSatisfy({ $0 == fact.index || quiet.contains($0) || isPointer($0) })
        else { return nil }
        switch study.result {
        case .list(let list):
            guard chooseListed(list) else { return false }
        case .summary(let summary):
            guard summary.plainColumns != nil, summary.keys.isEmpty else { return nil }
        default: return nil
        }
        study.result = .summary(
            summary: Summary(measures: ways.map { .share(of: $0, where: nil, withBase: false) })
        )
        use(frame.indices)
        return true
    }
}
