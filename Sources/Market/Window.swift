/// A half-open stretch of a trading day's clock, in minutes from 00:00 of the trading day's own date in the
/// instrument's zone. The evening before is negative: 18:00-09:30 is `-360..<570`.
public struct Window: Hashable, Codable, Sendable {
    /// First minute in the window.
    public var from: Int
    /// First minute after the window.
    public var to: Int

    public init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    /// Length in minutes.
    public var length: Int { to - from }

    /// `HH:MM-HH:MM` by the clock.
    public var label: String { Self.clock(from) + "-" + Self.clock(to) }

    /// A minute of the trading day as `HH:MM` of the clock; -360 is 18:00.
    public static func clock(_ minute: Int) -> String {
        let wrapped = ((minute % 1440) + 1440) % 1440
        let (hour, rest) = (wrapped / 60, wrapped % 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
