/// Cuts a question into tokens: letters, digits and signs apart, so that `те2024`, `300п` and `10am` are two each.
struct Tokenizer {
    private let characters: [Character]
    private var index = 0
    private(set) var tokens: [Token] = []
    private var glued = false
    private var hyphened = false

    static func tokens(of text: String, stemmer: borrowing Stemmer) -> [Token] {
        if let tokens = plain(text, stemmer) { return tokens }
        var tokenizer = Tokenizer(text)
        tokenizer.run()
        for index in tokenizer.tokens.indices {
            let token = tokenizer.tokens[index]
            tokenizer.tokens[index].stem = token.kind == .word ? stemmer.stem(token.text) : token.text
        }
        return tokenizer.tokens
    }

    /// Small letters of one alphabet a word, and spaces: most of the lexicon, cut without looking at characters.
    private static func plain(_ text: String, _ stemmer: borrowing Stemmer) -> [Token]? {
        var tokens: [Token] = []
        for word in text.utf8.split(separator: UInt8(ascii: " ")) {
            guard word.allSatisfy({ (0x61...0x7A).contains($0) }) || isSmallCyrillic(word) else { return nil }
            let text = String(decoding: word, as: UTF8.self)
            tokens.append(
                Token(kind: .word, text: text, written: text, stem: stemmer.stem(text), value: nil, glued: false)
            )
        }
        return tokens
    }

    /// а to я, without ё, which is read as е.
    private static func isSmallCyrillic(_ word: Substring.UTF8View) -> Bool {
        var lead: UInt8 = 0
        for byte in word {
            switch (lead, byte) {
            case (0, 0xD0), (0, 0xD1): lead = byte
            case (0xD0, 0xB0...0xBF), (0xD1, 0x80...0x8F): lead = 0
            default: return false
            }
        }
        return lead == 0
    }

    private init(_ text: String) {
        characters = Array(text)
    }

    private mutating func run() {
        while index < characters.count {
            let character = characters[index]
            if character.isWhitespace || character.isInvisible {
                index += 1
                (glued, hyphened) = (false, false)
            } else if character.isASCIIDigit {
                number()
            } else if character.isLetter {
                word()
            } else {
                sign()
            }
        }
    }

    private func peek(_ offset: Int) -> Character? {
        characters.indices.contains(index + offset) ? characters[index + offset] : nil
    }

    private mutating func add(_ kind: Token.Kind, _ text: String, _ written: String, value: Double? = nil) {
        tokens.append(Token(kind: kind, text: text, written: written, stem: text, value: value, glued: glued))
        tokens[tokens.count - 1].isHyphened = hyphened
        (glued, hyphened) = (true, false)
    }

    private mutating func number() {
        var written = ""
        while let digit = peek(0), digit.isASCIIDigit {
            written.append(digit)
            index += 1
        }
        // 1,000 and 1,250,000: thousands.
        let isGrouped = written.count <= 3 && written != "0"
        while isGrouped, peek(0) == ",", let a = peek(1), let b = peek(2), let c = peek(3),
            a.isASCIIDigit, b.isASCIIDigit, c.isASCIIDigit, !(peek(4)?.isASCIIDigit ?? false)
        {
            written += [a, b, c]
            index += 4
        }
        // "20 000": whole thousands, with a space before them.
        while written.count <= 3, written != "0", peek(0) == " " || peek(0) == "\u{A0}" || peek(0) == "\u{202F}",
            peek(1) == "0", peek(2) == "0", peek(3) == "0", !(peek(4)?.isASCIIDigit ?? false)
        {
            written += "000"
            index += 4
        }
        var decimal = false
        if let mark = peek(0), mark == "." || mark == ",", let digit = peek(1), digit.isASCIIDigit {
            // Not 18.12.2024: a second mark makes it a date.
            var end = 1
            while let next = peek(end), next.isASCIIDigit { end += 1 }
            let isDate = peek(end) == "." && (peek(end + 1)?.isASCIIDigit ?? false)
            if !isDate && !previousIsDatePart && !(mark == "," && end > 4) {
                decimal = true
                written += "." + String(characters[(index + 1)..<(index + end)])
                index += end
            }
        }
        add(.number, written, written, value: Double(written))
        tokens[tokens.count - 1].isDecimal = decimal
    }

    /// Whether the number is the middle or last of `18.12.2024`.
    private var previousIsDatePart: Bool {
        glued && tokens.last?.text == "." && tokens.dropLast().last?.kind == .number
    }

    private mutating func word() {
        var written = ""
        while let letter = peek(0), letter.isLetter || letter.isInvisible || isJoint(letter) {
            if !letter.isInvisible { written.append(letter) }
            index += 1
        }
        add(.word, Alphabet.normalised(written), written)
    }

    /// An apostrophe inside a word, an underscore of a column's name.
    private func isJoint(_ character: Character) -> Bool {
        guard character == "'" || character == "’" || character == "_" else { return false }
        return peek(1)?.isLetter ?? false
    }

    private static let doubles: [String: String] = [">=": ">=", "=>": ">=", "<=": "<=", "=<": "<=", "==": "="]

    private mutating func sign() {
        let character = characters[index]
        if let next = peek(1), let double = Self.doubles[String([character, next])] {
            index += 2
            add(.sign, double, String([character, next]))
            return
        }
        // "2024-03-06..2024-03-17", "-1..0": two dots between numbers are a dash.
        if character == ".", peek(1) == ".", peek(2) != ".", glued, tokens.last?.kind == .number,
            let next = peek(2), next.isASCIIDigit || next.isDash || next == "+"
        {
            index += 2
            add(.sign, "-", "..")
            return
        }
        index += 1
        // A hyphen between letters, or a letter and a digit, only joins them.
        if character.isDash, glued, let last = tokens.last, let next = peek(0),
            (last.kind == .word && (next.isLetter || next.isASCIIDigit)) || (last.kind == .number && next.isLetter)
        {
            hyphened = true
            return
        }
        add(.sign, character.isDash ? "-" : String(character), String(character))
    }
}

extension Character {
    var isASCIIDigit: Bool { self >= "0" && self <= "9" }
    var isDash: Bool { self == "-" || self == "–" || self == "—" || self == "−" || self == "‑" }
    /// Zero-width and direction marks, variation selectors.
    var isInvisible: Bool {
        unicodeScalars.allSatisfy {
            (0x200B...0x200F).contains($0.value) || (0x202A...0x202E).contains($0.value)
                || (0x2060...0x2069).contains($0.value) || $0.value == 0xFEFF || $0.value == 0xAD
                || (0xFE00...0xFE0F).contains($0.value) || $0.value < 32
        }
    }
}
