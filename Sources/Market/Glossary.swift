package import Knowledge

/// Terms of the trade with the definitions that answers are computed by. Loaded on demand.
package struct Glossary: Sendable {
    package var entries: [Entry]

    package struct Entry: Codable, Sendable, Hashable {
        /// Stable: `insideBar`.
        package var id: String
        /// By language code: `en`, `ru`.
        package var term: [String: String]
        /// Other words for it, lower case, both languages.
        package var aliases: [String]
        /// By language code, two to four sentences.
        package var text: [String: String]
    }

    private static let file = "glossary.yaml"

    /// Reads and checks the file: both languages, unique ids and names.
    package static func load(_ directory: KnowledgeDirectory) throws(CatalogueError) -> Glossary {
        let entries = try reading { () throws(KnowledgeError) in
            try directory.decodeYAML([Entry].self, from: file)
        }
        var owners: [String: String] = [:]
        for entry in entries {
            guard ["en", "ru"].allSatisfy({ entry.term[$0]?.isEmpty == false && entry.text[$0]?.isEmpty == false })
            else {
                throw CatalogueError(file: file, entry: entry.id, message: "needs term and text in en and ru")
            }
            for name in entry.names {
                if let owner = owners.updateValue(entry.id, forKey: name), owner != entry.id {
                    throw CatalogueError(file: file, entry: entry.id, message: "'\(name)' already belongs to \(owner)")
                }
            }
        }
        return Glossary(entries: entries)
    }

    /// The entry of a term, alias or id, in any case; nil where there is none.
    package func entry(named name: String) -> Entry? {
        let name = name.lowercased()
        return entries.first { $0.names.contains(name) }
    }
}

extension Glossary.Entry {
    /// Everything that it may be called, lower case.
    package var names: Set<String> {
        Set([id.lowercased()] + term.values.map { $0.lowercased() } + aliases)
    }
}
