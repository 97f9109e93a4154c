package import Market

/// What people call instruments, to be found in a text in letters of any size: `gold`, `Nasdaq 100`, `золота`.
package struct InstrumentNames: Sendable {
    private struct Name: Sendable {
        var words: [String]
        var symbol: String
        /// The last word may end otherwise.
        var isInflected: Bool
    }

    /// By the first word, or its beginning where it may end otherwise.
    private var names: [String: [Name]] = [:]
    private static let shortest = 3

    package init(_ instruments: [Instrument]) {
        for instrument in instruments {
            for text in instrument.aliases + [instrument.name] { add(text, instrument.symbol) }
        }
    }

    private mutating func add(_ text: String, _ symbol: String) {
        var words = ProseToken.all(text).filter { $0.kind != .space }.map { ProseWords.plain($0.text) }
        guard let first = words.first, first.count > 2 || words.count > 1 else { return }
        let isInflected = words.count == 1 && first.count >= 4 && !(first.first?.isASCII ?? true)
        if isInflected, let last = first.last, Self.endings.contains(last) { words[0].removeLast() }
        names[String(words[0].prefix(Self.shortest)), default: []]
            .append(Name(words: words, symbol: symbol, isInflected: isInflected))
    }

    /// Vowels, й and ь: what Russian nouns end with.
    private static let endings = Set<Character>(
        [0x430, 0x435, 0x438, 0x43E, 0x443, 0x44B, 0x44D, 0x44E, 0x44F, 0x439, 0x44C]
            .compactMap { UnicodeScalar($0 as UInt32).map(Character.init) }
    )

    /// The symbols that go by the longest name which begins here, and where it ends.
    func match(_ tokens: [ProseToken], _ place: Int) -> (Set<String>, Int)? {
        let word = ProseWords.plain(tokens[place].text)
        var found: (symbols: Set<String>, end: Int)?
        for name in names[String(word.prefix(Self.shortest))] ?? [] {
            guard let end = end(of: name, tokens, place), end >= found?.end ?? 0 else { continue }
            found = (end == found?.end ? (found?.symbols ?? []).union([name.symbol]) : [name.symbol], end)
        }
        return found
    }

    private func end(of name: Name, _ tokens: [ProseToken], _ place: Int) -> Int? {
        var place = place
        for (number, expected) in name.words.enumerated() {
            if number > 0, tokens.indices.contains(place), tokens[place].kind == .space { place += 1 }
            guard tokens.indices.contains(place) else { return nil }
            let word = ProseWords.plain(tokens[place].text)
            let fits =
                name.isInflected
                ? word.hasPrefix(expected) && word.count <= expected.count + 3 : word == expected
            guard fits else { return nil }
            place += 1
        }
        return place
    }
}
