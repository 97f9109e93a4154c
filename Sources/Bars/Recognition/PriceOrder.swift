/// Which of four price columns is the open, high, low and close, told from the prices.
struct PriceOrder {
    /// By column: for `[0, 1, 2, 3]` open comes first. Nil where the columns are no prices of bars.
    let roles: [ColumnRole]?

    /// - Parameter rows: four numbers a row, oldest first.
    init(_ rows: [[Double]]) {
        guard !rows.isEmpty else {
            roles = nil
            return
        }
        func share(_ test: ([Double]) -> Bool) -> Double { Double(rows.count(where: test)) / Double(rows.count) }
        func isHigh(_ column: Int) -> Double { share { $0[column] >= ($0.max() ?? 0) } }
        func isLow(_ column: Int) -> Double { share { $0[column] <= ($0.min() ?? 0) } }
        // Open, high, low, close where that fits, else the columns that are highest and lowest the most often.
        var (high, low) = (1, 2)
        if isHigh(1) < 0.98 || isLow(2) < 0.98 {
            high = (0..<4).max { (isHigh($0), -$0) < (isHigh($1), -$1) } ?? 1
            low = (0..<4).filter { $0 != high }.max { (isLow($0), -$0) < (isLow($1), -$1) } ?? 2
        }
        guard isHigh(high) >= 0.9, isLow(low) >= 0.9 else {
            roles = nil
            return
        }
        let rest = (0..<4).filter { $0 != high && $0 != low }
        // A bar opens where the one before closed: the smaller jumps tell open from close.
        func jumps(open: Int, close: Int) -> Double {
            zip(rows.dropFirst(), rows).reduce(0) { $0 + abs($1.0[open] - $1.1[close]) }
        }
        let usual = jumps(open: rest[0], close: rest[1])
        let swapped = jumps(open: rest[1], close: rest[0])
        let (open, close) = swapped < usual * 0.7 ? (rest[1], rest[0]) : (rest[0], rest[1])
        var roles = [ColumnRole](repeating: .open, count: 4)
        (roles[open], roles[high], roles[low], roles[close]) = (.open, .high, .low, .close)
        self.roles = roles
    }
}
