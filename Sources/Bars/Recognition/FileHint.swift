internal import Market

/// What a file's name tells: perhaps a symbol, perhaps a date.
struct FileHint {
    /// As the name spells it.
    var symbol: String?
    /// The first `YYYYMMDD` of the name, as days since 1970-01-01.
    var day: Int?
    /// LEAN's `20131007_spy_minute_trade.csv`.
    var isLEAN = false
    var isQuote = false

    init(_ name: String, catalogue: Catalogue) {
        var stem = Substring(name.split(separator: "/").last ?? "")
        for ending in [".gz", ".zst", ".zip", ".csv", ".txt", ".parquet", ".pq", ".prn", ".tsv"] {
            if stem.lowercased().hasSuffix(ending) { stem = stem.dropLast(ending.count) }
        }
        let parts = stem.split(whereSeparator: { "_ ,()[]".contains($0) }).map(String.init)
        if let first = parts.first, let date = Self.date(first), parts.count >= 4, parts[2] == "minute" {
            (isLEAN, day, isQuote) = (true, date, parts[3] == "quote")
            let contract = parts.count > 4 ? Self.contract(root: parts[1], month: parts[4]) : nil
            symbol = contract ?? parts[1].uppercased()
            return
        }
        day = parts.compactMap(Self.date).first
        let words = parts.flatMap { part in
            [part] + (part.contains("-") ? part.split(separator: "-").map(String.init) : [])
        }
        let known = words.first {
            catalogue.instrument(VendorSymbol.symbol($0, in: catalogue)) != nil && Self.isName($0)
        }
        symbol = known ?? words.first(where: Self.isSymbolLike)
    }

    /// LEAN's month of a contract, `201312`, as the exchange writes it: `ESZ13`.
    private static func contract(root: String, month: String) -> String? {
        guard month.count >= 6, let number = Int(month.prefix(6)), (1...12).contains(number % 100) else { return nil }
        let letter = Array("FGHJKMNQUVXZ")[number % 100 - 1]
        let year = number / 100 % 100
        return root.uppercased() + String(letter) + (year < 10 ? "0" : "") + String(year)
    }

    private static func date(_ text: String) -> Int? {
        guard text.count == 8, let number = Int(text), (1970...2100).contains(number / 10_000) else { return nil }
        return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)?.dayNumber
    }

    /// Words of file names that are no symbols, though they look like one.
    private static let notSymbols: Set<String> = [
        "MIN", "MINUTE", "MINUTES", "BAR", "BARS", "SAMPLE", "DATA", "HEAD", "MERGED", "VOLUME", "TRADE", "TRADES",
        "QUOTE", "BID", "ASK", "MID", "CSV", "EXPORT", "FULL", "HISTORY", "HISTORICAL", "DAT", "ASCII", "OHLC", "OHLCV",
        "UTC", "EST", "NY", "BINANCE", "BINANCEUS", "KRAKEN", "COINBASE", "BITFINEX", "FUTURES", "SPOT", "RAW",
        "PRETTY",
        "INTRADAY", "CONTINUOUS", "ADJUSTED", "UNADJUSTED", "NEW", "OLD", "TEST", "COPY", "PRICE", "PRICES", "STOCK",
        "FOREX", "CRYPTO", "PART", "A", "B", "C",
    ]

    private static func isName(_ word: String) -> Bool { !notSymbols.contains(word.uppercased()) }

    /// Letters in capitals, or six of them; digits and the marks of contracts may follow.
    private static func isSymbolLike(_ word: String) -> Bool {
        let letters = word.filter(\.isLetter)
        guard isName(word), isValidSymbol(word), let first = word.first, first.isLetter, (1...12).contains(word.count)
        else { return false }
        if word.count > 1, word.dropFirst().allSatisfy(\.isNumber) { return false }  // M1, H4
        return letters == letters.uppercased() || word.count == 6
    }
}
