internal import Studies

extension Line {
    /// "earliest time of the low in 2025", "самый ранний хай дня", "latest time of the high": the first and the last of such
    /// times by the clock.
    mutating func settleEarliestTimes() {
        for index in pieces.indices {
            let isEarliest = has(.earliestword, in: pieces[index]) && self[index] == .ordinal(1)
            let isLatest =
                has(.latestword, in: pieces[index])
                && (self[index] == .relative(.last) || self[index] == .relative(.past))
            guard isEarliest || isLatest else { continue }
            let time = self[index + 1] == .task(.time)
            guard case .quantity(let end)? = self[time ? index + 2 : index + 1], end.extreme != nil, end.shift == 0
            else { continue }
            // "the latest high" is the last one there was.
            if !time, isLatest, self[index] == .relative(.last) { continue }
            pieces[index].sense = .statistic(isEarliest ? .min : .max)
            if !time { pieces.insert(Piece(sense: .task(.time), tokens: pieces[index].tokens), at: index + 1) }
            return
        }
    }
}
