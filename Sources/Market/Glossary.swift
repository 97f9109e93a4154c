package import Knowledge

/// Terms of the trade with the definitions that answers are computed by: files `glossary/*.txt`.
package struct Glossary: Sendable {
    package let entries: [Entry]
    /// Index of the entry by each of its names.
    private let places: [String: Int]

    package struct Entry: Sendable, Hashable {
        /// Stable: `insideBar`.
        package var id: String
        /// By language code: `en`, `ru`.
        package var term: [String: String]
        /// Other words for it, lower case, both languages.
        package var aliases: [String]
        /// By language code, two to four sentences.
        package var text: [String: String]
        /// Subject of the questions that are offered beside it, as in `lexicon/questions`.
        package var ask: String
        /// No study computes it: words of it are no part of a question about bars.
        package var isOutside: Bool
    }

    /// Reads and checks the files: both languages, unique ids and names.
    package static func load(_ directory: KnowledgeDirectory) throws(CatalogueError) -> Glossary {
        var entries: [Entry] = []
        var places: [String: Int] = [:]
        let files = try reading { () throws(KnowledgeError) in try directory.files(in: "glossary", ending: "txt") }
        for file in files {
            let text = try reading { () throws(KnowledgeError) in try directory.text(file) }
            for block in text.split(separator: "\n\n") {
                let lines = block.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
                guard !lines.isEmpty else { continue }
                guard let entry = Entry(lines) else {
                    throw CatalogueError(
                        file: file,
                        entry: String(lines[0].prefix(40)),
                        message: "needs 'id | English | Russian | questions', then en and ru"
                    )
                }
                for name in entry.names {
                    if let owner = places.updateValue(entries.count, forKey: name) {
                        let id = entries[owner].id
                        throw CatalogueError(file: file, entry: entry.id, message: "'\(name)' belongs to \(id)")
                    }
                }
                entries.append(entry)
            }
        }
        return Glossary(entries: entries, places: places)
    }

    /// The entry of a term, alias or id, in any case; nil where there is none.
    package func entry(named name: String) -> Entry? {
        places[name.lowercased()].map { entries[$0] }
    }
}

extension Glossary.Entry {
    /// `id | English | Russian | questions [| outside]`, `en = text`, `ru = text`, and `also = a; b` where there are others.
    fileprivate init?(_ lines: [String]) {
        let head = Self.parts(lines[0], "|")
        guard head.count == 4 || head.count == 5 && head[4] == "outside", head.allSatisfy({ !$0.isEmpty }) else {
            return nil
        }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: " = ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            fields[parts[0]] = parts[1]
        }
        guard let en = fields["en"], let ru = fields["ru"],
            Set(fields.keys).isSubset(of: ["also", "en", "ru"])
        else { return nil }
        self.init(
            id: head[0],
            term: ["en": head[1], "ru": head[2]],
            aliases: Self.parts(fields["also"] ?? "", ";").filter { !$0.isEmpty },
            text: ["en": en, "ru": ru],
            ask: head[3],
            isOutside: head.count == 5
        )
    }

    private static func parts(_ text: String, _ separator: Character) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// Everything that it may be called, lower case.
    package var names: Set<String> {
        Set([id.lowercased()] + term.values.map { $0.lowercased() } + aliases)
    }
}
