internal import Market
internal import Studies

extension Line {
    /// "weekend gap", "гэп после выходных": the gap of the Monday behind it.
    mutating func settleWeekendGaps() {
        settleSundayGaps()
        guard pieces.contains(where: { isGap($0.sense) }),
            let place = pieces.indices.first(where: { isWeekend($0) })
        else { return }
        pieces[place].sense = .condition(Fact(condition: .calendar(field: .weekday, oneOf: [1]), isCalendar: true))
        // "... filled on Monday": the day on which it opens.
        if let again = pieces.lastIndex(where: { $0.sense == pieces[place].sense }), again > place {
            pieces[place].tokens = (pieces[place].tokens + pieces[again].tokens).sorted()
            pieces.remove(at: again)
        }
        if isMark(place - 1, .after) {
            pieces[place].tokens = pieces[place - 1].tokens + pieces[place].tokens
            pieces.remove(at: place - 1)
        }
    }

    /// "biggest sunday open gap", "friday close to sunday open": from the last price before the weekend to the first behind
    /// it, which belongs to Monday; no gap of the regular session.
    private mutating func settleSundayGaps() {
        guard let gap = pieces.indices.first(where: { isGap(pieces[$0].sense) }),
            let sunday = pieces.indices.first(where: { isWeekday($0, 7) })
        else { return }
        let open = Series.metric(metric: .open, of: Bar(span: .wholeDay))
        let close = Series.shifted(of: .metric(metric: .close, of: Bar(span: .wholeDay)), by: -1)
        pieces[gap].sense = .quantity(
            Quantity(.series(.absolute(of: .arithmetic(left: open, operation: .minus, right: close))))
        )
        pieces[sunday].sense = .condition(Fact(condition: .calendar(field: .weekday, oneOf: [1]), isCalendar: true))
        for index in pieces.indices.reversed() where index != gap && index != sunday {
            let isEnd =
                switch self[index] {
                case .quantity(Quantity(.open))?, .quantity(Quantity(.close))?, .quantity(Quantity(.body))?: true
                case .verb(.open)?, .verb(.close)?: true
                default: isWeekday(index, 5) || isWeekend(index)
                }
            if isEnd { drop(index) }
        }
    }

    private func isWeekday(_ index: Int, _ day: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, let days) = fact.condition else {
            return false
        }
        return days == [day]
    }

    /// "gap fill on FOMC days vs other days": how often, on the ones and the others.
    mutating func settleFillsHeldAgainst() {
        guard
            let fill = pieces.indices.first(where: { index in
                if case .condition(let fact)? = self[index] { fact.condition == .gapFilled } else { false }
            }),
            pieces.contains(where: { $0.sense == .mark(.vs) }),
            pieces.indices.allSatisfy({ index in
                switch self[index] {
                case .mark(.vs)?, .mark(.rest)?, .unit(.day)?, .dates?, .stop?, .symbol?: true
                case .condition(let fact)?: fact.isCalendar || index == fill
                default: false
                }
            })
        else { return }
        pieces.insert(Piece(sense: .task(.share), tokens: []), at: fill)
    }

    private func isWeekend(_ index: Int) -> Bool {
        guard case .condition(let fact)? = self[index], case .calendar(.weekday, let days) = fact.condition else {
            return false
        }
        return days == [6, 7]
    }

    private func isGap(_ sense: Sense) -> Bool {
        if case .quantity(let quantity) = sense { quantity.isGap && quantity.shift == 0 } else { false }
    }
}
