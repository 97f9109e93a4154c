internal import Studies

extension Line {
    /// "средний рост через неделю после понедельника", "worst return in 20 days after a red day": how far it goes from the
    /// day to another, and neither a day that rose nor the day's own rank.
    mutating func settleMovesAhead() {
        guard let mark = pieces.indices.first(where: { isHorizon($0) }) else { return }
        for index in pieces.indices.dropFirst() where index < mark || index > mark + 1 {
            if case .way? = self[index], isMark(index - 1, .it), isBareEnd(index + 1) {
                drop(index - 1)
                return settleMovesAhead()
            }
            if asksShare, case .rise(let up)? = self[index], !isMark(index - 1, .after), !isNumber(index - 1),
                unit(index + 1) != .day,
                unit(index - 1) != .day, threshold(index + 1, bare: true) == nil
            {
                // "доля роста через неделю после": on how many it stood higher then.
                pieces[index].sense = .way(up: up)
                continue
            }
            if asksShare || pieces.contains(where: { $0.sense == .task(.count) }),
                case .relation(let side)? = self[index],
                side == .greater || side == .less, isBareEnd(index + 1)
            {
                // "was it higher a week later", "через 5 дней цена выше": than where it stood.
                pieces[index].sense = .way(up: side == .greater)
                if isMark(index - 1, .it) { drop(index - 1) }
                return
            }
            let isDown: Bool
            switch self[index] {
            case .rise(let up)?: isDown = !up
            case .quantity(let quantity)?:
                guard quantity.isChange, quantity.shift == 0, quantity.span == nil else { continue }
                isDown = false
            default: continue
            }
            guard prep(index) != .by, !has(.plural, in: pieces[index]), threshold(index + 1, bare: true) == nil else {
                continue
            }
            let statistic: Statistic?
            switch self[index - 1] {
            case .statistic(let said)?: statistic = said
            case .superlative(.max)?, .extremum(largest: true)?: statistic = isDown ? .min : .max
            case .superlative(.min)?, .extremum(largest: false)?: statistic = isDown ? nil : .min
            case .best(let up)?: statistic = up ? .max : .min
            default: statistic = nil
            }
            guard let statistic, plainNumber(index - 2) == nil else { continue }
            pieces[index - 1].sense = .statistic(statistic)
            pieces[index].sense = .quantity(Quantity(.performance))
        }
    }

    /// Nothing that something could be held against: the end, or so many days.
    private func isBareEnd(_ index: Int) -> Bool {
        if index == count || isStop(index) || isMark(index, .after) { return true }
        let place = whole(index) == nil ? index : index + 1
        return unit(place) != nil && isMark(place + 1, .after)
    }

    private var asksShare: Bool { pieces.contains { $0.sense == .task(.share) || $0.sense == .often } }

    /// "a week after", "5 days later", "через неделю".
    func isHorizon(_ index: Int) -> Bool {
        guard isMark(index, .after) else { return false }
        func isLong(_ place: Int) -> Bool { unit(place) == .week || unit(place) == .month }
        func isCounted(_ place: Int) -> Bool { whole(place - 1) != nil && (unit(place) == .day || isLong(place)) }
        return isCounted(index - 1) || isLong(index - 1) || isLong(index + 1) || isCounted(index + 2)
    }
}
