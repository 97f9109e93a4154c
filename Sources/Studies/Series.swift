public import Market

/// Which bar a quantity is taken from. Everything nil or zero: the row's own bar.
public struct Bar: Hashable, Codable, Sendable {
    /// nil: the study's span.
    public var span: Span?
    /// nil: the study's first symbol.
    public var symbol: String?

    public init(span: Span? = nil, symbol: String? = nil) {
        self.span = span
        self.symbol = symbol
    }

    /// The row's own bar.
    public static let own = Bar()
}

/// A named quantity of a row: a column.
public indirect enum Series: Hashable, Codable, Sendable {
    case number(value: Double)
    case metric(metric: Metric, of: Bar)
    /// When something first happened within the bar, as minute of the trading day (see `Window`); null if it did not.
    case time(event: MinuteEvent, of: Bar)
    case calendar(field: CalendarField)
    /// A textbook indicator on the rows' bars.
    case indicator(indicator: Indicator)
    /// Over the `count` rows before, this row excluded; null while there are fewer.
    case rolling(statistic: Statistic, of: Series, count: Int)
    /// Over all rows before of the loaded data, whatever the period, this row excluded; null while there is none with a
    /// value. A record close is above this maximum of closes: above every earlier close of the data, so the first row is
    /// none.
    case soFar(statistic: Statistic, of: Series)
    /// Percent from the highest close so far, this row's included, to the row's close: 0 on a record, else negative; `byHigh`
    /// from the highest high, as an all-time high is told.
    case drawdown(from: Peak, byHigh: Bool = false)
    /// The day of that highest close (high), the first of equal ones.
    case peakDay(from: Peak, byHigh: Bool)
    /// One number: the statistic over all rows of the period, the condition aside.
    case aggregate(statistic: Statistic, of: Series)
    /// The series `by` rows later (earlier, if negative).
    case shifted(of: Series, by: Int)
    /// Percent from this row's close to the close `rows` later (earlier, if negative: from that close to this one).
    case move(rows: Int)
    case absolute(of: Series)
    /// The series of the day, week or longer unit that the row lies in, its bar built over `span`: rows of minutes have a
    /// day, rows of days a week. Offsets within count such units: shifted by -1, of the week before the row's.
    case containing(unit: BarUnit, span: Span, of: Series)
    case arithmetic(left: Series, operation: Operation, right: Series)

    public enum Operation: String, Hashable, Codable, Sendable, CaseIterable {
        case plus, minus, times, dividedBy
    }
}

/// Among which rows the highest close is looked for.
public enum Peak: Hashable, Codable, Sendable {
    /// All that is loaded; the period's, with no value before it; the row's own week, month … as far as it is of the period.
    case data, period
    case each(unit: BarUnit)
}

/// Something that happens at a minute within a bar's window.
public indirect enum MinuteEvent: Hashable, Codable, Sendable {
    /// The first minute at the window's high (low).
    case high, low
    /// The first minute with the window's largest volume.
    case largestVolume
    case firstBar, lastBar
    /// The first minute whose high is above the level (strictly); low below it; that touches it or jumps over it.
    case above(level: Series), below(level: Series), touch(level: Series)
    /// The first minute of RTH that trades back to the previous close, on a day that gapped.
    case gapFill
    /// The first minute at which the range so far is at least this share (0-1) of the window's whole range.
    case shareOfRange(share: Double)
}

/// What the calendar says of a row.
public enum CalendarField: Hashable, Codable, Sendable {
    case year, quarter, month, isoWeek
    /// ISO: Monday is 1.
    case weekday
    case dayOfMonth
    /// Seven days of the month each, from 1; the fifth is what is left.
    case weekOfMonth
    /// The trading day itself; the first day of its week, month, quarter, year.
    case date, weekStart, monthStart, quarterStart, yearStart
    /// Rows of minutes: clock hour; start of the slot of so many minutes, as minute of the clock.
    case hour
    case slot(minutes: Int)
    /// Running number of the trading day within its week, month, quarter or year, from 1; counted from the end if asked.
    case ordinal(within: BarUnit, fromEnd: Bool)
}

/// Indicators by their textbook definitions; Wilder's smoothing for RSI and ATR, seeded with a simple mean.
public enum Indicator: Hashable, Codable, Sendable {
    /// Simple, exponential (alpha 2 / (count + 1), seeded with the simple mean) moving average of closes.
    case sma(count: Int), ema(count: Int)
    case rsi(count: Int), atr(count: Int)
    /// Middle ± `width` population standard deviations of the last `count` closes.
    case bollinger(count: Int, width: Double, band: Band)
    /// Volume-weighted typical price of the bar's minutes.
    case vwap

    public enum Band: String, Hashable, Codable, Sendable, CaseIterable { case upper, middle, lower }
}

/// One number of many.
public enum Statistic: Hashable, Codable, Sendable {
    case count, mean, median, min, max, sum
    /// Sample standard deviation.
    case deviation
    /// Which way the tails lean, and how heavy they are beyond a normal distribution's: of the sample, without bias.
    case skewness, kurtosis
    /// Linear interpolation; 0-1.
    case quantile(probability: Double)
    /// Sum divided by the number of trading days: what an additive quantity is per day.
    case perDay
    /// 100 (product of (1 + value / 100) - 1): percent moves compounded.
    case compounded
    /// Sum divided by the number of weeks (months …) that the rows lie in, whether or not they meet the measure's own
    /// condition: of the number 1, how many rows there are of them in each. Only as a measure.
    case perUnit(unit: BarUnit)
    /// Percent of the sum over the rows of all groups, those beyond the limit included. Only as a measure of groups.
    case portion
}
