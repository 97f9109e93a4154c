internal import AgentGraph
internal import Answers
internal import Sessions

/// Messages as a person reads them: who said what, without the tables.
struct Transcript {
    let messages: [Message]
    let terminal: Terminal
    var isNumbered = false

    func text() -> String {
        let paint = Paint(isEnabled: terminal.isColoured)
        return messages.map { message in
            let number = isNumbered ? "\(message.number) \(message.id.rawValue.prefix(8)) " : ""
            let status = message.status == .complete ? "" : "(\(message.status.rawValue)) "
            let mark = message.role == .user ? "> " : "  "
            let text = TextLayout.harmless(status + message.text)
            let lines = TextLayout.item(mark, text, min(terminal.width, 100))
            return (isNumbered ? paint.dim(number) + "\n" : "") + (message.role == .user ? paint.bold(lines) : lines)
                + "\n"
        }.joined()
    }
}
