/// Why a class was guessed from the shape of the data, strongest first.
package enum ClassReason: String, Codable, Sendable, Hashable {
    /// Bars on Saturday, or on Sunday before the evening.
    case tradesWeekends
    /// Volumes with a fraction.
    case fractionalVolume
    /// Nothing outside 04:00-20:00 New York, Monday to Friday.
    case onlyStockHours
    /// Bars from Sunday evening.
    case tradesSundayEvening
    /// No bars between 17:00 and 18:00 New York.
    case pausesAtFive
    /// Bars between 17:00 and 18:00 New York.
    case noDailyPause
    case noVolume
    /// The symbol is two currencies: `EURSEK`.
    case symbolOfCurrencies
    /// The symbol is quoted in a stablecoin or in bitcoin: `PEPEUSDT`.
    case symbolOfCrypto
    /// The shape says nothing sure; the class is the commonest that it does not contradict.
    case unclear
}

extension InstrumentClass {
    /// The class of an unknown symbol by its data, and by its name where the data do not contradict.
    package static func guess(
        symbol: String,
        shape: DataShape
    ) -> (instrumentClass: InstrumentClass, reasons: [ClassReason]) {
        let byShape = guess(fromShapeOf: shape)
        guard byShape.instrumentClass != .crypto else { return byShape }
        let letters = symbol.uppercased().filter(\.isLetter)
        if ["USDT", "USDC", "BUSD", "FDUSD"].contains(where: { letters.hasSuffix($0) && letters.count > $0.count }) {
            return (.crypto, [.symbolOfCrypto] + (shape.hasFractionalVolume ? [.fractionalVolume] : []))
        }
        if letters.count == 6, currencies.contains(letters.prefix(3)), currencies.contains(letters.suffix(3)) {
            return (.fx, [.symbolOfCurrencies] + (shape.hasVolume ? [] : [.noVolume]))
        }
        return byShape
    }

    private static let currencies: Set<Substring> = [
        "USD", "EUR", "GBP", "JPY", "CHF", "AUD", "NZD", "CAD", "SEK", "NOK", "DKK", "PLN", "HUF", "CZK", "TRY", "ZAR",
        "MXN", "SGD", "HKD", "CNH", "CNY", "RUB", "ILS", "XAU", "XAG", "XPT", "XPD",
    ]

    /// The likeliest class of a symbol that the catalogue does not know, and what speaks for it.
    ///
    /// Kinds of futures look alike: one that pauses at 17:00 is taken for an index future, and the user is told how to
    /// say otherwise.
    package static func guess(
        fromShapeOf shape: DataShape
    ) -> (instrumentClass: InstrumentClass, reasons: [ClassReason]) {
        let saturday = shape.share(weekdays: 6...6, hours: 0..<24)
        let sunday = shape.share(weekdays: 7...7, hours: 0..<16)
        if saturday > 0.2 || sunday > 0.2 {
            return (.crypto, [.tradesWeekends] + (shape.hasFractionalVolume ? [.fractionalVolume] : []))
        }
        let night = shape.share(weekdays: 1...5, hours: 0..<4)
        let late = shape.share(weekdays: 1...4, hours: 20..<24)
        let sundayEvening = shape.share(weekdays: 7...7, hours: 17..<24)
        let day = shape.share(weekdays: 1...5, hours: 10..<16)
        if night < 0.05, late < 0.05, sundayEvening < 0.05 {
            return (.stock, day > 0 ? [.onlyStockHours] : [.unclear])
        }
        var reasons: [ClassReason] = sundayEvening > 0.2 ? [.tradesSundayEvening] : []
        let pause = shape.share(weekdays: 1...4, hours: 17..<18)
        let beside = (shape.share(weekdays: 1...4, hours: 16..<17) + shape.share(weekdays: 1...4, hours: 18..<19)) / 2
        if pause > 0.5 * beside, pause > 0 {
            reasons.append(.noDailyPause)
            return (.fx, reasons + (shape.hasVolume ? [] : [.noVolume]))
        }
        if beside > 0 { reasons.append(.pausesAtFive) }
        return (.indexFuture, reasons.isEmpty ? [.unclear] : reasons)
    }
}
