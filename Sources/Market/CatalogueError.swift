package import Knowledge

/// A catalogue file that does not hold together: which file, which entry, and what is wrong there.
package struct CatalogueError: Error, Sendable, Hashable {
    /// Relative to the knowledge folder; nil where the folder itself is not found.
    package var file: String
    /// Where in the file, for a person: `NQ`, `class stock, session rth`.
    package var entry: String?
    package var message: String

    package init(file: String, entry: String? = nil, message: String) {
        self.file = file
        self.entry = entry
        self.message = message
    }

    package init(_ error: KnowledgeError) {
        self.init(file: error.file, entry: error.entry, message: error.message)
    }
}

extension CatalogueError: CustomStringConvertible {
    package var description: String { file + (entry.map { " (\($0))" } ?? "") + ": " + message }
}
