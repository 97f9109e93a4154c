/// A source whose files have habits that the file itself does not show.
package enum Vendor: String, Codable, Sendable, CaseIterable {
    case generic, barwise, firstrate, kibot, ninjatrader, metatrader, tradingview, yfinance, binance, histdata, oanda
    case bitfinex, kraken, refinitiv, sierra, databento, lean, finam

    /// A clock that a source may write, and whether its stamps name the minute's end.
    package struct Habit: Sendable, Hashable {
        /// A zone as `ZoneTable` reads it; nil is the instrument's own.
        var zone: String?
        var stampsEnd: Bool
    }

    /// The clocks that this vendor is known to write, the likeliest first. Empty: nothing is known.
    var habits: [Habit] {
        switch self {
        case .generic, .barwise, .firstrate, .kibot, .lean: [Habit(zone: nil, stampsEnd: false)]
        case .tradingview, .yfinance, .binance, .oanda, .bitfinex, .kraken, .databento:
            [Habit(zone: "UTC", stampsEnd: false)]
        case .ninjatrader: [Habit(zone: "UTC", stampsEnd: true), Habit(zone: nil, stampsEnd: true)]
        case .metatrader:
            [
                Habit(zone: "America/New_York+7", stampsEnd: false), Habit(zone: "Europe/Athens", stampsEnd: false),
                Habit(zone: "UTC", stampsEnd: false),
            ]
        case .histdata:
            [
                Habit(zone: "EST", stampsEnd: false), Habit(zone: "America/New_York", stampsEnd: false),
                Habit(zone: "Europe/London-5", stampsEnd: false),
            ]
        case .refinitiv: [Habit(zone: "UTC", stampsEnd: true)]
        case .sierra: [Habit(zone: nil, stampsEnd: true), Habit(zone: nil, stampsEnd: false)]
        case .finam: [Habit(zone: "Europe/Moscow", stampsEnd: false), Habit(zone: "Europe/Moscow", stampsEnd: true)]
        }
    }

    /// Whether the vendor's documentation fixes the clock, so that data need not speak for it.
    var isDocumented: Bool {
        switch self {
        case .generic, .barwise, .kibot, .sierra, .lean: false
        default: true
        }
    }
}
