internal import Foundation

/// Where words stand in a question.
struct WordPlaces {
    private let tokens: [Token]

    init(_ line: Line) {
        tokens = line.tokens
    }

    /// Indices of the question's tokens that are these words in their order, one behind the other, signs aside.
    /// nil: they are not there.
    func indices(of words: String) -> [Int]? {
        let stemmer = Stemmer()
        let wanted = Tokenizer.tokens(of: words.precomposedStringWithCompatibilityMapping, stemmer: stemmer)
            .filter { $0.kind != .sign }
        let here = tokens.indices.filter { tokens[$0].kind != .sign }
        guard !wanted.isEmpty, wanted.count <= here.count else { return nil }
        for start in 0...(here.count - wanted.count) {
            let isHere = wanted.indices.allSatisfy { index in
                let token = tokens[here[start + index]]
                return token.text == wanted[index].text
                    || token.written.lowercased() == wanted[index].written.lowercased()
            }
            if isHere { return Array(here[start..<(start + wanted.count)]) }
        }
        return nil
    }
}
