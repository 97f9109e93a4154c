internal import Market
internal import Studies

extension Line {
    /// "weekend gap", "гэп после выходных": the gap of the Monday behind it.
    mutating func settleWeekendGaps() {
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
