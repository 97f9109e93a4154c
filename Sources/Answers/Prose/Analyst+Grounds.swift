internal import Bars
package import Foundation
package import Market
internal import Studies
internal import StudySQL
package import Understanding

extension Analyst {
    /// Where the bars of symbols are.
    package func files(of symbols: [String]) throws -> [URL] { try runner.files(of: symbols) }

    /// What may be said of an answer: its facts, the rows of its table that are shown, its own words and its question's.
    /// - Parameter rows: of the table, from its first.
    package func grounds(of answer: Answer, asked question: String, rows: Int, _ prose: Prose) -> Grounds {
        var grounds = Grounds(prose, answer.language)
        grounds.add(text: question, isForeign: true)
        for text in [answer.text] + answer.definitions + answer.remarks + answer.assumptions.map(\.text) {
            grounds.add(text: text)
        }
        if let study = answer.study {
            grounds.add(text: task(of: study, answer.language))
            for instrument in study.instruments.compactMap(instrument) { grounds.add(instrument) }
        }
        for fact in answer.facts { grounds.add(fact.value, of: answer.table?.column(of: fact)) }
        if let table = answer.table {
            grounds.add(count: table.totalRows)
            for row in table.rows.prefix(rows) {
                for (cell, column) in zip(row, table.columns) { grounds.add(cell, of: column) }
            }
            for column in table.columns { grounds.add(text: column.title) }
        }
        return grounds
    }

    /// The answer's first rows as a person sees them, the titles first.
    package func shown(_ answer: Answer, rows: Int) -> [[String]] {
        answer.table.map { shown($0, wording(answer.study, answer.language), rows: rows) } ?? []
    }

    /// The same of a table that no study gave.
    package func shown(_ table: AnswerTable, _ language: Language, rows: Int) -> [[String]] {
        shown(table, wording(nil, language), rows: rows)
    }

    private func shown(_ table: AnswerTable, _ wording: Wording, rows: Int) -> [[String]] {
        let shown = table.rows.prefix(rows)
        let formats = table.columns.indices.map { CellFormat(table, column: $0, rows: shown.indices, wording: wording) }
        return [table.columns.map(\.title)]
            + shown.map { row in zip(row, formats).map { cell, format in format.text(cell) } }
    }
}

extension AnswerTable {
    /// The column that a fact is of, whose row its name says before or behind: `highest_range`, `range: Monday`.
    fileprivate func column(of fact: Answer.Fact) -> Column? {
        if let column = columns.first(where: { $0.name == fact.name }) { return column }
        return columns.filter { fact.name.hasSuffix("_" + $0.name) || fact.name.hasPrefix($0.name + ": ") }
            .max { $0.name.count < $1.name.count }
    }
}
extension Analyst {
    /// Today in the zone of the instrument that a question is about.
    package func today(of inquiry: Inquiry) -> CivilDate { context(inquiry).today }
}
