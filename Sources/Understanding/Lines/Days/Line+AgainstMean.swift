internal import Market
internal import Studies

extension Line {
    /// "yesterday's range vs average", "вчерашний объём относительно среднего": one day's quantity held against the mean of
    /// all days.
    mutating func joinAgainstMean() {
        guard pieces.contains(where: { isOneDay($0.sense) }) else { return }
        for index in pieces.indices {
            guard case .quantity(let quantity)? = self[index], !quantity.isPrice, quantity.shift == 0,
                isMark(index + 1, .vs) || self[index + 1] == .task(.compare),
                case .statistic(let statistic)? = self[index + 2], statistic == .mean || statistic == .median
            else { continue }
            var last = index + 2
            if case .quantity(let other)? = self[last + 1], other.base == quantity.base, prep(last + 1) != .by {
                last += 1
            }
            // "against the average of the year": of that year's days only.
            switch unit(last + 1) {
            case .year, .quarter, .month: continue
            default: break
            }
            let series = quantity.series()
            let mean = Series.aggregate(statistic: statistic, of: series)
            let fact = Fact(condition: .holds(series, .greater, mean), isOutcome: true)
            join(index...last, as: .condition(fact))
            return
        }
    }

    private func isOneDay(_ sense: Sense) -> Bool {
        switch sense {
        case .relative(.yesterday), .relative(.today), .relative(.beforeyesterday): true
        case .dates(let dates): dates.shape == .day
        default: false
        }
    }
}
