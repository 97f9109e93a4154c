internal import Market
internal import Studies

/// What of the instrument rules about facts need.
struct Surroundings {
    var tick: Double
    var instrument: Instrument
    var today: CivilDate
    var calendar: TradingCalendar
    /// Years that are loaded, to this one.
    var years: ClosedRange<Int>
    /// The days of an event within what is loaded.
    var days: (CalendarEvent) -> [CivilDate]

    /// It ends where the regular session opens, or earlier; never where there is no such session.
    func isBeforeSession(_ span: Span) -> Bool {
        guard let window = window(of: span), let rth = instrument.window(of: .rth) else { return false }
        return window.to <= rth.from
    }

    /// It ends before the regular session does: the night, or the opening range.
    func isEarly(_ span: Span) -> Bool {
        if case .opening = span { true } else { isBeforeSession(span) }
    }

    /// A span in minutes of the trading day; nil where the instrument has no such session.
    func window(of span: Span) -> Window? {
        let rth = instrument.window(of: .rth) ?? Window(from: instrument.dayStart, to: instrument.dayEnd)
        switch span {
        case .wholeDay: return Window(from: instrument.dayStart, to: instrument.dayEnd)
        case .session(let name):
            return name == .eth ? Window(from: instrument.dayStart, to: instrument.dayEnd) : instrument.window(of: name)
        case .clock(let window): return window
        case .opening(let minutes): return Window(from: rth.from, to: rth.from + minutes)
        case .closing(let minutes): return Window(from: rth.to - minutes, to: rth.to)
        case .afterOpening(let minutes): return Window(from: rth.from + minutes, to: rth.to)
        }
    }
}
