import Market
package import Studies

/// What a study answers over a world, computed by plain loops over the minutes.
package struct OracleAnswer: Sendable {
    /// In the order of the columns of a compiled query.
    package var rows: [[Cell]]
    /// Values were compared that rounding alone could order otherwise: a difference may be no mistake.
    package var isDelicate: Bool
}

/// Throws `Meaningless` for a study that has no answer.
package func answer(_ study: Study, _ world: World) throws -> OracleAnswer {
    if case .comparison(let variants, let measures) = study.result {
        return try compare(variants, measures, study, world)
    }
    let evaluation = try Evaluation(study, world)
    let rows = try evaluation.result()
    return OracleAnswer(rows: rows, isDelicate: evaluation.isDelicate)
}

/// One row a variant. Where variants name instruments, over the trading days that all of them have.
private func compare(
    _ variants: [Variant],
    _ measures: [Measure],
    _ study: Study,
    _ world: World
) throws -> OracleAnswer {
    var answer = OracleAnswer(rows: [], isDelicate: false)
    var symbols: Set<String> = []
    if variants.contains(where: { $0.symbol != nil }) {
        for variant in variants { symbols.formUnion(variant.symbol.map { [$0] } ?? study.symbols) }
    }
    for variant in variants {
        var own = study
        if let symbol = variant.symbol { own.symbols = [symbol] }
        if let span = variant.span { own.span = span }
        if let period = variant.period { own.period = period }
        own.condition = .all(of: [study.condition, variant.condition].compactMap { $0 })
        own.result = .summary(summary: Summary(measures: measures))
        let evaluation = try Evaluation(own, world)
        evaluation.keepOnlyDays(of: symbols)
        for row in try evaluation.result() { answer.rows.append([.text(variant.name.label)] + row) }
        if evaluation.isDelicate { answer.isDelicate = true }
    }
    return answer
}

extension Evaluation {
    func result() throws -> [[Cell]] {
        switch study.result {
        case .list(let list): return try listing(list)
        case .summary(let summary): return try self.summary(summary)
        case .distribution(let distribution): return try self.distribution(distribution)
        case .runs(let runs): return try self.runs(runs)
        case .correlation(let left, let right): return [try correlation(left, right)]
        case .standing(let series): return try standing(series)
        case .comparison: throw Meaningless("a comparison within a comparison")
        }
    }

    /// The date of a row, or its opening where rows are minutes.
    func moment(_ row: Int) -> Cell {
        isMinutes ? .timestamp(rows[row].day.dayNumber * 1440 + rows[row].slot) : .date(rows[row].day)
    }

    func cell(_ value: Double?, _ unit: Unit) -> Cell {
        guard let value else { return .null }
        switch unit {
        case .time: return .time(value)
        case .date: return .date(CivilDate(dayNumber: Int(value)))
        default: return .number(value)
        }
    }

    private func listing(_ list: Listing) throws -> [[Cell]] {
        var order = try chosen()
        let keys = try list.order.map {
            (values: try values($0.by), descending: $0.descending, inexact: isInexact($0.by))
        }
        // A best-of list has no place for rows that cannot be ranked.
        if list.limit != nil { order = order.filter { row in keys.allSatisfy { $0.values[row] != nil } } }
        order.sort { left, right in
            for key in keys {
                switch (key.values[left], key.values[right]) {
                case (nil, nil): continue
                case (nil, _): return false
                case (_, nil): return true
                case (let one?, let other?):
                    note(one, other, inexact: key.inexact)
                    if one != other { return key.descending ? one > other : one < other }
                }
            }
            return left < right
        }
        let shown = order.dropFirst(list.skip).prefix(list.limit ?? Int.max)
        let columns = try list.columns.map { (values: try values($0), unit: $0.unit) }
        return shown.map { row in [moment(row)] + columns.map { cell($0.values[row], $0.unit) } }
    }

    private func correlation(_ left: Series, _ right: Series) throws -> [Cell] {
        let inexact = isInexact(left) || isInexact(right)
        let left = try values(left), right = try values(right)
        var x: [Double] = [], y: [Double] = []
        for row in try chosen() {
            guard let one = left[row], let other = right[row] else { continue }
            x.append(one)
            y.append(other)
        }
        for values in [x, y] {
            let sorted = values.sorted()
            for (value, next) in zip(sorted, sorted.dropFirst()) { note(value, next, inexact: inexact) }
        }
        let pearson = StudyOracle.correlation(x, y), spearman = StudyOracle.correlation(ranks(x), ranks(y))
        return [cell(pearson, .ratio), cell(spearman, .ratio), .number(Double(x.count))]
    }

    private func standing(_ series: [Series]) throws -> [[Cell]] {
        let columns = try series.map { (values: try values($0), unit: $0.unit, inexact: isInexact($0)) }
        let asked = rows.indices.filter { inPeriod[$0] }
        return try chosen().map { row in
            var cells = [moment(row)]
            for column in columns {
                cells.append(cell(column.values[row], column.unit))
                let others = asked.compactMap { column.values[$0] }
                guard let own = column.values[row], !others.isEmpty else {
                    cells.append(.null)
                    continue
                }
                for other in others { note(own, other, inexact: column.inexact) }
                cells.append(.number(100 * Double(others.filter { $0 < own }.count) / Double(others.count)))
            }
            return cells
        }
    }

    /// Maximal runs of rows on which the condition holds (with `either`, or does not).
    private func found(_ runs: Runs, in rows: [Int], _ held: [Bool?], either: Bool = false) -> [[Int]] {
        var found: [[Int]] = []
        var current: [Int] = []
        for row in rows {
            let holds = held[row] == true
            if let before = current.last, (held[before] == true) == holds {
                current.append(row)
            } else {
                if !current.isEmpty { found.append(current) }
                current = holds || either ? [row] : []
            }
        }
        if !current.isEmpty { found.append(current) }
        return found.filter { runs.exactly ? $0.count == runs.minimum : $0.count >= runs.minimum }
    }

    private func totals(_ found: [[Int]]) -> (count: Cell, mean: Cell, longest: Cell) {
        let total = found.map(\.count).reduce(0, +)
        let mean = found.isEmpty ? nil : Double(total) / Double(found.count)
        return (
            .number(Double(found.count)), cell(mean, .count), cell(found.map(\.count).max().map(Double.init), .count)
        )
    }

    private func runs(_ runs: Runs) throws -> [[Cell]] {
        let held = try holds(runs.of)
        let all = try chosen()
        if let field = runs.by {
            let values = try calendar(field)
            let unit = Series.calendar(field: field).unit
            return Set(all.compactMap { values[$0] }).sorted().compactMap { value in
                let parts = self.found(runs, in: all.filter { values[$0] == value }, held)
                guard !parts.isEmpty else { return nil }
                let told = totals(parts)
                return [cell(value, unit)]
                    + (runs.show == .longest
                        ? [told.longest, told.count, told.mean] : [told.count, told.mean, told.longest])
            }
        }
        var isEither = false
        if case .current(either: true) = runs.show { isEither = true }
        let found = self.found(runs, in: all, held, either: isEither)
        let longest = found.map(\.count).max()
        func shown(_ run: [Int]) -> [Cell] {
            [.date(rows[run[0]].day), .date(rows[run[run.count - 1]].day), .number(Double(run.count))]
        }
        switch runs.show {
        case .totals:
            let told = totals(found)
            return [[told.count, told.mean, told.longest]]
        case .ranked(let limit):
            let ranked = found.enumerated().sorted {
                ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
            }
            return ranked.prefix(limit).map { shown($0.element) }
        case .current(let either):
            let last = found.last.flatMap { $0.last == all.last ? $0 : nil }
            let truth = either ? [last.map { Cell.truth(held[$0[0]] == true) } ?? .null] : []
            return [truth + (last.map(shown) ?? [.null, .null, .number(0)])]
        case .list(let limit): return found.prefix(limit ?? Int.max).map(shown)
        case .longest: return found.filter { $0.count == longest }.map(shown)
        case .lengths:
            return Set(found.map(\.count)).sorted().map { length in
                [.number(Double(length)), .number(Double(found.filter { $0.count == length }.count))]
            }
        }
    }
}
