/// A candlestick or bar pattern: tests that must all hold, on the bar itself (0) and the bars before (1, 2 …).
/// `b`, `u`, `l` are body and shadows as shares of high - low; a test that uses one fails where high = low.
public struct Pattern: Codable, Sendable, Hashable {
    /// Stable name: `insideBar`.
    public var name: String
    public var tests: [Test]
    /// The move that the pattern ends, +1 up or -1 down, where "reversal" has a meaning.
    public var endsMove: Int?

    public init(name: String, tests: [Test], endsMove: Int?) {
        self.name = name
        self.tests = tests
        self.endsMove = endsMove
    }

    /// `left relation right`.
    public struct Test: Codable, Sendable, Hashable {
        public var left: Operand
        public var relation: Relation
        public var right: Operand

        public init(left: Operand, relation: Relation, right: Operand) {
            self.left = left
            self.relation = relation
            self.right = right
        }
    }

    public enum Operand: Codable, Sendable, Hashable {
        case number(value: Double)
        /// A feature of the bar `bar` places back, times `factor`.
        case feature(feature: Feature, bar: Int, factor: Double)
    }

    public enum Relation: String, Codable, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    public enum Feature: Codable, Sendable, Hashable {
        case open, high, low, close
        /// |close - open|; |close - open| / (high - low); (open + close) / 2; close - open.
        case body, bodyShare, bodyMiddle, signedBody
        case upperShadowShare, lowerShadowShare, range
        /// Over the `count` bars before that bar, itself excluded; null where there are fewer.
        case meanCloseBefore(count: Int), highestHighBefore(count: Int), lowestLowBefore(count: Int)
        case smallestRangeBefore(count: Int)
    }
}
