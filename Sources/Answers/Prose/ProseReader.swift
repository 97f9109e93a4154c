internal import Market
internal import Understanding

/// Finds what a text tells: every figure, date, time and name of it, read from left to right, each once.
struct ProseReader {
    let words: ProseWords
    let names: InstrumentNames
    let language: Language
    let tokens: [ProseToken]
    let layout: ProseLayout
    /// Of each token that is a word.
    let senses: [[ProseWords.Sense]]
    private(set) var claims: [ProseClaim] = []

    init(_ text: String, words: ProseWords, names: InstrumentNames, language: Language) {
        self.words = words
        self.names = names
        self.language = language
        tokens = ProseToken.all(text)
        layout = ProseLayout(tokens)
        senses = tokens.map { $0.kind == .word ? words.senses(of: $0.text) : [] }
        read()
    }

    private mutating func read() {
        var place = 0
        while place < tokens.count {
            if let (content, end) = claim(at: place) {
                if let content {
                    let text = tokens[place..<end].map(\.text).joined()
                    claims.append(ProseClaim(content: content, words: text, place: place..<end))
                }
                place = max(end, place + 1)
            } else {
                place += 1
            }
        }
        shareUnits()
    }

    /// Both of `6–8%` are percent.
    private mutating func shareUnits() {
        for index in claims.indices.dropLast() {
            guard case .number(var figure) = claims[index].content, case .number(let next) = claims[index + 1].content,
                next.isPercent, !figure.isPercent,
                tokens[claims[index].place.upperBound..<claims[index + 1].place.lowerBound].contains(where: {
                    $0.isMark(ProseToken.dashes)
                }),
                !tokens[claims[index].place.upperBound..<claims[index + 1].place.lowerBound].contains(where: {
                    $0.kind == .word
                })
            else { continue }
            figure.isPercent = true
            figure.year = nil
            claims[index].content = .number(figure)
        }
    }

    /// A claim that begins here and where it ends; without content, words that are none and are passed over.
    private func claim(at place: Int) -> (ProseClaim.Content?, Int)? {
        switch tokens[place].kind {
        case .space: return nil
        case .digits: return figureOrDate(at: place)
        case .mark:
            // ".5"
            guard tokens[place].isMark("."), kind(place + 1) == .digits, kind(place - 1) != .digits,
                kind(place - 1) != .word
            else { return nil }
            return number(at: place)
        case .word:
            if let end = idiom(at: place) { return (nil, end) }
            if let (symbols, end) = names.match(tokens, place) { return (.instrument(symbols), end) }
            return worded(at: place)
        }
    }

    // MARK: Looking around

    func kind(_ place: Int) -> ProseToken.Kind? { tokens.indices.contains(place) ? tokens[place].kind : nil }

    func isMark(_ place: Int, _ marks: String) -> Bool {
        tokens.indices.contains(place) && tokens[place].isMark(marks)
    }

    /// The next place that is no space.
    func skip(_ place: Int) -> Int { kind(place) == .space ? place + 1 : place }

    /// Digits of a token as a number of at most so many of them.
    func digits(_ place: Int, _ counts: ClosedRange<Int>) -> Int? {
        guard kind(place) == .digits, counts.contains(tokens[place].text.count) else { return nil }
        return Int(tokens[place].text)
    }

    func has(_ sense: ProseWords.Sense, _ place: Int) -> Bool {
        tokens.indices.contains(place) && senses[place].contains(sense)
    }

    func first<Value>(_ place: Int, _ value: (ProseWords.Sense) -> Value?) -> Value? {
        tokens.indices.contains(place) ? senses[place].lazy.compactMap(value).first : nil
    }

    func month(_ place: Int) -> Int? {
        first(place) { if case .month(let month) = $0 { month } else { nil } }
    }

    func year(_ place: Int) -> Int? {
        digits(place, 4...4).flatMap { (1900...2100).contains($0) ? $0 : nil }
    }

    /// Words in a row, whatever the spaces between them.
    func row(_ row: [String], at place: Int) -> Int? {
        var place = place
        for (number, word) in row.enumerated() {
            if number > 0 { place = skip(place) }
            guard kind(place) == .word, Self.fits(word, ProseWords.plain(tokens[place].text)) else { return nil }
            place += 1
        }
        return place
    }

    private static func fits(_ pattern: String, _ word: String) -> Bool {
        pattern.hasSuffix("*") ? word.hasPrefix(pattern.dropLast()) : word == pattern
    }

    private func idiom(at place: Int) -> Int? {
        words.idioms.lazy.compactMap { row($0, at: place) }.first
    }

    /// What is said of the future, or to be done.
    var foretold: String? {
        for place in tokens.indices where tokens[place].kind == .word {
            for pattern in words.foretold {
                if let end = row(pattern, at: place) { return tokens[place..<end].map(\.text).joined() }
            }
        }
        return nil
    }
}
