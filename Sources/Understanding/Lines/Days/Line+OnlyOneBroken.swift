internal import Market
internal import Studies

extension Line {
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
