internal import Market
internal import Studies

extension Line {
    /// "is the close more often above or below the open", "is NQ more often above or below VWAP": how often it is asked stands
    /// between what is held and the sides, and what closes may not be named.
    mutating func settleAboveOrBelow() {
        for index in pieces.indices where self[index] == .often && isEitherSide(index + 1) {
            var first = index
            while isHeldSubject(first - 1) { first -= 1 }
            let often = pieces.remove(at: index)
            if !pieces[first..<index].contains(where: { $0.sense.isPriceOrVerb }) {
                // Where it closes.
                guard !isQuantity(first - 1) else { return pieces.insert(often, at: index) }
                pieces.insert(Piece(sense: .quantity(Quantity(.close)), tokens: []), at: index)
            }
            return pieces.insert(often, at: first)
        }
    }

    private func isHeldSubject(_ index: Int) -> Bool {
        switch self[index] {
        case .span?, .verb(.close)?, .verb(.open)?, .unit(.day)?: true
        case .quantity(let price)?: price.isPrice
        default: false
        }
    }

    /// "above or below": both sides, where "or below" is one word or two.
    private func isEitherSide(_ index: Int) -> Bool {
        guard case .relation(let one)? = self[index], one == .greater || one == .less else { return false }
        let next = isMark(index + 1, .or) || isMark(index + 1, .vs) ? index + 2 : index + 1
        guard case .relation(let other)? = self[next] else { return false }
        return other.isUp != one.isUp && other != .equal
    }
}

extension Sense {
    fileprivate var isPriceOrVerb: Bool {
        switch self {
        case .verb(.close), .verb(.open): true
        case .quantity(let price): price.isPrice
        default: false
        }
    }
}
