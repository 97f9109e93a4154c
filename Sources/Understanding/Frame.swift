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

    init(_ line: Line, _ context: ReadContext, _ surroundings: Surroundings, _ language: Language) {
        self.line = line
        self.context = context
        self.surroundings = surroundings
        self.language = language
        var named: [String] = []
        for piece in line.pieces {
            if case .symbol(let symbol) = piece.sense, !named.contains(symbol) { named.append(symbol) }
        }
        self.named = named
    }

    var indices: Range<Int> { line.pieces.indices }
    var symbol: String { named.first ?? context.symbol ?? context.loaded.first?.instrument.symbol ?? "" }
    var instrument: Instrument { surroundings.instrument }
    var hasRegularHours: Bool { instrument.hasRegularHours }

    var defaultSpan: Span { instrument.defaultSession.map { .session(name: $0) } ?? .wholeDay }

    // MARK: looking

    func all<T>(_ pick: (Sense) -> T?) -> [(value: T, index: Int)] {
        indices.compactMap { index in pick(line.pieces[index].sense).map { ($0, index) } }
    }

    var facts: [(value: Fact, index: Int)] { all { if case .condition(let fact) = $0 { fact } else { nil } } }
    var calendarFacts: [(value: Fact, index: Int)] { facts.filter { $0.value.isCalendar } }
    var dayFacts: [(value: Fact, index: Int)] { facts.filter { !$0.value.isCalendar } }
    var quantities: [(value: Quantity, index: Int)] {
        all { if case .quantity(let quantity) = $0 { quantity } else { nil } }
    }

    var statistics: [(value: Statistic, index: Int)] {
        all { if case .statistic(let statistic) = $0 { statistic } else { nil } }
    }

    var dates: [(value: Dates, index: Int)] { all { if case .dates(let dates) = $0 { dates } else { nil } } }
    var spans: [(value: Span, index: Int)] {
        all {
            switch $0 {
            case .span(let span): span
            case .window(let window): .clock(window: window)
            case .timeBound(let after, let minute):
                after
                    ? .clock(window: Window(from: minute, to: instrument.dayEnd))
                    : .clock(window: Window(from: instrument.dayStart, to: minute))
            default: nil
            }
        }
    }

    var keys: [(value: Key, index: Int)] { all { if case .key(let key) = $0 { key } else { nil } } }
    var slots: [(value: Int, index: Int)] { all { if case .slots(let slots) = $0 { slots } else { nil } } }
    var barUnits: [(value: BarUnit, index: Int)] { all { if case .barUnit(let unit) = $0 { unit } else { nil } } }
    var superlatives: [(value: Superlative, index: Int)] {
        all { if case .superlative(let superlative) = $0 { superlative } else { nil } }
    }

    var bests: [(value: Bool, index: Int)] { all { if case .best(let up) = $0 { up } else { nil } } }

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
