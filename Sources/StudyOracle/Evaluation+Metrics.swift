import Market
import Studies

extension Evaluation {
    /// A metric of each bar of a history.
    func metric(_ metric: Metric, _ bars: [UnitBar]) -> [Double?] {
        var values: [Double?] = []
        for (index, bar) in bars.enumerated() {
            let previous: UnitBar? = index > 0 ? bars[index - 1] : nil
            values.append(self.metric(metric, bar, previous, bars, index))
        }
        return values
    }

    private func metric(
        _ metric: Metric,
        _ bar: UnitBar,
        _ previous: UnitBar?,
        _ bars: [UnitBar],
        _ index: Int
    ) -> Double? {
        let (open, high, low, close) = (bar.open, bar.high, bar.low, bar.close)
        switch metric {
        case .open: return open
        case .high: return high
        case .low: return low
        case .close: return close
        case .volume: return bar.volume
        case .bars: return Double(bar.minutes.count)
        case .change, .changePct:
            // The first week or longer bar is measured from its own open.
            guard let from = previous?.close ?? (isLong ? open : nil) else { return nil }
            return metric == .change ? close - from : 100 * (close / from - 1)
        case .body: return close - open
        case .bodyPct: return 100 * (close / open - 1)
        case .range: return high - low
        case .rangePct: return 100 * (high - low) / open
        case .gap: return previous.map { open - $0.close }
        case .gapPct: return previous.map { 100 * (open / $0.close - 1) }
        case .trueRange:
            guard let before = previous?.close else { return high - low }
            return max(high, before) - min(low, before)
        case .relativeVolume:
            if index < 20 { return nil }
            var total = 0.0
            for before in bars[(index - 20)..<index] {
                guard let volume = before.volume else { return nil }
                total += volume
            }
            guard let volume = bar.volume, total != 0 else { return nil }
            return volume / (total / 20)
        case .closePosition: return high > low ? (close - low) / (high - low) : nil
        case .upperShadow: return high - max(open, close)
        case .lowerShadow: return min(open, close) - low
        case .typicalPrice: return (high + low + close) / 3
        }
    }

    /// The bars on which a day's gap is measured: RTH where there is RTH, else the whole day. Other units have their own.
    func gapBar(_ bar: Bar) throws -> Bar {
        guard study.unit == .day else { return bar }
        let symbol = bar.symbol ?? symbol
        guard let instrument = world.instruments[symbol] else { throw Meaningless("no instrument \(symbol)") }
        let hasRegularHours = instrument.sessions.contains { $0.name == .rth }
        return Bar(span: hasRegularHours ? .session(name: .rth) : .wholeDay, symbol: symbol)
    }

    /// An indicator at each of the first symbol's bars.
    func indicator(_ indicator: Indicator, _ bars: [UnitBar]) -> [Double?] {
        let closes = bars.map(\.close)
        switch indicator {
        case .sma(let count): return closes.indices.map { mean(closes, endingAt: $0, count) }
        case .bollinger(let count, let width, let band):
            return closes.indices.map { index in
                guard let middle = mean(closes, endingAt: index, count) else { return nil }
                var squares = 0.0
                for close in closes[(index - count + 1)...index] { squares += (close - middle) * (close - middle) }
                let deviation = (squares / Double(count)).squareRoot()
                switch band {
                case .upper: return middle + width * deviation
                case .middle: return middle
                case .lower: return middle - width * deviation
                }
            }
        case .ema(let count): return smoothed(closes, count, 2 / (Double(count) + 1))
        case .atr(let count): return smoothed(metric(.trueRange, bars), count, 1 / Double(count))
        case .rsi(let count):
            var gains: [Double?] = [nil], losses: [Double?] = [nil]
            for index in closes.indices.dropFirst() {
                gains.append(max(closes[index] - closes[index - 1], 0))
                losses.append(max(closes[index - 1] - closes[index], 0))
            }
            let gain = smoothed(gains, count, 1 / Double(count)), loss = smoothed(losses, count, 1 / Double(count))
            return closes.indices.map { index in
                guard let up = gain[index], let down = loss[index], up + down > 0 else { return nil }
                return 100 * up / (up + down)
            }
        case .vwap: return bars.map(\.vwap)
        }
    }

    private func mean(_ values: [Double], endingAt index: Int, _ count: Int) -> Double? {
        if index + 1 < count { return nil }
        var total = 0.0
        for value in values[(index - count + 1)...index] { total += value }
        return total / Double(count)
    }

    /// The mean of the first `count` values, then each later value's share `alpha`.
    private func smoothed(_ values: [Double?], _ count: Int, _ alpha: Double) -> [Double?] {
        var result: [Double?] = []
        var seen: [Double] = []
        var current: Double?
        for value in values {
            if let value {
                seen.append(value)
                if seen.count == count {
                    current = seen.reduce(0, +) / Double(count)
                } else if let before = current {
                    current = before + alpha * (value - before)
                }
            }
            result.append(current)
        }
        return result
    }
}
