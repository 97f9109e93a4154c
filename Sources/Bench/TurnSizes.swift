/// A store's bytes before a chat's first turn and after each of its turns.
struct TurnSizes {
    static let turns = 200
    var bytes: [Int]

    /// Flat: the last fifty turns take no more than fifty of the middle. The first ones find pages that are already
    /// there, and have no summaries yet.
    var report: String {
        let (first, fifth) = (kilobytes(1...10), kilobytes(41...50))
        let (middle, last) = (kilobytes(51...100), kilobytes(151...200))
        return "turns 1-10 \(first.text(1)) KB, turns 41-50 \(fifth.text(1)) KB"
            + verdict(max(first, fifth) <= 10, "10 KB")
            + "; turns 51-100 \(middle.text(1)) KB, turns 151-200 \(last.text(1)) KB"
            + verdict(last <= middle * 1.05, "flat")
    }

    /// KiB a turn.
    private func kilobytes(_ turns: ClosedRange<Int>) -> Double {
        Double(bytes[turns.upperBound] - bytes[turns.lowerBound - 1]) / Double(turns.count) / 1024
    }
}
