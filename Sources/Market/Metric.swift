/// A quantity of one bar (of a minute, a window of a day, a day, a week …), as MARKET conventions define it.
/// `prev` is the bar before in the same window. Prices and differences in price points, `…Pct` in percent.
public enum Metric: String, Codable, Sendable, CaseIterable {
    case open, high, low, close, volume
    /// close - prev.close; 100 (close / prev.close - 1). A week's or longer bar without one before: from its own open.
    case change, changePct
    /// close - open; 100 (close / open - 1).
    case body, bodyPct
    /// high - low; 100 (high - low) / open.
    case range, rangePct
    /// Opening gap: RTH open - previous RTH close where there is RTH, else day open - previous day close.
    case gap, gapPct
    /// max(high, prev.close) - min(low, prev.close); the first bar's is its range.
    case trueRange
    /// volume / mean volume of the 20 bars before; null for the first 20.
    case relativeVolume
    /// (close - low) / (high - low), 0 to 1; null where high = low.
    case closePosition
    /// high - max(open, close); min(open, close) - low.
    case upperShadow, lowerShadow
    /// Typical price (high + low + close) / 3.
    case typicalPrice
    /// Number of minute bars.
    case bars

    /// What a value is measured in.
    public var unit: Unit {
        switch self {
        case .open, .high, .low, .close, .typicalPrice: .price
        case .change, .body, .range, .gap, .trueRange, .upperShadow, .lowerShadow: .points
        case .changePct, .bodyPct, .rangePct, .gapPct: .percent
        case .volume: .volume
        case .relativeVolume, .closePosition: .ratio
        case .bars: .count
        }
    }

    /// Whether values of parts of a day add up to the day's.
    public var isAdditive: Bool { self == .volume || self == .bars }
}

/// What a number counts.
public enum Unit: String, Codable, Sendable {
    case price, points, percent, volume, ratio, count, days, minutes, time, date, timestamp, label
}
