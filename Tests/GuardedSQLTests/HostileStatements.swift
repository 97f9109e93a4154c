import Foundation
import Testing

/// A statement that a model might be made to write, and what must become of it.
struct HostileStatement: Sendable, CustomTestStringConvertible {
    var id: String
    var outcome: Outcome
    var sql: String

    var testDescription: String { id }

    enum Outcome: String {
        case refused
        /// Refused, or ended by time, memory or rows, or harmless.
        case bounded
    }

    /// `hostile.tsv`; `{{rep:N:TEXT}}` repeats, `{{seq:A:B:SEP:TEXT}}` counts A ..< B in place of `%d`, `\uNNNN` and
    /// `\x00` are characters.
    static let all: [HostileStatement] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "hostile.tsv")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }  // a test counts them
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: "\t", maxSplits: 2).map(String.init)
            guard cells.count == 3, let outcome = Outcome(rawValue: cells[1]) else { return nil }
            return HostileStatement(id: cells[0], outcome: outcome, sql: expanded(cells[2]))
        }
    }()

    private static func expanded(_ text: String) -> String {
        var text = text
        while let match = text.firstMatch(of: /\{\{rep:(\d+):(.*?)\}\}(?!\})/) {
            text.replaceSubrange(match.range, with: String(repeating: String(match.2), count: Int(match.1) ?? 0))
        }
        while let match = text.firstMatch(of: /\{\{seq:(\d+):(\d+):(.*?):(.*?)\}\}/) {
            let numbers = (Int(match.1) ?? 0)..<(Int(match.2) ?? 0)
            let parts = numbers.map { match.4.replacing("%d", with: String($0)) }
            text.replaceSubrange(match.range, with: parts.joined(separator: String(match.3)))
        }
        while let match = text.firstMatch(of: /\\u([0-9a-f]{4})/) {
            let scalar = UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init)
            text.replaceSubrange(match.range, with: scalar.map { String(Character($0)) } ?? "")
        }
        return text.replacing("\\x00", with: "\u{0}")
    }
}
