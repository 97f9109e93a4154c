internal import Market
internal import Studies

extension Line {
    /// "is the high made in Asia, Europe or RTH", "как хаи распределены между азией, европой и кассой": in which of the
    /// sessions named it comes most often, and no high of the first of them.
    mutating func settleListedSessions() {
        guard !pieces.contains(where: { $0.sense == .which(.session) || $0.sense == .mark(.given) }),
            let asked = pieces.firstIndex(where: { $0.sense == .often || $0.sense == .task(.distribution) }),
            pieces.count(where: { isDaysEnd($0.sense) }) == 1, let list = listedSpans,
            pieces.count(where: { if case .span = $0.sense { true } else { false } }) * 2 - 1 == list.count
        else { return }
        let isEither = list.contains { isMark($0, .or) }
        guard isEither || self[asked] == .task(.distribution) else { return }
        for index in list where isMark(index, .and) { pieces[index].sense = .mark(.or) }
        var first = list.lowerBound
        if isMark(first - 1, .between) {
            drop(first - 1)
            first -= 1
        }
        pieces[first].prep = nil
        if first > 0, !isStop(first - 1) { pieces.insert(Piece(sense: .stop(":"), tokens: []), at: first) }
        let tokens = pieces[asked].tokens
        if let place = pieces.firstIndex(where: { $0.sense == .task(.distribution) }) { pieces[place].sense = .often }
        pieces.insert(Piece(sense: .which(.session), tokens: tokens), at: 0)
    }

    private func isDaysEnd(_ sense: Sense) -> Bool {
        if case .quantity(let quantity) = sense { quantity.extreme != nil && quantity.shift == 0 } else { false }
    }

    /// Sessions side by side, two of them at least.
    private var listedSpans: ClosedRange<Int>? {
        for first in pieces.indices where isSpan(first) {
            var last = first
            while isJoint(last + 1), isSpan(last + 2) { last += 2 }
            if last > first { return first...last }
        }
        return nil
    }

    private func isJoint(_ index: Int) -> Bool {
        isMark(index, .or) || isMark(index, .and) || self[index] == .stop(",") || self[index] == .stop("/")
    }
}
