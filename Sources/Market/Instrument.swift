/// What kind of market an instrument is; trading day, sessions, calendar and default window follow from it.
public enum InstrumentClass: String, Codable, Sendable, CaseIterable {
    case indexFuture, metalFuture, energyFuture, rateFuture, currencyFuture, agricultureFuture, stock, fx, crypto
}

/// The names of sessions; which of them an instrument has, and when, is data.
public enum SessionName: String, Codable, Sendable, CaseIterable {
    case rth, eth, overnight, asia, europe, us, morning, afternoon, openingHour, closingHour, pre, post

    /// The value of the column `session` in the roll-ups.
    public var key: String {
        switch self {
        case .openingHour: "OPENING_HOUR"
        case .closingHour: "CLOSING_HOUR"
        default: rawValue.uppercased()
        }
    }
}

/// A named window of an instrument's trading day. `eth` is the whole trading day and has no window.
public struct TradingSession: Hashable, Codable, Sendable {
    public var name: SessionName
    public var window: Window

    public init(name: SessionName, window: Window) {
        self.name = name
        self.window = window
    }
}

/// One market that bars are loaded for, with everything its trading days depend on.
public struct Instrument: Codable, Sendable, Hashable {
    /// As in the data: `NQ`.
    public var symbol: String
    public var name: String
    /// Words that people use for it, lower case, both languages: `nasdaq`, `насдак`.
    public var aliases: [String]
    public var instrumentClass: InstrumentClass
    /// IANA name of the zone of its wall clock.
    public var zone: String
    /// Smallest price step in price points; nil where it is not known.
    public var tick: Double?
    /// Which holiday calendar applies (`cme`, `nyse`); nil where there are no holidays.
    public var calendar: String?
    /// When trading day D begins, in minutes from 00:00 of D (a CME future: -360).
    public var dayStart: Int
    /// When it ends (a CME future: 1020).
    public var dayEnd: Int
    /// A holiday's shortened session belongs to the next trading day.
    public var holidaySessionJoinsNextDay: Bool
    /// Whether Saturdays and Sundays are trading days (crypto).
    public var tradesWeekends: Bool
    public var sessions: [TradingSession]
    /// The window that "day" means when the question names none; nil is the whole trading day.
    public var defaultSession: SessionName?

    public init(
        symbol: String,
        name: String,
        aliases: [String],
        instrumentClass: InstrumentClass,
        zone: String,
        tick: Double?,
        calendar: String?,
        dayStart: Int,
        dayEnd: Int,
        holidaySessionJoinsNextDay: Bool,
        tradesWeekends: Bool,
        sessions: [TradingSession],
        defaultSession: SessionName?
    ) {
        self.symbol = symbol
        self.name = name
        self.aliases = aliases
        self.instrumentClass = instrumentClass
        self.zone = zone
        self.tick = tick
        self.calendar = calendar
        self.dayStart = dayStart
        self.dayEnd = dayEnd
        self.holidaySessionJoinsNextDay = holidaySessionJoinsNextDay
        self.tradesWeekends = tradesWeekends
        self.sessions = sessions
        self.defaultSession = defaultSession
    }

    /// The window of a session; nil where the instrument has no such session, and for `eth`.
    public func window(of session: SessionName) -> Window? {
        sessions.first { $0.name == session }?.window
    }

    public var hasRegularHours: Bool { window(of: .rth) != nil }
}
