/// Days that the calendar knows beforehand.
public enum CalendarEvent: Hashable, Codable, Sendable {
    case opex, quadWitching, vixExpiry, nfp, fomc, cpi
    /// General elections of the United States, every even year.
    case electionDay
    /// The exchange closes early that day.
    case earlyClose
    /// A full closure of the instrument's calendar; nil is any. Names are entries of the calendar file (`memorialDay`).
    case holiday(name: String?)
}
