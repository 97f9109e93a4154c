internal import Market
internal import Studies

extension Frame {
    /// "сколько их и средний объём", "average gain on green days and average loss on red days", "share of gap ups and
    /// share of fills": several figures, each asked for in a clause of its own and, where it names days, of those.
    func figures() -> [Candidate] {
        guard task(.correlation, .compare, .distribution, .top, .time, .timehour, .runs, .length, .statistics) == nil,
            task(.standing, .seasonality, .explain, .trend) == nil, marks(.after).isEmpty, marks(.next).isEmpty,
            marks(.previous).isEmpty, marks(.rest).isEmpty, marks(.both).isEmpty, superlatives.isEmpty, bests.isEmpty,
            slots.isEmpty, barUnits.isEmpty, named.count < 2, Set(spans.map(\.value)).count < 2
        else { return [] }
        let parts = clauses()
        let asking = parts.filter { asks($0) }
        guard asking.count > 1, let first = parts.firstIndex(where: { asks($0) }) else { return [] }
        // Days that are named before anything is asked are those of every figure; none is named behind.
        let heading = parts[..<first].flatMap(\.self)
        for part in parts[first...] where !asks(part) {
            guard facts.allSatisfy({ !part.contains($0.index) }), quantities.allSatisfy({ !part.contains($0.index) })
            else { return [] }
        }
        let common = daysOfAll(asking)
        var used: Set<Int> = []
        var measures: [Measure] = []
        var own: Set<Int> = []
        var those: Condition?
        var moved: Moved?
        var kinds: Set<Figure.Kind> = []
        var statistic: Statistic?
        for part in asking.map({ $0.filter { !common.contains($0) } }) {
            // "how far does it rise on average on green days, and how far does it fall on red ones": the mean is of both.
            statistic = statistics.first { part.contains($0.index) }?.value ?? statistic
            let isHeaded = heading.contains { isFact($0) }
            guard let figure = figure(part, statistic, those: those, moved: moved, isHeaded: isHeaded) else {
                return []
            }
            if those == nil { those = figure.days }
            moved = moved ?? figure.moved
            kinds.insert(figure.kind)
            used.formUnion(figure.used)
            own.formUnion(figure.own)
            for one in figure.measures where !measures.contains(one) { measures.append(one) }
        }
        // Means of the same days, or several counts, are told elsewhere.
        let pointsBack = kinds == [.count] && !marks(.those).isEmpty && measures.contains(.count(where: nil))
        guard kinds.count > 1 || kinds == [.share] || kinds == [.value] && !own.isEmpty || pointsBack else { return [] }
        let shared = dayFacts.filter { heading.contains($0.index) || common.contains($0.index) }
        used.formUnion(shared.map(\.index))
        used.formUnion(common)
        used.formUnion(marks(.vs) + marks(.but))
        let (key, unit) = grouping(&used, returns: false)
        let isOfSession = (shared + dayFacts.filter { own.contains($0.index) }).contains { $0.value.ofSession }
        let base = study(
            .summary(summary: Summary(measures: measures, keys: key)),
            condition: Condition.every(shared.map(\.value.condition)),
            unit: unit,
            without: own,
            sessionEvent: isOfSession && !kinds.contains(.value),
            ofOneDay: false
        )
        return [
            Candidate(
                name: "figures",
                study: base.study,
                used: used.union(base.used),
                fit: 27,
                assumptions: base.assumptions
            )
        ]
    }

    /// "average range and average volume on Mondays", "on Mondays average range and average volume": days named at the very
    /// end or the very beginning are those of all figures, unless another of them names its own, or the same is asked of
    /// all days beside them.
    private func daysOfAll(_ asking: [[Int]]) -> Set<Int> {
        guard !has(.those), !has(.it), !indices.contains(where: { line[$0] == .relative(.all) }),
            let first = asking.first, let last = asking.last
        else { return [] }
        func areOfAll(_ days: [Int], of part: [Int]) -> Bool {
            let others = asking.filter { $0 != part }.flatMap(\.self)
            guard !facts.contains(where: { others.contains($0.index) && chooses($0, among: others) }) else {
                return false
            }
            let own = figures(in: part), rest = figures(in: others)
            return !days.isEmpty && !rest.contains { one in own.contains { $0 == one } }
        }
        let trailing = chosenDays(last) { $0 > $1.upperBound }
        let leading = chosenDays(first) { $0 < $1.lowerBound }
        let common = areOfAll(trailing, of: last) ? trailing : areOfAll(leading, of: first) ? leading : []
        return Set(common).union(common.map { $0 - 1 }.filter { line.isMark($0, .given) })
    }

    /// What is measured in some places, with the statistic said of it.
    private func figures(in part: [Int]) -> [(Statistic?, Quantity)] {
        quantities.filter { part.contains($0.index) }.map { (statistic(for: $0.index), $0.value) }
    }

    /// The facts of a clause that choose days, where they stand so to what is asked in it.
    private func chosenDays(_ part: [Int], _ stands: (Int, ClosedRange<Int>) -> Bool) -> [Int] {
        let asked = part.filter { index in
            if case .statistic = line.pieces[index].sense { return true }
            return quantities.contains { $0.index == index } || line[index] == .task(.share)
                || line[index] == .task(.count)
                || facts.contains { $0.index == index && !chooses($0, among: part) }
        }
        guard let first = asked.first, let last = asked.last else { return [] }
        return facts.filter {
            part.contains($0.index) && chooses($0, among: part) && stands($0.index, first...last)
        }.map(\.index)
    }

    /// Whether a fact says of which days something is asked, and not what is asked: "share of green days" tells of them.
    private func chooses(_ fact: (value: Fact, index: Int), among part: [Int]) -> Bool {
        if line.prep(fact.index) == .in || line.isMark(fact.index - 1, .given) { return true }
        guard fact.value.isCalendar else { return false }
        guard line[fact.index - 1] == .task(.share) || line[fact.index - 1] == .task(.count) else { return true }
        // "the gap fill rate Mondays": what the share is of stands before it.
        return facts.contains { part.contains($0.index) && $0.index < fact.index && !$0.value.isCalendar }
    }

    private struct Figure {
        enum Kind { case share, count, value }
        var kind: Kind
        var measures: [Measure]
        var used: Set<Int>
        /// Places of the facts that only this figure is of.
        var own: Set<Int>
        /// The days counted, which "of them" points back to.
        var days: Condition?
        var moved: Moved?
    }

    /// Days of one way that were counted, with the quantity whose way it is: "how many drops of more than 1%, and how much on
    /// average", "and the average drop" is told of these.
    private struct Moved {
        var quantity: Quantity
        var up: Bool?
        var days: Condition

        init?(_ facts: [(value: Fact, index: Int)], _ days: Condition?) {
            guard let days, let fact = facts.first(where: { $0.value.rank != nil }), let rank = fact.value.rank,
                facts.allSatisfy({ $0.value.isCalendar || $0.index == fact.index }), fact.value.run == nil
            else { return nil }
            (quantity, up, self.days) = (rank, fact.value.up, days)
        }

        func holds(_ fact: Fact) -> Bool {
            fact.settled && fact.up == up && fact.rank.map { $0.isGap == quantity.isGap } ?? false
        }
    }

    /// The line cut where one thing ends and the next begins.
    private func clauses() -> [[Int]] {
        var parts: [[Int]] = [[]]
        for index in indices {
            if line.joinsHeads(index) || line.isStop(index) || line.isMark(index, .but) {
                parts.append([])
            } else if isCounted(index) || line[index] == .task(.howmuch), line.has(.joint, in: line.pieces[index]) {
                // "... and how many green": the joint is in its words.
                parts.append([index])
            } else {
                parts[parts.count - 1].append(index)
            }
        }
        return parts.filter { !$0.isEmpty }
    }

    /// "and how many green days": so many days, not how far they went.
    private func isCounted(_ index: Int) -> Bool {
        let fact = line.isMark(index + 1, .those) ? index + 2 : index + 1
        return line[index] == .task(.howmuch) && isFact(fact) && !isFact(fact + 1)
    }

    private func isFact(_ index: Int) -> Bool { if case .condition? = line[index] { true } else { false } }

    private func asks(_ part: [Int]) -> Bool {
        isBareFigure(part)
            || part.contains { index in
                switch line.pieces[index].sense {
                case .task(.share), .task(.count), .statistic, .often: true
                case .task(.howmuch): isFact(index + 1) || isCounted(index)
                default: false
                }
            }
    }

    /// "count, average range, volume": a quantity and nothing else behind another figure is asked for by the same statistic.
    private func isBareFigure(_ part: [Int]) -> Bool {
        guard let first = part.first, quantities.contains(where: { $0.index == first }), part.count == 1 else {
            return false
        }
        return statistics.contains { $0.index < first }
    }

    private func figure(
        _ part: [Int],
        _ inherited: Statistic?,
        those: Condition?,
        moved earlier: Moved?,
        isHeaded: Bool
    ) -> Figure? {
        let facts = facts.filter { part.contains($0.index) }
        let values = quantities.filter { part.contains($0.index) && !isOfFacts($0, facts) }
        let tasks = part.filter {
            line[$0] == .task(.share) || line[$0] == .task(.count) || line[$0] == .often || isCounted($0)
        }
        let asked = statistics.filter { part.contains($0.index) }
        let pointing = part.filter { line.isMark($0, .those) || line.isMark($0, .it) }
        var used = Set(part.filter(isFigureFiller)).union(tasks).union(asked.map(\.index)).union(pointing)
        used.formUnion(facts.map(\.index))
        used.formUnion(quantities.map(\.index).filter { part.contains($0) })
        // What was counted, where the clause points back to it.
        let back = pointing.isEmpty ? nil : those
        func chosen(_ facts: [(value: Fact, index: Int)]) -> Condition? {
            Condition.every([back].compactMap(\.self) + facts.map(\.value.condition))
        }
        let own = Set(facts.map(\.index))
        if let task = tasks.first {
            guard tasks.count == 1, values.isEmpty, asked.isEmpty else { return nil }
            if line[task] == .task(.count) || isCounted(task) {
                guard back == nil || !facts.isEmpty || isHeaded else { return nil }
                let days = chosen(facts)
                let moved = Moved(facts, days)
                return Figure(
                    kind: .count,
                    measures: [.count(where: days)],
                    used: used,
                    own: own,
                    days: days,
                    moved: moved
                )
            }
            let given = part.first { line.isMark($0, .given) && $0 > task } ?? .max
            var told = facts.filter { $0.index < given && !$0.value.isCalendar }
            // "% of days when RTH broke the overnight high, and ...": what follows is what is asked.
            if told.isEmpty, line.has(.day, in: line.pieces[task]) { told = facts.filter { !$0.value.isCalendar } }
            // "gap up fill rate vs gap down fill rate": what fills is given, that it fills is asked.
            let fills = told.filter { $0.value.condition == .gapFilled }
            let asked = fills.count == 1 ? fills : told
            let filled = told.filter { fact in !asked.contains { $0.index == fact.index } }
            guard let outcome = Condition.every(asked.map(\.value.condition)) else { return nil }
            let isTold = { (index: Int) in asked.contains { $0.index == index } }
            let days = chosen(
                facts.filter { ($0.index > given || $0.value.isCalendar) && !isTold($0.index) } + filled
            )
            return Figure(
                kind: .share,
                measures: [.share(of: outcome, where: days, withBase: false)],
                used: used,
                own: own,
                days: nil,
                moved: Moved(facts, Condition.both(days, outcome))
            )
        }
        let much = part.first { line[$0] == .task(.howmuch) }
        guard asked.count <= 1,
            let place = asked.first?.index ?? much ?? (isBareFigure(part) ? part.first : nil),
            let statistic = asked.first?.value ?? inherited
        else { return nil }
        // "average loss": the fact's own move, of the other facts' days.
        if values.isEmpty, let moved = facts.first(where: { $0.index == place + 1 }), let rank = moved.value.rank {
            let others = facts.filter { $0.index != moved.index }
            let isOfCounted = others.isEmpty && earlier?.holds(moved.value) ?? false
            let days = isOfCounted ? earlier?.days : chosen(others.isEmpty ? [moved] : others)
            let measures = rank.measures(statistic, where: days)
            return Figure(kind: .value, measures: measures, used: used, own: own, days: nil)
        }
        if let earlier, facts.isEmpty, values.isEmpty || values.count == 1 && values[0].value == Quantity(.gap),
            values.isEmpty || earlier.quantity.isGap
        {
            // "... and how much on average", "и какой он в среднем": of the days that were counted.
            let measures = earlier.quantity.measures(statistic, where: earlier.days)
            return Figure(kind: .value, measures: measures, used: used, own: own, days: nil)
        }
        guard values.count == 1, var quantity = values.first?.value, quantity.shift == 0 else { return nil }
        // A mean beside a number of days is of which of them, unless it says so.
        if those != nil, back == nil, facts.isEmpty { return nil }
        if quantity.base == .performance, !facts.isEmpty { quantity.base = .metric(.change) }
        let measures = quantity.measures(statistic, where: chosen(facts))
        return Figure(kind: .value, measures: measures, used: used, own: own, days: nil)
    }

    /// The gap of a gap that fills.
    private func isOfFacts(_ quantity: (value: Quantity, index: Int), _ facts: [(value: Fact, index: Int)]) -> Bool {
        quantity.value.isGap && facts.contains { $0.value.ofSession }
    }

    private func isFigureFiller(_ index: Int) -> Bool {
        switch line.pieces[index].sense {
        case .verb(.form), .task(.days), .task(.howmuch), .unit(.day), .mark(.given), .mark(.each): true
        // Moves are told in both.
        case .measure(.percent), .measure(.points): true
        default: false
        }
    }
}
