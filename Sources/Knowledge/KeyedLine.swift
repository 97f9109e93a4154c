/// A line `key = text` of a file of sentences or of words.
package struct KeyedLine: Hashable, Sendable {
    /// From 1.
    package var number: Int
    package var key: String
    package var text: String

    /// The lines of a file in their order; empty ones, and those that begin with `#`, say nothing.
    /// - Throws: `KnowledgeError.malformed` that names the line.
    package static func all(in text: String, file: String) throws(KnowledgeError) -> [KeyedLine] {
        var lines: [KeyedLine] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard let first = line.first, first != "#" else { continue }
            guard let equals = line.firstRange(of: " = ") else {
                throw .malformed(file, line: index + 1, "not 'key = text'")
            }
            lines.append(
                KeyedLine(
                    number: index + 1,
                    key: String(line[..<equals.lowerBound]),
                    text: String(line[equals.upperBound...])
                )
            )
        }
        return lines
    }
}

extension KnowledgeError {
    /// A line of a file that is not as it should be.
    package static func malformed(_ file: String, line: Int, _ message: String) -> KnowledgeError {
        KnowledgeError(code: .malformed, file: file, entry: "line \(line)", message: message)
    }
}
