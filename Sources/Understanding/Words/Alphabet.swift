/// Lower case, ё as е, and words of mixed alphabets in one.
enum Alphabet {
    private static let toCyrillic: [Character: Character] = [
        "a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "k": "к", "m": "м", "t": "т", "h": "н",
        "b": "в", "r": "г", "u": "и", "n": "п",
    ]
    private static let toLatin: [Character: Character] = [
        "а": "a", "с": "c", "е": "e", "о": "o", "р": "p", "х": "x", "у": "y", "к": "k", "м": "m", "т": "t", "н": "h",
        "в": "b",
    ]

    static func isCyrillic(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return (0x400...0x4FF).contains(scalar.value)
    }

    static func isLatin(_ character: Character) -> Bool { character.isASCII && character.isLetter }

    static func normalised(_ word: String) -> String {
        var text = ""
        var (cyrillic, latin) = (0, 0)
        for character in word.lowercased() {
            switch character {
            case "ё": text.append("е")
            case "’", "'": text.append("'")
            default: text.append(character)
            }
            if isCyrillic(character) { cyrillic += 1 } else if isLatin(character) { latin += 1 }
        }
        guard cyrillic > 0, latin > 0 else { return text }
        let table = cyrillic >= latin ? toCyrillic : toLatin
        let mended = text.map { character -> Character? in
            let foreign = cyrillic >= latin ? isLatin(character) : isCyrillic(character)
            return foreign ? table[character] : character
        }
        return mended.contains(nil) ? text : String(mended.compactMap { $0 })
    }
}
