internal import Market

/// A pattern's tests as formulas: `high < high[1]`; `[1]` is the bar before.
enum PatternText {
    static func of(_ test: Pattern.Test) -> String {
        let sign =
            switch test.relation {
            case .less: "<"
            case .lessOrEqual: "≤"
            case .greater: ">"
            case .greaterOrEqual: "≥"
            }
        return operand(test.left) + " " + sign + " " + operand(test.right)
    }

    private static func operand(_ operand: Pattern.Operand) -> String {
        switch operand {
        case .number(let value): return number(value)
        case .feature(let feature, let bar, let factor):
            let text = name(feature) + (bar == 0 ? "" : "[\(bar)]")
            return factor == 1 ? text : number(factor) + " · " + text
        }
    }

    private static func name(_ feature: Pattern.Feature) -> String {
        switch feature {
        case .open: "open"
        case .high: "high"
        case .low: "low"
        case .close: "close"
        case .body: "|close − open|"
        case .bodyShare: "b"
        case .bodyMiddle: "(open + close) / 2"
        case .signedBody: "(close − open)"
        case .upperShadowShare: "u"
        case .lowerShadowShare: "l"
        case .range: "(high − low)"
        case .meanCloseBefore(let count): "mean(close, \(count))"
        case .highestHighBefore(let count): "max(high, \(count))"
        case .lowestLowBefore(let count): "min(low, \(count))"
        case .smallestRangeBefore(let count): "min(high − low, \(count))"
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }
}
