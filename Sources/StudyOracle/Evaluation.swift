import Market
import Studies

/// The rows of a study and the values of its series and conditions on them. Nil is null.
final class Evaluation {
    struct BarsKey: Hashable {
        var symbol: String
        var window: Window?
    }

    let world: World
    let study: Study
    let symbol: String
    let instrument: Instrument
    /// Bars of the first symbol over the study's span, on days that all the study's symbols have.
    private(set) var rows: [UnitBar] = []
    /// Where each row is among the first symbol's bars.
    private var places: [Int] = []
    private(set) var inPeriod: [Bool] = []
    private var bars: [BarsKey: [UnitBar]] = [:]
    private var seriesValues: [Series: [Double?]] = [:]
    private var conditionValues: [Condition: [Bool?]] = [:]
    /// Evaluations of the units that the rows lie in.
    private var outer: [Study: Evaluation] = [:]
    private var symbolsOfPeriod: Set<String> = []
    /// Two values that rounding alone could order otherwise were compared.
    var isDelicate = false

    init(_ study: Study, _ world: World) throws {
        guard let symbol = study.symbols.first, let instrument = world.instruments[symbol] else {
            throw Meaningless("no instrument")
        }
        self.study = study
        self.world = world
        self.symbol = symbol
        self.instrument = instrument
        if isMinutes, study.symbols.count > 1 { throw Meaningless("minutes of several instruments") }
        let own = try bars(of: .own)
        for (place, bar) in own.enumerated() {
            var everyoneHasIt = true
            for other in study.symbols.dropFirst() where !has(other, bar.day) { everyoneHasIt = false }
            if everyoneHasIt {
                rows.append(bar)
                places.append(place)
            }
        }
        inPeriod = try periodRows()
    }

    var isMinutes: Bool {
        if case .minutes = study.unit { true } else { false }
    }

    var isLong: Bool { !isMinutes && study.unit != .day }

    /// Whether a symbol has a bar in the unit that begins on a day.
    func has(_ symbol: String, _ day: CivilDate) -> Bool {
        let key = BarsKey(symbol: symbol + " any", window: nil)
        let unit: BarUnit = isMinutes ? .day : study.unit
        if bars[key] == nil { bars[key] = unitBars(world.bars[symbol] ?? [], nil, unit) }
        return (bars[key] ?? []).contains { $0.day == day }
    }

    /// The whole history of the bars that a series means.
    func bars(of bar: Bar) throws -> [UnitBar] {
        let symbol = bar.symbol ?? symbol
        guard study.symbols.contains(symbol), let instrument = world.instruments[symbol] else {
            throw Meaningless("\(symbol) is not among the study's instruments")
        }
        let window = try window(of: bar.span ?? study.span, instrument)
        let key = BarsKey(symbol: symbol, window: window)
        if let known = bars[key] { return known }
        let built = unitBars(world.bars[symbol] ?? [], window, study.unit)
        bars[key] = built
        return built
    }

    /// For each row, the place of its bar among others; nil where there is none.
    func placesAmong(_ others: [UnitBar], _ bar: Bar) throws -> [Int?] {
        let isOwn = bar.symbol ?? symbol == symbol
        if isOwn, try window(of: bar.span ?? study.span, instrument) == window(of: study.span, instrument) {
            return places.map { $0 }
        }
        var place: [CivilDate: Int] = [:]
        for (index, other) in others.enumerated() { place[other.day] = index }
        if isMinutes { throw Meaningless("another span on rows of minutes") }
        return rows.map { place[$0.day] }
    }

    /// A period selects trading days; a unit longer than a day counts by its last one.
    private func periodRows() throws -> [Bool] {
        var days: [CivilDate] = []
        for row in isLong ? try bars(of: .own) : rows {
            for day in row.tradingDays where days.last != day { days.append(day) }
        }
        switch study.period {
        case .all: return rows.map { _ in true }
        case .ranges(let ranges):
            return rows.map { row in ranges.contains { $0.contains(row.lastDay) } }
        case .lastDays(let count, let upTo):
            let asked = Set(days.filter { $0 <= upTo }.suffix(count))
            return rows.map { asked.contains($0.lastDay) }
        case .firstDays(let count, let from):
            let asked = Set(days.filter { day in from.map { day >= $0 } ?? true }.prefix(count))
            return rows.map { asked.contains($0.lastDay) }
        }
    }

    /// Whether a series' values depend on the order in which numbers were added.
    func isInexact(_ series: Series) -> Bool {
        switch series {
        case .number, .time, .calendar, .move, .drawdown, .peakDay: false
        case .metric(let metric, _): metric == .relativeVolume
        case .indicator, .rolling, .soFar, .aggregate: true
        case .shifted(let of, _), .absolute(let of), .containing(_, _, let of): isInexact(of)
        case .arithmetic(let left, _, let right): isInexact(left) || isInexact(right)
        }
    }

    /// Remembers a series' values, which many parts of a study may ask for.
    func values(_ series: Series) throws -> [Double?] {
        if let known = seriesValues[series] { return known }
        let values = try evaluate(series)
        seriesValues[series] = values
        return values
    }

    func holds(_ condition: Condition) throws -> [Bool?] {
        if let known = conditionValues[condition] { return known }
        let values = try evaluate(condition)
        conditionValues[condition] = values
        return values
    }

    /// Rows of the period on which the study's condition holds.
    func chosen() throws -> [Int] {
        let meets = try study.condition.map { try holds($0) }
        return rows.indices.filter { row in inPeriod[row] && (meets.map { $0[row] == true } ?? true) }
    }

    /// How many trading days rows have bars of.
    func dayCount(_ indices: [Int]) -> Int {
        var days: Set<CivilDate> = []
        for index in indices { days.formUnion(rows[index].tradingDays) }
        return days.count
    }

    /// Leaves out the period's rows on whose days (weeks …) one of the symbols has no bar.
    func keepOnlyDays(of symbols: Set<String>) {
        symbolsOfPeriod = symbols
        for row in rows.indices where symbols.contains(where: { !has($0, rows[row].day) }) { inPeriod[row] = false }
    }

    /// What holds of the unit that each row lies in; nil where there is no such bar.
    func containing<Value>(
        _ unit: BarUnit,
        _ span: Span,
        _ values: (Evaluation) throws -> [Value?]
    ) throws -> [Value?] {
        let isShorter =
            switch unit {
            case .minutes: false
            case .day: isMinutes
            case .week, .month, .quarter, .year: !isLong
            }
        guard isShorter else { throw Meaningless("rows within a unit that is no longer than they are") }
        let study = Study(
            symbols: study.symbols,
            unit: unit,
            span: span,
            period: study.period,
            result: .list(list: Listing(columns: []))
        )
        let evaluation: Evaluation
        if let known = outer[study] {
            evaluation = known
        } else {
            evaluation = try Evaluation(study, world)
            evaluation.keepOnlyDays(of: symbolsOfPeriod)
            outer[study] = evaluation
        }
        let found = try values(evaluation)
        if evaluation.isDelicate { isDelicate = true }
        var places: [CivilDate: Int] = [:]
        for (place, row) in evaluation.rows.enumerated() { places[row.day] = place }
        return rows.map { row in places[firstDay(of: unit, row.day)].flatMap { found[$0] } }
    }

    /// Notes that two different values are so near that another order of summing may swap them.
    ///
    /// - Parameter inexact: the values are sums of many, so that equal ones may differ in the engine too.
    func note(_ left: Double, _ right: Double, inexact: Bool = false) {
        if left != right || inexact, abs(left - right) <= 1e-9 * max(abs(left), abs(right)) + 1e-12 {
            isDelicate = true
        }
    }
}
