package import Market
package import Studies

/// Why a study cannot be SQL.
package enum CompileError: Error, Hashable, Sendable {
    case unknownInstrument(symbol: String)
    case unknownPattern(name: String)
    /// The instrument has no such session (crypto has no RTH).
    case noSession(session: SessionName, symbol: String)
    /// The window is empty or outside the trading day.
    case badSpan(span: Span)
    /// This combination has no meaning, in English for the log.
    case unsupported(what: String)
}

/// What the compiler knows besides the study.
package struct CompileContext: Sendable {
    package var catalogue: Catalogue
    /// By symbol, as loaded (unknown symbols have one built from their class).
    package var instruments: [String: Instrument]
    /// First and last trading day loaded, by symbol.
    package var coverage: [String: ClosedRange<CivilDate>]

    package init(
        catalogue: Catalogue, instruments: [String: Instrument], coverage: [String: ClosedRange<CivilDate>]
    ) {
        self.catalogue = catalogue
        self.instruments = instruments
        self.coverage = coverage
    }
}

/// The study as SQL over the tables `minutes` and `sessions` of a data directory. Does no I/O.
package func compile(_ study: Study, _ context: CompileContext) throws(CompileError) -> CompiledQuery {
    throw .unsupported(what: "being written")
}
