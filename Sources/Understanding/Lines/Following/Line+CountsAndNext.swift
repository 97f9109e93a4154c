internal import Market
internal import Studies

extension Line {
    /// "how many outside days were there and what did the next day do", "сколько было доджи и что потом": how many they were
    /// is told with what followed them.
    mutating func settleCountsAndNext() {
        guard let count = pieces.firstIndex(where: { $0.sense == .task(.count) }),
            pieces.allSatisfy({ ![.mark(.after), .mark(.given), .task(.share), .often].contains($0.sense) }),
            let fact = pieces.firstIndex(where: {
                if case .condition(let fact) = $0.sense { !fact.isCalendar } else { false }
            }),
            pieces.count(where: { if case .condition(let fact) = $0.sense { !fact.isCalendar } else { false } }) == 1,
            case .condition(let event)? = self[fact], event.settled || event.condition.isOfPattern,
            let next = pieces.lastIndex(where: { $0.sense == .mark(.next) || $0.sense == .mark(.then) }),
            count < next, fact < next,
            let joint = (max(count, fact) + 1..<next).last(where: { isMark($0, .and) || isStop($0) })
        else { return }
        // Nothing but the day and how it went stands behind.
        for index in joint..<self.count where index != next {
            switch self[index] {
            case .mark(.and)?, .stop?, .task(.performance)?, .unit(.day)?, .verb(.close)?, .verb(.form)?, .dates?,
                .mark(.it)?, .task(.howmuch)?:
                continue
            default: return
            }
        }
        let asked = pieces.indices.first { $0 > joint && self[$0] == .task(.performance) }
        var told = pieces[count]
        told.sense = .task(.performance)
        told.tokens = (told.tokens + (asked.map { pieces[$0].tokens } ?? [])).sorted()
        let marker = Piece(sense: .mark(.after), tokens: pieces[next].tokens)
        var made: [Piece] = [told, marker, pieces[fact]]
        for index in pieces.indices where ![count, fact, next, asked].contains(index) {
            switch self[index] {
            case .verb?, .task?, .mark(.it)?, .unit(.day)?:
                empty.formUnion(pieces[index].tokens)
            default: made.append(pieces[index])
            }
        }
        made.removeAll { $0.sense == .mark(.and) }
        pieces = made
    }
}

extension Condition {
    fileprivate var isOfPattern: Bool { if case .pattern = self { true } else { false } }
}
