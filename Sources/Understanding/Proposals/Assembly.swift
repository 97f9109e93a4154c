internal import Market
internal import Studies

/// A proposal's parts put together to one study.
struct Assembly {
    /// Parts that make no study together; one sentence for whoever wrote them.
    struct Problem: Error {
        var message: String
    }

    let parts: [Proposal.Part]
    let frame: Frame
    /// The instruments meant, at least one.
    let symbols: [String]

    private(set) var assumptions: [Assumption.Kind] = []

    init(_ parts: [Proposal.Part], _ frame: Frame, symbols: [String]) {
        self.parts = parts
        self.frame = frame
        self.symbols = symbols
    }

    // MARK: A study of its own

    mutating func study() throws(Problem) -> Study {
        let shape = try shape()
        let variants = shape == .comparison ? try variants() : []
        let periods = periods, windows = windows
        if shape != .comparison, windows.count > 1 || symbols.count > 1 {
            throw Problem(message: "two windows or instruments need the shape comparison")
        }
        var study = Study(
            symbols: symbols,
            unit: unit ?? .day,
            span: variants.contains { $0.span != nil } ? usualSpan : windows.first ?? usualSpan,
            period: variants.contains { $0.period != nil } ? .all : try joined(periods),
            condition: rows,
            result: try result(shape, variants)
        )
        if shape == .runs || shape == .longestRun { study.condition = nil }
        if windows.isEmpty { assumptions.append(.span(span: study.span)) }
        if periods.isEmpty { assumptions.append(.wholePeriod) }
        for condition in study.condition?.atoms ?? [] where condition.isAboveUsual {
            assumptions.append(.threshold(condition: condition))
        }
        return study
    }

    /// What follows a session's gap is measured in that session.
    private var usualSpan: Span {
        let isOfGap = (rows?.atoms ?? []).contains(where: \.isOfGap) || (asked?.atoms ?? []).contains(where: \.isOfGap)
        return isOfGap && frame.hasRegularHours ? .session(name: .rth) : frame.defaultSpan
    }

    private func shape() throws(Problem) -> Proposal.Shape {
        var shapes: [Proposal.Shape] = []
        for case .shape(let shape) in parts.map(\.value) where !shapes.contains(shape) { shapes.append(shape) }
        guard shapes.count <= 1 else { throw Problem(message: "there is one shape in a study") }
        if let shape = shapes.first { return shape }
        if !figures.isEmpty || !keys.isEmpty { return .summary }
        if !columns.isEmpty || !orders.isEmpty || rows != nil { return .list }
        throw Problem(message: "nothing says what is to be made of the rows")
    }

    private func result(_ shape: Proposal.Shape, _ variants: [Variant]) throws(Problem) -> StudyResult {
        switch shape {
        case .list:
            if limit != nil, orders.isEmpty { throw Problem(message: "a limit needs an order") }
            return .list(list: Listing(columns: listed, order: orders, limit: limit))
        case .summary:
            let measures = try measures()
            let order = orders.first.map { order in
                MeasureOrder(
                    measure: measures.firstIndex { $0.series == order.by } ?? 0,
                    descending: order.descending
                )
            }
            return .summary(
                summary: Summary(measures: measures, keys: keys, order: keys.isEmpty ? nil : order, limit: limit)
            )
        case .distribution:
            guard !columns.isEmpty else { throw Problem(message: "a distribution needs a column") }
            return .distribution(
                distribution: Distribution(of: columns, buckets: buckets, mostFrequentFirst: limit != nil, limit: limit)
            )
        case .runs, .longestRun:
            guard let rows else { throw Problem(message: "runs need a condition") }
            return .runs(runs: Runs(of: rows, show: shape == .runs ? .totals : .longest))
        case .comparison: return .comparison(variants: variants, measures: try measures())
        case .correlation:
            guard columns.count == 2 else { throw Problem(message: "a correlation needs two columns") }
            return .correlation(left: columns[0], right: columns[1])
        case .standing:
            guard !columns.isEmpty else { throw Problem(message: "a standing needs a column") }
            return .standing(of: columns)
        }
    }

    private func measures() throws(Problem) -> [Measure] {
        var made: [Measure] = []
        for value in parts.map(\.value) {
            switch value {
            case .measure(let statistic, let series):
                made.append(.statistic(statistic: statistic, of: series, where: nil))
            case .count: made.append(.count(where: asked))
            case .share:
                guard let asked else { throw Problem(message: "a share needs a condition with the place asked") }
                made.append(.share(of: asked, where: nil, withBase: rows != nil))
            default: continue
            }
        }
        if made.isEmpty, let asked { made = [.share(of: asked, where: nil, withBase: rows != nil)] }
        guard !made.isEmpty else { throw Problem(message: "nothing says what is measured") }
        return made.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What is compared: the first kind of thing of which two or more are named.
    private func variants() throws(Problem) -> [Variant] {
        let conditions = self.conditions(.variant)
        if conditions.count > 1 {
            return conditions.map { Variant(name: .condition(condition: $0), condition: $0) }
        }
        if symbols.count > 1 { return symbols.map { Variant(name: .symbol(symbol: $0), symbol: $0) } }
        if windows.count > 1 { return windows.map { Variant(name: .span(span: $0), span: $0) } }
        if periods.count > 1 { return periods.map { Variant(name: .period(period: $0), period: $0) } }
        throw Problem(
            message: "a comparison needs two conditions with the place variant, or two instruments, windows or periods"
        )
    }

    private func joined(_ periods: [Period]) throws(Problem) -> Period {
        guard var period = periods.first else { return .all }
        for next in periods.dropFirst() {
            guard let both = Period.union(period, next) else { throw Problem(message: "these periods are not one") }
            period = both
        }
        return period.upTo(frame.context.today)
    }

    // MARK: A change of another study

    /// The chat's last study with the parts in the place of what it had.
    func changed(_ last: Study) throws(Problem) -> Study {
        var study = last
        if parts.contains(where: { if case .symbol = $0.value { true } else { false } }) { study.symbols = symbols }
        if !periods.isEmpty { study.period = try joined(periods) }
        if let unit { study.unit = unit }
        if let window = windows.first { study.span = window }
        for condition in conditions(.rows) {
            study.condition = Condition.both(study.condition?.without(condition), condition)
        }
        switch study.result {
        case .list(var list):
            if !columns.isEmpty { list.columns = columns }
            if !orders.isEmpty { list.order = orders }
            list.limit = limit ?? list.limit
            study.result = .list(list: list)
        case .summary(var summary):
            if !figures.isEmpty || asked != nil { summary.measures = try measures() }
            if !keys.isEmpty { summary.keys = keys }
            summary.limit = limit ?? summary.limit
            study.result = .summary(summary: summary)
        case .comparison(let variants, let measures):
            let own = figures.isEmpty && asked == nil ? measures : try self.measures()
            study.result = .comparison(variants: variants, measures: own)
        case .distribution(var distribution):
            if !columns.isEmpty { distribution.of = columns }
            study.result = .distribution(distribution: distribution)
        case .runs, .correlation, .standing: break
        }
        guard study != last else { throw Problem(message: "these parts change nothing in the last study") }
        return study
    }

    // MARK: Parts by kind

    private var values: [Proposal.Value] { parts.map(\.value) }
    private var unit: BarUnit? { values.lazy.compactMap { if case .unit(let unit) = $0 { unit } else { nil } }.first }
    private var limit: Int? { values.lazy.compactMap { if case .limit(let count) = $0 { count } else { nil } }.first }
    private var keys: [Key] { values.compactMap { if case .key(let key) = $0 { key } else { nil } } }
    private var orders: [Order] { values.compactMap { if case .order(let order) = $0 { order } else { nil } } }
    private var rows: Condition? { Condition.every(conditions(.rows)) }
    private var asked: Condition? { Condition.every(conditions(.asked)) }

    private var figures: [Proposal.Value] {
        values.filter {
            switch $0 {
            case .measure, .count, .share: true
            default: false
            }
        }
    }

    private var columns: [Series] {
        values.compactMap { if case .column(let series) = $0 { series } else { nil } }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Columns of a list: those named, what it is ordered by, else the bar's prices.
    private var listed: [Series] {
        let named = (columns + orders.map(\.by)).reduce(into: [Series]()) { if !$0.contains($1) { $0.append($1) } }
        return named.isEmpty ? Frame.plainColumns : named
    }

    private var windows: [Span] {
        values.compactMap { if case .window(let span) = $0 { span } else { nil } }
            .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var periods: [Period] {
        values.compactMap { value -> Period? in
            switch value {
            case .period(let period): period
            case .days(let count, true): .lastDays(count: count, upTo: frame.context.today)
            case .days(let count, false): .firstDays(count: count, from: nil)
            default: nil
            }
        }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var buckets: Distribution.Buckets {
        let minutes = values.lazy.compactMap { if case .buckets(let minutes) = $0 { minutes } else { nil } }.first
        if let minutes { return .minutes(count: minutes) }
        return columns.allSatisfy { $0.unit == .time } ? .minutes(count: 30) : .automatic
    }

    /// Conditions in a place; one that is an alternative is joined to the one before it.
    private func conditions(_ wanted: Proposal.Place) -> [Condition] {
        values.reduce(into: [Condition]()) { made, value in
            guard case .condition(let condition, wanted, let isAlternative) = value else { return }
            guard isAlternative, let last = made.popLast() else { return made.append(condition) }
            if case .any(let others) = last {
                made.append(.any(of: others + [condition]))
            } else {
                made.append(.any(of: [last, condition]))
            }
        }
    }
}

extension Measure {
    /// What a statistic is of.
    fileprivate var series: Series? { if case .statistic(_, let series, _) = self { series } else { nil } }
}

extension Condition {
    /// Above (below) a quantile of the period: what "big" and "small" are taken for.
    fileprivate var isAboveUsual: Bool {
        if case .compare(_, _, .aggregate(.quantile, _)) = self { true } else { false }
    }

    /// What is left where another condition of the same calendar field takes its place; nil for nothing.
    fileprivate func without(_ other: Condition) -> Condition? {
        guard case .calendar(let field, _) = other else { return self }
        let parts: [Condition] = if case .all(let parts) = self { parts } else { [self] }
        return Condition.every(parts.filter { if case .calendar(field, _) = $0 { false } else { true } })
    }
}
