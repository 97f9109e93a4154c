internal import Market
internal import Studies

extension Line {
    /// "падение NQ больше 2%": the instrument stands between a move and its size.
    mutating func orderNamedMoves() {
        for index in pieces.indices {
            guard case .rise? = self[index], case .symbol? = self[index + 1],
                prep(index + 1) == nil || prep(index + 1) == .in
            else { continue }
            switch self[isRelation(index + 2) ? index + 3 : index + 2] {
            case .number(_, .percent?)?, .number(_, .points?)?: pieces.swapAt(index, index + 1)
            default: continue
            }
        }
    }
}
