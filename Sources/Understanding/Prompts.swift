internal import Knowledge

/// Questions that are offered when the task is open, by subject and language: files `lexicon/questions/*.txt`.
struct Prompts: Sendable {
    private var questions: [Language: [String: [String]]] = [:]

    init(_ directory: KnowledgeDirectory) throws {
        for language in Language.allCases {
            let file = "lexicon/questions/\(language.rawValue).txt"
            var table: [String: [String]] = [:]
            for (number, line) in try directory.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                let text = String(line).trimmed
                guard !text.isEmpty, !text.hasPrefix("#") else { continue }
                let parts = text.split(separator: "|", maxSplits: 1).map { String($0).trimmed }
                guard parts.count == 2 else { throw LexiconError(file: file, line: number + 1, message: "no '|'") }
                table[parts[0], default: []].append(parts[1])
            }
            guard table["default"] != nil else {
                throw LexiconError(file: file, line: 1, message: "no 'default' questions")
            }
            questions[language] = table
        }
    }

    /// Complete questions about a subject; `{}` in them is the user's own word for it.
    func options(_ subject: String, _ language: Language, _ words: String, _ count: Int) -> [Option] {
        let table = questions[language] ?? [:]
        return (table[subject] ?? table["default"] ?? []).prefix(count).map { question in
            let text = question.replacing("{}", with: words)
            return Option(label: text, question: text)
        }
    }

    /// Every question there is, for tests.
    func all(_ language: Language) -> [String] {
        (questions[language] ?? [:]).sorted { $0.key < $1.key }.flatMap(\.value)
    }
}
