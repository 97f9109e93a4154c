import Market
import Studies

extension Evaluation {
    func distribution(_ distribution: Distribution) throws -> [[Cell]] {
        let chosen = try chosen()
        var observed: [[Double]] = []
        for series in distribution.of {
            let values = try values(series)
            if isInexact(series) { isDelicate = true }
            observed.append(chosen.compactMap { values[$0] })
        }
        guard let unit = distribution.of.first?.unit, distribution.of.allSatisfy({ $0.unit == unit }) else {
            throw Meaningless("a distribution of series of several units")
        }
        let bucket =
            unit == .time
            ? try clockBuckets(distribution.buckets) : try numberBuckets(distribution.buckets, observed.flatMap { $0 })
        // A bucket's label, and its place among the buckets.
        var labels: [Double: Double] = [:]
        var counts: [Double: [Int]] = [:]
        for (index, values) in observed.enumerated() {
            for value in values {
                let (label, place) = bucket(value)
                labels[label] = min(labels[label] ?? place, place)
                counts[label, default: observed.map { _ in 0 }][index] += 1
            }
        }
        let order = labels.keys.sorted { left, right in
            if distribution.mostFrequentFirst {
                let one = (counts[left] ?? []).reduce(0, +), other = (counts[right] ?? []).reduce(0, +)
                if one != other { return one > other }
            }
            return (labels[left] ?? 0) < (labels[right] ?? 0)
        }
        return order.prefix(distribution.limit ?? Int.max).map { label in
            var cells = [cell(label, unit)]
            for (index, count) in (counts[label] ?? []).enumerated() {
                cells.append(.number(Double(count)))
                let total = observed[index].count
                cells.append(total == 0 ? .null : .number(100 * Double(count) / Double(total)))
            }
            return cells
        }
    }

    /// Times stand in slots of the clock, in the order of the trading day.
    private func clockBuckets(_ buckets: Distribution.Buckets) throws -> (Double) -> (label: Double, place: Double) {
        let width: Int
        switch buckets {
        case .exact: width = 1
        case .minutes(let count): width = count
        case .width(let given): width = Int(given)
        case .automatic: width = 30
        }
        let start = instrument.dayStart
        return { value in
            var clock = Int(value.rounded(.down))
            if abs(value - value.rounded()) < 1e-9, value != value.rounded() { self.isDelicate = true }
            while clock < 0 { clock += 1440 }
            while clock >= 1440 { clock -= 1440 }
            // The evening before comes first.
            let evening = start < 0 ? start + 1440 : start
            let place = clock >= evening ? clock - evening : clock - evening + 1440
            return (Double(clock / width * width), Double(place))
        }
    }

    private func numberBuckets(
        _ buckets: Distribution.Buckets,
        _ values: [Double]
    ) throws -> (Double) -> (label: Double, place: Double) {
        let width: Double
        switch buckets {
        case .exact: return { ($0, $0) }
        case .minutes: throw Meaningless("buckets of minutes for values that are no times")
        case .width(let given): width = given
        case .automatic: width = roundWidth(values)
        }
        return { value in
            let number = (value / width).rounded(.down)
            self.note(value / width, (value / width).rounded())
            let edge = (number * width * 1e9).rounded() / 1e9
            return (edge, edge)
        }
    }

    /// 1, 2 or 5 times a power of ten, the one that comes nearest to twelve buckets; 1 where all values are equal.
    private func roundWidth(_ values: [Double]) -> Double {
        guard let low = values.min(), let high = values.max(), high > low else { return 1 }
        let step = (high - low) / 12
        var power = 1.0
        while power > step { power /= 10 }
        while power * 10 <= step { power *= 10 }
        for (limit, factor) in [(1.5, 1.0), (3.1, 2.0), (7.5, 5.0)] {
            note(step / power, limit)
            if step / power < limit { return factor * power }
        }
        return 10 * power
    }
}
