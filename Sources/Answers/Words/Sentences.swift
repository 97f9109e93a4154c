package import Knowledge
package import Understanding

/// Everything that is said to a user in one language, by key; read from `sentences/<language>.txt`.
///
/// A line is `key = text`. In a text `{name}` stands for a value, and `{name:day|days}` for the word form that fits the
/// number of that name (Russian has three: `{n:день|дня|дней}`); `#` in a form is the number itself.
package struct Sentences: Sendable {
    package let language: Language
    private let table: [String: String]

    package init(language: Language, knowledge: KnowledgeDirectory) throws(KnowledgeError) {
        let file = "sentences/\(language.rawValue).txt"
        self.init(language: language, table: try Self.parse(try knowledge.text(file), file: file))
    }

    package init(language: Language, table: [String: String]) {
        self.language = language
        self.table = table
    }

    package var keys: Set<String> { Set(table.keys) }

    /// The text of a key without a change; nil where there is none.
    package func raw(_ key: String) -> String? { table[key] }

    /// The sentence of a key with its values; the key itself where the file lacks it, which a test forbids.
    package func callAsFunction(_ key: String, _ values: [String: Value] = [:]) -> String {
        guard let text = table[key] else { return key }
        return fill(text, values)
    }

    package enum Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, Sendable {
        case text(String)
        case count(Int)

        package init(stringLiteral value: String) { self = .text(value) }
    }

    private func fill(_ text: String, _ values: [String: Value]) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            let parts = rest[rest.index(after: open)..<close].split(separator: ":", maxSplits: 1)
            let value = parts.first.flatMap { values[String($0)] }
            switch (value, parts.count) {
            case (.text(let text)?, 1): filled += text
            case (.count(let count)?, 1): filled += NumberFormat(language).integer(count)
            case (.count(let count)?, 2):
                let forms = parts[1].split(separator: "|", omittingEmptySubsequences: false)
                let form = forms[min(PluralForm.index(count, language), forms.count - 1)]
                filled += form.replacing("#", with: NumberFormat(language).integer(count))
            default: filled += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// Keys and texts of a file; an error names the line.
    static func parse(_ text: String, file: String) throws(KnowledgeError) -> [String: String] {
        var table: [String: String] = [:]
        table.reserveCapacity(400)
        for line in try KeyedLine.all(in: text, file: file) {
            guard table.updateValue(line.text, forKey: line.key) == nil else {
                throw .malformed(file, line: line.number, "'\(line.key)' is there twice")
            }
        }
        return table
    }
}
