internal import Market
internal import Studies

extension Line {
    /// "сколько прибавил с начала месяца": how far it went; only of days and times can it be how many.
    mutating func settleHowFar() {
        for index in pieces.indices where isForm(index, .amount) {
            // "сколько процентов потерял" is no share of anything.
            guard self[index] == .task(.count) && pieces[index].tokens.count == 1 || self[index] == .task(.share),
                let moved = subject(behind: index), case .rise = pieces[moved].sense, isForm(moved, .went)
            else { continue }
            pieces[index].sense = .task(.howmuch)
        }
        for index in pieces.indices where self[index] == .task(.count) && isForm(index, .amount) {
            // "сколько в среднем контрактов торгуется в день": a volume is measured, not counted.
            guard case .statistic? = self[index + 1], case .quantity(let quantity)? = self[index + 2], quantity.isVolume
            else { continue }
            drop(index)
            return
        }
    }

    /// The first piece behind a place that is no instrument, unit of measure or time.
    private func subject(behind place: Int) -> Int? {
        var isInTime = false
        for index in pieces.indices[(place + 1)...] {
            switch pieces[index].sense {
            case .empty, .symbol, .instruments, .measure: continue
            case .prep, .relative, .number, .mark(.each): isInTime = true
            case .unit, .months, .quarter, .half:
                guard isInTime else { return index }
            default: return index
            }
        }
        return nil
    }

    /// "накануне падений", "накануне FOMC": on the eve of what is named behind it; "накануне был красный" is of the day before.
    mutating func settleEves() {
        for index in pieces.indices where isMark(index, .previous) && has(.eveword, in: pieces[index]) {
            guard pieces[index].tokens.count == 1,
                let next = pieces[(index + 1)...].first(where: { $0.sense != .empty })
            else { continue }
            if case .event = next.sense {
                pieces[index].sense = .mark(.eve)
            } else if let token = next.tokens.first, forms.contains(tokens[token].text, .genitive) {
                pieces[index].sense = .mark(.eve)
            }
        }
    }

    /// "the eve of a fall of more than 2%": the day before such a day.
    mutating func joinEvesOfFacts() {
        var index = 0
        while index < count {
            defer { index += 1 }
            guard isMark(index, .eve), case .condition(let fact)? = self[index + 1], !fact.isCalendar,
                !pieces[index + 1].afterStop
            else { continue }
            join(index...(index + 1), as: .condition(fact.shifted(1)))
        }
    }
}
