internal import Foundation

extension KnowledgeDirectory {
    /// The environment variable that names the folder and comes before every other place.
    package static let variable = "BARWISE_KNOWLEDGE"

    /// Finds the folder: the environment's, else the one that lies beside the program.
    ///
    /// `Bundle.module` is never touched: it ends the process where its folder is missing.
    package static func locate(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(KnowledgeError) -> KnowledgeDirectory {
        if let named = environment[variable], !named.isEmpty {
            guard isFolder(named) else {
                throw KnowledgeError(code: .missing, file: named, message: "\(variable) names no folder")
            }
            return KnowledgeDirectory(path: named)
        }
        let candidates = candidates()
        guard let found = candidates.first(where: isFolder) else {
            throw KnowledgeError(
                code: .missing,
                file: "barwise_Knowledge.resources/Files",
                message: "not beside the program; set \(variable) to the folder (looked in "
                    + candidates.joined(separator: ", ") + ")"
            )
        }
        return KnowledgeDirectory(path: found)
    }

    /// Beside the program or the test bundle, as SwiftPM lays them out on Linux and on macOS, and under `share`.
    private static func candidates() -> [String] {
        var folders: [URL] = []
        func add(_ url: URL?) {
            guard let url, !folders.contains(url) else { return }
            folders.append(url)
        }
        add(Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent())
        add(Bundle.main.bundleURL)
        let own = Bundle(for: Marker.self).bundleURL
        add(own)
        add(own.deletingLastPathComponent())
        return folders.flatMap { folder in
            [
                "barwise_Knowledge.resources/Files", "barwise_Knowledge.bundle/Files",
                "barwise_Knowledge.bundle/Contents/Resources/Files", "../share/barwise/Files",
            ].map { folder.appendingPathComponent($0).standardizedFileURL.path }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// Tells `Bundle(for:)` which image holds this code.
    private final class Marker {}
}
