internal import Foundation
package import Market

/// A question of a file, with what it is asked about.
package struct Asked: Hashable, Sendable {
    package var question: String
    package var symbol: String
    /// Today, for relative periods.
    package var asOf: CivilDate
    /// Earlier questions of the chat, the latest last.
    package var history: [String]

    package init(
        _ question: String,
        symbol: String = "NQ",
        asOf: CivilDate = CivilDate(dayNumber: 20453),
        history: [String] = []
    ) {
        self.question = question
        self.symbol = symbol
        self.asOf = asOf
        self.history = history
    }
}

extension Asked {
    /// A JSON object (`question`, and where they matter `symbol`, `as_of`, `history`) or a plain question a line.
    package static func read(_ path: String) throws -> [Asked] {
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        return try text.split(whereSeparator: \.isNewline).compactMap { line in
            guard line.first == "{" else {
                return line.allSatisfy(\.isWhitespace) || line.first == "#" ? nil : Asked(String(line))
            }
            let record = try JSONDecoder().decode(Record.self, from: Data(line.utf8))
            var asked = Asked(record.question, symbol: record.symbol ?? "NQ", history: record.history ?? [])
            if let date = record.asOf.flatMap({ CivilDate($0) }) { asked.asOf = date }
            return asked
        }
    }

    private struct Record: Decodable {
        var question: String
        var symbol: String?
        var asOf: String?
        var history: [String]?

        enum CodingKeys: String, CodingKey {
            case question, symbol, history
            case asOf = "as_of"
        }
    }
}
