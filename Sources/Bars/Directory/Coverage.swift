package import Market

/// What is loaded of one symbol; all of it is computed from the bars.
package struct Coverage: Codable, Sendable, Equatable {
    /// First and last trading day that has a bar; nil where no minute belongs to a trading day.
    package var firstDay: CivilDate?
    package var lastDay: CivilDate?
    /// Minutes, those outside trading days included.
    package var bars: Int
    /// Trading days that have a bar.
    package var days: Int
    /// Runs of missing minutes between the first and the last bar of a trading day's main session
    /// (RTH where that is what "day" means, else the whole trading day).
    package var gaps: Int
    package var hasVolume: Bool

    package init(firstDay: CivilDate?, lastDay: CivilDate?, bars: Int, days: Int, gaps: Int, hasVolume: Bool) {
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.bars = bars
        self.days = days
        self.gaps = gaps
        self.hasVolume = hasVolume
    }
}

extension Coverage {
    init(of bars: BarColumns, days: BarDays, instrument: Instrument) {
        let window =
            instrument.defaultSession.flatMap { instrument.window(of: $0) }
            ?? Window(from: instrument.dayStart, to: instrument.dayEnd)
        var (first, last, count, gaps) = (nil as Int32?, nil as Int32?, 0, 0)
        var previous: (day: Int32, at: Int32)?
        for index in 0..<bars.count where days.day[index] != BarDays.none {
            let (day, at) = (days.day[index], days.at[index])
            if last != day { count += 1 }
            if first == nil { first = day }
            last = day
            guard window.from <= Int(at), Int(at) < window.to else { continue }
            if let previous, previous.day == day, at > previous.at + 1 { gaps += 1 }
            previous = (day, at)
        }
        self.init(
            firstDay: first.map { CivilDate(dayNumber: Int($0)) },
            lastDay: last.map { CivilDate(dayNumber: Int($0)) },
            bars: bars.count,
            days: count,
            gaps: gaps,
            hasVolume: bars.hasVolume
        )
    }
}
