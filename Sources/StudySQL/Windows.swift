package import Market
package import Studies

extension Span {
    /// The span in minutes of an instrument's trading day; nil is the whole trading day.
    package func window(of instrument: Instrument) throws(CompileError) -> Window? {
        switch self {
        case .wholeDay: return nil
        case .session(let name):
            if name == .eth { return nil }
            guard let window = instrument.window(of: name) else {
                throw .noSession(session: name, symbol: instrument.symbol)
            }
            return window
        case .clock(let window):
            guard window.length > 0, window.length <= 1440, window.from >= -1440, window.to <= 2880 else {
                throw .badSpan(span: self)
            }
            return window
        case .opening(let minutes):
            let regular = Span.regularHours(of: instrument)
            guard minutes > 0, minutes <= regular.length else { throw .badSpan(span: self) }
            return Window(from: regular.from, to: regular.from + minutes)
        case .closing(let minutes):
            let regular = Span.regularHours(of: instrument)
            guard minutes > 0, minutes <= regular.length else { throw .badSpan(span: self) }
            return Window(from: regular.to - minutes, to: regular.to)
        case .afterOpening(let minutes):
            let regular = Span.regularHours(of: instrument)
            guard minutes > 0, minutes < regular.length else { throw .badSpan(span: self) }
            return Window(from: regular.from + minutes, to: regular.to)
        }
    }

    /// RTH, or the trading day of an instrument that has none.
    package static func regularHours(of instrument: Instrument) -> Window {
        instrument.window(of: .rth) ?? Window(from: instrument.dayStart, to: instrument.dayEnd)
    }

    /// The value of `session` in the roll-ups that holds this span's bars; nil where minutes must be read.
    package func rollUp(of instrument: Instrument) throws(CompileError) -> String? {
        guard let window = try window(of: instrument) else { return "DAY" }
        return instrument.sessions.first { $0.window == window }?.name.key
    }
}

extension Study {
    /// The window that a gap belongs to: RTH where there is RTH, else the whole trading day.
    static func gapSpan(of instrument: Instrument) -> Span {
        instrument.hasRegularHours ? .session(name: .rth) : .wholeDay
    }
}
