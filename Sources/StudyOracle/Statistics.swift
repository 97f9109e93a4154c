import Studies

/// A statistic of values that are there; `days` is the number of trading days they come from. Nil where there is none.
func statistic(_ statistic: Statistic, _ values: [Double], days: Int) -> Double? {
    if statistic == .count { return Double(values.count) }
    if values.isEmpty { return nil }
    let total = values.reduce(0, +)
    let mean = total / Double(values.count)
    switch statistic {
    case .count: return Double(values.count)
    case .mean: return mean
    case .median: return quantile(values, 0.5)
    case .min: return values.min()
    case .max: return values.max()
    case .sum: return total
    case .deviation:
        if values.count < 2 { return nil }
        var squares = 0.0
        for value in values { squares += (value - mean) * (value - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    case .skewness:
        let count = Double(values.count), spread = moment(values, mean, 2)
        if count < 3 || spread == 0 { return nil }
        return (count * (count - 1)).squareRoot() / (count - 2) * moment(values, mean, 3)
            / (spread * spread.squareRoot())
    case .kurtosis:
        let count = Double(values.count), spread = moment(values, mean, 2)
        if count < 4 || spread == 0 { return nil }
        let excess = moment(values, mean, 4) / (spread * spread) - 3
        return (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * excess + 6)
    case .quantile(let probability): return quantile(values, probability)
    case .perDay: return days == 0 ? nil : total / Double(days)
    case .compounded:
        var product = 1.0
        for value in values { product *= 1 + value / 100 }
        return 100 * (product - 1)
    // Of weeks and months `Evaluation` tells, which knows the rows' days, and of the other groups.
    case .perUnit, .portion: return nil
    }
}

/// The mean of distances from the mean, raised to a power.
private func moment(_ values: [Double], _ mean: Double, _ power: Int) -> Double {
    var total = 0.0
    for value in values {
        var raised = 1.0
        for _ in 0..<power { raised *= value - mean }
        total += raised
    }
    return total / Double(values.count)
}

/// Linear interpolation between the two nearest of the sorted values.
private func quantile(_ values: [Double], _ probability: Double) -> Double {
    let sorted = values.sorted()
    let place = Double(sorted.count - 1) * probability
    let below = Int(place.rounded(.down))
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

/// Pearson's r; nil for fewer than two pairs, or where one side does not vary.
func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    if left.count < 2 { return nil }
    if left.allSatisfy({ $0 == left[0] }) || right.allSatisfy({ $0 == right[0] }) { return nil }
    let leftMean = left.reduce(0, +) / Double(left.count)
    let rightMean = right.reduce(0, +) / Double(right.count)
    var both = 0.0, leftSquares = 0.0, rightSquares = 0.0
    for index in left.indices {
        both += (left[index] - leftMean) * (right[index] - rightMean)
        leftSquares += (left[index] - leftMean) * (left[index] - leftMean)
        rightSquares += (right[index] - rightMean) * (right[index] - rightMean)
    }
    return both / (leftSquares * rightSquares).squareRoot()
}

/// Ranks from 1; equal values share the mean of their ranks.
func ranks(_ values: [Double]) -> [Double] {
    values.map { value in
        var smaller = 0, equal = 0
        for other in values {
            if other < value { smaller += 1 }
            if other == value { equal += 1 }
        }
        return Double(smaller) + Double(equal + 1) / 2
    }
}

/// The 95% interval of a share (Wilson 1927), in percent; nil where nothing was counted.
func wilson(hits: Int, of rows: Int) -> (low: Double, high: Double)? {
    if rows == 0 { return nil }
    let z = 1.959963984540054
    let n = Double(rows)
    let share = Double(hits) / n
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return (100 * (middle - half), 100 * (middle + half))
}
