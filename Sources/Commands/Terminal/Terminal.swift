internal import Foundation

/// What standard output is: how wide, and whether it shows colours.
struct Terminal: Sendable {
    var width: Int
    var isColoured: Bool

    /// Colours only on a terminal, and not where `NO_COLOR` is set; the width given, else the terminal's, else 80.
    init(width: Int?, noColor: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        isColoured = isTerminal && !noColor && !refused && environment["TERM"] != "dumb"
        self.width = max(40, min(width ?? Self.columns(isTerminal, environment), 240))
    }

    init(width: Int, isColoured: Bool) {
        self.width = width
        self.isColoured = isColoured
    }

    private static func columns(_ isTerminal: Bool, _ environment: [String: String]) -> Int {
        var size = winsize()
        if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return environment["COLUMNS"].flatMap(Int.init) ?? 80
    }
}
