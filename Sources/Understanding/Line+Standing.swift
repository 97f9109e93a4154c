extension Line {
    /// "Was that range normal?", "what percentile is today's range": of one day or one size it asks how usual that is.
    mutating func settleStanding() {
        guard !pieces.contains(where: { $0.sense == .mark(.vs) || $0.sense == .task(.compare) }) else { return }
        guard isOfOneDay || isOfOneSize else { return }
        for index in pieces.indices {
            switch pieces[index].sense {
            case .mark(.rest) where isStop(index + 1) || index == count - 1: pieces[index].sense = .task(.standing)
            case .percentile where plainNumber(index - 1) == nil && plainNumber(index + 1) == nil:
                pieces[index].sense = .task(.standing)
            default: continue
            }
        }
    }

    private var isOfOneDay: Bool {
        pieces.contains { piece in
            switch piece.sense {
            case .relative(.today), .relative(.yesterday), .relative(.beforeyesterday): true
            case .dates(let dates): dates.shape == .day
            default: false
            }
        }
    }

    /// "A 400 point range".
    private var isOfOneSize: Bool {
        pieces.indices.contains { index in
            if case .number(_, .points) = pieces[index].sense { return isQuantity(index + 1) || isQuantity(index - 1) }
            if case .number(_, .percent) = pieces[index].sense { return isQuantity(index + 1) || isQuantity(index - 1) }
            return false
        }
    }
}
