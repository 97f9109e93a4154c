internal import Foundation

/// The files that a request names, in order.
struct InputFiles {
    struct Input {
        var url: URL
        /// As a person is told.
        var name: String
        var fromFolder: Bool
    }

    private(set) var inputs: [Input] = []
    /// Where standard input and pipes were put; removed with `close`.
    private var temporary: [URL] = []

    /// Folders give their files and those of their folders, sorted by path; names that begin with a dot are left out.
    init(_ paths: [String]) throws {
        for path in paths {
            if path == "-" {
                let url = try Self.spool(.standardInput)
                temporary.append(url)
                inputs.append(Input(url: url, name: "standard input", fromFolder: false))
                continue
            }
            if Self.isPipe(path), let pipe = FileHandle(forReadingAtPath: path) {
                let url = try Self.spool(pipe)
                temporary.append(url)
                inputs.append(Input(url: url, name: "a pipe", fromFolder: false))
                continue
            }
            var isFolder: ObjCBool = false
            guard !path.utf8.contains(0), FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ImportError(.fileNotFound, "There is no file '\(printable(path))'.")
            }
            let url = URL(fileURLWithPath: path)
            if isFolder.boolValue {
                inputs += try Self.files(in: url)
            } else {
                inputs.append(Input(url: url, name: printable(url.lastPathComponent), fromFolder: false))
            }
        }
        guard !inputs.isEmpty else { throw ImportError(.empty, "There is no file to import.") }
    }

    func close() {
        for url in temporary { try? FileManager.default.removeItem(at: url) }  // The system clears them anyway.
    }

    private static func files(in folder: URL) throws -> [Input] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.sorted().compactMap { name in
            let url = folder.appendingPathComponent(name)
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
            let hidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            return exists && !isFolder.boolValue && !hidden
                ? Input(url: url, name: printable(name), fromFolder: true) : nil
        }
    }

    /// What cannot be read twice is kept in a file.
    private static func isPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    private static func spool(_ source: FileHandle) throws -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("barwise-\(UUID().uuidString)")
        guard FileManager.default.createFile(atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw ImportError(.storage, "What is piped in cannot be kept in '\(url.path)'.")
        }
        let target = try FileHandle(forWritingTo: url)
        while let data = try source.read(upToCount: ByteStream.pieceSize), !data.isEmpty {
            try target.write(contentsOf: data)
        }
        try target.close()
        return url
    }
}
