internal import StudyOracle

/// Texts of any length that mean nothing, each hard in its own way for a reader.
package enum Babble: String, CaseIterable, Sendable {
    case randomWords = "random words"
    case digits, oneWord = "one long word"
    case knownWords = "known words"
    case ands = "'and' again and again"
    case brackets, dates
    case mixedAlphabets = "mixed alphabets"

    /// So many characters of it; the same every time.
    package func text(characters: Int) -> String {
        var source = RandomSource(seed: 1)
        var text = ""
        while text.count < characters { text += part(&source) }
        return String(text.prefix(characters))
    }

    private func part(_ source: inout RandomSource) -> String {
        func letters(_ first: UInt32, _ count: Int, _ length: ClosedRange<Int>) -> String {
            String(
                String.UnicodeScalarView(
                    (0..<source.integer(length)).compactMap { _ in
                        UnicodeScalar(first + UInt32(source.integer(0...(count - 1))))
                    }
                )
            )
        }
        switch self {
        case .randomWords: return letters(0x61, 26, 2...12) + " "
        case .digits: return "\(source.integer(0...99999))" + source.pick([" ", ".", ",", ":", "-", ""])
        case .oneWord: return letters(0x61, 26, 8...8)
        case .knownWords: return source.pick(["range ", "gap ", "after ", "high ", "2% ", "days ", "vs ", "RTH "])
        case .ands: return "and "
        case .brackets: return source.pick(["(", ")", "[", "]", "((", " "])
        case .dates: return source.pick(["2024-01-31 ", "31.12.2023, ", "Q1 2024 - ", "2020-2025 "])
        case .mixedAlphabets: return letters(0x61, 26, 1...4) + letters(0x430, 32, 1...4) + " "
        }
    }
}
