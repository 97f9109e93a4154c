internal import Foundation

extension DataDirectory {
    /// Moments of an import at which a test may pull the plug.
    package enum Step: String, Sendable, CaseIterable {
        case fileBuilt, fileSynced, manifestWritten, manifestMoved
    }

    /// Replaces the manifest in one step and then removes what it no longer names.
    func commit(_ manifest: Manifest, at step: (Step) throws -> Void) throws {
        for entry in manifest.symbols.values {
            try sync(file(entry))
        }
        try sync(symbolsURL)
        try step(.fileSynced)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let new = url.appendingPathComponent("barwise.json.new")
        do {
            try encoder.encode(manifest).write(to: new)
        } catch {
            throw ImportError(
                .storage,
                "'\(new.path)' could not be written; nothing has changed.",
                cause: "\(error)"
            )
        }
        try sync(new)
        try step(.manifestWritten)
        guard rename(new.path, manifestURL.path) == 0 else {
            throw ImportError(.storage, "'\(manifestURL.path)' could not be replaced; nothing has changed.")
        }
        try sync(url)
        try step(.manifestMoved)
        removeLeftovers(keeping: manifest)
    }

    /// Removes files of symbols that the manifest does not name: those of killed imports and of old generations.
    /// A file that cannot be removed is left for the next import.
    func removeLeftovers(keeping manifest: Manifest) {
        let kept = Set(manifest.symbols.values.map(\.file))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: symbolsURL.path)) ?? []
        for name in names where !kept.contains(name) && name.contains(".duckdb") {
            try? FileManager.default.removeItem(at: symbolsURL.appendingPathComponent(name))
        }
    }

    /// Waits until a file's (a folder's) content is on the disk.
    private func sync(_ url: URL) throws {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw ImportError(.storage, "'\(url.path)' could not be written to the disk; nothing has changed.")
        }
    }
}
