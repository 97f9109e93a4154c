internal import Foundation
internal import JSONText
internal import LanguageModels
internal import Market

/// What a model understood of a question that no study expresses: what its rows are and what must hold of them. It is
/// held against the rows, so that SQL which answers something else is seen.
package struct ModelBrief: Codable, Hashable, Sendable {
    /// It can be answered from bars, and is clear.
    package var answerable: Bool
    package var task: String
    package var symbols: [String]
    package var steps: [Step]
    package var columns: [Column]
    package var leastRows: Int
    package var mostRows: Int
    package var sums: [Sum]

    package struct Step: Codable, Hashable, Sendable {
        package var text: String
        /// Of the question, as they stand there.
        package var words: [String]
    }

    package struct Column: Codable, Hashable, Sendable {
        /// A name as SQL has it.
        package var name: String
        package var title: String
        package var kind: Kind
        package var unit: Unit

        package enum Kind: String, Codable, Sendable, CaseIterable {
            case date, time, timestamp, integer, number, text, boolean
        }

        package enum Unit: String, Codable, Sendable, CaseIterable {
            case none, price, points, percent, volume, ratio, count, days, minutes
        }
    }

    /// All values of a column together.
    package struct Sum: Codable, Hashable, Sendable {
        package var column: String
        package var total: Double
    }

    static let mostColumns = 8

    /// Why it is no brief of the question; empty: it is one.
    /// - Parameters:
    ///   - unread: words that found no place before, each of which must have its step.
    func faults(_ question: String, unread: [String], loaded: Set<String>) -> [String] {
        var faults: [String] = []
        let asked = Self.plain(question)
        let names = columns.map(\.name)
        if task.trimmed.isEmpty || task.count > 400 { faults.append("task: empty or too long") }
        if symbols.isEmpty || !loaded.isSuperset(of: symbols) || symbols.count > 8 {
            faults.append("symbols: only those that are loaded, at least one")
        }
        if columns.isEmpty || columns.count > Self.mostColumns { faults.append("columns: one to \(Self.mostColumns)") }
        if Set(names).count < names.count || !names.allSatisfy(Self.isName) {
            faults.append("columns: different names of small letters, digits and _")
        }
        if steps.isEmpty || steps.count > 12 { faults.append("steps: one to twelve") }
        if leastRows < 0 || mostRows < max(1, leastRows) || mostRows > 10_000 {
            faults.append("leastRows, mostRows: 0 to 10000, in order")
        }
        for sum in sums where !names.contains(sum.column) || !sum.total.isFinite {
            faults.append("sums: no such column")
        }
        let words = steps.flatMap(\.words).map(Self.plain)
        for word in words where word.isEmpty || !asked.contains(word) { faults.append("words: not in the question") }
        for word in unread where !words.contains(where: { $0.contains(Self.plain(word)) }) {
            faults.append("words: no step is for \u{201C}\(word.cut(to: 40))\u{201D}")
        }
        return faults
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func isName(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count) && name.first?.isLetter ?? false
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    static func schema(symbols: [String]) -> JSONValue {
        func names<T: RawRepresentable<String>>(_ values: [T]) -> JSONValue {
            ["type": "string", "enum": .array(values.map { .string($0.rawValue) })]
        }
        func list(_ items: JSONValue) -> JSONValue { ["type": "array", "items": items] }
        func object(_ members: [JSONValue.Member]) -> JSONValue {
            [
                "type": "object", "properties": .object(members),
                "required": .array(members.map { .string($0.name) }), "additionalProperties": false,
            ]
        }
        let text: JSONValue = ["type": "string"]
        let symbol: JSONValue = ["type": "string", "enum": .array(symbols.map { .string($0) })]
        return object([
            .init("answerable", ["type": "boolean"]), .init("task", text), .init("symbols", list(symbol)),
            .init("steps", list(object([.init("text", text), .init("words", list(text))]))),
            .init(
                "columns",
                list(
                    object([
                        .init("name", text), .init("title", text), .init("kind", names(Column.Kind.allCases)),
                        .init("unit", names(Column.Unit.allCases)),
                    ])
                )
            ),
            .init("leastRows", ["type": "integer"]), .init("mostRows", ["type": "integer"]),
            .init("sums", list(object([.init("column", text), .init("total", ["type": "number"])]))),
        ])
    }
}
