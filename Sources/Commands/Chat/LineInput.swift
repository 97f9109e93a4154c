internal import Dispatch
internal import Foundation

/// Where lines come from: a terminal with a line editor, or plain lines. A test hands in its own.
struct LineInput: Sendable {
    /// - Parameters: the prompt, and the history to go back to.
    var next: @Sendable (_ prompt: String, _ history: [String]) async -> LineEditor.Outcome

    /// The editor where both ends are a terminal, else the lines of standard input.
    static func standard() -> LineInput {
        guard RawTerminal.isThere, let terminal = RawTerminal() else { return plain() }
        return LineInput { prompt, history in await terminal.line(prompt, history) }
    }

    private static func plain() -> LineInput {
        let queue = DispatchQueue(label: "barwise.input")
        return LineInput { _, _ in
            await withCheckedContinuation { done in
                queue.async { done.resume(returning: readLine().map(LineEditor.Outcome.line) ?? .end) }
            }
        }
    }
}

/// Standard input as a terminal, key by key while a line is typed, as it was in between.
final class RawTerminal: Sendable {
    // Reading blocks: never on a thread of the cooperative pool.
    private let queue = DispatchQueue(label: "barwise.keys")
    private let usual: termios

    static var isThere: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
            && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// nil where the terminal does not tell its settings.
    init?() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        usual = settings
    }

    func line(_ prompt: String, _ history: [String]) async -> LineEditor.Outcome {
        await withCheckedContinuation { done in
            queue.async { done.resume(returning: self.edit(prompt, history)) }
        }
    }

    private func edit(_ prompt: String, _ history: [String]) -> LineEditor.Outcome {
        makeRaw()
        // Pasted text comes between marks.
        Output.write("\u{1B}[?2004h")
        defer {
            Output.write("\u{1B}[?2004l\n")
            var usual = usual
            tcsetattr(STDIN_FILENO, TCSADRAIN, &usual)
        }
        var editor = LineEditor(history: history)
        var decoder = KeyDecoder()
        while true {
            paint(prompt, editor)
            guard let bytes = read() else { return .end }
            for key in decoder.keys(bytes) {
                if key == .clearScreen { Output.write("\u{1B}[H\u{1B}[2J") }
                let typed = editor
                guard let outcome = editor.take(key) else { continue }
                // The whole line stays on the screen.
                Output.write("\r\u{1B}[K" + prompt + typed.text)
                return outcome
            }
        }
    }

    private func paint(_ prompt: String, _ editor: LineEditor) {
        let width = Terminal(width: nil, noColor: true).width - TextLayout.width(prompt)
        let (text, column) = editor.view(width: width)
        let cursor = TextLayout.width(prompt) + column
        Output.write("\r\u{1B}[K" + prompt + TextLayout.harmless(text) + "\r" + (cursor > 0 ? "\u{1B}[\(cursor)C" : ""))
    }

    private func makeRaw() {
        var raw = usual
        raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON)
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    }

    /// nil at the end.
    private func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            #if canImport(Darwin)
            let count = Darwin.read(STDIN_FILENO, &buffer, buffer.count)
            #else
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            #endif
            if count > 0 { return Array(buffer.prefix(count)) }
            // A signal that is handled elsewhere.
            guard count < 0, errno == EINTR else { return nil }
        }
    }
}
