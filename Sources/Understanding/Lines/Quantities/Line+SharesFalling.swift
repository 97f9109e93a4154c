internal import Market
internal import Studies

extension Line {
    /// "what share of the volume falls in the last hour": it lies there, and is not less than the day before.
    mutating func settleSharesFalling() {
        guard let asked = pieces.firstIndex(where: { $0.sense == .task(.share) }) else { return }
        for index in pieces.indices.reversed() where index > asked + 1 {
            guard case .rise(up: false)? = self[index], has(.falls, in: pieces[index]), pieces[index].tokens.count == 1,
                prep(index) == nil, case .quantity(let quantity)? = self[index - 1], !quantity.isSigned,
                !quantity.isPrice, isPlace(index + 1) || isMark(index + 1, .between) && isPlace(index + 2),
                // "what share of days does volume fall ...": days are counted.
                !pieces[asked..<index].contains(where: {
                    $0.sense == .task(.days) || $0.sense == .unit(.day) && has(.plural, in: $0)
                })
            else { continue }
            drop(index)
        }
    }

    /// A part of the day, or days of the calendar, that something can lie in.
    private func isPlace(_ index: Int) -> Bool {
        switch self[index] {
        case .span?, .window?, .timeBound?: true
        case .condition(let fact)?: fact.isCalendar && prep(index) == .in
        default: false
        }
    }
}
