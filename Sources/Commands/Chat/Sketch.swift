internal import AgentGraph
internal import Agents

/// What is drawn of a turn while a person waits, and rubbed out before its answer is shown: the agent at work, or a
/// model's sentences as far as they are written. They stand where the answer's text will stand.
struct Sketch {
    /// Lines of a text that are drawn: a taller drawing could not be rubbed out of a low terminal.
    private static let tallest = 8

    private let width: Int
    private let paint: Paint
    private var node = ""
    private var prose = ""
    /// Lines on the screen; the cursor is at the end of the last.
    private var drawn = 0

    init(_ terminal: Terminal) {
        width = min(terminal.width, 100)
        paint = Paint(isEnabled: terminal.isColoured)
    }

    /// What is to be written to the terminal for an event; nil where it changes nothing.
    mutating func take(_ event: Event) -> String? {
        switch event.kind {
        case .entered:
            guard let node = event.node else { return nil }
            (self.node, prose) = (node, "")
        case .note(let json):
            guard let note = ProseNote(json: json) else { return nil }
            prose = note.prose.isEmpty ? "" : prose + note.prose
        // What the attempt told is void.
        case .attemptFailed: prose = ""
        case .left, .asked, .finished, .failed, .stopped, .drained, .abandoned, .overBudget, .resumed:
            return nil
        }
        return erase() + draw()
    }

    /// What is to be written so that nothing of the drawing is left.
    mutating func erase() -> String {
        defer { drawn = 0 }
        guard drawn > 0 else { return "" }
        return (drawn > 1 ? "\u{1B}[\(drawn - 1)A" : "") + "\r\u{1B}[J"
    }

    private mutating func draw() -> String {
        var lines = [paint.dim("… " + node)]
        if !prose.isEmpty {
            let text = TextLayout.wrap(TextLayout.harmless(prose), width).suffix(Self.tallest)
            // A line that the terminal breaks would be two.
            lines = [""] + text.map { paint.bold(String($0.prefix(width - 1))) }
        }
        drawn = lines.count
        return lines.joined(separator: "\n")
    }
}
