/// Minute bars of one symbol, column by column, sorted by minute, no minute twice.
package struct BarColumns: Sendable, Equatable {
    /// Wall clock of the instrument's zone: minutes from 1970-01-01 00:00 to the minute that the bar opens.
    package var minute: [Int32] = []
    package var open: [Double] = []
    package var high: [Double] = []
    package var low: [Double] = []
    package var close: [Double] = []
    /// NaN where there is none.
    package var volume: [Double] = []

    package init() {}

    package var count: Int { minute.count }

    package mutating func reserve(_ capacity: Int) {
        minute.reserveCapacity(capacity)
        open.reserveCapacity(capacity)
        high.reserveCapacity(capacity)
        low.reserveCapacity(capacity)
        close.reserveCapacity(capacity)
        volume.reserveCapacity(capacity)
    }

    package mutating func append(
        minute: Int32,
        open: Double,
        high: Double,
        low: Double,
        close: Double,
        volume: Double
    ) {
        self.minute.append(minute)
        self.open.append(open)
        self.high.append(high)
        self.low.append(low)
        self.close.append(close)
        self.volume.append(volume)
    }

    /// Appends one bar of other columns.
    mutating func append(_ index: Int, of other: BarColumns) {
        append(
            minute: other.minute[index],
            open: other.open[index],
            high: other.high[index],
            low: other.low[index],
            close: other.close[index],
            volume: other.volume[index]
        )
    }

    /// Whether two bars say the same; an absent volume equals an absent one.
    func same(_ index: Int, as otherIndex: Int, of other: BarColumns) -> Bool {
        open[index] == other.open[otherIndex] && high[index] == other.high[otherIndex]
            && low[index] == other.low[otherIndex] && close[index] == other.close[otherIndex]
            && (volume[index] == other.volume[otherIndex]
                || (volume[index].isNaN && other.volume[otherIndex].isNaN))
    }

    /// Whether any bar has a volume.
    var hasVolume: Bool { volume.contains { !$0.isNaN } }

    package static func == (left: BarColumns, right: BarColumns) -> Bool {
        left.minute == right.minute && left.minute.indices.allSatisfy { left.same($0, as: $0, of: right) }
    }
}
