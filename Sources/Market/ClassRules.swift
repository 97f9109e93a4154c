/// What all instruments of a class share: zone, calendar, trading day, sessions.
package struct ClassRules: Codable, Sendable, Hashable {
    package var instrumentClass: InstrumentClass
    /// IANA name of the zone of the wall clock.
    package var zone: String
    /// Name of a holiday calendar; nil where there are no holidays.
    package var calendar: String?
    /// From the trading day's first minute to its end, in minutes from 00:00 of its date.
    package var day: Window
    package var holidaySessionJoinsNextDay: Bool
    package var tradesWeekends: Bool
    package var sessions: [TradingSession]
    package var defaultSession: SessionName?

    package init(
        instrumentClass: InstrumentClass,
        zone: String,
        calendar: String?,
        day: Window,
        holidaySessionJoinsNextDay: Bool,
        tradesWeekends: Bool,
        sessions: [TradingSession],
        defaultSession: SessionName?
    ) {
        self.instrumentClass = instrumentClass
        self.zone = zone
        self.calendar = calendar
        self.day = day
        self.holidaySessionJoinsNextDay = holidaySessionJoinsNextDay
        self.tradesWeekends = tradesWeekends
        self.sessions = sessions
        self.defaultSession = defaultSession
    }

    /// An instrument of this class. `tick` in price points.
    package func instrument(symbol: String, name: String, aliases: [String], tick: Double?) -> Instrument {
        Instrument(
            symbol: symbol,
            name: name,
            aliases: aliases,
            instrumentClass: instrumentClass,
            zone: zone,
            tick: tick,
            calendar: calendar,
            dayStart: day.from,
            dayEnd: day.to,
            holidaySessionJoinsNextDay: holidaySessionJoinsNextDay,
            tradesWeekends: tradesWeekends,
            sessions: sessions,
            defaultSession: defaultSession
        )
    }
}
