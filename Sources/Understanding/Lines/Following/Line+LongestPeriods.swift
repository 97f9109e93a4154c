internal import Market
internal import Studies

extension Line {
    /// "самый длинный период без падения", "the longest we've gone without a 2% drop", "longest time without": a run of days
    /// that had none of it.
    mutating func settleLongestPeriods() {
        guard pieces.contains(where: { $0.sense == .mark(.except) }),
            !pieces.contains(where: { $0.sense == .task(.runs) }),
            let longest = pieces.firstIndex(where: { $0.sense == .superlative(.max) && has(.longword, in: $0) })
        else { return }
        let next = pieces[(longest + 1)...].firstIndex { $0.sense != .empty }
        if let next, self[next] == .unknown || self[next] == .task(.time), has(.periodnoun, in: pieces[next]) {
            pieces[next].sense = .task(.runs)
        } else if let next, isMark(next, .except) {
            pieces.insert(Piece(sense: .task(.runs), tokens: pieces[longest].tokens), at: next)
        }
    }

    /// "which had more days with a move over 2%, NQ or gold", "у кого больше красных дней, у NQ или MGC": how many of each.
    mutating func settleMoreOfInstruments() {
        guard !pieces.contains(where: { if case .task = $0.sense { true } else { false } }),
            let or = pieces.firstIndex(where: { $0.sense == .mark(.or) }),
            let more = pieces.firstIndex(where: { $0.sense == .relation(.greater) || $0.sense == .mark(.more) }),
            pieces.count(where: { if case .symbol = $0.sense { true } else { false } }) == 2
        else { return }
        let before = pieces[..<or].last { $0.sense != .empty }
        let after = pieces[(or + 1)...].first { $0.sense != .empty && $0.sense.isPreposition == false }
        guard case .symbol? = before?.sense, case .symbol? = after?.sense else { return }
        var next = more + 1
        while self[next] == .empty || self[next].map(\.isKindWord) ?? false { next += 1 }
        guard pieces.indices.contains(next), unit(next) == .day || has(.day, in: pieces[next]) else { return }
        pieces[more].sense = .task(.count)
        pieces[or].sense = .mark(.vs)
    }
}

extension Sense {
    fileprivate var isPreposition: Bool { if case .prep = self { true } else { false } }

    /// What a day may be called by, before its noun.
    fileprivate var isKindWord: Bool {
        switch self {
        case .colour, .rise, .win, .way, .pattern: true
        default: false
        }
    }
}
