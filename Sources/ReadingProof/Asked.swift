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
    /// The questions of a file, or of the `.txt` files of a folder in the order of their names.
    package static func read(_ path: String) throws -> [Asked] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return try questions(in: URL(filePath: path))
        }
        return try FileManager.default
            .contentsOfDirectory(at: URL(filePath: path), includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "txt" }
            .sorted { $0.path < $1.path }
            .flatMap(questions)
    }

    /// A JSON object (`question`, and where they matter `symbol`, `as_of`, `history`) or a plain question a line.
    private static func questions(in file: URL) throws -> [Asked] {
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
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
