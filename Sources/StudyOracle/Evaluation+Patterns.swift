import Market

extension Evaluation {
    /// Whether a pattern ends at a bar; nil where it needs bars that do not exist and no test that can be made fails.
    func ends(_ pattern: Pattern, _ bars: [UnitBar], _ index: Int) -> Bool? {
        var isUnknown = false
        for test in pattern.tests {
            if usesShareOfFlatBar(test.left, bars, index) || usesShareOfFlatBar(test.right, bars, index) {
                return false
            }
            guard let left = value(test.left, bars, index), let right = value(test.right, bars, index) else {
                isUnknown = true
                continue
            }
            note(left, right)
            let passes =
                switch test.relation {
                case .less: left < right
                case .lessOrEqual: left <= right
                case .greater: left > right
                case .greaterOrEqual: left >= right
                }
            if !passes { return false }
        }
        return isUnknown ? nil : true
    }

    private func usesShareOfFlatBar(_ operand: Pattern.Operand, _ bars: [UnitBar], _ index: Int) -> Bool {
        guard case .feature(let feature, let back, _) = operand, bars.indices.contains(index - back) else {
            return false
        }
        let bar = bars[index - back]
        switch feature {
        case .bodyShare, .upperShadowShare, .lowerShadowShare: return bar.high == bar.low
        default: return false
        }
    }

    private func value(_ operand: Pattern.Operand, _ bars: [UnitBar], _ index: Int) -> Double? {
        switch operand {
        case .number(let value): return value
        case .feature(let feature, let back, let factor):
            guard bars.indices.contains(index - back) else { return nil }
            return self.feature(feature, bars, index - back).map { factor == 1 ? $0 : factor * $0 }
        }
    }

    private func feature(_ feature: Pattern.Feature, _ bars: [UnitBar], _ index: Int) -> Double? {
        let bar = bars[index]
        let range = bar.high - bar.low
        switch feature {
        case .open: return bar.open
        case .high: return bar.high
        case .low: return bar.low
        case .close: return bar.close
        case .body: return abs(bar.close - bar.open)
        case .signedBody: return bar.close - bar.open
        case .bodyMiddle: return (bar.open + bar.close) / 2
        case .range: return range
        case .bodyShare: return abs(bar.close - bar.open) / range
        case .upperShadowShare: return (bar.high - max(bar.open, bar.close)) / range
        case .lowerShadowShare: return (min(bar.open, bar.close) - bar.low) / range
        case .meanCloseBefore(let count):
            return before(bars, index, count).map { $0.map(\.close).reduce(0, +) / Double(count) }
        case .highestHighBefore(let count): return before(bars, index, count)?.map(\.high).max()
        case .lowestLowBefore(let count): return before(bars, index, count)?.map(\.low).min()
        case .smallestRangeBefore(let count): return before(bars, index, count)?.map { $0.high - $0.low }.min()
        }
    }

    /// The `count` bars before a bar; nil where there are fewer.
    private func before(_ bars: [UnitBar], _ index: Int, _ count: Int) -> [UnitBar]? {
        index < count ? nil : Array(bars[(index - count)..<index])
    }
}
