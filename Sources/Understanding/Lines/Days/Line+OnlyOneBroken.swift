internal import Market
internal import Studies

extension Line {
    /// "пробитие вчерашнего хая и лоя, что чаще": each by itself, and not both on one day.
    var asksOftenerOfTwo: Bool {
        pieces.contains { $0.sense == .often && has(.oftener, in: $0) }
            && !pieces.contains { [.mark(.both), .mark(.single), .mark(.neither), .ordinal(1)].contains($0.sense) }
    }

    /// "хай и лой ночи, что берут чаще", "what is broken more often, PDH or PDL": the verb stands beside what it is said of.
    mutating func settleOftenerBroken() {
        guard asksOftenerOfTwo, let verb = pieces.firstIndex(where: { $0.sense == .verb(.break) }) else { return }
        // "the overnight high or the overnight low": of one bar.
        for index in pieces.indices.reversed() where isMark(index, .or) && isSpan(index + 1) && isQuantity(index + 2) {
            if isQuantity(index - 1), self[index - 2] == self[index + 1] { drop(index + 1) }
        }
        for index in pieces.indices {
            var last = index
            if isMark(index, .and) || isMark(index, .or), case .quantity(let one)? = self[index - 1],
                let end = one.extreme, case .quantity(let other)? = self[index + 1], let second = other.extreme,
                end != second
            {
                pieces[index].sense = .mark(.or)
                last += 1
            } else if self[index] != .highLow {
                continue
            }
            if isSpan(last + 1) { last += 1 }
            let between = verb < index ? verb + 1..<index : last + 1..<max(last + 1, verb)
            guard between.contains(where: { isStop($0) || self[$0] == .often }) else { return }
            var moved = pieces.remove(at: verb)
            (moved.prep, moved.prepTokens, moved.afterStop) = (nil, [], false)
            pieces.insert(moved, at: verb < index ? last : last + 1)
            return
        }
    }

    /// "PDH is broken but not PDL", "пробит хай прошлого дня, а лой нет": one level is broken and the other one is not.
    mutating func joinNotOther(_ frame: Surroundings) {
        for index in pieces.indices {
            guard case .condition(var fact)? = self[index], let broken = fact.rank, broken.extreme != nil,
                fact.condition == Self.beyond(broken, nil)
            else { continue }
            var place = index + 1
            while isMark(place, .and) || isMark(place, .but) || self[place] == .stop(",") { place += 1 }
            guard place > index + 1 || isMark(place, .except) else { continue }
            let isLed = isMark(place, .not) || isMark(place, .except)
            if isLed { place += 1 }
            guard case .quantity(var other)? = self[place], other.extreme != nil,
                isLed || isMark(place + 1, .not), !isVerb(place + (isLed ? 1 : 2))
            else { continue }
            // "the low" beside yesterday's high is yesterday's.
            if other.shift == 0, other.span == nil { (other.shift, other.span) = (broken.shift, broken.span) }
            guard other.extreme != broken.extreme, other.shift == broken.shift, other.span == broken.span else {
                continue
            }
            fact.condition = .all(of: [fact.condition, .not(of: Self.beyond(other, nil))])
            (fact.plain, fact.rank) = (nil, nil)
            join(index...(isLed ? place : place + 1), as: .condition(fact))
            return
        }
    }

    private func isVerb(_ index: Int) -> Bool { if case .verb? = self[index] { true } else { false } }
}
