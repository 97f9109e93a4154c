internal import Foundation
internal import Knowledge
internal import StudyOracle

/// Phrases that do not belong in a question.
struct Noise: Sendable {
    struct Phrase {
        var text: String
        /// A word of the lexicon, so that the reader may find it a place.
        var isKnown: Bool
    }

    /// What no study can hold.
    static let foreign = [
        "при попутном ветре", "when my horoscope is good", "на луне", "кроме шуток", "delta", "with a cherry on top",
        "по версии моей бабушки", "если звезды сошлись", "without the usual drama", "с бубном",
    ]

    private let known: [String]

    init(_ knowledge: KnowledgeDirectory) throws {
        known = try knowledge.files(in: "lexicon", ending: "txt").flatMap { file in
            try knowledge.text(file).split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap { line in
                line.prefix { $0 != "|" }.split(separator: ";").map {
                    $0.replacing("=", with: "").trimmingCharacters(in: .whitespaces)
                }
            }
        }.filter { !$0.isEmpty && !$0.contains("@") }
    }

    /// For one question: three of the foreign phrases, an invented word of each alphabet, three known words.
    func phrases(_ source: inout RandomSource) -> [Phrase] {
        var phrases: [Phrase] = []
        for _ in 0..<3 { phrases.append(Phrase(text: source.pick(Self.foreign), isKnown: false)) }
        phrases.append(
            Phrase(
                text: Self.word(["b", "d", "f", "g", "k", "l", "m", "n", "v", "z"], "aeiou", &source),
                isKnown: false
            )
        )
        let consonants = (0x431...0x448).compactMap(UnicodeScalar.init).filter {
            ![0x435, 0x438, 0x439, 0x43E, 0x443].contains($0.value)
        }
        let vowels = String(
            String.UnicodeScalarView([0x430, 0x435, 0x438, 0x43E, 0x443].compactMap(UnicodeScalar.init))
        )
        phrases.append(Phrase(text: Self.word(consonants.map(String.init), vowels, &source), isKnown: false))
        for _ in 0..<3 { phrases.append(Phrase(text: source.pick(known), isKnown: true)) }
        return phrases
    }

    /// Three or four syllables that can be said and mean nothing.
    private static func word(_ consonants: [String], _ vowels: String, _ source: inout RandomSource) -> String {
        (0..<source.integer(3...4)).map { _ in source.pick(consonants) + String(source.pick(Array(vowels))) }.joined()
    }
}
