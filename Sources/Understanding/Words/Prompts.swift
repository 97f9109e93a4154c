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

    /// Questions about a subject as they are written in the file.
    func questions(_ subject: String, _ language: Language) -> [String] {
        let table = questions[language] ?? [:]
        return table[subject] ?? table["default"] ?? []
    }

    /// What there are questions about.
    func subjects(_ language: Language) -> [String] { (questions[language] ?? [:]).keys.sorted() }
}
