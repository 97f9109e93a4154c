import Market
import Studies

extension Frame {
    /// Whether a pattern ends at each bar; null where it needs bars that do not exist.
    func pattern(_ pattern: Pattern, _ parameters: Parameters) -> Expression {
        let tests = pattern.tests.map { test in
            let passes = Expression.join([operand(test.left, parameters), operand(test.right, parameters)]) {
                "\($0[0]) \(test.relation.rawValue) \($0[1])"
            }
            // A test of a share fails where the bar has no range.
            return ([test.left, test.right].compactMap(barOfShare)).reduce(passes) { test, bar in
                .join([before("high", bar), before("low", bar), test]) { "\($0[0]) > \($0[1]) AND \($0[2])" }
            }
        }
        return .join(tests) { "(" + $0.joined(separator: " AND ") + ")" }
    }

    /// Which bar a share of the range is of; nil for any other operand.
    private func barOfShare(_ operand: Pattern.Operand) -> Int? {
        guard case .feature(let feature, let bar, _) = operand else { return nil }
        switch feature {
        case .bodyShare, .upperShadowShare, .lowerShadowShare: return bar
        default: return nil
        }
    }

    private func operand(_ operand: Pattern.Operand, _ parameters: Parameters) -> Expression {
        switch operand {
        case .number(let value): Expression(parameters(.double(value)))
        case .feature(let feature, let bar, let factor):
            factor == 1
                ? self.feature(feature, bar)
                : .join([self.feature(feature, bar)]) { "(\(parameters(.double(factor))) * \($0[0]))" }
        }
    }

    private func feature(_ feature: Pattern.Feature, _ bar: Int) -> Expression {
        let open = before("open", bar), high = before("high", bar), low = before("low", bar),
            close = before("close", bar)
        switch feature {
        case .open: return open
        case .high: return high
        case .low: return low
        case .close: return close
        case .body: return .join([close, open]) { "abs(\($0[0]) - \($0[1]))" }
        case .signedBody: return .join([close, open]) { "(\($0[0]) - \($0[1]))" }
        case .bodyMiddle: return .join([close, open]) { "((\($0[0]) + \($0[1])) / 2)" }
        case .range: return .join([high, low]) { "(\($0[0]) - \($0[1]))" }
        case .bodyShare:
            return .join([close, open, high, low]) { "(abs(\($0[0]) - \($0[1])) / nullif(\($0[2]) - \($0[3]), 0))" }
        case .upperShadowShare:
            return .join([high, open, close, low]) {
                "((\($0[0]) - greatest(\($0[1]), \($0[2]))) / nullif(\($0[0]) - \($0[3]), 0))"
            }
        case .lowerShadowShare:
            return .join([low, open, close, high]) {
                "((least(\($0[1]), \($0[2])) - \($0[0])) / nullif(\($0[3]) - \($0[0]), 0))"
            }
        case .meanCloseBefore(let count):
            return shifted(rolling("avg", of: column("close"), count: count, name: "mean_close_\(count)"), bar)
        case .highestHighBefore(let count):
            return shifted(rolling("max", of: column("high"), count: count, name: "highest_\(count)"), bar)
        case .lowestLowBefore(let count):
            return shifted(rolling("min", of: column("low"), count: count, name: "lowest_\(count)"), bar)
        case .smallestRangeBefore(let count):
            return shifted(rolling("min", of: metric(.range), count: count, name: "smallest_range_\(count)"), bar)
        }
    }

    private func shifted(_ value: Expression, _ bar: Int) -> Expression {
        relation.shifted(value, by: -bar, name: "\(value.sql)_before")
    }
}
