/// What vendors write for an instrument, brought to the catalogue's symbols.
package enum VendorSymbol {
    /// The catalogue's symbol for a vendor's spelling, or that spelling in upper case without its ornaments where the
    /// catalogue has none: `NQ=F`, `NQZ3`, `NQ1!`, `@NQ`, `NQ.c.0`, `BTC/USDT`, `EUR-USD`, `6EH4.XCME`, `C:EURUSD`.
    package static func symbol(_ spelling: String, in catalogue: Catalogue) -> String {
        let text = spelling.uppercased().filter { !$0.isWhitespace }
        let candidates = candidates(text)
        return candidates.first { catalogue.instrument($0) != nil } ?? plain(text)
    }

    /// Possible symbols, the least changed first.
    private static func candidates(_ text: String) -> [String] {
        let bare = plain(text)
        var found = [text, bare, bare.filter { $0 != "_" }]
        found += roots(of: bare)
        if let name = known[bare] { found.append(name) }
        return found
    }

    /// Without a vendor's prefix, exchange and the marks of a continuous contract, and with pairs written together.
    private static func plain(_ text: String) -> String {
        var text = Substring(text)
        // TradingView's and Polygon's prefixes: `CME_MINI:NQ1!`, `X:BTCUSD`.
        if let colon = text.lastIndex(of: ":") { text = text[text.index(after: colon)...] }
        while let first = text.first, "@/$#^.".contains(first) { text = text.dropFirst() }
        for ending in ["=F", "=X", "1!", "2!", "!", "#"] where text.hasSuffix(ending) && text.count > ending.count {
            text = text.dropLast(ending.count)
            break
        }
        // Exchange or series after a dot: `6EH4.XCME`, `NQ.C.0`, `AAPL.US`.
        if let dot = text.firstIndex(of: "."), dot != text.startIndex { text = text[..<dot] }
        return String(text.filter { $0 != "/" && $0 != "-" })
    }

    /// The root of a dated future: a month letter and one to four digits of the year after it, `NQZ3`, `NQZ2023`,
    /// `NQ_Z23`, `NQZ23`; and of continuous names, `NQ_CONT`, `NQ1`.
    private static func roots(of text: String) -> [String] {
        var found: [String] = []
        let digits = text.reversed().prefix { $0.isNumber }.count
        if (1...4).contains(digits), text.count > digits {
            let stem = text.dropLast(digits)
            if let month = stem.last, "FGHJKMNQUVXZ".contains(month), stem.count > 1 {
                found.append(String(stem.dropLast().filter { $0 != "_" }))
            }
            found.append(String(stem.filter { $0 != "_" }))
        }
        if let mark = text.firstIndex(of: "_"), mark != text.startIndex { found.append(String(text[..<mark])) }
        return found
    }

    /// Names that follow no rule.
    private static let known = ["XBTUSD": "BTCUSD", "XBTUSDT": "BTCUSDT", "GOLD": "XAUUSD", "SILVER": "XAGUSD"]
}
