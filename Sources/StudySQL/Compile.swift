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
    /// Most calendar days between neighbouring rows of a roll-up's session, by symbol. Without it a study that looks back
    /// reads all minutes.
    package var pauses: [String: Int]

    package init(
        catalogue: Catalogue,
        instruments: [String: Instrument],
        coverage: [String: ClosedRange<CivilDate>],
        pauses: [String: Int] = [:]
    ) {
        self.pauses = pauses
        self.catalogue = catalogue
        self.instruments = instruments
        self.coverage = coverage
    }
}

/// The study as SQL over the tables `minutes` and `sessions` of a data directory. Does no I/O.
package func compile(_ study: Study, _ context: CompileContext) throws(CompileError) -> CompiledQuery {
    let parameters = Parameters()
    if case .comparison(let variants, let measures) = study.result {
        return try compare(variants, measures, study, context, parameters)
    }
    let (with, result) = try statement(study, context, parameters)
    return CompiledQuery(
        sql: with + result.select,
        bindings: parameters.values,
        columns: result.columns,
        checks: result.checks.map { ($0, with + $1) }
    )
}

/// The WITH clause of a study and what follows it.
private func statement(
    _ study: Study,
    _ context: CompileContext,
    _ parameters: Parameters,
    comparedWith symbols: [String] = []
) throws(CompileError) -> (with: String, result: ResultSQL) {
    let rows = try Rows(study, context, parameters, comparedWith: symbols)
    // Expressions first: they say which columns the CTEs below them need.
    var filters: [String] = []
    let period = try rows.period()
    if period.sql != "true" { filters.append(period.sql) }
    if let condition = study.condition { filters.append(try rows.condition(condition).sql) }
    let result = try rows.result()
    let filter = filters.isEmpty ? "" : "\nWHERE " + filters.joined(separator: "\n    AND ")
    var ctes = rows.ctes()
    ctes.append(("chosen", "SELECT *\nFROM \(rows.relation.cte(rows.relation.top))\(filter)"))
    ctes += result.ctes
    return ("WITH " + ctes.map { "\($0.name) AS (\n\(indented($0.sql))\n)" }.joined(separator: ",\n") + "\n", result)
}

/// One row a variant: the study's summary with the variant's changes.
private func compare(
    _ variants: [Variant],
    _ measures: [Measure],
    _ study: Study,
    _ context: CompileContext,
    _ parameters: Parameters
) throws(CompileError) -> CompiledQuery {
    guard !variants.isEmpty, variants.count <= 60 else { throw .unsupported(what: "\(variants.count) variants") }
    var selects: [String] = []
    var columns: [ResultColumn] = []
    let named = variants.contains { $0.symbol != nil }
    let symbols = named ? Set(variants.flatMap { $0.symbol.map { [$0] } ?? study.symbols }) : []
    for variant in variants {
        var own = study
        if let symbol = variant.symbol { own.symbols = [symbol] }
        if let span = variant.span { own.span = span }
        if let period = variant.period { own.period = period }
        let conditions = [study.condition, variant.condition].compactMap { $0 }
        own.condition = conditions.count > 1 ? .all(of: conditions) : conditions.first
        own.result = .summary(summary: Summary(measures: measures))
        let (with, result) = try statement(
            own,
            context,
            parameters,
            comparedWith: symbols.subtracting(own.symbols).sorted()
        )
        let label = parameters(.text(variant.name.label))
        selects.append("SELECT \(label) AS variant, *\nFROM (\n\(indented(with + result.select))\n)")
        if columns.isEmpty {
            columns = [ResultColumn(name: "variant", meaning: .variant, unit: .label)] + result.columns
        }
    }
    return CompiledQuery(
        sql: selects.joined(separator: "\nUNION ALL\n"),
        bindings: parameters.values,
        columns: columns,
        checks: []
    )
}

/// Every line four places further in.
func indented(_ sql: String) -> String {
    sql.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
}
