package import Foundation

/// The folder of data files that traders can read and correct: instruments, holidays, events, patterns, words.
package struct KnowledgeDirectory: Sendable, Hashable {
    package var path: String

    package init(path: String) {
        self.path = path
    }

    package func url(_ relative: String) -> URL {
        URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(relative)
    }

    /// The text of a file; reads it anew on every call.
    package func text(_ relative: String) throws(KnowledgeError) -> String {
        let data = try data(relative)
        guard let text = String(data: data, encoding: .utf8) else {
            throw KnowledgeError(code: .unreadable, file: relative, message: "not UTF-8 text")
        }
        return text
    }

    /// The bytes of a file; reads it anew on every call.
    package func data(_ relative: String) throws(KnowledgeError) -> Data {
        let url = url(relative)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw KnowledgeError(code: .missing, file: relative, message: "no such file in \(path)")
        }
        do {
            return try Data(contentsOf: url)
        } catch {
            throw KnowledgeError(code: .unreadable, file: relative, message: "\(error)")
        }
    }

    /// The names of a folder's files with an ending (no dot), sorted; relative to the knowledge folder.
    package func files(in folder: String, ending: String) throws(KnowledgeError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: url(folder).path)
                .filter { $0.hasSuffix("." + ending) }.sorted().map { folder + "/" + $0 }
        } catch {
            throw KnowledgeError(code: .missing, file: folder, message: "no such folder in \(path)")
        }
    }
}
