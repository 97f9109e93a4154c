package import Answers
internal import Foundation
package import Knowledge
internal import Market
internal import Studies

/// The static parts of what models are told: files `prompts/NAME.md`, their `{{words}}` rendered from catalogue and study
/// schema. The same bytes for the same files in every process; nothing of a user's, and no date, is in them.
package struct Prompts: Sendable {
    private var texts: [String: String] = [:]
    /// Holds what a model writes against what is known.
    package let prose: Prose
    /// What the understander's answer keeps to.
    package let proposal: ProposalSchema

    /// - Throws: `KnowledgeError` with the file, where it names a vocabulary that there is not.
    package init(_ knowledge: KnowledgeDirectory, _ analyst: Analyst) throws(KnowledgeError) {
        let vocabulary = Vocabulary(analyst)
        proposal = ProposalSchema(symbols: vocabulary.symbols, patterns: vocabulary.patterns)
        for file in try knowledge.files(in: "prompts", ending: "md") {
            let name = String(file.dropFirst("prompts/".count).dropLast(".md".count))
            texts[name] = try Self.render(try knowledge.text(file), vocabulary, file: file)
        }
        prose = Prose(words: try ProseWords(knowledge: knowledge), instruments: analyst.catalogue.instruments)
    }

    /// The prompt of an agent by its file's name; empty where there is no such file.
    package subscript(name: String) -> String { texts[name] ?? "" }

    package var names: [String] { texts.keys.sorted() }

    private static func render(
        _ template: String,
        _ vocabulary: Vocabulary,
        file: String
    ) throws(KnowledgeError) -> String {
        var text = ""
        var rest = template[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard let words = vocabulary[name] else {
                throw KnowledgeError(code: .malformed, file: file, message: "{{\(name)}} names no vocabulary")
            }
            text += rest[..<open.lowerBound] + words
            rest = rest[close.upperBound...]
        }
        return text + rest
    }
}
