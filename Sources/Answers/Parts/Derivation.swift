internal import Bars
internal import Market
internal import Studies
internal import StudySQL

/// How an answer's first figure came about: which rows, how many, by what rule, and some of them with their values.
struct Derivation {
    /// The rows behind the figure, with their values, as a study of its own.
    struct Sample {
        var study: Study
        /// What is measured on them; nil where they are only counted.
        var series: Series?
        /// The group or variant that they are of, where the answer has several.
        var group: String?
    }

    private let phrasing: Phrasing
    private let sample: Sample
    private let rows: Phrasing

    init(_ phrasing: Phrasing, _ sample: Sample, rows: Phrasing) {
        self.phrasing = phrasing
        self.sample = sample
        self.rows = rows
    }

    private var say: Sentences { phrasing.say }
    private var wording: Wording { phrasing.wording }
    private var table: AnswerTable { phrasing.table }
    private var study: Study { phrasing.study }

    func text(definitions: [String]) -> String {
        var lines = [taken()]
        if let condition = study.condition, let chosen { lines.append(chose(condition, chosen)) }
        lines += rule()
        lines += examples()
        lines += definitions
        return lines.filter { !$0.isEmpty }.joined(separator: " ").replacing("..", with: ".")
    }

    private func taken() -> String {
        var values: [String: Sentences.Value] = [
            "symbol": .text(study.instruments.joined(separator: ", ")), "period": .text(wording.phrase(study.period)),
            "window": .text(
                study.usesOwnSpan ? say("text.scopeWindow", ["what": .text(wording.phrase(study.span))]) : ""
            ),
        ]
        guard let total = phrasing.total else { return say("why.takenOpen", values) }
        values["rows"] = .text(wording.rows(total))
        return say("why.taken", values)
    }

    /// How many rows the study's condition chose.
    private var chosen: Int? {
        switch study.result {
        case .list: return table.totalRows
        case .summary(let summary):
            guard let column = table.columns.firstIndex(where: { $0.meaning == .rows }) else { return nil }
            return summary.limit == nil && summary.limitInEach == nil ? Int(table.sum(of: column)) : nil
        case .correlation:
            return table.columns.firstIndex { $0.meaning == .pairs }.flatMap { table.number(0, $0) }.map { Int($0) }
        case .distribution, .runs, .comparison, .standing: return nil
        }
    }

    private func chose(_ condition: Condition, _ count: Int) -> String {
        if case .list(let list) = study.result, list.limit != nil {
            return say("why.filtered", ["what": .text(wording.phrase(condition))])
        }
        return say("why.chosen", ["rows": .text(wording.rows(count)), "what": .text(wording.phrase(condition))])
    }

    /// What was done with the rows.
    private func rule() -> [String] {
        switch study.result {
        case .list(let list):
            guard let order = list.order.first else { return [] }
            return [
                say(
                    "why.order",
                    [
                        "what": .text(wording.phrase(order.by)),
                        "order": .text(say(order.descending ? "clause.descending" : "clause.ascending")),
                        "n": .count(table.rows.count),
                    ]
                )
            ]
        case .summary, .comparison:
            guard let column = table.figureColumns.first else { return [] }
            let place = table.rows.count == 1 ? 0 : leader
            let text = figure(column, place)
            return [sample.group.map { say("why.group", ["group": .text($0), "text": .text(text)]) } ?? text]
        case .distribution(let distribution):
            let what = distribution.of.first.map(wording.phrase) ?? ""
            return [say("why.buckets", ["what": .text(what)]), phrasing.result()]
        case .runs(let runs):
            return [say("why.runs", ["what": .text(wording.phrase(runs.of))]), phrasing.result()]
        case .correlation(let left, let right):
            return [
                say("why.pairs", ["left": .text(wording.phrase(left)), "right": .text(wording.phrase(right))]),
                phrasing.result(),
            ]
        case .standing: return [say("why.standing"), phrasing.result()]
        }
    }

    /// The row of the answer that stands first in what it says.
    private var leader: Int {
        if case .comparison = study.result { return 0 }
        return table.figureColumns.first.flatMap { table.extremes(of: $0)?.largest } ?? 0
    }

    private func figure(_ column: Int, _ row: Int) -> String {
        let name = Wording.capitalised(phrasing.plainTitle(column))
        let value = phrasing.spoken(row, column)
        guard case .measure(let measure, .value) = table.columns[column].meaning else {
            return say("why.value", ["name": .text(name), "value": .text(value)])
        }
        switch measure {
        case .share(let of, _, _):
            func part(_ part: ResultColumn.MeasurePart) -> Sentences.Value {
                let place = table.columns.firstIndex { $0.meaning == .measure(measure: measure, part: part) }
                return .text(place.map { phrasing.spoken(row, $0) } ?? "—")
            }
            return say(
                "why.share",
                [
                    "what": .text(Wording.capitalised(wording.phrase(of))), "hits": part(.hits), "rows": part(.rows),
                    "share": .text(value),
                ]
            )
        case .statistic(.mean, _, _):
            guard let values, !values.isEmpty else { break }
            let sum = values.reduce(0, +)
            guard let mean = table.number(row, column),
                abs(sum / Double(values.count) - mean) <= 1e-6 * max(1, abs(mean))
            else { break }
            let unit = table.columns[column].unit.flatMap(Unit.init) ?? .ratio
            return say(
                "why.mean",
                [
                    "name": .text(name), "sum": .text(wording.amount(sum, unit)), "n": .count(values.count),
                    "value": .text(value),
                ]
            )
        case .statistic, .count, .ratio, .correlation: break
        }
        return say("why.value", ["name": .text(name), "value": .text(value)])
    }

    /// The measured values of all rows behind the figure; nil where not all of them were fetched.
    private var values: [Double]? {
        guard sample.series != nil, !rows.table.isTruncated, let column = valueColumn else { return nil }
        return rows.table.rows.compactMap { $0[column].number }
    }

    private var valueColumn: Int? {
        sample.series.flatMap { series in
            rows.table.columns.firstIndex { $0.meaning == .series(series: series) }
        }
    }

    /// The first and the last row, and the one with the largest value.
    private func examples() -> [String] {
        let rows = rows.table.rows
        guard !rows.isEmpty else { return [] }
        var lines: [String] = []
        var told: Set<Int> = [0]
        if rows.count == 1 || self.rows.table.isTruncated {
            lines.append(say("why.example", ["row": .text(worked(0))]))
        } else {
            lines.append(say("why.ends", ["first": .text(worked(0)), "last": .text(worked(rows.count - 1))]))
            told.insert(rows.count - 1)
        }
        if let column = valueColumn, self.rows.table.columns[column].kind.isNumeric, !self.rows.table.isTruncated,
            let row = furthest(column), !told.contains(row)
        {
            lines.append(say(study.isLowestFirst ? "why.smallest" : "why.largest", ["row": .text(worked(row))]))
        }
        return lines
    }

    /// The row that is first in the answer's order, or else the one that counts most, whatever its sign.
    private func furthest(_ column: Int) -> Int? {
        let table = rows.table
        if study.isLowestFirst { return table.extremes(of: column)?.smallest }
        let told = table.rows.indices.filter { table.number($0, column) != nil }
        return told.max { (abs(table.number($0, column) ?? 0), $1) < (abs(table.number($1, column) ?? 0), $0) }
    }

    /// `5 August 2024: range 3.9% = 100 × (18,400 − 17,700) / 18,000`.
    private func worked(_ row: Int) -> String {
        let date = rows.label(row)
        guard let series = sample.series, let column = valueColumn else { return date }
        let name = wording.phrase(series)
        var text = say(
            "why.row",
            [
                "date": .text(date), "name": .text(name), "value": .text(rows.spoken(row, column)),
            ]
        )
        if case .correlation(_, let right) = study.result,
            let second = rows.table.columns.firstIndex(where: { $0.meaning == .series(series: right) })
        {
            return text
                + say("why.beside", ["name": .text(wording.phrase(right)), "value": .text(rows.spoken(row, second))])
        }
        guard let formula = WorkedMetric(series, wording.instrument) else { return text }
        let columns = formula.inputs.map { input in
            rows.table.columns.firstIndex { $0.meaning == .series(series: input) }
        }
        let numbers = columns.map { $0.flatMap { rows.table.number(row, $0) } }
        guard numbers.allSatisfy({ $0 != nil }) else { return text }
        let values = numbers.map { wording.numbers.value($0 ?? 0, .price) }
        text += " = " + formula.text(values)
        return text
    }
}

extension Study {
    /// What comes first is the smallest.
    fileprivate var isLowestFirst: Bool {
        switch result {
        case .list(let list): list.order.first.map { !$0.descending } ?? false
        case .summary, .distribution, .runs, .comparison, .correlation, .standing: false
        }
    }
}
