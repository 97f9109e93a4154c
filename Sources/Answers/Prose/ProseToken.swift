/// A piece of a text: a word, a figure's digits, a mark or a space.
struct ProseToken: Hashable {
    enum Kind: Hashable { case word, digits, space, mark }

    var kind: Kind
    /// As written.
    var text: String

    /// Letters with an apostrophe among them, digits and spaces run together; a mark stands alone.
    static func all(_ text: String) -> [ProseToken] {
        var tokens: [ProseToken] = []
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let kind: Kind =
                if character.isLetter { .word } else if character.isASCII, character.isNumber {
                    .digits
                } else if character.isWhitespace { .space } else { .mark }
            let isInside =
                isApostrophe(character) && tokens.last?.kind == .word && index + 1 < characters.count
                && characters[index + 1].isLetter
            if isInside {
                tokens[tokens.count - 1].text.append(character)
            } else if kind != .mark, tokens.last?.kind == kind {
                tokens[tokens.count - 1].text.append(character)
            } else {
                tokens.append(ProseToken(kind: kind, text: String(character)))
            }
        }
        return tokens
    }

    private static func isApostrophe(_ character: Character) -> Bool { character == "'" || character == "\u{2019}" }

    func isMark(_ marks: String) -> Bool { kind == .mark && marks.contains(text) }

    static let dashes = "-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}"
    /// Ends of sentences.
    static let ends = ".!?\u{2026}"
}

/// Where a text's sentences and their clauses end.
struct ProseLayout {
    /// For each token: the number of its sentence, and of its clause in the whole text.
    private(set) var sentence: [Int] = []
    private(set) var clause: [Int] = []
    /// The first word of a sentence, or one behind a colon or an opening bracket or quote.
    private(set) var isOpening: [Bool] = []

    init(_ tokens: [ProseToken]) {
        var (sentence, clause, opens) = (0, 0, true)
        for (index, token) in tokens.enumerated() {
            self.sentence.append(sentence)
            self.clause.append(clause)
            isOpening.append(opens)
            switch token.kind {
            case .space: if token.text.contains("\n") { opens = true }
            case .word, .digits: opens = false
            case .mark:
                if token.isMark(ProseToken.ends), Self.endsSentence(tokens, index) {
                    sentence += 1
                    clause += 1
                    opens = true
                } else if token.isMark(",;:()\u{2014}"), !Self.isInFigure(tokens, index) {
                    clause += 1
                    opens = opens || token.isMark(":(")
                } else if token.isMark("\"\u{00AB}\u{201C}\u{201E}\u{2018}'") {
                    opens = true
                }
            }
        }
    }

    /// Sentences, the last of which may lack its end.
    static func count(_ tokens: [ProseToken]) -> Int {
        var layout = ProseLayout(tokens).sentence
        while let last = tokens.indices.last(where: { tokens[$0].kind != .space }), layout.count > last + 1 {
            layout.removeLast()
        }
        return (layout.last ?? -1) + 1
    }

    /// A mark behind which a new sentence begins: a space and a large letter, a figure or a quote, or nothing at all.
    static func endsSentence(_ tokens: [ProseToken], _ index: Int) -> Bool {
        guard index + 1 < tokens.count else { return true }
        guard tokens[index + 1].kind == .space else { return false }
        guard index + 2 < tokens.count else { return true }
        let next = tokens[index + 2]
        switch next.kind {
        case .word: return next.text.first?.isUppercase ?? false
        case .digits, .mark: return true
        case .space: return false
        }
    }

    private static func isInFigure(_ tokens: [ProseToken], _ index: Int) -> Bool {
        index > 0 && index + 1 < tokens.count && tokens[index - 1].kind == .digits && tokens[index + 1].kind == .digits
    }
}
