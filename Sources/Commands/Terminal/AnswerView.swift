internal import Answers
internal import Market
internal import Studies
internal import Understanding

/// An answer as a person reads it in a terminal.
struct AnswerView {
    /// Longer tables show their first rows.
    static let shownRows = 10
    /// A table that is but little longer is shown whole.
    static let wholeRows = 14

    let answer: Answer
    let wording: Wording
    let terminal: Terminal
    var showsSQL = false

    private var paint: Paint { Paint(isEnabled: terminal.isColoured) }
    private var say: Sentences { wording.say }
    /// Prose wider than this is hard to read.
    private var measure: Int { min(terminal.width, 100) }

    func text() -> String {
        var blocks = [sentence()]
        if let clarification = answer.clarification { blocks.append(options(clarification.options)) }
        if let table = answer.table, let study = answer.study, !table.rows.isEmpty {
            blocks.append(
                TableView(table: table, study: study, wording: wording, width: terminal.width, paint: paint).text()
            )
            let picture = Picture(table: table, study: study, wording: wording, width: measure, paint: paint).lines()
            blocks.append(picture.map { "  " + $0 }.joined(separator: "\n"))
        }
        blocks.append(section("remarks.title", answer.remarks))
        blocks.append(assumptions())
        blocks.append(section("definitions.title", answer.definitions))
        blocks.append(checks())
        if showsSQL || answer.showsSQL, let sql = answer.sql { blocks.append(paint.dim("SQL") + "\n" + sql) }
        if answer.status == .answered { blocks.append(paint.dim(timing())) }
        return blocks.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func sentence() -> String {
        let lines = TextLayout.wrap(TextLayout.harmless(answer.text), measure)
        return lines.map { answer.status == .failed ? paint.bad($0) : paint.bold($0) }.joined(separator: "\n")
    }

    private func options(_ options: [Option]) -> String {
        options.enumerated().map { number, option in
            let label = option.label == option.question ? "" : option.label + ": "
            return TextLayout.item("  \(number + 1). ", TextLayout.harmless(label + option.question), measure)
        }.joined(separator: "\n")
    }

    private func section(_ key: String, _ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        return paint.dim(say(key)) + "\n"
            + lines.map { TextLayout.item("  ", TextLayout.harmless($0), measure) }.joined(separator: "\n")
    }

    private func assumptions() -> String {
        guard !answer.assumptions.isEmpty else { return "" }
        // What was taken, in one line; then the questions that take it otherwise.
        let taken = answer.assumptions.map(\.text).joined(separator: " ")
        let others = answer.assumptions.flatMap { $0.alternatives.prefix(3) }.map { option in
            let text = TextLayout.harmless(option.label + ": " + option.question)
            return TextLayout.item("    · ", text, measure).split(separator: "\n")
                .map { paint.dim(String($0)) }.joined(separator: "\n")
        }
        let lines = [paint.dim(say("assumptions.title")), TextLayout.item("  ", TextLayout.harmless(taken), measure)]
        return (lines + others).joined(separator: "\n")
    }

    private func checks() -> String {
        guard !answer.checks.isEmpty else { return "" }
        return paint.dim(say("checks.title")) + "\n"
            + answer.checks.map { check in
                let relation =
                    check.actual == check.expected ? "=" : abs(check.actual - check.expected) < 1e-6 ? "=" : "≤"
                let numbers = [check.actual, check.expected].map { wording.numbers.value($0, .ratio) }
                let text = check.name + ": " + numbers.joined(separator: "\u{A0}\(relation)\u{A0}")
                let mark = check.passed ? paint.good("✓") : paint.bad("✗")
                return "  " + mark + TextLayout.item("  ", text, measure - 2).dropFirst()
            }.joined(separator: "\n")
    }

    private func timing() -> String {
        func milliseconds(_ value: Double) -> Sentences.Value {
            .text(wording.numbers.fixed(value, decimals: value < 10 ? 1 : 0))
        }
        return say(
            "ui.timing",
            [
                "understand": milliseconds(answer.timing.understand), "query": milliseconds(answer.timing.query),
                "total": milliseconds(answer.timing.total),
            ]
        )
    }
}
