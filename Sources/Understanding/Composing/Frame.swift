internal import Market
internal import Studies

/// A question's pieces sorted by what they can be in a study.
struct Frame {
    let line: Line
    let context: ReadContext
    let surroundings: Surroundings
    let language: Language
    /// The instruments named, in order.
    let named: [String]

    // What the pieces can be, with their places; looked for once.
    let facts: [(value: Fact, index: Int)]
    let calendarFacts: [(value: Fact, index: Int)]
    let dayFacts: [(value: Fact, index: Int)]
    let quantities: [(value: Quantity, index: Int)]
    let statistics: [(value: Statistic, index: Int)]
    let dates: [(value: Dates, index: Int)]
    let spans: [(value: Span, index: Int)]
    let keys: [(value: Key, index: Int)]
    let slots: [(value: Int, index: Int)]
    let barUnits: [(value: BarUnit, index: Int)]
    let superlatives: [(value: Superlative, index: Int)]
    let bests: [(value: Bool, index: Int)]

    init(_ line: Line, _ context: ReadContext, _ surroundings: Surroundings, _ language: Language) {
        self.line = line
        self.context = context
        self.surroundings = surroundings
        self.language = language
        named = line.all { if case .symbol(let symbol) = $0 { symbol } else { nil } }.reduce(into: []) { named, one in
            if !named.contains(one.value) { named.append(one.value) }
        }
        facts = line.all { if case .condition(let fact) = $0 { fact } else { nil } }
        calendarFacts = facts.filter { $0.value.isCalendar }
        dayFacts = facts.filter { !$0.value.isCalendar }
        quantities = line.all { if case .quantity(let quantity) = $0 { quantity } else { nil } }
        statistics = line.all { if case .statistic(let statistic) = $0 { statistic } else { nil } }
        // Where the data go on beyond today, "this year" does not.
        let goesOn = context.loaded.contains { $0.days.upperBound > context.today }
        dates = line.all {
            if case .dates(let dates) = $0 { goesOn ? dates.upTo(context.today) : dates } else { nil }
        }
        let instrument = surroundings.instrument
        spans = line.all {
            switch $0 {
            case .span(let span): span
            case .window(let window): .clock(window: window)
            case .timeBound(let after, let minute):
                after
                    ? .clock(window: Window(from: surroundings.minute(minute), to: instrument.dayEnd))
                    : .clock(window: Window(from: instrument.dayStart, to: surroundings.minute(minute)))
            default: nil
            }
        }
        keys = line.all { if case .key(let key) = $0 { key } else { nil } }
        slots = line.all { if case .slots(let slots) = $0 { slots } else { nil } }
        barUnits = line.all { if case .barUnit(let unit) = $0 { unit } else { nil } }
        superlatives = line.all { if case .superlative(let superlative) = $0 { superlative } else { nil } }
        bests = line.all { if case .best(let up) = $0 { up } else { nil } }
    }

    var indices: Range<Int> { line.pieces.indices }
    var symbol: String { named.first ?? context.symbol ?? context.loaded.first?.instrument.symbol ?? "" }
    var instrument: Instrument { surroundings.instrument }
    var hasRegularHours: Bool { instrument.hasRegularHours }

    var defaultSpan: Span { instrument.defaultSession.map { .session(name: $0) } ?? .wholeDay }

    // MARK: looking

    func all<T>(_ pick: (Sense) -> T?) -> [(value: T, index: Int)] { line.all(pick) }

    func task(_ tasks: Task...) -> Int? {
        indices.first { if case .task(let task) = line.pieces[$0].sense { tasks.contains(task) } else { false } }
    }

    func marks(_ mark: Mark) -> [Int] { indices.filter { line.pieces[$0].sense == .mark(mark) } }
    func has(_ mark: Mark) -> Bool { !marks(mark).isEmpty }
    var often: [Int] { indices.filter { line.pieces[$0].sense == .often } }

    func units(_ units: UnitWord...) -> [(value: UnitWord, index: Int)] {
        all { if case .unit(let unit) = $0, units.contains(unit) { unit } else { nil } }
    }

    /// Conditions and dates: what a study that cannot be meant is made of.
    var disputed: [Int] { (facts.map(\.index) + dates.map(\.index)).sorted() }

    // MARK: periods

    /// Dates of one kind may be meant together ("2023 and 2024"); a day is not added to a year that it is not in.
    static func isBeside(_ first: Dates, _ other: Dates) -> Bool {
        func isBounded(_ dates: Dates) -> Bool {
            guard case .ranges(let ranges) = dates.period else { return false }
            return ranges.allSatisfy { $0.first != nil && $0.last != nil }
        }
        return first.shape == other.shape && first.assumed == other.assumed && isBounded(first) && isBounded(other)
    }

    /// All dates named together: those that narrow one another meet, others are added.
    /// Nil where they cannot be one period.
    func period(_ dates: [Dates]) -> Period? {
        guard var result = dates.first?.period else { return .all }
        for next in dates.dropFirst() {
            if next.period == .all { continue }
            if result == .all {
                result = next.period
            } else if let common = Period.intersection(result, next.period) {
                result = common
            } else if Self.isBeside(dates[0], next), let both = Period.union(result, next.period) {
                result = both
            } else if result != next.period {
                return nil
            }
        }
        return result
    }
}

extension Line {
    /// What pieces of one kind stand for, with their places.
    func all<T>(_ pick: (Sense) -> T?) -> [(value: T, index: Int)] {
        pieces.enumerated().compactMap { index, piece in pick(piece.sense).map { ($0, index) } }
    }
}

/// A study that the words may mean, with what it uses.
struct Candidate {
    var name: String
    var study: Study
    /// Pieces that have a place in the study.
    var used: Set<Int>
    /// How well the words fit beyond being used; higher is better.
    var fit: Int
    var assumptions: [Assumption.Kind] = []
}
