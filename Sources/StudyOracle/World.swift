package import Market

/// One minute of an instrument, as it lies in the table `minutes`.
package struct MinuteBar: Sendable, Hashable {
    /// Wall clock of the instrument's zone, in minutes since 1970-01-01 00:00.
    package var timestamp: Int
    /// The trading day; nil for a minute that belongs to none.
    package var day: CivilDate?
    /// Minutes from 00:00 of `day` to the minute's opening; negative on the evening before.
    package var minute: Int
    package var open, high, low, close: Double
    /// Nil where the instrument has no volume.
    package var volume: Double?

    package init(
        timestamp: Int,
        day: CivilDate?,
        minute: Int,
        open: Double,
        high: Double,
        low: Double,
        close: Double,
        volume: Double?
    ) {
        self.timestamp = timestamp
        self.day = day
        self.minute = minute
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}

/// Everything that an answer depends on: what is known, and the bars by symbol, in time order.
package struct World: Sendable {
    package var catalogue: Catalogue
    package var instruments: [String: Instrument]
    package var bars: [String: [MinuteBar]]

    package init(catalogue: Catalogue, instruments: [String: Instrument], bars: [String: [MinuteBar]]) {
        self.catalogue = catalogue
        self.instruments = instruments
        self.bars = bars
    }

    /// First and last trading day with a bar, by symbol.
    package var coverage: [String: ClosedRange<CivilDate>] {
        bars.compactMapValues { bars in
            let days = bars.compactMap(\.day)
            guard let first = days.min(), let last = days.max() else { return nil }
            return first...last
        }
    }
}

/// One value of a row.
package enum Cell: Sendable, Hashable {
    case null
    case number(Double)
    case text(String)
    case date(CivilDate)
    /// Wall clock, in minutes since 1970-01-01 00:00.
    case timestamp(Int)
    /// A minute of the trading day, perhaps a mean and so not whole; shown as the clock's time of that minute.
    case time(Double)
    case truth(Bool)
}

/// Why a study has no meaning, in English.
package struct Meaningless: Error, Hashable {
    package var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
