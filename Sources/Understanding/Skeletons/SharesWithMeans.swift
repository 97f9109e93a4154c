internal import Market
internal import Studies

extension Frame {
    /// "average next day return after an NR7, and the win rate": beside the share the mean of the same day, the one that
    /// follows what is given. Empty where the quantity may be of another day.
    func meansBesideShare(given: Condition?, session: Bool) -> (measures: [Measure], used: Set<Int>) {
        guard let given, given.isOfDayBefore, !session, statistics.count == 1, quantities.count == 1,
            let statistic = statistics.first, let asked = quantities.first, asked.value.shift == 0,
            statistic.value == .mean || statistic.value == .median,
            statistic.index < asked.index, asked.index - statistic.index <= 3,
            !asked.value.isPrice, asked.value.extreme == nil, isOfNextDay(asked.index)
        else { return ([], []) }
        let used: Set<Int> = [statistic.index, asked.index]
        return (
            asked.value.measures(statistic.value) + [.count(where: nil)],
            used.union(marks(.next)).union(marks(.after)).union(marks(.those)).union(marks(.it))
        )
    }

    /// It stands before "after" or beside "the next day", with nothing that chooses days between.
    private func isOfNextDay(_ quantity: Int) -> Bool {
        func isFree(_ range: Range<Int>) -> Bool { !dayFacts.contains { range.contains($0.index) } }
        let isBefore = marks(.after).contains { $0 > quantity && isFree(quantity..<$0) }
        return isBefore
            || marks(.next).contains { next in
                abs(next - quantity) <= 3 && isFree(min(next, quantity)..<max(next, quantity))
            }
            // "the day after an NR7: average return": told behind what it comes after.
            || marks(.after).contains { after in
                after < quantity && asksNextDay(after) && dayFacts.contains { $0.index > after && $0.index < quantity }
            }
    }
}
