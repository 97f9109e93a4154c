/// Everything about markets that is knowledge and not data: loaded once, checked as a whole.
public struct Catalogue: Sendable {
    public var instruments: [Instrument]
    public var patterns: [Pattern]
    /// What instruments of a class share, and what an unknown symbol is built from.
    package var classes: [ClassRules]
    package var calendars: [HolidayCalendar]
    package var eventDates: [EventDateList]

    public init(instruments: [Instrument], patterns: [Pattern]) {
        self.init(instruments: instruments, patterns: patterns, classes: [])
    }

    package init(
        instruments: [Instrument],
        patterns: [Pattern],
        classes: [ClassRules],
        calendars: [HolidayCalendar] = [],
        eventDates: [EventDateList] = []
    ) {
        self.instruments = instruments
        self.patterns = patterns
        self.classes = classes
        self.calendars = calendars
        self.eventDates = eventDates
    }

    public func instrument(_ symbol: String) -> Instrument? {
        instruments.first { $0.symbol == symbol }
    }

    public func pattern(_ name: String) -> Pattern? {
        patterns.first { $0.name == name }
    }

    /// An instrument with another class than the catalogue's, or one that the catalogue does not know.
    ///
    /// Without a class: the catalogue's own, nil where it has none. With one: the same name, aliases and tick with the
    /// sessions, zone and calendar of that class; an unknown symbol is its own name. Nil where the class has no rules.
    package func instrument(_ symbol: String, class override: InstrumentClass?) -> Instrument? {
        let known = instrument(symbol)
        guard let override, override != known?.instrumentClass else { return known }
        return classes.first { $0.instrumentClass == override }?.instrument(
            symbol: symbol,
            name: known?.name ?? symbol,
            aliases: known?.aliases ?? [],
            tick: known?.tick
        )
    }

    package func calendar(_ name: String) -> HolidayCalendar? {
        calendars.first { $0.name == name }
    }

    /// The trading days of an instrument. Without holidays where its calendar is not of this catalogue.
    package func tradingCalendar(for instrument: Instrument) -> TradingCalendar {
        TradingCalendar(instrument: instrument, holidays: instrument.calendar.flatMap(calendar))
    }

    /// Whether a date is a trading day of an instrument by its calendar; the data may have no bars on it.
    package func isTradingDay(_ date: CivilDate, for instrument: Instrument) -> Bool {
        tradingCalendar(for: instrument).isTradingDay(date)
    }

    /// The trading day that a minute of an instrument's wall clock belongs to. For many minutes, keep `tradingCalendar`.
    package func tradingDay(
        ofLocalMinute local: (date: CivilDate, minute: Int),
        _ instrument: Instrument
    ) -> CivilDate? {
        tradingCalendar(for: instrument).tradingDay(of: local.date, minute: local.minute)
    }
}
