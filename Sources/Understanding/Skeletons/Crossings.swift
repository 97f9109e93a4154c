internal import Market
internal import Studies

extension Frame {
    /// Two instruments in one condition: "on days NQ drops more than 1% what does gold do", "both NQ and MGC close green".
    func crossings() -> [Candidate] {
        guard named.count == 2, task(.correlation) == nil, marks(.vs).isEmpty, task(.compare) == nil else { return [] }
        if let together = sameWay(named[1]) { return [together] }
        guard !dayFacts.isEmpty else { return [] }
        let places = indices.filter { if case .symbol = line.pieces[$0].sense { true } else { false } }
        let second = named[1]
        guard let own = places.first, let other = places.first(where: { line[$0] == .symbol(second) }) else {
            return []
        }
        var used = Set(places).union(often).union(marks(.and)).union(marks(.both)).union(marks(.together))
        used.formUnion(dayFacts.map(\.index))
        used.formUnion(groups.map(\.index))
        for index in indices {
            switch line.pieces[index].sense {
            case .task(.performance), .mark(.those), .mark(.given), .verb(.form): used.insert(index)
            default: continue
            }
        }
        let together = (own + 1..<other).allSatisfy { line.isMark($0, .and) }
        if together { return areOfOneDay(own, other) ? both(second, used) : [] }
        // What stands before the second instrument is said of the first.
        // ... but "on days of NQ's fall", which is named behind it.
        let ofOther = dayFacts.filter { fact in
            guard fact.index == other - 1, own < fact.index - 1 else { return false }
            // "gap up in gold - share of green sessions of NQ": a clause of its own.
            let isApart =
                dayFacts.contains { $0.index < fact.index }
                && (own + 1..<fact.index).contains { line[$0] == .task(.share) && line.isStop($0 - 1) }
            return line.isMark(fact.index - 1, .given) || isApart
        }
        let mine = dayFacts.filter { fact in fact.index < other && !ofOther.contains { $0.index == fact.index } }
        let theirs = ofOther + dayFacts.filter { $0.index > other }
        let asksHow = task(.performance) != nil && !theirs.isEmpty
        let after = marks(.after).first
        // "gold when NQ makes a 20-day high": how it does then.
        let isBare =
            mine.isEmpty && quantities.isEmpty && !theirs.isEmpty && after == nil && marks(.next).isEmpty
            && whenMarks.contains { $0 == own + 1 && $0 < other } && task(.share, .count, .top, .howmuch) == nil
        guard !mine.isEmpty || !quantities.isEmpty || asksHow || isBare else { return [] }
        if isBare { return whenOther(second, mine, theirs, used, isBefore: false) }
        if let asked = daysAsked, !mine.isEmpty, !theirs.isEmpty, after == nil, marks(.next).isEmpty, groups.isEmpty {
            // "which days had NQ down 1% while gold was up", "days of 2025: NQ fell, gold rose", "when did NQ fall but gold rise".
            let others = theirs.compactMap { $0.value.condition.of(second) }
            guard others.count == theirs.count else { return [] }
            let both = Condition.every(mine.map(\.value.condition) + others)
            return [listed(second, both, used.union([asked]).union(marks(.but)))]
        }
        if let share = task(.share), isOfDaysOfBoth(share, other), !mine.isEmpty, !theirs.isEmpty {
            // "share of days NQ is red and gold is green": both, of all days.
            let others = theirs.compactMap { $0.value.condition.of(second) }
            guard others.count == theirs.count,
                let both = Condition.every(mine.map(\.value.condition) + others)
            else { return [] }
            let told = Measure.share(of: both, where: nil, withBase: false)
            return [made(grouped([told]), nil, used.union([share]).union(marks(.but)))]
        }
        if task(.count) != nil { used.formUnion(marks(.but)) }
        let said = mine.map(\.index) + quantities.map(\.index)
        if let given = whenMarks.first(where: { mark in said.allSatisfy { $0 < mark } }) ?? after, given < other,
            said.allSatisfy({ $0 < given }),
            marks(.after).count <= 1, after.map({ $0 == given }) ?? marks(.next).isEmpty
        {
            // "what does gold do the day after NQ drops 2%": what the other did the day before chooses.
            let days = marks(.after) + marks(.next)
            return whenOther(second, mine, theirs, used.union(days), isBefore: after != nil)
        }
        if let next = marks(.next).first, marks(.next).count == 1, next > other, marks(.after).isEmpty, !mine.isEmpty,
            mine.allSatisfy({ $0.index < other }), theirs.isEmpty, quantities.isEmpty, task(.count, .share) == nil,
            often.isEmpty, statistics.allSatisfy({ $0.value == .mean }),
            task(.performance) != nil || !statistics.isEmpty
        {
            // "NQ fell 2%: what does gold do the next day".
            let later = Series.shifted(of: .metric(metric: .changePct, of: Bar(symbol: second)), by: 1)
            let told: [Measure] = [
                .statistic(statistic: .mean, of: later, where: nil),
                .share(of: .holds(later, .greater, .number(value: 0)), where: nil, withBase: true), .count(where: nil),
            ]
            used.formUnion(statistics.map(\.index))
            used.insert(next)
            return [made(grouped(told), Condition.every(mine.map(\.value.condition)), used)]
        }
        let isOneDay = marks(.after).isEmpty && marks(.next).isEmpty
        guard !mine.isEmpty, let before = daysBefore(mine), isOneDay || places.count == 2 else { return [] }
        used.formUnion(marks(.after) + marks(.next))
        let days = task(.days)
        if isOneDay, !groups.isEmpty, quantities.isEmpty, statistics.isEmpty, task(.share) == nil, often.isEmpty {
            // "days when NQ fell and gold rose, by year": how many of them.
            let others = theirs.compactMap { $0.value.condition.of(second) }
            guard others.count == theirs.count, !others.isEmpty else { return [] }
            used.formUnion([days, task(.count)].compactMap(\.self))
            let both = Condition.every(mine.map(\.value.condition) + others)
            return [made(grouped([.count(where: nil)]), both, used)]
        }
        if isOneDay, placed != nil || days != nil, quantities.isEmpty, statistics.isEmpty, task(.count, .share) == nil,
            often.isEmpty
        {
            // "the last day when NQ fell 2% and gold rose", "which days NQ fell and gold rose".
            let others = theirs.compactMap { $0.value.condition.of(second) }
            guard others.count == theirs.count, !others.isEmpty else { return [] }
            return [listed(second, Condition.every(mine.map(\.value.condition) + others), used)]
        }
        var measures: [Measure] = []
        // "when NQ fell 1%, the average change of MGC": the figure stands before its instrument.
        func isOfSecond(_ place: Int) -> Bool {
            place > other || place == other - 1 && mine.contains { own < $0.index && $0.index < place }
        }
        for quantity in quantities where isOfSecond(quantity.index) {
            used.insert(quantity.index)
            var value = quantity.value
            value.symbol = second
            measures += value.measures(statistics.first?.value ?? .mean)
        }
        guard quantities.allSatisfy({ isOfSecond($0.index) }) else { return [] }
        let changed = Series.metric(metric: .changePct, of: Bar(symbol: second))
        if measures.isEmpty, theirs.isEmpty || !statistics.isEmpty || task(.performance) != nil {
            measures = [
                .statistic(statistic: .mean, of: changed, where: nil),
                .share(of: .holds(changed, .greater, .number(value: 0)), where: nil, withBase: true),
            ]
        }
        used.formUnion(statistics.map(\.index))
        let told = apart(theirs)
        for fact in told.outcomes {
            guard let condition = fact.condition.of(second) else { return [] }
            if task(.count) != nil { measures.append(.count(where: condition)) }
            measures.append(.share(of: condition, where: nil, withBase: true))
        }
        let chosen = told.chosen.compactMap { $0.condition.of(second) }
        guard chosen.count == told.chosen.count else { return [] }
        if let count = task(.count) { used.insert(count) }
        if let share = task(.share) { used.insert(share) }
        return [
            made(grouped(measures), Condition.every(before + chosen), used)
        ]
    }

    /// "after NQ drops 2%, how often is gold green", "... the next day": what is said of the first is of the day before; nil
    /// where the words name no one day.
    private func daysBefore(_ facts: [(value: Fact, index: Int)]) -> [Condition]? {
        let nexts = marks(.next)
        guard let after = marks(.after).first else {
            guard let next = nexts.first else { return facts.map(\.value.condition) }
            // "when NQ fell and gold rose, the next day": both may be given.
            let asks = task(.share, .count, .performance) != nil || !often.isEmpty || !quantities.isEmpty
            return asks && nexts.count == 1 && facts.allSatisfy { $0.index < next }
                ? facts.map { $0.value.shifted(-1).condition } : nil
        }
        guard marks(.after).count == 1, nexts.count < 2, horizons().isEmpty, facts.allSatisfy({ $0.index > after })
        else {
            return nil
        }
        return facts.map { followed($0.value, by: after) }
    }

    /// Words that give a condition: "when", "if", "on days when".
    private var whenMarks: [Int] {
        let days = indices.filter { line[$0] == .task(.days) && line.has(.whenword, in: line.pieces[$0]) }
        return (marks(.given) + days).sorted()
    }

    /// "a gap down in gold fills": of such gaps the fill is told; nothing chooses the days of other facts.
    private func apart(_ facts: [(value: Fact, index: Int)]) -> (outcomes: [Fact], chosen: [Fact]) {
        let all = facts.map(\.value)
        guard let fill = all.first(where: { $0.condition == .gapFilled || isFillTime($0.condition) }),
            all.allSatisfy({ $0.condition == fill.condition || $0.ofSession && !$0.isOutcome })
        else { return (all, []) }
        return ([fill], all.filter { $0.condition != fill.condition })
    }

    /// "gold green when NQ red", "NQ range on days when gold falls": the second one's days are chosen.
    private func whenOther(
        _ second: String,
        _ mine: [(value: Fact, index: Int)],
        _ theirs: [(value: Fact, index: Int)],
        _ used: Set<Int>,
        isBefore: Bool
    ) -> [Candidate] {
        var used = used.union(statistics.map(\.index)).union(quantities.map(\.index))
        let conditions = theirs.compactMap { fact in
            (isBefore ? fact.value.shifted(-1) : fact.value).condition.of(second)
        }
        guard !conditions.isEmpty, conditions.count == theirs.count, mine.isEmpty || quantities.isEmpty else {
            return []
        }
        var measures = quantities.flatMap { $0.value.measures(statistics.first?.value ?? .mean) }
        if measures.isEmpty, mine.isEmpty {
            // "what does gold do on average on days NQ gains 2%".
            measures = Bundle.behaviour.filter { $0 != .count(where: nil) } + [.count(where: nil)]
            if let performance = task(.performance) { used.insert(performance) }
        }
        let told = apart(mine)
        for fact in told.outcomes {
            if task(.count) != nil { measures.append(.count(where: fact.condition)) }
            measures.append(.share(of: fact.condition, where: nil, withBase: true))
        }
        for asked in [task(.count), task(.share)].compactMap(\.self) { used.insert(asked) }
        return [made(grouped(measures), Condition.every(told.chosen.map(\.condition) + conditions), used)]
    }

    /// "how often do NQ and gold close in the same direction", "in opposite directions", "move together".
    private func sameWay(_ second: String) -> Candidate? {
        guard quantities.isEmpty, statistics.isEmpty, facts.isEmpty,
            let way = (marks(.together) + marks(.opposite)).first
        else { return nil }
        let isSame = line.isMark(way, .together)
        func change(_ up: Bool, _ bar: Bar) -> Condition { .sign(.change, up: up, of: bar) }
        let sides = [true, false].map { up in
            Condition.all(of: [change(up, .own), change(isSame ? up : !up, Bar(symbol: second))])
        }
        var used = Set(indices.filter { if case .symbol = line.pieces[$0].sense { true } else { false } })
        for index in indices {
            switch line.pieces[index].sense {
            case .mark(.and), .mark(.both), .mark(.together), .mark(.opposite), .verb(.close), .verb(.form), .often,
                .task(.count), .task(.share), .unit(.day), .quantity, .task(.days):
                used.insert(index)
            default: continue
            }
        }
        let condition = Condition.any(of: sides)
        used.formUnion(groups.map(\.index))
        let isList = task(.days) != nil && often.isEmpty && task(.count, .share) == nil && groups.isEmpty
        if isList { return listed(second, condition, used) }
        return made(
            grouped([.share(of: condition, where: nil, withBase: false), .count(where: condition)]),
            nil,
            used
        )
    }

    /// "NQ and gold are red", "both": on the same day. "share of green days for NQ and gold", "NQ and gold: how many green
    /// days" asks of each by itself.
    private func areOfOneDay(_ own: Int, _ other: Int) -> Bool {
        if !marks(.both).isEmpty || !marks(.together).isEmpty { return true }
        let asked = [task(.share), task(.count)].compactMap(\.self)
        return dayFacts.contains { fact in
            fact.index > other && !asked.contains { (other..<fact.index).contains($0) }
        }
    }

    /// A share of days, of which one thing is said of each instrument; without the days "gold up and NQ down, how often"
    /// joins the two as well, where nothing is given.
    private func isOfDaysOfBoth(_ share: Int, _ other: Int) -> Bool {
        let saysDays = line.has(.day, in: line.pieces[share]) || line.unit(share + 1) == .day
        guard saysDays || line.isMark(other - 1, .and) && whenMarks.isEmpty,
            quantities.isEmpty, statistics.isEmpty, marks(.after).isEmpty, marks(.next).isEmpty,
            whenMarks.allSatisfy({ mark in dayFacts.allSatisfy { $0.index > mark } })
        else { return false }
        return line.isMark(other - 1, .and) || line.isMark(other - 1, .but) || line[other - 1] == .stop(",")
    }

    /// Days themselves, which stand before all that is said of them, where nothing else is asked.
    private var daysAsked: Int? {
        guard quantities.isEmpty, statistics.isEmpty, often.isEmpty, superlatives.isEmpty, bests.isEmpty,
            task(.count, .share, .performance, .howmuch, .top, .runs, .length, .timehour) == nil, placed == nil,
            let fact = dayFacts.first
        else { return nil }
        return indices.first { index in
            guard index < fact.index else { return false }
            return switch line.pieces[index].sense {
            case .task(.days): true
            case .task(.time): true
            case .unit(.day): line.prep(index) == nil && !line.pieces[index].each
            default: false
            }
        }
    }

    /// "By year", "by weekday".
    private var groups: [(value: Key, index: Int)] {
        keys.filter { if case .calendar = $0.value { !isDateKey($0.value) } else { false } }
    }

    private func grouped(_ measures: [Measure]) -> StudyResult {
        .summary(summary: Summary(measures: measures, keys: groups.map(\.value)))
    }

    /// The same fact of both: counted, or as a share, or listed.
    private func both(_ second: String, _ used: Set<Int>) -> [Candidate] {
        var used = used
        var parts: [Condition] = []
        for fact in dayFacts {
            guard let other = fact.value.condition.of(second) else { return [] }
            parts += [fact.value.condition, other]
        }
        guard quantities.isEmpty, statistics.isEmpty, marks(.after).isEmpty else { return [] }
        let condition = Condition.every(parts)
        if let share = task(.share), let condition {
            used.insert(share)
            var told = [Measure.share(of: condition, where: nil, withBase: false)]
            if let count = task(.count) {
                // "how often were both red on one day, number of days".
                used.insert(count)
                told.append(.count(where: condition))
            }
            return [made(grouped(told), nil, used)]
        }
        if let count = task(.count) {
            used.insert(count)
            return [made(grouped([.count(where: nil)]), condition, used)]
        }
        if !groups.isEmpty, often.isEmpty { return [made(grouped([.count(where: nil)]), condition, used)] }
        return [listed(second, condition, used)]
    }

    /// The days with both instruments' changes; "the last day when both fell" is the last of such days.
    private func listed(_ second: String, _ condition: Condition?, _ used: Set<Int>) -> Candidate {
        let change = Series.metric(metric: .changePct, of: .own)
        var listing = Listing(columns: [change, .metric(metric: .changePct, of: Bar(symbol: second))])
        var used = used.union([task(.days)].compactMap(\.self))
        guard let place = placed else { return made(.list(list: listing), condition, used) }
        listing.order = [Order(by: .calendar(field: .date), descending: place.fromEnd)]
        listing.limit = place.count
        used.formUnion(place.used)
        if let when = task(.time) { used.insert(when) }
        var found = made(.list(list: listing), condition, used, without: place.used)
        if place.fromEnd { found.study.period = upToToday(found.study.period) }
        return found
    }

    private func made(
        _ result: StudyResult,
        _ condition: Condition?,
        _ used: Set<Int>,
        without: Set<Int> = []
    ) -> Candidate {
        var base = study(result, condition: condition, without: without)
        base.study.symbols = named
        return Candidate(
            name: "two instruments",
            study: base.study,
            used: used.union(base.used),
            fit: 30,
            assumptions: base.assumptions
        )
    }
}
