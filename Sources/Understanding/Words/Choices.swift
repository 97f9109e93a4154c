internal import Knowledge

/// Words that take a default otherwise, by name and language: files `lexicon/choices/*.txt`.
struct Choices: Sendable {
    enum Name: String, CaseIterable {
        case rth, wholeDay, year, halfHours, closeToClose, openToClose, limit, deviation, points, weekend, fromTo
    }

    private var words: [Language: [Name: [String]]] = [:]

    init(_ directory: KnowledgeDirectory) throws {
        for language in Language.allCases {
            let file = "lexicon/choices/\(language.rawValue).txt"
            var table: [Name: [String]] = [:]
            for (number, line) in try directory.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                let text = String(line).trimmed
                guard !text.isEmpty, !text.hasPrefix("#") else { continue }
                let parts = text.split(separator: "|", maxSplits: 1).map { String($0).trimmed }
                guard parts.count == 2, let name = Name(rawValue: parts[0]) else {
                    throw LexiconError(file: file, line: number + 1, message: "not 'name | words' of a known name")
                }
                table[name, default: []].append(parts[1])
            }
            if let missing = Name.allCases.first(where: { table[$0] == nil }) {
                throw LexiconError(file: file, line: 1, message: "nothing for '\(missing.rawValue)'")
            }
            words[language] = table
        }
    }

    /// The first words by a name, with a value in each `{}`.
    func words(_ name: Name, _ values: [String], _ language: Language) -> String {
        values.reduce(words[language]?[name]?.first ?? "") { text, value in
            text.replacing("{}", with: value, maxReplacements: 1)
        }
    }

    /// The question with the words for a choice after it, one option for each wording; `{}` in them is the value. What asks
    /// still asks: without its sign, "is the range wider" would say of which days.
    func options(_ name: Name, _ value: String = "", after question: String, _ language: Language) -> [Option] {
        let text = question.trimmed
        let sign = text.hasSuffix("?") ? "?" : ""
        return (words[language]?[name] ?? []).map { words in
            let choice = words.replacing("{}", with: value)
            return Option(label: choice, question: "\(text.trimmedMarks), \(choice)\(sign)")
        }
    }
}
