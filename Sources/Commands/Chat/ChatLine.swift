/// A line of a chat that is no question but says what to do.
enum ChatLine: Hashable, Sendable {
    case sessions, new, open(name: String), sql, chart(file: String?), undo, help, quit
    case unknown(name: String)

    /// How each is written, and its sentence's key.
    static let usage = [
        ("/sessions", "sessions"), ("/new", "new"), ("/open ID", "open"), ("/sql", "sql"), ("/chart [FILE]", "chart"),
        ("/undo", "undo"), ("/quit", "quit"),
    ]

    /// nil for what does not begin with a stroke.
    init?(_ line: String) {
        guard line.hasPrefix("/") else { return nil }
        let parts = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
        let rest = parts.count > 1 ? parts[1].trimmingPrefix(while: \.isWhitespace) : ""
        self =
            switch parts.first?.lowercased() {
            case "sessions": .sessions
            case "new": .new
            case "open": .open(name: rest.isEmpty ? "last" : String(rest))
            case "sql": .sql
            case "chart": .chart(file: rest.isEmpty ? nil : String(rest))
            case "undo": .undo
            case "help", "h", "?": .help
            case "quit", "exit", "q": .quit
            default: .unknown(name: line)
            }
    }
}
