internal import Market
internal import Studies

extension Line {
    /// "finished at least 200 points off its low", "закрытие ушло от лоя на 200 пунктов": how far the close lies from an end
    /// of the day.
    mutating func joinClosesOffEnds(_ frame: Surroundings) {
        for index in pieces.indices.reversed() {
            guard closes(index) || self[index] == .quantity(Quantity(.close)) else { continue }
            var next = index + 1
            while self[next] == .verb(.form) || self[next] == .verb(.trade) || self[next] == .verb(.travel) {
                next += 1
            }
            var end = end(next)
            if end != nil { next += 1 }
            var relation = Relation.greaterOrEqual
            if case .relation(let said)? = self[next] { (relation, next) = (said, next + 1) }
            guard case .number(let value, let scale)? = self[next], value > 0,
                scale == nil || scale == .points || scale == .percent || scale == .ticks, unit(next + 1) == nil
            else { continue }
            if end == nil {
                next += 1
                end = self.end(next)
            } else if case .relation(let said)? = self[next + 1], said == .greaterOrEqual || said == .lessOrEqual {
                (relation, next) = (said, next + 1)
            }
            guard let end else { continue }
            let isUp = end == .low
            let level = Series.metric(metric: isUp ? .low : .high, of: .own)
            let distance = Self.distance(Quantity(.close), level, percent: scale == .percent, absolute: false)
            let size = scale == .ticks ? value * frame.tick : value
            var fact = Fact(
                condition: .holds(
                    distance,
                    isUp ? relation : relation.mirrored,
                    .number(value: isUp ? size : -size)
                ),
                isOutcome: true
            )
            fact.rank = distance.quantity
            fact.rankDescending = isUp
            join(index...next, as: .condition(fact))
            return
        }
    }

    /// "off its low", "от хая": the day's own end.
    private func end(_ index: Int) -> MinuteEvent? {
        guard case .quantity(let quantity)? = self[index], quantity.shift == 0, quantity.span == nil,
            prep(index) == .from
        else { return nil }
        return quantity.extreme
    }
}
