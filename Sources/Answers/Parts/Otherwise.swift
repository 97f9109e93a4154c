internal import Studies
internal import StudySQL

/// What another reading of a question says, where it differs by more than a tenth from the answer.
struct Otherwise {
    /// Differences up to this share of the larger figure are not told.
    static let tenth = 0.1
    /// No more figures than these are told.
    private static let most = 4

    let text: String
    let facts: [Answer.Fact]

    /// Nil where both say the same.
    init?(_ second: Phrasing, besides first: Phrasing) {
        guard Self.isCompared(second.study), !first.table.rows.isEmpty, !second.table.rows.isEmpty else {
            return nil
        }
        guard second.isOfFigures == first.isOfFigures, second.isOneAnswer, first.isOneAnswer else { return nil }
        let isOtherRow = Self.leader(second.table) != Self.leader(first.table)
        let differing = second.isOfFigures && isOtherRow ? second.headline : Self.differing(second, first)
        let columns = differing.filter { column in second.table.rows.contains { !$0[column].isNull } }
        if second.isOfFigures, first.isOfFigures {
            guard !columns.isEmpty else { return nil }
            text = second.told(Array(columns.prefix(Self.most)), named: isOtherRow)
            var told: [Answer.Fact] = []
            let named = isOtherRow ? second.table.labelColumns : []
            for fact in (named + columns).flatMap(second.facts) where !told.contains(fact) { told.append(fact) }
            facts = told
        } else {
            guard !columns.isEmpty || isOtherRow else { return nil }
            let sentence = Wording.uncapitalised(second.result())
            text = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
            facts = Facts.of(second.table, study: second.study).filter { $0.name != "groups" && $0.name != "rows" }
        }
    }

    /// Rows as they are have no figure of their own, and another window of the same minutes only cuts some off.
    static func isCompared(_ study: Study) -> Bool {
        if case .minutes = study.unit { return false }
        return switch study.result {
        case .list(let list): list.limit == 1 || list.order.isEmpty
        case .runs(let runs): if case .list = runs.show { false } else { true }
        case .summary, .distribution, .comparison, .correlation, .standing: true
        }
    }

    /// Columns of the second table whose figure is another than the first's.
    private static func differing(_ second: Phrasing, _ first: Phrasing) -> [Int] {
        let (left, right) = (first.headline, second.headline)
        // A reading that measures more says so with what it adds.
        let names = Set(first.table.columns.map(\.name))
        let added = right.filter { !names.contains(second.table.columns[$0].name) }
        if left.count < right.count, !added.isEmpty {
            return left.first.map { differs(first, $0, second, added[0]) } ?? true ? added : []
        }
        return zip(left, right).filter { differs(first, $0, second, $1) }.map(\.1)
    }

    private static func differs(_ first: Phrasing, _ left: Int, _ second: Phrasing, _ right: Int) -> Bool {
        // A time is another time.
        if first.isOfFigures, first.table.columns[left].kind == .time {
            return first.table.rows[0][left] != second.table.rows[0][right]
        }
        let isWhole = first.isOfFigures || { if case .comparison = first.study.result { true } else { false } }()
        let (a, b) = (first.figures(left, all: isWhole), second.figures(right, all: isWhole))
        guard a.count == b.count else { return true }
        if case .correlation = first.study.result { return zip(a, b).contains { abs($0 - $1) > tenth } }
        return zip(a, b).contains { abs($0 - $1) > tenth * max(abs($0), abs($1)) }
    }

    /// What stands first: the group, bucket or day with the largest figure.
    private static func leader(_ table: AnswerTable) -> [Cell] {
        guard let column = table.figureColumns.first, let top = table.extremes(of: column)?.largest else { return [] }
        return table.labelColumns.map { table.rows[top][$0] }
    }
}

extension Phrasing {
    /// The answer is one row of figures.
    var isOfFigures: Bool {
        switch study.result {
        case .summary(let summary): summary.keys.isEmpty
        case .list, .correlation: table.rows.count == 1
        case .distribution, .comparison, .standing, .runs: false
        }
    }

    /// Not the rows as they are.
    fileprivate var isOneAnswer: Bool {
        if case .list = study.result { table.rows.count == 1 } else { true }
    }

    /// The columns that the sentence is about.
    var headline: [Int] {
        let columns = table.figureColumns
        return isOfFigures ? columns : Array(columns.prefix(1))
    }

    /// The column's numbers that are said: of all rows, or of the largest and the smallest.
    fileprivate func figures(_ column: Int, all: Bool) -> [Double] {
        if all { return table.rows.compactMap { $0[column].number } }
        guard let (largest, _) = table.extremes(of: column) else { return [] }
        return [table.number(largest, column) ?? 0]
    }

    /// Figures of the only row in one sentence, how many rows they are of where a condition chose them.
    fileprivate func told(_ columns: [Int], named: Bool) -> String {
        var items = columns.map { column -> Item in
            if isCount(column) {
                let rows = count(0, column)
                guard let total, total > 0, let number = table.number(0, column) else { return Item(text: rows) }
                let share = wording.numbers.percent(100 * number / Double(total), decimals: 1)
                return Item(text: say("text.countOf", ["rows": .text(rows), "share": .text(share)]))
            }
            if table.columns[column].meaning == .pearson {
                let r = wording.numbers.fixed(table.number(0, column) ?? 0, decimals: 3)
                return Item(text: say("text.r", ["r": .text(r)]))
            }
            if case .measure(let measure, .value) = table.columns[column].meaning, case .share = measure,
                let item = sentence(measure, inShort: columns.count > 1)
            {
                return item
            }
            return Item(name: plainTitle(column), value: moment(0, column), say: say)
        }
        if named { items.insert(Item(text: label(0)), at: 0) }
        if study.condition != nil, let chosen = chosenColumn, !columns.contains(where: isCount) {
            items.append(Item(text: count(0, chosen)))
        }
        return Self.joined(items)
    }

    /// A figure with what it is of: a share's hits and rows, the rows of a mean.
    fileprivate func facts(of column: Int) -> [Answer.Fact] {
        var columns = [column]
        if case .measure(let measure, .value) = table.columns[column].meaning, case .share = measure {
            columns += table.columns.indices.filter {
                let meaning = table.columns[$0].meaning
                return meaning == .measure(measure: measure, part: .hits)
                    || meaning == .measure(measure: measure, part: .rows)
            }
        } else if study.condition != nil, let chosen = chosenColumn, chosen != column {
            columns.append(chosen)
        }
        return columns.map { Answer.Fact(name: table.columns[$0].name, value: table.rows[0][$0]) }
    }

    private var chosenColumn: Int? { table.columns.firstIndex { $0.meaning == .rows } }

    private func isCount(_ column: Int) -> Bool {
        switch table.columns[column].meaning {
        case .rows, .measure(.count(nil), _): true
        default: false
        }
    }
}
