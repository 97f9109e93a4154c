internal import Studies

extension Places {
    /// "... higher on Fridays than on Mondays": what stands behind "than" is one side of a comparison, never a choice of
    /// rows.
    func heldAgainst() -> [Int] {
        if case .comparison = study.result { return [] }
        return line.pieces.indices.filter { line.isHeldAgainst($0) }
    }
}
