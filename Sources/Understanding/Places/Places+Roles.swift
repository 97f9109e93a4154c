internal import Market
internal import Studies

extension Places {
    /// Of two instruments: each fact is of the one that it is said of, and what stands behind "when" chooses the days.
    func roles() -> [Int] {
        givenOfOthers() + partnersLeftOut() + unjoinedPartners() + laterConditions() + unusedKeys() + chatsInstrument()
            + unclearBases()
    }

    /// "Gold green when NQ red": NQ's days are chosen, gold is asked about.
    private func givenOfOthers() -> [Int] {
        guard frame.named.count == 2, study.symbols.count == 2, frame.dayFacts.count == 2 else { return [] }
        guard let given = line.pieces.indices.first(where: { line.isMark($0, .given) || line.isMark($0, .after) })
        else {
            return []
        }
        let facts = frame.dayFacts.map(\.index)
        let behind = facts.filter { $0 > given }
        // "When gold is green, how often is NQ red": the clause ends where the question begins.
        guard let first = behind.first, let symbol = symbol(of: first) else { return [] }
        guard
            behind.count == 1 || frame.breaks(between: first, and: behind[1]) || isAsked(between: first, and: behind[1])
        else { return [] }
        guard let chosen, !told.isEmpty else { return [] }
        let owners = chosen.symbols(study.symbols[0])
        return owners.contains(symbol) ? [] : [first, facts.first { $0 != first } ?? first]
    }

    /// In a chat about gold, "share of gap downs that fill when NQ is red": of gold's gaps, or of NQ's; which is not said.
    private func chatsInstrument() -> [Int] {
        guard let own = frame.context.symbol, frame.named.count == 1, frame.named[0] != own,
            frame.dayFacts.count > 1 || !frame.quantities.isEmpty,
            let place = frame.indices.first(where: { if case .symbol? = line[$0] { true } else { false } }),
            let given = line.pieces.indices.last(where: {
                $0 < place && (line.isMark($0, .given) || line.isMark($0, .after))
            }),
            place == given + 1, frame.dayFacts.contains(where: { $0.index > place }),
            frame.dayFacts.contains(where: { $0.index < given })
                || frame.quantities.contains(where: { $0.index < given })
        else { return [] }
        return [place]
    }

    /// "What percentage of gap ups after a red day": of the gaps, those that came after one; or of the days after one, those
    /// that gapped.
    private func unclearBases() -> [Int] {
        guard let asked = frame.task(.share), line.has(.partword, in: line.pieces[asked]),
            let fact = frame.dayFacts.first(where: { $0.index == asked + 1 }), !fact.value.settled,
            fact.value.ofSession,
            !fact.value.isOutcome, line.isMark(fact.index + 1, .after), line.isFact(fact.index + 2),
            frame.dayFacts.count == 2, told.contains(fact.value.condition)
        else { return [] }
        return [fact.index]
    }

    private func isAsked(between first: Int, and last: Int) -> Bool {
        (first..<last).contains {
            switch line.pieces[$0].sense {
            case .task, .often: true
            default: false
            }
        }
    }

    /// The instrument beside a fact: before it in its clause, else behind it.
    private func symbol(of fact: Int) -> String? {
        for place in [fact - 1, fact - 2, fact + 1] {
            if case .symbol(let symbol)? = line[place] { return symbol }
        }
        return nil
    }

    /// "First hour green, last hour green, how often": what comes later in the day is not given, unless it is said to be.
    private func laterConditions() -> [Int] {
        guard frame.marks(.given).isEmpty, frame.marks(.after).isEmpty, let chosen, !told.isEmpty else { return [] }
        let given = windows([chosen])
        let asked = windows(told)
        guard let start = given.map(\.from).min(), let end = asked.map(\.to).max(), start >= end else { return [] }
        return frame.dayFacts.map(\.index)
    }

    private func windows(_ conditions: [Condition]) -> [Window] {
        var found: [Window] = []
        for case .compare(let left, _, let right) in conditions.flatMap(\.atoms) {
            for bar in left.bars + right.bars {
                if let span = bar.span, let window = frame.surroundings.window(of: span) { found.append(window) }
            }
        }
        return found
    }

    /// "Fill rate by gap size": what stands behind "by" groups or orders.
    private func unusedKeys() -> [Int] {
        guard case .summary(let summary) = study.result, summary.order == nil else { return [] }
        let hasEdges = summary.keys.contains { if case .edges = $0 { true } else { false } }
        return hasEdges ? [] : frame.quantities.filter { line.prep($0.index) == .by && $0.value.isGap }.map(\.index)
    }

    /// "NQ range on gold's best days": two instruments that no word sets side by side are not compared.
    private func unjoinedPartners() -> [Int] {
        guard case .comparison(let variants, _) = study.result, variants.allSatisfy({ $0.symbol != nil }),
            frame.task(.compare) == nil
        else { return [] }
        let places = frame.indices.filter { if case .symbol? = line[$0] { true } else { false } }
        return zip(places, places.dropFirst()).filter { left, right in
            line.prep(right) != .than && line.prep(right) != .to && !(left + 1..<right).contains { isJoint($0) }
        }
        .map(\.1)
    }

    private func isJoint(_ place: Int) -> Bool {
        switch line.pieces[place].sense {
        case .mark(.vs), .mark(.and), .mark(.or), .mark(.both), .stop, .relation: true
        // "волатильнее золота".
        case .quantity: line.has(.comparative, in: line.pieces[place])
        default: line.prep(place) == .than
        }
    }

    /// "... relative to gold": what is held against an instrument needs both.
    private func partnersLeftOut() -> [Int] {
        line.pieces.indices.filter { place in
            guard line.isMark(place, .vs), case .symbol? = line[place + 1] else { return false }
            return study.symbols.count < 2
        }
    }
}

extension Condition {
    /// The instruments that it speaks of; its own by default.
    fileprivate func symbols(_ own: String) -> Set<String> {
        var found: Set<String> = []
        for case .compare(let left, _, let right) in atoms {
            for bar in left.bars + right.bars { found.insert(bar.symbol ?? own) }
        }
        for case .pattern(_, let bar) in atoms { found.insert(bar.symbol ?? own) }
        if atoms.contains(.gapFilled) { found.insert(own) }
        return found
    }
}

extension Series {
    fileprivate var bars: [Bar] {
        switch self {
        case .metric(_, let bar), .time(_, let bar): [bar]
        case .absolute(let of), .shifted(let of, _), .rolling(_, let of, _), .soFar(_, let of),
            .aggregate(_, let of), .containing(_, _, let of):
            of.bars
        case .arithmetic(let left, _, let right): left.bars + right.bars
        case .number, .calendar, .indicator, .move, .drawdown, .peakDay: []
        }
    }
}
