/// Russian words in Latin letters: "srednij diapazon".
enum Transliteration {
    private static let table: [(latin: String, cyrillic: String)] = [
        ("shch", "щ"), ("sch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ya", "я"),
        ("ja", "я"), ("yu", "ю"), ("ju", "ю"), ("yo", "е"), ("jo", "е"), ("ij", "ий"), ("iy", "ий"), ("yj", "ый"),
        ("yy", "ый"), ("oj", "ой"), ("oy", "ой"), ("aj", "ай"), ("ay", "ай"), ("ej", "ей"), ("ey", "ей"), ("a", "а"),
        ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "й"),
        ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"),
        ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("x", "х"), ("y", "ы"), ("z", "з"), ("'", "ь"),
    ]

    /// A word of Latin letters as it would be spelt in Russian; nil where it holds others.
    static func russian(_ word: String) -> String? {
        guard word.allSatisfy({ Alphabet.isLatin($0) || $0 == "'" }) else { return nil }
        var rest = Substring(word)
        var text = ""
        while !rest.isEmpty {
            guard let (latin, cyrillic) = table.first(where: { rest.hasPrefix($0.latin) }) else { return nil }
            text += cyrillic
            rest = rest.dropFirst(latin.count)
        }
        return text
    }
}

extension Lexicon {
    /// A known word that an unknown Latin one spells in Russian, as it is or with one clear mistake.
    ///
    /// Short words are tried only where others of the question were Russian.
    func russian(_ token: Token, isRussian: Bool, stemmer: borrowing Stemmer) -> String? {
        guard token.text.count >= 4 || isRussian, let first = token.text.first, Alphabet.isLatin(first),
            let russian = Transliteration.russian(token.text)
        else { return nil }
        let isKnown =
            entries[Key(written: russian)] != nil
            || entries[Key(stem: stemmer.stem(russian))]?.contains { $0.keys.count == 1 } ?? false
        if isKnown { return russian }
        return token.text.count >= 6 ? spelling(of: russian, stemmer) : nil
    }
}
