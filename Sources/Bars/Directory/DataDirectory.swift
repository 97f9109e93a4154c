package import Foundation

/// A folder of bars: a manifest, and one DuckDB file a symbol. Other programs may read it at any time.
///
/// `barwise.json` names the current file of each symbol; files that it does not name are leftovers.
package struct DataDirectory: Sendable {
    package let url: URL

    /// Reads nothing; the folder need not exist.
    package init(_ url: URL) {
        self.url = url
    }

    package var manifestURL: URL { url.appendingPathComponent("barwise.json") }
    package var symbolsURL: URL { url.appendingPathComponent("symbols", isDirectory: true) }
    var lockURL: URL { url.appendingPathComponent("import.lock") }

    /// What is loaded; nothing where the folder or the manifest does not exist.
    package func manifest() throws(ImportError) -> Manifest {
        let data: Data
        do {
            data = try Data(contentsOf: manifestURL)
        } catch {
            guard FileManager.default.fileExists(atPath: manifestURL.path) else { return .empty }
            throw ImportError(.directoryUnusable, "'\(manifestURL.path)' cannot be read.", cause: "\(error)")
        }
        do {
            let version = try JSONDecoder().decode(Version.self, from: data).version
            guard version <= Manifest.currentVersion else {
                throw ImportError(
                    .directoryTooNew,
                    "'\(url.path)' was written by a newer Barwise (layout \(version)); update Barwise."
                )
            }
            return try JSONDecoder().decode(Manifest.self, from: data)
        } catch let error as ImportError {
            throw error
        } catch {
            throw ImportError(
                .directoryUnusable,
                "'\(manifestURL.path)' is damaged; import the bars into a new folder.",
                cause: "\(error)"
            )
        }
    }

    /// The symbols that are loaded, sorted.
    package func symbols() throws(ImportError) -> [String] {
        try manifest().symbols.keys.sorted()
    }

    /// The file of a loaded symbol. It may be replaced at any time: where opening it fails, ask again.
    package func file(of symbol: String) throws(ImportError) -> URL? {
        try manifest().symbols[symbol].map(file)
    }

    package func file(_ entry: Manifest.Entry) -> URL {
        symbolsURL.appendingPathComponent(entry.file)
    }

    private struct Version: Codable {
        var version: Int
    }
}
