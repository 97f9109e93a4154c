package import Knowledge
internal import Understanding

/// The words by which figures, dates and directions are known in a text, of all languages together: a Russian text may
/// hold an English month. Read from `prose/<language>.txt`.
package struct ProseWords: Sendable {
    enum Sense: Hashable, Sendable {
        /// 1-12; ISO 1-7; minute of the day.
        case month(Int), weekday(Int), clock(Int)
        case number(Int), multiplier(Int), ordinal(Int)
        case quarter, morning, evening, hour, of
        case ordinalEnding, unitEnding
        case minus, plus, percent
        /// How many times one is the other.
        case ratio
        /// Stands behind what is counted, so that 2024 before it is no year.
        case counted
        case up, down
    }

    private var exact: [String: [Sense]] = [:]
    /// As they are written, with a large first letter.
    private var capital: [String: [Sense]] = [:]
    private var stems: [(stem: String, sense: Sense)] = []
    /// Words in a row that are no figure although one of them could be.
    private(set) var idioms: [[String]] = []
    /// Percent in several words.
    private(set) var percents: [[String]] = []
    /// What no answer says.
    private(set) var foretold: [[String]] = []
    private(set) var common: [Language: Set<String>] = [:]

    package init(knowledge: KnowledgeDirectory) throws(KnowledgeError) {
        for language in Language.allCases {
            let file = "prose/\(language.rawValue).txt"
            for line in try KeyedLine.all(in: try knowledge.text(file), file: file) {
                try take(line.text.split(separator: " ").map(String.init), as: line.key, language, file)
            }
        }
    }

    /// The senses of a word, given as it is written.
    func senses(of word: String) -> [Sense] {
        let small = Self.plain(word)
        var senses = exact[small] ?? []
        if word.first?.isUppercase ?? false { senses += capital[Self.capitalised(small)] ?? [] }
        for entry in stems where small.hasPrefix(entry.stem) { senses.append(entry.sense) }
        return senses
    }

    /// Small letters, ё as е.
    static func plain(_ word: String) -> String {
        word.lowercased().replacing("\u{0451}", with: "\u{0435}").replacing("\u{2019}", with: "'")
    }

    private static func capitalised(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }

    private mutating func take(
        _ words: [String],
        as key: String,
        _ language: Language,
        _ file: String
    ) throws(KnowledgeError) {
        switch key {
        case "common": common[language] = Set(words)
        case "noFigure": idioms += words.map(Self.row)
        case "foretold": foretold += words.map(Self.row)
        default:
            guard let sense = Sense(key) else {
                throw KnowledgeError(code: .malformed, file: file, entry: key, message: "no such key")
            }
            for word in words {
                if sense == .percent, word.contains("_") {
                    percents.append(Self.row(word))
                    continue
                }
                if word.hasSuffix("*") {
                    stems.append((Self.plain(String(word.dropLast())), sense))
                } else if word.first?.isUppercase ?? false {
                    capital[word, default: []].append(sense)
                } else {
                    exact[Self.plain(word), default: []].append(sense)
                }
            }
        }
    }

    private static func row(_ words: String) -> [String] { words.split(separator: "_").map { plain(String($0)) } }
}

extension ProseWords.Sense {
    /// The sense of a key: `month.3`, `percent`.
    init?(_ key: String) {
        let parts = key.split(separator: ".")
        if parts.count == 2, let value = Int(parts[1]) {
            switch parts[0] {
            case "month": self = .month(value)
            case "weekday": self = .weekday(value)
            case "clock": self = .clock(value)
            case "number": self = .number(value)
            case "multiplier": self = .multiplier(value)
            case "ordinal": self = .ordinal(value)
            default: return nil
            }
            return
        }
        let plain: [String: Self] = [
            "quarter": .quarter, "morning": .morning, "evening": .evening, "hour": .hour, "of": .of,
            "ordinalEnding": .ordinalEnding, "unitEnding": .unitEnding, "minus": .minus, "plus": .plus, "ratio": .ratio,
            "percent": .percent, "counted": .counted, "up": .up, "down": .down,
        ]
        guard let sense = plain[key] else { return nil }
        self = sense
    }
}
