/// A knowledge file that cannot be used: which file, which entry of it, and what is wrong there.
package struct KnowledgeError: Error, Sendable, Hashable {
    package enum Code: String, Sendable {
        /// The folder or the file is not there.
        case missing
        /// The file is there and cannot be read.
        case unreadable
        /// The text is not what the file should hold.
        case malformed
    }

    package var code: Code
    /// Relative to the knowledge folder: `instruments.yaml`.
    package var file: String
    /// Where in the file, for a person: `instruments, entry 4, tick`; nil where the whole file is meant.
    package var entry: String?
    package var message: String

    package init(code: Code, file: String, entry: String? = nil, message: String) {
        self.code = code
        self.file = file
        self.entry = entry
        self.message = message
    }
}

extension KnowledgeError: CustomStringConvertible {
    package var description: String {
        file + (entry.map { " (\($0))" } ?? "") + ": " + message
    }
}
