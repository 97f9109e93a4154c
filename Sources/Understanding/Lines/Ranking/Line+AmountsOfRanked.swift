internal import Market
internal import Studies

extension Line {
    /// "5 worst weeks, how much did they lose", «5 лучших дней, сколько процентов прибавили»: what those rows moved by; each of
    /// the worst fell, so how many did is no question.
    mutating func settleAmountsOfRanked() {
        guard
            let rank = pieces.firstIndex(where: { piece in
                switch piece.sense {
                case .best, .superlative, .task(.top): true
                default: false
                }
            })
        else { return }
        for index in pieces.indices.reversed() where index > rank {
            let isAsked: Bool =
                switch self[index] {
                case .task(.howmuch)?: true
                case .task(.count)? where isMeasure(index + 1): true
                case .task(.share)?, .task(.count)?: has(.amount, in: pieces[index]) && isPercentOrAlone(index)
                default: false
                }
            guard isAsked else { continue }
            var moved = index + 1
            while isMark(moved, .those) || isMark(moved, .it) || self[moved] == .measure(.percent)
                || self[moved] == .measure(.points)
            {
                moved += 1
            }
            switch self[moved] {
            case .rise?: break
            // "сколько среди них минусовых": such days are counted.
            case .win? where self[index] != .task(.count) || isMeasure(index + 1): break
            default: continue
            }
            guard moved + 1 == count || isStop(moved + 1) || isDates(moved + 1), prep(moved) == nil else { continue }
            if case .best? = self[rank],
                !pieces.contains(where: { if case .quantity = $0.sense { true } else { false } })
            {
                // That is what they are ranked by, and told with.
                let first = isStop(index - 1) || isMark(index - 1, .and) ? index - 1 : index
                pieces[rank].tokens = (pieces[rank].tokens + pieces[first...moved].flatMap(\.tokens)).sorted()
                pieces.removeSubrange(first...moved)
                return
            }
            var change = Quantity(.change)
            if pieces[index...moved].contains(where: { $0.sense == .measure(.points) }) { change.percent = false }
            join(index...moved, as: .quantity(change))
            return
        }
    }

    private func isMeasure(_ index: Int) -> Bool {
        self[index] == .measure(.points) || self[index] == .measure(.percent)
    }

    /// "Сколько процентов", or "сколько" with nothing that is counted.
    private func isPercentOrAlone(_ index: Int) -> Bool {
        self[index] == .task(.share) || pieces[index].tokens.count == 1
    }

    /// "when in March 2025 was the low after 15:00", «когда лоу был до 11:00»: on which days, as the time is said.
    mutating func settleDaysOfTimes() {
        guard let asked = pieces.firstIndex(where: { !isEmptyOrStop($0.sense) }), self[asked] == .task(.time),
            has(.whenword, in: pieces[asked]), pieces[asked].tokens.count == 1, has(.past),
            !pieces.contains(where: { piece in
                switch piece.sense {
                case .dates(let dates): dates.shape == .day
                case .often, .task(.share), .task(.count), .statistic, .relative, .superlative, .best, .mark(.or),
                    .mark(.vs), .mark(.after), .mark(.given):
                    true
                default: false
                }
            })
        else { return }
        let isTimed = pieces.indices.contains { index in
            guard case .quantity(let quantity)? = self[index], quantity.extreme != nil, quantity.shift == 0 else {
                return false
            }
            var next = index + 1
            while self[next] == .verb(.form) || isSession(next) { next += 1 }
            switch self[next] {
            case .timeBound?, .window?: return next + 1 == count || isStop(next + 1) || isDates(next + 1)
            default: return false
            }
        }
        guard isTimed else { return }
        pieces[asked].sense = .task(.days)
    }

    private func isSession(_ index: Int) -> Bool { if case .span(.session)? = self[index] { true } else { false } }

    private func isEmptyOrStop(_ sense: Sense) -> Bool {
        switch sense {
        case .empty, .stop: true
        default: false
        }
    }

    /// "all time high volume", "all-time low range": the largest or the least there was of it.
    mutating func settleRecordQuantities() {
        for index in pieces.indices where self[index] == .relative(.all) {
            guard case .quantity(let quantity)? = self[index + 2], quantity.extreme == nil, !quantity.isPrice,
                quantity.shift == 0, prep(index + 2) == nil, !pieces[index + 2].afterStop
            else { continue }
            let isLargest: Bool
            switch self[index + 1] {
            case .quantity(let end)? where end.extreme != nil: isLargest = end.extreme == .high
            case .size(let large)?: isLargest = large
            case .extremum(let largest)?: isLargest = largest
            case .edge(let up)?: isLargest = up
            default: continue
            }
            pieces[index + 1].sense = .superlative(isLargest ? .max : .min)
        }
    }

    /// "weekly gap ups", «недельный гэп»: a gap is from one session to the next, and whether the weekend's is meant or all
    /// gaps by week is not said.
    mutating func doubtGapsOfUnits() {
        for index in pieces.indices {
            guard let named = unit(index), [.week, .month, .quarter, .year].contains(named), prep(index) != .by,
                has(.candlelength, in: pieces[index]), pieces[index].tokens.count == 1
            else { continue }
            var next = index + 1
            var isPast = false
            while !isPast {
                switch self[next] {
                case .statistic?, .size?, .way?, .superlative?, .edge?: next += 1
                default: isPast = true
                }
            }
            guard case .quantity(let gap)? = self[next], gap.isGap, prep(next) == nil, !pieces[next].afterStop else {
                continue
            }
            pieces[index].sense = .unknown
        }
    }
}
