internal import Market
internal import Studies

extension Frame {
    /// The opening range against the rest of the session: which side breaks first, and where the session closes.
    func openings() -> [Candidate] {
        guard let place = indices.first(where: { line.openingMinutes($0) != nil }),
            let minutes = line.openingMinutes(place)
        else { return [] }
        return firstSide(place, minutes) + closes(place, minutes)
    }

    private func price(_ metric: Metric, _ span: Span?) -> Series { .metric(metric: metric, of: Bar(span: span)) }

    /// "куда чаще выходит первым, вверх или вниз".
    private func firstSide(_ place: Int, _ minutes: Int) -> [Candidate] {
        let breaks = indices.filter { line.pieces[$0].sense == .verb(.break) }
        guard !breaks.isEmpty else { return [] }
        let ways = indices.filter { index in
            if case .way = line.pieces[index].sense { return true }
            return line.isMark(index, .absolute) || line.isMark(index, .side)
                || line[index] == .task(.performance) && line.has(.side, in: line.pieces[index])
        }
        let first = indices.filter { index in
            line.pieces[index].sense == .ordinal(1)
                || line.pieces[index].sense == .unknown && line.has(.atfirst, in: line.pieces[index])
        }
        guard !often.isEmpty || !first.isEmpty || task(.share, .count) != nil || has(.side),
            !ways.isEmpty
        else {
            return []
        }
        let (opening, after) = (Span.opening(minutes: minutes), Span.afterOpening(minutes: minutes))
        let up = Series.time(event: .above(level: price(.high, opening)), of: Bar(span: after))
        let down = Series.time(event: .below(level: price(.low, opening)), of: Bar(span: after))
        // Of a side that is never broken there is no first minute: whether it was is asked first, so that every day counts.
        func leads(_ one: Series, _ other: Series, _ broken: Condition, _ untouched: Condition) -> Condition {
            .all(of: [broken, .any(of: [untouched, .holds(one, .less, other)])])
        }
        let highBroken = Condition.holds(price(.high, after), .greater, price(.high, opening))
        let highHeld = Condition.holds(price(.high, after), .lessOrEqual, price(.high, opening))
        let lowBroken = Condition.holds(price(.low, after), .less, price(.low, opening))
        let lowHeld = Condition.holds(price(.low, after), .greaterOrEqual, price(.low, opening))
        let alone = marks(.only) + marks(.both) + marks(.neither)
        // "only the upside, only the downside, both": what was broken in the end, whichever came first.
        guard alone.isEmpty || first.isEmpty else { return [] }
        let sides =
            alone.isEmpty
            ? [leads(up, down, highBroken, lowHeld), leads(down, up, lowBroken, highHeld)]
            : (ways + alone).sorted().compactMap { index -> Condition? in
                switch line.pieces[index].sense {
                case .way(up: true): .all(of: [highBroken, lowHeld])
                case .way(up: false): .all(of: [lowBroken, highHeld])
                case .mark(.both): .all(of: [highBroken, lowBroken])
                case .mark(.neither): .all(of: [highHeld, lowHeld])
                default: nil
                }
            }
        let measures =
            sides.map { Measure.count(where: $0) } + sides.map { Measure.share(of: $0, where: nil, withBase: false) }
        var used = Set(breaks + ways + first + often + alone + [place])
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.count), .task(.share), .task(.performance), .mark(.or), .measure(.percent), .verb(.form):
                used.insert(index)
            default: continue
            }
        }
        return [made(measures, used, place)]
    }

    /// "how often does the RTH close end up above it, below it or inside it".
    private func closes(_ place: Int, _ minutes: Int) -> [Candidate] {
        guard task(.share) != nil || !often.isEmpty else { return [] }
        let relations = indices.filter { if case .relation = line.pieces[$0].sense { true } else { false } }
        let closing = indices.filter { index in
            switch line.pieces[index].sense {
            case .verb(.close), .quantity(Quantity(.close)): true
            default: false
            }
        }
        guard !relations.isEmpty, !closing.isEmpty else { return [] }
        let opening = Span.opening(minutes: minutes)
        let close = price(.close, .session(name: .rth))
        var measures: [Measure] = []
        for index in relations {
            guard case .relation(let relation) = line.pieces[index].sense else { continue }
            let level = price(relation.isUp ? .high : .low, opening)
            measures.append(.share(of: .holds(close, relation, level), where: nil, withBase: false))
        }
        if line.has(.inside) {
            measures.append(
                .share(
                    of: .all(of: [
                        .holds(close, .lessOrEqual, price(.high, opening)),
                        .holds(close, .greaterOrEqual, price(.low, opening)),
                    ]),
                    where: nil,
                    withBase: false
                )
            )
        }
        var used = Set(relations + closing + often + marks(.or) + marks(.inside) + [place])
        if let asked = task(.share) { used.insert(asked) }
        return [made(measures, used, place)]
    }

    private func made(_ measures: [Measure], _ used: Set<Int>, _ place: Int) -> Candidate {
        let grouping = keys.filter { !isDateKey($0.value) }
        let summary = Summary(measures: measures, keys: grouping.map(\.value))
        var base = study(.summary(summary: summary), span: .session(name: .rth), without: [place])
        for index in indices where line[index] == .span(.session(name: .rth)) { base.used.insert(index) }
        return Candidate(
            name: "opening range",
            study: base.study,
            used: used.union(base.used).union(grouping.map(\.index)),
            fit: 31,
            assumptions: base.assumptions
        )
    }
}
