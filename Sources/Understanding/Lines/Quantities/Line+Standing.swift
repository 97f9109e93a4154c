internal import Market
internal import Studies

extension Line {
    /// "Was that range normal?", "what percentile is today's range": of one day or one size it asks how usual that is.
    mutating func settleStanding(today: CivilDate) {
        settleWithinPast(today)
        settleAgainstUsual()
        settleAgainstLastDays()
        guard !pieces.contains(where: { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }) else { return }
        guard isOfOneDay || isOfOneSize else { return settleNormal() }
        for index in pieces.indices {
            switch pieces[index].sense {
            case .mark(.rest) where isStop(index + 1) || index == count - 1: pieces[index].sense = .task(.standing)
            case .percentile where plainNumber(index - 1) == nil && plainNumber(index + 1) == nil:
                pieces[index].sense = .task(.standing)
            default: continue
            }
        }
    }

    /// "what percentile is yesterday's range for the year", "за год": of the year back from today.
    private mutating func settleWithinPast(_ today: CivilDate) {
        guard isOfOneDay, pieces.contains(where: { $0.sense == .percentile || $0.sense == .task(.standing) }),
            !pieces.contains(where: { if case .dates = $0.sense { true } else { false } }),
            let place = pieces.indices.first(where: { unit($0) == .year || unit($0) == .month }),
            let unit = unit(place),
            prep(place) == .in, plainNumber(place - 1) == nil, let dates = Self.trailing(1, unit, today)
        else { return }
        pieces[place].sense = .dates(dates)
    }

    /// "is today's range normal compared to the last 50 days", "больше обычного за последние 50 дней": its place among those.
    private mutating func settleAgainstLastDays() {
        guard isOfOneDay,
            let among = pieces.indices.first(where: { index in
                guard case .dates(let dates)? = self[index], case .lastDays(let count, _) = dates.period else {
                    return false
                }
                return count > 1
            }),
            let asked = pieces[..<among].firstIndex(where: { $0.sense == .mark(.rest) || $0.sense == .percentile }),
            plainNumber(asked - 1) == nil, plainNumber(asked + 1) == nil
        else { return }
        let held = [among - 1, asked - 1].filter { index in
            switch self[index] {
            case .mark(.vs)?, .task(.compare)?, .relation?: true
            default: false
            }
        }
        guard
            held.count
                == pieces.count(where: { $0.sense == .mark(.vs) || $0.sense == .task(.compare) || $0.isRelation })
        else { return }
        pieces[asked].sense = .task(.standing)
        pieces[asked].tokens = (pieces[asked].tokens + held.flatMap { pieces[$0].tokens }).sorted()
        for index in held.sorted(by: >) { pieces.remove(at: index) }
    }

    /// "range today vs 20 day average", "вчерашний объём против среднего за 20 дней": the one beside the other.
    mutating func settleAgainstRolling() {
        guard isOfOneDay, let versus = pieces.firstIndex(where: { $0.sense == .mark(.vs) }),
            pieces.count(where: { if case .quantity = $0.sense { true } else { false } }) == 1,
            pieces[..<versus].contains(where: { if case .quantity = $0.sense { true } else { false } }),
            pieces[versus...].contains(where: { $0.sense == .statistic(.mean) }),
            pieces.indices[versus...].contains(where: { whole($0) != nil && unit($0 + 1) == .day })
        else { return }
        pieces[versus].sense = .relation(.greater)
        // "range today vs ...": what is held against it stands beside.
        if versus > 1, isQuantity(versus - 2), !isQuantity(versus - 1) { pieces.swapAt(versus - 2, versus - 1) }
    }

    /// "how does yesterday compare to average": of one day and nothing that is measured, how usual it was.
    private mutating func settleAgainstUsual() {
        guard isOfOneDay, let asked = pieces.firstIndex(where: { $0.sense == .task(.compare) }),
            pieces.allSatisfy({ piece in
                switch piece.sense {
                case .task(.compare), .statistic(.mean), .relative, .dates, .stop, .empty, .symbol, .mark(.vs),
                    .unit(.day),
                    .task(.performance), .mark(.and), .mark(.rest):
                    true
                default: false
                }
            }), pieces.contains(where: { $0.sense == .statistic(.mean) })
        else { return }
        pieces[asked].sense = .task(.standing)
        for index in pieces.indices.reversed() {
            switch pieces[index].sense {
            case .statistic, .mark, .task(.performance), .unit: drop(index)
            default: continue
            }
        }
    }

    /// "a normal range for NQ", "нормальный объём по средам": what it is on average.
    private mutating func settleNormal() {
        for index in pieces.indices where pieces[index].tokens.count == 1 && has(.normal, in: pieces[index]) {
            guard pieces[index].sense == .task(.standing) || pieces[index].sense == .mark(.rest), isQuantity(index + 1)
            else { continue }
            pieces[index].sense = .statistic(.mean)
        }
    }

    private var isOfOneDay: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .relative(.today), .relative(.yesterday), .relative(.beforeyesterday): true
            case .dates(let dates): dates.shape == .day
            default: false
            }
        }
    }

    /// "A 400 point range".
    private var isOfOneSize: Bool {
        pieces.indices.contains { index in
            if case .number(_, .points) = pieces[index].sense { return isQuantity(index + 1) || isQuantity(index - 1) }
            if case .number(_, .percent) = pieces[index].sense { return isQuantity(index + 1) || isQuantity(index - 1) }
            return false
        }
    }
}

extension Piece {
    fileprivate var isRelation: Bool { if case .relation = sense { true } else { false } }
}
