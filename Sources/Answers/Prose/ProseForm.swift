internal import Understanding

/// What a text may not be made of, whatever it says: it is shown on terminals and pages as it is.
enum ProseForm {
    static let longest = 1_200
    static let sentences = 5

    /// The first thing that is wrong; nil: it is plain text in the language.
    static func fault(_ text: String, _ language: Language, _ words: ProseWords) -> Prose.Fault? {
        guard text.utf8.count <= 4 * longest, text.count <= longest else { return Prose.Fault(.length, "") }
        for scalar in text.unicodeScalars where !isPlain(scalar) {
            return Prose.Fault(.characters, "U+" + String(scalar.value, radix: 16, uppercase: true))
        }
        if let found = markup(text) { return Prose.Fault(.markup, found) }
        let tokens = ProseToken.all(text)
        guard ProseLayout.count(tokens) <= sentences else { return Prose.Fault(.length, "") }
        return script(tokens, language, words)
    }

    /// Letters of Latin without accents and of Russian, ASCII digits, and marks that typesetting needs.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x20...0x7E: !"<`\\$^|{}".unicodeScalars.contains(scalar)
        case 0x410...0x44F, 0x401, 0x451: true
        // No-break and thin spaces; dashes, quotes, ellipsis; № × ± · − ≈ ≤ ≥ → °
        case 0xA0, 0x202F, 0x2009, 0x2010...0x2015, 0x2018...0x201E, 0x2026, 0xAB, 0xBB: true
        case 0x2116, 0xD7, 0xB1, 0xB7, 0x2212, 0x2248, 0x2264, 0x2265, 0x2192, 0xB0: true
        default: false
        }
    }

    /// Addresses, tags, links, pictures, headings, fences.
    private static func markup(_ text: String) -> String? {
        let small = text.lowercased()
        for sign in ["://", "www.", "](", "][", "]:", "![", "&#", "&lt", "&gt", "&amp", "**", "__", "~~", "//"]
        where small.contains(sign) { return sign }
        for scheme in ["javascript:", "data:", "mailto:", "file:", "vbscript:", "tel:"] where small.contains(scheme) {
            return scheme
        }
        for line in small.split(separator: "\n") {
            let line = line.drop(while: { $0 == " " })
            for sign in ["#", "* ", "- ", "+ ", "=", "---", "1. "] where line.hasPrefix(sign) { return sign }
        }
        let tokens = ProseToken.all(text)
        for place in tokens.indices.dropFirst() where tokens[place].isMark(".@") {
            guard place + 1 < tokens.count, tokens[place - 1].kind == .word, tokens[place + 1].kind == .word else {
                continue
            }
            let (left, right) = (tokens[place - 1].text, tokens[place + 1].text)
            // An address, but not "a.m.".
            if tokens[place].text == "@" || left.count > 1 && right.count > 1 { return left + "." + right }
        }
        return nil
    }

    /// Most letters are the language's, no word mixes two alphabets, and the language's small words are there.
    private static func script(_ tokens: [ProseToken], _ language: Language, _ words: ProseWords) -> Prose.Fault? {
        var letters: [Language: Int] = [:]
        var (count, common) = (0, 0)
        for token in tokens where token.kind == .word {
            let latin = token.text.count { $0.isASCII && $0.isLetter }
            let others = token.text.count { !$0.isASCII && $0.isLetter }
            if latin > 0, others > 0 { return Prose.Fault(.characters, token.text) }
            letters[.en, default: 0] += latin
            letters[.ru, default: 0] += others
            // Names in capitals belong to no language.
            guard token.text.count(where: { $0.isUppercase }) < 2 else { continue }
            count += 1
            if words.common[language]?.contains(ProseWords.plain(token.text)) ?? false { common += 1 }
        }
        let own = letters[language] ?? 0
        let all = letters.values.reduce(0, +)
        guard 10 * own >= 6 * all, count < 8 || 10 * common >= count else { return Prose.Fault(.language, "") }
        return nil
    }
}
