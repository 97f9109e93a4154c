import Market
import Studies

/// The rows of a study: the bars of its first symbol and span, with what other spans and symbols bring by trading day.
final class Rows {
    let study: Study
    let context: CompileContext
    let parameters: Parameters
    let base: Frame
    /// Where columns of rows are: the base frame itself, or its join with the others.
    let relation: LayeredRows
    private var frames: [Frame.ID: Frame] = [:]
    private var frameOrder: [Frame] = []
    /// Columns taken from other frames, by the name they have here.
    private(set) var imports: [(name: String, frame: Frame, expression: Expression)] = []
    private let isJoinOfSymbols: Bool
    /// Only days that these have too are of the period.
    let comparedSymbols: [String]
    /// Minutes of all loaded days are read, whatever the period: rows of another unit look up values here.
    private let readsAll: Bool

    init(
        _ study: Study,
        _ context: CompileContext,
        _ parameters: Parameters,
        comparedWith symbols: [String] = [],
        readsAll: Bool = false
    ) throws(CompileError) {
        guard let symbol = study.symbols.first else { throw .unsupported(what: "a study of no instrument") }
        self.study = study
        self.context = context
        self.parameters = parameters
        isJoinOfSymbols = study.symbols.count > 1
        comparedSymbols = symbols
        self.readsAll = readsAll
        guard let instrument = context.instruments[symbol] else { throw .unknownInstrument(symbol: symbol) }
        if case .minutes(let count) = study.unit {
            guard count > 0, count <= 1440, 1440 % count == 0 else {
                throw .unsupported(what: "bars of \(count) minutes")
            }
        }
        base = try Rows.frame(study.span, instrument, study.unit, parameters)
        if !readsAll { base.days = Rows.days(read: study, base, context) }
        relation = isJoinOfSymbols ? LayeredRows(name: "joined", ordering: "day") : base.relation
        frames[base.id] = base
        frameOrder.append(base)
        if isJoinOfSymbols, case .minutes = study.unit {
            throw .unsupported(what: "minutes of several instruments side by side")
        }
    }

    private static func frame(
        _ span: Span,
        _ instrument: Instrument,
        _ unit: BarUnit,
        _ parameters: Parameters,
        symbolInName: Bool = false,
        taken: [String] = []
    ) throws(CompileError) -> Frame {
        let window = try span.window(of: instrument)
        let id = Frame.ID(symbol: instrument.symbol, window: window)
        var name = (symbolInName ? identifier(instrument.symbol) + "_" : "") + name(of: span, window, unit)
        // The clock says 18:00 of the evening before and of the day alike.
        if taken.contains(name) { name += "_\(taken.count + 1)" }
        return Frame(
            id: id,
            instrument: instrument,
            unit: unit,
            name: name,
            rollUp: try span.rollUp(of: instrument),
            parameters: parameters
        )
    }

    /// A name for the bars of a span that says what they are.
    private static func name(of span: Span, _ window: Window?, _ unit: BarUnit) -> String {
        let part: String? =
            switch span {
            case .wholeDay: nil
            case .session(let name): name == .eth ? nil : name.key.lowercased()
            case .opening(let minutes): "first_\(minutes)_minutes"
            case .closing(let minutes): "last_\(minutes)_minutes"
            case .afterOpening(let minutes): "after_\(minutes)_minutes"
            case .clock:
                window.map { "from_" + clock($0.from) + "_to_" + clock($0.to) }
            }
        let units =
            switch unit {
            case .minutes(let count): count == 1 ? "bars" : "bars_\(count)"
            case .day: "days"
            case .week: "weeks"
            case .month: "months"
            case .quarter: "quarters"
            case .year: "years"
            }
        return part.map { unit == .day ? $0 : "\($0)_\(units)" } ?? units
    }

    private static func clock(_ minute: Int) -> String { Window.clock(minute).replacing(":", with: "") }

    static func identifier(_ symbol: String) -> String {
        "s_" + String(symbol.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// The bars that a series means.
    func frame(_ bar: Bar) throws(CompileError) -> Frame {
        let symbol = bar.symbol ?? base.id.symbol
        guard let instrument = context.instruments[symbol] else { throw .unknownInstrument(symbol: symbol) }
        guard symbol == base.id.symbol || study.symbols.contains(symbol) else {
            throw .unsupported(what: "\(symbol) is not among the study's instruments")
        }
        let span = bar.span ?? study.span
        let id = Frame.ID(symbol: symbol, window: try span.window(of: instrument))
        if let known = frames[id] { return known }
        if case .minutes = study.unit { throw .unsupported(what: "another span of the day on rows of minutes") }
        let frame = try Rows.frame(
            span,
            instrument,
            study.unit,
            parameters,
            symbolInName: symbol != base.id.symbol,
            taken: frameOrder.map(\.relation.name)
        )
        if !readsAll { frame.days = Rows.days(read: study, frame, context) }
        frames[id] = frame
        frameOrder.append(frame)
        return frame
    }

    /// An expression over a frame's bars as one over the rows.
    func expression(_ expression: Expression, of frame: Frame, name: String) -> Expression {
        if frame === base, !isJoinOfSymbols { return expression }
        if let known = imports.first(where: { $0.frame === frame && $0.expression == expression }) {
            return Expression(known.name)
        }
        var name = "\(frame.relation.name)_\(name)"
        if imports.contains(where: { $0.name == name }) { name += "_\(imports.count + 1)" }
        imports.append((name, frame, expression))
        relation.reserve([name])
        return Expression(name)
    }

    /// All CTEs up to the last layer of the rows.
    func ctes() -> [(name: String, sql: String)] {
        if imports.isEmpty, !isJoinOfSymbols { return base.source() + relation.layerCTEs() }
        var ctes: [(name: String, sql: String)] = []
        var joins: [String] = []
        var columns = ["own.*"]
        if isJoinOfSymbols {
            ctes += base.source() + base.relation.layerCTEs()
            joins.append("FROM (SELECT \(list(of: base)) FROM \(base.relation.cte(base.relation.top))) AS own")
        } else {
            // The join takes the frame's name, so that layers above it read the joined rows.
            let alone = relation.name + "_alone"
            let source = base.source()
            ctes += source.dropLast() + source.suffix(1).map { (alone, $0.sql) }
            joins.append("FROM \(alone) AS own")
        }
        for (index, frame) in frameOrder.filter({ $0 !== base && !list(of: $0).isEmpty }).enumerated() {
            ctes += frame.source() + frame.relation.layerCTEs()
            let other = "other_\(index + 1)"
            let source = frame.relation.cte(frame.relation.top)
            joins.append("LEFT JOIN (SELECT \(list(of: frame)) FROM \(source)) AS \(other) ON \(other).day = own.day")
            columns += imports.filter { $0.frame === frame }.map { "\(other).\($0.name)" }
        }
        let common = commonDays(study.symbols.dropFirst(), "own.day")
        if !common.isEmpty { joins.append("WHERE " + common.joined(separator: "\n    AND ")) }
        ctes.append((relation.name, "SELECT \(columns.joined(separator: ", "))\n" + joins.joined(separator: "\n")))
        return ctes + relation.layerCTEs()
    }

    /// That other instruments have a bar on the row's day (in its week, month …), a clause each.
    func commonDays(_ symbols: some Sequence<String>, _ day: String) -> [String] {
        let unit = study.unit
        let start = unit.isLongerThanDay ? "CAST(date_trunc('\(unit.truncation)', day) AS DATE)" : "day"
        return symbols.map {
            "\(day) IN (SELECT \(start) FROM sessions WHERE symbol = \(parameters(.text($0))) AND session = 'DAY')"
        }
    }

    /// The day and the columns taken from a frame.
    private func list(of frame: Frame) -> String {
        let keys = frame === base && frame.unit.isLongerThanDay ? ["day", "last_day", "trading_days"] : ["day"]
        let own = imports.filter { $0.frame === frame }.map { "\($0.expression.sql) AS \($0.name)" }
        return own.isEmpty && frame.id.symbol == base.id.symbol && frame !== base
            ? "" : (keys + own).joined(separator: ", ")
    }
}
