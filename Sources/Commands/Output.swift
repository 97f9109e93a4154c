internal import Answers
internal import Foundation
internal import Understanding

/// The one place where lists and answers are made text.
struct Output: Sendable {
    enum Format: Sendable {
        case text(showsSQL: Bool)
        case json
        case csv
    }

    var format: Format
    var terminal: Terminal

    /// An answer as it goes to standard output, line end included.
    func render(_ answer: Answer, wording: Wording) -> String {
        switch format {
        case .json: return answer.json() + "\n"
        case .csv: return answer.table.map(Self.csv) ?? ""
        case .text(let showsSQL):
            return AnswerView(answer: answer, wording: wording, terminal: terminal, showsSQL: showsSQL).text()
        }
    }

    /// A list of things, each a row of text.
    func render(titles: [String], isNumeric: [Bool], rows: [[String]], json: () -> String) -> String {
        switch format {
        case .json: return json() + "\n"
        case .csv:
            return ([titles] + rows).map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
        case .text:
            let paint = Paint(isEnabled: terminal.isColoured)
            let grid = Grid(titles: titles, isNumeric: isNumeric, rows: rows.map { $0.map(TextLayout.harmless) })
            let (lines, left) = grid.lines(width: terminal.width, paint: paint)
            let more = left.isEmpty ? [] : [paint.dim("+ " + left.joined(separator: ", ") + " (--csv or --json)")]
            return (lines + more).joined(separator: "\n") + "\n"
        }
    }

    /// RFC 4180; numbers in full precision, a null is an empty field.
    static func csv(_ table: AnswerTable) -> String {
        var text = table.columns.map { field($0.name) }.joined(separator: ",") + "\r\n"
        for row in table.rows { text += row.map(field).joined(separator: ",") + "\r\n" }
        return text
    }

    private static func field(_ cell: Cell) -> String {
        switch cell {
        case .null: ""
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? value.description : ""
        case .bool(let value): value ? "true" : "false"
        case .text(let text): field(text)
        }
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Where output and complaints go; a test listens in.
    @TaskLocal static var streams = Streams.process

    struct Streams: Sendable {
        var output: @Sendable (String) -> Void
        var complaints: @Sendable (String) -> Void
        /// A line of standard input; nil at its end.
        var answer: @Sendable () -> String? = { readLine() }

        static let process = Streams(
            // Nobody is left to be told that writing failed.
            output: { try? FileHandle.standardOutput.write(contentsOf: Data($0.utf8)) },
            complaints: { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) }
        )
    }

    /// Writes to standard output at once.
    static func write(_ text: String) {
        streams.output(text)
    }

    /// What a person answers to what was just written.
    static func answer() -> String? { streams.answer() }

    /// Complaints and hints, to standard error.
    static func note(_ text: String) {
        streams.complaints(text + "\n")
    }
}
