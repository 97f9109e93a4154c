internal import Market
internal import Studies

extension Line {
    /// "correlation of the time of the high with the range", "time of the low on red days vs green days": the time is a
    /// quantity. "Time of high vs time of low" asks for both.
    mutating func settleTimesOfEnds() {
        guard pieces.contains(where: { $0.sense == .task(.time) }) else { return }
        let isRelated = pieces.contains { $0.sense == .task(.correlation) }
        let sides = pieces.indices.filter { self[$0] == .mark(.vs) || self[$0] == .task(.compare) }
        guard isRelated || !sides.isEmpty else { return }
        let times = pieces.indices.filter { self[$0] == .task(.time) && isEnd($0 + 1) }
        if !isRelated, times.count == 2, let first = times.first, self[first + 2] == .mark(.vs), times[1] == first + 3 {
            pieces[first + 2].sense = .mark(.and)
            drop(times[1])
            return
        }
        if isRelated {
            // "high time and low time".
            for index in pieces.indices.dropFirst().reversed()
            where self[index] == .task(.time) && prep(index) == nil && isEnd(index - 1) && !isEnd(index + 1) {
                pieces.swapAt(index - 1, index)
                settleTime(index - 1)
            }
        }
        guard isRelated || times.count == 1 && has(.day) else { return }
        for index in pieces.indices.reversed() where self[index] == .task(.time) && isEnd(index + 1) {
            settleTime(index)
        }
    }

    private mutating func settleTime(_ index: Int) {
        guard case .quantity(var quantity)? = self[index + 1], let event = quantity.extreme else { return }
        quantity.base = .time(event)
        join(index...(index + 1), as: .quantity(quantity))
    }

    private func isEnd(_ index: Int) -> Bool {
        guard case .quantity(let quantity)? = self[index] else { return false }
        return quantity.extreme != nil && quantity.shift == 0 && !pieces[index].afterStop
    }
}
