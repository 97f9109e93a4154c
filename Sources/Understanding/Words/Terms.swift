internal import Market

/// Terms of the glossary by what they are called.
struct Terms: Sendable {
    /// By the words of a name as written, and by their stems.
    private var written: [[String]: String] = [:]
    private var stemmed: [[String]: String] = [:]
    private var asked: [String: String] = [:]

    init(_ glossary: Glossary, _ stemmer: borrowing Stemmer) {
        for entry in glossary.entries {
            asked[entry.id] = entry.ask
            for name in entry.names {
                let tokens = Tokenizer.tokens(of: name, stemmer: stemmer).filter { $0.kind != .sign }
                written[tokens.map(\.text)] = entry.id
                let stems = tokens.map(\.stem)
                // Two terms with the same stems: the first in the order of their names, so that every run agrees.
                if let owner = stemmed[stems], owner < entry.id { continue }
                stemmed[stems] = entry.id
            }
        }
    }

    /// The term that words name, all of them together.
    func term(_ tokens: [Token]) -> String? {
        written[tokens.map(\.text)] ?? stemmed[tokens.map(\.stem)]
    }

    /// Subject of the questions that are offered beside a term.
    func subject(of term: String) -> String { asked[term] ?? "default" }
}
