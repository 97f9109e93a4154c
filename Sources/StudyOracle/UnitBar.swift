import Market
import Studies

/// A bar of any unit, with the minutes it was built from.
struct UnitBar {
    /// The trading day, or the calendar's first day of a longer unit.
    var day: CivilDate
    /// Start of a bar of minutes, as minute of its trading day; 0 for other units.
    var slot: Int
    /// In time order, at least one.
    var minutes: [MinuteBar]

    var open: Double { minutes[0].open }
    var close: Double { minutes[minutes.count - 1].close }

    var high: Double {
        var highest = minutes[0].high
        for minute in minutes where minute.high > highest { highest = minute.high }
        return highest
    }

    var low: Double {
        var lowest = minutes[0].low
        for minute in minutes where minute.low < lowest { lowest = minute.low }
        return lowest
    }

    var volume: Double? {
        var total: Double?
        for minute in minutes {
            if let volume = minute.volume { total = (total ?? 0) + volume }
        }
        return total
    }

    /// The trading days that the bar has minutes of, in order.
    var tradingDays: [CivilDate] {
        var days: [CivilDate] = []
        for minute in minutes {
            if let day = minute.day, days.last != day { days.append(day) }
        }
        return days
    }

    var lastDay: CivilDate { tradingDays.last ?? day }

    /// Volume-weighted typical price.
    var vwap: Double? {
        var weighted = 0.0
        var total = 0.0
        for minute in minutes {
            guard let volume = minute.volume else { continue }
            weighted += (minute.high + minute.low + minute.close) / 3 * volume
            total += volume
        }
        return total > 0 ? weighted / total : nil
    }

    var firstMinuteAtHigh: MinuteBar? {
        let high = high
        return minutes.first { $0.high == high }
    }

    var firstMinuteAtLow: MinuteBar? {
        let low = low
        return minutes.first { $0.low == low }
    }
}

/// Builds the bars of a unit out of the minutes of a window (nil: the whole trading day), in time order.
func unitBars(_ minutes: [MinuteBar], _ window: Window?, _ unit: BarUnit) -> [UnitBar] {
    var bars: [UnitBar] = []
    for minute in minutes {
        guard let day = minute.day else { continue }
        if let window, minute.minute < window.from || minute.minute >= window.to { continue }
        let first = firstDay(of: unit, day)
        var slot = 0
        if case .minutes(let count) = unit {
            slot = Int((Double(minute.minute) / Double(count)).rounded(.down)) * count
        }
        if let last = bars.last, last.day == first, last.slot == slot {
            bars[bars.count - 1].minutes.append(minute)
        } else {
            bars.append(UnitBar(day: first, slot: slot, minutes: [minute]))
        }
    }
    return bars
}

/// The calendar's first day of the unit that a day lies in.
func firstDay(of unit: BarUnit, _ day: CivilDate) -> CivilDate {
    var first = day
    switch unit {
    case .minutes, .day: break
    case .week: while first.weekday != 1 { first = first.adding(days: -1) }
    case .month: while first.day != 1 { first = first.adding(days: -1) }
    case .quarter: while first.day != 1 || ![1, 4, 7, 10].contains(first.month) { first = first.adding(days: -1) }
    case .year: while first.day != 1 || first.month != 1 { first = first.adding(days: -1) }
    }
    return first
}

/// What a span is in minutes of the trading day; nil is the whole day.
func window(of span: Span, _ instrument: Instrument) throws -> Window? {
    var regular = Window(from: instrument.dayStart, to: instrument.dayEnd)
    for session in instrument.sessions where session.name == .rth { regular = session.window }
    switch span {
    case .wholeDay: return nil
    case .session(let name):
        if name == .eth { return nil }
        for session in instrument.sessions where session.name == name { return session.window }
        throw Meaningless("\(instrument.symbol) has no session \(name)")
    case .clock(let window): return window
    case .opening(let minutes): return Window(from: regular.from, to: regular.from + minutes)
    case .closing(let minutes): return Window(from: regular.to - minutes, to: regular.to)
    case .afterOpening(let minutes): return Window(from: regular.from + minutes, to: regular.to)
    }
}
