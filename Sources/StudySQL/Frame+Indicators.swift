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
            let gain = smoothed(.join([change]) { "(CASE WHEN \($0[0]) > 0 THEN \($0[0]) WHEN \($0[0]) <= 0 THEN 0 END)" }, count, alpha: 1 / Double(count), name: "gain_\(count)")
            let loss = smoothed(.join([change]) { "(CASE WHEN \($0[0]) < 0 THEN -\($0[0]) WHEN \($0[0]) >= 0 THEN 0 END)" }, count, alpha: 1 / Double(count), name: "loss_\(count)")
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
            over: value.layer, name: name)
    }

    /// s = mean of the first `count` values, then s + alpha (x - s) for each later one (Wilder 1978: alpha = 1 / count).
    private func smoothed(_ value: Expression, _ count: Int, alpha: Double, name: String) -> Expression {
        let frame = "OVER (ORDER BY \(relation.ordering) ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
        let values = relation.window(
            "list(\(value.sql)) FILTER (WHERE \(value.sql) IS NOT NULL) \(frame)", over: value.layer, name: name + "_values")
        return .join([values]) {
            "(CASE WHEN len(\($0[0])) >= \(count) THEN list_reduce(list_prepend(list_avg(\($0[0])[1:\(count)]), "
                + "\($0[0])[\(count + 1):]), lambda s, x: s + \(alpha) * (x - s)) END)"
        }
    }
}
