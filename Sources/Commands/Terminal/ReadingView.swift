internal import Answers
internal import Foundation
internal import Studies
internal import Understanding

/// How a question was understood, for a terminal.
struct ReadingView {
    let answer: Answer
    let trace: Trace
    let say: Sentences
    let terminal: Terminal
    /// What a study would do, in a sentence.
    let task: (Study) -> String
    /// Also what only who mends the rules asks for.
    let showsAll: Bool

    private var reading: Reading { trace.reading }
    private var paint: Paint { Paint(isEnabled: terminal.isColoured) }

    func text() -> String {
        let width = min(terminal.width, 100)
        var blocks: [String] = []
        if answer.study == nil || !answer.text.isEmpty {
            blocks.append(TextLayout.wrap(TextLayout.harmless(answer.text), width).joined(separator: "\n"))
        }
        let account = TraceView(trace: trace, answer: answer, say: say, width: width, showsAll: showsAll)
        if let words = account.words() { blocks.append(title("explain.bindings") + words) }
        if !reading.empty.isEmpty { blocks.append(title("explain.empty") + "  " + words(reading.empty)) }
        if !reading.unread.isEmpty { blocks.append(title("explain.unread") + "  " + words(reading.unread)) }
        if !answer.assumptions.isEmpty {
            let lines = answer.assumptions.flatMap { note in
                [TextLayout.item("  ", note.text, width)]
                    + note.alternatives.map { TextLayout.item("    · ", $0.label + ": " + $0.question, width) }
            }
            blocks.append(title("assumptions.title") + TextLayout.harmless(lines.joined(separator: "\n")))
        }
        if let options = answer.clarification?.options, !options.isEmpty {
            let lines = options.map {
                TextLayout.item("  · ", TextLayout.harmless($0.label + ": " + $0.question), width)
            }
            blocks.append(title("explain.options") + lines.joined(separator: "\n"))
        }
        if let considered = account.considered(task) { blocks.append(title("explain.considered") + considered) }
        if showsAll, let senses = account.senses() { blocks.append(title("explain.senses") + senses) }
        if let study = answer.study {
            blocks.append(title("explain.study") + JSONLayout.lines(of: Answer.json(study), width: width))
        }
        if let brief = answer.brief {
            blocks.append(title("explain.brief") + TextLayout.harmless(brief).trimmingCharacters(in: .newlines))
        }
        if let sql = answer.sql { blocks.append(paint.dim("SQL") + "\n" + sql) }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private func title(_ key: String) -> String { paint.dim(say(key)) + "\n" }

    private func words(_ words: [String]) -> String {
        TextLayout.harmless(words.joined(separator: ", "))
    }
}
