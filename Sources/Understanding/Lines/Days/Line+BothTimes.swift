internal import Market
internal import Studies

extension Line {
    /// "когда хай и когда лой", "high time and low time": when both ends are made.
    mutating func settleBothTimes() {
        settleMadeFirst()
        guard pieces.count(where: { $0.sense.asksTime }) == 2,
            !pieces.contains(where: { $0.sense == .task(.correlation) })
        else { return }
        for index in pieces.indices {
            guard let first = plainEnd(index),
                let other = (index + 1..<min(count, index + 4)).first(where: { plainEnd($0) != nil }),
                let last = plainEnd(other), first != last
            else { continue }
            let begin = self[index - 1]?.asksTime ?? false ? index - 1 : index
            let end = self[other + 1]?.asksTime ?? false ? other + 1 : other
            let words = pieces[begin...end]
            guard words.count(where: { $0.sense.asksTime }) == 2,
                words.allSatisfy({ $0.sense.asksTime || $0.sense.isQuantity || $0.sense == .mark(.and) })
            else { continue }
            let asked = Piece(
                sense: .task(.time),
                tokens: words.filter { $0.sense.asksTime }.flatMap(\.tokens).sorted(),
                text: words.first { $0.sense.asksTime }?.text ?? ""
            )
            let both = Piece(
                sense: .highLow,
                tokens: words.filter { $0.sense.isQuantity }.flatMap(\.tokens).sorted()
            )
            empty.formUnion(words.filter { $0.sense == .mark(.and) }.flatMap(\.tokens))
            pieces.replaceSubrange(begin...end, with: [asked, both])
            return
        }
    }

    /// "on green days is the low made first": before the high, and how often.
    private mutating func settleMadeFirst() {
        guard let place = pieces.firstIndex(where: { $0.sense == .ordinal(1) && $0.tokens.count == 1 }),
            pieces.count(where: { if case .quantity = $0.sense { true } else { $0.sense == .highLow } }) == 1,
            let end = pieces.indices.first(where: { plainEnd($0) != nil }), let price = plainEnd(end), end < place,
            pieces[(end + 1)..<place].allSatisfy({
                $0.sense == .verb(.form) || $0.sense == .empty || $0.sense == .often
            }),
            pieces[(end + 1)..<place].contains(where: { $0.sense == .verb(.form) }),
            place + 1 == count || isStop(place + 1) || pieces[place + 1].prep != nil || isMark(place + 1, .given)
        else { return }
        let other = Quantity(price == .high ? .low : .high)
        pieces[place].sense = .mark(.before)
        pieces.insert(Piece(sense: .quantity(other), tokens: pieces[place].tokens), at: place + 1)
        if !pieces.contains(where: { if case .task = $0.sense { true } else { $0.sense == .often } }) {
            pieces.insert(Piece(sense: .task(.share), tokens: pieces[place].tokens), at: end)
        }
    }

    /// The day's own high or low.
    private func plainEnd(_ index: Int) -> Metric? {
        switch self[index] {
        case .quantity(Quantity(.high))?: .high
        case .quantity(Quantity(.low))?: .low
        default: nil
        }
    }
}

extension Sense {
    fileprivate var asksTime: Bool { self == .when || self == .task(.time) || self == .task(.timehour) }

    fileprivate var isQuantity: Bool { if case .quantity = self { true } else { false } }
}
