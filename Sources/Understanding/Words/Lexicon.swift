internal import Knowledge
internal import Market
internal import Studies

/// The words of the lexicon files, by the first word's key; the longest phrase first.
struct Lexicon: Sendable {
    struct Entry: Sendable {
        var keys: [Key]
        var sense: Sense
    }

    /// What a word of a phrase is known by: its stem, or the word as written.
    struct Key: Hashable, Sendable {
        var text: String
        var isWritten: Bool

        init(stem: String) { (text, isWritten) = (stem, false) }
        init(written: String) { (text, isWritten) = (written, true) }

        func fits(_ token: Token) -> Bool {
            token.text == text || !isWritten && token.stem == text
        }
    }

    private(set) var entries: [Key: [Entry]] = [:]
    /// Words that a misspelt one may have meant, by length.
    private(set) var spellings: [Int: [Spelling]] = [:]

    /// A word and its letters.
    struct Spelling: Sendable {
        var word: String
        var letters: [UInt32]

        init(_ word: String) {
            self.word = word
            letters = word.unicodeScalars.map(\.value)
        }
    }

    let forms: Forms
    /// Stems of words that are no misspelt ones: file `lexicon/forms/everyday.txt`.
    private let everyday: Set<String>
    /// The word that is meant by a spelling: file `lexicon/forms/spellings.txt`.
    private var meant: [String: String] = [:]

    init(_ directory: KnowledgeDirectory, catalogue: Catalogue, glossary: Glossary) throws {
        forms = try Forms(directory)
        let stemmer = Stemmer(together: forms.all(.stem))
        everyday = Set(
            try directory.text("lexicon/forms/everyday.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }
                .flatMap { $0.split(separator: " ") }.map { stemmer.stem(Alphabet.normalised(String($0))) }
        )
        var known: Set<String> = []
        try addSpellings(directory)
        for file in try directory.files(in: "lexicon", ending: "txt") {
            for (number, line) in try directory.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                try add(String(line), file, number + 1, stemmer, catalogue, &known)
            }
        }
        addInstruments(catalogue, stemmer)
        addTerms(glossary, stemmer, &known)
        for key in entries.keys {
            entries[key]?.sort { $0.keys.count > $1.keys.count }
        }
        for word in known.sorted() { spellings[word.unicodeScalars.count, default: []].append(Spelling(word)) }
    }

    /// The word that a spelling is known to mean; nil for any other.
    func word(spelt written: String) -> String? { meant[written] }

    private mutating func addSpellings(_ directory: KnowledgeDirectory) throws {
        let file = "lexicon/forms/spellings.txt"
        let lines = try directory.text(file).split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let parts = line.split(separator: "|").map { String($0).trimmed }
            guard parts.count == 2 else {
                throw LexiconError(file: file, line: number + 1, message: "no 'word | spelling; spelling'")
            }
            for spelling in parts[1].split(separator: ";") {
                meant[Alphabet.normalised(String(spelling).trimmed)] = Alphabet.normalised(parts[0])
            }
        }
    }

    /// Whether a word that the lexicon does not hold is a word all the same.
    func isEveryday(_ token: Token) -> Bool { everyday.contains(token.stem) }

    private mutating func add(
        _ line: String,
        _ file: String,
        _ number: Int,
        _ stemmer: borrowing Stemmer,
        _ catalogue: Catalogue,
        _ known: inout Set<String>
    ) throws {
        let text = line.trimmed
        guard !text.isEmpty, !text.hasPrefix("#") else { return }
        let parts = text.split(separator: "|", maxSplits: 1)
        guard parts.count == 2, let sense = Sense(concept: String(parts[1]).trimmed) else {
            throw LexiconError(file: file, line: number, message: "no such concept in '\(text.suffix(60))'")
        }
        if case .pattern(let names) = sense, !catalogue.patterns.isEmpty,
            let missing = names.first(where: { catalogue.pattern($0) == nil })
        {
            throw LexiconError(file: file, line: number, message: "the catalogue has no pattern '\(missing)'")
        }
        for phrase in parts[0].split(separator: ";") {
            let words = String(phrase).trimmed
            guard !words.isEmpty else { continue }
            append(words, sense, stemmer)
            for word in words.split(separator: " ") where word.count > 4 && !word.hasPrefix("=") {
                known.insert(Alphabet.normalised(String(word)))
            }
        }
    }

    /// A phrase by its words' stems and, before what only shares them, by the words as written; `=` asks for the latter.
    private mutating func append(_ phrase: String, _ sense: Sense, _ stemmer: borrowing Stemmer) {
        let exact = phrase.utf8.first == UInt8(ascii: "=")
        let tokens = Tokenizer.tokens(of: exact ? phrase.replacing("=", with: "") : phrase, stemmer: stemmer)
        // A word of two letters has no forms: what only shares them with its stem is another word.
        let isWhole = tokens.count == 1 && tokens[0].kind == .word && tokens[0].text.count <= 2
        for asWritten in exact || isWhole ? [true] : [false, true] {
            let keys = tokens.map { token in
                asWritten && token.kind == .word ? Key(written: token.text) : Key(stem: token.stem)
            }
            guard let first = keys.first else { return }
            entries[first, default: []].append(Entry(keys: keys, sense: sense))
        }
    }

    /// Symbols as written, aliases by their stems; one alias may be of several instruments.
    private mutating func addInstruments(_ catalogue: Catalogue, _ stemmer: borrowing Stemmer) {
        var owners: [String: [String]] = [:]
        for instrument in catalogue.instruments {
            owners["=" + instrument.symbol.lowercased(), default: []].append(instrument.symbol)
            for alias in instrument.aliases { owners[alias.lowercased(), default: []].append(instrument.symbol) }
        }
        for (name, symbols) in owners.sorted(by: { $0.key < $1.key }) { append(name, .instruments(symbols), stemmer) }
    }

    /// Names of what no study computes, where the lexicon has no meaning for them: a Latin one as written, others by
    /// their stems.
    private mutating func addTerms(_ glossary: Glossary, _ stemmer: borrowing Stemmer, _ known: inout Set<String>) {
        for entry in glossary.entries where entry.isOutside {
            for name in entry.names.sorted() {
                let tokens = Tokenizer.tokens(of: name, stemmer: stemmer)
                guard let first = tokens.first else { continue }
                let asWritten = name.count <= 4 || tokens.contains { $0.text.first.map(Alphabet.isLatin) ?? false }
                let keys = tokens.map {
                    $0.kind == .word && asWritten ? Key(written: $0.text) : Key(stem: $0.stem)
                }
                let taken = (entries[Key(written: first.text)] ?? []) + (entries[Key(stem: first.stem)] ?? [])
                let isTaken = taken.contains { other in
                    other.keys.count == keys.count && zip(other.keys, tokens).allSatisfy { $0.fits($1) }
                }
                guard !isTaken else { continue }
                entries[keys[0], default: []].append(Entry(keys: keys, sense: .term(entry.id)))
                for word in tokens where word.text.count > 4 { known.insert(word.text) }
            }
        }
    }

    /// The longest phrase that begins at a token, and how many tokens it takes.
    func match(_ tokens: [Token], at start: Int) -> (sense: Sense, length: Int)? {
        let token = tokens[start]
        var best: (entry: Entry, isWritten: Bool)?
        if token.kind == .word {
            best = longest(Key(written: token.text), tokens, start).map { ($0, true) }
        }
        if let entry = longest(Key(stem: token.stem), tokens, start), entry.keys.count > best?.entry.keys.count ?? 0 {
            best = (entry, false)
        }
        if let best { return (best.entry.sense, best.entry.keys.count) }
        guard token.kind == .word, token.text != token.stem else { return nil }
        // "NQ's", "RTH's": its own.
        for entry in entries[Key(written: token.stem)] ?? [] where entry.keys.count == 1 {
            guard token.text.contains(where: { $0 == "'" || $0 == "’" }), entry.sense.owns else { continue }
            return (entry.sense, 1)
        }
        return nil
    }

    /// The first, so the longest, of a first word's phrases that goes on as the tokens do.
    private func longest(_ first: Key, _ tokens: [Token], _ start: Int) -> Entry? {
        guard let phrases = entries[first] else { return nil }
        // By index: a phrase that does not fit, as most do not, is not copied.
        for index in phrases.indices {
            let length = phrases[index].keys.count
            guard start + length <= tokens.count else { continue }
            if (1..<length).allSatisfy({ phrases[index].keys[$0].fits(tokens[start + $0]) }) { return phrases[index] }
        }
        return nil
    }
}

/// Something wrong in a lexicon file.
package struct LexiconError: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    package var line: Int
    package var message: String

    package var description: String { "\(file):\(line): \(message)" }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

extension Sense {
    /// What something may be said to belong to.
    fileprivate var owns: Bool {
        switch self {
        case .instruments, .span, .weekdays, .months: true
        default: false
        }
    }
}
