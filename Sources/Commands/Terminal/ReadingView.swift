internal import Answers
internal import Foundation
internal import Understanding

/// How a question was understood, for a terminal.
struct ReadingView {
    let answer: Answer
    let reading: Reading
    let terminal: Terminal

    private var paint: Paint { Paint(isEnabled: terminal.isColoured) }

    func text() -> String {
        let width = min(terminal.width, 100)
        var blocks: [String] = []
        if answer.study == nil || !answer.text.isEmpty {
            blocks.append(TextLayout.wrap(TextLayout.harmless(answer.text), width).joined(separator: "\n"))
        }
        if !answer.bindings.isEmpty {
            let words = answer.bindings.map { TextLayout.harmless($0.words) }
            let column = min(words.map(TextLayout.width).max() ?? 0, 36)
            let lines = zip(words, answer.bindings).map { word, binding in
                TextLayout.item("  " + TextLayout.left(word, column) + "  ", TextLayout.harmless(binding.clause), width)
            }
            blocks.append(title("bindings") + lines.joined(separator: "\n"))
        }
        if !reading.empty.isEmpty { blocks.append(title("without meaning here") + "  " + words(reading.empty)) }
        if !reading.unread.isEmpty { blocks.append(title("not placed") + "  " + words(reading.unread)) }
        if !answer.assumptions.isEmpty {
            let lines = answer.assumptions.flatMap { note in
                [TextLayout.item("  ", note.text, width)]
                    + note.alternatives.map { TextLayout.item("    · ", $0.label + ": " + $0.question, width) }
            }
            blocks.append(title("assumptions") + TextLayout.harmless(lines.joined(separator: "\n")))
        }
        if let options = answer.clarification?.options, !options.isEmpty {
            let lines = options.map {
                TextLayout.item("  · ", TextLayout.harmless($0.label + ": " + $0.question), width)
            }
            blocks.append(title("options") + lines.joined(separator: "\n"))
        }
        if let study = answer.study { blocks.append(title("study") + Answer.prettyJSON(study)) }
        if let brief = answer.brief {
            blocks.append(title("brief") + TextLayout.harmless(brief).trimmingCharacters(in: .newlines))
        }
        if let sql = answer.sql { blocks.append(title("SQL") + sql) }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private func title(_ text: String) -> String { paint.dim(text) + "\n" }

    private func words(_ words: [String]) -> String {
        TextLayout.harmless(words.joined(separator: ", "))
    }
}
