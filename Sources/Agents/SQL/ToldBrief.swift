internal import Answers
internal import DuckDB
internal import Market
internal import Understanding

/// A model's brief as a person is told of it: its words are shown only where they are plain text that claims nothing
/// beyond the question.
struct ToldBrief {
    private let brief: ModelBrief
    private let language: Language
    private let analyst: Analyst
    private let task: String
    private let titles: [String]
    private let steps: [ModelBrief.Step]

    init(_ brief: ModelBrief, _ language: Language, _ question: String, _ analyst: Analyst, _ assistant: Assistant?) {
        self.brief = brief
        self.language = language
        self.analyst = analyst
        var isPlain: (String) -> Bool = { _ in false }
        if let prose = assistant?.prompts.prose {
            var grounds = Grounds(prose, language)
            grounds.add(text: question, isForeign: true)
            for symbol in brief.symbols {
                if let instrument = analyst.instrument(symbol) { grounds.add(instrument) }
            }
            isPlain = { [grounds] text in text.count <= 300 && prose.faults(in: text, grounds).isEmpty }
        }
        task = isPlain(brief.task) ? brief.task.cut(to: 300) : question.cut(to: 300)
        titles = brief.columns.map { isPlain($0.title) && $0.title.count <= 60 ? $0.title.cut(to: 60) : $0.name }
        steps = brief.steps.filter { isPlain($0.text) }
    }

    private var say: Sentences { analyst.say(language) }

    func answer(_ rows: Table, sql: String) -> Answers.Answer {
        let columns = zip(brief.columns, titles).map { column, title in
            AnswerTable.Column(
                name: column.name,
                title: title,
                kind: column.kind.shown,
                unit: column.unit == .none ? nil : column.unit.rawValue
            )
        }
        let table = AnswerTable(rows, columns: columns)
        var answer = Answers.Answer(status: .answered, language: language, text: text(table))
        answer.table = table
        answer.facts = facts(table)
        answer.checks = brief.checks(rows) { say("check.sqlSum", ["what": .text($0)]) }
        answer.bindings = steps.flatMap { step in
            step.words.map { Answers.Answer.BoundWords(words: $0, clause: step.text) }
        }
        answer.brief = markdown()
        answer.sql = sql
        answer.showsSQL = true
        return answer
    }

    /// The task, and the only row or how many there are.
    private func text(_ table: AnswerTable) -> String {
        guard table.rows.count == 1 else {
            return say("text.sqlRows", ["task": .text(task), "n": .count(table.totalRows)])
        }
        let shown = analyst.shown(table, language, rows: 1)
        let items = zip(titles, shown.last ?? []).map { say("text.item", ["name": .text($0), "value": .text($1)]) }
        return say("text.sqlRow", ["task": .text(task), "figures": .text(items.joined(separator: "; "))])
    }

    private func facts(_ table: AnswerTable) -> [Answers.Answer.Fact] {
        guard table.rows.count == 1, let row = table.rows.first else {
            return [.init(name: "rows", value: .integer(table.totalRows))]
        }
        return zip(table.columns, row).map { .init(name: $0.name, value: $1) }
    }

    private func markdown() -> String {
        var text = "## " + say("brief.task") + task + "\n\n## " + say("brief.steps")
        text += steps.enumerated().map { "\($0 + 1). \($1.text)\n" }.joined() + "\n## " + say("brief.columns")
        return text + titles.map { "- \($0)\n" }.joined()
    }
}
