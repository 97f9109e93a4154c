import Market
import Studies

extension Evaluation {
    /// When an event first happened within each row's bar, as minute of the trading day.
    func time(_ event: MinuteEvent, _ bar: Bar) throws -> [Double?] {
        if isMinutes { throw Meaningless("an event within rows of minutes") }
        let bar = event == .gapFill ? try gapBar(bar) : bar
        let bars = try bars(of: bar)
        let places = try placesAmong(bars, bar)
        let isSimple = event == .high || event == .low || event == .firstBar || event == .lastBar
        if isLong, !isSimple { throw Meaningless("an event within weeks or longer") }
        let levels: [Double?]
        var levelIsInexact = false
        switch event {
        case .above(let level), .below(let level), .touch(let level):
            levels = try values(level)
            levelIsInexact = isInexact(level)
        default: levels = rows.map { _ in nil }
        }
        return rows.indices.map { row in
            guard let place = places[row] else { return nil }
            if levelIsInexact, let level = levels[row] {
                for price in bars[place].minutes.flatMap({ [$0.high, $0.low] }) { note(price, level, inexact: true) }
            }
            let previousClose = place > 0 ? bars[place - 1].close : nil
            return first(event, bars[place], level: levels[row], previousClose: previousClose).map { Double($0.minute) }
        }
    }

    /// The high or low of rows longer than a day as moments, in minutes of all days.
    func moments(_ series: Series) throws -> [Double?]? {
        guard isLong, case .time(let event, let bar) = series, event == .high || event == .low else { return nil }
        let bars = try bars(of: bar)
        return try placesAmong(bars, bar).map { place in
            guard let place, let minute = first(event, bars[place], level: nil, previousClose: nil),
                let day = minute.day
            else { return nil }
            return Double(day.dayNumber * 1440 + minute.minute)
        }
    }

    private func first(_ event: MinuteEvent, _ bar: UnitBar, level: Double?, previousClose: Double?) -> MinuteBar? {
        switch event {
        case .high: return bar.firstMinuteAtHigh
        case .low: return bar.firstMinuteAtLow
        case .firstBar: return bar.minutes.first
        case .lastBar: return bar.minutes.last
        case .largestVolume:
            guard let largest = bar.minutes.compactMap(\.volume).max() else { return nil }
            return bar.minutes.first { $0.volume == largest }
        case .above:
            guard let level else { return nil }
            for minute in bar.minutes { note(minute.high, level) }
            return bar.minutes.first { $0.high > level }
        case .below:
            guard let level else { return nil }
            for minute in bar.minutes { note(minute.low, level) }
            return bar.minutes.first { $0.low < level }
        case .touch:
            guard let level else { return nil }
            return touch(level, bar.minutes)
        case .gapFill:
            guard let previousClose else { return nil }
            if bar.open > previousClose { return bar.minutes.first { $0.low <= previousClose } }
            if bar.open < previousClose { return bar.minutes.first { $0.high >= previousClose } }
            return nil
        case .shareOfRange(let share):
            var high = bar.minutes[0].high, low = bar.minutes[0].low
            for minute in bar.minutes {
                high = max(high, minute.high)
                low = min(low, minute.low)
                note(high - low, share * (bar.high - bar.low))
                if high - low >= share * (bar.high - bar.low) { return minute }
            }
            return nil
        }
    }

    /// A minute touches a level within its range, or together with the minute before jumps over it.
    private func touch(_ level: Double, _ minutes: [MinuteBar]) -> MinuteBar? {
        var before: MinuteBar?
        for minute in minutes {
            note(minute.low, level)
            note(minute.high, level)
            if minute.low <= level, level <= minute.high { return minute }
            if let before {
                if before.high < level, minute.low > level { return minute }
                if before.low > level, minute.high < level { return minute }
            }
            before = minute
        }
        return nil
    }
}
