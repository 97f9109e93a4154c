import Market
import Studies

extension Frame {
    /// An indicator at each bar; null until enough bars are there.
    func indicator(_ indicator: Indicator) -> Expression {
        switch indicator {
        case .sma(let count):
            return moving("avg", column("close"), count, "sma_\(count)")
        case .bollinger(let count, let width, let band):
            let middle = moving("avg", column("close"), count, "sma_\(count)")
            if band == .middle { return middle }
            let deviation = moving("stddev_pop", column("close"), count, "deviation_\(count)")
            return .join([middle, deviation]) { "(\($0[0]) \(band == .upper ? "+" : "-") \(width) * \($0[1]))" }
        case .ema(let count):
            return smoothed(column("close"), count, alpha: 2 / (Double(count) + 1), name: "ema_\(count)")
        case .atr(let count):
            return smoothed(metric(.trueRange), count, alpha: 1 / Double(count), name: "atr_\(count)")
        case .rsi(let count):
            let change = Expression.join([column("close"), before("close", 1)]) { "(\($0[0]) - \($0[1]))" }
            let gain = smoothed(
                .join([change]) { "(CASE WHEN \($0[0]) > 0 THEN \($0[0]) WHEN \($0[0]) <= 0 THEN 0 END)" },
                count,
                alpha: 1 / Double(count),
                name: "mean_gain_\(count)"
            )
            let loss = smoothed(
                .join([change]) { "(CASE WHEN \($0[0]) < 0 THEN -\($0[0]) WHEN \($0[0]) >= 0 THEN 0 END)" },
                count,
                alpha: 1 / Double(count),
                name: "mean_loss_\(count)"
            )
            return .join([gain, loss]) {
                "(CASE WHEN \($0[0]) + \($0[1]) > 0 THEN 100.0 * \($0[0]) / (\($0[0]) + \($0[1])) END)"
            }
        case .vwap:
            return minuteAggregate("vwap", "sum((high + low + close) / 3 * volume) / nullif(sum(volume), 0)")
        }
    }

    /// An aggregate over this bar and the `count - 1` before.
    private func moving(_ function: String, _ value: Expression, _ count: Int, _ name: String) -> Expression {
        let frame = "OVER (ORDER BY \(relation.ordering) ROWS BETWEEN \(count - 1) PRECEDING AND CURRENT ROW)"
        return relation.window(
            "CASE WHEN count(\(value.sql)) \(frame) = \(count) THEN \(function)(\(value.sql)) \(frame) END",
            over: value.layer,
            name: name
        )
    }

    /// s = mean of the first `count` values, then s + alpha (x - s) for each later one (Wilder 1978: alpha = 1 / count).
    ///
    /// In one pass: with q = 1 - alpha, s is alpha Σ qⁱ x of the values i places back, the mean standing for the first.
    /// Values are summed in blocks so long that a whole block's q is below rounding; only the block before counts.
    private func smoothed(_ value: Expression, _ count: Int, alpha: Double, name: String) -> Expression {
        let frame = "OVER (ORDER BY \(relation.ordering) ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
        let number = relation.window(
            "count(\(value.sql)) \(frame) - \(count)",
            over: value.layer,
            name: name + "_number"
        )
        let input = relation.window(
            "CASE count(\(value.sql)) \(frame) - \(count) WHEN 0 THEN avg(\(value.sql)) \(frame) / \(alpha) ELSE \(value.sql) END",
            over: value.layer,
            name: name + "_input"
        )
        let length = Indicator.memory(alpha: alpha)
        let (block, place) = ("\(number.sql) // \(length)", "\(number.sql) % \(length)")
        func weight(_ power: String) -> String { "power(\(1 - alpha), \(power))" }
        let weighted = "sum(CASE WHEN \(number.sql) >= 0 THEN \(input.sql) / \(weight(place)) END)"
        let sql = """
            CASE WHEN \(number.sql) >= 0 THEN \(alpha) * (\
            \(weight(place)) * \(weighted) OVER (PARTITION BY \(block) ORDER BY \(relation.ordering)) \
            + \(weight("(\(place) + \(length))")) * coalesce(\
            \(weighted) OVER (ORDER BY \(block) RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING), 0)) END
            """
        return relation.window(sql, over: max(number.layer, input.layer), name: name)
    }
}

extension Indicator {
    /// After how many bars a smoothed value's weight is below rounding (10⁻¹⁷).
    static func memory(alpha: Double) -> Int {
        guard alpha < 1 else { return 1 }
        var (weight, length) = (1.0, 0)
        while weight > 1e-17 { (weight, length) = (weight * (1 - alpha), length + 1) }
        return length
    }
}
