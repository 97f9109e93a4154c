extension Catalogue {
    /// The instruments that a word or phrase may mean, in the catalogue's order: a symbol in any case, or an alias.
    ///
    /// Several share an alias where they are one market: "gold" is GC, MGC and XAUUSD, and the loaded one is meant.
    package func instruments(named text: String) -> [Instrument] {
        let symbol = text.uppercased()
        if let exact = instrument(symbol) { return [exact] }
        let alias = text.lowercased()
        return instruments.filter { $0.aliases.contains(alias) }
    }
}
