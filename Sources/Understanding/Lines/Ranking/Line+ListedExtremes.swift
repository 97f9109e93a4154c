internal import Studies

extension Line {
    /// "largest range and average change in 2024", "средний диапазон и самый большой объём": beside a figure of all days the
    /// largest is a figure too, and chooses no day.
    mutating func settleListedExtremes() {
        guard pieces.contains(where: { if case .superlative = $0.sense { true } else { false } }),
            !pieces.contains(where: { $0.sense.choosesRows })
        else { return }
        for index in pieces.indices {
            guard let statistic = extremeSaid(index), !has(.plural, in: pieces[index + 1]),
                plainNumber(index - 1) == nil
            else { continue }
            let joint = pieces.indices[(index + 2)...].first { joinsHeads($0) || self[$0] == .stop(",") }
            // "largest range: Asia vs Europe": of each.
            if isHeldApart {
                pieces[index].sense = .statistic(statistic)
                continue
            }
            let isBefore = joint.map { asksFigure($0 + 1) } ?? false
            let isBehind = (joinsHeads(index - 1) || self[index - 1] == .stop(",")) && asksFigure(before: index - 1)
            if isBefore || isBehind { pieces[index].sense = .statistic(statistic) }
        }
    }

    /// Two things are named, and it is not asked which of them has the more.
    private var isHeldApart: Bool {
        guard pieces.contains(where: { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }),
            let first = tokens.first?.text
        else { return false }
        return ![Forms.Kind.what, .which, .how, .asks].contains { forms.contains(first, $0) }
            && !pieces.contains { $0.sense == .mark(.more) }
    }

    /// "gap fill rate: Mondays or Fridays": behind a colon, things named are told one by one.
    mutating func settleColonChoices() {
        guard let colon = pieces.firstIndex(where: { $0.sense == .stop(":") }), colon > 0 else { return }
        let behind = pieces.indices[(colon + 1)...]
        let choices = behind.filter { isMark($0, .or) }
        guard !choices.isEmpty,
            behind.allSatisfy({ index in
                switch self[index] {
                case .mark(.or)?, .mark(.given)?, .weekdays?, .months?, .condition?, .colour?, .way?, .dates?, .span?,
                    .window?, .symbol?, .unit(.day)?, .event?, .pattern?, .stop?, .key?, .empty?, .mark(.and)?:
                    true
                case .quantity(let quantity)?: quantity.isGap
                default: false
                }
            })
        else { return }
        for index in choices { pieces[index].sense = .mark(.vs) }
    }

    /// "the largest", with what is largest behind it.
    private func extremeSaid(_ index: Int) -> Statistic? {
        guard case .quantity? = self[index + 1] else { return nil }
        return switch self[index] {
        case .superlative(.max)?: .max
        case .superlative(.min)?: .min
        default: nil
        }
    }

    private func asksFigure(_ index: Int) -> Bool {
        switch self[index] {
        case .statistic?, .extremum?, .task(.share)?, .task(.count)?: true
        case .quantity(let quantity)?: quantity.isVolume && pieces[index].tokens.count > 1
        default: false
        }
    }

    /// A figure is asked for in the clause that ends there.
    private func asksFigure(before joint: Int) -> Bool {
        let start = pieces[..<joint].lastIndex { if case .stop = $0.sense { true } else { false } } ?? -1
        return (start + 1..<joint).contains { asksFigure($0) }
    }
}

extension Sense {
    /// Rows are asked for, or pointed back to.
    fileprivate var choosesRows: Bool {
        switch self {
        case .which, .when, .top, .task(.top), .task(.time), .task(.timehour), .task(.days), .mark(.those),
            .mark(.each),
            .mark(.it), .unit(.day), .key, .slots:
            true
        default: false
        }
    }
}
