internal import Market
internal import Studies

extension Line {
    /// "how many of them fell on a Tuesday": of days that are named it says on which they lie, and no way that they went.
    mutating func settleLanded() {
        // "how much did gap ups fall in January", "how many days after a gap up fell": they went that way.
        guard !pieces.contains(where: { $0.sense == .task(.howmuch) || $0.sense == .mark(.after) }) else { return }
        for index in pieces.indices where has(.falls, in: pieces[index]) {
            guard case .rise? = self[index], let last = pieces[index].tokens.last, last + 1 < tokens.count,
                forms.contains(tokens[last + 1].text, .landing), isDayName(after: index),
                let before = pieces[..<index].lastIndex(where: { $0.sense != .empty }),
                isNamed(pieces[before], beside: pieces[index]) || isEachWeekday(before)
            else { continue }
            pieces[index].sense = .verb(.form)
        }
    }

    /// Behind it stands a day of the calendar, or it is asked for before.
    private func isDayName(after index: Int) -> Bool {
        let next = pieces[(index + 1)...].first { if case .prep = $0.sense { false } else { $0.sense != .empty } }
        switch next?.sense {
        case .weekdays?, .months?, .quarter?, .half?, .dates?, .event?, .which?, .mark(.each)?: return true
        case .number(let value, nil)?: return value == value.rounded() && (1900...2199).contains(value)
        case nil, .stop?: return pieces[..<index].contains { if case .which = $0.sense { true } else { false } }
        default: return false
        }
    }

    /// "each Monday that fell in September": all of them.
    private func isEachWeekday(_ index: Int) -> Bool {
        guard case .weekdays? = self[index] else { return false }
        return isMark(index - 1, .each)
    }

    /// Days that something was said of, or that are counted among those; the verb itself says nothing of them.
    private func isNamed(_ piece: Piece, beside verb: Piece) -> Bool {
        switch piece.sense {
        case .task(.count), .task(.share), .mark(.those):
            pieces.contains { other in
                switch other.sense {
                case .superlative, .best, .top, .task(.top), .pattern, .rise, .colour, .win: other != verb
                default: false
                }
            }
        case .pattern, .event, .rise, .colour, .win, .way, .quantity(Quantity(.gap)): true
        case .unit(.day), .number, .dates:
            pieces.contains { other in
                switch other.sense {
                case .superlative, .best, .top, .task(.top), .pattern, .event, .colour, .win, .way: true
                case .size, .condition: true
                case .quantity(let quantity): quantity.isGap || quantity.isVolume
                default: false
                }
            }
        // "how many gaps over 1% fell on", "how many new highs fell on": sizes and prices that are counted.
        case .measure(.percent), .measure(.points):
            pieces.contains { if case .quantity(let quantity) = $0.sense { quantity.isGap } else { false } }
        case .quantity(let quantity):
            quantity.isPrice && pieces.contains { [.task(.count), .task(.share)].contains($0.sense) }
        default: false
        }
    }
}
