internal import Market
package import Studies
internal import StudySQL

/// A finished answer in one or two sentences: the result, then what it is of.
package struct Phrasing {
    let table: AnswerTable
    let study: Study
    let wording: Wording
    /// Units of the period, the condition aside; nil where they were not counted.
    let total: Int?
    /// Only the first figure is said, and not again of which rows.
    var isBrief = false
    /// The period's median and quartiles of what a standing is of.
    var usual: (median: Double, low: Double, high: Double)?

    package init(_ table: AnswerTable, study: Study, wording: Wording, total: Int?) {
        self.table = table
        self.study = study
        self.wording = wording
        self.total = total
    }

    var say: Sentences { wording.say }

    package func text() -> String {
        (result() + " " + scope()).replacing("..", with: ".")
    }

    /// `NQ, 2024–2025: 518 trading days, 06:00–16:00.` What a comparison varies is left out.
    private func scope() -> String {
        var (symbols, hasPeriod, hasSpan) = (study.symbols, true, study.usesOwnSpan)
        if case .comparison(let variants, _) = study.result {
            for variant in variants {
                if let symbol = variant.symbol, !symbols.contains(symbol) { symbols.append(symbol) }
            }
            hasPeriod = !variants.contains { $0.period != nil }
            hasSpan = hasSpan && !variants.contains { $0.span != nil }
        }
        var values: [String: Sentences.Value] = [
            "symbol": .text(symbols.joined(separator: ", ")), "period": .text(wording.phrase(study.period)),
            "window": .text(hasSpan ? say("text.scopeWindow", ["what": .text(wording.phrase(study.span))]) : ""),
        ]
        // The day of a single row is said with it.
        if case .list = study.result, table.rows.count == 1, isOfOneDay { hasPeriod = false }
        guard hasPeriod else { return say("text.scopeBare", values) }
        guard let total else { return say("text.scopeOpen", values) }
        values["rows"] = .text(wording.rows(total))
        return say("text.scope", values)
    }

    private var isOfOneDay: Bool {
        switch study.period {
        case .lastDays(let count, _), .firstDays(let count, _): count == 1
        case .ranges(let ranges): ranges.count == 1 && ranges[0].first != nil && ranges[0].first == ranges[0].last
        case .all: false
        }
    }

    /// The result alone.
    func result() -> String {
        guard !table.rows.isEmpty else {
            guard let condition = study.condition else { return say("text.noneOpen") }
            return say("text.none", ["what": .text(wording.phrase(condition))])
        }
        return switch study.result {
        case .list(let list): isToldByOrder(list) ? listing(list) : conditioned(listing(list))
        case .summary(let summary) where summary.keys.isEmpty: figures(summary)
        case .summary(let summary): conditioned(groups(summary))
        case .distribution(let distribution): conditioned(self.distribution(distribution))
        case .runs(let runs): conditioned(self.runs(runs))
        case .comparison: conditioned(comparison())
        case .correlation(let left, let right): conditioned(correlation(left, right))
        case .standing(let series): standing(series)
        }
    }

    /// With the condition that chose the rows before it.
    private func conditioned(_ text: String) -> String {
        guard let condition = study.condition, !isBrief else { return text }
        let figures = Wording.uncapitalised(text.hasSuffix(".") ? String(text.dropLast()) : text)
        return ended(say("text.where", ["what": .text(wording.phrase(condition)), "figures": .text(figures)]))
    }

    /// A single row says its date, and "the largest drops" are down.
    private func isToldByOrder(_ list: Listing) -> Bool {
        if table.rows.count == 1 { return true }
        guard case .compare(let left, _, .number(value: 0))? = study.condition, let order = list.order.first else {
            return false
        }
        return left.unit == order.by.unit || [left.unit, order.by.unit].allSatisfy { $0 == .points || $0 == .percent }
    }

    /// A cell as it is said, alone or with others of its column that are said together.
    func spoken(_ row: Int, _ column: Int, with rows: [Int]? = nil) -> String {
        CellFormat(table, column: column, rows: rows ?? [row], wording: wording).spoken(table.rows[row][column])
    }

    /// The names of a row: `Monday, 09:00`.
    func label(_ row: Int) -> String {
        table.labelColumns.map { spoken(row, $0) }.joined(separator: ", ")
    }

    /// A title inside a sentence: small first letter, no unit.
    func plainTitle(_ column: Int) -> String {
        var title = table.columns[column].title
        for suffix in [", %", ", " + say("unit.points")] where title.hasSuffix(suffix) {
            title = String(title.dropLast(suffix.count))
        }
        return Wording.uncapitalised(title)
    }

    /// A number of the row's units in words: `58 trading days`.
    func count(_ row: Int, _ column: Int) -> String {
        wording.rows(Int(table.rows[row][column].number ?? 0))
    }

    /// A figure of a sentence.
    struct Item {
        /// Nil where the text says more than a name and a value.
        var name: String?
        var value = ""
        var text: String

        init(text: String) {
            self.text = text
        }

        init(name: String, value: String, say: Sentences) {
            self.name = name
            self.value = value
            text = say("text.item", ["name": .text(name), "value": .text(value)])
        }
    }

    /// `mean range 1.37% (254.4 points); …`: the same quantity in another unit stands in brackets.
    static func joined(_ items: [Item]) -> String {
        var texts: [String] = []
        var last: String?
        for item in items {
            if let name = item.name, name == last, !texts.isEmpty {
                texts[texts.count - 1] += " (\(item.value))"
            } else {
                texts.append(item.text)
            }
            last = item.name
        }
        return texts.joined(separator: "; ")
    }

    func ended(_ text: String) -> String { text.hasSuffix(".") ? text : text + "." }
}
