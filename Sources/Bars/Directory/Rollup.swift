internal import Market

/// The trading day of each bar, beside the bars.
struct BarDays: Sendable {
    /// Days since 1970-01-01 of the trading day; `none` where the minute belongs to no trading day.
    var day: [Int32]
    /// Minutes from 00:00 of the trading day to the bar; of its own date where it belongs to none.
    var at: [Int32]

    static let none = Int32.min
}

/// One bar of a session or of a whole trading day.
package struct SessionBar: Sendable, Equatable {
    /// The column `session`: a session's key, or `DAY`.
    package var session: String
    /// Days since 1970-01-01.
    package var day: Int32
    package var open: Double
    package var high: Double
    package var low: Double
    package var close: Double
    /// NaN where no minute has one.
    package var volume: Double
    package var bars: Int32
    /// `at` of the first minute at the high, at the low, of the first and of the last minute.
    package var highAt: Int32
    package var lowAt: Int32
    package var firstAt: Int32
    package var lastAt: Int32
}

/// The key of the whole trading day among the sessions.
package let wholeDayKey = "DAY"

/// Roll-ups per trading day and standard session, sorted by session and day.
func rollups(of bars: BarColumns, days: BarDays, instrument: Instrument) -> [SessionBar] {
    let windows =
        [(wholeDayKey, nil as Window?)]
        + instrument.sessions.filter { $0.name != .eth }.map { ($0.name.key, $0.window) }
    return windows.sorted { $0.0 < $1.0 }.flatMap { key, window in
        rollup(of: bars, days: days, session: key, window: window)
    }
}

/// Most calendar days between neighbouring rows of a session, over all sessions; 0 where none has two.
func longestPause(in sessions: [SessionBar]) -> Int {
    zip(sessions, sessions.dropFirst()).map { $0.session == $1.session ? Int($1.day - $0.day) : 0 }.max() ?? 0
}

private func rollup(of bars: BarColumns, days: BarDays, session: String, window: Window?) -> [SessionBar] {
    var result: [SessionBar] = []
    let from = Int32(clamping: window?.from ?? Int(Int32.min))
    let to = Int32(clamping: window?.to ?? Int(Int32.max))
    var current: SessionBar?
    for index in 0..<bars.count {
        let (day, at) = (days.day[index], days.at[index])
        guard day != BarDays.none, at >= from, at < to else { continue }
        guard var bar = current, bar.day == day else {
            if let current { result.append(current) }
            current = SessionBar(
                session: session,
                day: day,
                open: bars.open[index],
                high: bars.high[index],
                low: bars.low[index],
                close: bars.close[index],
                volume: bars.volume[index],
                bars: 1,
                highAt: at,
                lowAt: at,
                firstAt: at,
                lastAt: at
            )
            continue
        }
        if bars.high[index] > bar.high { (bar.high, bar.highAt) = (bars.high[index], at) }
        if bars.low[index] < bar.low { (bar.low, bar.lowAt) = (bars.low[index], at) }
        bar.close = bars.close[index]
        if bar.volume.isNaN {
            bar.volume = bars.volume[index]
        } else if !bars.volume[index].isNaN {
            bar.volume += bars.volume[index]
        }
        bar.bars += 1
        bar.lastAt = at
        current = bar
    }
    if let current { result.append(current) }
    return result
}
