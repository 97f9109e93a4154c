internal import Market
internal import Studies

extension Frame {
    /// "Сколько", "how many": days that meet all conditions.
    func counts() -> [Candidate] {
        let isRatio = task(.count) == nil && dayFacts.count == 2 && quantities.isEmpty
        guard let asked = task(.count) ?? (isRatio ? task(.ratio) : nil) else { return [] }
        var used: Set<Int> = [asked]
        if let more = task(.howmuch) { used.insert(more) }
        let facts = dayFacts
        used.formUnion(facts.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .verb(.form), .task(.days), .mark(.but), .task(.count): used.insert(index)
            // "how many days did it trade": trading days are days that it traded.
            case .verb(.trade) where facts.isEmpty && quantities.isEmpty: used.insert(index)
            case .quantity(let quantity) where quantity.isGap && facts.contains(where: { $0.value.ofSession }):
                used.insert(index)
            default: continue
            }
        }
        if facts.count > 1 { used.formUnion(marks(.both)) }
        var plain = facts
        var ways: [Measure] = []
        var nested: Condition?
        let apart = contraries(facts, &used)
        if !apart.isEmpty {
            plain = []
            used.formUnion(marks(.but))
        } else if let second = indices.last(where: { line[$0] == .task(.count) || line[$0] == .task(.howmuch) }),
            second != asked, facts.contains(where: { $0.index > second })
        {
            // "... and how many of those", "... и сколько из них": a second condition is counted beside the first.
            let inner = facts.filter { $0.index > second }
            plain = facts.filter { $0.index < second }
            nested = Condition.every(inner.map(\.value.condition))
        }
        // "соотношение зелёных и красных": of two sides, how many of each.
        guard !isRatio || !apart.isEmpty else { return [] }
        var condition = Condition.every(plain.map(\.value.condition))
        if facts.isEmpty, quantities.count == 1, quantities[0].value.isGap, quantities[0].value.shift == 0 {
            // "сколько гэпов": days that opened away from the close before.
            used.insert(quantities[0].index)
            condition = .holds(.metric(metric: .gap, of: .own), .notEqual, .number(value: 0))
        }
        if facts.isEmpty, condition != nil, let both = marks(.absolute).first, line.has(.joint, in: line.pieces[both]) {
            // "сколько гэпов вверх и вниз": each way by itself.
            used.insert(both)
            ways = [true, false].map { .count(where: .sign(.gap, up: $0)) }
        }
        if let marker = marks(.next).first, marks(.after).isEmpty, facts.contains(where: { $0.index < marker }),
            facts.contains(where: { $0.index > marker })
        {
            // "гэп вверх и на следующий день гэп вниз".
            used.formUnion(marks(.next))
            condition = Condition.every(
                facts.map { ($0.index > marker ? $0.value.shifted(1) : $0.value).condition }
            )
        }
        if !marks(.after).isEmpty {
            let marker = marks(.after)[0]
            if facts.contains(where: { $0.index > marker }) { used.formUnion(marks(.after)) }
            let places = facts.map(\.index)
            guard !(facts.contains { $0.index > marker && asked > marker && asked < $0.index }) else { return [] }
            let before = facts.filter { $0.index < marker || leaves(marker, $0.index, places) }.map(\.value.condition)
            let after = facts.filter { $0.index > marker && !leaves(marker, $0.index, places) }
                .map { followed($0.value, by: marker) }
            condition = Condition.every(before + after)
        }
        let session = facts.contains { $0.value.ofSession } && !marks(.after).contains { asksNextDay($0) }
        var measures: [Measure] = [.count(where: nil)]
        if let nested {
            measures = [.count(where: nil), .count(where: nested), .share(of: nested, where: nil, withBase: false)]
        }
        if !apart.isEmpty { measures = apart.map { .count(where: $0) } }
        if isRatio { measures += apart.map { .share(of: $0, where: nil, withBase: false) } }
        measures += ways
        if let all = marks(.ofAll).first, measures == [.count(where: nil)], let counted = condition {
            // "how many red months, out of how many".
            used.insert(all)
            measures = [.count(where: counted), .count(where: nil)]
            condition = nil
        }
        let grouping = keys.filter { !isDateKey($0.value) }
        used.formUnion(grouping.map(\.index))
        let summary = Summary(measures: measures, keys: grouping.map(\.value))
        // Only how the day went in the session of an event is measured there.
        let outcome = facts.contains { $0.value.ofSession } && facts.contains { $0.value.settled }
        // "weeks that close near the high, how many".
        let bars = facts.isEmpty ? nil : barUnits.first.map { (unit: $0.value, index: $0.index) }
        let longer = otherUnit() ?? bars
        if let longer { used.insert(longer.index) }
        let base = study(
            .summary(summary: summary),
            condition: condition,
            unit: longer?.unit ?? facts.lazy.compactMap(\.value.unit).first ?? .day,
            sessionEvent: session && outcome,
            ofOneDay: false
        )
        return [
            Candidate(
                name: "count",
                study: base.study,
                used: used.union(base.used),
                fit: 25,
                assumptions: base.assumptions
            )
        ]
    }

    /// "how many hammers and shooting stars": each pattern by itself.
    private func listedPatterns(_ facts: [(value: Fact, index: Int)]) -> [Condition]? {
        guard facts.count > 1, marks(.both).isEmpty, marks(.together).isEmpty, marks(.after).isEmpty,
            marks(.given).isEmpty,
            marks(.next).isEmpty,
            facts.allSatisfy({ if case .pattern = $0.value.condition { true } else { false } }),
            zip(facts, facts.dropFirst()).allSatisfy({ isListed($0.index, $1.index) }), !isOfOneDay(facts)
        else { return nil }
        return facts.map(\.value.condition)
    }

    /// "rose less than 1%, 1 to 2% and over 2%": stretches of one quantity that no day can have two of are counted apart.
    private func listedBounds(_ facts: [(value: Fact, index: Int)]) -> [Condition]? {
        guard facts.count > 2, marks(.after).isEmpty, marks(.given).isEmpty, marks(.next).isEmpty,
            zip(facts, facts.dropFirst()).allSatisfy({ isListed($0.index, $1.index) })
        else { return nil }
        let stretches = facts.compactMap { $0.value.condition.stretch }
        guard stretches.count == facts.count, Set(stretches.map(\.of)).count == 1 else { return nil }
        let ordered = stretches.sorted { ($0.low, $0.high) < ($1.low, $1.high) }
        guard zip(ordered, ordered.dropFirst()).allSatisfy({ $0.high <= $1.low }) else { return nil }
        return facts.map(\.value.condition)
    }

    /// "make a lower low and lower high", "days with a higher high and a higher low": ends that one day can have both, and
    /// a day, or what made them, is what is counted.
    func isOfOneDay(_ facts: [(value: Fact, index: Int)]) -> Bool {
        guard facts.count == 2, let first = facts.first, first.value.condition.canJoin(facts[1].value.condition) else {
            return false
        }
        return line[first.index - 1] == .verb(.form) || line.isMark(first.index - 1, .given)
            || line.unit(first.index - 1) == .day || line[first.index - 1] == .task(.days)
            || line.unit(facts[1].index + 1) == .day
            || line.has(.day, in: line.pieces[facts[1].index])
    }

    /// Nothing but "and" and commas stands between two pieces.
    func isListed(_ left: Int, _ right: Int) -> Bool {
        left + 1 < right
            && (left + 1..<right).allSatisfy {
                line.isMark($0, .and) || line[$0] == .stop(",") || line.unit($0) == .day
                    || marks(.those).isEmpty && marks(.it).isEmpty
                        && (line[$0] == .task(.count) || line[$0] == .task(.howmuch) || line.isMark($0, .or)
                            || line.isMark($0, .vs))
            }
    }

    /// "how many green and how many red", "сколько зелёных и красных": sides that no day can have both are counted apart.
    private func contraries(_ facts: [(value: Fact, index: Int)], _ used: inout Set<Int>) -> [Condition] {
        if let listed = listedPatterns(facts) ?? listedBounds(facts) { return listed }
        if facts.count == 2, marks(.given).isEmpty, marks(.after).isEmpty,
            (facts[0].index + 1..<facts[1].index).contains(where: { line.isMark($0, .vs) })
        {
            // "how many days does the high form overnight vs in RTH": each is counted.
            used.formUnion(marks(.vs))
            return facts.map(\.value.condition)
        }
        guard facts.count == 2, marks(.after).isEmpty, marks(.given).isEmpty, marks(.next).isEmpty,
            case .compare(let left, let relation, let bound) = facts[0].value.condition,
            case .compare(left, relation.mirrored, let other) = facts[1].value.condition,
            areApart(bound, relation, other),
            !left.isAbsolute,
            (facts[0].index + 1..<facts[1].index).contains(where: {
                line.isMark($0, .and) || line[$0] == .task(.count) || line[$0] == .task(.howmuch)
                    || line.isMark($0, .vs) || line.isMark($0, .but)
            }) || task(.ratio) != nil
        else { return [] }
        return facts.map(\.value.condition)
    }

    /// What is beyond the one bound is never beyond the other: "up more than 1% and down more than 1%".
    private func areApart(_ bound: Series, _ relation: Relation, _ other: Series) -> Bool {
        guard case .number(let one) = bound, case .number(let two) = other else { return false }
        return one == two || (relation.isUp ? one > two : one < two)
    }
}

extension Condition {
    /// The one speaks of the high against the day before, the other of the low.
    fileprivate func canJoin(_ other: Condition) -> Bool {
        guard case .pattern(let one, let bar) = self, case .pattern(let two, bar) = other else { return false }
        let ofHighs: Set = ["higherHigh", "lowerHigh"]
        let ofLows: Set = ["higherLow", "lowerLow"]
        return ofHighs.contains(one) && ofLows.contains(two) || ofLows.contains(one) && ofHighs.contains(two)
    }
}

extension Series {
    /// A size without a sign has one side.
    fileprivate var isAbsolute: Bool { if case .absolute = self { true } else { false } }
}

extension Condition {
    /// Where a quantity lies that is bounded by numbers from one side or both.
    fileprivate var stretch: (of: Series, low: Double, high: Double)? {
        let parts: [Condition]
        if case .all(let all) = self { parts = all } else { parts = [self] }
        var found: (of: Series, low: Double, high: Double)?
        for part in parts {
            guard case .compare(let left, let relation, .number(let bound)) = part else { return nil }
            if bound == 0, let own = left.metric?.family, own == found?.of.metric?.family {
                // Its sign, told in the other unit.
                let (low, high) = (found?.low ?? 0, found?.high ?? 0)
                if relation.isUp { found?.low = max(low, 0) } else { found?.high = min(high, 0) }
                continue
            }
            if found == nil { found = (left, -.infinity, .infinity) }
            guard found?.of == left else { return nil }
            switch relation {
            case .greater, .greaterOrEqual: found?.low = bound
            case .less, .lessOrEqual: found?.high = bound
            case .equal, .notEqual: return nil
            }
        }
        return found
    }
}
